"""Lanes come, go, change places and merge."""

from __future__ import annotations

import re

from crosslane.model.diff import Diff, drops, puts, squash
from crosslane.model.errors import Problem
from crosslane.model.ids import new_id
from crosslane.model.map import Map
from crosslane.model.ordering import key_between, keys
from crosslane.model.plan import lane_bands, lane_height
from crosslane.model.records import Lane
from crosslane.model.values import Discipline

# Words in a lane's name, the more telling ones first: a data science platform is AI's, a data platform is analytics'.
_DISCIPLINES: dict[str, Discipline] = {
    "outside external customer customers partner partners vendor vendors supplier suppliers": "external",
    "user users client clients citizen citizens patient patients regulator auditor": "external",
    "ai ml mlops science scientist scientists modelling modeling": "ai",
    "analytics bi data analyst analysts analysis reporting statistics statisticians": "analytics",
    "ops operations devops sre platform infrastructure infra it support network": "ops",
    "dev development developer developers engineering engineers software backend frontend": "dev",
}


def discipline_of(name: str) -> Discipline:
    """Return the discipline that a lane's name suggests; "other" when it suggests none."""
    words = frozenset(re.findall(r"[a-z]+", name.lower()))
    if {"machine", "learning"} <= words:
        return "ai"
    return next((discipline for telling, discipline in _DISCIPLINES.items() if words & {*telling.split()}), "other")


def add_lane(map_: Map, name: str, *, discipline: Discipline | None = None, before: str | None = None) -> Diff:
    """Add a lane below all others, or just before another one."""
    lane = Lane(id=new_id(name, map_), name=name, discipline=discipline or discipline_of(name))
    return _placed(map_, lane, before)


def move_lane(map_: Map, lane_id: str, before: str | None) -> Diff:
    """Move a lane with all that is in it to just before another one, or below all others."""
    if before == lane_id:
        return {}
    return _placed(map_, map_.lane(lane_id), before)


def _placed(map_: Map, lane: Lane, before: str | None) -> Diff:
    others = [other for other in map_.lanes if other.id != lane.id]
    at = next((i for i, other in enumerate(others) if other.id == before), len(others))
    low = others[at - 1].order if at else None
    high = others[at].order if at < len(others) else None
    try:
        return puts(map_, [lane.but(order=key_between(low, high))])
    except ValueError:
        # Keys of another program, or equal ones, leave no room between: all lanes get fresh keys.
        lined_up = [*others[:at], lane, *others[at:]]
        return puts(map_, [each.but(order=key) for each, key in zip(lined_up, keys(len(lined_up)), strict=True)])


def remove_lane(map_: Map, lane_id: str) -> Diff:
    """Remove a lane and its steps; raises Problem for the last one that still holds steps."""
    steps = map_.steps_of(lane_id)
    if steps and len(map_.lanes) == 1:
        raise Problem("The only lane still holds steps: add another lane first, or remove the steps.")
    return drops(map_, [lane_id, *(step.id for step in steps)])


def merge_lanes(map_: Map, into: str, gone: str) -> Diff:
    """Put all steps of the lane `gone` into the lane `into`, below what is there, and remove `gone`.

    The steps keep their places to one another; flows between the two are handoffs no more.
    """
    if into == gone:
        return {}
    target, source = map_.lane(into), map_.lane(gone)
    down = round(lane_height(target, map_.steps_of(into)) if map_.steps_of(into) else 0)
    moved = [step.but(lane=into, y=step.y + down) for step in map_.steps_of(gone)]
    titles = tuple(dict.fromkeys((*target.titles, *source.titles)))
    owned = [flow.but(schema_owner=into) for flow in map_.flows if flow.schema_owner == gone]
    return squash(puts(map_, [target.but(titles=titles), *moved, *owned]), drops(map_, [gone]))


def lane_below(map_: Map, lane_id: str, down: int) -> str | None:
    """Return the lane so many places further down (negative: up), or None beyond the ends."""
    ids = list(lane_bands(map_))
    at = ids.index(lane_id) + down
    return ids[at] if 0 <= at < len(ids) else None
