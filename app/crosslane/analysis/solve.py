"""The exact solution of a net whose shares are all known: mean and variance, passes, and what changes when a wait goes.

Where an item goes one way at a time this is an absorbing chain; branches at the same time are forks within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from crosslane.analysis.graphs import loops, reached
from crosslane.analysis.net import NOTHING, Arc, Net, Node, Time, indexed
from crosslane.analysis.part import NEVER, Fork, Part, Passed, Stuck
from crosslane.analysis.region import Region

Method = Literal["exact", "approximate", "simulated"]
BEGIN = "\x00begin"
__all__ = ["BEGIN", "Solution", "Stuck", "solve_net"]


@dataclass(frozen=True)
class Solution:
    """The results of a net, in working hours and passes per item.

    `lead` is the way until the value is delivered, `whole` the way to its end; the same where nothing follows.
    """

    net: Net
    lead: Region
    whole: Region
    lead_part: Part
    part: Part

    @property
    def mean(self) -> float:
        """The mean lead time."""
        return self.lead.course.value[self.lead.course.entry]

    @property
    def variance(self) -> float:
        """The variance of the lead time."""
        return self.lead.course.variance

    @property
    def work(self) -> float:
        """The mean active hours on the way that decides the lead time."""
        return self.lead.course.work[self.lead.course.entry]

    @property
    def effort(self) -> float:
        """The mean active hours of all branches together."""
        nodes = sum(self.net.nodes[id_].work.mean * n for id_, n in self.nodes.items())
        return nodes + sum(self.net.arcs[id_].handling.mean * n for id_, n in self.arcs.items())

    @cached_property
    def nodes(self) -> dict[str, float]:
        """How often an item passes each step, also after the value is delivered."""
        nodes = self.net.nodes
        return {id_: p.times for id_, p in self.part.passed.items() if id_ in nodes and id_ != BEGIN}

    @cached_property
    def arcs(self) -> dict[str, float]:
        """How often an item passes each arc."""
        arcs = self.net.arcs
        return {id_: p.times for id_, p in self.part.passed.items() if id_ in arcs and id_[0] != BEGIN[0]}

    @cached_property
    def path(self) -> dict[str, float]:
        """How often each step and arc is passed on the way that decides the lead time."""
        return {id_: p.path for id_, p in self.lead_part.passed.items()}

    def times_on_path(self) -> Iterator[tuple[float, Time]]:
        """Yield how often every time is spent on the way that decides the lead time, and the time."""
        for id_, passes in self.path.items():
            if id_ in self.net.nodes:
                yield passes, self.net.nodes[id_].elapsed
            else:
                yield passes, self.net.arcs[id_].wait
                yield passes, self.net.arcs[id_].handling

    @cached_property
    def spread(self) -> list[Time]:
        """The times that items pass and that are no single value."""
        arcs, nodes = self.net.arcs, self.net.nodes
        passed = [arcs[id_] for id_, times in self.arcs.items() if times > 0]
        used = [arc.wait for arc in passed]
        used += [arc.handling for arc in passed if arc.handling is not NOTHING]
        used += [nodes[id_].elapsed for id_, times in self.nodes.items() if times > 0]
        return [time for time in used if not time.low == time.mean == time.high]

    @cached_property
    def method(self) -> Method:
        """How the numbers are found: exactly, closely, or by following items one by one, which is left to others."""
        inner = [
            *(fork.whole for fork in self.lead.forks.values()),
            *(inside.part for inside in self.lead.entered.values()),
        ]
        if any(part.rough for part in inner):
            return "simulated"
        return "exact" if all(part.exact for part in inner) else "approximate"

    def splits(self, id_: str) -> tuple[str, ...]:
        """Return the outermost splits between whose branches a step or arc lies: none, one, or more that share it."""
        return self.lead.held_by.get(id_, ())

    def forks(self, id_: str) -> list[Fork]:
        """Return the outermost forks that a step or arc lies in."""
        return [self.lead.forks[split] for split in self.splits(id_)]

    def at(self, id_: str) -> Passed:
        """Return how items pass a step or arc: how often at all, and what it is for the lead time."""
        passed = self.part.passed.get(id_, NEVER)
        if self.part is self.lead_part:
            return passed
        _, _, path, critical, slack = self.lead_part.passed.get(id_, NEVER)
        return Passed(passed.times, passed.reached, path, critical, slack)

    def saved(self, arc_id: str, factor: float) -> float:
        """Return the hours that the lead time loses when the arc's wait is multiplied by `factor` (0 removes it)."""
        arc = self.net.arcs.get(arc_id)
        if arc is None:
            return 0.0
        each = self._saved(arc_id, arc.wait.mean * (1 - factor))
        return each if each is not None else self._recomputed(self._with_wait(arc, factor), arc_id)

    def _with_wait(self, arc: Arc, factor: float) -> Net:
        return self.net.but({}, {arc.id: arc._replace(wait=arc.wait.times(factor))})

    def saved_work(self, node_id: str, factor: float) -> float:
        """Return the hours that the lead time loses when the work of a step is multiplied by `factor`."""
        node = self.net.nodes[node_id]
        hours = min(node.work.mean * (1 - factor), node.elapsed.mean)
        each = self._saved(node_id, hours)
        if each is not None:
            return each
        left = node.elapsed.mean - hours
        shorter = Time(left, min(left, node.elapsed.low), node.elapsed.high, node.elapsed.variance)
        return self._recomputed(self.net.but({node_id: node._replace(elapsed=shorter)}, {}), node_id)

    def _saved(self, id_: str, hours: float) -> float | None:
        """Return what is saved when each passage takes so many hours less; None where only another solution can tell."""
        splits, passed = self.splits(id_), self.lead_part.passed.get(id_, NEVER)
        if not splits:
            return passed.path * hours if hours > 0.0 else 0.0
        if hours <= 0.0 or (passed.critical <= 0.0 and self.races.isdisjoint(splits)):
            return 0.0
        split = splits[0]
        alone = len(splits) == 1 and split not in self._entered
        each = self.lead.forks[split].saved(id_, hours) if alone else None
        return None if each is None else self._rounds[split] * each

    def _recomputed(self, net: Net, id_: str) -> float:
        """Return what is saved in another net that differs only in what one step or arc takes."""
        return max(0.0, self.mean - self.lead.mean_with(net, frozenset([id_])))

    @cached_property
    def _entered(self) -> frozenset[str]:
        """The splits between whose branches items come in the middle."""
        return frozenset(self.lead.fork_of[id_] for id_ in self.lead.entered)

    @cached_property
    def _rounds(self) -> dict[str, float]:
        """How often an item goes through the branches of each split."""
        course, at = self.lead.course, self.lead.at
        ways = (
            (split, zip(course.passes[at[split]], course.states[at[split]].ways, strict=True))
            for split in self.lead.forks
            if split in at
        )
        return {split: sum(times for times, way in going if not way.name) for split, going in ways}

    @cached_property
    def races(self) -> frozenset[str]:
        """The splits in which what is first decides: there even what decides nothing yet may come to, once it is shorter."""
        first = {id_ for id_, node in self.net.nodes.items() if node.join_any and len(self.net.into[id_]) > 1}
        forks = self.lead.forks.items()
        return frozenset(s for s, f in forks if f.first_decides or f.whole.exits or first & f.ids)

    def passing_any(self, ids: Iterable[str]) -> float:
        """Return with which share an item passes at least one of some steps: all of them made ends, what gets there."""
        wanted = set(ids) & self.nodes.keys()
        plain = replace(
            self.net,
            nodes={id_: node for id_, node in self.net.nodes.items() if id_ != BEGIN},
            arcs={id_: a for id_, a in self.net.arcs.items() if a.source != BEGIN and a.source not in wanted},
        )
        stopped = solve_net(indexed(plain))
        return min(1.0, sum(stopped.at(id_).reached for id_ in wanted))

    def loss(self, arc_id: str, returns: frozenset[str]) -> float:
        """Return the hours that the lead time loses when an arc waits nothing and nothing comes back by `returns`.

        Nothing where nobody takes the arc. The other ways on from where the returns begin share what they leave.
        """
        arc = self.net.arcs.get(arc_id)
        if arc is None:
            return 0.0
        new = {arc_id: arc._replace(wait=NOTHING)}
        source = self.net.arcs[next(iter(returns))].source
        back = sum(a.probability or 0.0 for a in self.net.out[source] if a.id in returns)
        for other in self.net.out[source]:
            parallel = source in self.net.parallel and not other.rework
            share = 0.0 if other.id in returns else (other.probability or 0.0) / (1.0 if parallel else 1 - back)
            if back < 1:
                new[other.id] = new.get(other.id, other).shared(share)
        try:
            return max(0.0, self.mean - self._mean_lost(new, arc, source))
        except Stuck:
            return 0.0

    def _mean_lost(self, new: Mapping[str, Arc], arc: Arc, source: str) -> float:
        lead = self.lead
        if not self.splits(arc.id) and source not in lead.fork_of:
            i, before = lead.at[source], lead.at[arc.source]
            together = lead.course.part_of[i] == lead.course.part_of[before]
            states = {i: lead.state_in(self.net, source, new)}
            if together:
                states[before] = lead.state_in(self.net, arc.source, new)
            mean = lead.course.mean_with(states)
            return mean if together else mean - self.lead_part.passed.get(arc.id, NEVER).path * arc.wait.mean
        net = self.net.but({}, new)
        ids = frozenset([arc.id, source, *(a.id for a in net.out[source])])
        new_region = Region(net, lead.members, BEGIN, None, delivered=lead.delivered, old=lead, changed=ids)
        return new_region.course.value[new_region.course.entry]


