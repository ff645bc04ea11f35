"""The exact solution of a net whose shares are all known: blocks of parallel branches first, then the chain around them.

Mean and variance of lead time, passes of every step and flow, and what changes when a wait goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from crosslane.analysis.blocks import Block, Stuck, Summary, summarise
from crosslane.analysis.chain import NoExit, Row, solve, transposed
from crosslane.analysis.graphs import closing, loops, meeting_point, reached
from crosslane.analysis.net import NOTHING, Arc, Net, Node, indexed

Method = Literal["exact", "approximate", "simulated"]
BEGIN = "\x00begin"
COPIES = 64
RECOMPUTED = 150_000


@dataclass(frozen=True)
class Hop:
    """A way of the outer chain: an arc, or a whole block, from one step to the next (None: the end)."""

    target: str | None
    share: float
    hours: float
    variance: float
    arc: Arc | None = None


@dataclass(frozen=True)
class Solution:
    """The results of a net, in working hours and passes per item."""

    net: Net
    mean: float
    variance: float
    work: float
    nodes: dict[str, float]
    arcs: dict[str, float]
    reached: dict[str, float]
    method: Method
    blocks: dict[str, tuple[Block, Summary]]
    block_of: dict[str, str]
    passes: dict[str, float]

    def saved(self, arc_id: str, factor: float) -> float:
        """Return the hours that the lead time loses when the arc's wait is multiplied by `factor` (0 removes it)."""
        arc = self.net.arcs[arc_id]
        split = self.block_of.get(arc_id)
        if split is None:
            return self.in_lead_time.get(arc_id, 0.0) * arc.wait.mean * (1 - factor)
        block, before = self.blocks[split]
        if before.critical.get(arc_id, 0.0) == 0.0 or arc.wait.mean == 0.0:
            return 0.0
        if not _is_small(block, before):
            return before.critical[arc_id] * arc.wait.mean * (1 - factor) * self.passes.get(split, 0.0)
        changed = replace(arc, wait=arc.wait.times(factor))
        net = self.net.with_arcs(lambda a: changed if a.id == arc_id else a)
        after = summarise(Block(net, block.split, block.inner, block.join))
        return max(0.0, (before.mean - after.mean) * self.passes.get(split, 0.0))

    def saved_work(self, node_id: str, factor: float) -> float:
        """Return the hours that the lead time loses when a step's time is multiplied by `factor`."""
        node = self.net.nodes[node_id]
        split = self.block_of.get(node_id)
        if split is None:
            return self.passes.get(node_id, 0.0) * node.elapsed.mean * (1 - factor)
        block, before = self.blocks[split]
        if before.critical.get(node_id, 0.0) == 0.0 or node.elapsed.mean == 0.0:
            return 0.0
        if not _is_small(block, before):
            return before.critical[node_id] * node.elapsed.mean * (1 - factor) * self.passes.get(split, 0.0)
        changed = replace(node, elapsed=node.elapsed.times(factor))
        net = self.net.with_nodes(lambda n: changed if n.id == node_id else n)
        after = summarise(Block(net, block.split, block.inner, block.join))
        return max(0.0, (before.mean - after.mean) * self.passes.get(split, 0.0))

    @cached_property
    def in_lead_time(self) -> dict[str, float]:
        """Passes of every arc of the chain before the value is delivered."""
        return {
            arc.id: self.passes.get(arc.source, 0.0) * (arc.probability or 0.0)
            for arc in self.net.arcs.values()
            if arc.rework or not self.net.nodes[arc.source].delivers
        }


def _is_small(block: Block, summary: Summary) -> bool:
    """Say whether a block can be solved anew for each of its flows; in larger ones a saving is what a first step gives:

    how often the place decides, times its length. That is "up to", and the method does not call it exact.
    """
    return not summary.sampled and summary.leaves * len(block.inner) ** 2 <= RECOMPUTED


