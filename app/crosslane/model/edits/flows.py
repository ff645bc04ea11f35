"""Flows join steps; a reconnected one keeps its numbers."""

from __future__ import annotations

from typing import Any

from crosslane.model.diff import Diff, puts
from crosslane.model.errors import Problem
from crosslane.model.ids import new_id
from crosslane.model.map import Map, leaving, reaching
from crosslane.model.records import Flow, Step
from crosslane.model.values import FlowType


def connect(map_: Map, source: str, target: str, **fields: Any) -> Diff:
    """Join two steps; a backward arrow is pre-set as rework or cycle unless `type` is given.

    Raises Problem for a join that no map can hold.
    """
    refusal = why_not(map_, source, target)
    if refusal:
        raise Problem(refusal)
    return puts(map_, [new_flow(map_, source, target, **fields)])


def new_flow(map_: Map, source: str, target: str, **fields: Any) -> Flow:
    """Return a new flow between two steps, with the type that its direction suggests."""
    fields.setdefault("type", suggested_type(map_, source, target))
    return Flow(id=new_id("f", map_), source=source, target=target, **fields)


def why_not(map_: Map, source: str, target: str) -> str | None:
    """Return why the two cannot be joined, in one sentence, or None when they can: shown before release."""
    for end in (source, target):
        if not isinstance(map_.get(end), Step):
            return "A flow joins two steps: point at a step, or double-click an empty lane to make one."
    return None


def suggested_type(map_: Map, source: str, target: str) -> FlowType:
    """Return "forward", or for a backward arrow "rework" when the source has another way out, else "cycle"."""
    if source == target:
        return "rework"
    if not would_close_loop(map_, source, target):
        return "forward"
    onward = any(flow.type == "forward" and flow.target != target for flow in map_.flows_from(source))
    return "rework" if onward else "cycle"


def would_close_loop(map_: Map, source: str, target: str) -> bool:
    """Say whether the target already reaches the source over forward flows."""
    # From both ends in turn: near the beginning or the end of a large map one of them has few before or after it.
    ahead, behind, onward, backward = {target}, {source}, [target], [source]
    while onward and backward and source not in ahead and target not in behind:
        after = {flow.target for flow in leaving(map_, onward.pop()) if flow.type == "forward"} - ahead
        before = {flow.source for flow in reaching(map_, backward.pop()) if flow.type == "forward"} - behind
        ahead |= after
        behind |= before
        onward += after
        backward += before
    return source in ahead or target in behind


def reconnect(map_: Map, flow_id: str, *, source: str | None = None, target: str | None = None) -> Diff:
    """Give a flow another end; its number, wait and all other fields stay, its drawn bends go."""
    flow = map_.flow(flow_id)
    new_source, new_target = source or flow.source, target or flow.target
    refusal = why_not(map_, new_source, new_target)
    if refusal:
        raise Problem(refusal)
    if (new_source, new_target) == (flow.source, flow.target):
        return {}
    return puts(map_, [flow.but(source=new_source, target=new_target, bends=(), waypoints=())])


def insert_on_flow(map_: Map, flow_id: str, step_id: str) -> Diff:
    """Put a step between the two ends of a flow: the flow now leads to it, a new one leads on.

    The wait stays before the step; the usable share of the old flow goes with it.
    """
    flow = map_.flow(flow_id)
    if step_id in (flow.source, flow.target):
        return {}
    onward = Flow(id=new_id("f", map_), source=step_id, target=flow.target, carries=flow.carries)
    return puts(map_, [flow.but(target=step_id, bends=(), waypoints=()), onward])
