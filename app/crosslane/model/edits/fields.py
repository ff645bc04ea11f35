"""Fields change, one record or many alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crosslane.model.diff import Diff, puts
from crosslane.model.durations import read, read_rate
from crosslane.model.map import Map
from crosslane.model.records import MAP_ID, Flow, Lane, Record, Step
from crosslane.model.values import Duration

_RATES = {"demand", "arrivals", "frequency", "need"}


def set_fields(map_: Map, ids: Iterable[str] | str, **fields: Any) -> Diff:
    """Set fields of one record or of several; durations may be given as text.

    Raises Problem, with the field in its sentence, for a value that the field cannot hold: nothing is half set.
    """
    chosen = [ids] if isinstance(ids, str) else list(ids)
    values = {name: _readable(map_, name, value) for name, value in fields.items()}
    return puts(map_, [_record(map_, id_).but(**values) for id_ in chosen])


def rename(map_: Map, id_: str, name: str) -> Diff:
    """Name a lane or step, title the map, or label a flow; an empty label is no label."""
    record = _record(map_, id_)
    plain = " ".join(name.split()) if not isinstance(record, Step) else name.strip()
    if isinstance(record, Flow):
        return puts(map_, [record.but(label=plain or None)])
    field = "name" if isinstance(record, Lane | Step) else "title" if id_ == MAP_ID else "text"
    return puts(map_, [record.but(**{field: plain})])


def pin(map_: Map, ids: Iterable[str], pinned: bool = True) -> Diff:
    """Keep steps where they are when the map is tidied, or let them go again."""
    return puts(map_, [map_.step(id_).but(pinned=pinned) for id_ in ids])


def _record(map_: Map, id_: str) -> Record:
    record = map_.get(id_) if id_ != MAP_ID else map_.head
    if record is None:
        raise KeyError(id_)
    return record


def _readable(map_: Map, name: str, value: Any) -> Any:
    calendar = map_.head.calendar
    if name in {"wait", "handling", "process_time", "lead_time", "cadence", "batch_every"}:
        if isinstance(value, str):
            value = Duration(text=value.strip()) if value.strip() else None
        read(value, calendar)
    if name in _RATES:
        read_rate(value, calendar)
    return value
