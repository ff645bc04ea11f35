"""Pictures onto a QPainter, in the order of their layers; only what meets the exposed area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from PySide6.QtGui import QPainter

from crosslane.drawing.picture import LAYERS, Element, Layer, Picture
from crosslane.drawing.shapes import Drawn, Text
from crosslane.geometry import Rect
from crosslane.paint.batches import paint_batches, paint_coarsely, paint_layer_at_once
from crosslane.paint.strokes import color, op_of, screen_text_op

__all__ = ["Detail", "color", "detail_of", "paint_elements", "paint_picture", "paint_shapes"]

# Below this size on screen text is no longer read, only seen.
LEGIBLE = 4.5
# So many elements at once take about a frame with all their curves, and with their texts. Measured by bench_canvas.
MOST_FULL, MOST_BATCHED = 550, 1100
_TEXT_SIZE = 14.0
# A share of the picture.
_PART = 0.25
_FINE: tuple[Layer, ...] = ("lanes", "notes", "headers")
Detail = Literal["paper", "full", "batched", "overview"]


def detail_for(scale: float, count: int) -> Detail:
    """Return how much is painted on screen, at a scale and with so many cards, flows and pills in sight."""
    if scale * _TEXT_SIZE < LEGIBLE or count > MOST_BATCHED:
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
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chosen = list(layers)
    # What is small on a screen of many fine pixels is still read.
    scale = painter.worldTransform().m11() * painter.device().devicePixelRatio()
    areas = [area] if isinstance(area, Rect) else area
    if detail is None and scale * _TEXT_SIZE < LEGIBLE:
        detail = "overview"
    # All at once is kept from frame to frame; a small part is not worth it.
    whole = detail == "overview" and not (areas and _is_part(picture, areas))
    seen = {layer: _seen(picture, layer, areas) for layer in chosen if not whole or layer in _FINE}
    detail = detail or detail_for(scale, sum(len(seen[layer]) for layer in chosen if layer not in _FINE))
    for layer in chosen:
        if whole and layer not in _FINE:
            paint_layer_at_once(painter, picture, layer)
        else:
            paint_elements(painter, layer, seen[layer], detail)


def paint_elements(painter: QPainter, layer: Layer, elements: Iterable[Element], detail: Detail) -> None:
    """Paint some elements of a layer as all of it is painted at this detail."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if layer in _FINE or detail in ("full", "paper"):
        _paint_fully(painter, elements, paper=detail == "paper")
    elif detail == "batched":
        paint_batches(painter, elements)
    else:
        paint_coarsely(painter, elements)


def detail_of(picture: Picture, area: Rect, scale: float, layers: Iterable[Layer]) -> Detail:
    """Return how much is painted where an area of a picture is all that is seen, at a scale."""
    if scale * _TEXT_SIZE < LEGIBLE:
        return "overview"
    return detail_for(scale, sum(picture.count(layer, area) for layer in layers if layer not in _FINE))


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


def _paint_fully(painter: QPainter, elements: Iterable[Element], *, paper: bool) -> None:
    kind = "paper" if paper else "screen"
    for element in elements:
        ops = element.memo.get(kind)
        if ops is None:
            # Text prepared for the screen is quicker, but only plain text stays text in a PDF.
            made = [screen_text_op(s) if isinstance(s, Text) and not paper else op_of(s) for s in element.shapes]
            ops = element.memo[kind] = made
        for op in ops:
            op(painter)
