"""Items that go round in a loop of many places, all at once: place by place there would be few of them at each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from crosslane.analysis.course import Course, Way
from crosslane.analysis.net import Arc, Time
from crosslane.analysis.region import Region
from crosslane.analysis.walks import Hours, Items

# Smaller loops are walked place by place as quickly. So many marks are kept at once, one for each item and way on.
_MANY = 8
_MARKS = 20_000_000


class Chance(Protocol):
    """Where chance comes from."""

    random: np.random.Generator

    def draw(self, time: Time, count: int) -> Hours | float:
        """Return one value for each item, or the value that all have."""

    def along(self, arc: Arc, count: int) -> Hours | float:
        """Return the hours of an arc for each item, or those that all take."""


def is_wide(course: Course, k: int) -> bool:
    """Say whether a loop has many places, none of them a fork, and nothing in it is counted."""
    part = course.parts[k]
    return (
        len(part) >= _MANY and not course.limits[k] and all(w.law is None for i in part for w in course.states[i].ways)
    )


class Swarm:
    """A loop as tables, by its places and, one behind the other, their ways on: how likely, how long, where they lead."""

    def __init__(self, region: Region, k: int, chance: Chance) -> None:
        """Read the loop `k` of a region's course, which must be wide."""
        course, self.chance = region.course, chance
        self.part = course.parts[k]
        self.names = [region.names[i] for i in self.part]
        going = [course.ways(i, (), {}) for i in self.part]
        self.width = max(map(len, going))
        size = len(going) * self.width
        self.upto = np.full((len(going), self.width), np.inf)
        self.target: Items = np.full(size, -1, dtype=np.intp)
        self.ways: dict[int, Way] = {}
        for place, ways in enumerate(going):
            shares = np.cumsum([share for _, _, share, _ in ways])
            # The last way takes whatever the others leave, so that no item is lost by rounding.
            self.upto[place, : len(ways) - 1] = shares[:-1]
            for at, (_, way, _, following) in enumerate(ways, place * self.width):
                self.ways[at], self.target[at] = way, following
        nodes, arcs = region.net.nodes, region.net.arcs
        self.stays = [nodes[name].elapsed for name in self.names]
        self.arcs = {at: arcs[way.name] for at, way in self.ways.items() if way.name and way.out != way.name}
        # What takes the same for all is added in one go, what spreads is drawn place by place.
        stay = {place: chance.draw(time, 0) for place, time in enumerate(self.stays)}
        along = {at: chance.along(arc, 0) for at, arc in self.arcs.items()}
        self.stay, self.spread = _fixed(stay, len(going))
        self.along, self.spread_ways = _fixed(along, size)

    def walk(self, hours: Hours, items: Items, at: Items, rounds: int) -> Iterator[tuple[str | Way | None, Items]]:
        """Let items go round from their places on, adding to their hours; at most so many rounds.

        Yields the items that passed a step or arc, by its name; those that left the loop, by the way they took; and,
        under None, those that are still in it.
        """
        lot = max(1, _MARKS // len(self.target))
        for first in range(0, len(items), lot):
            yield from self._walk(hours, items[first : first + lot], at[first : first + lot], rounds)

    def _walk(self, hours: Hours, items: Items, at: Items, rounds: int) -> Iterator[tuple[str | Way | None, Items]]:
        passed = np.zeros((len(items), len(self.names)), dtype=np.bool_)
        taken = np.zeros((len(items), len(self.target)), dtype=np.bool_)
        every, row = items, np.arange(len(items))
        for _ in range(rounds):
            if not len(row):
                break
            passed[row, at] = True
            way = self._step(hours, every[row], at)
            taken[row, way] = True
            at = self.target[way]
            for left in np.unique(way[at < 0]):
                yield self.ways[int(left)], every[row[way == left]]
            row, at = row[at >= 0], at[at >= 0]
        for place, name in enumerate(self.names):
            yield name, every[passed[:, place]]
        for place, taking in self.ways.items():
            if taking.name:
                yield taking.name, every[taken[:, place]]
        if len(row):
            yield None, every[row]

    def _step(self, hours: Hours, items: Items, at: Items) -> Items:
        """Add what a place and the way on from there take, and return the ways on."""
        hours[items] += self.stay[at]
        for place in self.spread:
            mine = items[at == place]
            hours[mine] += self.chance.draw(self.stays[place], len(mine))
        lots = self.chance.random.random((len(items), 1))
        way: Items = at * self.width + (lots >= self.upto[at]).sum(axis=1)
        hours[items] += self.along[way]
        for place in self.spread_ways:
            mine = items[way == place]
            hours[mine] += self.chance.along(self.arcs[place], len(mine))
        return way


def _fixed(drawn: dict[int, Hours | float], size: int) -> tuple[Hours, list[int]]:
    """Return the hours that are the same for all, and the places where they are not."""
    fixed, spread = np.zeros(size), [place for place, value in drawn.items() if isinstance(value, np.ndarray)]
    for place, value in drawn.items():
        if not isinstance(value, np.ndarray):
            fixed[place] = value
    return fixed, spread
