"""Copy, paste and duplicate: the same few records again, under new ids."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping

from crosslane.model.diff import Diff, puts
from crosslane.model.ids import new_id
from crosslane.model.map import Map, leaving
from crosslane.model.plan import CARD_H, PITCH_Y, free_place, lane_at, lane_bands
from crosslane.model.records import Flow, Lane, Note, Record, Step


def copied(map_: Map, ids: Iterable[str]) -> list[Record]:
    """Return the chosen steps and notes, the flows whose both ends are among them, and the lanes they lie in."""
    chosen = set(ids)
    chosen |= {step.id for id_ in chosen if isinstance(map_.get(id_), Lane) for step in map_.steps_of(id_)}
    steps = [step for id_ in sorted(chosen) if isinstance(step := map_.get(id_), Step)]
    names = {step.id for step in steps}
    flows = _between(map_, names)
    lanes = [lane for lane in map_.lanes if lane.id in {step.lane for step in steps} | chosen]
    notes = [n for n in map_.others("note") if n.id in chosen]
    return [*lanes, *steps, *flows, *notes]


def _between(map_: Map, steps: Collection[str]) -> list[Flow]:
    """Return the flows from one of some steps to another of them, by id."""
    found = (flow for id_ in steps for flow in leaving(map_, id_) if flow.target in steps)
    return sorted(found, key=lambda flow: flow.id)


def paste(map_: Map, records: Iterable[Record], *, at: tuple[float, float] | None = None) -> Diff:
    """Add copies of records under new ids, near their old place or with the first at the point `at`.

    A lane that the map has (same id, else same name) takes its steps; one that it has not comes along.
    """
    records = list(records)
    lanes, lane_diff = _lanes(map_, [r for r in records if isinstance(r, Lane)])
    diff: dict[str, Record] = {}
    steps = [r for r in records if isinstance(r, Step)]
    offset, lane_at_point = _aim(map_, steps, at)
    new_ids: dict[str, str] = {}
    now, given = map_.apply(lane_diff) if lane_diff else map_, dict[str, list[Step]]()
    taken = ChainMap[str, Record](diff, dict(now.ids()))
    for step in steps:
        lane_id = lane_at_point or lanes.get(step.lane, step.lane)
        lane_id = lane_id if lane_id in now else now.lanes[0].id
        also = given.setdefault(lane_id, [])
        x, y = free_place(now, lane_id, step.x + offset[0], step.y + offset[1], also=also)
        new = step.but(id=new_id(step.name or "step", taken), lane=lane_id, x=x, y=y)
        new_ids[step.id], diff[new.id] = new.id, new
        also.append(new)
    for flow in (r for r in records if isinstance(r, Flow)):
        if flow.source in new_ids and flow.target in new_ids:
            ends = {"source": new_ids[flow.source], "target": new_ids[flow.target]}
            new_flow = flow.but(id=new_id("f", taken), number=None, **ends)
            diff[new_flow.id] = new_flow
    for note in (r for r in records if isinstance(r, Note)):
        copy = note.but(id=new_id("note", taken), on=new_ids.get(note.on or ""), x=note.x + 24, y=note.y + 24)
        diff[copy.id] = copy
    return {**lane_diff, **puts(map_, diff.values())}


def _lanes(map_: Map, lanes: Iterable[Lane]) -> tuple[Mapping[str, str], Diff]:
    by_name = {lane.name.casefold(): lane.id for lane in map_.lanes}
    homes: dict[str, str] = {}
    new: list[Lane] = []
    for lane in lanes:
        if lane.id in map_:
            homes[lane.id] = lane.id
        elif lane.name.casefold() in by_name:
            homes[lane.id] = by_name[lane.name.casefold()]
        else:
            new.append(lane)
            homes[lane.id] = lane.id
    return homes, puts(map_, new)


def _aim(map_: Map, steps: list[Step], at: tuple[float, float] | None) -> tuple[tuple[float, float], str | None]:
    if at is None or not steps:
        return (0, PITCH_Y), None
    first = min(steps, key=lambda step: (step.x, step.y))
    bands = lane_bands(map_)
    lane_id = lane_at(at[1], bands)
    top = bands[lane_id].top if lane_id else 0
    one_lane = lane_id if len({step.lane for step in steps}) == 1 else None
    return (at[0] - first.x, (at[1] - top - CARD_H / 2 - first.y) if one_lane else 0), one_lane


def duplicate(map_: Map, ids: Iterable[str]) -> Diff:
    """Copy what is chosen and paste it beside itself."""
    return paste(map_, copied(map_, ids))
