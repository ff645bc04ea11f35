"""What an export may show, and carry inside: no names of people, no notes, no sentences, unless asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosslane.model.map import Map
from crosslane.model.records import Flow, MapRecord, Record
from crosslane.model.values import Agreement, Duration

_NAMES = frozenset({"owners", "owner", "partner", "who"})
_NOTES = frozenset({"note", "reason"})
_SENTENCES = frozenset({"said"})
# What single people answered or voted, and the workshop's own timer: never part of a picture.
_NEVER = frozenset({"estimate", "vote", "agenda"})


@dataclass(frozen=True)
class Wish:
    """What somebody wishes to export: "pdf", "svg", "png" or "md", what goes along, and the scale of a PNG."""

    format: str
    names: bool = False
    notes: bool = False
    sentences: bool = False
    carry: bool = True
    scale: float = 2.0


def shown(map_: Map, *, names: bool = False, notes: bool = False, sentences: bool = False) -> Map:
    """Return the map as an export may show and carry it.

    Without `names` nobody is named (who owns, who said, whom to ask); numbers of handoffs that the map hides stay out.
    """
    hidden = (frozenset() if names else _NAMES) | (frozenset() if notes else _NOTES)
    hidden |= frozenset() if sentences else _SENTENCES
    kept = (record for record in map_.records() if record.kind not in _NEVER and (notes or record.kind != "note"))
    return Map.of(_numbers(_bare(record, hidden, names), map_.head) for record in kept)


def _bare(record: Record, hidden: frozenset[str], names: bool) -> Record:
    changes: dict[str, Any] = {}
    for name, value in record.fields().items():
        bare = _emptied(record, name) if name in hidden else value if names else _unsigned(value)
        if bare is not value:
            changes[name] = bare
    return record.but(**changes) if changes else record


def _emptied(record: Record, name: str) -> Any:
    value = getattr(record, name)
    # `none` as owner says that there is nobody: that names no person.
    return value if value == "none" else type(record).model_fields[name].get_default()


def _unsigned(value: Any) -> Any:
    if isinstance(value, Duration) and value.said_by is not None:
        return value.model_copy(update={"said_by": None})
    if isinstance(value, Agreement):
        return value.model_copy(update={"ask": None, "expected_wait": _unsigned(value.expected_wait)})
    return value


def _numbers(record: Record, head: MapRecord) -> Record:
    if not head.numbers_hidden:
        return record
    if isinstance(record, Flow):
        return record.but(number=None)
    return record.but(next_number=1) if isinstance(record, MapRecord) else record
