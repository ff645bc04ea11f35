"""A seeded simulation of the map, event by event: a check on the exact results, and where queues can be watched.

It shares nothing with the exact engine but the numbers of the net: items move, join, return and queue one by one. A
return takes along whatever of the item lies behind its target; everything else of the item goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import accumulate, count
from math import inf

from crosslane.analysis.bounds import bound_map
from crosslane.analysis.capacity import SPREAD
from crosslane.analysis.graphs import meeting_points, reached
from crosslane.analysis.net import Arc, Net, demand_of
from crosslane.analysis.part import Stuck
from crosslane.analysis.run import ITEMS, Draw, Plan, Result, Run, Station
from crosslane.analysis.solve import loops_marked
from crosslane.model.map import Map

# The ways on from a step: the share up to here, the target, the place of the arc, its wait.
Ways = tuple[tuple[float, int, int, Draw | None], ...]
_MOST_EVENTS = 20_000
_MOST_PASSES = 120_000
# Added to the number of an event, it comes after all others of its moment.
_AFTER_ALL = 1 << 60


@dataclass
class _Item:
    """One item on its way: which flows are decided in its round, which steps work on it, and what of it is on its way.

    `stamps` and `lots` tell by how often a step and a flow were let go whether what ends or arrives still counts.
    """

    born: float
    under_way: int = 0
    last: float = 0.0
    arcs: dict[str, bool] = field(default_factory=dict)
    at_work: set[int] = field(default_factory=set)
    coming: dict[int, int] = field(default_factory=dict)
    stamps: dict[int, int] = field(default_factory=dict)
    lots: dict[int, int] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)
    # When it last came back, and how far.
    back_at: float = -1.0
    back_to: int = 0
    arrived: dict[int, float] = field(default_factory=dict)


def simulate_map(map_: Map, *, queues: bool = False, items: int = ITEMS, seed: int = 1) -> Result | None:
    """Return the map simulated; None while a share is missing or nothing can leave. With `queues`, steps with people and demand queue.

    Waits that people said stay what they are; only where nothing was said does a queue stand instead.
    """
    try:
        bounds = bound_map(map_)
    except Stuck:
        return None
    shares = bounds.shares
    if shares.open_choices or shares.open_loops:
        return None
    # As many items as can be followed to their end in a few seconds, were they to go round and round.
    items = min(items, int(_MOST_PASSES / max(1.0, sum(bounds.least.nodes.values()))))
    return simulate(shares.net, plan_of(map_, items, seed) if queues else Plan(items, seed)) if items > 1 else None


def plan_of(map_: Map, items: int = ITEMS, seed: int = 1) -> Plan:
    """Return how to simulate a map with its queues: pools by step, else by lane."""
    people: dict[str, str] = {}
    pools: dict[str, int] = {}
    for step in map_.steps:
        lane = map_.lane_of(step.id)
        if step.process_time is None:
            continue
        alone = lane is None or lane.people is None or lane.people >= sum(s.people or 0 for s in map_.steps_of(lane.id))
        if step.people is not None and step.people >= 1 and alone:
            people[step.id], pools[step.id] = step.id, int(step.people)
        elif lane is not None and lane.people is not None and lane.people >= 1:
            people[step.id], pools[lane.id] = lane.id, int(lane.people)
    spread = {step.id: SPREAD[step.variability or "normal"] for step in map_.steps}
    return Plan(items, seed, demand_of(map_), people, pools, spread, 0.1)


def simulate(net: Net, plan: Plan | None = None) -> Result:
    """Return the simulated lead times of a net whose shares are all numbers; raises ValueError when no item ends."""
    marked = loops_marked(net)
    plain = len(marked.starts) == 1 and not marked.parallel
    plain = plain and not any(arc.max_repeats for arc in marked.arcs.values())
    run = _Stream(marked, plan or Plan()) if plain else _Rounds(marked, plan or Plan())
    run.go()
    if len(run.leads) < 2:
        raise ValueError("no item got through")
    return run.result()


class _Stream(Run):
    """Items that are at one place at a time: one tight loop over a heap of what ends next."""

    def _ways(self) -> list[Ways]:
        """Return the ways on from each step as (share up to here, target, place of the arc, wait); None waits nothing."""
        place_of = {id_: n for n, id_ in enumerate(self.net.arcs)}
        found = []
        for id_ in self.names:
            upto, ways = 0.0, []
            for arc in self.net.out[id_] if not self.net.nodes[id_].delivers else ():
                upto += arc.probability or 0.0
                wait = self.along[arc.id] if arc.elapsed or arc.wait.variance else None
                ways.append((upto, self.at[arc.target], place_of[arc.id], wait))
            found.append(tuple(ways))
        return found

    def go(self) -> None:
        """Let all items through; what ends below zero is a wait before a step, else the work at it."""
        begun, first = self.arrivals(), self.at[self.net.starts[0]]
        # Where nobody queues no item meets another: each is followed to its end before the next begins.
        ways, stations, hours, queues = self._ways(), self.station, self.hours, bool(self.pools)
        only = [on[0] if on else None for on in ways]
        chance = [len(on) > 1 or (len(on) == 1 and on[0][0] < 1 - 1e-12) for on in ways]
        waited, passed, leads = [0.0] * len(self.net.arcs), [0] * len(self.net.arcs), self.leads
        heap: list[tuple[float, int, int, int]] = []
        events, came, most, now = 0, 0, self.plan.items * _MOST_EVENTS, 0.0
        # When the next item comes: where nobody queues, once the one before it is through.
        due = begun[0] if queues else inf
        while (heap or came < len(begun)) and events < most:
            events += 1
            if not heap or due < heap[0][0]:
                now, item, place = begun[came], came, first
                came += 1
                due = begun[came] if queues and came < len(begun) else inf
            else:
                now, _, place, item = heappop(heap)
                if place < 0:
                    place = -place - 1
                else:
                    if (station := stations[place]) is not None:
                        if station.queue:
                            heappush(heap, self._next(station, now))
                        else:
                            station.busy -= 1
                    way = self._drawn(ways[place]) if chance[place] else only[place]
                    if way is None:
                        leads.append(now - begun[item])
                        continue
                    _, place, arc, wait = way
                    passed[arc] += 1
                    if wait is not None:
                        waited[arc] += (time := wait())
                        heappush(heap, (now + time, events, -place - 1, item))
                        continue
            if (station := stations[place]) is None:
                heappush(heap, (now + hours[place](), events, place, item))
            elif station.busy < station.servers:
                station.busy += 1
                station.served += 1
                station.worked += (time := hours[place]())
                heappush(heap, (now + time, -item, place, item))
            else:
                station.queue.append((now, place, item, 0))
        self._account(now, events, passed, waited)

    def _account(self, now: float, events: int, passed: list[int], waited: list[float]) -> None:
        self.now, self.events = now, events
        self.passed = dict(zip(self.net.arcs, passed, strict=True))
        self.waited = dict(zip(self.net.arcs, waited, strict=True))

    def _drawn(self, ways: Ways) -> tuple[float, int, int, Draw | None] | None:
        lot = self.random.random()
        return next((way for way in ways if lot < way[0]), None)

    def _next(self, station: Station, now: float) -> tuple[float, int, int, int]:
        """Let the first who waits begin; returns when that ends."""
        came, place, item, _ = station.queue.popleft()
        time = self.hours[place]()
        station.waited += now - came
        station.served += 1
        station.worked += time
        return now + time, -item, place, item


class _Rounds(Run):
    """Items that may be at several places at once: the one join rule, flow by flow."""

    def __init__(self, net: Net, plan: Plan) -> None:
        super().__init__(net, plan)
        self.returns = [net.returns.get(id_, []) for id_ in self.names]
        self.forward = [net.forward[id_] for id_ in self.names]
        self.into = [[arc for arc in net.into[id_] if not arc.rework] for id_ in self.names]
        self.waits_for = [frozenset(arc.id for arc in arcs) for arcs in self.into]
        self.shares = [list(accumulate(arc.probability or 0.0 for arc in arcs)) for arcs in self.forward]
        self.arcs = list(net.arcs.values())
        self.arc_at = {arc.id: n for n, arc in enumerate(self.arcs)}
        self.arriving = [[self.arc_at[arc.id] for arc in net.into[id_]] for id_ in self.names]
        self.any = [net.nodes[id_].join_any for id_ in self.names]
        # Who comes to a step that the first to arrive starts: what comes back at that very moment goes before.
        self.races = [self.any[self.at[a.target]] and len(self.into[self.at[a.target]]) > 1 for a in self.arcs]
        targets = {arc.target for arc in net.arcs.values() if arc.rework}
        # Of two returns at one moment the one that leads further back counts: what lies behind its target is done again.
        self.depth = net.depth
        # What leads nowhere but to a step that the first to arrive starts: the others are ignored from then on.
        meets = meeting_points(net.onward)
        self.before = {
            at: [self.at[i] for i in self.names if i != id_ and _leads_to(meets, i, id_)]
            for at, id_ in enumerate(self.names)
            if self.any[at] and len(self.into[at]) > 1
        }
        self.behind = {id_: [self.at[i] for i in reached(net.onward, [id_])] for id_ in targets}
        self.items: dict[int, _Item] = {}
        self.repeats: dict[tuple[int, str], int] = {}
        self.ticket = count()

    def go(self) -> None:
        """Let all items through; -1 begins an item, lower is an arrival over a flow, else the end of a step."""
        for item, time in enumerate(self.arrivals()):
            self._push(time, -1, item, 0)
        most = self.plan.items * _MOST_EVENTS
        while self.heap and self.events < most:
            self.now, _, place, item, stamp = heappop(self.heap)
            self.events += 1
            if place == -1:
                self._begin(item)
            elif place < 0:
                self._arrive(-place - 2, item, stamp)
            else:
                self._finish(place, item, stamp)

    def _push(self, time: float, place: int, item: int, stamp: int, after: int = 0) -> None:
        heappush(self.heap, (time, next(self.ticket) + after, place, item, stamp))

    def _begin(self, item: int) -> None:
        self.items[item] = state = _Item(self.now)
        every = [self.at[id_] for id_ in self.net.starts]
        shares = [self.net.nodes[id_].share for id_ in self.net.starts]
        said = [share for share in shares if share is not None]
        starts = every
        if sum(said) > 0:
            rest = max(0.0, 1 - sum(said)) / max(1, len(shares) - len(said))
            starts = self.random.choices(every, [rest if share is None else share for share in shares])
        for place in starts:
            self._start(place, item, state)
        self._settle(item, state, [place for place in every if place not in starts])

    def _arrive(self, n: int, item: int, lot: int) -> None:
        state = self.items.get(item)
        if state is None or state.lots.get(n, 0) != lot:
            return
        state.coming[n] -= 1
        if not state.coming[n]:
            del state.coming[n]
        state.under_way -= 1
        state.arrived[n] = self.now
        arc = self.arcs[n]
        place = self.at[arc.target]
        if place in state.started:
            self._end(item, state)
        elif arc.rework or self.any[place] or self._is_decided(state, place):
            self._start(place, item, state)

    def _is_decided(self, state: _Item, place: int) -> bool:
        if place in state.at_work or not state.arcs.keys() >= self.waits_for[place]:
            return False
        return state.coming.keys().isdisjoint(self.arriving[place])

    def _start(self, place: int, item: int, state: _Item, time: float | None = None) -> None:
        state.started.add(place)
        state.at_work.add(place)
        state.under_way += 1
        for other in self.before.get(place, ()):
            self._let_go(state, other, self.arriving[other])
        station, stamp = self.station[place], state.stamps.get(place, 0)
        if station is None:
            self._push((self.now if time is None else time) + self.hours[place](), place, item, stamp)
        elif station.busy < station.servers:
            station.busy += 1
            self._serve(station, self.now, place, item, stamp)
        else:
            station.queue.append((self.now, place, item, stamp))

    def _serve(self, station: Station, came: float, place: int, item: int, stamp: int) -> None:
        time = self.hours[place]()
        station.waited += self.now - came
        station.served += 1
        station.worked += time
        self._push(self.now + time, place, item, stamp)

    def _finish(self, place: int, item: int, stamp: int) -> None:
        station = self.station[place]
        if station is not None:
            if station.queue:
                self._serve(station, *station.queue.popleft())
            else:
                station.busy -= 1
        state = self.items.get(item)
        if state is None:
            return
        if state.stamps.get(place, 0) != stamp:
            self._too_late(place, item, state)
            return
        state.at_work.discard(place)
        state.under_way -= 1
        back = self._returned(place, item)
        if back is not None:
            self._return(back, item, state)
        elif self.net.nodes[self.names[place]].delivers:
            state.last = self.now
            self._leave(item, state)
        else:
            self._onward(place, item, state)

    def _too_late(self, place: int, item: int, state: _Item) -> None:
        """Let a step that ends at the very moment when something else came back still take the item further back."""
        if state.back_at == self.now and self.returns[place]:
            back = self._returned(place, item)
            if back is not None and self.depth[back.target] < state.back_to:
                self._return(back, item, state)

    def _returned(self, place: int, item: int) -> Arc | None:
        lot, upto = self.random.random() if self.returns[place] else 1.0, 0.0
        for arc in self.returns[place]:
            upto += arc.probability or 0.0
            if lot < upto:
                used = self.repeats.get((item, arc.id), 0)
                self.repeats[item, arc.id] = used + 1
                return None if arc.max_repeats and used >= arc.max_repeats else arc
        return None

    def _onward(self, place: int, item: int, state: _Item) -> None:
        taken = self._taken(place)
        state.last = state.last if taken else max(state.last, self.now)
        for arc in self.forward[place]:
            state.arcs[arc.id] = arc in taken
            if arc in taken:
                self._send(arc, item, state)
        self._settle(item, state, [self.at[arc.target] for arc in self.forward[place] if arc not in taken])

    def _taken(self, place: int) -> list[Arc]:
        forward, split = self.forward[place], self.net.nodes[self.names[place]].split
        if split == "all" or not forward:
            return forward
        if split == "some":
            return [arc for arc in forward if self.random.random() < (arc.probability or 0.0)]
        shares = self.shares[place]
        return self.random.choices(forward, cum_weights=shares if shares[-1] else None)

    def _send(self, arc: Arc, item: int, state: _Item) -> None:
        n, wait = self.arc_at[arc.id], self.along[arc.id]()
        self.waited[arc.id] += wait
        self.passed[arc.id] += 1
        state.coming[n] = state.coming.get(n, 0) + 1
        state.under_way += 1
        self._push(self.now + wait, -n - 2, item, state.lots.get(n, 0), _AFTER_ALL if self.races[n] else 0)

    def _return(self, arc: Arc, item: int, state: _Item) -> None:
        """Begin a new round at the target: all that lies behind it is undecided again, and what is there is let go."""
        again = self.behind[arc.target]
        state.back_at, state.back_to = self.now, self.depth[arc.target]
        for place in again:
            self._begin_anew(state, place, again)
        for place in again:
            for flow in self.forward[place]:
                state.arcs.pop(flow.id, None)
        self._send(arc, item, state)
        source = self.at[arc.source]
        if source not in again:
            # It came back to a branch beside its own: its own goes no further in this round.
            state.arcs.update({flow.id: False for flow in self.forward[source]})
            self._settle(item, state, [self.at[flow.target] for flow in self.forward[source]])

    def _begin_anew(self, state: _Item, place: int, again: list[int]) -> None:
        """Let go of what is at a step and on its way to it; what comes from elsewhere comes still, but for what it began with."""
        inside = set(again)
        if place in state.started:
            self._let_go(state, place, self.arriving[place])
            state.started.discard(place)
            # It began with these once; by themselves they do not begin it again.
            state.arcs.update({flow.id: False for flow in self.into[place] if flow.id in state.arcs})
        else:
            self._let_go(state, place, [n for n in self.arriving[place] if self.at[self.arcs[n].source] in inside])

    @staticmethod
    def _let_go(state: _Item, place: int, arriving: list[int]) -> None:
        if place in state.at_work:
            state.at_work.discard(place)
            state.stamps[place] = state.stamps.get(place, 0) + 1
            state.under_way -= 1
        for n in arriving:
            if state.coming.get(n):
                state.under_way -= state.coming.pop(n)
                state.lots[n] = state.lots.get(n, 0) + 1

    def _settle(self, item: int, state: _Item, lost: list[int]) -> None:
        """Carry on what is now known not to come: where nothing comes any more, nothing goes on."""
        for place in lost:
            if place in state.started or not self._is_decided(state, place):
                continue
            if any(state.arcs[arc.id] for arc in self.into[place]):
                # What it waited for turned out not to come: it starts at the latest of what came.
                came = (state.arrived.get(self.arc_at[arc.id], 0.0) for arc in self.into[place] if state.arcs[arc.id])
                self._start(place, item, state, max(came))
            else:
                state.arcs.update({arc.id: False for arc in self.forward[place]})
                lost += [self.at[arc.target] for arc in self.forward[place]]
        self._end(item, state)

    def _end(self, item: int, state: _Item) -> None:
        if state.under_way == 0:
            self._leave(item, state)

    def _leave(self, item: int, state: _Item) -> None:
        if self.items.pop(item, None) is not None:
            self.leads.append(state.last - state.born)


def _leads_to(meets: Mapping[str, str | None], id_: str, target: str) -> bool:
    """Say whether every way from a step passes another."""
    at: str | None = id_
    while at is not None and at != target:
        at = meets.get(at)
    return at == target
