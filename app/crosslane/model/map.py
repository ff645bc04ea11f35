"""The map: an immutable snapshot of records with the indexes that everybody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from crosslane.model.descent import Descent
from crosslane.model.diff import Diff
from crosslane.model.records import MAP_ID, RECORD_TYPES, Flow, Lane, MapRecord, Record, Step

Member = tuple[str, str]
Members = dict[str, None]
Pair = tuple[Record | None, Record | None]
R = TypeVar("R", bound=Record)
V = TypeVar("V")
# More changes than this are not looked for in an order one by one.
MANY = 100
_ID: Callable[[Any], str] = attrgetter("id")
# What of a plan is known lane by lane.
_BY_LANE = ("along", "depths")


class Map:
    """A read-only view of the records; `apply` gives the next one and shares what did not change.

    Equality is equality of records. The indexes are kept up by diffs: an edit costs what it touches. Whatever is
    returned in order is ordered by the records alone, never by the way they came.
    """

    def __init__(self, records: dict[str, Record], groups: dict[Member, Members]) -> None:
        """Take over records and the index that belongs to them; everybody else calls `Map.of`."""
        self._records = records
        self._groups = groups
        # From which maps this one was made, for what differs from them.
        self.descent = Descent()
        # What follows from lanes and from where steps lie alone and is asked for by many: maps that share these share it.
        self.plan: dict[str, dict[str, Any]] = {}
        self._along: dict[str, tuple[Step, ...]] = {}
        # From what it was made, until somebody asks for what is in order: who only moves everything waits for none of it.
        self._from: tuple[Map, _Changed] | None = None

    @staticmethod
    def of(records: Iterable[Record] = ()) -> Map:
        """Return the map of these records; a later record replaces an earlier one of the same id."""
        by_id = {record.id: record for record in records}
        groups: dict[Member, Members] = {}
        for record in by_id.values():
            for member in _memberships(record):
                groups.setdefault(member, {})[record.id] = None
        return Map(by_id, groups)

    def apply(self, diff: Diff) -> Map:
        """Return the map after the diff; what a change says of "before" is not looked at."""
        records, changed = dict(self._records), _Changed()
        for id_, (_, new) in diff.items():
            old = records.get(id_)
            if new is None:
                records.pop(id_, None)
            else:
                records[id_] = new
            changed.add(id_, old, new)
        # Most of very many changes only move things: who belongs to what stays then, and is not copied.
        groups, own = dict(self._groups) if changed.regrouped else self._groups, set[Member]()
        for id_, (old, new) in changed.regrouped.items():
            _regroup(groups, own, id_, _memberships(old), _memberships(new))
        self._carry()
        made = Map(records, groups)
        made.descent = Descent(self.descent, frozenset(diff))
        made._carry_plan(self, changed)
        made._carry_number(self, changed)
        made._from = self, changed
        return made

    def _carry(self) -> None:
        """Take over what is in order on the map before the diff that made this one, when somebody asks for it."""
        made_from, self._from = self._from, None
        if made_from is not None:
            self._carry_from(*made_from)

    def _carried(self, name: str) -> Any:
        """Return what is in order as the map before had it, with what has changed; None where nobody had asked for it."""
        self._carry()
        return self.__dict__.get(name)

    def _carry_from(self, older: Map, changed: _Changed) -> None:
        known, now, flows = older.__dict__, self.__dict__, changed.flows
        if "steps" in known:
            now["steps"] = _in_order(known["steps"], _those_of(Step, changed.steps))
        if "flows" in known:
            now["flows"] = _in_order(known["flows"], _those_of(Flow, flows))
        if "lanes" in known and not changed.lanes:
            now["lanes"] = known["lanes"]
        ends = [id_ for id_, pair in changed.regrouped.items() if _comes_or_goes(Step, pair)]
        if "drawn_flows" in known:
            # Those that changed, and those that changed their ends or of which an end has come or gone.
            tied = {id_ for map_ in (older, self) for end in ends for id_ in tied_to(map_, end)}
            tied |= changed.regrouped.keys() & flows.keys()
            drawn = {id_: (older._if_drawn(id_), self._if_drawn(id_)) for id_ in tied}
            now["drawn_flows"] = _in_order(known["drawn_flows"], {**_those_of(Flow, flows), **drawn})
        if "numbered_flows" in known and not ends and changed.regrouped.keys().isdisjoint(flows):
            # Every one of them is there, in the same place.
            now["numbered_flows"] = _as_they_are_now(known["numbered_flows"], _those_of(Flow, flows))

    def _carry_number(self, older: Map, changed: _Changed) -> None:
        """Take over the highest number, for which nothing has to be in order."""
        was: int | None = older.__dict__.get("highest_number")
        if was is not None:
            numbers = [(_number(old), _number(new)) for old, new in changed.regrouped.values()]
            if not any(old == was != new for old, new in numbers):
                self.__dict__["highest_number"] = max([was, *(new for _, new in numbers)])

    def _carry_plan(self, older: Map, changed: _Changed) -> None:
        """Take over where lanes and steps lie, but for the lanes of steps that are others."""
        lanes, moved = changed.step_lanes, changed.moved_lanes
        if moved or changed.lanes:
            self.plan = {name: _without(older.plan[name], moved) for name in _BY_LANE if name in older.plan}
        else:
            self.plan = older.plan
        self._along = _without(older._along, lanes) if lanes else older._along

    def _if_of(self, record_type: type[R], id_: str) -> R | None:
        record = self._records.get(id_)
        return record if isinstance(record, record_type) else None

    def _if_drawn(self, id_: str) -> Flow | None:
        flow = self._if_of(Flow, id_)
        return flow if flow is not None and self._is_drawn(flow) else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Map) and self._records == other._records

    def __hash__(self) -> int:
        return hash(frozenset(self._records))

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._records

    def ids(self) -> Mapping[str, Record]:
        """Return all records by id."""
        return self._records

    def records(self) -> Iterator[Record]:
        """Return all records, in no particular order."""
        return iter(self._records.values())

    def get(self, id_: str) -> Record | None:
        """Return the record of that id, or None."""
        return self._records.get(id_)

    @property
    def groups(self) -> Mapping[Member, Collection[str]]:
        """The ids of records by what they have in common, such as ("lane", "ops"), in no particular order.

        There are "kind", "lane" of steps, "from", "into" and "number" of flows, drawn or not, and "on" of all others.
        """
        return self._groups

    def step(self, id_: str) -> Step:
        """Return the step; raises KeyError when there is none of that id."""
        return self._of_type(id_, Step)

    def flow(self, id_: str) -> Flow:
        """Return the flow; raises KeyError when there is none of that id."""
        return self._of_type(id_, Flow)

    def lane(self, id_: str) -> Lane:
        """Return the lane; raises KeyError when there is none of that id."""
        return self._of_type(id_, Lane)

    def _of_type(self, id_: str, record_type: type[R]) -> R:
        record = self._if_of(record_type, id_)
        if record is None:
            raise KeyError(id_)
        return record

    @cached_property
    def head(self) -> MapRecord:
        """The record of the map itself; an empty one where none is stored yet."""
        record = self._records.get(MAP_ID)
        return record if isinstance(record, MapRecord) else MapRecord(id=MAP_ID)

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes from top to bottom."""
        found: tuple[Lane, ...] | None = self._carried("lanes")
        return (
            tuple(sorted(self._typed(("kind", "lane"), Lane), key=lambda lane: (lane.order, lane.id)))
            if found is None
            else found
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All steps, by id."""
        found: tuple[Step, ...] | None = self._carried("steps")
        return self._typed(("kind", "step"), Step) if found is None else found

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """All flows, by id, also those whose ends are missing."""
        found: tuple[Flow, ...] | None = self._carried("flows")
        return self._typed(("kind", "flow"), Flow) if found is None else found

    @cached_property
    def drawn_flows(self) -> tuple[Flow, ...]:
        """The flows of which both ends are there, by id."""
        found: tuple[Flow, ...] | None = self._carried("drawn_flows")
        return tuple(flow for flow in self.flows if self._is_drawn(flow)) if found is None else found

    @cached_property
    def numbered_flows(self) -> tuple[Flow, ...]:
        """The drawn flows in the order of their numbers, as people count them."""
        found: tuple[Flow, ...] | None = self._carried("numbered_flows")
        return tuple(sorted(self.drawn_flows, key=lambda flow: (flow.number or 0, flow.id))) if found is None else found

    @cached_property
    def handoffs(self) -> frozenset[str]:
        """The ids of the drawn flows whose ends lie in different lanes."""
        lane = {step.id: step.lane for step in self.steps}
        return frozenset(flow.id for flow in self.drawn_flows if lane[flow.source] != lane[flow.target])

    @cached_property
    def orphans(self) -> tuple[Record, ...]:
        """The records that point at something missing, by id: they are kept, so that undo brings everything back."""
        found: list[Record] = []
        if len(self.drawn_flows) < len(self.flows):
            found += [flow for flow in self.flows if not self._is_drawn(flow)]
        there = {lane.id for lane in self.lanes}
        found += [step for step in self.steps if step.lane not in there]
        for kind in RECORD_TYPES.keys() - {"lane", "step", "flow"}:
            on = ((record, getattr(record, "on", None)) for record in self.others(kind))
            found += [record for record, id_ in on if id_ is not None and id_ not in self._records]
        return tuple(sorted(found, key=lambda record: record.id))

    def others(self, kind: str) -> tuple[Record, ...]:
        """Return the records of a kind, by id."""
        return self._typed(("kind", kind), Record)

    def steps_of(self, lane_id: str) -> tuple[Step, ...]:
        """Return the steps of a lane along the flow (by x, then y)."""
        if lane_id not in self._along:
            steps = self._typed(("lane", lane_id), Step)
            self._along[lane_id] = tuple(sorted(steps, key=lambda step: (step.x, step.y, step.id)))
        return self._along[lane_id]

    def flows_from(self, step_id: str) -> tuple[Flow, ...]:
        """Return the drawn flows that leave a step, by number."""
        return self._drawn(("from", step_id))

    def flows_into(self, step_id: str) -> tuple[Flow, ...]:
        """Return the drawn flows that reach a step, by number."""
        return self._drawn(("into", step_id))

    def flow_numbered(self, number: int) -> Flow | None:
        """Return the flow that the room calls by this number, or None."""
        found = self._typed(("number", str(number)), Flow)
        return found[0] if found else None

    @cached_property
    def highest_number(self) -> int:
        """The highest number that a flow has; 0 where none has one."""
        return max((flow.number or 0 for flow in self.flows), default=0)

    def lane_of(self, step_id: str) -> Lane | None:
        """Return the lane of a step, or None while either is missing."""
        step = self._records.get(step_id)
        lane = self._records.get(step.lane) if isinstance(step, Step) else None
        return lane if isinstance(lane, Lane) else None

    def is_handoff(self, flow: Flow) -> bool:
        """Say whether the flow's ends lie in different lanes."""
        source, target = self._records.get(flow.source), self._records.get(flow.target)
        return isinstance(source, Step) and isinstance(target, Step) and source.lane != target.lane

    def on(self, id_: str) -> tuple[Record, ...]:
        """Return the notes, votes, verdicts and the like that point at a record, by id."""
        return self._typed(("on", id_), Record)

    def _typed(self, member: Member, record_type: type[R]) -> tuple[R, ...]:
        found = (self._records[id_] for id_ in sorted(self._groups.get(member, ())))
        return tuple(record for record in found if isinstance(record, record_type))

    def _drawn(self, member: Member) -> tuple[Flow, ...]:
        flows = (flow for flow in self._typed(member, Flow) if self._is_drawn(flow))
        return tuple(sorted(flows, key=lambda flow: (flow.number or 0, flow.id)))

    def _is_drawn(self, flow: Flow) -> bool:
        return isinstance(self._records.get(flow.source), Step) and isinstance(self._records.get(flow.target), Step)


def tied_to(map_: Map, id_: str) -> list[str]:
    """Return the flows that name a record as one of their ends, each once, drawn or not."""
    return list(dict.fromkeys(chain(map_.groups.get(("from", id_), ()), map_.groups.get(("into", id_), ()))))


def leaving(map_: Map, step_id: str) -> Iterator[Flow]:
    """Return the drawn flows that leave a step, in no particular order."""
    flows = (map_.get(id_) for id_ in map_.groups.get(("from", step_id), ()))
    return (flow for flow in flows if isinstance(flow, Flow) and isinstance(map_.get(flow.target), Step))


def reaching(map_: Map, step_id: str) -> Iterator[Flow]:
    """Return the drawn flows that reach a step, in no particular order."""
    flows = (map_.get(id_) for id_ in map_.groups.get(("into", step_id), ()))
    return (flow for flow in flows if isinstance(flow, Flow) and isinstance(map_.get(flow.source), Step))


class _Changed:
    """What a diff changes of a map, by what it is. What is `regrouped` comes, goes, or belongs to other groups than before."""

    def __init__(self) -> None:
        self.steps: dict[str, Pair] = {}
        self.flows: dict[str, Pair] = {}
        self.lanes = False
        # The lanes of changed steps before and after, and of those that lie elsewhere.
        self.step_lanes: set[str] = set()
        self.moved_lanes: set[str] = set()
        self.regrouped: dict[str, Pair] = {}

    def add(self, id_: str, old: Record | None, new: Record | None) -> None:
        """Note a change."""
        # By type and not by isinstance, which takes ten times as long to say no: most of very many changes end here.
        if type(old) is Step and type(new) is Step and old.lane == (lane := new.lane):
            self.steps[id_] = old, new
            self.step_lanes.add(lane)
            if old.x != new.x or old.y != new.y:
                self.moved_lanes.add(lane)
            return
        if type(old) is Flow and type(new) is Flow and _has_same_ends(old, new):
            self.flows[id_] = old, new
            return
        self.regrouped[id_] = old, new
        for record in (old, new):
            if isinstance(record, Step):
                self.steps[id_] = old, new
                self.step_lanes.add(record.lane)
                self.moved_lanes.add(record.lane)
            elif isinstance(record, Flow):
                self.flows[id_] = old, new
            elif isinstance(record, Lane):
                self.lanes = True


def _has_same_ends(old: Flow, new: Flow) -> bool:
    return old.source == new.source and old.target == new.target and old.number == new.number


def _comes_or_goes(record_type: type[Record], pair: Pair) -> bool:
    return isinstance(pair[0], record_type) != isinstance(pair[1], record_type)


def _number(record: Record | None) -> int:
    return (record.number or 0) if isinstance(record, Flow) else 0


def _without(known: dict[str, V], lanes: set[str]) -> dict[str, V]:
    return {lane: found for lane, found in known.items() if lane not in lanes}


def _those_of(record_type: type[R], changed: Mapping[str, Pair]) -> dict[str, tuple[R | None, R | None]]:
    """Return changes as a type of record sees them: what is of another type is not there."""
    return {
        id_: (old if type(old) is record_type else None, new if type(new) is record_type else None)
        for id_, (old, new) in changed.items()
    }


def _in_order(known: tuple[R, ...], changed: Mapping[str, tuple[R | None, R | None]]) -> tuple[R, ...]:
    """Return records by id, given those of the map before and what has changed: as it was if it was among them, and is now.

    What was elsewhere before is none of these after.
    """
    came = [(id_, new) for id_, (old, new) in changed.items() if old is None and new is not None]
    stay = _replaced(known, changed) if len(changed) > len(came) else known
    if not came:
        return stay
    made, at = list[R](), 0
    for id_, record in sorted(came, key=itemgetter(0)):
        place = bisect_left(stay, id_, at, key=_ID)
        made += stay[at:place]
        made.append(record)
        at = place
    return (*made, *stay[at:])


def _replaced(known: tuple[R, ...], changed: Mapping[str, tuple[R | None, R | None]]) -> tuple[R, ...]:
    """Return records by id as they are now, without those that are gone."""
    if len(changed) <= MANY:
        made = list(known)
        for id_, (old, new) in changed.items():
            at = bisect_left(made, id_, key=_ID)
            if old is not None and at < len(made) and made[at] is old:
                made[at : at + 1] = [new] if new is not None else []
        return tuple(made)
    return _as_they_are_now(known, changed)


def _as_they_are_now(known: tuple[R, ...], changed: Mapping[str, tuple[R | None, R | None]]) -> tuple[R, ...]:
    """Return records as they are now in any order of before, without those that are gone."""
    if not changed:
        return known
    # By their identity, for which nothing is read of them: thousands of records lie far apart in memory.
    today = {id(old): new for old, new in changed.values() if old is not None}
    return tuple(record for record in map(today.get, map(id, known), known) if record is not None)


def _memberships(record: Record | None) -> frozenset[Member]:
    if record is None:
        return frozenset()
    found = {("kind", record.kind)}
    if isinstance(record, Step):
        found.add(("lane", record.lane))
    elif isinstance(record, Flow):
        found |= {("from", record.source), ("into", record.target)}
        if record.number is not None:
            found.add(("number", str(record.number)))
    elif (on := getattr(record, "on", None)) is not None:
        found.add(("on", on))
    return frozenset(found)


def _regroup(
    groups: dict[Member, Members], own: set[Member], id_: str, left: frozenset[Member], joined: frozenset[Member]
) -> None:
    """Move the id between groups; one that older maps still hold is copied before it changes, and is then our `own`."""
    for member in left ^ joined:
        if member not in own:
            groups[member] = dict(groups.get(member, ()))
            own.add(member)
        if member in joined:
            groups[member][id_] = None
        else:
            del groups[member][id_]
            if not groups[member]:
                del groups[member]
                own.discard(member)
