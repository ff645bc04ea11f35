"""A map read as numbers: nodes that take time, arcs that wait, and the shares by which items go on.

Times in working hours. What nobody said is None here and listed as missing; nothing is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from crosslane.analysis.graphs import closing, meeting_points, ordered, reached, turned
from crosslane.model.durations import Span, read, read_rate
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step
from crosslane.model.values import Calendar, Duration

Split = Literal["one", "all", "some"]

# Words in the label of a way on that say it is one of several: by them an unwritten split is read as a choice.
_CONDITIONS = frozenset(
    [
        "if",
        "unless",
        "else",
        "otherwise",
        "yes",
        "no",
        "either",
        "or",
        "true",
        "false",
        "approved",
        "rejected",
        "accepted",
        "refused",
        "passed",
        "failed",
    ]
)


class Time(NamedTuple):
    """A duration in working hours: its mean, the sums' lower and upper end, and its variance in hours squared.

    `high` is None where nothing limits it. An unknown time is `UNKNOWN`: zero in a lower bound. `is_even`: all
    values between the ends are equally likely, as when something comes by at regular times.
    """

    mean: float
    low: float
    high: float | None
    variance: float = 0.0
    known: bool = True
    is_even: bool = False

    @staticmethod
    def of(span: Span | None) -> Time:
        """Return the time that a span says; PERT variance ((high - low) / 6) squared."""
        if span is None:
            return UNKNOWN
        spread = 0.0 if span.high is None else (span.high - span.low) / 6 / 3600
        return Time(span.hours, span.low / 3600, None if span.high is None else span.high / 3600, spread**2)

    def times(self, factor: float) -> Time:
        """Return the time scaled by a factor."""
        high = None if self.high is None else self.high * factor
        return Time(self.mean * factor, self.low * factor, high, self.variance * factor**2, self.known, self.is_even)


# What a net finds of itself that follows from where its arcs lead, whatever anything takes.
_OF_WAYS = ("onward", "closes", "parallel", "depth", "meets")

UNKNOWN = Time(0.0, 0.0, None, 0.0, known=False)
NOTHING = Time(0.0, 0.0, 0.0)


class Node(NamedTuple):
    """A step as numbers: `elapsed` from start to done, `work` of it active."""

    id: str
    elapsed: Time
    work: Time
    split: Split
    join_any: bool
    delivers: bool
    share: float | None = None


class Arc(NamedTuple):
    """A forward or rework flow as numbers; `probability` is absolute, None while unknown."""

    id: str
    source: str
    target: str
    rework: bool
    wait: Time
    handling: Time
    probability: float | None
    max_repeats: int | None = None

    @property
    def elapsed(self) -> float:
        """The mean hours from the source's end to the target's start."""
        return self.wait.mean + self.handling.mean

    def shared(self, share: float) -> Arc:
        """Return the arc with its share of items written."""
        if share == self.probability:
            return self
        return Arc(self.id, self.source, self.target, self.rework, self.wait, self.handling, share, self.max_repeats)


@dataclass(frozen=True)
class Net:
    """All nodes and arcs that items pass, the steps where they begin, what is asked and what is odd.

    `asks` names every number that decides the result, as "flow:f-3kq8.wait", and says whether it is known. Of the arcs
    that leave each step (`out`), `forward` are those that lead on; `returns` has only steps that something returns from.
    """

    nodes: dict[str, Node]
    arcs: dict[str, Arc]
    starts: tuple[str, ...]
    asks: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    out: dict[str, list[Arc]] = field(default_factory=dict)
    into: dict[str, list[Arc]] = field(default_factory=dict)
    forward: dict[str, list[Arc]] = field(default_factory=dict)
    returns: dict[str, list[Arc]] = field(default_factory=dict)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The numbers that nobody gave."""
        return tuple(name for name, known in self.asks.items() if not known)

    @cached_property
    def depth(self) -> dict[str, int]:
        """How far on each step is: forward arcs lead from smaller to larger numbers, but where they close a loop."""
        # What the starts lead to comes first, so that another net of the same steps counts the same.
        return {id_: at for at, id_ in enumerate(ordered({"": list(self.starts), **self.onward}))}

    @cached_property
    def onward(self) -> dict[str, list[str]]:
        """Where forward arcs lead from each step."""
        return {id_: [arc.target for arc in arcs] for id_, arcs in self.forward.items()}

    @cached_property
    def closes(self) -> set[tuple[str, str]]:
        """The ends of the forward arcs that close a loop, seen from the starts."""
        return closing(self.onward, self.starts)

    @cached_property
    def meets(self) -> dict[str, str | None]:
        """The first step that every way on from each step passes; None for the ends. Loops must be marked as returns."""
        return meeting_points(self.onward)

    @cached_property
    def parallel(self) -> frozenset[str]:
        """The steps whose ways on may be taken together."""
        splits = ((id_, len(arcs), self.nodes[id_].split) for id_, arcs in self.forward.items() if arcs)
        return frozenset(id_ for id_, ways, split in splits if split == "some" or (ways > 1 and split == "all"))

    def but(self, nodes: Mapping[str, Node], arcs: Mapping[str, Arc]) -> Net:
        """Return the net with some nodes and arcs in the place of those of the same ends; cheaper than indexing anew."""
        out, into, forward, returns = dict(self.out), dict(self.into), dict(self.forward), dict(self.returns)
        for listed, ends in (
            (out, {arc.source for arc in arcs.values()}),
            (into, {arc.target for arc in arcs.values()}),
            (forward, {arc.source for arc in arcs.values() if not arc.rework}),
            (returns, {arc.source for arc in arcs.values() if arc.rework}),
        ):
            for end in ends:
                listed[end] = [arcs.get(other.id, other) for other in listed[end]]
        made = replace(
            self,
            nodes={**self.nodes, **nodes},
            arcs={**self.arcs, **arcs},
            out=out,
            into=into,
            forward=forward,
            returns=returns,
        )
        return made._leading_as(self)

    def _leading_as(self, other: Net) -> Net:
        """Take over what follows from where arcs lead alone from a net in which they lead to the same."""
        self.__dict__.update({name: other.__dict__[name] for name in _OF_WAYS if name in other.__dict__})
        return self

    def with_begin(self, begin: Node, arcs: list[Arc]) -> Net:
        """Return the net with a place before its starts, and the arcs from there to each of them."""
        made = replace(
            self,
            nodes={begin.id: begin, **self.nodes},
            arcs={**{arc.id: arc for arc in arcs}, **self.arcs},
            out={begin.id: arcs, **self.out},
            into={begin.id: [], **self.into, **{arc.target: [arc, *self.into[arc.target]] for arc in arcs}},
            forward={begin.id: arcs, **self.forward},
        )
        # Nothing leads back to where a round begins.
        made.__dict__["closes"] = self.closes
        made.__dict__["onward"] = {begin.id: [arc.target for arc in arcs], **self.onward}
        return made

    def with_times(self, nodes: Mapping[str, Node], arcs: Mapping[str, Arc]) -> Net:
        """Return the net in which some nodes and arcs take what others say; its shares stay, and what it lacks."""
        own = self.arcs
        new = {id_: own[id_]._replace(wait=a.wait, handling=a.handling) for id_, a in arcs.items() if id_ in own}
        return self.but(nodes, new)

    def with_shares(self, shares: Mapping[str, float], kept: Container[str]) -> Net:
        """Return the net with the share of every arc written; what nobody takes is gone, but for arcs that are `kept`."""
        gone = {id_ for id_ in self.arcs if shares[id_] <= 0 and id_ not in kept}
        if gone:
            return indexed(replace(self, arcs={i: a.shared(shares[i]) for i, a in self.arcs.items() if i not in gone}))
        changed = {id_: a.shared(shares[id_]) for id_, a in self.arcs.items() if a.probability != shares[id_]}
        return self.but({}, changed) if changed else self

    def with_returns(self, arcs: Iterable[Arc]) -> Net:
        """Return the net in which these arcs are returns."""
        return indexed(replace(self, arcs={**self.arcs, **{arc.id: arc._replace(rework=True) for arc in arcs}}))


