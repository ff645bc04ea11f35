"""One look at a library before anything else is imported: which map was open last, and whether it is what it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

_LAST = "select id, sum from map where trashed is null order by opened desc, rowid desc limit 1"


def last_state(path: Path) -> str:
    """Return a text that is another one as soon as any record of the map that was open last is.

    "" when the library holds no map, "?" when in doubt.
    Nothing is mended or judged here; whoever opens the library for good does that.
    """
    with suppress(sqlite3.Error, UnicodeDecodeError, OSError, ValueError):
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.1)) as db:
            found = db.execute(_LAST).fetchone()
        return ":".join(map(str, found)) if found else ""
    return "?"