def solve_net(net: Net) -> Solution:
    """Return the solution of a net; raises Stuck when items can get to where no end is reached."""
    ready = _with_begin(_loops_marked(net))
    _check_exits(ready)
    blocks, method = _blocks(ready)
    chain = _Chain(ready, blocks)
    return chain.solution(method)


def _with_begin(net: Net) -> Net:
    """Add the place where a round begins: at all starts at once, or at exactly one where they have shares."""
    shares = [net.nodes[id_].share for id_ in net.starts]
    total = sum(share or 0.0 for share in shares)
    by_share = total > 0 and all(share is not None for share in shares)
    begin = Node(BEGIN, NOTHING, NOTHING, "one" if by_share else "all", False, False)
    arcs = [
        Arc(f"{BEGIN}{id_}", BEGIN, id_, False, NOTHING, NOTHING, (share or 0.0) / total if by_share else 1.0)
        for id_, share in zip(net.starts, shares, strict=True)
    ]
    nodes = {BEGIN: begin, **net.nodes}
    return indexed(replace(net, nodes=nodes, arcs={**{arc.id: arc for arc in arcs}, **net.arcs}))


def _loops_marked(net: Net) -> Net:
    """Treat the arc that closes a loop of forward flows like rework where branches run in parallel."""
    if not any(_is_parallel(net, id_) for id_ in net.nodes) and len(net.starts) <= 1:
        return net
    back = closing(_forward(net), net.starts)
    return net.with_arcs(lambda arc: replace(arc, rework=True) if (arc.source, arc.target) in back else arc)


def _forward(net: Net) -> dict[str, list[str]]:
    return {id_: [arc.target for arc in net.out[id_] if not arc.rework] for id_ in net.nodes}


def _is_parallel(net: Net, id_: str) -> bool:
    forward = [arc for arc in net.out[id_] if not arc.rework]
    return (len(forward) > 1 and net.nodes[id_].split != "one") or (bool(forward) and net.nodes[id_].split == "some")


def _check_exits(net: Net) -> None:
    onward = {id_: [arc.target for arc in net.out[id_]] for id_ in net.nodes}
    here = reached(onward, [BEGIN])
    leaving = [id_ for id_ in here if 1.0 - _out_share(net, id_) > 1e-12]
    backward: dict[str, list[str]] = {id_: [arc.source for arc in net.into[id_]] for id_ in net.nodes}
    stuck = here - reached(backward, leaving)
    if stuck:
        raise Stuck(tuple(id_ for id_ in net.nodes if id_ in stuck and id_ != BEGIN))


def _out_share(net: Net, id_: str) -> float:
    forward = [arc for arc in net.out[id_] if not arc.rework]
    back = sum(arc.probability or 0.0 for arc in net.out[id_] if arc.rework)
    if net.nodes[id_].delivers or not forward:
        return back
    if net.nodes[id_].split == "some":
        return back + (1 - back) * (1 - _none_taken(forward))
    return back + (1 - back if net.nodes[id_].split == "all" else sum(arc.probability or 0.0 for arc in forward))


def _none_taken(arcs: list[Arc]) -> float:
    none = 1.0
    for arc in arcs:
        none *= 1 - min(1.0, arc.probability or 0.0)
    return none


def _blocks(net: Net) -> tuple[dict[str, tuple[Block, Summary]], Method]:
    """Return the outermost blocks by their split; the whole net is one where they cannot be told apart."""
    onward = _forward(net)
    found: dict[str, tuple[Block, Summary]] = {}
    covered: set[str] = set()
    for id_ in _outside_in(onward):
        if id_ in covered or not _is_parallel(net, id_):
            continue
        join = meeting_point(onward, id_)
        inner = reached({k: [t for t in v if t != join] for k, v in onward.items()}, [id_]) - {id_}
        if any(net.nodes[n].delivers for n in inner):
            join, inner = None, reached(onward, [id_]) - {id_}
        if not _is_closed(net, id_, inner):
            whole = set(net.nodes) - {BEGIN}
            block = Block(net, BEGIN, whole, None)
            summary = summarise(block)
            return {BEGIN: (block, summary)}, "simulated" if summary.sampled else "approximate"
        covered |= inner
        block = Block(net, id_, inner, join)
        found[id_] = (block, summarise(block))
    return found, _method(net, found)


