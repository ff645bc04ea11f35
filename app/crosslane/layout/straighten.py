"""Jogs taken out of lines where everything may move but nothing may pass anything: boxes make way for straight lines.

The two pieces that a jog joins get one place if the distances to keep leave room for that; what is in the way is pushed
ahead. A jog stays where all lines together would get longer by more than it is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosslane.layout.layers import Arc

# A jog stays if more than so many groups would have to move for it: that is hardly ever worth it.
MANY = 64


@dataclass(frozen=True)
class Jog:
    """Two pieces of a line, by the groups with which they move: the second is to be `far` behind the first.

    `fence` is the number of the distance that they keep for as long as the jog is there, if they do.
    """

    one: int
    two: int
    far: int
    fence: int | None


def straightened(
    fences: Sequence[Arc], pulls: Sequence[Arc], jogs: Sequence[Jog], start: Sequence[int], worth: int
) -> list[int]:
    """Return the places of all groups with the jogs gone that are worth it, the shortest first.

    Of fences and pulls, each from one group to one behind it, fences are distances to keep, pulls lengths that cost.
    """
    pushing = _Pushing(fences, pulls, start)
    place = pushing.place
    for jog in sorted(jogs, key=lambda jog: abs(place[jog.two] - place[jog.one] - jog.far)):
        pushing.join(jog, worth)
    return place


class _Pushing:
    """Groups with distances to keep between them: what is moved pushes others ahead."""

    def __init__(self, fences: Sequence[Arc], pulls: Sequence[Arc], start: Sequence[int]) -> None:
        self.place = list(start)
        self.fences: list[Arc | None] = []
        # Which fences a group meets that moves forth, and back.
        self.ahead: tuple[list[list[int]], list[list[int]]] = [[] for _ in start], [[] for _ in start]
        for fence in fences:
            self._add(fence)
        # By how much all gets longer when a group moves forth by a unit.
        self.pull = [0] * len(start)
        for a, b, _, weight in pulls:
            self.pull[a] -= weight
            self.pull[b] += weight

    def _add(self, fence: Arc) -> None:
        self.ahead[0][fence[0]].append(len(self.fences))
        self.ahead[1][fence[1]].append(len(self.fences))
        self.fences.append(fence)

    def join(self, jog: Jog, worth: int) -> None:
        """Bring the pieces of a jog to one place, for good, if there is room for that and it is worth it."""
        fence = None if jog.fence is None else self.fences[jog.fence]
        if jog.fence is not None:
            self.fences[jog.fence] = None
        by = self.place[jog.two] - self.place[jog.one] - jog.far
        ways = [moved for moved in (self._pushed(jog.one, jog.two, by), self._pushed(jog.two, jog.one, -by)) if moved]
        moved = min(ways, key=self._longer, default=None)
        if moved and self._longer(moved) <= worth:
            for group, place in moved.items():
                self.place[group] = place
            self._add((jog.one, jog.two, jog.far, 0))
            self._add((jog.two, jog.one, -jog.far, 0))
        elif jog.fence is not None:
            self.fences[jog.fence] = fence

    def _longer(self, moved: dict[int, int]) -> int:
        return sum(self.pull[group] * (place - self.place[group]) for group, place in moved.items())

    def _pushed(self, mover: int, other: int, by: int) -> dict[int, int] | None:
        """Return the new places of all that moves when one is moved; None if that moves the other one, or too many."""
        place, back = self.place, by < 0
        sign = -1 if back else 1
        moved = {mover: place[mover] + by}
        waiting = [mover]
        for group in waiting:
            for number in self.ahead[back][group]:
                fence = self.fences[number]
                if fence is None:
                    continue
                to, pushed = fence[0 if back else 1], moved[group] + sign * fence[2]
                if sign * (pushed - moved.get(to, place[to])) > 0:
                    if to in (mover, other):
                        return None
                    moved[to] = pushed
                    waiting.append(to)
            if len(waiting) > MANY:
                return None
        return moved
