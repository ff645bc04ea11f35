"""Arrow heads at the ends of lines, the same for every outlet."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from crosslane.geometry import Point

# How much of the head's length the line is drawn back, so that the head makes the tip.
_BACK = 0.8
_HALF_WIDTH = 0.46


def before_head(points: Sequence[Point], length: float) -> list[Point]:
    """Return the polyline drawn back at its end to make room for an arrow head of a length; 0 for none."""
    a, b = points[-2], points[-1]
    whole = hypot(b.x - a.x, b.y - a.y)
    by = _reach(length, whole) * _BACK
    if whole <= by or not by:
        return list(points)
    return [*points[:-1], Point(b.x - (b.x - a.x) * by / whole, b.y - (b.y - a.y) * by / whole)]


def arrow_head(points: Sequence[Point], length: float) -> tuple[Point, Point, Point]:
    """Return the triangle at the end of a polyline, its tip first; it is as long as the last piece at most, and as wide."""
    a, b = points[-2], points[-1]
    whole = hypot(b.x - a.x, b.y - a.y) or 1.0
    ux, uy, reach = (b.x - a.x) / whole, (b.y - a.y) / whole, _reach(length, whole)
    x, y, half = b.x - ux * reach, b.y - uy * reach, length * _HALF_WIDTH
    return Point(*b), Point(x - uy * half, y + ux * half), Point(x + uy * half, y - ux * half)


def _reach(length: float, piece: float) -> float:
    """Return how far from its tip a head begins: it does not reach around a corner, but stays half as long as it should."""
    return max(min(length, piece), length / 2)
