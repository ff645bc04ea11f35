"""The picture on the scene: one plain item that paints what is exposed; selection and gestures on top of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QRegion, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from crosslane.drawing.picture import Picture
from crosslane.geometry import Rect
from crosslane.paint.painter import Detail, count_of, detail_for, is_legible, paint_picture
from crosslane.ui.canvas.carrying import Carrying
from crosslane.ui.canvas.kept import areas_in
from crosslane.ui.canvas.lifted import Lifted
from crosslane.ui.canvas.shown import BODY, MOST_PIECES, Shown
from crosslane.ui.canvas.zoomed import Zoomed

# More things in sight than this take longer than a frame to paint at a scale that was not seen before.
_MOST_SHARP = 160
# So much is painted anew in the turn that asks for it.
_MOST_AT_ONCE = 40
_FAR = 1e7
# Pixels: wider than any view.
_WIDE = 100_000


class PictureItem(QGraphicsItem):
    """Paints the layers of the current picture that meet the exposed area.

    `exposed` are the parts of the scene that the coming paint covers, `region` the same in pixels of the view, `hidden` what of
    the view nothing is seen of, and `detail` how it paints them. What is `lifted` or `carrying` moves, and is painted apart from all that stays; where much is `zoomed`,
    what was seen is scaled. Of a large map, all else is `kept` for what comes to stand above it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.picture = Picture()
        # What the picture is of.
        self.map: object = None
        self.exposed: list[Rect] = []
        self.region, self.hidden = QRegion(), QRegion()
        self.ground = QColor()
        self.lifted = Lifted()
        self.zoomed = Zoomed()
        self.carrying = Carrying()
        self.shown = Shown()
        self.is_kept = False
        self.detail: Detail | None = None
        self._is_much = False

    def choose_detail(self, seen: Rect, scale: float) -> bool:
        """Choose how much is painted where all that is seen is an area, at a scale; returns whether that is new."""
        count = count_of(self.picture, seen, BODY) if is_legible(scale) else 0
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

    def change(self, where: QRegion, transform: QTransform, *, soon: bool) -> QRegion:
        """Have a region painted anew in a view that wears a transform; returns what of the view is painted with the next paint.

        Nothing, where much of a large map changed and may come `soon`: then it is painted in turns of its own.
        """
        shown = self.shown
        if where.isEmpty():
            return where
        is_held = bool(self.lifted.keys) or self.carrying.carried is not None
        if not self.is_kept or not shown.is_begun or is_held or transform != shown.wear:
            # A view that was scrolled or zoomed is painted with that.
            return QRegion(-_WIDE, -_WIDE, 2 * _WIDE, 2 * _WIDE) if shown.forget() else where
        area = areas_in(transform, QRegion(where.boundingRect()))
        is_much = soon and sum(count_of(self.picture, each, BODY) for each in area) > _MOST_AT_ONCE
        return QRegion() if shown.change(where, soon=is_much) else where

    def go_on(self) -> QRegion | None:
        """Paint a portion of what is under way; returns what is to be seen anew, as soon as all is painted."""
        is_ahead = self.shown.is_ahead
        seen = self.shown.go_on(self.picture, self.detail) if self.detail is not None else None
        if is_ahead and seen is not None:
            self._put_down()
        return seen

    def put_down(self, device: QPaintDevice, transform: QTransform, seen: Rect) -> bool:
        """Have all seen in its order again, and sharp; returns whether it is with the next paint.

        Where much is in sight of a large map, it is painted in turns, and seen as it is until then.
        """
        if self.is_kept and self.detail is not None and count_of(self.picture, seen, BODY) > _MOST_AT_ONCE:
            self.shown.begin(device, transform, self.ground, (self.picture, self.detail), self.hidden)
            return False
        self._put_down()
        return True

    def _put_down(self) -> None:
        self.lifted.put_down()
        self.carrying.put_down()
        self.zoomed.end()

    def boundingRect(self) -> QRectF:  # noqa: N802  (Qt's name)
        # Everywhere: what is exposed is found by the picture's own index, and a picture that grows is not painted anew.
        return QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.detail is not None and self.carrying.is_seen(painter.worldTransform()):
            self._forget_shown(widget)
            self.carrying.paint(painter, self.picture, self.detail, self.ground, self.region)
        elif self.lifted.keys and self.detail is not None:
            self._forget_shown(widget)
            self.lifted.paint(painter, self.picture, self.detail, self.ground, self.region)
        elif self.zoomed.is_on and self._is_much:
            self._forget_shown(widget)
            # Where only results come in, or the next portion, it is sharp soon enough.
            of = (self.picture, self.map, self.ground)
            self.zoomed.paint(painter, of, self.ground, self._paint_region)
        elif self.is_kept and self.detail is not None:
            self.zoomed.forget()
            late = self.shown.paint(painter, self.picture, self.detail, self.ground, self.region)
            if widget is not None and not late.isEmpty():
                widget.update(late)
        else:
            self.zoomed.forget()
            exposed = option.exposedRect
            whole = Rect(exposed.x(), exposed.y(), exposed.width(), exposed.height())
            self._paint(painter, self.exposed if len(self.exposed) <= MOST_PIECES else [whole])

    def _forget_shown(self, widget: QWidget | None) -> None:
        if not self.shown.is_ahead and self.shown.forget() and widget is not None:
            # What was under way is painted at once.
            widget.update()

    def _paint(self, painter: QPainter, areas: Sequence[Rect]) -> None:
        paint_picture(painter, self.picture, areas, BODY, self.detail)

    def _paint_region(self, painter: QPainter, region: QRegion) -> None:
        self._paint(painter, areas_in(painter.worldTransform(), region))