def indexed(net: Net) -> Net:
    """Return the net with its arcs listed by both ends."""
    out: dict[str, list[Arc]] = {id_: [] for id_ in net.nodes}
    into: dict[str, list[Arc]] = {id_: [] for id_ in net.nodes}
    returns: dict[str, list[Arc]] = {}
    for arc in net.arcs.values():
        out[arc.source].append(arc)
        into[arc.target].append(arc)
        if arc.rework:
            returns.setdefault(arc.source, []).append(arc)
    forward = {**out, **{id_: [arc for arc in out[id_] if not arc.rework] for id_ in returns}}
    return replace(net, out=out, into=into, forward=forward, returns=returns)


@dataclass
class _Reader:
    map: Map
    asks: dict[str, bool] = field(default_factory=dict)
    problems: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)
    times: dict[str, Time] = field(default_factory=dict)

    @cached_property
    def calendar(self) -> Calendar:
        return self.map.head.calendar

    def time(self, record: Step | Flow, name: str, said: Duration | None) -> Time | None:
        """Return the time that was said, UNKNOWN where it cannot be read or is asked about; None where nothing was said."""
        if said is None:
            return None
        # The same few texts come again and again: looking them up here is cheaper than asking for the calendar's hash.
        found = self.times.get(said.text)
        if found is None:
            try:
                found = self.times[said.text] = Time.of(read(said, self.calendar))
            except Problem as problem:
                self.problems.append(("not-a-time", (record.id,), f"{problem} (field {name})"))
                return None
        return found if found.known else None

    def rate(self, record_id: str, text: str | None) -> float | None:
        try:
            return read_rate(text, self.calendar)
        except Problem as problem:
            self.problems.append(("not-a-rate", (record_id,), str(problem)))
            return None