def solve_net(net: Net) -> Solution:
    """Return the solution of a net; raises Stuck when items can get to where no end is reached."""
    ready = _with_begin(_loops_marked(net))
    _check_exits(ready)
    lead = Region(ready, ready.nodes, BEGIN, None, delivered=True)
    if not any(node.delivers for node in ready.nodes.values()):
        return _filled(ready, lead, lead)
    return _filled(ready, lead, Region(ready, ready.nodes, BEGIN, None, delivered=False))


def solve_again(old: Solution, nodes: Mapping[str, Node], arcs: Mapping[str, Arc]) -> Solution:
    """Return the solution of a net in which only some nodes and arcs take another time; what holds none of them is kept."""
    return _again(old, old.net.with_times(nodes, arcs), [*nodes, *(id_ for id_ in arcs if id_ in old.net.arcs)])


def solve_otherwise(old: Solution, shares: Mapping[str, float]) -> Solution:
    """Return the solution of a net in which only these arcs have other shares; raises Stuck as `solve_net` does."""
    own = old.net.arcs
    net = old.net.but({}, {id_: own[id_].shared(share) for id_, share in shares.items()})
    _check_exits(net)
    return _again(old, net, shares)


def _again(old: Solution, net: Net, ids: Iterable[str]) -> Solution:
    changed = frozenset(ids)

    def again(region: Region) -> Region:
        return Region(net, region.members, BEGIN, None, delivered=region.delivered, old=region, changed=changed)

    lead = again(old.lead)
    return _filled(net, lead, lead if old.whole is old.lead else again(old.whole))


