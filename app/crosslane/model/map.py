"""The map: an immutable snapshot of records with the indexes that everybody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from crosslane.model.descent import Descent
from crosslane.model.diff import Diff
from crosslane.model.records import MAP_ID, RECORD_TYPES, Flow, Lane, MapRecord, Record, Step

Member = tuple[str, str]
Members = dict[str, None]
Pair = tuple[Record | None, Record | None]
R = TypeVar("R", bound=Record)
V = TypeVar("V")
# More changes than this are not put into an order one by one.
MANY = 100
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
        records, groups = dict(self._records), dict(self._groups)
        own: set[Member] = set()
        changed = _Changed()
        for id_, change in diff.items():
            old, new = records.get(id_), change.after
            if new is None:
                records.pop(id_, None)
            else:
                records[id_] = new
            if changed.add(id_, old, new):
                _regroup(groups, own, id_, _memberships(old), _memberships(new))
        self._carry()
        made = Map(records, groups)
        made.descent = Descent(self.descent, frozenset(diff))
        made._carry_plan(self, changed)
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
            now["steps"] = _in_order(known["steps"], changed.steps, partial(self._if_of, Step))
        if "flows" in known:
            now["flows"] = _in_order(known["flows"], flows, partial(self._if_of, Flow))
        if "lanes" in known and not changed.lanes:
            now["lanes"] = known["lanes"]
        ends = [id_ for id_, pair in changed.regrouped.items() if _comes_or_goes(Step, pair)]
        if "drawn_flows" in known:
            # Those that changed, and those of which an end has come or gone.
            tied = (id_ for map_ in (older, self) for end in ends for id_ in tied_to(map_, end))
            ids = dict.fromkeys(chain(flows, tied))
            now["drawn_flows"] = _in_order(known["drawn_flows"], ids, self._if_drawn)
        others = [pair for id_, pair in changed.regrouped.items() if id_ in flows]
        if "numbered_flows" in known and not (ends or others):
            # Every one of them is there, in the same place.
            numbered = (self._records[flow.id] for flow in known["numbered_flows"]) if flows else ()
            found = tuple(flow for flow in numbered if isinstance(flow, Flow))
            now["numbered_flows"] = found if flows else known["numbered_flows"]
        if "highest_number" in known:
            was: int = known["highest_number"]
            numbers = [(_number(old), _number(new)) for old, new in others]
            if not any(old == was != new for old, new in numbers):
                now["highest_number"] = max([was, *(new for _, new in numbers)])

    def _carry_plan(self, older: Map, changed: _Changed) -> None:
        """Take over where lanes and steps lie, but for the lanes of steps that are others."""
        lanes, moved = changed.lanes_of(changed.steps), changed.lanes_of(changed.moved)
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
        found: int | None = self._carried("highest_number")
        return max((flow.number or 0 for flow in self.flows), default=0) if found is None else found

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
        self.moved: dict[str, Pair] = {}
        self.flows: dict[str, Pair] = {}
        self.lanes = False
        self.regrouped: dict[str, Pair] = {}

    def add(self, id_: str, old: Record | None, new: Record | None) -> bool:
        """Note a change; returns whether the record belongs to other groups now."""
        # By type and not by isinstance, which takes ten times as long to say no: most of very many changes end here.
        if type(old) is Step and type(new) is Step and old.lane == new.lane:
            self.steps[id_] = old, new
            if (old.x, old.y) != (new.x, new.y):
                self.moved[id_] = old, new
            return False
        if type(old) is Flow and type(new) is Flow and _ends(old) == _ends(new):
            self.flows[id_] = old, new
            return False
        self.regrouped[id_] = old, new
        for record in (old, new):
            if isinstance(record, Step):
                self.steps[id_] = self.moved[id_] = old, new
            elif isinstance(record, Flow):
                self.flows[id_] = old, new
            elif isinstance(record, Lane):
                self.lanes = True
        return True

    @staticmethod
    def lanes_of(changed: Mapping[str, Pair]) -> set[str]:
        """Return the lanes of steps before and after."""
        return {record.lane for pair in changed.values() for record in pair if isinstance(record, Step)}


def _ends(flow: Flow) -> tuple[str, str, int | None]:
    return flow.source, flow.target, flow.number


def _comes_or_goes(record_type: type[Record], pair: Pair) -> bool:
    return isinstance(pair[0], record_type) != isinstance(pair[1], record_type)


def _number(record: Record | None) -> int:
    return (record.number or 0) if isinstance(record, Flow) else 0


def _without(known: dict[str, V], lanes: set[str]) -> dict[str, V]:
    return {lane: found for lane, found in known.items() if lane not in lanes}


def _in_order(known: tuple[R, ...], ids: Collection[str], now: Callable[[str], R | None]) -> tuple[R, ...]:
    """Return records by id, given those of the map before and the ids of those that may be others `now`, or none."""
    if not ids:
        return known
    if len(ids) > MANY:
        others = {id_: now(id_) for id_ in ids}
        kept = [record for old in known if (record := others.pop(old.id, old)) is not None]
        came = [record for record in others.values() if record is not None]
        return tuple(sorted(kept + came, key=attrgetter("id"))) if came else tuple(kept)
    made = list(known)
    for id_ in ids:
        new, at = now(id_), bisect_left(made, id_, key=lambda record: record.id)
        there = at < len(made) and made[at].id == id_
        made[at : at + there] = [new] if new is not None else []
    return tuple(made)


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
