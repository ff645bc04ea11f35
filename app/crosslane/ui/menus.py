"""The actions as menus and keys: made once from the list of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from crosslane.actions import ACTIONS, Action
from crosslane.editor import Editor

# Single characters would be swallowed while somebody types: they belong to the canvas.
_OF_THE_CANVAS = ("scribe", "shortcuts", "fit", "fit_selection", "panels")


class Menus:
    """Menus, context menu and keys of one window."""

    def __init__(
        self, window: QWidget, canvas: QWidget, menus: Mapping[str, QMenu], do: Callable[[str], object]
    ) -> None:
        """Make every action once, list it in its menu, and give its keys to the window or to the canvas."""
        self._made: dict[str, QAction] = {}
        self._groups: dict[str, QMenu] = {}
        for action in ACTIONS:
            made = QAction(action.words, window)
            made.setShortcuts([QKeySequence(keys) for keys in action.keys])
            of_canvas = action.canvas_only or action.id in _OF_THE_CANVAS
            made.setShortcutContext(
                Qt.ShortcutContext.WidgetWithChildrenShortcut if of_canvas else Qt.ShortcutContext.WindowShortcut
            )
            made.triggered.connect(lambda _=False, i=action.id: do(i))
            (canvas if of_canvas else window).addAction(made)
            self._made[action.id] = made
            self._listed(menus[action.menu], action).addAction(made)

    def _listed(self, menu: QMenu, action: Action) -> QMenu:
        """Return the menu that lists an action: its own, or the submenu of its group."""
        if not action.group:
            return menu
        if action.group not in self._groups:
            self._groups[action.group] = menu.addMenu(action.group)
        return self._groups[action.group]

    def enable(self, editor: Editor) -> None:
        """Enable what makes sense now."""
        for action in ACTIONS:
            self._made[action.id].setEnabled(action.enabled(editor))

    def enable_all(self) -> None:
        """Let every key reach its action; whether it makes sense is asked when it is done."""
        for made in self._made.values():
            made.setEnabled(True)

    def context(self, editor: Editor, parent: QWidget) -> QMenu:
        """Return the menu for what is selected: what makes sense there, nothing else."""
        self.enable(editor)
        menu = QMenu(parent)
        for action in ACTIONS:
            if action.context and action.enabled(editor):
                menu.addAction(self._made[action.id])
        return menu

    def allow_letters(self, allowed: bool) -> None:
        """In Room view letters go to the scribe line: keys without Ctrl or Alt are off."""
        for action in ACTIONS:
            made = self._made[action.id]
            keys = [k for k in action.keys if allowed or len(k) > 1]
            made.setShortcuts([QKeySequence(k) for k in keys])
