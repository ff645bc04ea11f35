"""Many elements in few calls: at small scales shapes become plain rectangles and lines, collected by style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import is_
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from crosslane.drawing.arrows import arrow_head
from crosslane.drawing.picture import Element, Layer, Picture
from crosslane.drawing.shapes import Box, Drawn, Drum, Line, Shape, Text
from crosslane.geometry import Point, Rect
from crosslane.paint.strokes import Op, brush, op_of, screen_text_op
from crosslane.turns import Turns, at_once

# A style is how a batch is painted: as filled rectangles ("rect") or arrow heads ("head"), in a colour.
Style = tuple[str, str]
Styled = dict[Style, list[Any]]
# So many elements of a layer are collected together.
_PART = 64
# So many parts are collected in one piece.
_PARTS = 4
# So many primitives of one style are painted in one piece.
_PORTION = 256


@dataclass
class Batches:
    """Primitives by style, in the order in which styles first appear; what fits no batch, and texts, come singly.

    `dashes` (with arrow heads, of `lines`) and `single` are for elements in sight; where a whole layer is painted at once, the
    plainer `coarse` stands for them. What comes singly is made ready for painting only when it is painted.
    """

    by_style: Styled = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    coarse: Styled = field(default_factory=dict)
    single: list[Drawn] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    @cached_property
    def dashes(self) -> Styled:
        """The dashes and arrow heads of lines."""
        styled: Styled = {}
        for line in self.lines:
            _collect_dashes(styled, line)
        return styled

    @cached_property
    def ops(self) -> tuple[Op, ...]:
        """What paints the single shapes and, above them, the texts."""
        return (*map(op_of, self.single), *map(screen_text_op, self.texts))


def painting_batches(painter: QPainter, elements: Iterable[Element]) -> Turns[None]:
    """Paint elements in few calls, with their texts."""
    parts, styled = list[Batches](), Styled()
    for element in elements:
        parts.append(part := _of_element(element))
        _extend(styled, part.by_style)
        _extend(styled, part.dashes)
        yield
    yield from _painting(painter, styled)
    for part in parts:
        for op in part.ops:
            op(painter)
        yield


def painting_layer(painter: QPainter, picture: Picture, layer: Layer) -> Turns[None]:
    """Paint a whole layer without texts and arrow heads; what was collected of it is kept where nothing changes."""
    known = _collected(picture, layer)
    while not known.follow(picture, layer, most=_PARTS):
        yield
    parts = list(known.parts)
    for style in dict.fromkeys(style for part in parts for style in part):
        yield from _painting_style(painter, style, (part[style] for part in parts if style in part))


def collect_some(picture: Picture, layers: Iterable[Layer]) -> bool:
    """Collect a portion of what painting layers at once will need; returns whether there is more."""
    return not all(_collected(picture, layer).follow(picture, layer, most=1) for layer in layers)


def _collected(picture: Picture, layer: Layer) -> _Collected:
    known: _Collected = picture.memo.setdefault(layer, _Collected())
    return known


class _Collected:
    """A layer collected in parts, of which only those with other elements than before are collected anew."""

    def __init__(self) -> None:
        self.parts: list[Styled] = []
        self._members: list[list[Element]] = []
        self._revision = -1

    def follow(self, picture: Picture, layer: Layer, most: int) -> bool:
        """Bring `most` parts up to date with the layer; returns whether all are."""
        if self._revision == picture.revision(layer):
            return True
        elements = list(picture.layer(layer))
        now = [elements[at : at + _PART] for at in range(0, len(elements), _PART)]
        del self.parts[len(now) :], self._members[len(now) :]
        stale = [at for at, members in enumerate(now) if at >= len(self.parts) or not _same(members, self._members[at])]
        for at in stale[:most]:
            self.parts[at : at + 1], self._members[at : at + 1] = [at_once(_coarse(now[at]))], [now[at]]
        if len(stale[:most]) == len(stale):
            self._revision = picture.revision(layer)
        return self._revision == picture.revision(layer)


def _same(one: list[Element], other: list[Element]) -> bool:
    return len(one) == len(other) and all(map(is_, one, other))


def painting_coarsely(painter: QPainter, elements: Iterable[Element]) -> Turns[None]:
    """Paint elements as they are painted where their whole layer is painted at once."""
    yield from _painting(painter, (yield from _coarse(elements)))


def _coarse(elements: Iterable[Element]) -> Turns[Styled]:
    styled = Styled()
    for element in elements:
        part = _of_element(element)
        _extend(styled, part.by_style)
        _extend(styled, part.coarse)
        yield
    return styled


def _add(into: Styled, style: Style, primitive: object) -> None:
    into.setdefault(style, []).append(primitive)


def _extend(into: Styled, other: Styled) -> None:
    for style, primitives in other.items():
        into.setdefault(style, []).extend(primitives)


def _painting(painter: QPainter, styled: Styled) -> Turns[None]:
    for style, primitives in styled.items():
        portions = (primitives[at : at + _PORTION] for at in range(0, len(primitives), _PORTION))
        yield from _painting_style(painter, style, portions)


def _painting_style(painter: QPainter, style: Style, parts: Iterable[list[Any]]) -> Turns[None]:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(style[1]))
    for primitives in parts:
        if style[0] == "rect":
            painter.drawRects(primitives)
        else:
            for head in primitives:
                painter.drawConvexPolygon(head)
        yield


def _of_element(element: Element) -> Batches:
    known: Batches | None = element.memo.get("batches")
    if known is None:
        known = element.memo["batches"] = Batches()
        for shape in element.shapes:
            _collect(known, shape)
    return known


def _collect(into: Batches, shape: Drawn) -> None:
    match shape:
        case Text():
            into.texts.append(shape)
        case Box():
            _collect_box(into, shape)
        case Drum():
            _collect_framed(into.by_style, shape.rect, shape.fill, shape.stroke, shape.width)
            _add(
                into.by_style, ("rect", shape.stroke), QRectF(shape.rect.x, shape.rect.y + shape.lid, shape.rect.w, 1.2)
            )
        case Line():
            _collect_line(into, shape)
        case Shape():
            into.single.append(shape)
            _collect_framed(into.coarse, Rect.around(shape.points), shape.fill, shape.stroke, shape.width)


def _collect_box(into: Batches, shape: Box) -> None:
    plain = not shape.hatch and (shape.dash == "solid" or shape.fill is not None)
    if plain and shape.radius * 2 < shape.rect.h - 0.1:
        _collect_framed(into.by_style, shape.rect, shape.fill, shape.stroke, shape.width)
        return
    into.single.append(shape)
    if plain:
        _collect_framed(into.coarse, shape.rect, shape.fill, shape.stroke, shape.width)


def _collect_framed(into: Styled, rect: Rect, fill: str | None, stroke: str | None, width: float) -> None:
    if stroke and stroke != fill:
        _add(into, ("rect", stroke), QRectF(*rect.grown(width / 2)))
    if fill:
        _add(into, ("rect", fill), QRectF(*rect.grown(-width / 2 if stroke != fill else 0)))


def _collect_line(into: Batches, shape: Line) -> None:
    if not _is_orthogonal(shape.points):
        into.single.append(shape)
        return
    solid, half = shape.dash == "solid", shape.width / 2
    # One plain expression: a whole large map is collected at once.
    pieces = [
        QRectF(min(x, to_x) - half, min(y, to_y) - half, abs(x - to_x) + shape.width, abs(y - to_y) + shape.width)
        for (x, y), (to_x, to_y) in pairwise(shape.points)
    ]
    (into.by_style if solid else into.coarse).setdefault(("rect", shape.stroke), []).extend(pieces)
    if shape.arrow or not solid:
        into.lines.append(shape)


def _collect_dashes(into: Styled, shape: Line) -> None:
    for a, b in pairwise(shape.points) if shape.dash != "solid" else ():
        for dash in _dashes(a, b, shape.width):
            _add(into, ("rect", shape.stroke), dash)
    if shape.arrow:
        _add(into, ("head", shape.stroke), QPolygonF([QPointF(*p) for p in arrow_head(shape.points, shape.arrow)]))


def _dashes(a: Point, b: Point, width: float) -> Iterator[QRectF]:
    """Yield the dashes of a straight piece; coarser than on paper, because each costs."""
    whole = Rect.spanning(a, b)
    level, length = whole.w > whole.h, max(whole.w, whole.h)
    at = 0.0
    while at < length:
        long = min(4 * width, length - at)
        dash = Rect(whole.x + at, whole.y, long, 0) if level else Rect(whole.x, whole.y + at, 0, long)
        yield (
            QRectF(*dash).adjusted(0, -width / 2, 0, width / 2)
            if level
            else QRectF(*dash).adjusted(-width / 2, 0, width / 2, 0)
        )
        at += 9 * width


def _is_orthogonal(points: Iterable[Point]) -> bool:
    return all(abs(a.x - b.x) < 0.5 or abs(a.y - b.y) < 0.5 for a, b in pairwise(points))
