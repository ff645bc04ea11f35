"""Routes of finished lines: where the pill of a line sits, and what stands for a line that was not found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crosslane.geometry import Point, Rect, point_along
from crosslane.layout.detour import clipped
from crosslane.layout.space import Route


def route_along(line: Sequence[tuple[float, float]], borders: Sequence[float]) -> Route:
    """Return the route with its pill on the first lane border it crosses, else in the middle."""
    points = tuple(Point(*point) for point in line)
    for a, b in pairwise(points):
        crossed = [y for y in borders if min(a.y, b.y) < y < max(a.y, b.y)]
        if crossed:
            return Route(points, Point(a.x, crossed[0] if a.y < b.y else crossed[-1]))
    return Route(points, point_along(points, 0.5))


def straight_route(source: Rect, target: Rect) -> Route:
    """Return a straight line from card to card that says that no clear way was found."""
    middles = (source.center, target.center)
    return Route(clipped(middles, source, target), point_along(middles, 0.5), straight=True)
