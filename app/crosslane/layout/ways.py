"""The simple ways from one box to another, all at once: straight, one corner, around two, hooked, through a corridor.

Ways run on a few level and upright rails. What a span of a rail costs between any two places is known beforehand, so
that thousands of ways are judged by sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosslane.geometry import Rect

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]
Extent = tuple[float, float]
Line = list[tuple[float, float]]
CLEAR, AROUND = 7.0, 10.0
# What it costs that a way's last leg is shorter than is well for its head, but for so little: less than a corner.
SHORT, JUST = 0.5, 1.0
# Up to so many places on a side where a way may leave or reach a box.
PORTS = 4
# So far off that no way is worth its length; and the edges of the boxes that belong to each port, among all edges.
FAR = 1e12
LOW, HIGH = np.array([0, 0, 0, 0, 2, 2, 2, 2]), np.array([1, 1, 1, 1, 3, 3, 3, 3])


@dataclass(frozen=True)
class Room:
    """Where lines may run: heights of level pieces, places of upright ones, and how far off the corners of boxes.

    `head` is how long last legs are to be so that their heads stand clear of the corner before.
    """

    levels: Sequence[float]
    uprights: Sequence[float]
    inset: float
    head: float = 0.0


@dataclass
class Rails:
    """The rails of both directions, the level ones first, and what they have met by each of their stops.

    A rail is known by its number in its direction. Ways turn on the first `turns` of them: those in the `room`, which may
    be anywhere, then those that lead out of the first box and those into the second one, `PORTS` each; where there are
    fewer, the others lie too far off for any way. Next come `straight` ones from box to box, and last the `own` ones of
    the way as it is now.

    `stops` are places along the rails of a direction: where those of the other one are met, first those to turn on and
    then its own ones, then the `edges` of the first and of the second box, the lower one first, and the two ends of the
    way as it is now. A stop has a number too.
    """

    where: tuple[list[float], list[float]]
    room: int
    turns: int
    straight: tuple[int, int]
    stops: tuple[list[float], list[float]]
    edges: int
    # Within what (left, right, top, bottom) ways on them can meet anything.
    area: tuple[float, float, float, float]
    lines: Floats
    places: Floats
    head: float
    # What all rails have begun to meet, and have left, by each stop.
    begun: Floats = field(init=False)
    ended: Floats = field(init=False)

    def cost(self, axis: int, rail: int, one: int, two: int) -> float:
        """Return what the span of a level (0) or upright (1) rail costs between two stops."""
        stops = self.stops[axis]
        low, high = (one, two) if stops[one] <= stops[two] else (two, one)
        return max(0.0, float(self.begun[axis, rail, high] - self.ended[axis, rail, low]))

    def facing(self, axis: int) -> tuple[int, int]:
        """Return the stops at which straight ways of a direction begin and end."""
        low_a, high_a, low_b, high_b = range(self.edges, self.edges + 4)
        return (high_a, low_b) if self.stops[axis][low_b] > self.stops[axis][low_a] else (low_a, high_b)

    def side(self, axis: int, which: int, towards: float) -> float:
        """Return where ways end at the first (0) or the second box that come from a rail of the other direction."""
        low, high = self.stops[axis][self.edges + 2 * which : self.edges + 2 * which + 2]
        return low if towards < low else high


def rails_of(a: Rect, b: Rect, room: Room, line: Line) -> Rails:
    """Return the rails for ways from box a to box b, of which one is there; what they cost comes later."""
    wide, high = ((a.x, a.right), (b.x, b.right)), ((a.y, a.bottom), (b.y, b.bottom))
    straight = _straight(*high) if _apart(*wide) else [], _straight(*wide) if _apart(*high) else []
    own = _own(line)
    many, last = max(len(room.levels), len(room.uprights)), max(len(own[0]), len(own[1]))
    levels = [*_padded(room.levels, many), *_ports(*high, room.inset)]
    uprights = [*_padded(room.uprights, many), *_ports(*wide, room.inset)]
    rest = [*straight[0], *own[0]], [*straight[1], *own[1]]
    more = max(len(rest[0]), len(rest[1]))
    where = [*levels, *_padded(rest[0], more)], [*uprights, *_padded(rest[1], more)]
    tips = [*line[:1], *line[-1:]]
    xs, ys = [*wide[0], *wide[1], *(x for x, _ in tips)], [*high[0], *high[1], *(y for _, y in tips)]
    stops = [*uprights, *_padded(own[1], last), *xs], [*levels, *_padded(own[0], last), *ys]
    area = *_around(stops[0]), *_around(stops[1])
    many_straight, edges = (len(straight[0]), len(straight[1])), len(levels) + last
    return Rails(
        where, many, len(levels), many_straight, stops, edges, area, np.array(where), np.array(stops), room.head
    )


def _ports(a: Extent, b: Extent, inset: float) -> list[float]:
    """Return the rails that lead out of the first box and into the second one."""
    out, into = ports_on(*a, sum(b) / 2, inset), ports_on(*b, sum(a) / 2, inset)
    return [*_padded(out, PORTS), *_padded(into, PORTS)]


def _around(stops: Sequence[float]) -> Extent:
    there = [place for place in stops if place < FAR]
    return min(there) - AROUND, max(there) + AROUND


def _own(line: Line) -> tuple[list[float], list[float]]:
    """Return the heights of the level pieces and the places of the upright ones of a line."""
    first, second = line[:-1:2], line[1:-1:2]
    if starts_level(line):
        return [y for _, y in first], [x for x, _ in second]
    return [y for _, y in second], [x for x, _ in first]


def _padded(places: Sequence[float], many: int) -> list[float]:
    """Return so many places, those missing too far off for any way."""
    return [*places, *[FAR] * (many - len(places))]


def _apart(a: Extent, b: Extent) -> bool:
    return a[1] < b[0] or b[1] < a[0]


def starts_level(line: Line) -> bool:
    """Say whether the first piece of a line is level."""
    return len(line) < 2 or abs(line[0][1] - line[1][1]) <= 0.5


def cost_now(rails: Rails, line: Line) -> float:
    """Return what the line costs whose way the rails know."""
    axis, last = 0 if starts_level(line) else 1, len(line) - 2
    tip = rails.edges + 4
    total = float(last) + short(line, rails.head)
    for at in range(last + 1):
        begin = rails.turns + (at - 1) // 2 if at else tip
        end = rails.turns + (at + 1) // 2 if at < last else tip + 1
        total += rails.cost(axis, rails.turns + rails.straight[axis] + at // 2, begin, end)
        axis = 1 - axis
    return total


def short(line: Line, head: float) -> float:
    """Return what it costs if the line's last leg is too short for its head; a straight line has none that is."""
    if not head or len(line) < 3:
        return 0.0
    (ax, ay), (bx, by) = line[-2:]
    return SHORT if abs(ax - bx) + abs(ay - by) < head - JUST else 0.0