def _outside_in(onward: dict[str, list[str]]) -> list[str]:
    seen, order, todo = {BEGIN}, [BEGIN], [BEGIN]
    while todo:
        for id_ in onward[todo.pop(0)]:
            if id_ not in seen:
                seen.add(id_)
                order.append(id_)
                todo.append(id_)
    return order


def _is_closed(net: Net, split: str, inner: set[str]) -> bool:
    entered = all(arc.source in inner or arc.source == split or arc.rework for n in inner for arc in net.into[n])
    into = all(arc.source in inner for n in inner for arc in net.into[n] if arc.rework)
    left = all(arc.target in inner for n in inner for arc in net.out[n] if arc.rework)
    return entered and into and left


def _method(net: Net, found: dict[str, tuple[Block, Summary]]) -> Method:
    if any(summary.sampled for _, summary in found.values()):
        return "simulated"
    if not all(_is_small(block, summary) for block, summary in found.values()):
        return "approximate"
    for block, _ in found.values():
        for id_ in block.inner:
            for arc in net.out[id_]:
                if arc.rework and any(len(block.net.out[s]) > 1 and s != id_ for s in block.body(arc.id)[0]):
                    return "approximate"
    return "exact"


class _Chain:
    """The outer chain: every step outside blocks is a state, a block is one hop; limited returns multiply states."""

    def __init__(self, net: Net, blocks: dict[str, tuple[Block, Summary]]) -> None:
        self.net, self.blocks = net, blocks
        inner = {id_ for block, _ in blocks.values() for id_ in block.inner}
        self.names = [id_ for id_ in net.nodes if id_ not in inner]
        limited = [a for a in net.arcs.values() if a.rework and a.max_repeats and a.source not in inner]
        self.limits = self._affordable(limited)

    def _affordable(self, limited: list[Arc]) -> dict[str, int]:
        limits: dict[str, int] = {}
        copies = 1
        for arc in limited:
            repeats = arc.max_repeats or 0
            # Beyond this many repeats the rest is too unlikely to be told from "until right".
            if copies * (repeats + 1) <= COPIES and (arc.probability or 0.0) ** repeats > 1e-12:
                limits[arc.id] = repeats
                copies *= repeats + 1
        return limits

    def solution(self, method: Method) -> Solution:
        lead, moment, work, visits = self._solve(delivered=True)
        every = self._solve(delivered=False)[3] if any(n.delivers for n in self.net.nodes.values()) else visits
        nodes, arcs = self._passes(every)
        block_of = {id_: split for split, (block, _) in self.blocks.items() for id_ in self._members(block)}
        begun = {id_: times for id_, times in nodes.items() if id_ != BEGIN}
        return Solution(
            self.net,
            lead,
            max(0.0, moment - lead * lead),
            work,
            begun,
            {id_: times for id_, times in arcs.items() if not id_.startswith(BEGIN)},
            self._reached(begun),
            method,
            self.blocks,
            block_of,
            visits,
        )

    def _members(self, block: Block) -> set[str]:
        arcs = {arc.id for id_ in [block.split, *block.inner] for arc in self.net.out[id_] if not arc.rework}
        inner = {arc.id for id_ in block.inner for arc in self.net.out[id_]}
        return arcs | inner | block.inner

    def hops(self, id_: str, used: frozenset[str] = frozenset()) -> list[Hop]:
        """Return the ways on from a state; arcs in `used` have no repeat left, their share goes to the others."""
        returns = [arc for arc in self.net.out[id_] if arc.rework]
        allowed = [arc for arc in returns if arc.id not in used]
        written = sum(arc.probability or 0.0 for arc in returns)
        back = sum(arc.probability or 0.0 for arc in allowed)
        hops = [_hop(arc, arc.probability or 0.0) for arc in allowed]
        if id_ in self.blocks:
            block, summary = self.blocks[id_]
            hops.append(Hop(block.join, 1 - back, summary.mean, summary.variance))
            return hops
        scale = (1 - back) / (1 - written) if written < 1 else 0.0
        return hops + [_hop(arc, (arc.probability or 0.0) * scale) for arc in self.net.out[id_] if not arc.rework]

    def _states(self) -> list[tuple[str, tuple[int, ...]]]:
        counts: list[tuple[int, ...]] = [()]
        for limit in self.limits.values():
            counts = [(*count, used) for count in counts for used in range(limit + 1)]
        return [(id_, count) for count in counts for id_ in self.names]

    def _solve(self, delivered: bool) -> tuple[float, float, float, dict[str, float]]:
        """Return mean, second moment and work from the beginning, and the passes of every state."""
        states = self._states()
        at = {state: i for i, state in enumerate(states)}
        rows: list[Row] = [{} for _ in states]
        onward: list[list[tuple[int | None, Hop]]] = []
        for i, (id_, count) in enumerate(states):
            onward.append(self._onward(id_, count, at, delivered))
            for j, hop in onward[i]:
                if j is not None:
                    rows[i][j] = rows[i].get(j, 0.0) + hop.share
        first = at[BEGIN, (0,) * len(self.limits)]
        try:
            firsts = solve(rows, [self._once(states[i][0], onward[i]) for i in range(len(states))])
            mean = [value[0] for value in firsts]
            squares = [self._square(states[i][0], onward[i], mean) for i in range(len(states))]
            moment = solve(rows, squares)[first][0]
            visits = solve(transposed(rows), [[float(i == first)] for i in range(len(states))])
        except NoExit as error:
            raise Stuck(tuple(dict.fromkeys(states[i][0] for i in error.states))) from None
        passes: dict[str, float] = {}
        for (id_, _), value in zip(states, visits, strict=True):
            passes[id_] = passes.get(id_, 0.0) + value[0]
        return mean[first], moment, firsts[first][1], passes

    def _onward(
        self, id_: str, count: tuple[int, ...], at: dict[tuple[str, tuple[int, ...]], int], delivered: bool
    ) -> list[tuple[int | None, Hop]]:
        limited = list(self.limits)
        used = frozenset(a for a, n in zip(limited, count, strict=True) if n >= self.limits[a])
        ways: list[tuple[int | None, Hop]] = []
        for hop in self.hops(id_, used):
            over = delivered and self.net.nodes[id_].delivers and not (hop.arc and hop.arc.rework)
            if hop.target is None or over:
                ways.append((None, replace(hop, hours=0.0, variance=0.0) if over else hop))
                continue
            next_count = count
            if hop.arc and hop.arc.id in self.limits:
                place = limited.index(hop.arc.id)
                next_count = (*count[:place], count[place] + 1, *count[place + 1 :])
            ways.append((at[hop.target, next_count], hop))
        return ways

    def _once(self, id_: str, ways: list[tuple[int | None, Hop]]) -> list[float]:
        node = self.net.nodes[id_]
        hours = node.elapsed.mean + sum(hop.share * hop.hours for _, hop in ways)
        handling = sum(hop.share * hop.arc.handling.mean for _, hop in ways if hop.arc and hop.hours)
        block = self.blocks[id_][1].work * (1 - sum(h.share for _, h in ways if h.arc)) if id_ in self.blocks else 0.0
        return [hours, node.work.mean + handling + block]

    def _square(self, id_: str, ways: list[tuple[int | None, Hop]], mean: list[float]) -> list[float]:
        """The part of E[time squared] that comes before the next state: c_i of the absorbing chain's second moment."""
        elapsed = self.net.nodes[id_].elapsed
        total = elapsed.variance
        left = 1.0
        for j, hop in ways:
            onward = mean[j] if j is not None else 0.0
            spent = elapsed.mean + hop.hours
            total += hop.share * (spent**2 + hop.variance + 2 * spent * onward)
            left -= hop.share
        return [total + max(0.0, left) * elapsed.mean**2]

    def _passes(self, visits: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
        nodes = dict(visits)
        arcs: dict[str, float] = {}
        for id_ in self.names:
            for arc in self.net.out[id_]:
                if id_ not in self.blocks or arc.rework:
                    arcs[arc.id] = visits[id_] * (arc.probability or 0.0)
        for arc_id in self.limits:
            arcs.update(self._limited_passes(arc_id, visits))
        for split, (_, summary) in self.blocks.items():
            back = sum(arc.probability or 0.0 for arc in self.net.out[split] if arc.rework)
            rounds = visits.get(split, 0.0) * (1 - back)
            for id_, times in summary.nodes.items():
                nodes[id_] = rounds * times
            for id_, times in summary.arcs.items():
                arcs[id_] = rounds * times
        return nodes, arcs

    def _limited_passes(self, arc_id: str, visits: dict[str, float]) -> dict[str, float]:
        """Return the passes out of a step whose returns are limited: what does not go on comes back."""
        source = self.net.arcs[arc_id].source
        into = sum(visits.get(a.source, 0.0) * (a.probability or 0.0) for a in self.net.into[source] if not a.rework)
        first = max(0.0, visits.get(source, 0.0) - max(into, 0.0))
        forward = [arc for arc in self.net.out[source] if not arc.rework]
        p, limit = self.net.arcs[arc_id].probability or 0.0, self.limits[arc_id]
        # Truncated geometric: of v passes in all, the returns are v * (p + ... + p^n) / (1 + p + ... + p^n).
        series = sum(p**k for k in range(1, limit + 1))
        returns = visits.get(source, 0.0) * series / (1 + series)
        onward = visits.get(source, 0.0) - returns
        total = sum(arc.probability or 0.0 for arc in forward)
        shares = {arc.id: onward * (arc.probability or 0.0) / total for arc in forward} if total else {}
        return {arc_id: returns if returns or first else 0.0, **shares}

    def _reached(self, nodes: dict[str, float]) -> dict[str, float]:
        """Return the probability that an item passes a step at all: passes divided by passes once it is there."""
        chance = {id_: min(1.0, times) for id_, times in nodes.items()}
        for split, (_, summary) in self.blocks.items():
            chance.update({id_: min(1.0, chance.get(split, 1.0)) * p for id_, p in summary.reached.items()})
        rows = [{} for _ in self.names] if self.limits else self._rows()
        onward = {id_: [self.names[j] for j in rows[i]] for i, id_ in enumerate(self.names)}
        again = [self.names.index(id_) for members in loops(onward) for id_ in members]
        if again and len(again) <= 200:
            unit = [[float(i == j) for j in again] for i in range(len(rows))]
            counts = solve(rows, unit)
            for column, i in enumerate(again):
                chance[self.names[i]] = min(1.0, nodes.get(self.names[i], 0.0) / counts[i][column])
        return {id_: p for id_, p in chance.items() if id_ != BEGIN}

    def _rows(self) -> list[Row]:
        at = {id_: i for i, id_ in enumerate(self.names)}
        rows: list[Row] = [{} for _ in self.names]
        for i, id_ in enumerate(self.names):
            for hop in self.hops(id_):
                if hop.target is not None:
                    rows[i][at[hop.target]] = rows[i].get(at[hop.target], 0.0) + hop.share
        return rows


def _hop(arc: Arc, share: float) -> Hop:
    return Hop(arc.target, share, arc.elapsed, arc.wait.variance + arc.handling.variance, arc)