def _filled(net: Net, lead: Region, whole: Region) -> Solution:
    lead_part = part = Part()
    lead.fill(lead_part)
    if whole is not lead:
        whole.fill(part := Part())
    return Solution(net, lead, whole, lead_part, part)


def mean_of(net: Net) -> float:
    """Return only the mean lead time of a net, for less than its solution costs; raises Stuck as that does."""
    ready = _with_begin(_loops_marked(net))
    lead = Region(ready, ready.nodes, BEGIN, None, delivered=True, laws_only=True)
    return lead.course.value[lead.course.entry]


def _with_begin(net: Net) -> Net:
    """Add the place where a round begins: at all starts at once, or at exactly one where they have shares."""
    shares = _start_shares(net)
    begin = Node(BEGIN, NOTHING, NOTHING, "one" if shares else "all", False, False)
    arcs = [
        Arc(f"{BEGIN}{id_}", BEGIN, id_, False, NOTHING, NOTHING, shares.get(id_, 0.0) if shares else 1.0)
        for id_ in net.starts
    ]
    return net.with_begin(begin, arcs)


def _start_shares(net: Net) -> dict[str, float]:
    """Return with which share a round begins at each start; empty where it begins at all of them.

    A start without a share among others with one gets what these leave.
    """
    said = {id_: share for id_ in net.starts if (share := net.nodes[id_].share) is not None}
    total = sum(said.values())
    if total <= 0:
        return {}
    rest = [id_ for id_ in net.starts if id_ not in said]
    if rest and total < 1:
        return {**said, **dict.fromkeys(rest, (1 - total) / len(rest))}
    return {id_: share / total for id_, share in said.items()}


