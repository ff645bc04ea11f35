"""One window for one library: a second start asks the window that has it to come to the front, and ends.

It asks by a small file beside the library, so that no port is opened and nothing leaves the folder. Needs the standard
library alone: it is asked before anything is shown.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

PATIENCE, PAUSE = 4.0, 0.02


def is_taken(library: Path) -> bool:
    """Say whether a window has the library at this path; False where the system cannot tell."""
    try:
        # There is none on Windows: there the second window finds out later, and only looks.
        import fcntl  # noqa: PLC0415  (see above)

        with library.with_name(f"{library.name}.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (OSError, ImportError):
        return False
    return False


def place_of(library: Path) -> Path:
    """Return where those who knock leave their wish."""
    return library.with_name(f"{library.name}.knock")


def knock(library: Path, wish: str, patience: float = PATIENCE) -> bool:
    """Ask the window that has the library to come to the front and open `wish`, a file or a name, if it is not empty.

    Returns whether it answered within `patience` seconds; the wish is taken back where nobody did.
    """
    place = place_of(library)
    draft = place.with_name(f"{place.name}-{os.getpid()}")
    try:
        draft.write_text(wish, "utf-8")
        draft.replace(place)
    except OSError:
        return False
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if not place.exists():
            return True
        time.sleep(PAUSE)
    try:
        place.unlink()
    except FileNotFoundError:
        return True
    return False


def answer(library: Path) -> str | None:
    """Take the wish of somebody who knocks, if anybody does; "" asks for no map."""
    place = place_of(library)
    wish = None
    with suppress(OSError, UnicodeDecodeError):
        wish = place.read_text("utf-8")
        place.unlink()
    return wish
