"""The library: all maps of a person or a team in one file, with their past."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from crosslane.model.diff import puts
from crosslane.model.errors import Problem
from crosslane.model.ids import new_id
from crosslane.model.map import Map
from crosslane.model.records import MAP_ID, MapRecord, record_from
from crosslane.model.store import Event
from crosslane.storage.care import copy_aside, ready
from crosslane.storage.journal import now, rewrite_records, write_event
from crosslane.storage.read import Opened, connect_reading, damaged, read_map, read_session, state_at
from crosslane.storage.rows import dumped
from crosslane.storage.writer import Told, Writer


@dataclass(frozen=True)
class Entry:
    """One map in the list of maps; times are UTC text that sorts, `linked` is the file it follows."""

    id: str
    title: str
    team: str | None
    edited: str
    opened: str
    trashed: str | None
    linked: str | None


@dataclass(frozen=True)
class Version:
    """A named point in the past of a map: as it was after the edit `seq`."""

    name: str
    seq: int
    at: str


class Library:
    """An open library. Reading happens here and now; all writing goes through the writer thread."""

    def __init__(self, path: Path, lock: FileLock | None, told: Told | None = None) -> None:
        """Take over a checked library and its lock; everybody else calls `open_library`."""
        self.path = path
        self._lock = lock
        self._db = connect_reading(path)
        self._writer = Writer(path, told) if lock is not None else None

    @property
    def read_only(self) -> bool:
        """Say whether another window holds the library, so that this one only looks."""
        return self._writer is None

    @property
    def writer(self) -> Writer:
        """The writer; raises Problem when the library is open to read only."""
        if self._writer is None:
            raise Problem("The library is open to read only: close the other window of Crosslane, then open it again.")
        return self._writer

    def close(self, timeout: float = 10.0) -> bool:
        """Write what is left and close; returns False, and stays open, when something cannot be written."""
        if self._writer is not None and not self._writer.close(timeout):
            return False
        self._db.close()
        if self._lock is not None:
            self._lock.release()
        return True

    @property
    def state(self) -> int:
        """A number that changes when somebody else writes to the library."""
        found: int = self._db.execute("pragma data_version").fetchone()[0]
        return found

    # Maps

    def maps(self, *, trashed: bool = False) -> list[Entry]:
        """Return the maps, last edited first; with `trashed` those in the trash instead."""
        where = "trashed is not null" if trashed else "trashed is null"
        rows = self._db.execute(
            f"select id, title, team, edited, opened, trashed, linked from map where {where} order by edited desc, id"
        )
        return [Entry(*row) for row in rows]

    def find(self, name: str) -> Entry | None:
        """Return the map of that id or, when only one has it, of that title; raises Problem when several have."""
        maps = self.maps()
        named = [entry for entry in maps if entry.id == name] or [
            e for e in maps if e.title.casefold() == name.casefold()
        ]
        if len(named) > 1:
            ids = ", ".join(entry.id for entry in named)
            raise Problem(f"{len(named)} maps are called {name!r}: name one of them by its id ({ids}).")
        return named[0] if named else None

    def add(self, map_: Map, *, label: str = "New map", linked: Path | None = None) -> str:
        """Add a map, with a past that begins here, and return its id in the library."""
        whole = map_ if MAP_ID in map_ else Map.of([*map_.records(), MapRecord(id=MAP_ID)])
        taken = {row[0] for row in self._db.execute("select id from map")}
        id_, at = new_id(whole.head.title or "map", taken), now()
        diff = puts(Map.of(), whole.records())
        event = Event(diff, diff, whole, label, seq=1, origin="baseline")

        def job(db: sqlite3.Connection) -> None:
            row = [id_, whole.head.title, whole.head.team, at, at, at, 1, str(linked) if linked else None]
            db.execute(
                "insert into map(id, title, team, created, opened, edited, seq, linked, sum) values (?, ?, ?, ?, ?, ?, ?, ?, '')",
                row,
            )
            write_event(db, id_, event, "", at)

        self.writer.run(job)
        return id_

    def open_map(self, id_: str) -> Opened:
        """Return a map as it was left, and remember that it was the last one opened; raises Problem.

        Damaged records are written anew from the journal, after the library was copied aside as it is.
        """
        self.settle()
        try:
            opened = read_map(self._db, id_)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise damaged(self.path, error) from None
        if not self.read_only:
            if opened.mended:
                copy_aside(self.path)
                self.writer.run(lambda db: rewrite_records(db, id_, opened.map))
            at = now()
            self.writer.put(lambda db: db.execute("update map set opened = ? where id = ?", [at, id_]))
        return opened

    def save(self, id_: str, event: Event, author: str = "") -> None:
        """Queue one finished edit of a map, as the store tells it; drafts are passed over."""
        if event.draft:
            return
        # What the thread needs, no more: a map for every edit would fill the memory while a disk is slow.
        kept, at = replace(event, since={}, map=Map.of()), now()
        self.writer.put(lambda db: write_event(db, id_, kept, author, at))

    def duplicate(self, id_: str, title: str) -> str:
        """Add a copy of a map under another title, without its past; returns its id."""
        map_ = self.open_map(id_).map
        head = map_.head.but(title=title, example=False)
        return self.add(map_.apply(puts(map_, [head])), label="Copy of a map")

    def trash(self, id_: str) -> None:
        """Put a map into the trash, from where `restore` brings it back whole."""
        at = now()
        self.writer.run(lambda db: db.execute("update map set trashed = ? where id = ?", [at, id_]))

    def restore(self, id_: str) -> None:
        """Bring a map back from the trash."""
        self.writer.run(lambda db: db.execute("update map set trashed = null where id = ?", [id_]))

    def settle(self) -> None:
        """Wait until queued edits are on disk; raises Problem when they cannot be written."""
        if self._writer is not None and not self._writer.flush():
            raise Problem(self._writer.problem or "The library does not answer: look whether its disk still does.")

    # The past

    @property
    def past(self) -> Past:
        """Named versions and earlier states."""
        return Past(self, self._db)

    @property
    def facts(self) -> Facts:
        """What is kept beside maps: the window, and answers of teams."""
        return Facts(self, self._db)

    @property
    def db(self) -> sqlite3.Connection:
        """The connection for reading, for the other modules of storage."""
        return self._db


class Past:
    """The past of the maps in a library."""

    def __init__(self, library: Library, db: sqlite3.Connection) -> None:
        """Look into the past of the maps of this library."""
        self._library, self._db = library, db

    def name(self, id_: str, name: str) -> Version:
        """Name the present state of a map; raises Problem when the name is taken."""
        at = now()

        def job(db: sqlite3.Connection) -> Version:
            if db.execute("select 1 from version where map = ? and name = ?", [id_, name]).fetchone():
                raise Problem(f"This map has a version called {name!r} already: choose another name.")
            seq: int = db.execute("select seq from map where id = ?", [id_]).fetchone()[0]
            db.execute("insert into version values (?, ?, ?, ?)", [id_, name, seq, at])
            return Version(name, seq, at)

        return self._library.writer.run(job)

    def versions(self, id_: str) -> list[Version]:
        """Return the named versions of a map, oldest first."""
        rows = self._db.execute("select name, seq, at from version where map = ? order by seq, at", [id_])
        return [Version(*row) for row in rows]

    def reasons(self, id_: str, seq: int) -> dict[tuple[str, str], str]:
        """Return why fields were changed after the edit `seq`, by (record, field): "changed" or "learned"; the last counts."""
        self._library.settle()
        statement = "select why, changes from journal where map = ? and seq > ? and why is not null order by seq"
        found: dict[tuple[str, str], str] = {}
        for why, changes in self._db.execute(statement, [id_, seq]):
            for record, (old, new) in json.loads(changes).items():
                found.update({(record, field): why for field in {**(old or {}), **(new or {})}})
        return found

    def forget(self, id_: str, name: str) -> None:
        """Take the name off a point in the past; the past itself stays."""
        self._library.writer.run(lambda db: db.execute("delete from version where map = ? and name = ?", [id_, name]))

    def at(self, id_: str, seq: int) -> Map:
        """Return a map as it was after the edit `seq`, replayed from its journal; raises Problem."""
        self._library.settle()
        return Map.of(record_from(body) for body in state_at(self._db, id_, seq).values())


class Facts:
    """Facts beside the maps, as JSON values by key: of a window (map ""), of a map's view, of a team."""

    def __init__(self, library: Library, db: sqlite3.Connection) -> None:
        """Look at the facts of this library."""
        self._library, self._db = library, db

    def session(self, id_: str = "") -> dict[str, Any]:
        """Return what the window, or one map in it, looked like."""
        return read_session(self._db, id_)

    def remember(self, key: str, value: object, id_: str = "") -> None:
        """Keep a fact of the window, or of one map in it; None forgets it."""
        self._put("session", id_, key, value)

    def team(self, name: str) -> dict[str, Any]:
        """Return what is kept of a team, such as its answers to the maturity questions."""
        return {k: json.loads(v) for k, v in self._db.execute("select key, value from team where name = ?", [name])}

    def teams(self) -> list[str]:
        """Return the names of all teams that maps or facts name."""
        rows = self._db.execute("select team from map where team is not null union select name from team order by 1")
        return [row[0] for row in rows]

    def keep_of_team(self, name: str, key: str, value: object) -> None:
        """Keep a fact of a team; None forgets it."""
        self._put("team", name, key, value)

    def _put(self, table: str, of: str, key: str, value: object) -> None:
        column = "map" if table == "session" else "name"
        if value is None:
            statement, values = f"delete from {table} where {column} = ? and key = ?", [of, key]
        else:
            statement, values = f"insert or replace into {table} values (?, ?, ?)", [of, key, dumped(value)]
        self._library.writer.put(lambda db: db.execute(statement, values))