def read_net(map_: Map, traversals: dict[str, float] | None = None) -> Net:
    """Return the map as numbers. `traversals` per item, when known, turn inventories into waits by Little's law."""
    reader = _Reader(map_)
    flows = [f for f in map_.numbered_flows if f.type in ("forward", "rework")]
    onward: dict[str, list[Flow]] = {step.id: [] for step in map_.steps}
    returning = {flow.source for flow in flows if flow.type == "rework"}
    for flow in flows:
        if flow.type == "forward":
            onward[flow.source].append(flow)
    passes = _passes(flows, traversals) if traversals else {}
    nodes = {step.id: _node(reader, step, onward[step.id], passes.get(step.id, 1.0)) for step in map_.steps}
    arcs: dict[str, Arc] = {}
    for flow in flows:
        wait, handling = _flow_times(reader, flow, traversals.get(flow.id, 1.0) if traversals else 1.0)
        # Known from the start, so that a net with all its shares written differs in little from this one.
        always = nodes[flow.source].split == "all" and flow.source not in returning
        share, rework = 1.0 if always else flow.probability, flow.type == "rework"
        arcs[flow.id] = Arc(flow.id, flow.source, flow.target, rework, wait, handling, share, flow.max_repeats)
    reader.rate("map", map_.head.demand)
    net = indexed(Net(nodes, arcs, (), reader.asks, tuple(dict.fromkeys(reader.problems))))
    net = _without_endless(map_, replace(net, starts=_starts(map_, net)))
    _ask_shares(reader, net)
    return net


def reread(net: Net, map_: Map, ids: Iterable[str]) -> tuple[dict[str, Node], dict[str, Arc], dict[str, bool]] | None:
    """Return anew the nodes and arcs of some steps and flows of which only times have changed, and what they ask.

    None where one of these times cannot be read.
    """
    reader = _Reader(map_)
    nodes: dict[str, Node] = {}
    arcs: dict[str, Arc] = {}
    for id_ in ids:
        if id_ in net.nodes:
            elapsed, work = _step_times(reader, map_.step(id_))
            nodes[id_] = net.nodes[id_]._replace(elapsed=elapsed, work=work)
        elif id_ in net.arcs:
            wait, handling = _flow_times(reader, map_.flow(id_), 1.0)
            arcs[id_] = net.arcs[id_]._replace(wait=wait, handling=handling)
    return None if reader.problems else (nodes, arcs, reader.asks)


