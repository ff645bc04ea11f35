"""Small maps for the tests of the scribe line, told in its own language."""

from __future__ import annotations

from crosslane.model.map import Map
from crosslane.model.records import MapRecord
from crosslane.model.scribe import read_line
from crosslane.model.settle import settle


def wall(*lines: str) -> Map:
    """Return the map that these lines make on an empty wall; names are taken as typed."""
    map_ = Map.of([MapRecord(id="map")])
    for line in lines:
        map_ = said(map_, line)
    return map_


def said(map_: Map, line: str, *, second: bool = True, selected: str | None = None) -> Map:
    """Return the map after a line and its answer: Ctrl+Enter where it asks, or Enter with `second=False`."""
    reading = read_line(map_, line, selected=selected)
    assert reading.problem is None, reading.problem
    diff = reading.other if second and reading.other is not None else reading.diff
    return map_.apply(settle(map_, diff))


def step_id(map_: Map, name: str) -> str:
    """Return the id of the only step of that name."""
    (found,) = [step.id for step in map_.steps if step.name == name]
    return found


def places(map_: Map) -> list[str]:
    """Return all steps as "Lane: name", sorted."""
    lanes = {lane.id: lane.name for lane in map_.lanes}
    return sorted(f"{lanes.get(step.lane, '?')}: {step.name}" for step in map_.steps)


def arrows(map_: Map) -> list[str]:
    """Return all flows as "source > target", by number."""
    flows = sorted(map_.drawn_flows, key=lambda flow: flow.number or 0)
    return [f"{map_.step(flow.source).name} > {map_.step(flow.target).name}" for flow in flows]
