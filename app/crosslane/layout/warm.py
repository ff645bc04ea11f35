"""Tidy-up of what is tidy but for a few edits: columns and rows of untouched boxes stay, new ones find a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from crosslane.geometry import Rect
from crosslane.layout.graph import Arrangement, Options
from crosslane.layout.levels import Problem

FULL, OUTSIDE = 12.0, 2.0


@dataclass(frozen=True)
class Before:
    """The last drawing: where untouched boxes lie, the lane bands as (from, to), columns and lines where they are known."""

    places: Mapping[str, Rect]
    bands: Mapping[str, tuple[float, float]]
    columns: Mapping[str, int] | None = None
    lines: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)

    @staticmethod
    def of(drawing: Arrangement) -> Before:
        """Return a drawing as one to stay near to."""
        lines = {id_: route.points for id_, route in drawing.routes.items()}
        return Before(drawing.places, drawing.bands, drawing.columns, lines)


@dataclass(frozen=True)
class Held:
    """What is to stay: columns and their middles, lane heights, boxes' left edges, and middles from their lane's top."""

    layer: list[int]
    centers: list[float]
    lane_heights: list[float]
    rows: dict[int, float]
    xs: dict[int, float]


def held(
    problem: Problem,
    places: Sequence[Rect | None],
    bands: Sequence[tuple[float, float]],
    columns: Sequence[int | None] | None = None,
    options: Options | None = None,
) -> Held | None:
    """Return what is to stay; None where less than half of the boxes lie where they were."""
    options = options or Options()
    known = [v for v, place in enumerate(places) if place is not None]
    if not known or 2 * len(known) < problem.n:
        return None
    middles = {v: place.center for v, place in enumerate(places) if place is not None}
    layer = [-1] * problem.n
    if columns is None:
        centers = _columns(sorted(point.x for point in middles.values()))
        for v, point in middles.items():
            layer[v] = min(range(len(centers)), key=lambda at: abs(centers[at] - point.x))
    else:
        known_columns = {v: at for v in middles if (at := columns[v]) is not None}
        used = sorted(set(known_columns.values()))
        centers = [median(middles[v].x for v, where in known_columns.items() if where == at) for at in used]
        for v, at in known_columns.items():
            layer[v] = used.index(at)
    # A lane gives up half of its margins before it grows.
    free = [bottom - top - options.lane_pad for top, bottom in bands]
    _place_new(problem, layer, len(centers), free, options.row_gap)
    rows = {v: point.y - bands[problem.lane[v]][0] for v, point in middles.items()}
    xs = {v: point.x - problem.w[v] / 2 for v, point in middles.items()}
    return Held(layer, centers, [bottom - top for top, bottom in bands], rows, xs)


def _columns(middles: list[float]) -> list[float]:
    """Return the middles of the columns: those nearer than a few units are one."""
    found = [middles[0]]
    for middle in middles:
        if middle - found[-1] > 4:
            found.append(middle)
    return found


def _place_new(problem: Problem, layer: list[int], columns: int, heights: Sequence[float], gap: float) -> None:
    """Give every new box a column near its neighbours, those with the most placed neighbours first."""
    into: list[list[int]] = [[] for _ in range(problem.n)]
    out: list[list[int]] = [[] for _ in range(problem.n)]
    for a, b in problem.arcs:
        out[a].append(b)
        into[b].append(a)
    full: dict[tuple[int, int], float] = {}
    for v in range(problem.n):
        if layer[v] >= 0:
            _fill(full, layer[v], problem.lane[v], problem.h[v] + gap)
    waiting = [v for v in range(problem.n) if layer[v] < 0]
    while waiting:
        v = max(waiting, key=lambda u: (sum(layer[w] >= 0 for w in into[u] + out[u]), -u))
        waiting.remove(v)
        lane = problem.lane[v]
        free = [
            full.get((at, lane), 0.0) + problem.h[v] <= heights[lane] or (at, lane) not in full
            for at in range(columns + 1)
        ]
        before = [layer[u] + 1 for u in into[v] if layer[u] >= 0]
        after = [layer[u] - 1 for u in out[v] if layer[u] >= 0]
        layer[v] = _free_column(before, after, columns, free)
        _fill(full, layer[v], lane, problem.h[v] + gap)


def _fill(full: dict[tuple[int, int], float], column: int, lane: int, height: float) -> None:
    full[column, lane] = full.get((column, lane), 0.0) + height


def _free_column(before: list[int], after: list[int], columns: int, free: Sequence[bool]) -> int:
    """Return a column after those before and before those after, nearest to the middle of both.

    A column without room would move all lanes below, so one a few columns aside is taken rather than that.
    """
    low, high = max(before, default=0), min(after, default=columns - 1)
    if low > high:
        low, high = high, low
    low, high = max(0, min(low, columns)), max(0, min(high, columns))
    middle = median(before + after) if before or after else columns - 1

    def cost(at: int) -> tuple[float, int]:
        outside = max(0, low - at, at - high)
        return FULL * (not free[at]) + OUTSIDE * (outside > 0) + outside + 0.1 * abs(at - middle), at

    return min(range(columns + 1), key=cost)
