"""What stands on top of the picture: what is selected, what a gesture shows, and the pad for the next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crosslane.drawing.picture import Layer, Picture
from crosslane.drawing.theme import Palette, Tokens
from crosslane.geometry import Point, Rect
from crosslane.paint.painter import color
from crosslane.tools.gestures import Overlay

_RINGS: tuple[tuple[Layer, float], ...] = (("cards", 11.0), ("notes", 5.0))


def ring(painter: QPainter, rect: Rect, name: str, width: float, radius: float) -> None:
    """Paint the ring around what is selected."""
    painter.setPen(QPen(QColor(name), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(*rect.grown(4)), radius, radius)


def paint_selection(
    painter: QPainter, picture: Picture, chosen: Sequence[str], palette: Palette, tokens: Tokens
) -> None:
    """Paint rings around selected cards, notes and pills, and handles on the ends of selected flows."""
    for id_ in chosen:
        for layer, radius in _RINGS:
            element = picture.get(layer, id_)
            if element is not None:
                ring(painter, element.bounds, palette.focus, 2.2, radius * tokens.sx)
        pill = picture.get("pills", id_)
        if pill is not None:
            ring(painter, pill.bounds, palette.text, 2.2, pill.bounds.h / 2 + 4)
        flow = picture.get("flows", id_)
        if flow is not None and flow.path:
            _paint_ends(painter, flow.path, palette)


def _paint_ends(painter: QPainter, path: Sequence[Point], palette: Palette) -> None:
    painter.setPen(QPen(QColor(palette.focus), 1.6))
    painter.setBrush(color(palette.card))
    for point in (path[0], path[-1]):
        painter.drawEllipse(QPointF(*point), 5, 5)


def paint_overlay(painter: QPainter, picture: Picture, over: Overlay, palette: Palette, tokens: Tokens) -> None:
    """Paint what a gesture shows: rubber band, line being drawn, what it would land on."""
    accent = QColor(palette.heat[2] if over.refused else palette.focus)
    if over.band is not None:
        fill = QColor(accent)
        fill.setAlpha(28)
        painter.setPen(QPen(accent, 1))
        painter.setBrush(fill)
        painter.drawRect(QRectF(*tokens.rect(over.band)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if over.line is not None:
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(*tokens.point(over.line[0])), QPointF(*tokens.point(over.line[1])))
    if over.target is not None:
        element = picture.get("cards", over.target) or picture.get("flows", over.target)
        if element is not None:
            ring(painter, element.bounds, accent.name(), 2.4, 11)
    if over.border is not None:
        y = over.border * tokens.sy
        painter.setPen(QPen(accent, 4))
        painter.drawLine(QPointF(picture.bounds.x, y), QPointF(picture.bounds.right, y))


def pad_of(picture: Picture, id_: str) -> Rect | None:
    """Return the place of the pad beside a step's card; None for anything else."""
    element = picture.get("cards", id_)
    return Rect(element.bounds.right + 10, element.bounds.center.y - 11, 22, 22) if element else None


def paint_pad(painter: QPainter, pad: Rect, palette: Palette) -> None:
    """Paint the pad: a plus in a circle."""
    painter.setPen(QPen(QColor(palette.focus), 1.5))
    painter.setBrush(color(palette.card))
    painter.drawEllipse(QRectF(*pad))
    c = pad.center
    for dx, dy in ((5, 0), (0, 5)):
        painter.drawLine(QPointF(c.x - dx, c.y - dy), QPointF(c.x + dx, c.y + dy))