def _loops_marked(net: Net) -> Net:
    """Treat the arc that closes a loop of forward flows like rework where branches run in parallel."""
    if not net.parallel and len(net.starts) <= 1:
        return net
    return loops_marked(net)


def loops_marked(net: Net) -> Net:
    """Return the net with every arc that closes a loop of forward flows turned into rework."""
    back = net.closes
    return net.with_returns(a for a in net.arcs.values() if (a.source, a.target) in back) if back else net


def _check_exits(net: Net) -> None:
    """Raise Stuck where items get to steps from which no end is reached."""
    if not net.closes and all(_goes_on(net, id_) for id_ in net.nodes):
        # Whoever goes on wherever it is, and never round, gets to an end.
        return
    onward = {id_: [arc.target for arc in net.out[id_] if _taken(net, arc)] for id_ in net.nodes}
    here = reached(onward, [BEGIN])
    leaving = [id_ for id_ in here if 1.0 - _out_share(net, id_) > 1e-12]
    backward = {id_: [arc.source for arc in net.into[id_] if _taken(net, arc)] for id_ in net.nodes}
    stuck = here - reached(backward, leaving)
    if stuck:
        # What only leads to where items go round and round for ever is not at fault.
        rings = [
            ring for ring in loops({id_: onward[id_] for id_ in stuck}) if all(ring.issuperset(onward[i]) for i in ring)
        ]
        held = set().union(*rings) or stuck
        raise Stuck(tuple(id_ for id_ in net.nodes if id_ in held and id_ != BEGIN))


def _goes_on(net: Net, id_: str) -> bool:
    """Say whether some items leave a step by a forward arc, or end there."""
    for arc in net.forward[id_]:
        if arc.probability:
            return True
    return 1.0 - _out_share(net, id_) > 1e-12


def _taken(net: Net, arc: Arc) -> bool:
    if arc.probability or arc.rework:
        return (arc.probability or 0.0) > 0
    return _counted(net, arc.source)


def _counted(net: Net, id_: str) -> bool:
    """Say whether items come back from a step, but never for ever."""
    returns = net.returns.get(id_, ())
    return bool(returns) and all(arc.max_repeats for arc in returns)


def _out_share(net: Net, id_: str) -> float:
    forward = net.forward[id_]
    back = sum(arc.probability or 0.0 for arc in net.returns.get(id_, ()))
    if net.nodes[id_].delivers or not forward:
        return 0.0 if _counted(net, id_) else back
    if net.nodes[id_].split == "some":
        return back + (1 - back) * (1 - _none_taken(forward))
    return back + (1 - back if net.nodes[id_].split == "all" else sum(arc.probability or 0.0 for arc in forward))


def _none_taken(arcs: list[Arc]) -> float:
    none = 1.0
    for arc in arcs:
        none *= 1 - min(1.0, arc.probability or 0.0)
    return none
