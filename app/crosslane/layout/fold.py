"""Long processes folded to a page: the columns are cut into strips, and every lane shows the strips below each other."""

from __future__ import annotations

from math import ceil, sqrt

from crosslane.geometry import Rect
from crosslane.layout.graph import Arrangement, LayoutGraph
from crosslane.layout.routes import Link, Space, route_all
from crosslane.layout.scoring import score_of


def folded(graph: LayoutGraph, drawing: Arrangement, aspect: float, gap: float) -> Arrangement:
    """Return the drawing folded so that its width is at most about `aspect` times its height; as it is if it fits."""
    strips = _strips(drawing, aspect)
    if strips < 2:
        return drawing
    of_column, starts = _cut(drawing, strips)
    strips = max(of_column.values()) + 1
    bands: dict[str, tuple[float, float]] = {}
    top = 0.0
    for lane in graph.lanes:
        low, high = drawing.bands[lane]
        bands[lane] = (top, top + (high - low) * strips)
        top = bands[lane][1]
    places = {}
    for node in graph.nodes:
        rect, strip = drawing.places[node.id], of_column[drawing.columns[node.id]]
        low, high = drawing.bands[node.lane]
        y = bands[node.lane][0] + (high - low) * strip + rect.y - low
        places[node.id] = Rect(rect.x - starts[strip] + gap, y, rect.w, rect.h)
    links = [Link(edge.id, edge.source, edge.target, edge.kind) for edge in graph.edges]
    routes = route_all(links, Space(places, [band[0] for band in list(bands.values())[1:]]))
    score = score_of([route.points for route in routes.values()])
    return Arrangement(places, bands, routes, score, drawing.seconds, drawing.columns)


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
