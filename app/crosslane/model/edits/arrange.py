"""Steps are put in order: tidied, aligned, spread out, a handoff made straight. Lanes never change here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from crosslane.model.diff import Diff, puts, squash
from crosslane.model.map import Map
from crosslane.model.plan import LANE_PAD, free_place, lane_bands, snapped, step_rect
from crosslane.model.records import Flow, Step

Line = Literal["left", "center", "right", "top", "middle", "bottom"]


Ways = Mapping[str, Sequence[tuple[int, int]]]


def lay_flows(map_: Map, ways: Ways, heights: Mapping[str, int]) -> Diff:
    """Let flows take ways (waypoints from card to card by flow), and lanes grow to heights that those need.

    Flows with bends that somebody drew keep to them.
    """
    flows = [
        flow.but(waypoints=tuple(ways[flow.id])) for flow in map_.drawn_flows if flow.id in ways and not flow.bends
    ]
    lanes = [lane.but(height=heights[lane.id]) for lane in map_.lanes if lane.id in heights]
    return puts(map_, [*flows, *lanes])


def place_steps(map_: Map, places: Mapping[str, tuple[float, float]]) -> Diff:
    """Put steps at (x, y), y from the top of their lane; ids that are no step are left out, pinned steps stay.

    Bends that somebody drew go where the two ends of their flow no longer lie as they did: they would lead nowhere.
    """
    moved = [
        step.but(x=round(places[step.id][0]), y=round(places[step.id][1]))
        for step in map_.steps
        if step.id in places and not step.pinned
    ]
    diff = puts(map_, moved)
    after = map_.apply(diff)
    bent = [flow.but(bends=()) for flow in map_.drawn_flows if flow.bends and _is_torn(flow, map_, after)]
    return squash(diff, puts(map_, bent))


def _is_torn(flow: Flow, before: Map, after: Map) -> bool:
    apart = []
    for map_ in (before, after):
        bands = lane_bands(map_)
        a, b = (step_rect(map_.step(id_), bands) for id_ in (flow.source, flow.target))
        apart.append((a.x - b.x, a.y - b.y))
    return apart[0] != apart[1]


def align(map_: Map, ids: Iterable[str], line: Line) -> Diff:
    """Put steps on one line: the outermost of them, or the mean for "center" and "middle".

    Top, middle and bottom align the steps of each lane among themselves, because nobody leaves the lane. Where two
    would meet, the later one takes the nearest free place.
    """
    steps = _in_order(map_, ids)
    if line in ("left", "center", "right"):
        xs = [step.x for step in steps]
        wish = _common(xs, line)
        return _settled(map_, {step.id: (wish, step.y) for step in steps})
    wishes: dict[str, tuple[float, float]] = {}
    for lane in {step.lane for step in steps}:
        ys = [step.y for step in steps if step.lane == lane]
        wish = _common(ys, line)
        wishes |= {step.id: (step.x, wish) for step in steps if step.lane == lane}
    return _settled(map_, wishes)


def _common(values: Sequence[float], line: Line) -> float:
    if line in ("left", "top"):
        return min(values, default=0.0)
    return max(values, default=0.0) if line in ("right", "bottom") else sum(values) / max(1, len(values))


def distribute(map_: Map, ids: Iterable[str], along: Literal["flow", "lane"] = "flow") -> Diff:
    """Spread three or more steps evenly between the first and the last, along the flow or across the lanes."""
    bands = lane_bands(map_)
    steps = _in_order(map_, ids)
    across = along == "lane"
    steps.sort(key=lambda step: (step_rect(step, bands).y if across else step.x, step.id))
    if len(steps) < 3:
        return {}
    at = [step_rect(step, bands).y if across else float(step.x) for step in steps]
    pitch = (at[-1] - at[0]) / (len(steps) - 1)
    wishes = {}
    for i, step in enumerate(steps[1:-1], 1):
        wish = at[0] + i * pitch
        wishes[step.id] = (step.x, max(LANE_PAD, wish - bands[step.lane].top)) if across else (wish, step.y)
    return _settled(map_, wishes)


def straighten(map_: Map, flow_id: str) -> Diff:
    """Make a flow run straight by moving its target: level in a lane, upright between lanes where it is free.

    A pinned target stays and the source moves; nothing moves when both are pinned. Bends that somebody drew are gone.
    """
    flow = map_.flow(flow_id)
    source, target = map_.step(flow.source), map_.step(flow.target)
    fixed, moving = (target, source) if target.pinned else (source, target)
    unbent = puts(map_, [flow.but(bends=())] if flow.bends else [])
    if moving.pinned:
        return unbent
    place = (moving.x, fixed.y) if source.lane == target.lane else (fixed.x, moving.y)
    return squash(unbent, _settled(map_, {moving.id: place}))


def _in_order(map_: Map, ids: Iterable[str]) -> list[Step]:
    wanted = set(ids)
    lanes = {lane.id for lane in map_.lanes}
    steps = [step for step in map_.steps if step.id in wanted and not step.pinned and step.lane in lanes]
    return sorted(steps, key=lambda step: (step.x, step.y, step.id))


def _settled(map_: Map, wishes: Mapping[str, tuple[float, float]]) -> Diff:
    """Return the diff to the wished places; two steps that would meet are kept apart."""
    diff: Diff = {}
    waiting = set(wishes)
    for id_, (x, y) in wishes.items():
        now = map_.apply(diff)
        step = now.step(id_)
        place = free_place(now, step.lane, max(0, snapped(x)), max(LANE_PAD, snapped(y)), ignore=frozenset(waiting))
        waiting.discard(id_)
        diff = squash(diff, puts(map_, [step.but(x=place[0], y=place[1])]))
    return diff
