"""A uniform grid that answers "what is here?" without looking at everything."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from math import floor, inf
from typing import Generic, TypeVar

from crosslane.geometry.plane import Rect

Key = TypeVar("Key", bound=Hashable)
Cell = tuple[int, int]
# What would lie in more cells than this lies in cells that are so many times as large.
MOST_CELLS, COARSER = 32, 16


class GridIndex(Generic[Key]):
    """Rectangles by key, found by point or rectangle in time proportional to what is found."""

    def __init__(self, cell: float = 256.0) -> None:
        """Make an empty index whose cells measure `cell` map units a side."""
        self._size = cell
        self._rects: dict[Key, Rect] = {}
        self._cells: dict[Cell, dict[Key, None]] = {}
        # What is large, in cells of its own: a band across the map would lie in hundreds.
        self._coarse: GridIndex[Key] | None = None

    def __len__(self) -> int:
        return len(self._rects)

    def __contains__(self, key: object) -> bool:
        return key in self._rects

    def put(self, key: Key, rect: Rect) -> None:
        """Place or move the key's rectangle."""
        self.drop(key)
        self._rects[key] = rect
        if self._cell_count(rect) > MOST_CELLS:
            self._coarse = self._coarse or GridIndex(self._size * COARSER)
            self._coarse.put(key, rect)
            return
        for cell in self._covered(rect):
            self._cells.setdefault(cell, {})[key] = None

    def drop(self, key: Key) -> None:
        """Forget the key; one that is not there is no fault."""
        rect = self._rects.pop(key, None)
        if rect is None:
            return
        if self._coarse is not None and key in self._coarse:
            self._coarse.drop(key)
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
        """Return the keys whose rectangle contains the point, the large ones first, each in order of placing."""
        cell = (floor(point[0] / self._size), floor(point[1] / self._size))
        large = self._coarse.at(point) if self._coarse is not None else []
        return large + [key for key in self._cells.get(cell, ()) if self._rects[key].contains(point)]

    def within(self, area: Rect) -> list[Key]:
        """Return the keys whose rectangle meets the area, edges included; each once."""
        rects, (left, top, wide, high) = self._rects, area
        right, bottom = left + wide, top + high
        near: Iterable[Key] = rects
        if len(rects) > self._cell_count(area):
            near = {key: None for cell in self._covered(area) for key in self._cells.get(cell, ())}
            if self._coarse is not None:
                near |= dict.fromkeys(self._coarse.within(area))
        # One plain loop: it runs for everything in sight in every frame.
        found = []
        for key in near:
            x, y, w, h = rects[key]
            if x <= right and left <= x + w and y <= bottom and top <= y + h:
                found.append(key)
        return found

    def extent(self) -> Rect | None:
        """Return the smallest rectangle around all, None of an empty index."""
        if not self._rects:
            return None
        # One plain loop, the quickest way through thousands.
        left = top = inf
        right = bottom = -inf
        for x, y, w, h in self._rects.values():
            left = x if x < left else left
            top = y if y < top else top
            right = x + w if x + w > right else right
            bottom = y + h if y + h > bottom else bottom
        return Rect(left, top, right - left, bottom - top)

    def _cell_count(self, area: Rect) -> int:
        return int((area.w / self._size + 1) * (area.h / self._size + 1))

    def _covered(self, rect: Rect) -> Iterator[Cell]:
        left, top = floor(rect.x / self._size), floor(rect.y / self._size)
        right, bottom = floor(rect.right / self._size), floor(rect.bottom / self._size)
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                yield column, row
