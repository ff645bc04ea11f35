"""A picture: shapes by element in layers, with an index that says what lies where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crosslane.drawing.shapes import Drawn
from crosslane.geometry import GridIndex, Point, Rect, distance_to_path

Layer = Literal["lanes", "flows", "cards", "pills", "notes", "headers"]
LAYERS: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills", "headers")
_TOP_DOWN: tuple[Layer, ...] = ("headers", "pills", "notes", "cards", "flows", "lanes")
_REACH = 6.0


@dataclass(frozen=True, slots=True)
class Element:
    """What is drawn for one record in one layer; `key` tells whether it has to be drawn anew."""

    id: str
    layer: Layer
    bounds: Rect
    shapes: tuple[Drawn, ...]
    key: object
    path: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Spot:
    """What lies at a point: which record, and as which part of the picture."""

    id: str
    layer: Layer


class Picture:
    """Elements by layer, in order of drawing; `put` and `drop` keep the index up."""

    def __init__(self) -> None:
        """Begin empty."""
        self._elements: dict[Layer, dict[str, Element]] = {layer: {} for layer in LAYERS}
        self._index: dict[Layer, GridIndex[str]] = {layer: GridIndex(320) for layer in LAYERS}

    def put(self, element: Element) -> bool:
        """Add or replace an element; returns False when the same is there already."""
        old = self._elements[element.layer].get(element.id)
        if old is not None and old.key == element.key:
            return False
        self._elements[element.layer][element.id] = element
        self._index[element.layer].put(element.id, element.bounds)
        return True

    def known(self, layer: Layer, id_: str, key: object) -> bool:
        """Say whether the element is there and was drawn from the same inputs."""
        old = self._elements[layer].get(id_)
        return old is not None and old.key == key

    def keep_only(self, layer: Layer, ids: set[str]) -> list[Rect]:
        """Drop all other elements of a layer; returns where they were."""
        gone = [id_ for id_ in self._elements[layer] if id_ not in ids]
        where = []
        for id_ in gone:
            where.append(self._elements[layer].pop(id_).bounds)
            self._index[layer].drop(id_)
        return where

    def get(self, layer: Layer, id_: str) -> Element | None:
        """Return one element, or None."""
        return self._elements[layer].get(id_)

    def layer(self, layer: Layer) -> Iterator[Element]:
        """Return the elements of a layer in order of drawing."""
        return iter(self._elements[layer].values())

    def within(self, layer: Layer, area: Rect) -> list[Element]:
        """Return the elements of a layer that meet an area."""
        elements = self._elements[layer]
        return [elements[id_] for id_ in self._index[layer].within(area)]

    def at(self, point: tuple[float, float]) -> Spot | None:
        """Return what lies at a point, topmost first; flows are met within a few units of their line."""
        for layer in _TOP_DOWN:
            near = self.within(layer, Rect(point[0] - _REACH, point[1] - _REACH, 2 * _REACH, 2 * _REACH))
            for element in reversed(near):
                if element.path:
                    if distance_to_path(point, element.path) <= _REACH:
                        return Spot(element.id, layer)
                elif element.bounds.contains(point):
                    return Spot(element.id, layer)
        return None

    @property
    def bounds(self) -> Rect:
        """The smallest rectangle around everything; an empty picture has a small one at the origin."""
        rects = [element.bounds for layer in LAYERS for element in self._elements[layer].values()]
        if not rects:
            return Rect(0, 0, 320, 120)
        whole = rects[0]
        for rect in rects[1:]:
            whole = whole.united(rect)
        return whole
