"""The map file, `*.crosslane`: UTF-8 JSON Lines, one record a line, the same bytes for the same map.

First line: format and version. Then the records in the order map, lane, step, flow, others by kind, each by id.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import MAP_ID, RECORD_TYPES, MapRecord, Record, body_of, record_from

FORMAT = "crosslane-map"
VERSION = 1
SUFFIX = ".crosslane"
# How drafts of ours end, and seconds after which one belongs to a process that is gone.
DRAFT, LEFT_BEHIND = ".crosslane-draft", 3600.0
MAX_BYTES = 50_000_000
MAX_DEPTH = 32
# One for all lines: to make one takes as long as to write a line.
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_KIND_ORDER = {kind: at for at, kind in enumerate(RECORD_TYPES)}


def write_text(map_: Map) -> str:
    """Return the text of a map file."""
    return text_of(map_.records())


def text_of(records: Iterable[Record]) -> str:
    """Return the text of a map file of these records, each there once; without one of the map itself it gets an empty one."""
    in_order = sorted(records, key=lambda record: (_KIND_ORDER[record.kind], record.id))
    if not any(record.id == MAP_ID for record in in_order):
        in_order.insert(0, MapRecord(id=MAP_ID))
    lines = [{"format": FORMAT, "version": VERSION}, *(body_of(record) for record in in_order)]
    return "".join(_ENCODER.encode(line) + "\n" for line in lines)


def write_file(map_: Map, path: Path) -> None:
    """Write a map file so that at every moment the old or the new one is there in full.

    Raises Problem when the place cannot be written.
    """
    replace_file(path, write_text(map_).encode())


def _clear_drafts(folder: Path) -> None:
    """Remove drafts of ours that a process left behind when it was killed; younger ones may still be written."""
    latest = time.time() - LEFT_BEHIND
    for draft in folder.glob(f".*.????????{DRAFT}"):
        with suppress(OSError):
            if draft.is_file() and not draft.is_symlink() and draft.stat().st_mtime < latest:
                draft.unlink()


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file's bytes as one act, on disk before it returns; raises Problem when that cannot be done.

    A device or a pipe (`/dev/stdout`) is written to, never replaced.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        path = path.resolve() if path.is_symlink() else path
        _clear_drafts(path.parent)
        # Beside the file, because a move is one act only within a file system; long names are cut, not refused.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:64]}.", suffix=DRAFT)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise Problem(f"{path} cannot be written ({error.strerror or error}): choose another place.") from error


def sync_folder(folder: Path) -> None:
    """Make sure that a name given in the folder is on disk; raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_file(path: Path) -> Map:
    """Return the map in a file; raises Problem, one sentence that names the file, when there is none to be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Problem(
                f"{path} is larger than {MAX_BYTES // 1_000_000} MB: no map is; check that it is the right file."
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise Problem(f"{path} is not there: check the name and the folder.") from None
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror or error}): check that you may open it.") from error
    try:
        return read_bytes(data)
    except Problem as problem:
        raise Problem(f"{path.name}: {problem}") from None


def read_bytes(data: bytes) -> Map:
    """Return the map that the bytes of a file hold; raises Problem that names the line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(f"Byte {error.start} is not UTF-8 text: this is no map file, or it is damaged.") from None
    return read_text(text)


def read_text(text: str) -> Map:
    """Return the map that the text holds; raises Problem that names the line and what is wrong with it."""
    lines = _objects(text)
    _check_head(next(lines, (1, None))[1])
    records: dict[str, Record] = {}
    for number, body in lines:
        record = _record(number, body)
        if record.id in records:
            raise Problem(f"Line {number} repeats the id {record.id!r}: every record needs an id of its own.")
        records[record.id] = record
    if not isinstance(records.get(MAP_ID), MapRecord):
        raise Problem('The record of the map itself is missing: add a line {"kind": "map", "id": "map"}.')
    return Map.of(records.values())


def _record(number: int, body: object) -> Record:
    if not isinstance(body, dict):
        raise Problem(f"Line {number} is not a record: it has to look like {{...}}.")
    try:
        record = record_from(body)
    except Problem as problem:
        raise Problem(f"Line {number}: {problem}") from None
    if (record.id == MAP_ID) != (record.kind == "map"):
        raise Problem(f"Line {number}: the id {MAP_ID!r} belongs to the record of kind 'map' alone; use another id.")
    return record


def _objects(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parsed(number, line)


def _parsed(number: int, line: str) -> object:
    try:
        parsed: object = json.loads(line, object_pairs_hook=_once, parse_constant=_refuse)
        if line.count("[") + line.count("{") > MAX_DEPTH:
            _check_depth(parsed)
    except _Twice as twice:
        raise Problem(f"Line {number} has the field {twice} twice: keep one.") from None
    except (ValueError, RecursionError):
        hint = "this is no map file" if number == 1 else "the file is damaged there"
        raise Problem(f"Line {number} cannot be read as JSON: {hint}.") from None
    return parsed


def _refuse(constant: str) -> object:
    """Refuse NaN and Infinity, which Python reads though they are no JSON."""
    raise ValueError(constant)


def _check_depth(value: object) -> None:
    """Raise ValueError for a tower of lists that would overflow whoever walks it later."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for outer in level:
            if isinstance(outer, dict | list):
                inner.extend(outer.values() if isinstance(outer, dict) else outer)
        level = inner
    if level:
        raise ValueError("nested too deeply")


class _Twice(Exception):  # noqa: N818  (a signal between two functions of this module, not an error people see)
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(repr(next(name for name in names if names.count(name) > 1)))
    return fields


def _check_head(head: object) -> None:
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise Problem(
            f'This is not a Crosslane map: the first line has to be {{"format": "{FORMAT}", "version": {VERSION}}}.'
        )
    version = head.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Problem(f"The version {version!r} in the first line is not a number from 1 on: the file is damaged.")
    if version > VERSION:
        raise Problem(f"The file has version {version}, this Crosslane reads up to {VERSION}: update the program.")
    unknown = set(head) - {"format", "version"}
    if unknown:
        raise Problem(f"The first line has the unknown field {sorted(unknown)[0]!r}: update the program or remove it.")
