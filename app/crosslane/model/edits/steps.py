"""Steps come and move; new ones find a free place, old ones stay where they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from crosslane.model.diff import Change, Diff, puts, squash
from crosslane.model.edits.flows import new_flow
from crosslane.model.edits.lanes import lane_below
from crosslane.model.ids import new_id
from crosslane.model.map import Map
from crosslane.model.plan import (
    CARD_H,
    CARD_W,
    GRID,
    LANE_PAD,
    PITCH_X,
    free_place,
    is_free,
    lane_at,
    lane_bands,
    snapped,
)
from crosslane.model.records import Step
from crosslane.model.values import StepType

Direction = Literal["right", "left", "up", "down"]


def add_step(
    map_: Map, lane_id: str, name: str = "", *, x: float | None = None, y: float = LANE_PAD, type: StepType = "activity"
) -> Diff:
    """Add a step in a lane near (x, y); without an x, after everything that is on the map."""
    wish = x if x is not None else max((step.x + PITCH_X for step in map_.steps), default=0)
    place = free_place(map_, lane_id, wish, y)
    step = Step(id=new_id(name or "step", map_), lane=lane_id, name=name, type=type, x=place[0], y=place[1])
    return {step.id: Change(None, step)}


def append_step(
    map_: Map, source_id: str, name: str = "", *, direction: Direction = "right", lane: str | None = None
) -> Diff:
    """Add the next step, connected, one column further; "up" and "down" put it into the neighbouring lane.

    "left" puts it before the source, so that a map can be told backwards. `lane` names the lane outright.
    """
    source = map_.step(source_id)
    beside = {"up": -1, "down": 1}.get(direction, 0)
    lane_id = lane or (lane_below(map_, source.lane, beside) if beside else None) or source.lane
    x = source.x + (-PITCH_X if direction == "left" else PITCH_X)
    y = source.y if lane_id == source.lane else LANE_PAD
    room = room_before(map_, source.x) if x < 0 else {}
    added = add_step(map_.apply(room), lane_id, name, x=max(0, x), y=y)
    new = next(iter(added))
    ends = (new, source_id) if direction == "left" else (source_id, new)
    after = map_.apply(room).apply(added)
    return squash(room, added, puts(after, [new_flow(after, *ends)]))


def room_before(map_: Map, x: float) -> Diff:
    """Move everything at or right of x one column to the right."""
    return puts(map_, [step.but(x=step.x + PITCH_X) for step in map_.steps if step.x >= x])


def stand_between(map_: Map, step_id: str) -> Diff:
    """Give a step that was put on a flow its own column, where it stands on other cards; what follows moves on."""
    step = map_.step(step_id)
    if is_free(map_, step.lane, step.x, step.y, frozenset({step_id})):
        return {}
    before = [map_.step(flow.source).x for flow in map_.flows_into(step_id)]
    x = max((*before, step.x - PITCH_X)) + PITCH_X
    crowded = [other.x for other in map_.steps if other.id != step_id and x - PITCH_X < other.x < x + PITCH_X]
    room = x + PITCH_X - min(crowded) if crowded else 0
    after = [other for other in map_.steps if other.id != step_id and other.x > x - PITCH_X and room]
    return puts(map_, [step.but(x=round(x)), *(other.but(x=round(other.x + room)) for other in after)])


def move_steps(map_: Map, ids: Iterable[str], dx: float, dy: float, *, snap: bool = True) -> Diff:
    """Move steps by (dx, dy); each joins the lane under its card's middle. Nothing else moves.

    Steps never leave the map to the left or the top. Without `snap` the offset is taken as it is (nudging).
    """
    bands = lane_bands(map_)
    moved = []
    for step in (map_.step(id_) for id_ in ids):
        band = bands.get(step.lane)
        top = (band.top if band else 0) + step.y + dy
        lane_id = lane_at(top + CARD_H / 2, bands) or step.lane
        lane_top = bands[lane_id].top if lane_id in bands else 0
        x, y = max(0.0, step.x + dx), max(float(LANE_PAD), top - lane_top)
        place = (snapped(x), max(LANE_PAD, snapped(y) if dy else round(y))) if snap else (round(x), round(y))
        moved.append(step.but(lane=lane_id, x=place[0], y=place[1]))
    return puts(map_, moved)


def beside_others(map_: Map, ids: Iterable[str]) -> Diff:
    """Move those of some steps that lie on cards of others to the nearest place in their lane where nobody lies."""
    diff: Diff = {}
    moving = frozenset(ids)
    for id_ in sorted(moving):
        now = map_.apply(diff)
        step = now.step(id_)
        others = (other for other in now.steps_of(step.lane) if other.id not in moving)
        if any(abs(other.x - step.x) < CARD_W and abs(other.y - step.y) < CARD_H for other in others):
            x, y = _nearest_free(now, step)
            diff = squash(diff, puts(now, [step.but(x=x, y=y)]))
    return diff


def _nearest_free(map_: Map, step: Step) -> tuple[int, int]:
    far, high = CARD_W + GRID, CARD_H + GRID
    aside = [*((dx, 0) for dx in range(-far, far + 1, GRID)), *((0, dy) for dy in range(-high, high + 1, GRID))]
    for dx, dy in sorted(aside, key=lambda by: (abs(by[0]) + abs(by[1]), by)):
        x, y = snapped(step.x) + dx, snapped(step.y) + dy
        if x >= 0 and y >= LANE_PAD and is_free(map_, step.lane, x, y, frozenset({step.id})):
            return x, y
    return free_place(map_, step.lane, step.x, step.y, frozenset({step.id}))


def shift_lane(map_: Map, ids: Iterable[str], down: int) -> Diff:
    """Move steps so many lanes down (negative: up), keeping their place along the flow where it is free."""
    diff: Diff = {}
    for id_ in ids:
        now = map_.apply(diff)
        step = now.step(id_)
        lane_id = lane_below(now, step.lane, down)
        if lane_id is not None:
            x, y = free_place(now, lane_id, step.x, step.y)
            diff = squash(diff, puts(now, [step.but(lane=lane_id, x=x, y=y)]))
    return diff


def make_room(map_: Map, x: float, dx: float) -> Diff:
    """Move every step right of x by dx: the space tool. Closing space stops before cards meet."""
    right = right_of(map_, x)
    by = max(dx, closes_by(map_, x))
    return puts(map_, [step.but(x=max(0, snapped(step.x + by))) for step in right])


def right_of(map_: Map, x: float) -> list[Step]:
    """Return the steps that make room at x by moving."""
    return [step for step in map_.steps if step.x + CARD_W / 2 >= x]


def closes_by(map_: Map, x: float) -> float:
    """Return how far room at x can be closed: 0, or negative as far as cards do not meet."""
    left_edge = max((step.x + CARD_W for step in map_.steps if step.x + CARD_W / 2 < x), default=0)
    return min(0, left_edge + 16 - min((step.x for step in right_of(map_, x)), default=0))
