"""Ways around a place: in a round through crossing branches, the longest of the hops that leap over it."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple


class Leap(NamedTuple):
    """A way from one place in the order of the steps to a later one, and the hours of the whole round along it."""

    begin: int
    end: int
    hours: float
    name: str


def longest_over(leaps: list[Leap], wanted: list[tuple[int, str]]) -> dict[str, float]:
    """Return for every (place, id) the most hours of the leaps over it that are neither the id nor begin at the step.

    An arc stands right behind the place of its step, so that leaps from there count as other ways.
    """
    coming = sorted(leaps, key=lambda leap: -leap.begin)
    over: list[tuple[float, int, str]] = []
    found: dict[str, float] = {}
    names = {leap.name for leap in leaps}
    for place, id_ in sorted(wanted, key=lambda want: (want[0], want[1] in names)):
        while coming and (coming[-1].begin < place or (coming[-1].begin == place and id_ in names)):
            leap = coming.pop()
            heappush(over, (-leap.hours, leap.end, leap.name))
        while over and over[0][1] <= place:
            heappop(over)
        # The leap itself may stand on top; what is below it and still reaches over the place counts then.
        aside = []
        while over and (over[0][2] == id_ or over[0][1] <= place):
            top = heappop(over)
            if top[1] > place:
                aside.append(top)
        found[id_] = -over[0][0] if over else 0.0
        for top in aside:
            heappush(over, top)
    return found
