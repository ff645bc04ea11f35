"""What stands on top of the picture: what is selected, what a gesture shows, headers, and the pad for the next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crosslane.drawing.measure import wrap
from crosslane.drawing.picture import Layer, Picture
from crosslane.drawing.shapes import Text
from crosslane.drawing.theme import Palette, Tokens
from crosslane.editor import Editor
from crosslane.geometry import Point, Rect
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import color, paint_picture, paint_shapes
from crosslane.tools.gesture import Carried, Overlay

_RINGS: tuple[tuple[Layer, float], ...] = (("cards", 11.0), ("notes", 5.0))
_CHOSEN: tuple[Layer, ...] = ("cards", "notes", "pills", "flows")
EMPTY_LANES = "Where does it end? Type who, a colon, and the last thing that happens."
EMPTY_MAP = "Type  Dev: write code > Ops: deploy | wait 3d  and press Enter."
# A drag that begins this near to a selected card's edge, outside of it, draws a flow.
EDGE_REACH = 9.0
PROMPT_W = 460.0
# Of more things selected than this, only those are looked for that lie so near to what is seen.
MANY, NEAR = 100, 10.0


def ring(painter: QPainter, rect: Rect, name: str, width: float, radius: float) -> None:
    """Paint the ring around what is selected."""
    painter.setPen(QPen(QColor(name), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(*rect.grown(4)), radius, radius)


def pad_of(picture: Picture, id_: str) -> Rect | None:
    """Return the place of the pad beside a step's card; None for anything else."""
    element = picture.get("cards", id_)
    return Rect(element.bounds.right + 10, element.bounds.center.y - 11, 22, 22) if element else None


def header_shift(corner: Point, picture: Picture, tokens: Tokens) -> Point:
    """Return how far the lanes' headers have to move to stay at the edge of a view with this top left corner."""
    past = Point(max(0.0, corner.x - picture.bounds.x), max(0.0, corner.y - picture.bounds.y))
    return Point(0.0, past.y) if tokens.turned else Point(past.x, 0.0)


def edge_of(picture: Picture, id_: str, at: Point) -> bool:
    """Say whether a point lies just outside a step's card."""
    element = picture.get("cards", id_)
    if element is None or element.bounds.contains(at):
        return False
    return element.bounds.grown(EDGE_REACH).contains(at)


class Foreground:
    """Paints over the picture what belongs to this view of it."""

    def __init__(self, measure: QtMeasure) -> None:
        """Take the measure that the canvas uses."""
        self._measure = measure

    def paint(
        self,
        painter: QPainter,
        picture: Picture,
        editor: Editor,
        over: Overlay,
        palette: Palette,
        tokens: Tokens,
        seen: Rect,
        carried: Carried | None = None,
    ) -> None:
        """Paint the selection in sight, what a gesture shows, and on an empty wall what to do next.

        The rings of what is `carried` are painted where it is.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = editor.selection
        if carried is not None:
            way = tokens.point(carried.by)
            held = [id_ for id_ in chosen if id_ in carried.ids]
            chosen = tuple(id_ for id_ in chosen if id_ not in carried.ids)
            painter.save()
            painter.translate(*way)
            _paint_selection(painter, picture, held, palette, seen.moved(-way.x, -way.y))
            painter.restore()
        _paint_selection(painter, picture, chosen, palette, seen)
        _paint_overlay(painter, picture, over, palette, tokens)
        if not editor.map.steps:
            self._paint_prompt(painter, picture, editor, palette, tokens, seen)

    def paint_headers(
        self, painter: QPainter, picture: Picture, editor: Editor, palette: Palette, shift: Point
    ) -> None:
        """Paint the lanes' headers moved to the edge of the view, so that they stay when the map is scrolled."""
        painter.save()
        painter.translate(*shift)
        extent = picture.extent("headers")
        if extent is not None:
            # Where two of them meet between pixels, what lies below them would shine through.
            painter.fillRect(QRectF(*extent.grown(-1 / painter.worldTransform().m11())), color(palette.line))
        paint_picture(painter, picture, None, ("headers",))
        for id_ in editor.selection:
            element = picture.get("headers", id_)
            if element is not None:
                ring(painter, element.bounds.grown(-6), palette.focus, 2.0, 4)
        painter.restore()

    def paint_pad(self, painter: QPainter, pad: Rect, palette: Palette) -> None:
        """Paint the pad: a plus in a circle."""
        painter.setPen(QPen(QColor(palette.focus), 1.5))
        painter.setBrush(color(palette.card))
        painter.drawEllipse(QRectF(*pad))
        c = pad.center
        for dx, dy in ((5, 0), (0, 5)):
            painter.drawLine(QPointF(c.x - dx, c.y - dy), QPointF(c.x + dx, c.y + dy))

    def _paint_prompt(
        self, painter: QPainter, picture: Picture, editor: Editor, palette: Palette, tokens: Tokens, seen: Rect
    ) -> None:
        bounds = picture.bounds
        header = tokens.header if editor.map.lanes else 0.0
        beside, above = (0.0, header) if tokens.turned else (header, 0.0)
        at = Point(bounds.x + beside + 40, bounds.y + above + 44)
        words = EMPTY_LANES if editor.map.lanes else EMPTY_MAP
        size = tokens.name * 1.1
        lanes = picture.extent("lanes")
        right = min(seen.right, lanes.right) if lanes is not None and not tokens.turned else seen.right
        lines = wrap(words, max(120.0, min(PROMPT_W, right - at.x - 24)), size, 600, 4, self._measure)
        texts = [
            Text(Point(at.x, at.y + n * size * 1.4), line, size, palette.soft, 600) for n, line in enumerate(lines)
        ]
        paint_shapes(painter, texts)


def _paint_selection(painter: QPainter, picture: Picture, chosen: Sequence[str], palette: Palette, seen: Rect) -> None:
    if len(chosen) > MANY:
        near = seen.grown(NEAR)
        in_sight = {element.id for layer in _CHOSEN for element in picture.within(layer, near)}
        chosen = [id_ for id_ in chosen if id_ in in_sight]
    for id_ in chosen:
        for layer, radius in _RINGS:
            element = picture.get(layer, id_)
            if element is not None and element.bounds.intersects(seen):
                ring(painter, element.bounds, palette.focus, 2.2, radius)
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


def _paint_overlay(painter: QPainter, picture: Picture, over: Overlay, palette: Palette, tokens: Tokens) -> None:
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
        at, bounds = over.border * tokens.sy, picture.bounds
        painter.setPen(QPen(accent, 4))
        if tokens.turned:
            painter.drawLine(QPointF(at, bounds.y), QPointF(at, bounds.bottom))
        else:
            painter.drawLine(QPointF(bounds.x, at), QPointF(bounds.right, at))
