"""What a hand moves, lifted out of the picture: all that stays is painted once, and kept as long as the gesture lasts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion, QTransform

from crosslane.drawing.picture import Element, Key, Layer, Picture
from crosslane.drawing.shapes import Text
from crosslane.geometry import Rect
from crosslane.paint.painter import Detail, paint_elements

_UNDER: tuple[Layer, ...] = ("lanes", "flows")
_OVER: tuple[Layer, ...] = ("cards", "notes", "pills")
# More flows than this move with square corners: to round those of a hub of a hundred takes a frame by itself.
_MOST_ROUND = 24
# To get ready what stays takes so many portions.
_STRIPS = 5
# Pixels around a pill that its edge may reach.
_EDGE = 2
_LIFTED: tuple[Layer, ...] = ("flows", *_OVER)


class Lifted:
    """Two kept paintings of what stays, under and over the flows that move, and the keys of all that moves.

    What moves is painted between and above them, in front of its likes: a card that is held lies on the others.
    """

    def __init__(self) -> None:
        """Begin with nothing lifted."""
        self.keys: set[Key] = set()
        self._under, self._over = QPixmap(), QPixmap()
        # Where the two do not show yet, or no more, what stays there; and how they were painted.
        self._stale = QRegion()
        self._as: tuple[object, ...] = ()
        self._at = QPoint()
        self._wear = QTransform()
        self._sprites = _Sprites()

    def lift(self, keys: Iterable[Key], was: QRegion) -> None:
        """Take out what has begun to move, from where it was in the view; a lane that changes is painted anew there."""
        self.keys.update(key for key in keys if key[0] in _LIFTED)
        self._stale += was

    def put_down(self) -> set[Key]:
        """The gesture is over: keep nothing; returns what had been lifted."""
        gone, self.keys, self._as = self.keys, set(), ()
        self._under, self._over, self._stale = QPixmap(), QPixmap(), QRegion()
        self._sprites = _Sprites()
        return gone

    def paint(self, painter: QPainter, picture: Picture, detail: Detail, ground: QColor, region: QRegion) -> None:
        """Paint a region of the view, given in its pixels; the painter is clipped to it and wears the view's transform."""
        self._wear = transform = painter.worldTransform()
        self._follow(painter, transform, picture, detail, ground)
        needed = region.intersected(self._stale)
        if not needed.isEmpty():
            self._fill(transform, picture, detail, ground, needed)
            self._stale -= needed
        around = transform.inverted()[0].mapRect(QRectF(region.boundingRect()))
        seen = Rect(around.x(), around.y(), around.width(), around.height())
        # Of all, not of those in the region: one drag looks alike in each frame.
        many = detail != "overview" and sum(layer == "flows" for layer, _ in self.keys) > _MOST_ROUND
        for kept, layers in ((self._under, ("flows",)), (self._over, _OVER)):
            painter.save()
            painter.resetTransform()
            painter.drawPixmap(0, 0, kept)
            painter.restore()
            for layer in layers:
                moving = self._moving(picture, layer, seen)
                if many and layer == "pills":
                    self._sprites.paint(painter, moving, detail)
                else:
                    paint_elements(painter, layer, moving, "batched" if many and layer == "flows" else detail)

    def get_ready(self, picture: Picture, detail: Detail, ground: QColor) -> bool:
        """Paint a strip of what stays; returns whether all is painted. It begins when something was painted of the view."""
        whole = self._stale.boundingRect()
        if not self.keys or (self._as and whole.isEmpty()):
            return True
        if self._as:
            high = -(-self._under.deviceIndependentSize().height() // _STRIPS)
            strip = self._stale & QRegion(whole.x(), whole.y(), whole.width(), int(high))
            self._fill(self._wear, picture, detail, ground, strip)
            self._stale -= strip
        return False

    def _moving(self, picture: Picture, layer: Layer, seen: Rect) -> list[Element]:
        found = (picture.get(layer, id_) for of, id_ in sorted(self.keys) if of == layer)
        return [element for element in found if element is not None and element.bounds.intersects(seen)]

    def _follow(
        self, painter: QPainter, transform: QTransform, picture: Picture, detail: Detail, ground: QColor
    ) -> None:
        """Keep up with the view: what was scrolled is moved along, anything else begins anew."""
        device = painter.device()
        ratio = device.devicePixelRatio()
        size, scale = QSize(device.width(), device.height()), transform.m11()
        now = (ratio, scale, picture, detail, ground)
        at = QPoint(round(transform.dx()), round(transform.dy()))
        by = at - self._at
        self._at = at
        # A view becomes smaller by a scroll bar: what is kept reaches farther then.
        reach = self._under.deviceIndependentSize().toSize()
        if now == self._as and reach.expandedTo(size) == reach and (by.isNull() or ratio == int(ratio)):
            self._scroll(by, int(ratio))
            return
        self._as, self._stale, self._sprites = now, QRegion(QRect(QPoint(), size)), _Sprites()
        self._under, self._over = QPixmap(size * ratio), QPixmap(size * ratio)
        self._under.fill(ground)
        self._over.fill(Qt.GlobalColor.transparent)
        for kept in (self._under, self._over):
            kept.setDevicePixelRatio(ratio)

    def _scroll(self, by: QPoint, ratio: int) -> None:
        if by.isNull():
            return
        whole = QRegion(QRect(QPoint(), self._under.deviceIndependentSize().toSize()))
        for kept in (self._under, self._over):
            kept.scroll(by.x() * ratio, by.y() * ratio, kept.rect())
        self._stale = (self._stale.translated(by) & whole) + (whole - whole.translated(by))

    def _fill(self, transform: QTransform, picture: Picture, detail: Detail, ground: QColor, where: QRegion) -> None:
        areas = areas_in(transform, where)
        clear = QColor(Qt.GlobalColor.transparent)
        for kept, layers, fill in ((self._under, _UNDER, ground), (self._over, _OVER, clear)):
            painter = QPainter(kept)
            painter.setClipRegion(where)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(where.boundingRect(), fill)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setWorldTransform(transform)
            for layer in layers:
                staying = [e for e in picture.within_any(layer, areas) if (layer, e.id) not in self.keys]
                paint_elements(painter, layer, staying, detail)
            painter.end()


def areas_in(transform: QTransform, where: QRegion) -> list[Rect]:
    """Return the areas of the picture that a region shows of a view that wears a transform."""
    back = transform.inverted()[0]
    pieces: Sequence[QRectF] = [back.mapRect(QRectF(piece)) for piece in where]  # type: ignore[attr-defined]  # it can be walked through; the stubs do not know
    return [Rect(piece.x(), piece.y(), piece.width(), piece.height()) for piece in pieces]


class _Sprites:
    """Pills painted once, and moved along in whole pixels: where a hundred follow a hand, each says what it said before."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, QPixmap]] = {}
        self._ratio = 1.0

    def paint(self, painter: QPainter, elements: Iterable[Element], detail: Detail) -> None:
        """Paint pills where they are now; a painter that wears the view's transform."""
        wear, self._ratio = painter.worldTransform(), painter.device().devicePixelRatio()
        painter.save()
        painter.resetTransform()
        for element in elements:
            on = wear.mapRect(QRectF(*element.bounds)).adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
            painter.drawPixmap(on.topLeft().toPoint(), self._of(element, wear, on, detail))
        painter.restore()

    def _of(self, element: Element, wear: QTransform, on: QRectF, detail: Detail) -> QPixmap:
        looks = (round(element.bounds.w, 3), *((s.text, s.color) for s in element.shapes if isinstance(s, Text)))
        known = self._known.get(element.id)
        if known is not None and known[0] == looks:
            return known[1]
        made = QPixmap((on.size().toSize() + QSize(1, 1)) * self._ratio)
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        corner = on.topLeft().toPoint()
        painter.setWorldTransform(wear * QTransform.fromTranslate(-corner.x(), -corner.y()))
        paint_elements(painter, element.layer, [element], detail)
        painter.end()
        self._known[element.id] = looks, made
        return made
