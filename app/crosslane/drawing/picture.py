"""A picture: shapes by element in layers, with an index that says what lies where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Literal

from crosslane.drawing.shapes import Drawn
from crosslane.geometry import GridIndex, Point, Rect, distance_to_path

Layer = Literal["lanes", "flows", "cards", "pills", "notes", "headers"]
Key = tuple[Layer, str]
LAYERS: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills", "headers")
_TOP_DOWN: tuple[Layer, ...] = ("headers", "pills", "notes", "cards", "flows", "lanes")
_REACH = 6.0
_BY_ID = frozenset[Layer]({"cards", "flows", "pills"})


@dataclass(frozen=True, slots=True)
class Element:
    """What is drawn for one record in one layer; a flow has the path by which it is met.

    `memo` is for painters: what they made of the shapes lives and goes with the element.
    """

    id: str
    layer: Layer
    bounds: Rect
    shapes: tuple[Drawn, ...]
    path: tuple[Point, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Spot:
    """What lies at a point: which record, and as which part of the picture."""

    id: str
    layer: Layer


class Picture:
    """Elements by layer, in order of drawing; `put` and `drop` keep the index up."""

    def __init__(self) -> None:
        """Begin empty; `source` remembers what the picture was drawn from, for drawing only what differs."""
        self.source: object = None
        # What is still to be drawn, by layer and id, where a large picture comes in portions.
        self.owed: dict[Key, None] = {}
        # Those of them that belong to one change: seen one by one, the picture would come apart.
        self.awaited: set[Key] = set()
        # Those of them that will be in sight, wherever they lie until then.
        self.coming: list[Key] = []
        # Those of them that come first, and the part of the picture in sight that they were looked for in.
        self.in_front: tuple[Rect, dict[Key, None]] | None = None
        self.memo: dict[str, Any] = {}
        # Whether cards, flows and pills are drawn by id and not as they came: then their order has no history.
        self.is_by_id = False
        self._revisions: dict[Layer, int] = dict.fromkeys(LAYERS, 0)
        self._elements: dict[Layer, dict[str, Element]] = {layer: {} for layer in LAYERS}
        self._index: dict[Layer, GridIndex[str]] = {layer: GridIndex(320) for layer in LAYERS}
        # What is around a layer, as long as that is known, and which of it may be less since something went from its edge.
        self._extents: dict[Layer, Rect] = {}
        self._loose: set[Layer] = set()

    def put(self, element: Element) -> Rect | None:
        """Add or replace an element; returns what has to be painted anew, None when the same was there."""
        old = self._elements[element.layer].get(element.id)
        if old == element:
            return None
        self._elements[element.layer][element.id] = element
        self._index[element.layer].put(element.id, element.bounds)
        self._revisions[element.layer] += 1
        if old is not None:
            self._forget_extent(element.layer, old.bounds)
        if element.layer in self._extents:
            self._extents[element.layer] = self._extents[element.layer].united(element.bounds)
        return element.bounds if old is None else element.bounds.united(old.bounds)

    def _forget_extent(self, layer: Layer, gone: Rect) -> None:
        """Something goes: when it lay at the edge, what is around the layer has to be found anew."""
        extent = self._extents.get(layer)
        if extent is None:
            return
        at_edge = gone.x <= extent.x or gone.y <= extent.y or gone.right >= extent.right or gone.bottom >= extent.bottom
        if at_edge:
            self._loose.add(layer)

    def drop(self, layer: Layer, id_: str) -> Rect | None:
        """Take an element out; returns where it was, None when it was not there."""
        gone = self._elements[layer].pop(id_, None)
        if gone is None:
            return None
        self._index[layer].drop(id_)
        self._revisions[layer] += 1
        self._forget_extent(layer, gone.bounds)
        return gone.bounds

    def ids(self, layer: Layer) -> set[str]:
        """Return the ids of the elements of a layer."""
        return set(self._elements[layer])

    @property
    def state(self) -> tuple[int, ...]:
        """Numbers that change with every change of the picture."""
        return tuple(self._revisions.values())

    def revision(self, layer: Layer) -> int:
        """Return a number that changes with every change of the layer."""
        return self._revisions[layer]

    def get(self, layer: Layer, id_: str) -> Element | None:
        """Return one element, or None."""
        return self._elements[layer].get(id_)

    def layer(self, layer: Layer) -> Iterator[Element]:
        """Return the elements of a layer in order of drawing."""
        return iter(self._in_order(layer, self._elements[layer]))

    def is_coming_apart(self, area: Rect) -> bool:
        """Say whether part of what is in an area lies where it is now, and part still where it was."""
        layers: tuple[Layer, ...] = ("cards", "flows")
        if not self.awaited:
            return False
        return not self.awaited.isdisjoint(self.coming) or any(
            (layer, element.id) in self.awaited for layer in layers for element in self.within(layer, area)
        )

    def within(self, layer: Layer, area: Rect) -> list[Element]:
        """Return the elements of a layer that meet an area, in order of drawing, whatever the area."""
        return self._in_order(layer, self._index[layer].within(area))

    def within_any(self, layer: Layer, areas: Sequence[Rect]) -> list[Element]:
        """Return the elements of a layer that meet one of several areas, each once, in order of drawing."""
        if len(areas) == 1:
            return self.within(layer, areas[0])
        return self._in_order(layer, {id_ for area in areas for id_ in self._index[layer].within(area)})

    def _in_order(self, layer: Layer, ids: Collection[str]) -> list[Element]:
        elements = self._elements[layer]
        if self.is_by_id and layer in _BY_ID:
            return [elements[id_] for id_ in sorted(ids)]
        if len(ids) == len(elements):
            return list(elements.values())
        met = set(ids)
        return [element for id_, element in elements.items() if id_ in met]

    def count(self, layer: Layer, area: Rect | None = None) -> int:
        """Return how many elements of a layer meet an area; without one, how many there are."""
        return len(self._index[layer].within(area) if area is not None else self._elements[layer])

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

    def extent(self, layer: Layer) -> Rect | None:
        """Return the smallest rectangle around a layer, None for an empty one.

        Of cards, flows and pills it may have room left while more are owed: each portion would have all looked for anew.
        """
        is_known = layer in self._extents and (layer not in self._loose or (bool(self.owed) and layer in _BY_ID))
        if not is_known and (found := self._index[layer].extent()) is not None:
            self._extents[layer] = found
            self._loose.discard(layer)
        return self._extents.get(layer) if self._elements[layer] else None

    @property
    def bounds(self) -> Rect:
        """The smallest rectangle around everything; an empty picture has a small one at the origin."""
        found = [extent for layer in LAYERS if (extent := self.extent(layer)) is not None]
        if not found:
            return Rect(0, 0, 320, 120)
        return reduce(Rect.united, found)
