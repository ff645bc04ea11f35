"""Reading a library with sqlite3 alone: what the start of the program needs, before anything else is imported."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from crosslane.model.diff import Diff
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import record_from
from crosslane.storage.rows import (
    APPLICATION_ID,
    VERSION,
    Bodies,
    JournalRow,
    back,
    combined,
    diff_from,
    digest,
    forward,
)
from crosslane.turns import Turns, at_once

UNDO_ROWS = 400
# So many records are read in one turn.
PORTION = 250
_MAGIC = b"SQLite format 3\x00"
_JOURNAL = "select seq, at, author, label, origin, gesture, undoes, why, changes, sha256 from journal where map = ?"
RawRow = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """A map of the library as it was left: its records, the end of its journal, and what undo may go back over.

    `remarks` are sentences for the user about damage that was found; with `mended`, the records are from the journal.
    """

    id: str
    map: Map
    seq: int
    rows: tuple[JournalRow, ...]
    session: dict[str, Any]
    remarks: tuple[str, ...] = ()
    mended: bool = False


def check_header(path: Path) -> None:
    """Raise Problem unless the file begins like a library that this version of the program can read."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise Problem(f"The library {path} is not there: check the name and the folder.") from None
    except OSError as error:
        raise Problem(f"The library {path} cannot be opened ({error.strerror}): check that you may read it.") from None
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise Problem(
            f"{path} is no library of Crosslane, or it is damaged at its beginning: choose another file or a backup."
        )
    _check_numbers(path, int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big"))


def _check_numbers(path: Path, application: int, version: int) -> None:
    if application != APPLICATION_ID:
        raise Problem(f"{path} belongs to another program, it is no library of Crosslane: choose another file.")
    if version > VERSION:
        raise Problem(
            f"The library {path} has version {version}, this Crosslane reads up to {VERSION}: update the program."
        )


def connect_reading(path: Path) -> sqlite3.Connection:
    """Open a library for reading; what a crash left half written is rolled back first. Raises Problem."""
    check_header(path)
    for mode in ("rw", "ro"):
        # Rolling back needs to write, so "rw" comes first; a folder that may not be written to is read as it is.
        with suppress(sqlite3.OperationalError), ExitStack() as undone:
            db = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=5, isolation_level=None)
            undone.callback(db.close)
            try:
                db.execute("pragma query_only = on")
                db.execute("select count(*) from map").fetchone()
            except sqlite3.OperationalError:
                raise
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                raise damaged(path, error) from None
            undone.pop_all()
            return db
    raise damaged(path, "its tables cannot be read")


def damaged(path: Path, error: object) -> Problem:
    """Return the sentence about a library that cannot be read."""
    said = " ".join(ascii(str(error))[1:-1].split())
    return Problem(f"The library {path} is damaged ({said}): restore a backup with `crosslane library restore`.")


def last_open(path: Path) -> Opened | None:
    """Return the map that was open last, or None when the library holds none; raises Problem."""
    return at_once(reading(path))


def reading(path: Path) -> Turns[Opened | None]:
    """Read the map that was open last in turns of some milliseconds: a large map takes many frames. Raises Problem."""
    with closing(connect_reading(path)) as db:
        try:
            row = db.execute(
                "select id from map where trashed is null order by opened desc, rowid desc limit 1"
            ).fetchone()
            return (yield from _reading(db, row[0])) if row else None
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise damaged(path, error) from None


def read_session(db: sqlite3.Connection, map_id: str = "") -> dict[str, Any]:
    """Return what the window looked like: of one map, or, without one, of the window itself."""
    rows = db.execute("select key, value from session where map = ?", [map_id])
    facts = {}
    for key, value in rows:
        # What the window looked like is no reason not to open it.
        with suppress(ValueError):
            facts[key] = json.loads(value)
    return facts


def read_map(db: sqlite3.Connection, map_id: str) -> Opened:
    """Return one map; records that are damaged are taken from the journal, with a remark. Raises Problem."""
    return at_once(_reading(db, map_id))


