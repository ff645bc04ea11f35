"""Keys on the canvas that are no actions of their own: arrows, Tab, Esc, the space bar, and plain typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from crosslane.actions import along, nudge, turn, walk
from crosslane.editor import Editor

NEAR, FAR = 8, 64
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Keys:
    """What keys do besides actions: `escape` and `typed` are the canvas's own, `typed` says whether it took the text."""

    escape: Callable[[], object]
    typed: Callable[[str], bool]

    def press(self, editor: Editor, event: QKeyEvent) -> bool:
        """Do what a key means; returns whether it meant anything."""
        if event.key() in _ARROWS:
            return _arrow(editor, event)
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return True
        text = event.text()
        plain = text.isprintable() and text and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(plain) and self.typed(text)


def _arrow(editor: Editor, event: QKeyEvent) -> bool:
    dx, dy = _ARROWS[event.key()]
    held = event.modifiers()
    if held & _ALT and held & _SHIFT and dy:
        turn(editor, dy)
    elif held & _ALT and dx:
        along(editor, dx > 0)
    elif not editor.selection:
        walk(editor, 1 if dx + dy > 0 else -1)
    else:
        far = FAR if held & _SHIFT else NEAR
        # On the map x is along the flow, which runs downwards where lanes are turned.
        along_by, across_by = (dy, dx) if editor.map.head.is_turned else (dx, dy)
        nudge(editor, along_by * far, across_by * far)
    return True


def tab(editor: Editor, event: QKeyEvent) -> bool:
    """Walk to the next or previous element with Tab; returns whether the key was Tab."""
    if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        return False
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    walk(editor, 1 if event.key() == Qt.Key.Key_Tab else -1)
    return True
