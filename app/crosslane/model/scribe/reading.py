"""A scribe line read against a map: what it would do, what it asks first, or why it makes no sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from crosslane.model.diff import Diff, puts, squash
from crosslane.model.edits.fields import set_fields
from crosslane.model.edits.flows import insert_on_flow, new_flow
from crosslane.model.edits.lanes import add_lane
from crosslane.model.edits.steps import add_step, append_step
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step
from crosslane.model.scribe.grammar import Chain, Named, Numbered, parse
from crosslane.model.scribe.remarks import fields_of, free_fields


@dataclass(frozen=True)
class Reading:
    """What a line says: a diff to be done, a selection, and one question at most.

    With a `question`, `diff` is what Enter does and `other` what Ctrl+Enter does. A `problem` excludes all else.
    """

    diff: Diff
    select: tuple[str, ...] = ()
    question: str | None = None
    other: Diff | None = None
    problem: str | None = None


def read_line(map_: Map, text: str, *, selected: str | None = None) -> Reading:
    """Read one line; never raises for what people type. `selected` is the step whose lane is the first default."""
    if not text.strip():
        return Reading({})
    try:
        parsed = parse(text)
        if isinstance(parsed, Numbered):
            return _numbered(map_, parsed)
        return _Writer(map_, selected).read(parsed)
    except Problem as problem:
        return Reading({}, problem=str(problem))


def _numbered(map_: Map, said: Numbered) -> Reading:
    flow = map_.flow_numbered(said.number)
    if flow is None:
        raise Problem(f"There is no handoff {said.number} on this map.")
    fields: dict[str, Any] = {}
    for text, _ in said.remarks:
        fields.update(free_fields(text, map_.head.calendar))
    return Reading(set_fields(map_, flow.id, **fields) if fields else {}, (flow.id,))


class _Writer:
    """Builds the diff of a chain step by step on a growing map."""

    def __init__(self, map_: Map, selected: str | None) -> None:
        self.before = self.map = map_
        step = map_.get(selected or "")
        self.lane = step.lane if isinstance(step, Step) else None
        self.question: str | None = None
        self.corrected: dict[str, str] = {}
        self.touched: list[str] = []

    def read(self, chain: Chain) -> Reading:
        self._ask_about_lanes(chain)
        first = self._build(chain, self.corrected)
        if self.corrected:
            asked = "; ".join(f"New lane '{typed}'? Enter = use {known}" for typed, known in self.corrected.items())
            as_typed = _Writer(self.before, None)._build(chain, {})[0]
            return Reading(first[0], first[1], f"{asked}, Ctrl+Enter = new lane", as_typed)
        between = self._insertion(chain, first[0])
        return between or Reading(first[0], first[1])

    def _ask_about_lanes(self, chain: Chain) -> None:
        names = [lane.name for lane in self.map.lanes]
        folded = {name.casefold() for name in names}
        for named in chain.steps:
            if named.lane and named.lane.casefold() not in folded:
                near = get_close_matches(named.lane.casefold(), sorted(folded), 1, 0.7)
                if near:
                    self.corrected[named.lane] = next(name for name in names if name.casefold() == near[0])

    def _build(self, chain: Chain, corrected: Mapping[str, str]) -> tuple[Diff, tuple[str, ...]]:
        total: Diff = {}
        previous: str | None = None
        for at, named in enumerate(chain.steps):
            back = at > 0 and chain.backwards[at - 1]
            flow_fields, step_fields = fields_of(named.remarks, self.map.head.calendar)
            diff, step_id = self._step(named, corrected, previous, back)
            total = self._add(total, diff)
            if step_fields:
                total = self._add(total, set_fields(self.map, step_id, **step_fields))
            if previous is not None:
                ends = (step_id, previous) if back else (previous, step_id)
                total = self._add(total, self._flow(*ends, flow_fields))
            elif flow_fields:
                raise Problem(f"{named.name!r} has no arrow before it: write the wait after the step it leads to.")
            previous = step_id
            self.touched.append(step_id)
        return total, tuple(self.touched[-1:])

    def _add(self, total: Diff, diff: Diff) -> Diff:
        self.map = self.map.apply(diff)
        return squash(total, diff)

    def _step(self, named: Named, corrected: Mapping[str, str], previous: str | None, back: bool) -> tuple[Diff, str]:
        lane_diff: Diff = {}
        if named.lane:
            wanted = corrected.get(named.lane, named.lane)
            lane_id = next((lane.id for lane in self.map.lanes if lane.name.casefold() == wanted.casefold()), None)
            if lane_id is None:
                lane_diff = add_lane(self.map, wanted)
                lane_id = next(iter(set(lane_diff) - set(self.map.ids())), "")
                self.map = self.map.apply(lane_diff)
            self.lane = lane_id
        known = self._known(named, self.lane)
        if known:
            self.lane = known.lane
            return lane_diff, known.id
        if self.lane is None:
            raise Problem(
                f"Who does {named.name!r}? Type the lane and a colon before it, for example Dev: {named.name}."
            )
        made = self._placed(named.name, self.lane, previous, back)
        new = next(id_ for id_, change in made.items() if change.before is None)
        return squash(lane_diff, made), new

    def _known(self, named: Named, lane_id: str | None) -> Step | None:
        """A step of that name: in the lane named, else in the current lane, else the only one on the map."""
        same = [s for s in self.map.steps if _folded(s.name) == _folded(named.name)]
        here = [s for s in same if s.lane == lane_id]
        if here:
            return here[0]
        return same[0] if not named.lane and len(same) == 1 else None

    def _placed(self, name: str, lane_id: str, previous: str | None, back: bool) -> Diff:
        if previous is None:
            return add_step(self.map, lane_id, name)
        made = append_step(self.map, previous, name, direction="left" if back else "right", lane=lane_id)
        return {id_: change for id_, change in made.items() if not isinstance(change.after, Flow)}

    def _flow(self, source: str, target: str, fields: dict[str, Any]) -> Diff:
        wanted = fields.get("type")
        there = [f for f in self.map.flows_from(source) if f.target == target and (wanted is None or f.type == wanted)]
        if there:
            return set_fields(self.map, there[0].id, **fields) if fields else {}
        return puts(self.map, [new_flow(self.map, source, target, **fields)])

    def _insertion(self, chain: Chain, plain: Diff) -> Reading | None:
        """A > New > B where A > B is drawn: ask whether New goes between, or is a second path."""
        if len(chain.steps) != 3 or any(chain.backwards):
            return None
        first, new, last = self.touched[-3:]
        drawn = (
            [f for f in self.before.flows_from(first) if f.target == last and f.type == "forward"]
            if first in self.before
            else []
        )
        if not drawn or new in self.before:
            return None
        added = {id_: c for id_, c in plain.items() if not isinstance(c.after, Flow)}
        between = squash(added, insert_on_flow(self.before.apply(added), drawn[0].id, new))
        asked = f"Put {chain.steps[1].name!r} between? Enter = insert between, Ctrl+Enter = second path"
        return Reading(between, (new,), asked, plain)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