def _reading(db: sqlite3.Connection, map_id: str) -> Turns[Opened]:
    found = db.execute("select title, seq, sum from map where id = ?", [map_id]).fetchone()
    if found is None:
        raise Problem(f"There is no map {map_id!r} in this library: `crosslane list` shows those that are.")
    title, seq, total = found
    last: int = db.execute("select max(seq) from journal where map = ?", [map_id]).fetchone()[0] or 0
    remarks = []
    bodies = yield from _present(db, map_id, total)
    if mended := bodies is None:
        bodies = state_at(db, map_id, last)
        remarks.append(f"Part of the map {title!r} was damaged on disk; it was put together again from its journal.")
    rows = _undo_rows(db, map_id, bodies) if last == seq else ()
    if last != seq:
        remarks.append(
            f"The end of the journal of {title!r} is damaged; undo begins anew. See `crosslane library check`."
        )
    records = []
    for portion in _portions(bodies.values()):
        records += [record_from(body) for body in portion]
        yield
    map_ = Map.of(records)
    return Opened(map_id, map_, max(seq, last), rows, read_session(db, map_id), tuple(remarks), mended)


def _portions(many: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(many)
    while portion := list(islice(rest, PORTION)):
        yield portion


def _present(db: sqlite3.Connection, map_id: str, total: str) -> Turns[Bodies | None]:
    """Return the bodies of today, or None when one of them is missing or not what was written."""
    rows = db.execute("select kind, id, body, sha256 from record where map = ?", [map_id]).fetchall()
    if combined(*(row[3] for row in rows)) != total:
        return None
    bodies: Bodies = {}
    for portion in _portions(rows):
        if any(digest(map_id, kind, id_, body) != sha256 for kind, id_, body, sha256 in portion):
            return None
        bodies |= {id_: json.loads(body) for _, id_, body, _ in portion}
        yield
    return bodies


def state_at(db: sqlite3.Connection, map_id: str, seq: int) -> Bodies:
    """Return the bodies by id as they were after the edit `seq`, replayed from the journal; raises Problem."""
    bodies: Bodies = {}
    for row in trusted(db.execute(f"{_JOURNAL} and seq <= ? order by seq", [map_id, seq]), map_id):
        forward(bodies, json.loads(row[8]))
    return bodies


def trusted(rows: Iterable[RawRow], map_id: str, before: str = "") -> Iterable[RawRow]:
    """Pass on the rows of a journal as long as each is what was written after the one before; else raise Problem."""
    for row in rows:
        if row_digest(before, map_id, row) != row[9]:
            raise Problem(
                f"The journal of the map {map_id!r} is damaged at entry {row[0]}: restore a backup of the library."
            )
        before = row[9]
        yield row


def row_digest(before: str, map_id: str, row: RawRow) -> str:
    """Return the digest of a journal row, chained to the digest of the one before."""
    return digest(before, map_id, *row[:9])


def read_journal(db: sqlite3.Connection, map_id: str) -> Iterable[RawRow]:
    """Return all rows of a journal, oldest first: seq, at, author, label, origin, gesture, undoes, why, changes, sha."""
    return db.execute(f"{_JOURNAL} order by seq", [map_id])


def _undo_rows(db: sqlite3.Connection, map_id: str, bodies: Bodies) -> tuple[JournalRow, ...]:
    """Walk the journal backwards from today's bodies, so that each row's whole records are known without a replay."""
    after, rows = dict(bodies), []
    newest_first = db.execute(f"{_JOURNAL} order by seq desc limit ?", [map_id, UNDO_ROWS + 1]).fetchall()
    earlier = [*(row[9] for row in newest_first[1:]), ""]
    for row, chained_to in list(zip(newest_first, earlier, strict=True))[:UNDO_ROWS]:
        if row[4] == "baseline" or row_digest(chained_to, map_id, row) != row[9]:
            break
        changes = json.loads(row[8])
        before = dict(after)
        back(before, changes)
        rows.append(_journal_row(row, diff_from(before, after, changes)))
        after = before
    return tuple(reversed(rows))


def _journal_row(row: RawRow, diff: Diff) -> JournalRow:
    seq, at, author, label, origin, gesture, undoes, why = row[:8]
    return JournalRow(seq, at, author, label, origin, gesture, undoes, why, diff)
