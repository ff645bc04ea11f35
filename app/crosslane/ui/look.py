"""How the window looked last time: its place, its columns, its colours. A broken or missing note of it is no note."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication

from crosslane.ui.shell import Shell

NAME = "window.json"


@dataclass(frozen=True)
class Look:
    """`geometry` as Qt writes it, in base64; `dark` is None while the desktop's choice is followed."""

    geometry: str = ""
    columns: tuple[int, ...] = ()
    dark: bool | None = None


def read_look(folder: Path) -> Look:
    """Return what was noted in a folder."""
    try:
        noted = json.loads((folder / NAME).read_text(encoding="utf-8"))
        known = {field.name for field in fields(Look)}
        look = Look(**{key: value for key, value in noted.items() if key in known})
        whole = isinstance(look.geometry, str) and look.dark in (None, True, False)
        return look if whole and all(isinstance(size, int) for size in look.columns) else Look()
    except (OSError, ValueError, AttributeError, TypeError):
        return Look()


def write_look(folder: Path, look: Look) -> None:
    """Note a look; a folder that cannot be written to is no reason not to close."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(json.dumps(asdict(look)), encoding="utf-8")
    except OSError:
        return


def look_of(shell: Shell, dark: bool | None) -> Look:
    """Return the look of a window as it is now."""
    geometry = bytes(shell.saveGeometry().toBase64().data()).decode()
    return Look(geometry, tuple(shell.columns.sizes()) if not shell.tabs.isHidden() else (), dark)


def take_look(shell: Shell, look: Look) -> None:
    """Give a window its look back; Qt keeps it on a screen that is there."""
    if look.geometry:
        shell.restoreGeometry(QByteArray.fromBase64(look.geometry.encode()))
    if len(look.columns) == shell.columns.count() and all(size > 0 for size in look.columns):
        shell.columns.setSizes(list(look.columns))


def is_dark(look: Look) -> bool:
    """Say whether the window is to be dark: as chosen, else as the desktop is."""
    if look.dark is not None:
        return look.dark
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
