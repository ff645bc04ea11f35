"""The exact results of a map: `analyse` reads it, solves it and says how much of each number is known.

Plain Python on purpose: it runs with every keystroke and before the first paint.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Literal

from crosslane.analysis.bounds import Bounds, bound_map
from crosslane.analysis.capacity import Capacity
from crosslane.analysis.completeness import completeness, usable_asked
from crosslane.analysis.figures import (
    Figures,
    FlowFigures,
    LaneFigures,
    LanePair,
    MapFigures,
    StepFigures,
    figures_json,
)
from crosslane.analysis.mesh import Mesh
from crosslane.analysis.net import Arc, Time, demand_of, read_net
from crosslane.analysis.part import NEVER, Branch, Fork, Passed, Stuck
from crosslane.analysis.solve import BEGIN
from crosslane.analysis.usable import Usable
from crosslane.analysis.warnings import found_in, overloaded, stuck_at
from crosslane.analysis.where import where_time_goes
from crosslane.garbage import no_collection
from crosslane.model.durations import read
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.quantity import NOTHING, UNKNOWN, Quantity, at_least, at_most, between, exact
from crosslane.model.records import Flow, Lane, Step
from crosslane.turns import Turns, at_once

__all__ = ["Figures", "analyse", "figures_json"]

_NONE = 1e-12
# Where something is unknown, seen from a place: in its branch, in others, or in both (also where that cannot be told).
Side = Literal["own", "other", "both"]


def analyse(map_: Map) -> Figures:
    """Return all exact results of a map; never raises: what cannot be computed is unknown and named in a warning."""
    return at_once(analysing(map_))


def lead_of(map_: Map) -> MapFigures:
    """Return what is known of a map as a whole: most of what that takes, `analyse` need not do again on the same map."""
    with no_collection():
        try:
            return _Reading(map_, bound_map(map_)).whole() if map_.steps else MapFigures()
        except Stuck:
            return at_once(_analysed(map_)).map


def analysing(map_: Map) -> Turns[Figures]:
    """Do as `analyse` does, with a turn after each flow: on a large map with crossing returns each takes its time."""
    with no_collection():
        return (yield from _analysed(map_))


def _analysed(map_: Map) -> Turns[Figures]:
    if not map_.steps:
        return Figures()
    try:
        bounds = bound_map(map_)
    except Stuck as stuck:
        net = read_net(map_)
        warning = stuck_at(map_, stuck.steps)
        known, asked, missing, assumed = completeness(map_, net, usable_asked(map_, net))
        figures = MapFigures(known=known, asked=asked, missing=missing, assumed=assumed, error=warning.sentence)
        return Figures(figures, *_unsolved(map_), warnings=(warning, *found_in(map_, net, None)))
    return (yield from _Reading(map_, bounds).figures())


def _unsolved(map_: Map) -> tuple[dict[str, StepFigures], dict[str, FlowFigures], dict[str, LaneFigures]]:
    flows = {f.id: FlowFigures(f.id, f.number, map_.is_handoff(f)) for f in map_.numbered_flows}
    steps = {s.id: StepFigures(s.id, only_person=s.people == 1) for s in map_.steps}
    return steps, flows, {lane.id: LaneFigures(lane.id) for lane in map_.lanes}


class _Reading:
    """One map with its bounds, read out as figures."""

    def __init__(self, map_: Map, bounds: Bounds) -> None:
        self.map, self.bounds, self.kept = map_, bounds, bounds.kept
        self.solution = bounds.least
        self.net = bounds.net
        self.demand = demand_of(map_)
        order = self.kept.follows("order", lambda: [flow.id for flow in map_.numbered_flows])
        self.flows = [map_.flow(id_) for id_ in order]
        self.handoffs = self.kept.follows("handoffs", lambda: map_.handoffs)
        self.pairs = self.kept.follows("pairs", self._pairs)
        self.returns, self.unsure = self.kept.follows("returns", self._returning)
        self.capacity = Capacity(map_, self.net, bounds.least.nodes, bounds, self.demand)
        self._sides: dict[int, Side] = {}
        # How often an item passes everything: where branches race, that may change with times.
        self.passes = self.solution.nodes, self.solution.arcs

    def _returning(self) -> tuple[dict[str, frozenset[str]], set[str]]:
        """Return the steps that some items come back from, by which flows; and those of which nobody said how many."""
        returns: dict[str, frozenset[str]] = {}
        unsure: set[str] = set()
        for arc in self.net.arcs.values():
            if arc.rework and arc.probability:
                returns[arc.source] = returns.get(arc.source, frozenset()) | {arc.id}
            elif arc.rework and arc.probability is None:
                unsure.add(arc.source)
        return returns, unsure

    def figures(self) -> Turns[Figures]:
        flows: dict[str, FlowFigures] = {}
        for flow in self.flows:
            flows[flow.id] = self._flow(flow)
            yield
        steps = {step.id: self._step(step) for step in self.map.steps}
        lanes = {lane.id: self._lane(lane) for lane in self.map.lanes}
        whole = self.whole()
        warnings = (
            *found_in(self.map, self.net, self.bounds.shares),
            *overloaded(self.map, self.capacity, steps, lanes),
        )
        figures = Figures(whole, steps, flows, lanes, self._matrix(flows), warnings=warnings)
        return replace(
            figures,
            where_time_goes=where_time_goes(
                self.map, figures, self.capacity.limits(), self.kept.at("same", self.passes, self._same)
            ),
        )

    def _same(self) -> dict[tuple[str, ...], float]:
        """Return the steps that wait for one and the same person, with the share of items that pass any of them."""
        by_name: dict[str, list[str]] = {}
        for step in self.map.steps:
            if step.people == 1 and isinstance(step.owners, tuple) and len(step.owners) == 1:
                by_name.setdefault(step.owners[0], []).append(step.id)
        groups = [tuple(ids) for ids in by_name.values() if sum(self.solution.nodes.get(i, 0.0) > 0 for i in ids) > 1]
        return {ids: self.solution.passing_any(ids) for ids in groups}

    def whole(self) -> MapFigures:
        bounds, solution = self.bounds, self.solution
        lead, work = bounds.lead_time(), bounds.process_time()
        handoffs = [id_ for ids in self.pairs.values() for id_ in ids]
        settled = lead.bound == "exact"
        usable = self.kept.follows("usable", lambda: usable_asked(self.map, self.net))
        known, asked, missing, assumed = completeness(self.map, self.net, usable)
        return MapFigures(
            lead_time=lead,
            sd=solution.variance**0.5 if settled and bounds.method == "exact" else None,
            process_time=work,
            effort=bounds.effort(),
            flow_efficiency=_efficiency(bounds, lead, work),
            rolled_pca=self.kept.at("rolled", self.passes, self._rolled),
            handoffs_per_item=bounds.of_passes(dict.fromkeys(handoffs, 1.0)),
            wip=UNKNOWN if self.demand is None else lead.times(self.demand),
            capacity=self.capacity.capacity(),
            known=known,
            asked=asked,
            missing=missing,
            assumed=assumed,
            ask_next=self._ask_next(missing),
            method=bounds.method,
        )

    def _rolled(self) -> Quantity:
        found = [Usable(self.map, solution).rolled() for solution in self.bounds.ends]
        values = [each.value for each in found if each.value is not None]
        least, most = min(values), max(values)
        if any(each.bound == "at-most" for each in found) or any(map(self._comes_back_unsaid, self.unsure)):
            return at_most(most)
        return exact(least) if most - least < 1e-12 else between(least, most)

    def _comes_back_unsaid(self, id_: str) -> bool:
        """Say whether nobody knows how many arrive usable at a step from which some come back."""
        into = [self.map.flow(arc.id) for arc in self.net.into[id_] if not arc.rework]
        return not into or any(f.pca is None and self.map.step(f.source).pca is None for f in into)

    def _step(self, step: Step) -> StepFigures:
        id_, passed, splits = step.id, self.solution.at(step.id), self.solution.splits(step.id)
        beside = self._beside(splits, passed)
        given = (step, self.capacity.shared_queue(step), self.net.nodes[id_], passed, beside)
        return self.kept.at(id_, given, self._step_anew, step, passed, splits)

    def _beside(self, splits: tuple[str, ...], passed: Passed) -> object:
        """Return what else that is found at a place in a fork follows from, while items go the same ways; None outside."""
        if not splits:
            return None
        split = splits[0]
        if len(splits) > 1 or split in self.solution.races:
            # What comes back out of branches, or is first, takes the rest of the way along.
            return self.solution.lead
        return self.solution.lead.forks[split] if passed.critical else split in self._uneven

    def _step_anew(self, step: Step, passed: Passed, splits: tuple[str, ...]) -> StepFigures:
        load = self.capacity.load(step)
        queue = self.capacity.queue(step)
        return StepFigures(
            step.id,
            passed.times,
            passed.reached,
            load,
            self.capacity.utilisation(step, load),
            self.capacity.predicted_wait(step),
            self._slack(step.id, passed, splits),
            self._criticality(step.id, passed, splits),
            self.bounds.of_step(step.id, 0.5),
            step.people == 1,
            queue.theory if queue else None,
        )

    def _flow(self, flow: Flow) -> FlowFigures:
        id_, arc = flow.id, self.net.arcs.get(flow.id)
        if arc is None:
            # Cycles are cut and information is not waited for: neither is part of the lead time.
            none = NOTHING
            handoff = id_ in self.handoffs
            return FlowFigures(id_, flow.number, handoff, 0.0, _said(flow, self.map), none, none, none, UNKNOWN, 0.0)
        passed, splits = self.solution.at(id_), self.solution.splits(id_)
        if flow.target in self.returns:
            # What its returns cost follows from the whole loop.
            return self._flow_anew(flow, arc, passed, splits)
        beside = self._beside(splits, passed)
        return self.kept.at(id_, (arc, passed, beside), self._flow_anew, flow, arc, passed, splits)

    def _flow_anew(self, flow: Flow, arc: Arc, passed: Passed, splits: tuple[str, ...]) -> FlowFigures:
        id_ = flow.id
        removed = self.bounds.of_flow(id_, 0.0)
        alone = not splits and removed.known
        return FlowFigures(
            id_,
            flow.number,
            id_ in self.handoffs,
            passed.times,
            _quantity(arc.wait),
            removed,
            removed.times(0.5) if alone else self.bounds.of_flow(id_, 0.5),
            self._loss(flow, removed),
            self._slack(id_, passed, splits),
            self._criticality(id_, passed, splits),
        )

    def _loss(self, flow: Flow, removed: Quantity) -> Quantity:
        """Return what the lead time would lose if the flow waited nothing and nothing came back from its target."""
        if flow.type == "forward" and flow.target in self.unsure:
            unsure = removed.low is None or self.bounds.may_leave_otherwise(flow.target)
            return UNKNOWN if unsure else at_least(removed.low or 0.0)
        returns = self.returns.get(flow.target)
        if not returns or flow.type != "forward":
            return removed
        if not self.net.arcs[flow.id].wait.known:
            return UNKNOWN
        return self.bounds.of_loss(flow.id, returns)

    def _slack(self, id_: str, passed: Passed, splits: tuple[str, ...]) -> Quantity:
        """Return the slack: something unknown beside it can only add to it, something unknown in its own branch take away."""
        if not passed.times or passed.slack is None:
            return UNKNOWN
        if not self._open_in.isdisjoint(splits):
            return UNKNOWN
        sides = {self._side(id_, split) for split in splits if split in self._gaps_in}
        if not sides:
            return exact(passed.slack)
        if sides == {"other"}:
            return at_least(passed.slack)
        return (at_most(passed.slack) if passed.slack else NOTHING) if sides == {"own"} else UNKNOWN

    def _side(self, id_: str, split: str) -> Side:
        branch = self.solution.lead.forks[split].of(id_)
        if branch is None:
            return "both"
        return self._sides.get(id(branch)) or self._sides.setdefault(id(branch), self._side_of(branch, split))

    def _side_of(self, branch: Branch, split: str) -> Side:
        """Return on which side of a place in a branch something is unknown; "both" also where that cannot be told."""
        gaps = self._gaps_in[split]
        mine = gaps & branch.ids
        if not mine:
            return "other"
        # Within a branch that splits again what is unknown may lie beside the place, or in its own part.
        sure = mine == gaps and not (isinstance(branch.inside, Mesh) or getattr(branch.inside, "forks", None))
        return "own" if sure else "both"

    @cached_property
    def _open_in(self) -> set[str]:
        """The outermost splits that are an open choice, or hold one."""
        open_, forks = self.bounds.shares.open_choices, self.solution.lead.forks
        return {split for split, fork in forks.items() if split in open_ or not fork.ids.isdisjoint(open_)}

    @cached_property
    def _gaps_in(self) -> dict[str, frozenset[str]]:
        """What is unknown in each outermost split: waits, times, and the steps that loops without a share leave."""
        bounds, forks = self.bounds, self.solution.lead.forks
        loops = {self.net.arcs[id_].source for id_ in bounds.shares.open_loops}
        unknown = bounds.unknown_waits | bounds.unknown_elapsed | loops
        return {split: found for split, fork in forks.items() if (found := unknown & fork.ids)}

    def _criticality(self, id_: str, passed: Passed, splits: tuple[str, ...]) -> float | None:
        """Return how often the place decides the lead time; unknown here where times spread or are missing.

        So it is for what only some items pass within a branch: which of them are the late ones, only sampling tells.
        """
        if splits and not self._uneven.isdisjoint(splits):
            return None
        branches = [self.solution.lead.forks[split].of(id_) for split in splits]
        inside = [branch.part.passed.get(id_, NEVER).critical for branch in branches if branch]
        return None if any(_NONE < share < 1 - _NONE for share in inside) else min(1.0, passed.critical)

    @cached_property
    def _uneven(self) -> set[str]:
        """The splits between whose branches something is unknown or spreads: only sampling tells how often each decides."""
        found = set()
        for split, fork in self.solution.lead.forks.items():
            if self.kept.at(f"uneven {split}", (fork,), self._is_uneven, fork):
                found.add(split)
        return found

    def _is_uneven(self, fork: Fork) -> bool:
        inside = (
            self.net.nodes[i].elapsed if i in self.net.nodes else self.net.arcs[i].wait
            for i in fork.ids
            if not i.startswith(BEGIN)
        )
        return any(time.variance or not time.known for time in inside)

    def _lane(self, lane: Lane) -> LaneFigures:
        into = [id_ for (_, target), ids in self.pairs.items() if target == lane.id for id_ in ids]
        out = [id_ for (source, _), ids in self.pairs.items() if source == lane.id for id_ in ids]
        return LaneFigures(
            lane.id,
            self._waits(into),
            self._waits(out),
            self.capacity.busy(lane),
            self._returns(out),
            self._returns(into),
        )

    @cached_property
    def _mean_waits(self) -> dict[str, float]:
        """The mean wait of every flow that items may pass; nothing where it is unknown."""
        passable = self.kept.at("passable", self.passes, lambda: {i for i in self.net.arcs if self.bounds.may_pass(i)})
        return {id_: arc.wait.mean for id_, arc in self.net.arcs.items() if id_ in passable}

    @cached_property
    def _unsaid(self) -> set[str]:
        """The flows that items may pass whose wait nobody gave."""
        return {id_ for id_ in self._mean_waits if not self.net.arcs[id_].wait.known}

    def _waits(self, chosen: list[str]) -> Quantity:
        means = self._mean_waits
        waits = {id_: means[id_] for id_ in chosen if id_ in means}
        return self.bounds.of_passes(waits, known=self._unsaid.isdisjoint(chosen))

    @cached_property
    def _rework(self) -> set[str]:
        return {flow.id for flow in self.flows if flow.type == "rework"}

    def _returns(self, chosen: list[str]) -> Quantity:
        return self.bounds.of_passes({id_: 1.0 for id_ in chosen if id_ in self._rework})

    def _pairs(self) -> dict[tuple[str, str], list[str]]:
        """Return the handoffs that items pass from each lane to each other."""
        pairs: dict[tuple[str, str], list[str]] = {}
        lane = {step.id: step.lane for step in self.map.steps}
        for flow in self.flows:
            if flow.id in self.handoffs and flow.id in self.net.arcs:
                pair = lane[flow.source], lane[flow.target]
                pairs.setdefault(pair, []).append(flow.id)
        return pairs

    def _matrix(self, flows: dict[str, FlowFigures]) -> tuple[LanePair, ...]:
        return tuple(
            LanePair(a, b, len(chosen), sum(flows[id_].traversals for id_ in chosen), self._waits(chosen))
            for (a, b), chosen in self.pairs.items()
        )

    def _ask_next(self, missing: tuple[str, ...]) -> str | None:
        """Return the missing number that would narrow the lead time most, if it were like the others on this map."""
        if not missing:
            return None
        waits = [a.wait.mean for a in self.net.arcs.values() if a.wait.known and a.wait.mean]
        works = [n.work.mean for n in self.net.nodes.values() if n.work.known and n.work.mean]
        typical_wait = sum(waits) / len(waits) if waits else 8.0
        typical_work = sum(works) / len(works) if works else 2.0
        worth: list[tuple[float, str]] = []
        for name in missing:
            place, field_name = name.split(":", 1)[1].rsplit(".", 1)
            if field_name == "wait":
                worth.append((self.solution.arcs.get(place, 0.0) * typical_wait, name))
            elif field_name == "process_time":
                worth.append((self.solution.nodes.get(place, 0.0) * typical_work, name))
            elif field_name == "probability":
                worth.append((typical_wait + typical_work, name))
        return max(worth, key=lambda entry: entry[0])[1] if worth else missing[0]


def _efficiency(bounds: Bounds, lead: Quantity, work: Quantity) -> Quantity:
    """Return active by whole time: a ratio of sums, one-sided when only one of both is known."""
    if not bounds.least.mean or bounds.shares.open_loops or bounds.open or bounds.gap_forks:
        return UNKNOWN
    ratio = bounds.least.work / bounds.least.mean
    if ratio > 1 + _NONE:
        # More work than there is time: the map asks which of the two it is.
        return UNKNOWN
    if lead.bound == "exact" and work.bound == "exact":
        return exact(ratio)
    if work.bound == "exact":
        return Quantity(ratio, None, ratio, "at-most")
    if not bounds.unknown_waits:
        return at_least(ratio)
    return UNKNOWN


@lru_cache(maxsize=1024)
def _quantity(time: Time) -> Quantity:
    # Remembered: a map has few different times, and many flows that wait each of them.
    return Quantity(time.mean, time.low, time.high, "exact") if time.known else UNKNOWN


def _said(flow: Flow, map_: Map) -> Quantity:
    try:
        span = read(flow.wait, map_.head.calendar)
    except Problem:
        return UNKNOWN
    return _quantity(Time.of(span)) if span else UNKNOWN
