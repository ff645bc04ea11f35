"""Checks of a map's records that need no computation: what was forgotten, what is there twice, what cannot be.

What the numbers mean together (shares that do not add up, loops without a way out) is told by the analysis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step

Level = Literal["note", "warning", "error"]
LEVELS: tuple[Level, ...] = ("note", "warning", "error")


@dataclass(frozen=True)
class Finding:
    """Something to look at: how serious, what kind, which records, and one sentence with what to do."""

    level: Level
    code: str
    on: tuple[str, ...]
    sentence: str


def checks(map_: Map) -> tuple[Finding, ...]:
    """Return what the records of a map give to look at, gravest first, then as found."""
    found = [*_lanes(map_), *_steps(map_), *_flows(map_), *_numbers(map_)]
    return tuple(sorted(found, key=lambda finding: -LEVELS.index(finding.level)))


def _lanes(map_: Map) -> Iterator[Finding]:
    for lane in map_.lanes:
        if not lane.name.strip():
            yield Finding("warning", "lane-without-name", (lane.id,), "A lane has no name: say who works there.")
        if not map_.steps_of(lane.id):
            name = lane.name or "A lane"
            yield Finding(
                "note", "empty-lane", (lane.id,), f"{name} has no steps: add what happens there, or remove it."
            )
    for _, same in _alike((_folded(lane.name), lane.id) for lane in map_.lanes):
        text = f"{len(same)} lanes are called {map_.lane(same[0]).name!r}: merge or rename them."
        yield Finding("warning", "same-lane-twice", same, text)


def _steps(map_: Map) -> Iterator[Finding]:
    for step in map_.steps:
        lane = map_.lane_of(step.id)
        if not step.name.strip():
            where = f"in {lane.name}" if lane and lane.name else "on the map"
            yield Finding("warning", "step-without-name", (step.id,), f"A step {where} has no name: say what happens.")
        elif map_.flows and not map_.flows_from(step.id) and not map_.flows_into(step.id):
            text = f"{_said(step)} is joined to nothing: draw what comes in or goes out."
            yield Finding("note", "step-alone", (step.id,), text)
    for _, same in _alike((f"{step.lane}/{_folded(step.name)}" if step.name else "", step.id) for step in map_.steps):
        text = f"{len(same)} steps of one lane are called {_said(map_.step(same[0]))!r}: tell them apart by name."
        yield Finding("warning", "same-step-twice", same, text)


def _flows(map_: Map) -> Iterator[Finding]:
    for flow in map_.drawn_flows:
        if flow.source == flow.target and flow.type == "forward":
            text = f"{_said(map_.step(flow.source))} leads to itself: make the flow a rework, or give it another end."
            yield Finding("error", "forward-to-itself", (flow.id,), text)
        if flow.schema_owner and not isinstance(map_.get(flow.schema_owner), Lane):
            text = f"{_ends(map_, flow)}: its form belongs to a lane that is not on the map. Choose another."
            yield Finding("warning", "owner-missing", (flow.id,), text)
        if flow.type == "rework" and flow.probability == 1 and flow.max_repeats is None:
            text = f"{_ends(map_, flow)}: all of it comes back, for ever. Say how many of 10, or how often at most."
            yield Finding("error", "endless-rework", (flow.id,), text)
    alike = ((f"{f.source}>{f.target}>{f.type}>{f.carries}>{f.label}", f.id) for f in map_.drawn_flows)
    for _, same in _alike(alike):
        text = f"{_ends(map_, map_.flow(same[0]))}: the same flow is drawn {len(same)} times. Keep one, or label them."
        yield Finding("note", "same-flow-twice", same, text)


def _numbers(map_: Map) -> Iterator[Finding]:
    for number, same in _alike((str(flow.number or ""), flow.id) for flow in map_.flows):
        text = f"{len(same)} flows have the number {number}: give all but one the next free number."
        yield Finding("error", "number-twice", same, text)
    late = tuple(flow.id for flow in map_.flows if (flow.number or 0) >= map_.head.next_number)
    if late:
        text = f"The next number is {map_.head.next_number}, but a flow has it or a higher one: raise next_number."
        yield Finding("error", "number-to-come", late, text)


def _alike(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each name that stands more than once, with the ids that have it; no name is no likeness."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, id_ in named:
        if name:
            groups[name].append(id_)
    yield from ((name, tuple(ids)) for name, ids in groups.items() if len(ids) > 1)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _said(step: Step) -> str:
    return " ".join(step.name.split()) or "A step without a name"


def _ends(map_: Map, flow: Flow) -> str:
    return f"{_said(map_.step(flow.source))} to {_said(map_.step(flow.target))}"
