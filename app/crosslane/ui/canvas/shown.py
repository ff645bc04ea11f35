"""What a view of a large map shows, kept: where much of it changes, it is painted in pieces, and seen when all of it is.

Until then the screen shows what it showed. Rings and marks stand above it, and come and go without it being painted anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import thread_time

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPixmap, QRegion, QTransform

from crosslane.drawing.picture import Layer, Picture
from crosslane.paint.painter import Detail, painting
from crosslane.turns import Turns, at_once
from crosslane.ui.canvas.kept import Paintings, areas_in, paint_kept

BODY: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills")
# Seconds of painting in one turn.
PORTION = 0.006
_DONE = object()
# More pieces than this are painted as one.
MOST_PIECES = 40


@dataclass
class _Coming:
    """A painting under way: what of it is another than what is shown, what of that is not begun yet, and what it marks anew.

    One that is `ahead` is of all of the view, while that shows something else.
    """

    pixmap: QPixmap
    where: QRegion
    waiting: QRegion
    marks: QRegion = field(default_factory=QRegion)
    is_ahead: bool = False
    work: Turns[None] | None = None


class Shown(Paintings):
    """The painting of what is below rings and marks, and the one that will take its place."""

    def __init__(self) -> None:
        """Begin with nothing painted."""
        super().__init__(1)
        self._coming: _Coming | None = None

    @property
    def is_coming(self) -> bool:
        """Say whether a painting is under way."""
        return self._coming is not None

    @property
    def is_ahead(self) -> bool:
        """Say whether a painting is under way of a view that shows something else until then."""
        return self._coming is not None and self._coming.is_ahead

    def begin(
        self, device: QPaintDevice, transform: QTransform, ground: QColor, of: tuple[Picture, Detail], hidden: QRegion
    ) -> None:
        """Paint all of a view that is not hidden in pieces, while it shows something else."""
        self.forget()
        self.follow(device, transform, ground, of)
        whole = QRegion(0, 0, device.width(), device.height()) - hidden
        self._coming = _Coming(self.all[0], whole, whole, is_ahead=True)

    def forget(self) -> bool:
        """Keep nothing, and end what is under way; returns whether something was that is to be seen at once instead."""
        was = self.is_coming and not self.is_ahead
        self._end()
        super().forget()
        return was

    def _end(self) -> QRegion:
        """Leave the painting that is under way; returns where it would have been another."""
        coming, self._coming = self._coming, None
        if coming is None:
            return QRegion()
        if coming.work is not None:
            coming.work.close()
        return coming.where + coming.marks

    def change(self, where: QRegion, *, soon: bool) -> bool:
        """Have a region painted anew: when it is seen the next time, or `soon`, in pieces; returns whether it is in pieces."""
        if self._coming is not None:
            self._coming.where += where
            self._coming.waiting += where
        elif soon:
            self._coming = _Coming(self.all[0].copy(), where, where)
        else:
            self.stale += where
        return self.is_coming

    def mark(self, where: QRegion) -> bool:
        """Have what stands above a region seen with what is under way; returns whether something is."""
        if self._coming is None or self._coming.is_ahead:
            return False
        self._coming.marks += where
        return True

    def go_on(self, picture: Picture, detail: Detail) -> QRegion | None:
        """Paint a portion of what is under way; returns what is to be seen anew, as soon as all is painted."""
        coming, end = self._coming, thread_time() + PORTION
        while coming is not None:
            if coming.work is None and coming.waiting.isEmpty():
                self._coming, self.all = None, [coming.pixmap]
                self.stale -= coming.where
                return coming.where + coming.marks
            if coming.work is None:
                where, coming.waiting = coming.waiting, QRegion()
                coming.work = self._filling(coming.pixmap, where, picture, detail)
            if next(coming.work, _DONE) is _DONE:
                coming.work = None
            if thread_time() >= end:
                break
        return None

    def paint(self, painter: QPainter, picture: Picture, detail: Detail, ground: QColor, region: QRegion) -> QRegion:
        """Paint a region of the view; returns what else is to be painted, where something else is seen than was under way."""
        at, device, late = self._at, painter.device(), QRegion()
        is_new = self.follow(device, painter.worldTransform(), ground, (picture, detail))
        whole = QRegion(0, 0, device.width(), device.height())
        is_moved = at != self._at
        if self._coming is not None and (is_new or is_moved or region.intersects(self.stale)):
            gone = self._end()
            self.stale += whole if is_moved else gone
            late = self.stale - region
        # What is kept beyond the view is not told of changes.
        self.stale += QRegion(QRect(QPoint(), self.all[0].deviceIndependentSize().toSize())) - whole
        needed = region & self.stale
        if not needed.isEmpty():
            at_once(self._filling(self.all[0], needed, picture, detail))
            self.stale -= needed
        paint_kept(painter, self.all[0])
        return late

    def _filling(self, pixmap: QPixmap, where: QRegion, picture: Picture, detail: Detail) -> Turns[None]:
        areas = areas_in(self.wear, where if where.rectCount() <= MOST_PIECES else QRegion(where.boundingRect()))
        painter = QPainter(pixmap)
        try:
            painter.setClipRegion(where)
            painter.fillRect(where.boundingRect(), self._ground)
            painter.setWorldTransform(self.wear)
            yield from painting(painter, picture, areas, BODY, detail)
        finally:
            painter.end()
