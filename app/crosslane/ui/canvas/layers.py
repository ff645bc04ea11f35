"""The picture on the scene: one plain item that paints what is exposed; selection and gestures on top of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from crosslane.drawing.picture import Layer, Picture
from crosslane.geometry import Rect
from crosslane.paint.painter import Detail, count_of, detail_for, is_legible, paint_picture
from crosslane.ui.canvas.carrying import Carrying
from crosslane.ui.canvas.kept import areas_in
from crosslane.ui.canvas.lifted import Lifted
from crosslane.ui.canvas.zoomed import Zoomed

_BODY: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills")
# More pieces than this are painted as one.
_MOST_PIECES = 40
# More things in sight than this take longer than a frame to paint at a scale that was not seen before.
_MOST_SHARP = 160
_FAR = 1e7


class PictureItem(QGraphicsItem):
    """Paints the layers of the current picture that meet the exposed area.

    `exposed` are the parts of the scene that the coming paint covers, `region` the same in pixels of the view, and
    `detail` how it paints them. What is `lifted` or `carrying` moves, and is painted apart from all that stays; where much is `zoomed`,
    what was seen is scaled.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.picture = Picture()
        # What the picture is of.
        self.map: object = None
        self.exposed: list[Rect] = []
        self.region = QRegion()
        self.ground = QColor()
        self.lifted = Lifted()
        self.zoomed = Zoomed()
        self.carrying = Carrying()
        self.detail: Detail | None = None
        self._is_much = False

    def choose_detail(self, seen: Rect, scale: float) -> bool:
        """Choose how much is painted where all that is seen is an area, at a scale; returns whether that is new."""
        count = count_of(self.picture, seen, _BODY) if is_legible(scale) else 0
        chosen = detail_for(scale, count)
        is_new, self.detail = chosen != self.detail, chosen
        self._is_much = count > _MOST_SHARP or not is_legible(scale)
        return is_new

    def get_ready(self) -> bool:
        """Paint a portion of what stays under a hand; returns whether all is painted."""
        if self.detail is None:
            return True
        holder = self.lifted if self.carrying.carried is None else self.carrying
        return holder.get_ready(self.picture, self.detail)

    def boundingRect(self) -> QRectF:  # noqa: N802  (Qt's name)
        # Everywhere: what is exposed is found by the picture's own index, and a picture that grows is not painted anew.
        return QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002  (Qt's signature)
        if self.detail is not None and self.carrying.is_seen(painter.worldTransform()):
            self.carrying.paint(painter, self.picture, self.detail, self.ground, self.region)
        elif self.lifted.keys and self.detail is not None:
            self.lifted.paint(painter, self.picture, self.detail, self.ground, self.region)
        elif self.zoomed.is_on and self._is_much:
            # Where only results come in, or the next portion, it is sharp soon enough.
            of = (self.picture, self.map, self.ground)
            self.zoomed.paint(painter, of, self.ground, self._paint_region)
        else:
            self.zoomed.forget()
            exposed = option.exposedRect
            whole = Rect(exposed.x(), exposed.y(), exposed.width(), exposed.height())
            self._paint(painter, self.exposed if len(self.exposed) <= _MOST_PIECES else [whole])

    def _paint(self, painter: QPainter, areas: Sequence[Rect]) -> None:
        paint_picture(painter, self.picture, areas, _BODY, self.detail)

    def _paint_region(self, painter: QPainter, region: QRegion) -> None:
        self._paint(painter, areas_in(painter.worldTransform(), region))
