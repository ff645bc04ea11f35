"""The picture on the scene: one plain item that paints what is exposed; selection and gestures on top of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from crosslane.drawing.picture import Layer, Picture
from crosslane.geometry import Rect
from crosslane.paint.painter import Detail, detail_of, paint_picture
from crosslane.ui.canvas.lifted import Lifted

_BODY: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills")
# More pieces than this are painted as one.
_MOST_PIECES = 40
_FAR = 1e7


class PictureItem(QGraphicsItem):
    """Paints the layers of the current picture that meet the exposed area.

    `exposed` are the parts of the scene that the coming paint covers, `region` the same in pixels of the view, and
    `detail` how it paints them. What is `lifted` moves, and is painted apart from all that stays.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.picture = Picture()
        self.exposed: list[Rect] = []
        self.region = QRegion()
        self.ground = QColor()
        self.lifted = Lifted()
        self.detail: Detail | None = None

    def choose_detail(self, seen: Rect, scale: float) -> bool:
        """Choose how much is painted where all that is seen is an area, at a scale; returns whether that is new."""
        chosen = detail_of(self.picture, seen, scale, _BODY)
        is_new, self.detail = chosen != self.detail, chosen
        return is_new

    def boundingRect(self) -> QRectF:  # noqa: N802  (Qt's name)
        # Everywhere: what is exposed is found by the picture's own index, and a picture that grows is not painted anew.
        return QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002  (Qt's signature)
        if self.lifted.keys and self.detail is not None:
            self.lifted.paint(painter, self.picture, self.detail, self.ground, self.region)
            return
        exposed = option.exposedRect
        whole = Rect(exposed.x(), exposed.y(), exposed.width(), exposed.height())
        areas = self.exposed if len(self.exposed) <= _MOST_PIECES else [whole]
        paint_picture(painter, self.picture, areas, _BODY, self.detail)
