"""A way around everything, for flows that no simple way fits: the shortest on a grid of lines beside the cards.

Plain Python; used rarely, so it may be slower than the simple ways.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from crosslane.geometry import Point, Rect

BEND = 40.0
CLEAR = 12.0
MOST = 26

Place = tuple[int, int]
State = tuple[int, int, bool]
Span = tuple[float, float]


@dataclass(frozen=True)
class Grid:
    """The lines on which a way may run; from the places in `no_right` and `no_down` none leads to the next one there."""

    xs: list[float]
    ys: list[float]
    no_right: set[Place]
    no_down: set[Place]

    def at(self, state: State) -> Point:
        """Return the point of a state."""
        return Point(self.xs[state[0]], self.ys[state[1]])


def detour(source: Rect, target: Rect, cards: Sequence[Rect], walls: Sequence[Rect]) -> list[Point]:
    """Return a way from middle to middle beside cards and through no wall; empty if there is none on the grid.

    Corners cost as much as 40 units of length.
    """
    xs = _lines([(r.x, r.right) for r in cards], source.center.x, target.center.x)
    ys = _lines([(r.y, r.bottom) for r in cards], source.center.y, target.center.y)
    no_right = {(x, y) for w in walls for x in _gaps(xs, w.x, w.right) for y in _crossed(ys, w.y, w.bottom)}
    no_down = {(x, y) for w in walls for y in _gaps(ys, w.y, w.bottom) for x in _crossed(xs, w.x, w.right)}
    grid = Grid(xs, ys, no_right, no_down)
    start = xs.index(source.center.x), ys.index(source.center.y)
    goal = xs.index(target.center.x), ys.index(target.center.y)
    return _shortest(grid, start, goal)


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


def _shortest(grid: Grid, start: Place, goal: Place) -> list[Point]:
    """Walk the grid, nearest to the goal first (A*); a state is a crossing of lines and whether the last piece was level."""
    cost: dict[State, float] = {(*start, True): 0.0, (*start, False): 0.0}
    came: dict[State, State] = {}
    order = count()
    gx, gy = grid.xs[goal[0]], grid.ys[goal[1]]
    queue = [(0.0, next(order), 0.0, state) for state in cost]
    while queue:
        _, _, so_far, state = heappop(queue)
        if state[:2] == goal:
            return _walked(grid, came, state)
        if so_far > cost[state]:
            continue
        for there, more in _steps(grid, state):
            total = so_far + more
            if total < cost.get(there, float("inf")):
                cost[there] = total
                came[there] = state
                left = abs(grid.xs[there[0]] - gx) + abs(grid.ys[there[1]] - gy)
                heappush(queue, (total + left, next(order), total, there))
    return []


def _steps(grid: Grid, state: State) -> Iterator[tuple[State, float]]:
    x, y, level = state
    xs, ys = grid.xs, grid.ys
    turn_level, turn_up = (0.0, BEND) if level else (BEND, 0.0)
    if x + 1 < len(xs) and (x, y) not in grid.no_right:
        yield (x + 1, y, True), xs[x + 1] - xs[x] + turn_level
    if x and (x - 1, y) not in grid.no_right:
        yield (x - 1, y, True), xs[x] - xs[x - 1] + turn_level
    if y + 1 < len(ys) and (x, y) not in grid.no_down:
        yield (x, y + 1, False), ys[y + 1] - ys[y] + turn_up
    if y and (x, y - 1) not in grid.no_down:
        yield (x, y - 1, False), ys[y] - ys[y - 1] + turn_up


def _walked(grid: Grid, came: dict[State, State], state: State) -> list[Point]:
    points = [grid.at(state)]
    while state in came:
        state = came[state]
        points.append(grid.at(state))
    return points[::-1]
