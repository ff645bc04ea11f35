"""What was seen, kept and scaled while somebody zooms over very much of a map: it is sharp again when the wheel rests.

Each new scale has all letters made anew; where a view holds hundreds of texts and curves, that takes several frames.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion, QTransform

# More than so many times larger than it was painted, a painting says too little.
_LARGEST = 2.0
# What paints a region of a view, given in its pixels, sharp; the painter is clipped to it and wears the view's transform.
Sharp = Callable[[QPainter, QRegion], None]


class Zoomed:
    """One kept painting of a view; `is_on` from the first turn of a wheel until it rests."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self.is_on = False
        self._kept = QPixmap()
        # The transform that the kept painting was painted with, and of what and how.
        self._at = QTransform()
        self._of: object = None

    @property
    def is_seen(self) -> bool:
        """Say whether something is shown that is not sharp."""
        return not self._kept.isNull()

    def end(self) -> bool:
        """The wheel rests: keep nothing; returns whether something was shown that is not sharp."""
        was, self.is_on = self.is_seen, False
        self._kept = QPixmap()
        return was

    def forget(self) -> None:
        """What was kept is not to be shown any more: it shows another map, or the next frame is painted sharp anyway."""
        self._kept = QPixmap()

    def paint(self, painter: QPainter, of: object, ground: QColor, sharp: Sharp) -> None:
        """Paint what is kept as it lies now, and what it does not reach sharp; `of` is what a painting has to be of."""
        device, now = painter.device(), painter.worldTransform()
        view, ratio = QRect(QPoint(), QSize(device.width(), device.height())), device.devicePixelRatio()
        reached = QRect()
        if self.is_seen and self._of == of and self._by(now).m11() <= _LARGEST:
            reached = _inner(self._placed(now))
        if not reached.contains(view):
            self._grow(view, ratio, now, ground, reached, sharp)
            self._of = of
        painter.save()
        self._paint_kept(painter, now)
        painter.restore()

    def _by(self, now: QTransform) -> QTransform:
        # Nearly nothing would still be smoothed.
        return QTransform() if self._at == now else self._at.inverted()[0] * now

    def _placed(self, now: QTransform) -> QRectF:
        """Return where the kept painting lies in a view that wears a transform now."""
        size = self._kept.deviceIndependentSize()
        return self._by(now).mapRect(QRectF(0, 0, size.width(), size.height()))

    def _paint_kept(self, painter: QPainter, now: QTransform) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setWorldTransform(self._by(now))
        painter.drawPixmap(0, 0, self._kept)

    def _grow(self, view: QRect, ratio: float, now: QTransform, ground: QColor, reached: QRect, sharp: Sharp) -> None:
        """Keep a painting of all of the view: what was kept before, and around it what comes into view."""
        made = QPixmap(view.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(ground)
        painter = QPainter(made)
        if not reached.isEmpty():
            self._paint_kept(painter, now)
        rim = QRegion(view) - QRegion(reached)
        painter.resetTransform()
        painter.setClipRegion(rim)
        painter.fillRect(view, ground)
        painter.setWorldTransform(now)
        sharp(painter, rim)
        painter.end()
        self._kept, self._at = made, now


def _inner(rect: QRectF) -> QRect:
    """Return the whole pixels inside: those at the edge are mixed with nothing."""
    return rect.toAlignedRect().adjusted(1, 1, -1, -1)
