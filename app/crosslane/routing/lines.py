"""Routes of finished lines: where the pill of a line sits, and what stands for a line that was not found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise, starmap

from crosslane.geometry import Point, Rect, point_along
from crosslane.routing.detour import clipped
from crosslane.routing.space import Route


def route_along(line: Sequence[tuple[float, float]], borders: Sequence[float]) -> Route:
    """Return the route with its pill on the first lane border it crosses, else in the middle; borders rise."""
    points = tuple(starmap(Point, line))
    for (x, y), (_, to) in pairwise(line):
        if y != to:
            first, last = bisect_right(borders, min(y, to)), bisect_left(borders, max(y, to)) - 1
            if first <= last:
                return Route(points, Point(x, borders[first if y < to else last]))
    return Route(points, point_along(points, 0.5))


def straight_route(source: Rect, target: Rect) -> Route:
    """Return a straight line from card to card that says that no clear way was found."""
    middles = (source.center, target.center)
    return Route(clipped(middles, source, target), point_along(middles, 0.5), straight=True)
