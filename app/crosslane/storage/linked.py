"""Files that a map of the library follows: rewritten after edits, merged when somebody else changed them.

Nothing here waits or keeps time: whoever owns the window calls `save` a second after the last edit and on closing.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from crosslane.exchange.mapfile import read_bytes, read_file, replace_file, write_text
from crosslane.model.diff import Diff, between, patch, rebase
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.storage.library import Library
from crosslane.storage.read import Opened


@dataclass(frozen=True)
class Merge:
    """What somebody else changed in the file, as one edit of the map, and the sentence that says so."""

    diff: Diff
    sentence: str


class Linked:
    """One file and the map that it holds in turn; `base` is the map as file and library last agreed on."""

    def __init__(self, path: Path, base: Map, sha256: str, library: Library | None = None, map_id: str = "") -> None:
        """Follow the file at `path`, which had the digest `sha256` when it held `base`."""
        self.path = path
        self._base, self._sha256 = base, sha256
        self._library, self._map_id = library, map_id

    def look(self, mine: Map) -> Merge | None:
        """Return what changed outside since file and map last agreed, or None; raises Problem for a spoilt file.

        The caller does the diff as one edit of its own; it keeps every field that both sides changed as it is here.
        """
        data = _bytes_of(self.path)
        if data is None or _sha256(data) == self._sha256:
            return None
        theirs = _map_of(self.path, data)
        merge = _merged(self.path, self._base, mine, theirs)
        self._base, self._sha256 = theirs, _sha256(data)
        return merge

    def save(self, mine: Map, seq: int) -> Merge | None:
        """Rewrite the file with the map as it was after the edit `seq`, as one act; a file that is the same stays.

        When it was changed outside it is not touched: the merge is returned, and the next save, after the caller has
        done it, writes both. Raises Problem.
        """
        merge = self.look(mine)
        if merge is not None:
            return merge
        data = write_text(mine).encode()
        if data != _bytes_of(self.path):
            replace_file(self.path, data)
        self._base, self._sha256 = mine, _sha256(data)
        self._remember(seq)
        return None

    def _remember(self, seq: int) -> None:
        if self._library is None or self._library.read_only:
            return
        values = [self._sha256, seq, self._map_id]
        self._library.writer.put(
            lambda db: db.execute("update map set linked_sha = ?, linked_seq = ? where id = ?", values)
        )


def open_linked(library: Library, path: Path) -> tuple[Opened, Linked, Merge | None]:
    """Open a file in the window: its map with its past in the library, how it is followed, and what changed outside.

    A file that was never open here begins a past of its own. Raises Problem.
    """
    path = path.resolve()
    library.settle()
    known = _known(library.db, path)
    if known is None:
        data = _bytes_of(path)
        map_ = read_file(path) if data is None else _read(path, data)
        id_ = library.add(map_, label="File opened", linked=path)
        linked = Linked(path, map_, _sha256(data or b""), library, id_)
        linked._remember(1)
        return library.open_map(id_), linked, None
    id_, sha256, seq = known
    opened = library.open_map(id_)
    linked = Linked(path, library.past.at(id_, seq or opened.seq), sha256 or "", library, id_)
    return opened, linked, linked.look(opened.map)


def _known(db: sqlite3.Connection, path: Path) -> tuple[str, str | None, int | None] | None:
    found: tuple[str, str | None, int | None] | None = db.execute(
        "select id, linked_sha, linked_seq from map where linked = ? and trashed is null order by opened desc",
        [str(path)],
    ).fetchone()
    return found


def _merged(path: Path, base: Map, mine: Map, theirs: Map) -> Merge | None:
    outside = between(base, theirs)
    diff = rebase(outside, mine)
    kept = _kept(outside, between(base, mine))
    if not diff and not kept:
        return None
    taken = f"{_count(len(diff), 'thing')} taken over. Ctrl+Z takes it back." if diff else "Nothing was taken over."
    stayed = f" Both sides changed {_count(kept, 'field')}: yours stayed." if kept else ""
    return Merge(diff, f"{path.name} was changed outside. {taken}{stayed}")


def _kept(theirs: Diff, mine: Diff) -> int:
    """Count the fields that both sides changed, and not to the same."""
    fields = 0
    for id_ in theirs.keys() & mine.keys():
        own = patch(mine[id_])
        fields += sum(name in own and own[name][1] != sides[1] for name, sides in patch(theirs[id_]).items())
    return fields


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}): check that you may open it.") from None


def _map_of(path: Path, data: bytes) -> Map:
    try:
        return read_bytes(data)
    except Problem as problem:
        raise Problem(f"{path.name} was changed outside and cannot be read: {problem}") from None


def _read(path: Path, data: bytes) -> Map:
    try:
        return read_bytes(data)
    except Problem as problem:
        raise Problem(f"{path.name}: {problem}") from None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
