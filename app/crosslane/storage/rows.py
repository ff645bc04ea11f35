"""The form in which records and edits lie in the library, and the digests that prove they are still what was written.

A journal row holds an edit as JSON: `{id: [was, now]}`, null where the record was or is not there; of a record that
was there before and after, only the fields that differ, and a field that is missing on one side had its default.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crosslane.model.diff import Change, Diff
from crosslane.model.records import Record, body_of, record_from
from crosslane.model.store import Origin

# "CrsL" in ASCII: tells a library of ours from any other SQLite file.
APPLICATION_ID = 0x4372734C
VERSION = 1

Body = dict[str, Any]
Bodies = dict[str, Body]
Sides = list[Body | None]


@dataclass(frozen=True)
class JournalRow:
    """One finished edit of the past, as the history reads it."""

    seq: int
    at: str
    author: str
    label: str
    origin: Origin
    gesture: str | None
    undoes: int | None
    why: str | None
    diff: Diff


def dumped(value: object) -> str:
    """Return the JSON text of a value, the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def digest(*parts: object) -> str:
    """Return the SHA-256 of the parts in turn; two different sequences of parts never read the same."""
    return hashlib.sha256(dumped(parts).encode("utf-8", "surrogatepass")).hexdigest()


def combined(*digests: str) -> str:
    """Return one digest of a set of digests; combining it with one of them again takes that one out."""
    total = 0
    for each in digests:
        total ^= _number(each)
    return f"{total:064x}"


def _number(digest_: str) -> int:
    try:
        return int(digest_, 16)
    except ValueError:
        # Empty at the beginning, or damaged, which then shows as a sum that is not right.
        return 0


def record_row(map_id: str, record: Record) -> tuple[str, str, str, str, str]:
    """Return the row of a record: map, kind, id, body, sha256."""
    body = dumped(body_of(record))
    return map_id, record.kind, record.id, body, digest(map_id, record.kind, record.id, body)


def changes_of(diff: Diff) -> dict[str, Sides]:
    """Return the edit in the form of the journal."""
    return {id_: _sides(change) for id_, change in diff.items()}


def _sides(change: Change) -> Sides:
    was = None if change.before is None else body_of(change.before)
    now = None if change.after is None else body_of(change.after)
    if was is None or now is None:
        return [was, now]
    differing = [name for name in {**was, **now} if was.get(name, _ABSENT) != now.get(name, _ABSENT)]
    return [{name: side[name] for name in differing if name in side} for side in (was, now)]


_ABSENT = object()


def forward(bodies: Bodies, changes: Mapping[str, Sides]) -> None:
    """Do an edit of the journal on bodies by id."""
    for id_, (was, now) in changes.items():
        _turn(bodies, id_, was, now)


def back(bodies: Bodies, changes: Mapping[str, Sides]) -> None:
    """Take an edit of the journal back on bodies by id."""
    for id_, (was, now) in changes.items():
        _turn(bodies, id_, now, was)


def _turn(bodies: Bodies, id_: str, old: Body | None, new: Body | None) -> None:
    if new is None:
        bodies.pop(id_, None)
    elif old is None:
        bodies[id_] = new
    else:
        kept = {name: value for name, value in bodies.get(id_, {}).items() if name not in old and name not in new}
        bodies[id_] = {**kept, **new}


def diff_from(before: Bodies, after: Bodies, ids: Iterable[str]) -> Diff:
    """Return the diff of these ids between two states of bodies; raises Problem for what is no record."""
    return {id_: Change(_record(before.get(id_)), _record(after.get(id_))) for id_ in ids}


def _record(body: Body | None) -> Record | None:
    return None if body is None else record_from(body)
