"""Writing finished edits: the journal row, the records, the names to search, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from crosslane.model.diff import Diff, puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Note, Record, Step
from crosslane.model.store import Event
from crosslane.storage.read import row_digest
from crosslane.storage.rows import changes_of, combined, dumped, record_row


def now() -> str:
    """Return the present moment as text that sorts by time."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Do everything inside or nothing; the write lock is taken at once, so that two never wait for each other."""
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        # A commit that failed on a full disk has often rolled back already.
        if db.in_transaction:
            db.execute("rollback")
        raise


def write_event(db: sqlite3.Connection, map_id: str, event: Event, author: str, at: str) -> None:
    """Write one finished edit of a map, inside a transaction of the caller."""
    before = db.execute("select sha256 from journal where map = ? order by seq desc limit 1", [map_id]).fetchone()
    fields = (event.seq, at, author, event.label, event.origin, event.gesture, event.undoes, event.why)
    row = (*fields, dumped(changes_of(event.diff)))
    chained = row_digest(before[0] if before else "", map_id, row)
    db.execute(f"insert into journal values ({', '.join('?' * 11)})", [map_id, *row, chained])
    write_records(db, map_id, event.diff)
    db.execute("update map set seq = ?, edited = ? where id = ?", [event.seq, at, map_id])


def write_records(db: sqlite3.Connection, map_id: str, diff: Diff) -> None:
    """Bring the records of a map, and the names by which they are found, up to the diff."""
    gone = [(map_id, id_) for id_, change in diff.items() if change.after is None]
    kept = [change.after for change in diff.values() if change.after is not None]
    written = [record_row(map_id, record) for record in kept]
    _keep_sum(db, map_id, diff, [row[4] for row in written])
    db.executemany("delete from record where map = ? and id = ?", gone)
    db.executemany("insert or replace into record values (?, ?, ?, ?, ?)", written)
    db.executemany("delete from name where map = ? and id = ?", [(map_id, id_) for id_ in diff])
    named = [(map_id, record.id, record.kind, _name(record)) for record in kept if _name(record)]
    db.executemany("insert into name(map, id, kind, name) values (?, ?, ?, ?)", named)
    for record in kept:
        if isinstance(record, MapRecord):
            db.execute("update map set title = ?, team = ? where id = ?", [record.title, record.team, map_id])


def rewrite_records(db: sqlite3.Connection, map_id: str, map_: Map) -> None:
    """Write all records of a map anew, in place of damaged ones, inside a transaction of the caller."""
    db.execute("delete from record where map = ?", [map_id])
    db.execute("delete from name where map = ?", [map_id])
    db.execute("update map set sum = '' where id = ?", [map_id])
    write_records(db, map_id, puts(Map.of(), map_.records()))


def _keep_sum(db: sqlite3.Connection, map_id: str, ids: Iterable[str], new: list[str]) -> None:
    """Bring the digest over all records of the map up to date, by which one that got lost is missed."""
    one = "select sha256 from record where map = ? and id = ?"
    old = [row[0] for id_ in ids for row in db.execute(one, [map_id, id_])]
    before = db.execute("select sum from map where id = ?", [map_id]).fetchone()[0]
    db.execute("update map set sum = ? where id = ?", [combined(before, *old, *new), map_id])


def _name(record: Record) -> str:
    match record:
        case MapRecord():
            return record.title
        case Lane() | Step():
            return record.name
        case Flow():
            return record.label or ""
        case Note():
            return record.text
    return ""
