"""Points and rectangles in map units (1 unit is 1 px at 100 %)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Point(NamedTuple):
    """A place on the plane; x grows to the right, y downwards."""

    x: float
    y: float

    def moved(self, dx: float, dy: float) -> Point:
        """Return the point shifted by (dx, dy)."""
        return Point(self.x + dx, self.y + dy)


class Rect(NamedTuple):
    """An axis-parallel rectangle: its top left corner and its size, both never negative in use."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.h

    @property
    def center(self) -> Point:
        """The middle of the rectangle."""
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    def contains(self, point: tuple[float, float]) -> bool:
        """Say whether the point lies inside or on the edge."""
        x, y = point
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def encloses(self, other: Rect) -> bool:
        """Say whether the other rectangle lies wholly inside this one."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def intersects(self, other: Rect) -> bool:
        """Say whether the two share any area; touching edges do not count."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def united(self, other: Rect) -> Rect:
        """Return the smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def grown(self, d: float) -> Rect:
        """Return the rectangle with every edge moved outwards by d (inwards when negative)."""
        return Rect(self.x - d, self.y - d, self.w + 2 * d, self.h + 2 * d)

    def moved(self, dx: float, dy: float) -> Rect:
        """Return the rectangle shifted by (dx, dy)."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    @staticmethod
    def spanning(a: tuple[float, float], b: tuple[float, float]) -> Rect:
        """Return the rectangle with the two points as opposite corners."""
        x, y = min(a[0], b[0]), min(a[1], b[1])
        return Rect(x, y, abs(a[0] - b[0]), abs(a[1] - b[1]))

    @staticmethod
    def around(points: Iterable[tuple[float, float]]) -> Rect:
        """Return the smallest rectangle around the points; raises ValueError without points."""
        xs, ys = zip(*points, strict=True)
        return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
