"""Polylines: their length, places along them, distance to them, and their rounded corners."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import hypot

from crosslane.geometry.plane import Point

Points = Sequence[tuple[float, float]]


def path_length(points: Points) -> float:
    """Return the length of the polyline in map units; 0 for fewer than two points."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points))


def point_along(points: Points, share: float) -> Point:
    """Return the point at `share` (0 to 1) of the polyline's length; raises ValueError without points."""
    if not points:
        raise ValueError("a path needs at least one point")
    left = path_length(points) * min(max(share, 0.0), 1.0)
    for a, b in itertools.pairwise(points):
        piece = hypot(b[0] - a[0], b[1] - a[1])
        if piece and left <= piece:
            return Point(a[0] + (b[0] - a[0]) * left / piece, a[1] + (b[1] - a[1]) * left / piece)
        left -= piece
    return Point(*points[-1])


def is_level(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Say whether a piece leads farther to the side than up or down."""
    return abs(a[0] - b[0]) > abs(a[1] - b[1])


def distance_to_path(point: tuple[float, float], points: Points) -> float:
    """Return the distance from the point to the nearest place on the polyline; raises ValueError without points."""
    if not points:
        raise ValueError("a path needs at least one point")
    if len(points) == 1:
        return hypot(point[0] - points[0][0], point[1] - points[0][1])
    return min(_to_piece(point, a, b) for a, b in itertools.pairwise(points))


def nearest_on_path(point: tuple[float, float], points: Points) -> Point:
    """Return the place on the polyline that is nearest to the point; raises ValueError without points."""
    if len(points) < 2:
        return point_along(points, 0.0)
    a, b = min(itertools.pairwise(points), key=lambda piece: _to_piece(point, *piece))
    share = _share(point, a, b)
    return Point(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))


def _to_piece(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    share = _share(p, a, b)
    return hypot(p[0] - a[0] - share * (b[0] - a[0]), p[1] - a[1] - share * (b[1] - a[1]))


def _share(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return how far along a piece, as a share of it, its place nearest to a point lies."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    return 0.0 if square == 0 else min(max(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square, 0.0), 1.0)


def rounded(points: Points, radius: float) -> list[tuple[Point, Point, Point]]:
    """Return for every inner corner where its arc begins, the corner itself, and where the arc ends.

    The radius shrinks to half of the shorter neighbouring piece, so that arcs never meet.
    """
    corners = []
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into = hypot(corner[0] - before[0], corner[1] - before[1])
        out = hypot(after[0] - corner[0], after[1] - corner[1])
        r = min(radius, into / 2, out / 2)
        corners.append((_towards(corner, before, into, r), Point(*corner), _towards(corner, after, out, r)))
    return corners


def _towards(corner: tuple[float, float], other: tuple[float, float], length: float, r: float) -> Point:
    if length == 0:
        return Point(*corner)
    return Point(corner[0] + (other[0] - corner[0]) * r / length, corner[1] + (other[1] - corner[1]) * r / length)
