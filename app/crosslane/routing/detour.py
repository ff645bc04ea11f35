"""A way around everything, for flows that no simple way fits: the shortest on a grid of lines beside the cards.

Plain Python; used rarely, so it may be slower than the simple ways.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import count
from math import inf

from crosslane.geometry import Point, Rect

BEND = 40.0
CLEAR = 12.0
MOST = 26

Span = tuple[float, float]


class Grid:
    """The lines on which a way may run, and its places, numbered down the first line, then down the next one.

    From the places in `no_right` and `no_down` no way leads to the next place there. A state is twice a place, and one
    more where the way comes along a level line.
    """

    def __init__(self, xs: list[float], ys: list[float], walls: Sequence[Rect]) -> None:
        """Take the lines from left to right and from the top down, and what no way leads through."""
        self.xs, self.ys, high = xs, ys, len(ys)
        self.no_right = {
            x * high + y for w in walls for x in _gaps(xs, w.x, w.right) for y in _crossed(ys, w.y, w.bottom)
        }
        self.no_down = {
            x * high + y for w in walls for x in _crossed(xs, w.x, w.right) for y in _gaps(ys, w.y, w.bottom)
        }

    def place(self, at: Point) -> int:
        """Return the place at a point where two lines cross."""
        return self.xs.index(at.x) * len(self.ys) + self.ys.index(at.y)

    def point(self, place: int) -> Point:
        """Return where a place lies."""
        x, y = divmod(place, len(self.ys))
        return Point(self.xs[x], self.ys[y])

    def beside(self, place: int) -> list[tuple[int, float]]:
        """Return the states to which a way leads on from a place, and how far they are."""
        xs, ys, high = self.xs, self.ys, len(self.ys)
        x, y = divmod(place, high)
        found = []
        if x + 1 < len(xs) and place not in self.no_right:
            found.append((2 * (place + high) + 1, xs[x + 1] - xs[x]))
        if x and place - high not in self.no_right:
            found.append((2 * (place - high) + 1, xs[x] - xs[x - 1]))
        if y + 1 < high and place not in self.no_down:
            found.append((2 * (place + 1), ys[y + 1] - ys[y]))
        if y and place - 1 not in self.no_down:
            found.append((2 * (place - 1), ys[y] - ys[y - 1]))
        return found


def detour(source: Rect, target: Rect, cards: Sequence[Rect], walls: Sequence[Rect]) -> list[Point]:
    """Return a way from middle to middle beside cards and through no wall; empty if there is none on the grid.

    Corners cost as much as 40 units of length.
    """
    xs = _lines([(r.x, r.right) for r in cards], source.center.x, target.center.x)
    ys = _lines([(r.y, r.bottom) for r in cards], source.center.y, target.center.y)
    grid = Grid(xs, ys, walls)
    return [grid.point(place) for place in _shortest(grid, grid.place(source.center), grid.place(target.center))]


def clipped(points: Sequence[Point], source: Rect, target: Rect) -> tuple[Point, ...]:
    """Return the polyline between centres cut at the edges of the two cards; empty if it has no two points."""
    if len(points) < 2:
        return ()
    points = list(points)
    points[0] = _edge(source, points[1])
    points[-1] = _edge(target, points[-2])
    return tuple(points)


def _edge(card: Rect, towards: Point) -> Point:
    center = card.center
    dx, dy = towards.x - center.x, towards.y - center.y
    if dx == 0 and dy == 0:
        return center
    scale = min(card.w / 2 / abs(dx) if dx else 1e9, card.h / 2 / abs(dy) if dy else 1e9)
    return Point(center.x + dx * scale, center.y + dy * scale)


def _crossed(lines: list[float], low: float, high: float) -> range:
    """Return the lines that run through what lies between two values."""
    return range(bisect_right(lines, low), bisect_left(lines, high))


def _gaps(lines: list[float], low: float, high: float) -> range:
    """Return the lines from which the way to the next one meets what lies between two values."""
    return range(max(0, bisect_right(lines, low) - 1), min(bisect_left(lines, high), len(lines) - 1))


def _lines(spans: list[Span], a: float, b: float) -> list[float]:
    """Return the lines beside the cards that are nearest to both ends, and those through the ends."""
    beside = {edge for low, high in spans for edge in (low - CLEAR, high + CLEAR)} - {a, b}
    near = sorted(beside, key=lambda line: (abs(line - a) + abs(line - b), line))[:MOST]
    return sorted({a, b, *near})


def _shortest(grid: Grid, start: int, goal: int) -> list[int]:
    """Walk the grid, nearest to the goal first (A*); return the places of the way, none where there is no way."""
    end = grid.point(goal)
    left_x, left_y = [abs(x - end.x) for x in grid.xs], [abs(y - end.y) for y in grid.ys]
    left = [x + y for x in left_x for y in left_y]
    cost = [inf] * (2 * len(left))
    came: dict[int, int] = {}
    beside: dict[int, list[tuple[int, float]]] = {}
    order = count()
    queue = [(0.0, next(order), 0.0, state) for state in (2 * start + 1, 2 * start)]
    cost[2 * start] = cost[2 * start + 1] = 0.0
    while queue:
        _, _, so_far, state = heappop(queue)
        place, is_level = state >> 1, state & 1
        if place == goal:
            return _walked(came, state)
        if so_far > cost[state]:
            continue
        if place not in beside:
            beside[place] = grid.beside(place)
        for there, far in beside[place]:
            total = so_far + (far if there & 1 == is_level else far + BEND)
            if total < cost[there]:
                cost[there], came[there] = total, state
                heappush(queue, (total + left[there >> 1], next(order), total, there))
    return []


def _walked(came: dict[int, int], state: int) -> list[int]:
    places = [state >> 1]
    while state in came:
        state = came[state]
        places.append(state >> 1)
    return places[::-1]
