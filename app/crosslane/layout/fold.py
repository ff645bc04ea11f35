"""Long processes folded to a page: the columns are cut into strips, and every lane shows the strips below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, sqrt

from crosslane.geometry import Point, Rect
from crosslane.layout.graph import Arrangement, LayoutGraph, Options
from crosslane.layout.polish import Board, keeps_off, laid, polished
from crosslane.layout.scoring import score_of
from crosslane.routing.lines import route_along, straight_route
from crosslane.routing.routes import Route


def folded(graph: LayoutGraph, drawing: Arrangement, options: Options) -> Arrangement:
    """Return the drawing folded so that its width is at most about `aspect` times its height; as it is if it fits.

    Arrows inside a strip keep their way; those between strips, and those that now meet a box, look for another.
    """
    strips = _strips(drawing, options.aspect or 1.0)
    if strips < 2:
        return drawing
    of_column, starts = _cut(drawing, strips)
    fold = _Fold(drawing, graph.lanes, [start - options.column_gap for start in starts])
    strip = {node.id: of_column[drawing.columns[node.id]] for node in graph.nodes}
    places = {}
    for node in graph.nodes:
        rect = drawing.places[node.id]
        corner = fold.moved(Point(rect.x, rect.y), strip[node.id], node.lane)
        places[node.id] = Rect(corner.x, corner.y, rect.w, rect.h)
    kept = {
        edge.id: [fold.moved(point, strip[edge.source]) for point in drawing.routes[edge.id].points]
        for edge in graph.edges
        if strip[edge.source] == strip[edge.target]
    }
    routes = _routed(graph, places, kept, fold.bands, options)
    score = score_of([route.points for route in routes.values()])
    return Arrangement(places, fold.bands, routes, score, drawing.seconds, drawing.columns)


class _Fold:
    """Where the points of a drawing go when its columns are cut into strips."""

    def __init__(self, drawing: Arrangement, lanes: Sequence[str], starts: Sequence[float]) -> None:
        """Stack every lane as many times as there are strips; `starts` are the left edges of the strips."""
        self.old, self.starts = drawing.bands, starts
        self.bands: dict[str, tuple[float, float]] = {}
        top = 0.0
        for lane in lanes:
            low, high = drawing.bands[lane]
            self.bands[lane] = (top, top + (high - low) * len(starts))
            top = self.bands[lane][1]

    def moved(self, point: Point, strip: int, lane: str | None = None) -> Point:
        """Return where a point of a strip goes; its lane is the one around it, unless it is given."""
        around = lane or min(
            self.old, key=lambda each: max(self.old[each][0] - point.y, point.y - self.old[each][1], 0)
        )
        low, high = self.old[around]
        return Point(point.x - self.starts[strip], self.bands[around][0] + (high - low) * strip + point.y - low)


def _routed(
    graph: LayoutGraph,
    places: Mapping[str, Rect],
    kept: Mapping[str, Sequence[Point]],
    bands: Mapping[str, tuple[float, float]],
    options: Options,
) -> dict[str, Route]:
    """Return the route of every arrow: the kept one where it meets no box; straight and marked where none is found."""
    at = {node.id: v for v, node in enumerate(graph.nodes)}
    boxes = [places[node.id] for node in graph.nodes]
    arcs = [(at[edge.source], at[edge.target]) for edge in graph.edges]
    lines = [[(p.x, p.y) for p in kept.get(edge.id, ())] for edge in graph.edges]
    board = Board(boxes, arcs, lines, list(bands.values()), options.track, options.clear)
    for k, line in enumerate(lines):
        if line and not keeps_off(board, k):
            board.drop(k)
    missing = [k for k, line in enumerate(board.lines) if not line]
    missing.sort(key=lambda k: (abs(boxes[arcs[k][0]].x - boxes[arcs[k][1]].x), k))
    found = [k for k in missing if laid(board, k)]
    polished(board, 1, found)
    borders = [bottom for _, bottom in list(bands.values())[:-1]]
    return {
        edge.id: route_along(line, borders) if line else straight_route(boxes[arcs[k][0]], boxes[arcs[k][1]])
        for k, (edge, line) in enumerate(zip(graph.edges, board.lines, strict=True))
    }


def _strips(drawing: Arrangement, aspect: float) -> int:
    """Return into how many strips to fold: n strips make it n times as high and a n-th as wide."""
    if not drawing.places:
        return 1
    width = Rect.around([(r.right, r.y) for r in drawing.places.values()] + [(0.0, 0.0)]).w
    height = max((band[1] for band in drawing.bands.values()), default=1.0)
    return max(1, ceil(sqrt(width / max(height, 1.0) / aspect) - 0.2))


def _cut(drawing: Arrangement, strips: int) -> tuple[dict[int, int], list[float]]:
    """Return the strip of every column, cut into nearly equal widths, and where each strip starts."""
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for id_, column in drawing.columns.items():
        rect = drawing.places[id_]
        left[column] = min(left.get(column, rect.x), rect.x)
        right[column] = max(right.get(column, 0.0), rect.right)
    share = max(right.values()) / strips
    of_column: dict[int, int] = {}
    starts: list[float] = []
    for column in sorted(left):
        if not starts or (right[column] > (len(starts)) * share + share * 0.25 and len(starts) < strips):
            starts.append(left[column])
        of_column[column] = len(starts) - 1
    return of_column, starts
