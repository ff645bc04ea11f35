"""A way around everything, for flows that no simple way fits: the shortest on a grid of lines beside the cards.

Plain Python; used rarely, so it may be slower than the simple ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from crosslane.geometry import Point, Rect

BEND = 40.0
CLEAR = 12.0
MOST = 26

State = tuple[int, int, bool]


@dataclass(frozen=True)
class Grid:
    """The lines on which a way may run, and what tells whether a piece of it is free."""

    xs: list[float]
    ys: list[float]
    is_free: Callable[[Point, Point], bool]

    def at(self, state: State) -> Point:
        """Return the point of a state."""
        return Point(self.xs[state[0]], self.ys[state[1]])


def detour(source: Rect, target: Rect, cards: list[Rect], is_free: Callable[[Point, Point], bool]) -> list[Point]:
    """Return a way from middle to middle; empty if there is none on the grid.

    `is_free` says whether a piece meets no foreign card. Corners cost as much as 40 units of length.
    """
    grid = Grid(
        _lines([(r.x, r.right) for r in cards], source.center.x, target.center.x),
        _lines([(r.y, r.bottom) for r in cards], source.center.y, target.center.y),
        is_free,
    )
    start = grid.xs.index(source.center.x), grid.ys.index(source.center.y)
    goal = grid.xs.index(target.center.x), grid.ys.index(target.center.y)
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


def _lines(spans: list[tuple[float, float]], a: float, b: float) -> list[float]:
    """Return the lines beside the cards that are nearest to both ends, and those through the ends."""
    beside = {edge for low, high in spans for edge in (low - CLEAR, high + CLEAR)} - {a, b}
    near = sorted(beside, key=lambda line: (abs(line - a) + abs(line - b), line))[:MOST]
    return sorted({a, b, *near})


def _shortest(grid: Grid, start: tuple[int, int], goal: tuple[int, int]) -> list[Point]:
    """Walk the grid by Dijkstra's method; a state is a crossing of lines and whether the last piece was level."""
    cost: dict[State, float] = {(*start, True): 0.0, (*start, False): 0.0}
    came: dict[State, State] = {}
    order = count()
    queue = [(0.0, next(order), state) for state in cost]
    while queue:
        so_far, _, state = heappop(queue)
        if state[:2] == goal:
            return _walked(grid, came, state)
        if so_far > cost[state]:
            continue
        for there, more in _steps(grid, state):
            total = so_far + more
            if total < cost.get(there, float("inf")):
                cost[there] = total
                came[there] = state
                heappush(queue, (total, next(order), there))
    return []


def _steps(grid: Grid, state: State) -> Iterator[tuple[State, float]]:
    x, y, level = state
    here = grid.at(state)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        there = (x + dx, y + dy, dy == 0)
        if 0 <= there[0] < len(grid.xs) and 0 <= there[1] < len(grid.ys) and grid.is_free(here, grid.at(there)):
            length = abs(here.x - grid.xs[there[0]]) + abs(here.y - grid.ys[there[1]])
            yield there, length + (BEND if level != there[2] else 0.0)


def _walked(grid: Grid, came: dict[State, State], state: State) -> list[Point]:
    points = [grid.at(state)]
    while state in came:
        state = came[state]
        points.append(grid.at(state))
    return points[::-1]