def _without_endless(map_: Map, net: Net) -> Net:
    """Return the net with ways back out of a split into all, beside other ways on, read as returns of unknown share.

    Were they taken always, nothing would ever end.
    """
    split = {id_ for id_, arcs in net.out.items() if len(arcs) > 1 and net.nodes[id_].split == "all"}
    back = net.closes if split else ()
    if not back:
        return net
    ahead = {a for a in split if any((a, target) not in back for target in net.onward[a])}
    returns = [a for a in net.arcs.values() if a.source in ahead and (a.source, a.target) in back]
    said = [arc._replace(probability=map_.flow(arc.id).probability) for arc in returns]
    return net.with_returns(said) if said else net


def _passes(flows: list[Flow], traversals: Mapping[str, float]) -> dict[str, float]:
    """Return how often each step is come to by some of these flows."""
    found: dict[str, float] = {}
    for flow in flows:
        found[flow.target] = found.get(flow.target, 0.0) + traversals.get(flow.id, 0.0)
    return found


def _node(reader: _Reader, step: Step, flows: list[Flow], passes: float) -> Node:
    elapsed, work = _step_times(reader, step, passes)
    split = split_of(step, flows)
    return Node(step.id, elapsed, work, split, step.join == "any", step.value_delivered, _share(reader, step))


def _step_times(reader: _Reader, step: Step, passes: float = 1.0) -> tuple[Time, Time]:
    """Return how long a step takes from start to done, and how much of that is work."""
    said = reader.time(step, "process_time", step.process_time)
    whole = reader.time(step, "lead_time", step.lead_time)
    needs_time = step.type in ("activity", "decision")
    if needs_time:
        reader.asks[f"step:{step.id}.process_time"] = said is not None
    work = said or (UNKNOWN if needs_time else NOTHING)
    return whole or _stored(reader, step, passes) or work, work


def _stored(reader: _Reader, step: Step, passes: float) -> Time | None:
    """Return how long items lie in a store of which it was counted how many there are, by Little's law; else None."""
    if step.type != "store" or not step.wip or step.process_time is not None:
        return None
    rate = _demand(reader, passes)
    return Time(hours := step.wip / rate, hours, hours) if rate else None


def _share(reader: _Reader, step: Step) -> float | None:
    rate = reader.rate(step.id, step.arrivals) if step.arrivals else None
    return step.share if step.share is not None else rate


def split_of(step: Step, flows: list[Flow]) -> Split:
    """Return how a step splits; unwritten, "one" out of a decision or when a share or a condition is written, else "all"."""
    if step.split is not None:
        return step.split
    if step.type == "decision":
        return "one"
    for flow in flows:
        if flow.type == "forward" and (flow.probability is not None or (flow.label and _is_condition(flow.label))):
            return "one"
    return "all"


def _is_condition(label: str) -> bool:
    return not _CONDITIONS.isdisjoint(re.findall(r"[a-z]+", label.lower()))


def _flow_times(reader: _Reader, flow: Flow, traversals: float) -> tuple[Time, Time]:
    """Return how long a flow waits, and how long giving and taking over take."""
    wait = _wait(reader, flow, traversals)
    reader.asks[f"flow:{flow.id}.wait"] = wait.known
    return wait, reader.time(flow, "handling", flow.handling) or NOTHING


def _wait(reader: _Reader, flow: Flow, traversals: float) -> Time:
    said = reader.time(flow, "wait", flow.wait)
    if said is not None:
        return said
    target = reader.map.step(flow.target)
    if flow.wip is None and not _batch_of(target):
        return _rhythm(reader, flow, target)
    rate = reader.rate(flow.id, flow.frequency) or _demand(reader, traversals)
    if not rate:
        return _rhythm(reader, flow, target)
    if flow.wip is not None:
        # Little's law: what waits there, divided by what passes there.
        hours = flow.wip / rate
        return Time(hours, hours, hours)
    return _evenly([(_batch_of(target) - 1) / rate])


def _rhythm(reader: _Reader, flow: Flow, target: Step) -> Time:
    """Return the mean wait for the next batch or run: half the interval."""
    batch = reader.time(flow, "batch_every", flow.batch_every)
    cadence = reader.time(target, "cadence", target.cadence)
    return _evenly([time.mean for time in (batch, cadence) if time is not None])


