"""The whole map as text, one line a handoff, in sync both ways: a line that is left is taken over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crosslane.editor import Editor, Topic
from crosslane.model.scribe.lines import lines, told_lines
from crosslane.model.scribe.rereading import Rereading, changes_told, reread
from crosslane.ui.text import button, plain_label

REST_MS = 250
HOW = "A changed name renames, a new line adds, a line taken out removes. A line is taken over when you leave it; Ctrl+Z on the map takes it back."


class TextView(QWidget):
    """Nothing changes while a line is being typed; below stands what will."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("lines")
        self.edit.setAccessibleName("The map as text")
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText("Dev: write code > Ops: deploy | wait 3d, ok 6/10")
        self.said = plain_label("", "soft")
        self.take = button("Take over", self.take_over, "primary", "Ctrl+Enter")
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 6)
        box.setSpacing(8)
        box.addWidget(self.edit, 1)
        box.addLayout(foot)
        self._known = ""
        self._line = 0
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._tell)
        self.edit.textChanged.connect(self._rest.start)
        self.edit.cursorPositionChanged.connect(self._moved)
        self.edit.installEventFilter(self)
        self._write()
        self._forget = editor.subscribe(self._on_topic)

    def stop(self) -> None:
        """Take over what is typed and hear no more of the map."""
        self.take_over()
        self._forget()

    @property
    def is_changed(self) -> bool:
        """Say whether something is typed that the map does not say yet."""
        return self.edit.toPlainText() != self._known

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map" and not self.is_changed:
            self._write()
        elif topic == "selection" and not self.edit.hasFocus():
            self._go_to_selected()

    def _write(self) -> None:
        """Show the map as it is; the cursor stays in its line."""
        text = "\n".join(lines(self.editor.map))
        if text != self.edit.toPlainText():
            cursor = self.edit.textCursor()
            line, column = cursor.blockNumber(), cursor.positionInBlock()
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
            self._put_cursor(line, column)
        self._known = text
        self._tell()

    def _put_cursor(self, line: int, column: int) -> None:
        block = self.edit.document().findBlockByNumber(min(line, self.edit.document().blockCount() - 1))
        cursor = QTextCursor(block)
        cursor.movePosition(
            QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, min(column, max(0, block.length() - 1))
        )
        self.edit.setTextCursor(cursor)

    def _go_to_selected(self) -> None:
        for at, told in enumerate(told_lines(self.editor.map)):
            if self.editor.selection and self.editor.selection[0] in (
                told.flow,
                told.lane,
                *(() if told.flow else told.steps),
            ):
                self._put_cursor(at, 0)
                return

    def _moved(self) -> None:
        """The cursor is somewhere else: a line that was left is taken over, and what the new one tells is selected."""
        line = self.edit.textCursor().blockNumber()
        if line == self._line:
            return
        self._line = line
        if self.is_changed:
            self.take_over()
        elif self.edit.hasFocus():
            told = told_lines(self.editor.map)
            if line < len(told):
                self.editor.select([told[line].flow or told[line].lane or next(iter(told[line].steps), "")])

    def take_over(self) -> None:
        """Change the map to what the text says; lines that make no sense stay as they were typed, with the reason."""
        if not self.is_changed:
            return
        found = reread(self.editor.map, self.edit.toPlainText())
        typed = self.edit.toPlainText()
        if found.diff:
            self.editor.commit(found.diff, "Edit as text")
        if found.problems:
            self._known = "" if typed else "\n".join(lines(self.editor.map))
            self._show(found)
        else:
            self._known = typed
            self._write()

    def _tell(self) -> None:
        self._show(reread(self.editor.map, self.edit.toPlainText()) if self.is_changed else Rereading({}))

    def _show(self, found: Rereading) -> None:
        told = [f"Line {at + 1}: {why}" for at, why in found.problems]
        told += changes_told(self.editor.map, found.diff)
        self.said.setText("\n".join(told) or HOW)
        self.said.setObjectName("problem" if found.problems else "soft")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.take.setEnabled(bool(found.diff))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self.take_over()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.take_over()
                return True
        return super().eventFilter(watched, event)