def ports_on(low: float, high: float, other: float, inset: float) -> list[float]:
    """Return places on a side, the best first: its middle, opposite the other box, a quarter up and down.

    `inset` is how far off the corners, so that an arrow has a straight side to point at.
    """
    middle, quarter = (low + high) / 2, (high - low) / 4
    found = [middle]
    for place in (_opposite(low, high, other, inset), middle - quarter, middle + quarter):
        for old in found:
            if abs(place - old) <= 1:
                break
        else:
            found.append(place)
    return found


def _opposite(low: float, high: float, other: float, inset: float) -> float:
    """Return the place on a side that is nearest to another place."""
    inset = min(inset, (high - low) / 4)
    return min(max(other, low + inset), high - inset)


def around_one(a: Rect, b: Rect, inset: float) -> Iterator[Line]:
    """Yield the shortest lines from box a to box b round one corner, the one that begins level first, if there are any."""
    for level in (True, False):
        wide, high = (a, b) if level else (b, a)
        x = _opposite(high.x, high.right, wide.center.x, inset)
        y = _opposite(wide.y, wide.bottom, high.center.y, inset)
        if (x < wide.x - CLEAR or x > wide.right + CLEAR) and (y < high.y - CLEAR or y > high.bottom + CLEAR):
            line = [(wide.right if x > wide.x else wide.x, y), (x, y), (x, high.y if y < high.y else high.bottom)]
            yield line if level else line[::-1]


def _straight(a: Extent, b: Extent) -> list[float]:
    """Return places that both sides share, those in the middle first."""
    low, high = max(a[0], b[0]) + 4, min(a[1], b[1]) - 4
    if low > high:
        return []
    middles = [place for place in (sum(a) / 2, sum(b) / 2) if low < place < high]
    return [*(low + (high - low) * share for share in (0.5, 0.0, 1.0, 0.25, 0.75)), *middles]


def cheapest_way(rails: Rails, limit: float, least: float = 0.0) -> tuple[float, Line]:
    """Return the cheapest way of up to four corners that costs less than the limit, and its cost, a corner costing 1.

    `least` is what any way costs for its length alone. Without a way, the cost is the limit.
    """
    best, found = limit, Line()
    if best <= least:
        return best, found
    legs = _Legs(rails)
    for corners, look in enumerate((legs.none, legs.one, legs.two, legs.three, legs.four)):
        if best <= corners + least:
            break
        cost, axis, chosen = look(best - corners)
        if chosen and cost + corners < best:
            best, found = cost + corners, _points(rails, axis, chosen)
    return best, found