def open_library(path: Path, told: Told | None = None, *, read_only: bool = False) -> Library:
    """Open the library at `path`, make it when there is none, bring an older one up to date.

    `told` hears from the writer. Raises Problem for a library that is locked by another window (which can be opened
    with `read_only`), newer, foreign or damaged; a damaged one has then been copied aside.
    """
    lock = None if read_only else ready(path)
    try:
        return Library(path, lock, told)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def search(library: Library, words: str, limit: int = 50) -> list[tuple[str, str, str]]:
    """Return (map id, record id, name) of what all the words begin or, for short ones, occur in; best first."""
    terms = words.split()
    if not terms:
        return []
    library.settle()
    quoted = " ".join('"' + term.replace('"', '""') + '"*' for term in terms)
    select = "select name.map, name.id, name.name from name join map on map.id = name.map and map.trashed is null"
    by_words = f"{select} join name_fts on name_fts.rowid = name.rowid where name_fts match ? order by rank limit ?"
    found = _rows(library.db.execute(by_words, [quoted, limit]))
    inside = " and ".join(r"name.name like ? escape '\'" for _ in terms)
    patterns = [f"%{_escaped(term)}%" for term in terms]
    more = _rows(
        library.db.execute(
            f"{select} where {inside} order by length(name.name), name.rowid limit ?", [*patterns, limit]
        )
    )
    return list(dict.fromkeys([*found, *more]))[:limit]


def _rows(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(map_id, id_, name) for map_id, id_, name in rows]


def _escaped(term: str) -> str:
    return term.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
