"""Text edited where it stands: Enter keeps it, Shift+Enter breaks the line, Esc gives it back; it is never lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crosslane.paint.fonts import font

Done = Callable[[str, str], None]


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

    def open(self, id_: str, text: str, at: QPoint, width: float, size: float, done: Done) -> None:
        """Begin to edit a text at a place; `done` gets the id and the text when it is kept."""
        self._id, self._before, self._done = id_, text, done
        self.setFont(font(max(13.0, round(size)), 600))
        self.setPlainText(text)
        self.selectAll()
        self.setGeometry(at.x() - 4, at.y() - 2, max(140, round(width) + 8), max(56, round(size * 4)))
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
        if text != self._before:
            done(self._id, text)
        self._canvas.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._before)
            self.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  (Qt's name)
        super().focusOutEvent(event)
        self.commit()
