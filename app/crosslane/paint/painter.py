"""Shapes onto a QPainter, in the order of the picture's layers; only what meets the exposed area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import hypot

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from crosslane.drawing.picture import LAYERS, Layer, Picture
from crosslane.drawing.shapes import Box, Drawn, Drum, Line, Shape, Text
from crosslane.geometry import Point, Rect, rounded
from crosslane.paint.fonts import font

# Below this size on screen text is no longer read, only seen: it is left out.
LEGIBLE = 4.5
_DASHES = {"solid": None, "dashed": [5.0, 4.0], "dotted": [1.5, 3.5]}


@lru_cache(maxsize=256)
def color(name: str) -> QColor:
    """Return a colour by its #rrggbb name."""
    return QColor(name)


@lru_cache(maxsize=1024)
def pen(name: str | None, width: float, dash: str = "solid") -> QPen:
    """Return a pen; without a colour or width, none."""
    if name is None or width <= 0:
        return QPen(Qt.PenStyle.NoPen)
    made = QPen(color(name), width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    pattern = _DASHES[dash]
    if pattern:
        scale = 1.0 if width <= 3 else 0.6
        made.setDashPattern([part * scale for part in pattern])
    return made


@lru_cache(maxsize=256)
def brush(name: str | None) -> QBrush:
    """Return a brush; without a colour, none."""
    return QBrush(color(name)) if name else QBrush(Qt.BrushStyle.NoBrush)


def paint_picture(
    painter: QPainter, picture: Picture, area: Rect | None = None, layers: Iterable[Layer] = LAYERS
) -> None:
    """Paint the layers of a picture; given an area, only the elements that meet it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = painter.worldTransform().m11()
    for layer in layers:
        elements = picture.layer(layer) if area is None else picture.within(layer, area)
        for element in elements:
            paint_shapes(painter, element.shapes, scale)


def paint_shapes(painter: QPainter, shapes: Iterable[Drawn], scale: float = 1.0) -> None:
    """Paint shapes one by one; `scale` is that of the painter, for leaving out what cannot be read."""
    for shape in shapes:
        match shape:
            case Text():
                if shape.size * scale >= LEGIBLE:
                    _text(painter, shape)
            case Box():
                _box(painter, shape)
            case Line():
                _line(painter, shape)
            case Drum():
                _drum(painter, shape)
            case Shape():
                painter.setPen(pen(shape.stroke, shape.width))
                painter.setBrush(brush(shape.fill))
                painter.drawPolygon(QPolygonF([QPointF(*p) for p in shape.points]))


def _text(painter: QPainter, shape: Text) -> None:
    painter.setFont(font(shape.size, shape.weight))
    painter.setPen(pen(shape.color, 1.0))
    x = shape.at.x
    if shape.anchor != "start":
        wide = painter.fontMetrics().horizontalAdvance(shape.text)
        x -= wide / 2 if shape.anchor == "middle" else wide
    painter.drawText(QPointF(x, shape.at.y), shape.text)


def _box(painter: QPainter, shape: Box) -> None:
    rect = QRectF(*shape.rect)
    if shape.hatch:
        _hatch(painter, shape.rect, shape.hatch)
        return
    painter.setPen(pen(shape.stroke, shape.width, shape.dash))
    painter.setBrush(brush(shape.fill))
    if shape.radius:
        painter.drawRoundedRect(rect, shape.radius, shape.radius)
    elif shape.stroke is None and shape.fill:
        painter.fillRect(rect, color(shape.fill))
    else:
        painter.drawRect(rect)


def _hatch(painter: QPainter, rect: Rect, name: str) -> None:
    painter.save()
    painter.setClipRect(QRectF(*rect), Qt.ClipOperation.IntersectClip)
    painter.setPen(pen(name, 3.0))
    y = rect.y - rect.w
    while y < rect.bottom + rect.w:
        painter.drawLine(QLineF(rect.x - 2, y + rect.w + 4, rect.right + 2, y))
        y += 9
    painter.restore()


def _drum(painter: QPainter, shape: Drum) -> None:
    r, lid = shape.rect, shape.lid
    body = QPainterPath()
    body.moveTo(r.x, r.y + lid / 2)
    body.arcTo(QRectF(r.x, r.y, r.w, lid), 180, -180)
    body.lineTo(r.right, r.bottom - lid / 2)
    body.arcTo(QRectF(r.x, r.bottom - lid, r.w, lid), 0, -180)
    body.closeSubpath()
    painter.setPen(pen(shape.stroke, shape.width))
    painter.setBrush(brush(shape.fill))
    painter.drawPath(body)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(r.x, r.y, r.w, lid), 180 * 16, 180 * 16)


def _line(painter: QPainter, shape: Line) -> None:
    points = list(shape.points)
    if shape.arrow:
        points[-1] = shortened(points, shape.arrow * 0.8)
    painter.setPen(pen(shape.stroke, shape.width, shape.dash))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if len(points) == 2:
        painter.drawLine(QLineF(*points[0], *points[1]))
    else:
        painter.drawPath(rounded_path(points, shape.radius))
    if shape.arrow:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush(shape.stroke))
        painter.drawPolygon(QPolygonF([QPointF(*p) for p in arrow_head(shape.points, shape.arrow)]))


def rounded_path(points: Sequence[Point], radius: float) -> QPainterPath:
    """Return the polyline as a path with rounded corners."""
    path = QPainterPath(QPointF(*points[0]))
    for begin, corner, end in rounded(points, radius):
        path.lineTo(QPointF(*begin))
        path.quadTo(QPointF(*corner), QPointF(*end))
    path.lineTo(QPointF(*points[-1]))
    return path


def shortened(points: Sequence[Point], by: float) -> Point:
    """Return the end of the polyline drawn back by a length, so that the arrow head makes the tip."""
    a, b = points[-2], points[-1]
    length = hypot(b.x - a.x, b.y - a.y)
    if length <= by or length == 0:
        return Point(*b)
    return Point(b.x - (b.x - a.x) * by / length, b.y - (b.y - a.y) * by / length)


def arrow_head(points: Sequence[Point], length: float) -> tuple[Point, Point, Point]:
    """Return the triangle at the end of a polyline."""
    a, b = points[-2], points[-1]
    whole = hypot(b.x - a.x, b.y - a.y) or 1.0
    ux, uy = (b.x - a.x) / whole, (b.y - a.y) / whole
    back = Point(b.x - ux * length, b.y - uy * length)
    half = length * 0.46
    return Point(*b), Point(back.x - uy * half, back.y + ux * half), Point(back.x + uy * half, back.y - ux * half)
