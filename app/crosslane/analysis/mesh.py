"""Branches that cross one another: followed step by step through one round, for every way its choices can turn out.

A step starts when all its in-flows are decided, at the latest of those taken ("any": at the first).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from weakref import proxy

from crosslane.analysis.law import spread_of
from crosslane.analysis.leaps import Leap, longest_over
from crosslane.analysis.net import Arc, Net
from crosslane.analysis.options import TAIL, Option, repeats, ways_on
from crosslane.analysis.part import DELIVERED, NOBODY, Stuck

LEAVES = 256
_WORK = 6000
# As many rounds as none: what so few items take need not be told apart.
_NONE = 1e-8
_SEED = 1
# Hours that are no difference, but sums in another order.
_MOMENT = 1e-9


@dataclass(frozen=True)
class Leaf:
    """One way a whole round can turn out. Hours from the split; counts are passes per round.

    `without` holds, for what lies on the deciding way, the hours that the round would take by any other way; None where
    only another walk can tell.
    """

    out: str
    end: float
    work: float
    variance: float
    passes: dict[str, float]
    critical: frozenset[str]
    slack: dict[str, float]
    without: dict[str, float] | None


class Mesh:
    """The steps of crossing branches, from the arcs that enter them to where they meet (or to their ends)."""

    def __init__(
        self, net: Net, split: str, first: list[Arc], inner: set[str], join: str | None, delivered: bool
    ) -> None:
        """Prepare the mesh: `first` are the arcs out of `split`, `inner` the steps on the way to `join`."""
        self.net, self.split, self.join, self.delivered = net, split, join, delivered
        self.first, self.inner = first, inner
        self.order = self._sorted()
        arcs = [*first, *(a for id_ in inner for a in net.forward[id_])]
        self.hours = {arc.id: arc.elapsed for arc in [*arcs, *(a for id_ in inner for a in net.returns.get(id_, ()))]}
        self.entries: dict[str, list[Arc]] = {id_: [] for id_ in [*inner, *([join] if join else [])]}
        for arc in arcs:
            if arc.target in self.entries:
                self.entries[arc.target].append(arc)
        place = {id_: at for at, id_ in enumerate([split, *self.order])}
        for entering in self.entries.values():
            # In one order: of several that are last at one moment the first counts.
            entering.sort(key=lambda arc: place[arc.source])
        self.bodies = self._find_bodies()
        loops = sum(1 for id_ in inner if any(arc.id in self.bodies for arc in net.out[id_]))
        self._longest = int(LEAVES ** (1 / loops)) if loops else 1
        self.options = {id_: self._options_of(id_) for id_ in [split, *self.order]}

    def _sorted(self) -> list[str]:
        order: list[str] = []
        seen: set[str] = set()
        for root in [arc.target for arc in self.first if arc.target in self.inner]:
            stack = [(root, iter(self._onward(root)))] if root not in seen else []
            seen.add(root)
            while stack:
                node, onward = stack[-1]
                following = next((n for n in onward if n not in seen), None)
                if following is None:
                    order.append(node)
                    stack.pop()
                else:
                    seen.add(following)
                    stack.append((following, iter(self._onward(following))))
        return order[::-1]

    def _onward(self, id_: str) -> list[str]:
        return [target for target in self.net.onward[id_] if target in self.inner]

    def _find_bodies(self) -> dict[str, tuple[list[str], set[str]]]:
        """Return for every return within the mesh the steps, in their order, and arcs that are passed again."""
        bodies = {}
        for id_ in self.order:
            for arc in self.net.returns.get(id_, ()):
                if arc.target in self.inner and self._leads(arc.target, id_):
                    steps = self._between(arc.target, id_)
                    inside = {a.id for s in steps for a in self.net.forward[s] if a.target in steps}
                    bodies[arc.id] = ([s for s in self.order if s in steps], inside)
        return bodies

    def _leads(self, first: str, last: str) -> bool:
        return first == last or last in self._ahead(first)

    def _ahead(self, first: str) -> set[str]:
        ahead, todo = {first}, [first]
        while todo:
            for id_ in self._onward(todo.pop()):
                if id_ not in ahead:
                    ahead.add(id_)
                    todo.append(id_)
        return ahead

    def _between(self, first: str, last: str) -> set[str]:
        ahead = self._ahead(first)
        back, todo = {last}, [last]
        while todo:
            for arc in self.entries[todo.pop()]:
                if arc.source in ahead and arc.source not in back:
                    back.add(arc.source)
                    todo.append(arc.source)
        return back | {first}

    def _options_of(self, id_: str) -> list[Option]:
        node = self.net.nodes[id_]
        if id_ == self.split:
            return ways_on(node, self.first)
        if self.delivered and node.delivers:
            return [Option(1.0, ())]
        going = ways_on(node, self.net.forward[id_])
        returns = self.net.returns.get(id_)
        if not returns:
            return going
        inside = [arc for arc in returns if arc.id in self.bodies]
        leaving = [arc for arc in returns if arc.id not in self.bodies]
        back = sum(arc.probability or 0.0 for arc in inside)
        away = sum(arc.probability or 0.0 for arc in leaving)
        if back >= 1 - TAIL and not all(arc.max_repeats for arc in inside):
            raise Stuck((id_,))
        stays = 1.0 - away / max(1.0 - back, TAIL)
        ends = [Option(way.probability * stays, way.taken) for way in going]
        ends += [Option((arc.probability or 0.0) / (1 - back), (), left_by=arc) for arc in leaving]
        if not inside:
            return ends
        share = tuple((arc, (arc.probability or 0.0) / back) for arc in inside if back)
        limit = max((arc.max_repeats or 0) for arc in inside) if all(arc.max_repeats for arc in inside) else None
        return [
            Option(p * end.probability, end.taken, share, times, end.left_by, least)
            for times, least, p in repeats(back, limit, self._longest)
            for end in ends
        ]

    @cached_property
    def is_close(self) -> bool:
        """Say whether following rounds is close at least.

        It is not where what is passed again runs in parallel, leads elsewhere, comes in from beside, or returns itself;
        of what dies out after the others nothing is known where they meet, and what is first must be known to be in time.
        """
        again = all(self._is_passed_again(self.net.arcs[id_], set(steps)) for id_, (steps, _) in self.bodies.items())
        # What the first to arrive starts begins anew with what comes back before it, or goes on without that; and without
        # what may die out before it.
        first = {id_ for id_ in self.inner if self.net.nodes[id_].join_any and len(self.entries[id_]) > 1}
        loose = [i for i in self.order if i in self.net.returns or self.net.nodes[i].split == "some"]
        anew = first and any(not first.isdisjoint(self._ahead(i) - {i}) for i in loose)
        return again and not anew and not any(r.is_outlasted or r.is_known_late for _, r in self._rounds[0])

    def _is_passed_again(self, back: Arc, steps: set[str]) -> bool:
        net = self.net
        if back.max_repeats and len(net.returns[back.source]) > 1:
            return False
        if any(arc.source not in steps for id_ in steps if id_ != back.target for arc in self.entries[id_]):
            return False
        between = steps - {back.source}
        return all(
            id_ not in net.parallel and id_ not in net.returns and steps.issuperset(net.onward[id_]) for id_ in between
        )

    @cached_property
    def is_exact(self) -> bool:
        """Say whether every round takes what it is followed for: who returns, by one way, takes that again each time.

        And so does who returns more often than is told apart: there the mean of all these rounds must be theirs.
        """
        ways = [id_ for id_ in self.order if sum(arc.id in self.bodies for arc in self.net.out[id_]) > 1]
        ways += [s for steps, _ in self.bodies.values() for s in steps[:-1]]
        if not self.is_close or any(len(self.options[id_]) > 1 for id_ in ways):
            return False
        return all(p <= _NONE or self._is_mean(round_) for p, round_ in self._rounds[0])

    def _is_mean(self, round_: _Round) -> bool:
        """Say whether a round takes the mean of all that it stands for: its steps may return more and more often.

        So it is where these decide together already when each returns least often: from there on all takes longer alike.
        """
        picked = round_.picked
        if all(option.times == option.least for option in picked.values()):
            return True
        least = _Round(self, lambda id_: replace(picked[id_], times=picked[id_].least))
        longer = [id_ for id_ in round_.start if round_.took(id_) > least.took(id_)]
        first = any(self.net.nodes[id_].join_any and len(self.entries[id_]) > 1 for id_ in round_.via)
        return not longer or not (round_.out or first or not set(longer).issubset(least.chain()))

    def leaves(self) -> tuple[list[tuple[float, Leaf]], bool]:
        """Return every way the round can turn out with its probability; sampled when there are too many."""
        rounds, sampled = self._rounds
        return [(p, round_.leaf()) for p, round_ in rounds], sampled

    def passes(self) -> list[tuple[float, dict[str, float]]]:
        """Return what is passed, and how often, in every way the round can turn out, with its probability."""
        return [(p, round_.passes) for p, round_ in self._rounds[0]]

    def ends_with(self, net: Net) -> list[tuple[str, float]]:
        """Return how and when the rounds end when what everything takes is read from another net."""
        other = copy(self)
        other.net, other.hours = net, {id_: net.arcs[id_].elapsed for id_ in self.hours}
        again = (_Round(other, round_.picked.__getitem__) for _, round_ in self._rounds[0])
        return [(round_.out, round_.end) for round_ in again]

    @cached_property
    def picks(self) -> dict[str, list[int]]:
        """Which of its options each step takes in every way the round can turn out; the first where it is not come to."""
        places = {id_: {id(option): at for at, option in enumerate(options)} for id_, options in self.options.items()}
        found: dict[str, list[int]] = {}
        for id_, at in places.items():
            picked = [round_.picked.get(id_) for _, round_ in self._rounds[0]]
            found[id_] = [0 if option is None else at[id(option)] for option in picked]
        return found

    @cached_property
    def _rounds(self) -> tuple[list[tuple[float, _Round]], bool]:
        most = max(24, min(LEAVES, _WORK // max(1, len(self.inner))))
        every = self._combinations(most)
        if every is not None:
            return [(p, _Round(self, picks.__getitem__)) for p, picks in every], False
        random = Random(_SEED)

        def drawn(id_: str) -> Option:
            options = self.options[id_]
            return random.choices(options, [option.probability for option in options])[0] if options[1:] else options[0]

        return [(1 / most, _Round(self, drawn)) for _ in range(most)], True

    def _combinations(self, most: int) -> list[tuple[float, dict[str, Option]]] | None:
        """Return every combination of options of steps that are reached, with its probability; None beyond `most`.

        All are grown together, step by step: each of them leads somewhere, so there is no need to finish one to know
        that they are too many.
        """
        grown: list[tuple[float, dict[str, Option], set[str]]] = [(1.0, {}, set())]
        for id_ in [self.split, *self.order]:
            options = [option for option in self.options[id_] if option.probability > 0]
            entries = self.entries.get(id_, ())
            following = []
            for p, picks, taken in grown:
                if id_ != self.split and not any(arc.id in taken for arc in entries):
                    following.append((p, picks, taken))
                elif len(options) == 1:
                    taken.update(options[0].names)
                    picks[id_] = options[0]
                    following.append((p * options[0].probability, picks, taken))
                else:
                    following += [(p * o.probability, {**picks, id_: o}, taken.union(o.names)) for o in options]
            if len(following) > most:
                return None
            grown = following
        return [(p, picks) for p, picks, _ in grown]


class _Round:
    """One walk through a mesh under fixed choices."""

    def __init__(self, mesh: Mesh, pick: Callable[[str], Option]) -> None:
        self.mesh, self.nodes = mesh, mesh.net.nodes
        self.start: dict[str, float] = {}
        self.done: dict[str, float] = {mesh.split: 0.0}
        self.picked: dict[str, Option] = {}
        self.arrival: dict[str, float] = {}
        self.via: dict[str, Arc] = {}
        self.again: dict[str, float] = {}
        self._take(mesh.split, pick)
        for id_ in mesh.order:
            self._pass(id_, pick)
        self.out, self.last, self.end = self._ending()
        # A mesh keeps its rounds: held by them, it would stay in a circle when nobody needs it any more.
        self.mesh = proxy(mesh)

    def _take(self, id_: str, pick: Callable[[str], Option]) -> Option:
        self.picked[id_] = option = pick(id_)
        return option

    def _arrive(self, id_: str) -> bool:
        arrivals = []
        for arc in self.mesh.entries[id_]:
            option = self.picked.get(arc.source)
            if option is not None and arc.id in option.names:
                self.arrival[arc.id] = self.done[arc.source] + self.mesh.hours[arc.id]
                arrivals.append(arc)
        if not arrivals:
            return False
        via = arrivals[0]
        if len(arrivals) > 1:
            decides = min if self.nodes[id_].join_any else max
            via = decides(arrivals, key=lambda arc: self.arrival[arc.id])
        self.via[id_] = via
        self.start[id_] = self.arrival[via.id]
        return True

    def _pass(self, id_: str, pick: Callable[[str], Option]) -> None:
        if not self._arrive(id_):
            return
        option = self._take(id_, pick)
        once = sum(s * (self.mesh.hours[arc.id] + self._around(arc)) for arc, s in option.returns)
        self.done[id_] = self.start[id_] + self.nodes[id_].elapsed.mean + option.times * once
        for arc, share in option.returns:
            self.again[arc.id] = option.times * share

    def _around(self, back: Arc) -> float:
        """Return the hours from where a return leads to until its source is done again: what came from beside is there."""
        around = {back.target: 0.0}
        for id_ in self.mesh.bodies[back.id][0]:
            ends = [
                around[arc.source] + self.mesh.hours[arc.id]
                for arc in self.mesh.entries[id_]
                if arc.source in around and arc.source in self.picked and arc.id in self.picked[arc.source].names
            ]
            if id_ != back.target and ends:
                around[id_] = min(ends) if self.nodes[id_].join_any else max(ends)
            if id_ != back.source and id_ in around:
                around[id_] += self.took(id_)
        return around.get(back.source, 0.0) + self.nodes[back.source].elapsed.mean

    def _ending(self) -> tuple[str, str, float]:
        """Return how the round ends, at which step, and when: by a delivery or a return first, else all through.

        Where the first to arrive decides, what comes later than that ends nothing.
        """
        early: list[tuple[float, int, str, str]] = []
        arcs = self.mesh.net.arcs
        for id_ in self.start:
            option = self.picked[id_]
            if option.left_by is not None:
                # Of returns at one moment the one that leads furthest back counts.
                early.append((self.done[id_], self.mesh.net.depth[option.left_by.target], id_, option.left_by.id))
            elif self.mesh.delivered and self.nodes[id_].delivers:
                early.append((self.done[id_], len(self.nodes), id_, DELIVERED))
        join = self.mesh.join
        if join and (not early or self.nodes[join].join_any) and self._arrive(join):
            early.append((self.start[join], len(self.nodes), join, ""))
        if early:
            end, _, id_, out = min(early)
            if out and join in self.start:
                del self.start[join]
                self.arrival = {id_: time for id_, time in self.arrival.items() if arcs[id_].target != join}
            return out, id_, end
        # What leads to where another was first is ignored from then on, and ends nothing.
        ends = (id_ for id_ in self.done if not self.picked[id_].taken)
        last = max(ends, key=lambda id_: self.done[id_])
        return NOBODY if join else "", last, self.done[last]

    @property
    def is_outlasted(self) -> bool:
        """Say whether something that dies out does so after what leads on has come to where the branches meet."""
        join = self.mesh.join
        if self.out or join is None or self.nodes[join].join_any:
            return False
        return any(done > self.end for id_, done in self.done.items() if id_ not in self._tail)

    @property
    def is_known_late(self) -> bool:
        """Say whether what is first, or ends the round, does so only when it is known that something else does not come.

        A step begins with the last that came, but nobody knows before it is decided of all: until then others go ahead.
        """
        mesh = self.mesh
        if not self.out and not any(self.nodes[id_].join_any for id_ in mesh.entries):
            return False
        known = {mesh.split: 0.0}
        for id_ in [*mesh.order, *([mesh.join] if mesh.join else [])]:
            entries, first = mesh.entries[id_], self.nodes[id_].join_any and len(mesh.net.into[id_]) > 1
            came = [max(known[arc.source], self.arrival[arc.id]) for arc in entries if arc.id in self.arrival]
            gone = [self._decided(arc.source, known) for arc in entries if arc.id not in self.arrival]
            known[id_] = min(came) if came and first else max(came + gone)
            if came and first and known[id_] > self.start[id_] + _MOMENT:
                return True
        return self.out not in ("", NOBODY) and self._decided(self.last, known) > self.end + _MOMENT

    def _decided(self, id_: str, known: dict[str, float]) -> float:
        """Return when it is known where items go on from a step, or that they do not come there."""
        return max(known[id_], self.done.get(id_, 0.0))

    @cached_property
    def passes(self) -> dict[str, float]:
        """How often each step and arc is passed in the round."""
        passes = {id_: 1.0 for id_ in self.start if id_ != self.mesh.join}
        passes |= dict.fromkeys(self.arrival, 1.0)
        for arc_id, times in self.again.items():
            steps, inside = self.mesh.bodies[arc_id]
            passes[arc_id] = times
            for id_ in (*steps, *inside):
                if id_ in self.start or id_ in self.arrival:
                    passes[id_] += times
        if self.out in self.mesh.net.arcs:
            passes[self.out] = 1.0
        return passes

    def leaf(self) -> Leaf:
        """Return what came of the round."""
        passes = self.passes
        chain = self.chain()
        again = (a for a in self.again if self.mesh.net.arcs[a].source in chain and self.again[a])
        # In one order: a sum over a set would differ in its last digit from run to run.
        decides = dict.fromkeys((*chain, *again))
        work = variance = 0.0
        for id_ in decides:
            if id_ == self.out:
                continue
            active, spread = self._sizes(id_)
            work += active * passes[id_]
            variance += spread * passes[id_]
        return Leaf(self.out, self.end, work, variance, passes, frozenset(decides), self._slack(), self._without(chain))

    def _sizes(self, id_: str) -> tuple[float, float]:
        if id_ in self.nodes:
            return self.nodes[id_].work.mean, spread_of(self.nodes[id_].elapsed)
        arc = self.mesh.net.arcs[id_]
        return arc.handling.mean, spread_of(arc.wait) + spread_of(arc.handling)

    def chain(self) -> list[str]:
        """Return the steps and arcs on the way that decides, last first."""
        found: list[str] = [self.out] if self.out in self.mesh.net.arcs else []
        id_ = self.last
        while id_ != self.mesh.split:
            if id_ != self.mesh.join:
                found.append(id_)
            found.append(self.via[id_].id)
            id_ = self.via[id_].source
        return found

    @cached_property
    def _tail(self) -> dict[str, float]:
        """The longest hours from the end of each step to the end of the round; nothing for what dies out."""
        tail: dict[str, float] = {self.mesh.join: 0.0} if self.mesh.join else {}
        for id_ in [*reversed(self.mesh.order), self.mesh.split]:
            if id_ in self.done:
                onward = [
                    self.mesh.hours[arc.id] + self.took(arc.target) + tail[arc.target]
                    for arc in self.picked[id_].taken
                    if arc.target in tail
                ]
                if onward or self.mesh.join not in self.start:
                    tail[id_] = max(onward, default=0.0)
        return tail

    @cached_property
    def _along(self) -> dict[str, float]:
        """The hours of the whole round along each taken arc that leads to its end."""
        tail = self._tail
        return {
            arc.id: self.arrival[arc.id] + self.took(arc.target) + tail[arc.target]
            for id_ in self.done
            for arc in self.picked[id_].taken
            if arc.target in tail and arc.id in self.arrival
        }

    def took(self, id_: str) -> float:
        """Return the hours that a step takes, all its returns included."""
        return self.done[id_] - self.start[id_] if id_ in self.done else 0.0

    def _without(self, chain: list[str]) -> dict[str, float] | None:
        """Return for everything that decides how long the round takes by ways around it.

        A way around something must leap over its place in the order of the steps; the longest leap of each place counts.
        """
        if self.out or any(self.nodes[id_].join_any and len(self.mesh.entries[id_]) > 1 for id_ in self.via):
            return None
        if any(times and len(self.mesh.bodies[arc_id][0]) > 1 for arc_id, times in self.again.items()):
            return None
        tail, along = self._tail, self._along
        order = [self.mesh.split, *(id_ for id_ in self.mesh.order if id_ in self.done)]
        if self.mesh.join in self.start:
            order.append(self.mesh.join or "")
        place = {id_: n for n, id_ in enumerate(order)}
        leaps: list[Leap] = []
        for id_ in order:
            taken = self.picked[id_].taken if id_ in self.picked else ()
            leaps += [Leap(place[id_], place[a.target], along[a.id], a.id) for a in taken if a.id in along]
            if tail.get(id_) == 0.0 and self.mesh.join not in self.start:
                leaps.append(Leap(place[id_], len(order), self.done[id_], ""))
        arcs = self.mesh.net.arcs
        wanted = [(place.get(arcs[id_].source, 0) if id_ in arcs else place[id_], id_) for id_ in chain]
        found = longest_over(leaps, wanted)
        # A return to its own step makes that step longer: what goes around the step goes around it too.
        return found | {a: found.get(arcs[a].source, 0.0) for a in self.again}

    def _slack(self) -> dict[str, float]:
        """Return by how many hours each reached step and taken arc could be later without moving the end."""
        tail, end = self._tail, self.end
        slack = {id_: max(0.0, end - done - tail[id_]) for id_, done in self.done.items() if id_ in tail}
        slack.update((id_, max(0.0, end - late)) for id_, late in self._along.items())
        return slack
