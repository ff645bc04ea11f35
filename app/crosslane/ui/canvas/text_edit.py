"""Text edited where it stands: Enter and Esc keep it, Shift+Enter breaks the line; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crosslane.editor import Editor
from crosslane.model.map import Map
from crosslane.model.records import Step
from crosslane.paint.fonts import font

Done = Callable[[str, str], object]
LEAST_W, LEAST_H = 140, 56
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


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
        self.commit()
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

    def commit(self) -> str:
        """Keep the text, and close; returns the id of what still has no text, or nothing."""
        if self._done is None:
            return ""
        done, self._done = self._done, None
        text = self.toPlainText().strip()
        self.hide()
        self._canvas.setFocus()
        if text != self._before:
            done(self._id, text)
        return "" if text else self._id

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_left_alone(event):
            event.ignore()
            return False
        return super().event(event)

    def _is_left_alone(self, event: QKeyEvent) -> bool:
        """Say whether a key means the map: nothing has been typed yet that it could move in or take back."""
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        on_map = event.matches(QKeySequence.StandardKey.Undo) or (bool(held) and event.key() in _ARROWS)
        return on_map and self.document().isEmpty() and not self.document().isUndoAvailable()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or event.key() == Qt.Key.Key_Escape:
            self.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  (Qt's name)
        super().focusOutEvent(event)
        self.commit()


def awaits_name(editor: Editor, before: Map, unnamed: str = "") -> bool:
    """Say whether the one step selected has no name yet and is new since `before`, or was being named as `unnamed`."""
    chosen = editor.map.get(editor.selection[0]) if len(editor.selection) == 1 else None
    return isinstance(chosen, Step) and not chosen.name and (chosen.id == unnamed or chosen.id not in before)
