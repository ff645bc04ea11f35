"""One calm sentence over the canvas; where something is to be decided, with its answers as buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crosslane.ui.text import button, mark, plain_label

Answer = tuple[str, Callable[[], object]]
FADES_MS = 7000
WIDEST = 760
_OURS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Space)


class MessageBar(QFrame):
    """Stands at the foot of its parent. A message fades, a problem stays until the next edit, a question until answered.

    `gone` is emitted when what was shown is taken away.
    """

    gone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.label: QLabel = plain_label("", "message-words")
        self._over = parent
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 10, 12, 10)
        self._row.setSpacing(8)
        self._row.addWidget(self.label, 1)
        self._buttons: list[QPushButton] = []
        self._refuse: Callable[[], object] | None = None
        self._is_problem = False
        self._timer = QTimer(self, singleShot=True, interval=FADES_MS)
        self._timer.timeout.connect(self.clear)
        parent.installEventFilter(self)
        self.hide()

    @property
    def asks(self) -> bool:
        """Say whether a question waits for its answer."""
        return bool(self._buttons)

    def say(self, text: str, *, problem: bool = False) -> None:
        """Show one sentence; an empty one takes away what is shown."""
        self.clear()
        if text:
            self._is_problem = problem
            self._show(text)
            if not problem:
                self._timer.start(FADES_MS)

    def ask(self, text: str, answers: Sequence[Answer], *, quiet: bool = False) -> None:
        """Show a sentence with its answers; the first has the keyboard, the last is what Esc means.

        A quiet question takes the keyboard from nobody and fades; then, and on Esc, its first answer counts.
        """
        self.clear()
        self._refuse = answers[0 if quiet else -1][1]
        for at, (words, do) in enumerate(answers):
            made = button(words, partial(self._answer, do), "primary" if at == 0 else "")
            self._buttons.append(made)
            made.installEventFilter(self)
            self._row.addWidget(made)
        self._show(text)
        self.setFocusProxy(self._buttons[0])
        if quiet:
            self._timer.start(2 * FADES_MS)
        else:
            self._buttons[0].setFocus()

    def enlarge(self, large: bool) -> None:
        """Use letters that a room can read, or those of a desk."""
        mark("room", large, self, self.label)
        if self.isVisible():
            self._place()

    def edited(self) -> None:
        """An edit was finished: a problem is no longer what matters."""
        if self._is_problem:
            self.clear()

    def clear(self) -> None:
        """Take away what is shown."""
        self._timer.stop()
        if any(made.hasFocus() for made in self._buttons):
            # Left to Qt, the keyboard goes to whatever comes next in the window.
            self._over.setFocus()
        for made in self._buttons:
            self._row.removeWidget(made)
            made.deleteLater()
        self._buttons, self._refuse, self._is_problem = [], None, False
        shown = not self.isHidden()
        self.hide()
        if shown:
            self.gone.emit()

    def refuse(self) -> bool:
        """Answer what is asked with its last answer; returns whether anything was asked."""
        refuse = self._refuse
        if refuse is not None:
            self._answer(refuse)
        return refuse is not None

    def _answer(self, do: Callable[[], object]) -> None:
        self.clear()
        self._over.setFocus()
        do()

    def _show(self, text: str) -> None:
        self.label.setText(text)
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _place(self) -> None:
        parent = self._over
        room = max(200, min(WIDEST, parent.width() - 48))
        beside = sum(made.sizeHint().width() + 8 for made in self._buttons) + 40
        words = self.label.fontMetrics().horizontalAdvance(self.label.text()) + 8
        width = min(room, words + beside)
        tall = max(44, self._row.heightForWidth(width))
        self.setGeometry((parent.width() - width) // 2, parent.height() - tall - 20, width, tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() == QEvent.Type.Resize and watched is self._over and self.isVisible():
            self._place()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(watched, QPushButton):
            return self.event(event)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        # Enter and Esc answer what is asked here; on the canvas below they are keys of their own.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OURS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.refuse()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._buttons:
            focused = next((made for made in self._buttons if made.hasFocus()), self._buttons[0])
            focused.click()
        else:
            super().keyPressEvent(event)
