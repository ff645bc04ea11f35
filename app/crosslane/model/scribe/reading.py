"""A scribe line read against a map: what it would do, what it asks first, or why it makes no sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosslane.model.diff import Diff, puts, squash
from crosslane.model.edits.fields import set_fields
from crosslane.model.edits.flows import insert_on_flow, new_flow
from crosslane.model.edits.lanes import add_lane
from crosslane.model.edits.steps import add_step, append_step
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step
from crosslane.model.scribe.grammar import Chain, LaneAlone, Misread, Named, Numbered, parse
from crosslane.model.scribe.lines import Names, folded
from crosslane.model.scribe.nearness import near_lane, near_step
from crosslane.model.scribe.remarks import fields_of, free_fields


@dataclass(frozen=True)
class Reading:
    """What a line says: a diff to be done (its additions are the ghosts), a selection, and one question at most.

    With a `question`, `diff` is what Enter does and `other` what Ctrl+Enter does. A `problem` excludes all else; it
    begins at `column`, counted from 0, when it has a place.
    """

    diff: Diff
    select: tuple[str, ...] = ()
    question: str | None = None
    other: Diff | None = None
    problem: str | None = None
    column: int | None = None


def read_line(map_: Map, text: str, *, selected: str | None = None) -> Reading:
    """Read one line; never raises for what people type. `selected` is the step whose lane is the first default."""
    if not text.strip():
        return Reading({})
    try:
        parsed = parse(text)
        if isinstance(parsed, Numbered):
            return _numbered(map_, parsed)
        return _chain(map_, parsed, selected)
    except Misread as misread:
        return Reading({}, problem=str(misread), column=misread.column)
    except Problem as problem:
        return Reading({}, problem=str(problem))


def _numbered(map_: Map, said: Numbered) -> Reading:
    flow = map_.flow_numbered(said.number)
    if flow is None:
        raise Problem(f"There is no handoff {said.number} on this map.")
    diff: Diff = {}
    for text, _ in said.remarks:
        on_flow, on_step = free_fields(text, map_.head.calendar)
        diff = set_fields(map_, flow.id, **on_flow) if on_flow else {}
        diff = squash(diff, set_fields(map_, flow.target, **on_step) if on_step else {})
    return Reading(diff, (flow.id,))


def _chain(map_: Map, said: Chain | LaneAlone, selected: str | None) -> Reading:
    guarded = _Writer(map_, selected, guarded=True)
    diff = guarded.write(said)
    if guarded.questions:
        as_typed = _Writer(map_, selected, guarded=False).write(said)
        return Reading(diff, guarded.selection, "; ".join(guarded.questions), as_typed)
    return _insertion(map_, said, guarded.touched, diff) or Reading(diff, guarded.selection)


def _insertion(map_: Map, said: Chain | LaneAlone, touched: list[str], plain: Diff) -> Reading | None:
    """A > New > B where A > B is drawn: ask whether New goes between, or is a second path."""
    if not isinstance(said, Chain) or len(said.steps) != 3 or said.backwards[0] != said.backwards[1]:
        return None
    first, new, last = reversed(touched) if said.backwards[0] else touched
    drawn = [f for f in map_.flows_from(first) if f.target == last and f.type == "forward"] if first in map_ else []
    if not drawn or new in map_:
        return None
    added = {id_: change for id_, change in plain.items() if not isinstance(change.after, Flow)}
    between = squash(added, insert_on_flow(map_.apply(added), drawn[0].id, new))
    between = squash(between, _said_of_insertion(map_.apply(between), plain, drawn[0].id, new))
    asked = f"Put {said.steps[1].name!r} between? Enter = insert between, Ctrl+Enter = second path"
    return Reading(between, (new,), asked, plain)


def _said_of_insertion(now: Map, plain: Diff, drawn: str, new: str) -> Diff:
    """What the line says of its two arrows holds for the two arrows there are after the insertion."""
    onward = next((f.id for f in now.flows_from(new)), drawn)
    told: Diff = {}
    for change in plain.values():
        if isinstance(change.after, Flow) and new in (change.after.source, change.after.target):
            bare = Flow(id="bare", source="a", target="b").fields()
            keep = ("id", "number", "source", "target", "type")
            said = {k: v for k, v in change.after.fields().items() if k not in keep and v != bare[k]}
            place = drawn if change.after.target == new else onward
            told = squash(told, set_fields(now, place, **said) if said else {})
    return told


class _Writer:
    """Builds the diff of a line step by step on a growing map; guarded, it takes slips for what was meant and asks."""

    def __init__(self, map_: Map, selected: str | None, *, guarded: bool) -> None:
        self.before = self.map = map_
        self.names = Names.of(map_)
        step = map_.get(selected or "")
        self.lane = step.lane if isinstance(step, Step) else None
        self.guarded = guarded
        self.questions: list[str] = []
        self.touched: list[str] = []
        self.diff: Diff = {}

    @property
    def selection(self) -> tuple[str, ...]:
        return tuple(self.touched[-1:])

    def write(self, said: Chain | LaneAlone) -> Diff:
        if isinstance(said, LaneAlone):
            self.touched.append(self._lane(said.name))
            return self.diff
        for at, named in enumerate(said.steps):
            self._named(named, back=at > 0 and said.backwards[at - 1])
        return self.diff

    def _add(self, diff: Diff) -> None:
        self.map = self.map.apply(diff)
        self.diff = squash(self.diff, diff)

    def _named(self, named: Named, *, back: bool) -> None:
        previous = self.touched[-1] if self.touched else None
        on_flow, on_step = fields_of(named.remarks, self.map.head.calendar)
        step_id = self._step(named, previous, back=back)
        if on_step:
            self._add(set_fields(self.map, step_id, **on_step))
        if previous is not None:
            ends = (step_id, previous) if back else (previous, step_id)
            self._flow(*ends, on_flow)
        elif on_flow:
            raise Misread(
                f"{named.name!r} has no arrow before it: write the wait after the step it leads to.", named.column
            )
        self.touched.append(step_id)

    def _lane(self, typed: str) -> str:
        known = [*((name, id_) for id_, name in self.names.lanes.items()), *((e.name, e.id) for e in self.map.lanes)]
        found = next((id_ for name, id_ in known if folded(name) == folded(typed)), None)
        if found is not None:
            return found
        meant = near_lane(typed, self.names.lanes.values()) if self.guarded else None
        if meant:
            self._ask(f"New lane {typed!r}? Enter = use {meant}, Ctrl+Enter = new lane")
            return next(id_ for name, id_ in known if name == meant)
        diff = add_lane(self.map, typed)
        lane_id = next(id_ for id_, change in diff.items() if change.before is None)
        self._add(diff)
        return lane_id

    def _ask(self, question: str) -> None:
        if question not in self.questions:
            self.questions.append(question)

    def _step(self, named: Named, previous: str | None, *, back: bool) -> str:
        if named.lane is not None:
            self.lane = self._lane(named.lane)
        known = self._known(named)
        if known is not None:
            self.lane = known.lane
            return known.id
        if self.lane is None:
            raise Misread(
                f"Who does {named.name!r}? Type the lane and a colon before it, for example Dev: {named.name}.",
                named.column,
            )
        made = self._placed(named.name, self.lane, previous, back=back)
        new = next(id_ for id_, change in made.items() if change.before is None)
        self._add(made)
        return new

    def _known(self, named: Named) -> Step | None:
        """A step of that name: in the lane named, else in the current lane, else the only one on the map."""
        typed = folded(named.name)
        same = [s for s in self.map.steps if typed == folded(self.names.steps.get(s.id, s.name))]
        here = [s for s in same if s.lane == self.lane]
        if here or (len(same) == 1 and named.lane is None):
            return (here or same)[0]
        beside = {n: s for s, n in self.names.steps.items() if self.before.step(s).lane == self.lane}
        meant = near_step(named.name, beside) if self.guarded else None
        if meant is None:
            return None
        self._ask(f"New step {named.name!r}? Enter = use {meant}, Ctrl+Enter = new step")
        return self.before.step(beside[meant])

    def _placed(self, name: str, lane_id: str, previous: str | None, *, back: bool) -> Diff:
        if previous is None:
            return add_step(self.map, lane_id, name)
        made = append_step(self.map, previous, name, direction="left" if back else "right", lane=lane_id)
        return {id_: change for id_, change in made.items() if not isinstance(change.after, Flow)}

    def _flow(self, source: str, target: str, fields: dict[str, Any]) -> None:
        """Say something of the flow that is there, or draw it; without a word on its type a forward one comes first."""
        wanted = fields.get("type")
        there = [f for f in self.map.flows_from(source) if f.target == target and (wanted is None or f.type == wanted)]
        if there:
            first = next((f for f in there if f.type == "forward"), there[0])
            self._add(set_fields(self.map, first.id, **fields) if fields else {})
        else:
            self._add(puts(self.map, [new_flow(self.map, source, target, **fields)]))
