"""A large picture in tiles: what is in sight is painted in turns and kept, so that to scroll only copies."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from crosslane.drawing.picture import Picture
from crosslane.geometry import Rect
from crosslane.paint.painter import painting
from crosslane.turns import Turns, by_the_clock
from crosslane.ui.turns import in_turns, painted

# Pixels of the widget along each side of a tile, and how many tiles are kept, besides those in sight.
SIDE, MOST = 256, 60
# So many seconds of each turn they are painted.
SHARE = 0.005
_Place = tuple[int, int]


class Tiles:
    """Paints a picture onto a widget on which it may be scrolled."""

    def __init__(self, owner: QWidget, picture: Picture, pad: int) -> None:
        """Have the picture, `pad` pixels from the corner of the widget."""
        self._owner, self._picture, self._pad = owner, picture, pad
        # The scale of the picture and the pixel ratio that what is kept was painted in.
        self._look = (0.0, 0.0)
        self._kept: dict[_Place, QPixmap] = {}
        self._wanted: list[_Place] = []
        self._is_painting = False

    def paint(self, painter: QPainter, area: QRect, scale: float) -> None:
        """Paint what there is of an area at a scale; what is missing in sight comes in turns."""
        look = scale, self._owner.devicePixelRatioF()
        if look != self._look:
            self._look = look
            self._kept.clear()
        for place in _places(area):
            if place in self._kept:
                painter.drawPixmap(_rect(place).topLeft(), self._kept[place])
        self._wanted = [place for place in self._in_sight() if place not in self._kept]
        if self._wanted and not self._is_painting:
            self._is_painting = True
            in_turns(self._owner, by_the_clock(self._paint_wanted(), SHARE))
        painted()

    def _paint_wanted(self) -> Turns[None]:
        while self._wanted:
            place, look = self._wanted[0], self._look
            made = yield from self._painting(place, *look)
            if look == self._look:
                self._keep(place, made)
        self._is_painting = False

    def _keep(self, place: _Place, made: QPixmap) -> None:
        if len(self._kept) >= MOST:
            seen = self._in_sight()
            self._kept = {other: tile for other, tile in self._kept.items() if other in seen}
        self._kept[place] = made
        self._wanted = [other for other in self._wanted if other != place]
        self._owner.update(_rect(place))

    def _in_sight(self) -> list[_Place]:
        return _places(self._owner.visibleRegion().boundingRect())

    def _painting(self, place: _Place, scale: float, ratio: float) -> Turns[QPixmap]:
        made = QPixmap(ceil(SIDE * ratio), ceil(SIDE * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        bounds, corner = self._picture.bounds, _rect(place).topLeft()
        left, top = (corner.x() - self._pad) / scale + bounds.x, (corner.y() - self._pad) / scale + bounds.y
        painter = QPainter(made)
        try:
            painter.scale(scale, scale)
            painter.translate(-left, -top)
            # However much is on it, one tile looks like the next.
            yield from painting(painter, self._picture, Rect(left, top, SIDE / scale, SIDE / scale), detail="full")
        finally:
            painter.end()
        return made


def _places(area: QRect) -> list[_Place]:
    down, across = (
        range(area.top() // SIDE, area.bottom() // SIDE + 1),
        range(area.left() // SIDE, area.right() // SIDE + 1),
    )
    return [(x, y) for y in down for x in across]


def _rect(place: _Place) -> QRect:
    return QRect(place[0] * SIDE, place[1] * SIDE, SIDE, SIDE)
