"""The simple ways from one box to another, all at once: straight, one corner, around two, hooked, through a corridor.

Ways run on a few level and upright rails. What a span of a rail costs between any two places is known beforehand, so
that thousands of ways are judged by sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosslane.geometry import Rect

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]
Extent = tuple[float, float]
Line = list[tuple[float, float]]
CLEAR = 7.0


@dataclass(frozen=True)
class Room:
    """Where lines may run: heights of level pieces, places of upright ones, and how far off the corners of boxes."""

    levels: Sequence[float]
    uprights: Sequence[float]
    inset: float


@dataclass
class Rails:
    """The rails of one direction by number, and where they meet those of the other direction.

    First come those in the `room`, which may be anywhere, then the `ports`, which lead out of and into the sides of the
    boxes, the `straight` ones from box to box and the `own` ones of the way as it is now. `shut` is infinite for rails
    that do not keep clear of the first or of the second box.

    Places lie along the rails: `at` is the number of the place where each rail of the other direction is met, `sides`
    of those where the two boxes end on the side of each of these, `facing` for straight ways; `tips` is where the way
    as it is now begins and ends.
    """

    where: Floats
    room: int
    ports: tuple[slice, slice]
    straight: slice
    own: range
    shut: tuple[Floats, Floats]
    places: Floats
    at: Ints
    sides: tuple[Ints, Ints]
    facing: tuple[int, int]
    tips: tuple[int, ...]
    # What all rails have begun to meet, and have left, up to each place.
    begun: Floats
    ended: Floats

    def cost(self, rail: Ints | slice | int, one: Ints | int, two: Ints | int) -> Floats:
        """Return what spans of some rails cost from one place to another."""
        low, high = np.minimum(one, two), np.maximum(one, two)
        found: Floats = np.maximum(self.begun[rail, high] - self.ended[rail, low], 0.0)
        return found


def rails_of(a: Rect, b: Rect, room: Room, line: Line) -> tuple[Rails, Rails]:
    """Return the level and the upright rails for ways from box a to box b, of which one is there; costs come later."""
    wide, high = ((a.x, a.right), (b.x, b.right)), ((a.y, a.bottom), (b.y, b.bottom))
    is_level = starts_level(line)
    own = [line[at][1 if (at % 2 == 0) == is_level else 0] for at in range(len(line) - 1)]
    levels, uprights = (own[::2], own[1::2]) if is_level else (own[1::2], own[::2])
    rows = _Rows(*high, room.levels, room.inset, levels, shared=_apart(*wide))
    columns = _Rows(*wide, room.uprights, room.inset, uprights, shared=_apart(*high))
    tips = [*line[:1], *line[-1:]]
    return rows.met(columns, [x for x, _ in tips]), columns.met(rows, [y for _, y in tips])


def _apart(a: Extent, b: Extent) -> bool:
    return a[1] < b[0] or b[1] < a[0]


def starts_level(line: Line) -> bool:
    """Say whether the first piece of a line is level."""
    return len(line) < 2 or abs(line[0][1] - line[1][1]) <= 0.5


class _Rows:
    """The rails across which the boxes have some extents; those shared by both sides lead straight across."""

    def __init__(
        self, a: Extent, b: Extent, room: Sequence[float], inset: float, own: Sequence[float], *, shared: bool
    ) -> None:
        self.a, self.b = a, b
        ports = ports_on(*a, sum(b) / 2, inset), ports_on(*b, sum(a) / 2, inset)
        self.parts = (room, *ports, _straight(a, b) if shared else [], own)
        self.where = [place for part in self.parts for place in part]

    def met(self, others: _Rows, tips: Sequence[float]) -> Rails:
        """Return the rails with the places where those of the other direction, boxes and tips lie along them."""
        (low_a, high_a), (low_b, high_b) = others.a, others.b
        places = sorted({*others.where, *others.a, *others.b, *tips})
        number = {place: at for at, place in enumerate(places)}
        sides = [
            np.array([number[low] if place < low else number[high] for place in others.where])
            for low, high in (others.a, others.b)
        ]
        shut = [
            np.array([0.0 if place < low - CLEAR or place > high + CLEAR else np.inf for place in self.where])
            for low, high in (self.a, self.b)
        ]
        ends, at = [], 0
        for part in self.parts:
            ends.append(slice(at, at + len(part)))
            at += len(part)
        unknown = np.empty((0, 0))
        return Rails(
            np.array(self.where), ends[0].stop, (ends[1], ends[2]), ends[3], range(ends[4].start, at), (shut[0], shut[1]),
            np.array(places), np.array([number[place] for place in others.where]), (sides[0], sides[1]),
            (number[high_a], number[low_b]) if low_b > low_a else (number[low_a], number[high_b]),
            tuple(number[tip] for tip in tips), unknown, unknown,
        )  # fmt: skip


def cost_now(level: Rails, upright: Rails, line: Line) -> float:
    """Return what the line costs whose way the rails know."""
    first, second = (level, upright) if starts_level(line) else (upright, level)
    last = len(line) - 2
    total = float(last)
    for at in range(last + 1):
        rails, other = (first, second) if at % 2 == 0 else (second, first)
        begin = int(rails.at[other.own[(at - 1) // 2]]) if at else rails.tips[0]
        end = int(rails.at[other.own[(at + 1) // 2]]) if at < last else rails.tips[1]
        low, high = min(begin, end), max(begin, end)
        total += max(0.0, float(rails.begun[rails.own[at // 2], high] - rails.ended[rails.own[at // 2], low]))
    return total


def ports_on(low: float, high: float, other: float, inset: float) -> list[float]:
    """Return places on a side, the best first: its middle, opposite the other box, a quarter up and down.

    `inset` is how far off the corners, so that an arrow has a straight side to point at.
    """
    middle, quarter = (low + high) / 2, (high - low) / 4
    inset = min(inset, quarter)
    opposite = min(max(other, low + inset), high - inset)
    found = [middle]
    for place in (opposite, middle - quarter, middle + quarter):
        if all(abs(place - old) > 1 for old in found):
            found.append(place)
    return found


def _straight(a: Extent, b: Extent) -> list[float]:
    """Return places that both sides share, those in the middle first."""
    low, high = max(a[0], b[0]) + 4, min(a[1], b[1]) - 4
    if low > high:
        return []
    middles = [place for place in (sum(a) / 2, sum(b) / 2) if low < place < high]
    return [*(low + (high - low) * share for share in (0.5, 0.0, 1.0, 0.25, 0.75)), *middles]


def cheapest_way(level: Rails, upright: Rails, limit: float, least: float = 0.0) -> tuple[float, Line]:
    """Return the cheapest way of up to four corners that costs less than the limit, and its cost, a corner costing 1.

    `least` is what any way costs for its length alone. Without a way, the cost is the limit.
    """
    best, found = limit, Line()
    one, two = _Legs(level, upright), _Legs(upright, level)
    for corners, look in enumerate(LOOKS):
        for first, second in ((one, two), (two, one)):
            if best <= corners + least:
                return best, found
            cost, chosen = look(first, second)
            if cost + corners < best:
                line = _points(first.rails, second.rails, chosen)
                best, found = cost + corners, line if first is one else [(y, x) for x, y in line]
    return best, found


class _Legs:
    """What the first, the last and any leg between cost on the rails of one direction, by the rails where they turn.

    `begin` is by port of the first box and by rail of the other direction, `end` by port of the second box.
    """

    def __init__(self, rails: Rails, others: Rails) -> None:
        self.rails, self.others = rails, others
        # Rails that lead straight across, and those of the way as it is, are none to turn on.
        self.turns = others.ports[1].stop
        self.begin, self.end = self._ended(0), self._ended(1)
        self._out: Floats | None = None

    def _ended(self, which: int) -> Floats:
        rails = self.rails
        one, two = rails.sides[which][: self.turns], rails.at[: self.turns]
        low, high, ports = np.minimum(one, two), np.maximum(one, two), rails.ports[which]
        found = np.maximum(rails.begun[ports].take(high, 1) - rails.ended[ports].take(low, 1), 0.0)
        return found + self.others.shut[which][: self.turns]

    @cached_property
    def between(self) -> Floats:
        """What a leg costs on each rail of the room, from each rail of the other direction to each."""
        at, room = self.rails.at[: self.turns], self.rails.room
        begun, ended = self.rails.begun[:room].take(at, 1), self.rails.ended[:room].take(at, 1)
        forth = np.maximum(begun[:, None, :] - ended[:, :, None], 0.0)
        return np.where(at[:, None] <= at, forth, forth.transpose(0, 2, 1))

    def out(self, second: _Legs) -> Floats:
        """Return the least cost of two legs from the first box, by the rail of the room for the second leg, then ours."""
        if self._out is None:
            mine, ports = self.rails.room, self.rails.ports[0]
            starts = self.begin[:, : second.rails.room].T[:, :, None]
            self._out = (starts + second.between[:, ports, :mine]).min(1)
        return self._out

    def into(self, second: _Legs) -> Floats:
        """Return the least cost of two legs into the second box, by the rail of the room for the first leg, then ours."""
        mine, ports = self.rails.room, self.rails.ports[1]
        ends = self.end[:, : second.rails.room].T[:, None, :]
        found: Floats = (second.between[:, :mine, ports] + ends).min(2)
        return found


def _no_corner(first: _Legs, _: _Legs) -> tuple[float, list[int]]:
    rails = first.rails
    if rails.straight.start == rails.straight.stop:
        return np.inf, []
    costs = rails.cost(rails.straight, *rails.facing)
    best = int(costs.argmin())
    return float(costs[best]), [rails.straight.start + best]


def _one_corner(first: _Legs, second: _Legs) -> tuple[float, list[int]]:
    out, into = first.rails.ports[0], second.rails.ports[1]
    costs = first.begin[:, into] + second.end[:, out].T
    i, j = divmod(int(costs.argmin()), costs.shape[1])
    return float(costs[i, j]), [out.start + i, into.start + j]


def _two_corners(first: _Legs, second: _Legs) -> tuple[float, list[int]]:
    (out, back), room = first.rails.ports, second.rails.room
    costs = second.between[:, out, back] + first.begin[:, :room].T[:, :, None] + first.end[:, :room].T[:, None, :]
    x, i, j = _least(costs)
    return float(costs[x, i, j]), [out.start + i, x, back.start + j]


def _three_corners(first: _Legs, second: _Legs) -> tuple[float, list[int]]:
    room, into = second.rails.room, second.rails.ports[1]
    ends = second.end[:, : first.rails.room].T[:, None, :]
    costs = first.between[:, :room, into] + first.out(second).T[:, :, None] + ends
    r, x, j = _least(costs)
    return float(costs[r, x, j]), [_from(first, second, x, r), x, r, into.start + j]


def _four_corners(first: _Legs, second: _Legs) -> tuple[float, list[int]]:
    room, back = second.rails.room, first.rails.ports[1]
    costs = first.between[:, :room, :room] + first.out(second).T[:, :, None] + first.into(second).T[:, None, :]
    r, x, y = _least(costs)
    ends = second.between[y, r, back] + first.end[:, y]
    return float(costs[r, x, y]), [_from(first, second, x, r), x, r, y, back.start + int(ends.argmin())]


def _from(first: _Legs, second: _Legs, x: int, r: int) -> int:
    """Return the port from which the way over two rails of the room is the cheapest."""
    out = first.rails.ports[0]
    start: int = out.start
    return start + int((first.begin[:, x] + second.between[x, out, r]).argmin())


def _least(costs: Floats) -> tuple[int, int, int]:
    at, k = divmod(int(costs.argmin()), costs.shape[2])
    i, j = divmod(at, costs.shape[1])
    return i, j, k


# How to look for the cheapest way with no corner, with one, and so on.
LOOKS = (_no_corner, _one_corner, _two_corners, _three_corners, _four_corners)


def _points(first: Rails, second: Rails, chosen: Sequence[int]) -> Line:
    """Return the corners of a way, as if its first rail were level."""
    rails = [first if at % 2 == 0 else second for at in range(len(chosen))]
    where = [float(r.where[number]) for r, number in zip(rails, chosen, strict=True)]
    begin, end = first.facing
    if len(chosen) > 1:
        begin, end = int(first.sides[0][chosen[1]]), int(rails[-1].sides[1][chosen[-2]])
    found = [(float(first.places[begin]), where[0])]
    for at, (here, there) in enumerate(pairwise(where)):
        found.append((there, here) if at % 2 == 0 else (here, there))
    tip = float(rails[-1].places[end])
    return [*found, (tip, where[-1]) if len(chosen) % 2 else (where[-1], tip)]
