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
    whole, by = hypot(b.x - a.x, b.y - a.y), length * _BACK
    if whole <= by or not by:
        return list(points)
    return [*points[:-1], Point(b.x - (b.x - a.x) * by / whole, b.y - (b.y - a.y) * by / whole)]


def arrow_head(points: Sequence[Point], length: float) -> tuple[Point, Point, Point]:
    """Return the triangle at the end of a polyline, its tip first."""
    a, b = points[-2], points[-1]
    whole = hypot(b.x - a.x, b.y - a.y) or 1.0
    ux, uy = (b.x - a.x) / whole, (b.y - a.y) / whole
    x, y, half = b.x - ux * length, b.y - uy * length, length * _HALF_WIDTH
    return Point(*b), Point(x - uy * half, y + ux * half), Point(x + uy * half, y - ux * half)
