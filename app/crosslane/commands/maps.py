"""Where a command's map comes from, and where a result goes."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crosslane.exchange.embedded import open_any
from crosslane.exchange.mapfile import SUFFIX, replace_file
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.settings import library_path

_FILES = {SUFFIX, ".svg", ".png", ".pdf"}


def open_map(name: str, library: Path | None = None) -> Map:
    """Return the map of a file, else of that title or id in the library; raises Problem when there is none."""
    path = Path(name)
    if path.exists() or path.suffix.lower() in _FILES or len(path.parts) > 1:
        return open_any(path)
    found = _in_library(name, library or library_path())
    if found is not None:
        return found
    raise Problem(f"There is no file and no map in the library called {name!r}: see crosslane list.")


def is_map(name: str, library: Path | None = None) -> bool:
    """Say whether a file, or a map of the library, has that name; a library that cannot be read may hold it."""
    try:
        return Path(name).exists() or _in_library(name, library or library_path()) is not None
    except Problem:
        return True


def library_of(options: Namespace) -> Path | None:
    """Return the library that the options name, or None for the usual one."""
    return Path(options.library) if options.library else None


def library_read(options: Namespace) -> Path | None:
    """Return the library that the options name, to read from; raises Problem when it is not there."""
    named = library_of(options)
    if named is not None and not named.is_file():
        raise Problem(f"There is no library at {named}: check the path after --library.")
    return named


def _in_library(name: str, place: Path) -> Map | None:
    if not place.exists():
        return None
    # The library brings sqlite-utils and NumPy along: a map in a file is shown without them.
    from crosslane.storage.library import open_library  # noqa: PLC0415  (see above)

    library = open_library(place, read_only=True)
    try:
        entry = library.find(name)
        return library.open_map(entry.id).map if entry else None
    finally:
        library.close()


def put_out(text: str, output: str | None) -> None:
    """Print a text, or write it to a file."""
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    replace_file(Path(output), text.encode())


def as_json(value: Any) -> str:
    """Return JSON as people and programs read it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


@contextmanager
def painting() -> Iterator[None]:
    """Have Qt ready for pixels and PDF, without a display."""
    # Whatever the windows of this computer use: there may be no screen for it.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Qt is loaded for pixels and PDF alone: every other command starts without it.
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  (see above)

    application = QGuiApplication.instance() or QGuiApplication([])
    yield
    del application
