"""Single shapes as operations on a QPainter, prepared once and repeated every frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QStaticText

from crosslane.drawing.arrows import arrow_head, before_head
from crosslane.drawing.flows import JUMP, jumps_on
from crosslane.drawing.shapes import Box, Drawn, Drum, Line, Shape, Text, hatching
from crosslane.geometry import Point, Rect, rounded
from crosslane.paint.fonts import font

Op = Callable[[QPainter], None]
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


def op_of(shape: Drawn) -> Op:
    """Return what paints a shape as it is."""
    match shape:
        case Text():
            return _text_op(shape)
        case Box():
            return _hatch_op(shape.rect, shape.hatch) if shape.hatch else _box_op(shape)
        case Line():
            return _line_op(shape)
        case Drum():
            return _drum_op(shape)
        case Shape():
            polygon = QPolygonF([QPointF(*p) for p in shape.points])
            return _path_op(polygon_path(polygon), pen(shape.stroke, shape.width), brush(shape.fill))


def polygon_path(polygon: QPolygonF) -> QPainterPath:
    """Return a closed polygon as a path."""
    path = QPainterPath()
    path.addPolygon(polygon)
    path.closeSubpath()
    return path


def _path_op(path: QPainterPath, with_pen: QPen, with_brush: QBrush) -> Op:
    def paint(painter: QPainter) -> None:
        painter.setPen(with_pen)
        painter.setBrush(with_brush)
        painter.drawPath(path)

    return paint


def _start_of(shape: Text) -> float:
    if shape.anchor == "start":
        return shape.at.x
    wide = _advance(shape.text, shape.size, shape.weight)
    return shape.at.x - (wide / 2 if shape.anchor == "middle" else wide)


@lru_cache(maxsize=8192)
def _advance(text: str, size: float, weight: int) -> float:
    return QFontMetricsF(font(size, weight)).horizontalAdvance(text)


def _text_op(shape: Text) -> Op:
    made, with_pen, at = font(shape.size, shape.weight), pen(shape.color, 1.0), QPointF(_start_of(shape), shape.at.y)

    def paint(painter: QPainter) -> None:
        painter.setFont(made)
        painter.setPen(with_pen)
        painter.drawText(at, shape.text)

    return paint


def screen_text_op(shape: Text) -> Op:
    """Return what paints a text on the screen: laid out once, not every frame, and not anew where it comes to stand elsewhere."""
    made, with_pen = font(shape.size, shape.weight), pen(shape.color, 1.0)
    words, ascent = _laid_out(shape.text, shape.size, shape.weight)
    at = QPointF(_start_of(shape), shape.at.y - ascent)

    def paint(painter: QPainter) -> None:
        painter.setFont(made)
        painter.setPen(with_pen)
        painter.drawStaticText(at, words)

    return paint


@lru_cache(maxsize=8192)
def _laid_out(text: str, size: float, weight: int) -> tuple[QStaticText, float]:
    """Return a text laid out, and how high its letters stand."""
    words = QStaticText(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    return words, QFontMetricsF(font(size, weight)).ascent()


def _box_op(shape: Box) -> Op:
    rect, radius = QRectF(*shape.rect), shape.radius
    with_pen, with_brush = pen(shape.stroke, shape.width, shape.dash), brush(shape.fill)

    def paint(painter: QPainter) -> None:
        painter.setPen(with_pen)
        painter.setBrush(with_brush)
        if radius:
            painter.drawRoundedRect(rect, radius, radius)
        else:
            painter.drawRect(rect)

    return paint


def _hatch_op(rect: Rect, name: str) -> Op:
    path = QPainterPath()
    for start, end in hatching(rect):
        path.moveTo(*start)
        path.lineTo(*end)
    return _path_op(path, pen(name, 3.0), brush(None))


def _drum_op(shape: Drum) -> Op:
    r, lid = shape.rect, shape.lid
    body = QPainterPath()
    body.moveTo(r.x, r.y + lid / 2)
    body.arcTo(QRectF(r.x, r.y, r.w, lid), 180, -180)
    body.lineTo(r.right, r.bottom - lid / 2)
    body.arcTo(QRectF(r.x, r.bottom - lid, r.w, lid), 0, -180)
    body.closeSubpath()
    rim = QPainterPath(QPointF(r.x, r.y + lid / 2))
    rim.arcTo(QRectF(r.x, r.y, r.w, lid), 180, 180)
    edge = pen(shape.stroke, shape.width)
    whole, line = _path_op(body, edge, brush(shape.fill)), _path_op(rim, edge, brush(None))

    def paint(painter: QPainter) -> None:
        whole(painter)
        line(painter)

    return paint


def _line_op(shape: Line) -> Op:
    way = _way_op(shape)
    if not shape.arrow:
        return way
    head = QPolygonF([QPointF(*p) for p in arrow_head(shape.points, shape.arrow)])
    filled = brush(shape.stroke)

    def paint(painter: QPainter) -> None:
        way(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(filled)
        painter.drawConvexPolygon(head)

    return paint


def _way_op(shape: Line) -> Op:
    with_pen = pen(shape.stroke, shape.width, shape.dash)
    if shape.dash == "solid" or len(shape.points) > 2 or shape.jumps:
        return _path_op(line_path(shape), with_pen, brush(None))
    begin, end = (QPointF(*point) for point in before_head(shape.points, shape.arrow))

    def paint(painter: QPainter) -> None:
        # Dashes of a single line are quicker than those of a path, and a hub under a hand has a hundred.
        painter.setPen(with_pen)
        painter.drawLine(begin, end)

    return paint


def line_path(shape: Line) -> QPainterPath:
    """Return the way of a line: rounded corners, leaps, and drawn back so that the arrow head makes the tip."""
    points = before_head(shape.points, shape.arrow)
    path = QPainterPath(QPointF(*points[0]))
    for begin, corner, end in rounded(points, shape.radius):
        _to(path, begin, shape.jumps)
        path.quadTo(QPointF(*corner), QPointF(*end))
    _to(path, points[-1], shape.jumps)
    return path


def _to(path: QPainterPath, end: Point, jumps: Sequence[Point]) -> None:
    """Go straight on to a point, leaping where it is said."""
    here = path.currentPosition()
    for jump, side in jumps_on(Point(here.x(), here.y()), end, jumps):
        path.lineTo(jump.x - JUMP * side, jump.y)
        box = QRectF(jump.x - JUMP, jump.y - JUMP, 2 * JUMP, 2 * JUMP)
        path.arcTo(box, 180 if side > 0 else 0, -180 * side)
    path.lineTo(QPointF(*end))
