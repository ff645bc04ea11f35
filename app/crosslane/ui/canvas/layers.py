"""The picture on the scene: one plain item that paints what is exposed; selection and gestures on top of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from crosslane.drawing.picture import Layer, Picture
from crosslane.geometry import Rect
from crosslane.paint.painter import paint_picture

_BODY: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills")


class PictureItem(QGraphicsItem):
    """Paints the layers of the current picture that meet the exposed area."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.picture = Picture()
        self._bounds = QRectF()

    def show_picture(self, picture: Picture, bounds: Rect) -> None:
        """Take another picture, or the same one with other bounds."""
        self.picture = picture
        rect = QRectF(*bounds)
        if rect != self._bounds:
            self.prepareGeometryChange()
            self._bounds = rect

    def boundingRect(self) -> QRectF:  # noqa: N802  (Qt's name)
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002  (Qt's signature)
        exposed = option.exposedRect
        area = Rect(exposed.x(), exposed.y(), exposed.width(), exposed.height())
        paint_picture(painter, self.picture, area, _BODY)
