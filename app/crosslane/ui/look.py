"""How the window looked last time: its place, its columns, its colours. A broken or missing note of it is no note."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QCoreApplication, QJsonDocument
from PySide6.QtGui import QGuiApplication

from crosslane.ui.shell import Shell

NAME = "window.json"
_DESKTOP = "crosslane_desktop_is_dark"
# Of Qt's lightness from 0 to 255.
_MIDDLE = 128
# Pixels; a column that is wider was noted by nobody.
_WIDEST = 100_000


class Look(NamedTuple):
    """`geometry` as Qt writes it, in base64; `dark` is None while the desktop's choice is followed."""

    geometry: str = ""
    columns: tuple[int, ...] = ()
    dark: bool | None = None


# Qt reads and writes the note: Python's json is not there yet, and takes longer to load than the chrome to lay out.
def read_look(folder: Path) -> Look:
    """Return what was noted in a folder."""
    try:
        noted = QJsonDocument.fromJson(QByteArray((folder / NAME).read_bytes())).toVariant()
        look = Look(**{key: value for key, value in noted.items() if key in Look._fields})
        look = look._replace(columns=tuple(look.columns))
        whole = isinstance(look.geometry, str) and look.dark in (None, True, False)
        return look if whole and all(isinstance(size, int) and 0 < size < _WIDEST for size in look.columns) else Look()
    except (OSError, ValueError, AttributeError, TypeError):
        return Look()


def write_look(folder: Path, look: Look) -> None:
    """Note a look; a folder that cannot be written to is no reason not to close."""
    noted = {**look._asdict(), "columns": list(look.columns)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_bytes(QJsonDocument.fromVariant(noted).toJson().data())
    except OSError:
        return


def look_of(shell: Shell, dark: bool | None) -> Look:
    """Return the look of a window as it is now."""
    geometry = bytes(shell.saveGeometry().toBase64().data()).decode()
    return Look(geometry, tuple(shell.column_sizes()) if not shell.tabs.isHidden() else (), dark)


def take_look(shell: Shell, look: Look) -> None:
    """Give a window its look back; Qt keeps it on a screen that is there."""
    if look.geometry:
        shell.restoreGeometry(QByteArray.fromBase64(look.geometry.encode()))
    if len(look.columns) == shell.columns.count():
        shell.set_columns(list(look.columns))


def is_dark(look: Look) -> bool:
    """Say whether the window is to be dark: as chosen, else as the desktop is."""
    return look.dark if look.dark is not None else _is_desktop_dark()


def _is_desktop_dark() -> bool:
    """Say what the desktop's palette was before it became ours; the first question is asked early enough.

    Its colour scheme says the same, but brings all of Qt's enumerations along before the first paint.
    """
    application = QCoreApplication.instance()
    noted = application.property(_DESKTOP) if application else None
    if noted is None:
        noted = QGuiApplication.palette().window().color().lightness() < _MIDDLE
        if application:
            application.setProperty(_DESKTOP, noted)
    return bool(noted)
