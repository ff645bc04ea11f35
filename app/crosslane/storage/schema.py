"""The tables of a library and how a connection to it is set up."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crosslane.exchange.mapfile import sync_folder
from crosslane.storage.rows import APPLICATION_ID, VERSION

_TABLES = """
create table map(id text primary key, title text not null, team text, created text not null, opened text not null,
    edited text not null, seq integer not null, sum text not null, trashed text, linked text, linked_sha text, linked_seq integer);
create table record(map text not null, kind text not null, id text not null, body text not null,
    sha256 text not null, primary key (map, id)) without rowid;
create table journal(map text not null, seq integer not null, at text not null, author text not null,
    label text not null, origin text not null, gesture text, undoes integer, why text, changes text not null,
    sha256 text not null, primary key (map, seq)) without rowid;
create table version(map text not null, name text not null, seq integer not null, at text not null,
    primary key (map, name)) without rowid;
create table session(map text not null, key text not null, value text not null, primary key (map, key)) without rowid;
create table team(name text not null, key text not null, value text not null, primary key (name, key)) without rowid;
create table name(rowid integer primary key, map text not null, id text not null, kind text not null, name text not null);
create unique index name_of on name(map, id);
"""


def connect_writing(path: Path) -> sqlite3.Connection:
    """Open a library for writing: every commit is on disk before it returns.

    Beside it lies `*-journal`, empty unless a crash left a transaction to roll back.
    """
    db = sqlite3.connect(path, timeout=5, isolation_level=None)
    try:
        db.execute("pragma journal_mode = truncate")
        db.execute("pragma synchronous = full")
    except sqlite3.Error:
        db.close()
        raise
    return db


def create(path: Path) -> None:
    """Make an empty library at `path`: it appears there whole or not at all. Raises sqlite3.Error or OSError."""
    fresh = path.with_name(f".{path.name}.new")
    # It brings NumPy where that is there, together two tenths of a second: only where there is no library yet.
    from sqlite_utils import Database  # noqa: PLC0415  (see above)

    _forget(fresh)
    db = connect_writing(fresh)
    try:
        for statement in _TABLES.split(";"):
            if statement.strip():
                db.execute(statement)
        Database(db)["name"].enable_fts(["name"], fts_version="FTS5", create_triggers=True)  # type: ignore[union-attr]  # a table, not a view
        db.execute(f"pragma application_id = {APPLICATION_ID}")
        db.execute(f"pragma user_version = {VERSION}")
        db.close()
        fresh.replace(path)
    except BaseException:
        db.close()
        _forget(fresh)
        raise
    sync_folder(path.parent)


def _forget(draft: Path) -> None:
    """Remove what is left of a library that was never finished, its journal too: on a full disk neither stays."""
    for file in (draft, draft.with_name(f"{draft.name}-journal")):
        file.unlink(missing_ok=True)
