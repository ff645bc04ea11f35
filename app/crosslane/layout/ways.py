"""The simple ways from one box to another, all at once: straight, one corner, around two, hooked, through a corridor.

Ways run on a few level and upright rails. What a span of a rail costs between any two places is known beforehand, so
that thousands of ways are judged by sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosslane.geometry import Rect

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]
Bools = NDArray[np.bool_]
Extent = tuple[float, float]
Line = list[tuple[float, float]]
CLEAR = 7.0
# How many corners a simple way has at most.
MOST = 4
# How many places of a side the ways of many corners use.
FEW = 2


@dataclass(frozen=True)
class Room:
    """Where lines may run: heights of level pieces, places of upright ones, and how far near is."""

    levels: Floats
    uprights: Floats
    near: float


@dataclass
class Rails:
    """The rails of one direction: the places of all, and those for a purpose by number.

    `room` may be anywhere, those `near` a box are beside it, `ports` lead out of and into the sides of the boxes, and
    `straight` ones from box to box; `own` are those of the way as it is now. `clear` says of both boxes which rails
    keep clear of them.
    """

    where: Floats
    room: Ints
    near: tuple[Ints, Ints]
    ports: tuple[Ints, Ints]
    straight: Ints
    own: Ints
    clear: tuple[Bools, Bools]
    # Where ways turn or end along the rails, and the number of the place where each rail of the other direction is met.
    places: Floats = field(init=False)
    at: Ints = field(init=False)
    # The numbers of the places where the boxes end: on the side of each rail of the other direction, and for straight ways.
    sides: tuple[Ints, Ints] = field(init=False)
    facing: tuple[int, int] = field(init=False)
    # The numbers of the places where the way as it is now begins and ends.
    tips: Ints = field(init=False)
    # What all rails have begun to meet, and have left, up to each place.
    begun: Floats = field(init=False)
    ended: Floats = field(init=False)

    def cost(self, rail: Ints, one: Ints, two: Ints) -> Floats:
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
    level = _rails(*high, room.levels, room.near, levels, shared=_apart(*wide))
    upright = _rails(*wide, room.uprights, room.near, uprights, shared=_apart(*high))
    tips = [*line[:1], *line[-1:]]
    _meet(level, upright.where, *wide, [x for x, _ in tips])
    _meet(upright, level.where, *high, [y for _, y in tips])
    return level, upright


def _apart(a: Extent, b: Extent) -> bool:
    return a[1] < b[0] or b[1] < a[0]


def starts_level(line: Line) -> bool:
    """Say whether the first piece of a line is level."""
    return len(line) < 2 or abs(line[0][1] - line[1][1]) <= 0.5


def _rails(a: Extent, b: Extent, room: Floats, near: float, own: Sequence[float], *, shared: bool) -> Rails:
    """Return the rails across which boxes have these extents; those shared by both sides lead straight across."""
    one, two = ports_on(*a, sum(b) / 2), ports_on(*b, sum(a) / 2)
    straight = _straight(a, b) if shared else []
    where = np.array([*room, *one, *two, *straight, *own])
    numbers, begin, parts = np.arange(len(where)), 0, []
    for part in (room, one, two, straight, own):
        parts.append(numbers[begin : begin + len(part)])
        begin += len(part)
    clear = [(where < low - CLEAR) | (where > high + CLEAR) for low, high in (a, b)]
    close = [
        parts[0][beside[parts[0]] & (np.abs(room - (low + high) / 2) < (high - low) / 2 + near)]
        for beside, (low, high) in zip(clear, (a, b), strict=True)
    ]
    return Rails(where, parts[0], (close[0], close[1]), (parts[1], parts[2]), parts[3], parts[4], (clear[0], clear[1]))


def _meet(rails: Rails, others: Floats, a: Extent, b: Extent, tips: Sequence[float]) -> None:
    """Note where the rails of the other direction, the sides of the boxes and the tips of the way lie along these."""
    rails.places, number = np.unique([*others, *a, *b, *tips], return_inverse=True)
    rails.at = number[: len(others)]
    low_a, high_a, low_b, high_b = (int(n) for n in number[len(others) : len(others) + 4])
    rails.sides = np.where(others < a[0], low_a, high_a), np.where(others < b[0], low_b, high_b)
    rails.facing = (high_a, low_b) if b[0] > a[0] else (low_a, high_b)
    rails.tips = number[len(others) + 4 :]


def cost_now(level: Rails, upright: Rails, line: Line) -> float:
    """Return what the line costs whose way the rails know."""
    first, second = (level, upright) if starts_level(line) else (upright, level)
    last = len(line) - 2
    total = float(last)
    for at in range(last + 1):
        rails, other = (first, second) if at % 2 == 0 else (second, first)
        begin = rails.at[other.own[(at - 1) // 2]] if at else rails.tips[0]
        end = rails.at[other.own[(at + 1) // 2]] if at < last else rails.tips[1]
        total += float(rails.cost(rails.own[at // 2], begin, end))
    return total


def ports_on(low: float, high: float, other: float) -> list[float]:
    """Return places on a side, the best first: its middle, opposite the other box, a quarter up and down."""
    middle, quarter = (low + high) / 2, (high - low) / 4
    # Beyond the rounded corner of a card, so that an arrow has a straight side to point at.
    inset = min(10.0, quarter)
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
    for corners in range(MOST + 1):
        for first, second, turned in ((level, upright, False), (upright, level, True)):
            for numbers in _choices(first, second, corners) if best > corners + least else ():
                cost, chosen = _cheapest(first, second, numbers)
                if cost < best:
                    line = _points(first, second, chosen)
                    best, found = cost, [(y, x) for x, y in line] if turned else line
    return best, found


def _choices(first: Rails, second: Rails, corners: int) -> list[list[Ints]]:
    """Return which rails ways with so many corners may take one after the other, beginning in the first direction."""
    (out, back), (_, into) = first.ports, second.ports
    if corners < 3:
        return [[[first.straight], [out, into], [out, second.room, back]][corners]]
    if corners == 3:
        return [[out, second.near[0], first.room, into], [out, second.room, first.near[1], into]]
    return [[out[:FEW], second.near[0], first.room, second.near[1], back[:FEW]]]


def _cheapest(first: Rails, second: Rails, numbers: Sequence[Ints]) -> tuple[float, list[int]]:
    """Return the least cost of the ways over some rails, and the rail that the cheapest takes of each choice."""
    if not all(len(choice) for choice in numbers):
        return np.inf, []
    last = len(numbers) - 1
    if not last:
        costs = first.cost(numbers[0], np.array(first.facing[0]), np.array(first.facing[1]))
        best = int(np.argmin(costs))
        return float(costs[best]), [int(numbers[0][best])]
    axes = [choice.reshape([-1 if at == axis else 1 for axis in range(last + 1)]) for at, choice in enumerate(numbers)]
    total: Floats = np.full((1,) * (last + 1), float(last))
    for at, rail in enumerate(axes):
        rails = first if at % 2 == 0 else second
        begin = rails.at[axes[at - 1]] if at else rails.sides[0][axes[1]]
        end = rails.at[axes[at + 1]] if at < last else rails.sides[1][axes[at - 1]]
        total = total + rails.cost(rail, begin, end)
    before = first if last % 2 else second
    clear = second.clear[0][axes[1]] & before.clear[1][axes[last - 1]]
    total = np.where(clear, total, np.inf)
    best = int(np.argmin(total))
    chosen = np.unravel_index(best, total.shape)
    return float(total.flat[best]), [int(choice[at]) for choice, at in zip(numbers, chosen, strict=True)]


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