def _evenly(intervals: list[float]) -> Time:
    """Return a wait that is evenly spread between none and all of each interval."""
    if not intervals:
        return UNKNOWN
    return Time(sum(intervals) / 2, 0.0, sum(intervals), sum(i**2 / 12 for i in intervals), is_even=True)


def _batch_of(step: Step) -> float:
    """Return how many items a step waits for before it starts: the first for all others, the last for none; 0 for none.

    A step with a rhythm of its own starts by the clock, however many are there.
    """
    return step.batch_size if step.batch_size is not None and step.batch_size > 1 and step.cadence is None else 0.0


def waits_by_passes(map_: Map) -> bool:
    """Say whether some waits follow from how many items pass there: inventories, and batches that fill up."""
    counted = any(flow.wip is not None for flow in map_.flows)
    return counted or any(_batch_of(step) or (step.type == "store" and step.wip) for step in map_.steps)


def demand_of(map_: Map) -> float | None:
    """Return the items per working hour: the map's demand, else what arrives at its starts; None while unknown."""
    return _demand(_Reader(map_), 1.0)


def _demand(reader: _Reader, traversals: float) -> float | None:
    rate = reader.rate("map", reader.map.head.demand)
    if rate is None:
        arrivals = [reader.rate(step.id, step.arrivals) for step in reader.map.steps if step.arrivals]
        rate = sum(a for a in arrivals if a is not None) or None
    return rate * traversals if rate else None


def _ask_shares(reader: _Reader, net: Net) -> None:
    """Ask for what decides where items go; one share of a choice may be left to follow from the others."""
    for arc in net.arcs.values():
        if arc.rework:
            reader.asks[f"flow:{arc.id}.probability"] = arc.probability is not None
    for node in net.nodes.values():
        forward = net.forward[node.id] if node.split != "all" else []
        if node.split == "one":
            # An unknown one is left out first: it follows from the others.
            forward = sorted(forward, key=lambda arc: arc.probability is not None)[1:]
        reader.asks.update((f"flow:{arc.id}.probability", arc.probability is not None) for arc in forward)


def _starts(map_: Map, net: Net) -> tuple[str, ...]:
    passed = {id_ for id_ in net.nodes if net.out[id_] or net.into[id_]} or set(net.nodes)
    marked = [s.id for s in map_.steps if s.id in passed and (s.type == "start" or s.share is not None or s.arrivals)]
    led_to = {arc.target for arc in net.arcs.values() if not arc.rework}
    loose = [id_ for id_ in net.nodes if id_ in passed and id_ not in led_to]
    found = list(dict.fromkeys([*marked, *loose]))
    cut = dict.fromkeys(flow.target for flow in map_.numbered_flows if flow.type == "cycle")
    if found and not cut:
        return tuple(found)
    onward = {id_: [arc.target for arc in net.out[id_]] for id_ in net.nodes}
    # A cycle that nothing else leads into begins, once cut, where it led to.
    for target in cut:
        if target not in reached(onward, found):
            found.append(target)
    return tuple(found) or _furthest(map_, onward)


def _furthest(map_: Map, onward: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return, where every step has a way in, the one from which most is reached; the leftmost, then first drawn of several."""
    drawn = {flow.source: at for at, flow in reversed(list(enumerate(map_.numbered_flows)))}

    back, most = turned(onward), dict.fromkeys(onward, 0)
    seen: set[str] = set()
    # What is seen from another step sees as much only if it leads back there: few have to be looked from.
    for step in sorted(map_.steps, key=lambda step: (step.x, step.y)):
        if step.id not in seen:
            ahead = reached(onward, [step.id])
            most.update(dict.fromkeys(ahead & reached(back, [step.id]), len(ahead)))
            seen |= ahead

    def rank(step: Step) -> tuple[int, float, float, int, str]:
        return -most[step.id], step.x, step.y, drawn.get(step.id, len(drawn)), step.id

    first = min(map_.steps, key=rank, default=None)
    return (first.id,) if first else ()
