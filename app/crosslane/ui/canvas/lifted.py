"""What a hand moves, lifted out of the picture: all that stays is painted once, and kept as long as the gesture lasts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion, QTransform

from crosslane.drawing.picture import Element, Key, Layer, Picture
from crosslane.drawing.shapes import Text
from crosslane.geometry import Rect
from crosslane.paint.painter import Detail, paint_elements
from crosslane.ui.canvas.kept import OVER, Kept, areas_in, paint_kept

# More flows than this move with square corners: to round those of a hub of a hundred takes a frame by itself.
_MOST_ROUND = 24
# Pixels around a pill that its edge may reach.
_EDGE = 2
_LIFTED: tuple[Layer, ...] = ("flows", *OVER)


class Lifted:
    """The keys of all that moves, and paintings of what stays, under and over the flows that move.

    What moves is painted between and above them, in front of its likes: a card that is held lies on the others.
    """

    def __init__(self) -> None:
        """Begin with nothing lifted."""
        self.keys: set[Key] = set()
        self.kept = Kept(lambda key: key not in self.keys, lanes=True)
        self._sprites = _Sprites()

    def lift(self, keys: Iterable[Key], was: QRegion) -> None:
        """Take out what has begun to move, from where it was in the view; a lane that changes is painted anew there."""
        self.keys.update(key for key in keys if key[0] in _LIFTED)
        self.kept.stale += was

    def put_down(self) -> set[Key]:
        """The gesture is over: keep nothing; returns what had been lifted."""
        gone, self.keys = self.keys, set()
        self.kept.forget()
        self._sprites = _Sprites()
        return gone

    def paint(self, painter: QPainter, picture: Picture, detail: Detail, ground: QColor, region: QRegion) -> None:
        """Paint a region of the view, given in its pixels; the painter is clipped to it and wears the view's transform."""
        if region.isEmpty():
            return
        transform = painter.worldTransform()
        if self.kept.follow(painter.device(), transform, ground, (picture, detail)):
            self._sprites = _Sprites()
        self.kept.need(picture, detail, region)
        seen = areas_in(transform, QRegion(region.boundingRect()))[0]
        # Of all, not of those in the region: one drag looks alike in each frame.
        many = detail != "overview" and sum(layer == "flows" for layer, _ in self.keys) > _MOST_ROUND
        under: tuple[Layer, ...] = ("flows",)
        for kept, layers in ((self.kept.under, under), (self.kept.over, OVER)):
            paint_kept(painter, kept)
            for layer in layers:
                moving = self._moving(picture, layer, seen)
                if many and layer == "pills":
                    self._sprites.paint(painter, moving, detail)
                else:
                    paint_elements(painter, layer, moving, "batched" if many and layer == "flows" else detail)

    def get_ready(self, picture: Picture, detail: Detail) -> bool:
        """Paint a strip of what stays; returns whether all is painted."""
        return not self.keys or self.kept.get_ready(picture, detail)

    def _moving(self, picture: Picture, layer: Layer, seen: Rect) -> list[Element]:
        found = (picture.get(layer, id_) for of, id_ in sorted(self.keys) if of == layer)
        return [element for element in found if element is not None and element.bounds.intersects(seen)]


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
