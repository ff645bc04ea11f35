"""How the hours of a course are distributed: its items sent through it as laws, loop after loop, until next to none is left."""

from __future__ import annotations

from crosslane.analysis.course import DONE, Course, Local, Way
from crosslane.analysis.law import Law, mass, moved, trimmed

_ROUNDS = 400
_RESIDUE = 1e-9


def laws_of(course: Course) -> tuple[dict[str, Law], bool]:
    """Return how the hours are distributed, by the name under which items leave; and whether that is exact."""
    spreading = _Spreading(course)
    held, out, exact = spreading.held, spreading.out, True
    for k in range(len(course.parts) - 1, -1, -1):
        if any(held[i] for i in course.parts[k]):
            exact &= spreading.goes_round(k)
    found = {name: trimmed(law) for name, law in out.items()}
    exact &= all(whole for _, whole in found.values())
    return {name: law for name, (law, _) in found.items()}, exact


class _Spreading:
    """What has come to each state from the loops before it (`held`), and what has left the course (`out`)."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.held: list[Law] = [[] for _ in course.states]
        self.held[course.entry] = [(0.0, 1.0, 0.0, 0.0)]
        self.out: dict[str, Law] = {}

    def goes_round(self, k: int) -> bool:
        """Send what has come to a loop on until next to nothing is left in it; say whether nothing was lost by that."""
        course, zero = self.course, (0,) * len(self.course.limits[k])
        here: dict[Local, Law] = {(i, zero): self.held[i] for i in course.parts[k] if self.held[i]}
        whole = True
        first = sum(mass(law) for law in here.values())
        for _ in range(_ROUNDS):
            onward: dict[Local, Law] = {}
            for local, law in here.items():
                kept, same = trimmed(law)
                whole &= same
                self._step(k, local, kept, onward)
            here = onward
            if sum(mass(law) for law in here.values()) <= _RESIDUE * first:
                break
        for (i, _), law in here.items():
            self.out.setdefault(DONE, []).extend(moved(law, course.value[i], course.work[i]))
        return whole and sum(mass(law) for law in here.values()) <= _RESIDUE * max(first, 1e-12)

    def _step(self, k: int, local: Local, law: Law, onward: dict[Local, Law]) -> None:
        course, (i, counts) = self.course, local
        state = course.states[i]
        after = moved(law, state.hours, state.work, state.spread)
        for _, way, share, _ in course.ways(i, counts, course.limits[k]):
            later = _along(way, after, share)
            following = course.following(k, counts, way)
            if following is not None:
                onward.setdefault(following, []).extend(later)
            elif way.target is not None:
                self.held[way.target] = [*self.held[way.target], *later]
            else:
                self.out.setdefault(way.out, []).extend(later)


def _along(way: Way, law: Law, share: float) -> Law:
    """Return the law of what goes along a way on, with this share."""
    if way.law is None:
        return moved(law, way.hours, way.work, way.spread, share)
    size = mass(way.law)
    return [atom for t, p, w, v in way.law for atom in moved(law, t, w, v, share * p / size)]
