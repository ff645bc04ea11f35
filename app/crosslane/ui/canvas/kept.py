"""Paintings of a part of what a view shows, kept while something else of it moves: what was scrolled is moved along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPixmap, QRegion, QTransform

from crosslane.drawing.picture import Key, Layer, Picture
from crosslane.geometry import Rect
from crosslane.paint.painter import Detail, paint_elements

OVER: tuple[Layer, ...] = ("cards", "notes", "pills")
# To get ready what is kept takes so many portions.
_STRIPS = 5


def areas_in(transform: QTransform, where: QRegion) -> list[Rect]:
    """Return the areas of the picture that a region shows of a view that wears a transform."""
    back = transform.inverted()[0]
    pieces: Sequence[QRectF] = [back.mapRect(QRectF(piece)) for piece in where]  # type: ignore[attr-defined]  # it can be walked through; the stubs do not know
    return [Rect(piece.x(), piece.y(), piece.width(), piece.height()) for piece in pieces]


class Paintings:
    """So many paintings as large as a view, one upon the other, that keep up with it."""

    def __init__(self, count: int) -> None:
        """Begin with nothing painted."""
        self.all = [QPixmap() for _ in range(count)]
        # Where they do not show yet, or no more, what belongs there; and how they were painted.
        self.stale = QRegion()
        self._as: tuple[object, ...] = ()
        self._at = QPoint()
        self.wear = QTransform()
        self._ground = QColor(Qt.GlobalColor.transparent)

    @property
    def is_begun(self) -> bool:
        """Say whether it is known how to paint."""
        return bool(self._as)

    def forget(self) -> bool:
        """Keep nothing; returns whether something was under way."""
        self.all, self.stale, self._as = [QPixmap() for _ in self.all], QRegion(), ()
        return False

    def follow(self, device: QPaintDevice, transform: QTransform, ground: QColor, of: tuple[object, ...]) -> bool:
        """Keep up with a view that wears a transform: what was scrolled is moved along, anything else begins anew.

        `of` is what a painting is of, and how it is painted; returns whether it begins anew.
        """
        ratio = device.devicePixelRatio()
        self.wear, self._ground = transform, ground
        size, now = QSize(device.width(), device.height()), (ratio, transform.m11(), ground, *of)
        at = QPoint(round(transform.dx()), round(transform.dy()))
        by = at - self._at
        self._at = at
        # A view becomes smaller by a scroll bar: what is kept reaches farther then.
        reach = self.all[0].deviceIndependentSize().toSize()
        if now == self._as and reach.expandedTo(size) == reach and (by.isNull() or ratio == int(ratio)):
            self._scroll(by, int(ratio))
            return False
        self._as, self.stale = now, QRegion(QRect(QPoint(), size))
        fills = (ground, *[QColor(Qt.GlobalColor.transparent)] * len(self.all))
        self.all = [_blank(size, ratio, fill) for _, fill in zip(self.all, fills, strict=False)]
        return True

    def _scroll(self, by: QPoint, ratio: int) -> None:
        if by.isNull():
            return
        whole = QRegion(QRect(QPoint(), self.all[0].deviceIndependentSize().toSize()))
        for kept in self.all:
            kept.scroll(by.x() * ratio, by.y() * ratio, kept.rect())
        self.stale = (self.stale.translated(by) & whole) + (whole - whole.translated(by))


def _blank(size: QSize, ratio: float, fill: QColor) -> QPixmap:
    made = QPixmap(size * ratio)
    made.fill(fill)
    made.setDevicePixelRatio(ratio)
    return made


class Kept(Paintings):
    """Two paintings of those elements that `belongs` says: `under` of lines, with the lanes or without, `over` of the rest.

    They are filled when and where they are needed. Between and above them stands what moves.
    """

    def __init__(self, belongs: Callable[[Key], bool], *, lanes: bool) -> None:
        """Begin with nothing painted."""
        super().__init__(2)
        self._belongs = belongs
        self._lanes = lanes

    @property
    def under(self) -> QPixmap:
        """The painting of lines, with what lies below them."""
        return self.all[0]

    @property
    def over(self) -> QPixmap:
        """The painting of what lies on lines."""
        return self.all[1]

    def follow(self, device: QPaintDevice, transform: QTransform, ground: QColor, of: tuple[object, ...]) -> bool:
        """Keep up with a view; without lanes there is no ground either."""
        return super().follow(device, transform, ground if self._lanes else QColor(Qt.GlobalColor.transparent), of)

    def need(self, picture: Picture, detail: Detail, region: QRegion) -> None:
        """Have all painted that belongs in a region of the view."""
        needed = region.intersected(self.stale)
        if not needed.isEmpty():
            self._fill(picture, detail, needed)

    def get_ready(self, picture: Picture, detail: Detail) -> bool:
        """Paint a strip of what is not painted yet; returns whether all is. It begins when something was painted of the view."""
        whole = self.stale.boundingRect()
        if self._as and whole.isEmpty():
            return True
        if self._as:
            high = -(-self.under.deviceIndependentSize().height() // _STRIPS)
            self._fill(picture, detail, self.stale & QRegion(whole.x(), whole.y(), whole.width(), int(high)))
        return False

    def _fill(self, picture: Picture, detail: Detail, where: QRegion) -> None:
        areas = areas_in(self.wear, where)
        under: tuple[Layer, ...] = ("lanes", "flows") if self._lanes else ("flows",)
        clear = QColor(Qt.GlobalColor.transparent)
        for kept, layers, fill in ((self.under, under, self._ground), (self.over, OVER, clear)):
            painter = QPainter(kept)
            painter.setClipRegion(where)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(where.boundingRect(), fill)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setWorldTransform(self.wear)
            for layer in layers:
                found = [e for e in picture.within_any(layer, areas) if self._belongs((layer, e.id))]
                paint_elements(painter, layer, found, detail)
            painter.end()
        self.stale -= where


def paint_kept(painter: QPainter, kept: QPixmap) -> None:
    """Paint what is kept of a view where it lies, whatever transform the painter wears."""
    painter.save()
    painter.resetTransform()
    painter.drawPixmap(0, 0, kept)
    painter.restore()
