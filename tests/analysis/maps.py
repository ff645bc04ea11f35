"""Maps for tests in a few words: `chain("a 2h", "3d", "b 1h")`, or steps and flows by dictionary."""

from __future__ import annotations

from typing import Any

from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Calendar, Duration

TIMES = ("process_time", "lead_time", "wait", "handling", "cadence", "batch_every")


def step(id_: str, time: str | None = None, lane: str = "dev", **fields: Any) -> Step:
    """Return a step with a process time."""
    return Step(id=id_, lane=lane, name=id_, process_time=Duration(text=time) if time else None, **_read(fields))


def flow(source: str, target: str, wait: str | None = None, **fields: Any) -> Flow:
    """Return a flow with a wait; its id names its ends."""
    id_ = fields.pop("id", f"{source}-{target}")
    return Flow(id=id_, source=source, target=target, wait=Duration(text=wait) if wait else None, **_read(fields))


def _read(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Duration(text=value) if name in TIMES and isinstance(value, str) else value
        for name, value in fields.items()
    }


def a_map(*records: Record, lanes: tuple[Lane, ...] = (), calendar: Calendar | None = None, **head: Any) -> Map:
    """Return a map with a Dev and an Ops lane; flows get numbers in their order."""
    top = MapRecord(id="map", calendar=calendar or Calendar(), **head)
    named = {lane.id: lane for lane in (Lane(id="dev", order="1"), Lane(id="ops", order="2"), *lanes)}
    numbered: list[Record] = []
    for record in records:
        count = sum(isinstance(r, Flow) for r in numbered) + 1
        numbered.append(record.but(number=count) if isinstance(record, Flow) else record)
    return Map.of([top, *named.values(), *numbered])
