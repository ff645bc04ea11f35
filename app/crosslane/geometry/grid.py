"""A uniform grid that answers "what is here?" without looking at everything."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from math import floor
from typing import Generic, TypeVar

from crosslane.geometry.plane import Rect

Key = TypeVar("Key", bound=Hashable)
Cell = tuple[int, int]


class GridIndex(Generic[Key]):
    """Rectangles by key, found by point or rectangle in time proportional to what is found."""

    def __init__(self, cell: float = 256.0) -> None:
        """Make an empty index whose cells measure `cell` map units a side."""
        self._size = cell
        self._rects: dict[Key, Rect] = {}
        self._cells: dict[Cell, dict[Key, None]] = {}

    def __len__(self) -> int:
        return len(self._rects)

    def __contains__(self, key: object) -> bool:
        return key in self._rects

    def put(self, key: Key, rect: Rect) -> None:
        """Place or move the key's rectangle."""
        self.drop(key)
        self._rects[key] = rect
        for cell in self._covered(rect):
            self._cells.setdefault(cell, {})[key] = None

    def drop(self, key: Key) -> None:
        """Forget the key; one that is not there is no fault."""
        rect = self._rects.pop(key, None)
        if rect is None:
            return
        for cell in self._covered(rect):
            members = self._cells[cell]
            del members[key]
            if not members:
                del self._cells[cell]

    def rect(self, key: Key) -> Rect:
        """Return the key's rectangle; raises KeyError for an unknown key."""
        return self._rects[key]

    def at(self, point: tuple[float, float]) -> list[Key]:
        """Return the keys whose rectangle contains the point, in order of placing."""
        cell = (floor(point[0] / self._size), floor(point[1] / self._size))
        return [key for key in self._cells.get(cell, ()) if self._rects[key].contains(point)]

    def within(self, area: Rect) -> list[Key]:
        """Return the keys whose rectangle meets the area, edges included; each once."""
        rects, (left, top, wide, high) = self._rects, area
        right, bottom = left + wide, top + high
        near: Iterable[Key] = rects
        if len(rects) > self._cell_count(area):
            near = {key: None for cell in self._covered(area) for key in self._cells.get(cell, ())}
        # One plain loop: it runs for everything in sight in every frame.
        found = []
        for key in near:
            x, y, w, h = rects[key]
            if x <= right and left <= x + w and y <= bottom and top <= y + h:
                found.append(key)
        return found

    def extent(self) -> Rect | None:
        """Return the smallest rectangle around all, None of an empty index; only what is in the outer cells is looked at."""
        if not self._rects:
            return None
        columns, rows = zip(*self._cells, strict=True)
        across, down = (min(columns), max(columns)), (min(rows), max(rows))
        outer = (members for (column, row), members in self._cells.items() if column in across or row in down)
        rects = [self._rects[key] for key in {key for members in outer for key in members}]
        left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
        return Rect(left, top, max(rect.right for rect in rects) - left, max(rect.bottom for rect in rects) - top)

    def _cell_count(self, area: Rect) -> int:
        return int((area.w / self._size + 1) * (area.h / self._size + 1))

    def _covered(self, rect: Rect) -> Iterator[Cell]:
        left, top = floor(rect.x / self._size), floor(rect.y / self._size)
        right, bottom = floor(rect.right / self._size), floor(rect.bottom / self._size)
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                yield column, row
