"""Text edited where it stands: Enter and Esc keep it, Shift+Enter breaks the line; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crosslane.paint.fonts import font

Done = Callable[[str, str], object]
LEAST_W, LEAST_H = 140, 56


class TextEdit(QPlainTextEdit):
    """A small editor over the canvas, for one text at a time."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._id = ""
        self._before = ""
        self._done: Done | None = None
        self.setTabChangesFocus(True)
        self.setAccessibleName("Text")
        self.hide()

    def open(self, id_: str, text: str, at: QPoint, size: tuple[float, float], letters: float, done: Done) -> None:
        """Begin to edit a text over a place of some size; `done` gets the id and the text when it is kept."""
        self._id, self._before, self._done = id_, text, done
        self.setFont(font(max(13.0, round(letters)), 600))
        self.setPlainText(text)
        self.selectAll()
        wide, tall = max(LEAST_W, round(size[0]) + 8), max(LEAST_H, round(size[1]) + 4)
        room = self._canvas.rect()
        x, y = min(at.x() - 4, room.width() - wide - 4), min(at.y() - 2, room.height() - tall - 4)
        self.setGeometry(max(0, x), max(0, y), wide, tall)
        self.show()
        self.raise_()
        self.setFocus()

    def commit(self) -> None:
        """Keep the text, and close."""
        if self._done is None:
            return
        done, self._done = self._done, None
        text = self.toPlainText().strip()
        self.hide()
        self._canvas.setFocus()
        if text != self._before:
            done(self._id, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or event.key() == Qt.Key.Key_Escape:
            self.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  (Qt's name)
        super().focusOutEvent(event)
        self.commit()
