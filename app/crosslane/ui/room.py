"""What stands over the canvas in Room view: the title, one question, and the time that is left."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from crosslane.ui.text import Clipped, button, mark

QUESTION = "Which handoff do we look at first?"
MINUTES = 8


class Countdown:
    """Minutes that run down; who shows them says how."""

    def __init__(self, minutes: int = MINUTES) -> None:
        """Begin with so many minutes, standing still."""
        self.minutes = minutes
        self.left = minutes * 60
        self.running = False

    def toggle(self) -> None:
        """Start, or stand still; one that has run out starts anew."""
        if self.left <= 0:
            self.left = self.minutes * 60
        self.running = not self.running

    def change(self, minutes: int) -> None:
        """Give it more minutes, or fewer; at least one."""
        self.left = max(60, (round(self.left / 60) + minutes) * 60)
        if not self.running:
            self.minutes = self.left // 60

    def tick(self, seconds: int = 1) -> None:
        """Let so many seconds pass."""
        if self.running:
            self.left = max(0, self.left - seconds)
            self.running = self.left > 0

    def words(self) -> str:
        """Return what is left as the room reads it: whole minutes, seconds only in the last one."""
        if self.left <= 0:
            return "Time"
        return f"{-(-self.left // 60)} min" if self.left > 60 else f"{self.left} s"


class Clock(QFrame):
    """The countdown as a large number: a click starts and stops it, the wheel and the two buttons change it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.countdown = Countdown()
        self.setObjectName("clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.less = button("-", lambda: self._change(-1), "room-small", "One minute less")
        self.more = button("+", lambda: self._change(1), "room-small", "One minute more")
        self.face = button("", self._toggle, "room-clock", "Start or stop the time")
        for part in (self.less, self.face, self.more):
            row.addWidget(part)
        self.less.setAccessibleName("One minute less")
        self.more.setAccessibleName("One minute more")
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._show()

    def _toggle(self) -> None:
        self.countdown.toggle()
        self._timer.start() if self.countdown.running else self._timer.stop()
        self._show()

    def _change(self, minutes: int) -> None:
        self.countdown.change(minutes)
        self._show()

    def _tick(self) -> None:
        self.countdown.tick()
        if not self.countdown.running:
            self._timer.stop()
        self._show()

    def _show(self) -> None:
        words = self.countdown.words()
        self.face.setText(words)
        self.face.setAccessibleName(f"{words}. {'Stop' if self.countdown.running else 'Start'} the time")

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  (Qt's name)
        self._change(1 if event.angleDelta().y() > 0 else -1)
        event.accept()


class RoomTop(QFrame):
    """Title, question and clock in one row; the question is typed over where it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("room-top")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 20, 8)
        row.setSpacing(24)
        self.title: QLabel = Clipped("room-title")
        self.question = QLineEdit(QUESTION)
        self.question.setObjectName("room-question")
        self.question.setAccessibleName("The question of the moment")
        self.question.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.question.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.clock = Clock()
        # As much beside the question on its left as on its right keeps it in the middle.
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.title, 1)
        row.addWidget(self.question, 3)
        row.addWidget(self.clock, 1, Qt.AlignmentFlag.AlignRight)
        self.setMinimumHeight(64)
        self.question.editingFinished.connect(self._kept)

    def _kept(self) -> None:
        if not self.question.text().strip():
            self.question.setText(QUESTION)
        self.question.clearFocus()

    def shrink(self, *, narrow: bool) -> None:
        """Use smaller letters where the room's screen is small."""
        mark("narrow", narrow, self, self.title, self.question, self.clock.face)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self.question.clearFocus()
        super().mousePressEvent(event)
