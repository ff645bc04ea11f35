"""Presenting: full screen, the flow step by step, with a clock that counts working and waiting. Made for clickers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from crosslane.analysis.story import Frame, clock, tell
from crosslane.editor import Editor
from crosslane.ui.text import plain_label

_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)
_OUT = (Qt.Key.Key_Escape, Qt.Key.Key_F5)


class Presentation(QFrame):
    """The row over the canvas while presenting, and the keys that go on, back and out."""

    def __init__(self, canvas: QWidget, ended: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("room-top")
        self._canvas, self._ended = canvas, ended
        self._editor: Editor | None = None
        self.frames: tuple[Frame, ...] = ()
        self.at = 0
        self.said: QLabel = plain_label("", "room-question")
        self.clock: QLabel = plain_label("", "room-title")
        self.place: QLabel = plain_label("", "room-soft")
        self.clock.setWordWrap(False)
        self.place.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(32)
        row.addWidget(self.said, 1)
        row.addWidget(self.clock)
        row.addWidget(self.place)
        self.setMinimumHeight(88)
        self.hide()

    @property
    def running(self) -> bool:
        """Say whether somebody presents."""
        return self._editor is not None

    def begin(self, editor: Editor) -> None:
        """Tell the map's story from its title on."""
        self._editor = editor
        self.frames, self.at = tell(editor.map, editor.figures, editor.strip), 0
        self._canvas.installEventFilter(self)
        self.show()
        self._show()

    def end(self) -> None:
        """Stop; the window takes back its own look."""
        if self.running:
            self._canvas.removeEventFilter(self)
            self._editor = None
            self.hide()
            self._ended()

    def go(self, by: int) -> None:
        """Go on or back by so many moments."""
        self.at = max(0, min(len(self.frames) - 1, self.at + by))
        self._show()

    def _show(self) -> None:
        if self._editor is None:
            return
        frame = self.frames[self.at]
        self._editor.select([frame.on] if frame.on else [])
        self.said.setText(frame.sentence)
        self.clock.setText(clock(frame, self._editor.map.head.calendar))
        self.place.setText(f"{self.at + 1} of {len(self.frames)}")
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, frame.sentence))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            known = event.key() in (*_ON, *_BACK, *_OUT, Qt.Key.Key_Home, Qt.Key.Key_End)
            if known and event.type() == QEvent.Type.KeyPress:
                self._turn(event.key())
            elif known:
                event.accept()
            return known
        return super().eventFilter(watched, event)

    def _turn(self, key: int) -> None:
        if key in _OUT:
            self.end()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go(-len(self.frames) if key == Qt.Key.Key_Home else len(self.frames))
        else:
            self.go(1 if key in _ON else -1)
