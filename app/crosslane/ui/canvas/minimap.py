"""The mini-map: the whole map small in a corner, only while the map is larger than the view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from crosslane.drawing.picture import Layer
from crosslane.geometry import Rect
from crosslane.paint.batches import collect_some
from crosslane.paint.painter import painting
from crosslane.turns import Turns, by_the_clock
from crosslane.ui.canvas.showing import PLACES
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.turns import Soon

# In pixels, and at most so much of the view.
WIDE, TALL, GAP = 220, 140, 14
SHARE = 0.24
REST_MS = 120
# So many seconds of each turn it is painted.
PAINT_SHARE = 0.004
_COLLECTED: tuple[Layer, ...] = ("flows", "cards", "pills")


class MiniMap(QWidget):
    """Shows where the view is; a press or a drag takes the view there."""

    def __init__(self, canvas: Canvas) -> None:
        # On the view and not beside it: over a neighbour Qt moves nothing when the view is scrolled, and paints all of it.
        super().__init__(canvas.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._canvas = canvas
        self._shown = QPixmap()
        self._area = Rect(0, 0, 1, 1)
        # Of what the small picture was made.
        self._state: object = None
        # What is being painted: of what, where to, and the work that is left.
        self._painting: tuple[object, QPixmap, Turns[None]] | None = None
        self.setAccessibleName("Mini-map")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The small picture may lag behind a drag; the frame in it follows at once.
        self._rest = Soon(self, self._draw, REST_MS)
        canvas.moved.connect(self._moved)
        canvas.installEventFilter(self)
        self.hide()

    def _moved(self) -> None:
        self._rest.start(REST_MS)
        self.update()

    def _scale(self, area: Rect | None = None) -> float:
        view, area = self._canvas.viewport().rect(), area or self._area
        wide, tall = min(WIDE, view.width() * SHARE), min(TALL, view.height() * SHARE)
        return min(wide / area.w, tall / area.h)

    def _draw(self) -> None:
        canvas = self._canvas
        bounds = canvas.picture.bounds
        needed = not canvas.seen.grown(24).encloses(bounds) and not canvas.room
        # There is nothing to see of it before it was drawn once.
        self.setVisible(needed and not self._shown.isNull())
        if not needed:
            return
        state = (canvas.picture, canvas.picture.state, canvas.palette_, self.devicePixelRatioF())
        if state == self._state:
            self._place()
            self.update()
            return
        if canvas.picture.owed or canvas.editor.store.busy or collect_some(canvas.picture, _COLLECTED):
            # It is drawn when the map is; what that takes is got ready a portion at a time.
            self._rest.start(REST_MS if canvas.picture.owed or canvas.editor.store.busy else 0)
            return
        if not self._paint(state, bounds):
            self._rest.start(0)
            return
        self._state, self._area = state, bounds
        self._place()
        self.show()
        self.update()

    def _paint(self, state: object, bounds: Rect) -> bool:
        """Paint pieces of the small picture as long as there is time in this turn; returns whether it is done, and shown."""
        scale, ratio = self._scale(bounds), self.devicePixelRatioF()
        if self._painting is None or self._painting[0] != (state, scale):
            if self._painting is not None:
                self._painting[2].close()
            made = QPixmap(max(1, round(bounds.w * scale * ratio)), max(1, round(bounds.h * scale * ratio)))
            made.setDevicePixelRatio(ratio)
            made.fill(QColor(self._canvas.palette_.panel))
            self._painting = (state, scale), made, self._filling(made, bounds, scale)
        _, made, work = self._painting
        for _ in work:
            # A turn's share is painted.
            return False
        self._shown, self._painting = made, None
        return True

    def _filling(self, pixmap: QPixmap, bounds: Rect, scale: float) -> Turns[None]:
        painter = QPainter(pixmap)
        try:
            painter.scale(scale, scale)
            painter.translate(-bounds.x, -bounds.y)
            yield from by_the_clock(painting(painter, self._canvas.picture), PAINT_SHARE)
        finally:
            painter.end()

    def _place(self) -> None:
        """Stand in a corner of the view where nothing lies that is selected."""
        view = self._canvas.viewport().rect()
        w, h = max(1, round(self._area.w * self._scale())), max(1, round(self._area.h * self._scale()))
        right, low = view.width() - w - GAP, view.height() - h - GAP
        corners = [QRect(right, low, w, h), QRect(right, GAP, w, h), QRect(round(view.width() / 2 - w / 2), low, w, h)]
        free = (corner for corner in corners if not self._is_taken(corner))
        self.setGeometry(next(free, corners[0]))

    def _is_taken(self, corner: QRect) -> bool:
        """Say whether something selected lies in a corner of the view; asked of what lies there, because all may be selected."""
        canvas = self._canvas
        chosen = set(canvas.editor.selection)
        area = canvas.mapToScene(corner.adjusted(-2, -2, 2, 2)).boundingRect()
        around = Rect(area.x(), area.y(), area.width(), area.height())
        found = (element.id for layer in PLACES if chosen for element in canvas.picture.within(layer, around))
        places = (place for id_ in found if id_ in chosen and (place := canvas.place_of(id_)) is not None)
        return any(corner.intersects(canvas.mapFromScene(QRectF(*place)).boundingRect()) for place in places)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        painter = QPainter(self)
        palette, scale, seen = self._canvas.palette_, self._scale(), self._canvas.seen
        painter.fillRect(self.rect(), QColor(palette.panel))
        painter.drawPixmap(0, 0, self._shown)
        painter.setPen(QPen(QColor(palette.line), 2))
        painter.drawRect(self.rect())
        painter.setPen(QPen(QColor(palette.focus), 2))
        at = QPointF((seen.x - self._area.x) * scale, (seen.y - self._area.y) * scale)
        painter.drawRect(QRectF(at.x(), at.y(), seen.w * scale, seen.h * scale).intersected(QRectF(self.rect())))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        at, scale = event.position(), self._scale()
        self._canvas.centerOn(self._area.x + at.x() / scale, self._area.y + at.y() / scale)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() == QEvent.Type.Resize:
            self._moved()
        return super().eventFilter(watched, event)
