"""Bringing an older library up to this version, after a copy was put aside.

A step is a function `(kind, body) -> body` for the records of one version; tables change by statements. Each map that
changes gets a baseline row in its journal, at which undo stops.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crosslane.model.map import Map
from crosslane.model.records import record_from
from crosslane.model.store import Event
from crosslane.storage.journal import now, transaction, write_event
from crosslane.storage.rows import VERSION, Body, diff_from

RecordStep = Callable[[str, Body], Body]


@dataclass(frozen=True)
class Upgrade:
    """What leads from one version to the next."""

    record: RecordStep = field(default=lambda _kind, body: body)
    statements: Sequence[str] = ()


# By the version that an upgrade starts from. Version 1 is the first.
UPGRADES: Mapping[int, Upgrade] = {}


def upgrade(
    db: sqlite3.Connection, found: int, upgrades: Mapping[int, Upgrade] = UPGRADES, target: int = VERSION
) -> None:
    """Bring a library of version `found` to `target`, wholly or not at all; raises Problem or sqlite3.Error."""
    steps = [upgrades[version] for version in range(found, target)]
    with transaction(db):
        for step in steps:
            for statement in step.statements:
                db.execute(statement)
        for map_id, seq in db.execute("select id, seq from map").fetchall():
            _upgrade_map(db, map_id, seq, steps)
        db.execute(f"pragma user_version = {target}")


def _upgrade_map(db: sqlite3.Connection, map_id: str, seq: int, steps: Sequence[Upgrade]) -> None:
    rows = db.execute("select id, body from record where map = ?", [map_id])
    old: dict[str, Body] = {id_: json.loads(body) for id_, body in rows}
    new = {id_: _stepped(body, steps) for id_, body in old.items()}
    changed = [id_ for id_ in old if old[id_] != new[id_]]
    if not changed:
        return
    # The old bodies may no longer be records, so the row adds the new ones whole: that replays to the same end.
    diff = diff_from({}, new, changed)
    map_ = Map.of(record_from(body) for body in new.values())
    write_event(
        db, map_id, Event(diff, diff, map_, "New version of Crosslane", seq=seq + 1, origin="baseline"), "", now()
    )


def _stepped(body: Body, steps: Sequence[Upgrade]) -> Body:
    for step in steps:
        body = step.record(body["kind"], body)
    return body
