"""Finding: places on the map, actions by their words, keys; and what the program says about itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from crosslane import __version__
from crosslane.actions import ACTIONS, GESTURES, MISSING
from crosslane.analysis.where import describe
from crosslane.settings import places
from crosslane.ui.dialogs.choose import Choice, Choose
from crosslane.ui.first_run import SHORT_WORKSHOP
from crosslane.ui.window import Window

ABOUT = (
    f"Crosslane {__version__}\n\nEverything stays on this computer: no network, no account, no telemetry.\n\n"
    "MIT licence. Built with Qt for Python (LGPL), pydantic, networkx, NumPy, sqlite-utils, platformdirs, filelock, "
    "defusedxml, pypdf; the font is Inter (OFL), the icons are Lucide (ISC)."
)


def bind_help(window: Window) -> None:
    """Give the window the actions that find and explain."""
    handlers: dict[str, Callable[[], object]] = {
        "find": partial(find, window),
        "palette": partial(show_palette, window),
        "shortcuts": partial(show_keys, window),
        "log": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(places().state))),
        "about": partial(tell, window.shell, "About Crosslane", ABOUT),
        "workshop": partial(tell, window.shell, "A workshop in ten minutes", SHORT_WORKSHOP.replace(". ", ".\n\n")),
    }
    for id_, do in handlers.items():
        window.bind(id_, do)


def find(window: Window) -> None:
    """Go to a lane, a step or a flow by a word of it, or to a handoff by its number."""
    choices = _places(window, "")
    Choose("Find on this map", choices, window.shell, empty="Nothing on this map has these words.").exec()
    window.canvas.setFocus()


def _places(window: Window, hint: str) -> list[Choice]:
    editor = window.editor
    records = (*editor.map.lanes, *editor.map.steps, *editor.map.drawn_flows)
    return [
        Choice(describe(editor.map, editor.figures, record.id), hint, partial(editor.select, [record.id]))
        for record in records
    ]


def show_palette(window: Window) -> None:
    """Do anything, or go anywhere on the map, by typing a part of its words."""
    choices = [
        Choice(a.words, ", ".join(a.keys), partial(window.do, a.id)) for a in window.listed() if a.id != "palette"
    ]
    choices += _places(window, "on this map")
    # What cannot be done now is found all the same, and says what it waits for.
    choices += [
        Choice(a.words, "not now", partial(window.say, f"{a.words}: {MISSING[a.id][:1].lower()}{MISSING[a.id][1:]}"))
        for a in ACTIONS
        if a.id in MISSING and not a.enabled(window.editor)
    ]
    empty = "Neither an action nor anything on this map has these words."
    Choose("Find or do anything", choices, window.shell, empty=empty).exec()


def show_keys(window: Window) -> None:
    """Show all keys and gestures; choosing one does it."""
    choices = [Choice(a.words, ", ".join(a.keys), partial(window.do, a.id)) for a in ACTIONS if a.keys]
    choices += [Choice(words, hand, lambda: None) for words, hand in GESTURES]
    Choose("Keys and gestures", choices, window.shell).exec()


def tell(parent: QWidget, title: str, text: str) -> None:
    """Show a text in a box of its own."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(box.textFormat().PlainText)
    box.setText(text)
    box.exec()
