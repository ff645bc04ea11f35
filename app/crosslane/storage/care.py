"""Care for a library: making it ready to open, checking it, backing it up, restoring it. Nothing is ever written over
that was not copied aside first.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from crosslane.exchange.mapfile import sync_folder
from crosslane.model.errors import Problem, Taken
from crosslane.model.records import record_from
from crosslane.storage.read import check_header, connect_reading, damaged, read_journal, state_at, trusted
from crosslane.storage.rows import VERSION, Bodies, combined, digest
from crosslane.storage.schema import connect_writing, create
from crosslane.storage.upgrade import upgrade


def ready(path: Path) -> FileLock:
    """Lock a library, make it when there is none, check it and bring it up to date; returns the lock.

    Raises Problem; a library that turns out damaged is copied aside first.
    """
    _make_folder(path)
    lock = locked(path)
    try:
        if path.exists():
            _check_before_opening(path)
        else:
            create(path)
    except BaseException as error:
        lock.release()
        if isinstance(error, sqlite3.Error | OSError):
            raise Problem(f"The library {path} cannot be made ({error}): choose another place.") from None
        raise
    return lock


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"The folder {path.parent} cannot be made ({error.strerror}): choose another place.") from None


def locked(path: Path) -> FileLock:
    """Return the lock of a library, taken; it ends with the process, also when that is killed. Raises Problem."""
    # A process that was killed holds nothing: the lock is the system's, the file beside the library only its name.
    lock = FileLock(path.with_name(f"{path.name}.lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Taken(f"The library {path} is open in another window of Crosslane: close that one first.") from None
    except OSError as error:
        raise Problem(
            f"{path.parent} cannot be written ({error.strerror}): choose another place with --library."
        ) from None
    return lock


def _check_before_opening(path: Path) -> None:
    check_header(path)
    try:
        with closing(connect_writing(path)) as db:
            found: int = db.execute("pragma user_version").fetchone()[0]
            _check_pages(db)
            if found < VERSION:
                _copy_with_journal(path, aside(path, f"version-{found}"))
                upgrade(db, found)
    except sqlite3.OperationalError as error:
        raise Problem(f"The library {path} cannot be opened ({error}): choose another place with --library.") from None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        copy = copy_aside(path)
        raise Problem(f"{damaged(path, error)} A copy as it is now lies in {copy.name}.") from None


def _check_pages(db: sqlite3.Connection) -> None:
    said = db.execute("pragma quick_check(1)").fetchone()[0]
    if said != "ok":
        raise sqlite3.DatabaseError(said.splitlines()[-1])


def aside(path: Path, why: str) -> Path:
    """Return a free name beside the library for a copy of it."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    stem = f"{path.stem}-{why}-{stamp}"
    names = (path.with_name(f"{stem}{f'-{n}' if n else ''}{path.suffix}") for n in range(1000))
    return next(name for name in names if not name.exists())


def copy_aside(path: Path) -> Path:
    """Copy the file byte for byte, once: a copy of the same bytes that lies there already is enough."""
    here = path.read_bytes()
    for other in path.parent.glob(f"{path.stem}-damaged-*{path.suffix}"):
        if other.stat().st_size == len(here) and other.read_bytes() == here:
            return other
    copy = aside(path, "damaged")
    shutil.copy2(path, copy)
    return copy


def check(path: Path) -> list[str]:
    """Return what is wrong with a library, a sentence each; an empty list when all is well. Raises Problem."""
    try:
        with closing(connect_reading(path)) as db:
            found = [f"SQLite says: {row[0]}." for row in db.execute("pragma integrity_check(20)") if row[0] != "ok"]
            for map_id, title, seq in db.execute("select id, title, seq from map order by id").fetchall():
                found += _check_map(db, map_id, title, seq)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise damaged(path, error) from None
    return found


def _check_map(db: sqlite3.Connection, map_id: str, title: str, seq: int) -> list[str]:
    found, bodies = [], _bodies(db, map_id)
    rows = db.execute("select kind, id, body, sha256 from record where map = ?", [map_id]).fetchall()
    total = db.execute("select sum from map where id = ?", [map_id]).fetchone()[0]
    if combined(*(row[3] for row in rows)) != total:
        found.append(f"A record of {title!r} is missing, or one too many is there.")
    found += [
        f"The record {id_!r} of {title!r} is not what was written."
        for kind, id_, body, sha256 in rows
        if digest(map_id, kind, id_, body) != sha256
    ]
    try:
        last = max((row[0] for row in trusted(read_journal(db, map_id), map_id)), default=0)
        replayed = state_at(db, map_id, seq)
        if last != seq or replayed != bodies:
            found.append(f"The journal of {title!r} does not lead to its records.")
        for body in bodies.values():
            record_from(body)
    except ValueError as error:
        found.append(str(error))
    return found


def _bodies(db: sqlite3.Connection, map_id: str) -> Bodies:
    bodies: Bodies = {}
    for id_, body in db.execute("select id, body from record where map = ?", [map_id]):
        try:
            bodies[id_] = json.loads(body)
        except ValueError:
            bodies[id_] = {}
    return bodies


def backup(path: Path, to: Path) -> None:
    """Copy a library, open or not, to a new file that is whole on disk when this returns; raises Problem.

    An existing file is not written over.
    """
    if to.exists():
        raise Problem(f"{to} is there already: choose another name for the backup.")
    temporary = to.with_name(f".{to.name}.part")
    try:
        temporary.unlink(missing_ok=True)
        with closing(connect_reading(path)) as source, closing(sqlite3.connect(temporary)) as target:
            source.backup(target)
        wrong = check(temporary)
        if wrong:
            raise Problem(f"{path} is damaged, so there is no backup of it: {wrong[0]} See `crosslane library check`.")
        _to_disk(temporary, to)
    except (OSError, sqlite3.Error) as error:
        raise Problem(f"The backup {to} cannot be written ({error}): choose another place.") from None
    finally:
        temporary.unlink(missing_ok=True)


def restore(path: Path, backup_file: Path) -> Path | None:
    """Put a backup in the place of a library; returns where what was there before lies now, or None.

    Raises Problem when the backup is not sound or a window has the library open.
    """
    wrong = check(backup_file)
    if wrong:
        raise Problem(f"The backup {backup_file} is not sound, nothing was changed: {wrong[0]}")
    _make_folder(path)
    lock = locked(path)
    try:
        before = _put_aside(path)
        temporary = path.with_name(f".{path.name}.part")
        shutil.copyfile(backup_file, temporary)
        _to_disk(temporary, path)
    except OSError as error:
        raise Problem(f"The library {path} cannot be written ({error.strerror}): choose another place.") from None
    finally:
        lock.release()
    return before


def _put_aside(path: Path) -> Path | None:
    """Copy what is there aside, with what a crash left of its last transaction, which must not reach the new file."""
    if not path.exists():
        return None
    before = aside(path, "before-restore")
    _copy_with_journal(path, before)
    _journal_of(path).unlink(missing_ok=True)
    sync_folder(path.parent)
    return before


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _copy_with_journal(path: Path, to: Path) -> None:
    for source, copy in ((path, to), (_journal_of(path), _journal_of(to))):
        if source.exists():
            shutil.copy2(source, copy)
            _sync(copy)


def _to_disk(temporary: Path, path: Path) -> None:
    _sync(temporary)
    temporary.replace(path)
    sync_folder(path.parent)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
