"""One slow breath around a place of the canvas, to say: look here. It comes once and takes no clicks."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from crosslane.ui.canvas.view import Canvas

BREATH_MS = 2400
REACH = 14


class Breath(QWidget):
    """A ring that widens around an element of the picture and fades; gone when it is over or the view moves."""

    def __init__(self, canvas: Canvas, id_: str, color: str) -> None:
        super().__init__(canvas.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._color = QColor(color)
        self._share = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(BREATH_MS)
        for at, share in ((0.0, 0.0), (0.5, 1.0), (1.0, 0.0)):
            self._animation.setKeyValueAt(at, share)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._animation.valueChanged.connect(self._to)
        self._animation.finished.connect(self._end)
        canvas.moved.connect(self._end)
        place = canvas.place_of(id_)
        pill = canvas.picture.get("pills", id_)
        if place is None or not may_move():
            self._end()
            return
        around = canvas.mapFromScene(QRectF(*(pill.bounds if pill else place))).boundingRect()
        self.setGeometry(around.adjusted(-REACH, -REACH, REACH, REACH))
        self.show()
        self._animation.start()

    def _to(self, share: float) -> None:
        self._share = share
        self.update()

    def _end(self) -> None:
        self._animation.stop()
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        out = REACH * (1 - self._share) + 2
        self._color.setAlphaF(self._share * 0.8)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, 3))
        ring = QRectF(self.rect()).adjusted(out, out, -out, -out)
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)


def may_move() -> bool:
    """Say whether the desktop wants things to move at all."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
