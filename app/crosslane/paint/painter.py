"""Pictures onto a QPainter, in the order of their layers; only what meets the exposed area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from PySide6.QtGui import QPainter

from crosslane.drawing.picture import LAYERS, Element, Layer, Picture
from crosslane.drawing.shapes import Drawn, Text
from crosslane.geometry import Rect
from crosslane.paint.batches import painting_batches, painting_coarsely, painting_layer
from crosslane.paint.strokes import color, op_of, screen_text_op
from crosslane.turns import Turns, at_once

__all__ = [
    "Detail",
    "color",
    "count_of",
    "detail_for",
    "is_legible",
    "paint_elements",
    "paint_picture",
    "paint_shapes",
    "painting",
]

# Below this size on screen text is no longer read, only seen.
LEGIBLE = 4.5
# So many elements at once take about a frame with all their curves, and with their texts. Measured by bench_canvas.
MOST_FULL, MOST_BATCHED = 550, 1100
_TEXT_SIZE = 14.0
# A share of the picture.
_PART = 0.25
_FINE: tuple[Layer, ...] = ("lanes", "notes", "headers")
Detail = Literal["paper", "full", "batched", "overview"]


def is_legible(scale: float) -> bool:
    """Say whether text is read at a scale on screen, and not only seen."""
    return scale * _TEXT_SIZE >= LEGIBLE


def detail_for(scale: float, count: int) -> Detail:
    """Return how much is painted on screen, at a scale and with so many cards, flows and pills in sight."""
    if not is_legible(scale) or count > MOST_BATCHED:
        return "overview"
    return "batched" if count > MOST_FULL else "full"


def paint_picture(
    painter: QPainter,
    picture: Picture,
    area: Rect | Sequence[Rect] | None = None,
    layers: Iterable[Layer] = LAYERS,
    detail: Detail | None = None,
) -> None:
    """Paint the layers of a picture; given an area, or several, only the elements that meet it.

    Without a `detail` it follows from the painter's scale and from how much is in the area; exports ask for "paper",
    which leaves nothing out. Who paints a part of what is seen says the detail of the whole, or the parts would differ.
    """
    at_once(painting(painter, picture, area, layers, detail))


def painting(
    painter: QPainter,
    picture: Picture,
    area: Rect | Sequence[Rect] | None = None,
    layers: Iterable[Layer] = LAYERS,
    detail: Detail | None = None,
) -> Turns[None]:
    """Paint a picture in small pieces; what it looked like at the first of them is what is painted."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chosen = list(layers)
    # What is small on a screen of many fine pixels is still read.
    scale = painter.worldTransform().m11() * painter.device().devicePixelRatio()
    areas = [area] if isinstance(area, Rect) else area
    if detail is None and not is_legible(scale):
        detail = "overview"
    # All at once is kept from frame to frame; a small part is not worth it.
    whole = detail == "overview" and not (areas and _is_part(picture, areas))
    seen = {layer: _seen(picture, layer, areas) for layer in chosen if not whole or layer in _FINE}
    detail = detail or detail_for(scale, sum(len(seen[layer]) for layer in chosen if layer not in _FINE))
    for layer in chosen:
        if whole and layer not in _FINE:
            yield from painting_layer(painter, picture, layer)
        else:
            yield from _painting_elements(painter, layer, seen[layer], detail)


def paint_elements(painter: QPainter, layer: Layer, elements: Iterable[Element], detail: Detail) -> None:
    """Paint some elements of a layer as all of it is painted at this detail."""
    at_once(_painting_elements(painter, layer, elements, detail))


def _painting_elements(painter: QPainter, layer: Layer, elements: Iterable[Element], detail: Detail) -> Turns[None]:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if layer in _FINE or detail in ("full", "paper"):
        return _painting_fully(painter, elements, paper=detail == "paper")
    return painting_batches(painter, elements) if detail == "batched" else painting_coarsely(painter, elements)


def count_of(picture: Picture, area: Rect, layers: Iterable[Layer]) -> int:
    """Return how many cards, flows and pills are in an area: what says how much of it is painted."""
    return sum(picture.count(layer, area) for layer in layers if layer not in _FINE)


def _is_part(picture: Picture, areas: Sequence[Rect]) -> bool:
    bounds = picture.bounds
    return sum(area.w * area.h for area in areas) < _PART * bounds.w * bounds.h


def _seen(picture: Picture, layer: Layer, areas: Sequence[Rect] | None) -> list[Element]:
    if areas is None:
        return list(picture.layer(layer))
    return picture.within_any(layer, areas)


def paint_shapes(painter: QPainter, shapes: Iterable[Drawn]) -> None:
    """Paint single shapes, such as marks that belong to no picture."""
    for shape in shapes:
        op_of(shape)(painter)


def _painting_fully(painter: QPainter, elements: Iterable[Element], *, paper: bool) -> Turns[None]:
    kind = "paper" if paper else "screen"
    for element in elements:
        ops = element.memo.get(kind)
        if ops is None:
            # Text prepared for the screen is quicker, but only plain text stays text in a PDF.
            made = [screen_text_op(s) if isinstance(s, Text) and not paper else op_of(s) for s in element.shapes]
            ops = element.memo[kind] = made
        for op in ops:
            op(painter)
        yield