# The least cost of a way, the direction in which it begins, and the rails that it runs on: none where it is not below the
# limit.
Found = tuple[float, int, list[int]]


class _Legs:
    """What the first, the last and any leg between cost on the rails of both directions, by the rails where they turn.

    Ways are looked for in both directions at once: an axis is 0 for those that begin level, 1 for those that begin upright.
    `ends` are by direction, by rail of the other direction and by port, those of the first box first; `least` are by
    direction, by box and by rail. Tables are flat where single rows of them are taken: that is much quicker.
    """

    def __init__(self, rails: Rails) -> None:
        self.rails, self.room, self.turns = rails, rails.room, rails.turns
        self.out, self.into = slice(self.room, self.room + PORTS), slice(self.room + PORTS, self.turns)
        _, self.rows, self.stops = rails.begun.shape
        self.begun, self.ended = rails.begun.reshape(-1, self.stops), rails.ended.reshape(-1, self.stops)
        turns = rails.places[:, : self.turns]
        # Of two rails of the other direction, whether the first comes no later than the second.
        self.forth = turns[:, :, None] <= turns[:, None]
        ends = self._ended(turns)
        self.least = ends.reshape(2, 2, PORTS, self.turns).min(2)
        self.ends = ends.transpose(0, 2, 1).copy()

    def _ended(self, turns: Floats) -> Floats:
        """Return what legs cost out of the first box and into the second one, by direction, port and rail."""
        rails, ports = self.rails, slice(self.room, self.turns)
        low, high = LOW + rails.edges, HIGH + rails.edges
        begun, ended, each = rails.begun[:, ports], rails.ended[:, ports], np.arange(2 * PORTS)
        before = begun[:, each, low][:, :, None] - ended[:, :, : self.turns]
        behind = begun[:, :, : self.turns] - ended[:, each, high][:, :, None]
        turns, first, last = turns[:, None], rails.places[:, low, None], rails.places[:, high, None]
        found: Floats = np.maximum(np.where(turns < first, before, behind), 0.0)
        found[(turns >= first - CLEAR) & (turns <= last + CLEAR)] = np.inf
        found[rails.lines[:, ports] == FAR] = np.inf
        if rails.head:
            into, near = slice(PORTS, None), rails.head - JUST
            found[:, into] += SHORT * ((turns > first[:, into] - near) & (turns < last[:, into] + near))
        return found

    def _between(self, axis: Ints, rail: Ints, one: slice, two: slice) -> Floats:
        """Return what legs cost on several rails, each from some rails of the other direction to some others."""
        at = axis * self.rows + rail
        begun, ended = self.begun.take(at, 0), self.ended.take(at, 0)
        forth, back = begun[:, None, two] - ended[:, one, None], begun[:, one, None] - ended[:, None, two]
        found: Floats = np.maximum(np.where(self.forth.take(axis, 0)[:, one, two], forth, back), 0.0)
        return found

    def _onward(self, axis: Ints, rail: Ints, here: Ints, there: slice) -> Floats:
        """Return what legs cost on several rails, each from a rail of the other direction to some others."""
        at = axis * self.rows + rail
        begun, ended, here_too = self.begun.take(at, 0), self.ended.take(at, 0), at * self.stops + here
        forth = begun[:, there] - self.ended.take(here_too)[:, None]
        back = self.begun.take(here_too)[:, None] - ended[:, there]
        is_forth = self.forth.reshape(-1, self.turns).take(axis * self.turns + here, 0)[:, there]
        found: Floats = np.maximum(np.where(is_forth, forth, back), 0.0)
        return found

    def _ends_of(self, axis: Ints, rail: Ints) -> Floats:
        """Return what it costs to leave the first box and to reach the second one, by way and by port."""
        found: Floats = self.ends.reshape(-1, 2 * PORTS).take(axis * self.turns + rail, 0)
        return found

    def _two_legs(self, which: int, limit: float) -> Floats:
        """Return the least cost of two legs out of the first (0) or into the second box, infinite where beyond the limit.

        They are by direction, by the rail of the room on which the inner leg runs, then by that of the other one.
        """
        room, ports = self.room, (self.out, self.into)[which]
        axis, x = _where(self.least[:, which, :room] < limit)
        legs = self._between(1 - axis, x, ports, slice(room))
        legs += self._ends_of(axis, x)[:, which * PORTS : (which + 1) * PORTS, None]
        # In pairs, the least of four is found sooner than at once.
        pairs = np.minimum(legs[:, : PORTS // 2], legs[:, PORTS // 2 :])
        found = np.full((2, room, room), np.inf)
        found[axis, :, x] = np.minimum(pairs[:, 0], pairs[:, 1])
        return found

    def none(self, limit: float) -> Found:
        """Look for a straight way."""
        rails = self.rails
        for axis, many in enumerate(rails.straight):
            if many:
                low, high = sorted(rails.facing(axis), key=rails.stops[axis].__getitem__)
                straight = slice(rails.turns, rails.turns + many)
                costs = np.maximum(rails.begun[axis, straight, high] - rails.ended[axis, straight, low], 0.0)
                best = int(costs.argmin())
                return float(costs[best]), axis, [rails.turns + best]
        return limit, 0, []

    def one(self, _: float) -> Found:
        """Look for ways with one corner."""
        costs = self.ends[:, self.into, :PORTS].transpose(0, 2, 1) + self.ends[::-1, self.out, PORTS:]
        axis, i, j = _least(costs)
        return float(costs[axis, i, j]), axis, [self.out.start + i, self.into.start + j]

    def two(self, limit: float) -> Found:
        """Look for ways with two corners."""
        axis, x = _where(self.least[:, :, : self.room].sum(1) < limit)
        if not len(x):
            return limit, 0, []
        ends = self._ends_of(axis, x)
        costs = self._between(1 - axis, x, self.out, self.into)
        costs += ends[:, :PORTS, None]
        costs += ends[:, None, PORTS:]
        at, i, j = _least(costs)
        return float(costs[at, i, j]), int(axis[at]), [self.out.start + i, int(x[at]), self.into.start + j]

    def three(self, limit: float) -> Found:
        """Look for ways with three corners."""
        # However a longer way reaches the second box, that costs something too.
        self._way_out = out = self._two_legs(0, limit - float(self.least[:, 1].min()))
        axis, r, x = (out + self.least[::-1, 1, : self.room, None] < limit).nonzero()
        if not len(r):
            return limit, 0, []
        costs = self._onward(axis, r, x, self.into)
        costs += out[axis, r, x][:, None]
        costs += self._ends_of(1 - axis, r)[:, PORTS:]
        at, j = divmod(int(costs.argmin()), PORTS)
        cost, axis, r, x = float(costs[at, j]), int(axis[at]), int(r[at]), int(x[at])
        return cost, axis, [self._port(axis, x, r, 0), x, r, self.into.start + j] if cost < limit else []

    def four(self, limit: float) -> Found:
        """Look for ways with four corners, after those with three."""
        out, into = self._way_out, self._two_legs(1, limit - float(self.least[:, 0].min()))
        axis, r, x = (out + into.min(2)[:, :, None] < limit).nonzero()
        if not len(r):
            return limit, 0, []
        costs = self._onward(axis, r, x, slice(self.room))
        costs += out[axis, r, x][:, None]
        costs += into[axis, r]
        at, y = divmod(int(costs.argmin()), self.room)
        cost, axis, r, x = float(costs[at, y]), int(axis[at]), int(r[at]), int(x[at])
        ways = [self._port(axis, x, r, 0), x, r, y, self._port(axis, y, r, 1)] if cost < limit else []
        return cost, axis, ways

    def _port(self, axis: int, x: int, r: int, which: int) -> int:
        """Return the port of the first (0) or the second box from which the way over two rails is the cheapest."""
        ports = (self.out, self.into)[which]
        legs = self._onward(np.array([1 - axis]), np.array([x]), np.array([r]), ports)[0]
        legs += self.ends[axis, x, which * PORTS : (which + 1) * PORTS]
        start: int = ports.start
        return start + int(legs.argmin())


def _where(table: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return the rows and the columns where a table is true, row by row."""
    found = table.ravel().nonzero()[0]
    rows = found // table.shape[1]
    return rows, found - rows * table.shape[1]


def _least(costs: Floats) -> tuple[int, int, int]:
    at, k = divmod(int(costs.argmin()), costs.shape[2])
    i, j = divmod(at, costs.shape[1])
    return i, j, k


def _points(rails: Rails, axis: int, chosen: Sequence[int]) -> Line:
    """Return the corners of a way that begins in a direction."""
    where = [rails.where[axis if at % 2 == 0 else 1 - axis][rail] for at, rail in enumerate(chosen)]
    last = axis if len(chosen) % 2 else 1 - axis
    if len(chosen) > 1:
        tips = rails.side(axis, 0, where[1]), rails.side(last, 1, where[-2])
    else:
        begin, end = rails.facing(axis)
        tips = rails.stops[axis][begin], rails.stops[axis][end]
    corners = pairwise([tips[0], *where, tips[1]])
    return [(one, two) if (at + axis) % 2 == 0 else (two, one) for at, (one, two) in enumerate(corners)]
