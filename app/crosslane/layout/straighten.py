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
# Another group, how far ahead it is at least, and the number of the distance.
Fence = tuple[int, int, int]


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
        # What a group meets that moves forth, and back: which group, how far ahead at least, and the fence's number.
        self.ahead: tuple[list[list[Fence]], list[list[Fence]]] = [[] for _ in start], [[] for _ in start]
        for number, (a, b, far, _) in enumerate(fences):
            self.ahead[0][a].append((b, far, number))
            self.ahead[1][b].append((a, -far, number))
        # By how much all gets longer when a group moves forth by a unit.
        self.pull = [0] * len(start)
        for a, b, _, weight in pulls:
            self.pull[a] -= weight
            self.pull[b] += weight

    def join(self, jog: Jog, worth: int) -> None:
        """Bring the pieces of a jog to one place, for good, if there is room for that and it is worth it."""
        by = self.place[jog.two] - self.place[jog.one] - jog.far
        ways = []
        for mover, other, far in ((jog.one, jog.two, by), (jog.two, jog.one, -by)):
            moved = self._pushed(mover, other, far, jog.fence)
            if moved is None:
                # What lies between the two is in the way of either.
                return
            if moved:
                ways.append(moved)
        moved = min(ways, key=self._longer, default=None)
        if moved and self._longer(moved) <= worth:
            for group, place in moved.items():
                self.place[group] = place
            self._hold(jog)

    def _hold(self, jog: Jog) -> None:
        """Let the pieces of a jog keep one place, instead of a distance."""
        for a, b, far in ((jog.one, jog.two, jog.far), (jog.two, jog.one, -jog.far)):
            for side, group, fence in ((0, a, (b, far, -1)), (1, b, (a, -far, -1))):
                self.ahead[side][group] = [each for each in self.ahead[side][group] if each[2] != jog.fence] + [fence]

    def _longer(self, moved: dict[int, int]) -> int:
        return sum([self.pull[group] * (place - self.place[group]) for group, place in moved.items()])

    def _pushed(self, mover: int, other: int, by: int, but: int | None) -> dict[int, int] | None:
        """Return the new places of all that moves when one is moved; none if that is too many, None if it moves the other.

        One fence, by its number, does not count.
        """
        place, back = self.place, by < 0
        ahead, sign = self.ahead[back], -1 if back else 1
        moved = {mover: place[mover] + by}
        waiting = [mover]
        for group in waiting:
            here = moved[group]
            for to, far, number in ahead[group]:
                pushed = here + far
                if sign * (pushed - moved.get(to, place[to])) > 0 and number != but:
                    if to in (mover, other):
                        return None
                    moved[to] = pushed
                    waiting.append(to)
            if len(waiting) > MANY:
                return {}
        return moved
