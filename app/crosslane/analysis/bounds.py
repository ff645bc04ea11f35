"""Honest ends: what the result can be while numbers are missing, choices are open, or values are ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from crosslane.analysis.changes import ASIDE, TIMES, fields_changed
from crosslane.analysis.choices import ends_of
from crosslane.analysis.graphs import Onward, inside_of, meeting_points, reached, turned, within, without_loops
from crosslane.analysis.kept import Kept
from crosslane.analysis.law import moments
from crosslane.analysis.mesh import Mesh
from crosslane.analysis.net import Arc, Net, Time, indexed, read_net, reread, waits_by_passes
from crosslane.analysis.part import Branch, Fork
from crosslane.analysis.region import Region
from crosslane.analysis.shares import Shares, resolve
from crosslane.analysis.solve import Method, Solution, mean_of, solve_again
from crosslane.model.map import Map
from crosslane.model.quantity import UNKNOWN, Quantity, at_least, at_most, between, exact

# Parts with more places than this are not looked through one by one: their savings get the widest honest range.
_WIDE = 300
# So many returns times places among crossing branches that come back are not walked anew for each place, or each return.
_TANGLED, _TANGLED_RETURNS = 800, 300


@dataclass(frozen=True)
class Bounds:
    """A net solved at the ends of its open choices, and what is missing in it.

    `every` end, or only the shortest and the longest way; `endless` where at some of them items go round for ever.
    """

    net: Net
    shares: Shares
    ends: tuple[Solution, ...]
    every: bool = True
    endless: bool = False
    kept: Kept = field(default_factory=Kept)

    @property
    def least(self) -> Solution:
        """The solution in which the lead time is shortest."""
        return self.ends[0]

    @cached_property
    def method(self) -> Method:
        """How the numbers are found; a range is close when choices turn out in more ways than were looked at."""
        methods = {solution.method for solution in self.ends}
        if "simulated" in methods:
            return "simulated"
        return "exact" if methods == {"exact"} and self.every else "approximate"

    @property
    def open(self) -> bool:
        """Say whether choices without shares make a range of the result."""
        return bool(self.shares.open_choices)

    @cached_property
    def gaps(self) -> bool:
        """Say whether a wait or process time that items pass is unknown, or a loop without a share left out."""
        return bool(self.shares.open_loops) or bool(self.unknown_waits) or bool(self.unknown_work)

    @cached_property
    def unknown_waits(self) -> frozenset[str]:
        """The flows that items pass whose wait nobody gave."""
        arcs = self.net.arcs
        return frozenset(
            id_ for s in self.ends for id_, times in s.arcs.items() if times > 0 and not arcs[id_].wait.known
        )

    @cached_property
    def unknown_work(self) -> frozenset[str]:
        """The steps that items pass whose process time nobody gave."""
        nodes = self.net.nodes
        return frozenset(
            id_ for s in self.ends for id_, times in s.nodes.items() if times > 0 and not nodes[id_].work.known
        )

    @cached_property
    def unknown_elapsed(self) -> frozenset[str]:
        """The steps that items pass of which not even the elapsed time is known."""
        return frozenset(id_ for id_ in self.unknown_work if not self.net.nodes[id_].elapsed.known)

    def lead_time(self) -> Quantity:
        """Return the mean lead time with its bound; its low and high are those of three-point values."""
        gaps = bool(self.shares.open_loops) or bool(self.unknown_waits) or bool(self.unknown_elapsed)
        if gaps or self.endless:
            return Quantity(self.least.mean, self._at_end(self.least, lambda t: t.low), None, "at-least")
        # With every time at one end another way may be the shortest, or the longest.
        low = min((self._at_end(solution, lambda t: t.low) or 0.0) for solution in self.ends)
        highs = [self._at_end(solution, lambda t: t.high) for solution in self.ends]
        high = None if None in highs else max(h for h in highs if h is not None)
        if self.ends[-1].mean - self.least.mean > self.least.mean * 1e-9:
            return between(low, high)
        return Quantity(self.least.mean, low, high, "exact")

    def _at_end(self, solution: Solution, end: Callable[[Time], float | None]) -> float | None:
        """Return the lead time when every time is at its low or high end; None where one has none."""
        spread = solution.spread
        if any(end(time) is None for time in spread):
            return None
        if all(end(time) == time.mean for time in spread):
            return solution.mean
        if not solution.lead.forks:
            # Nothing races: the mean is the same sum of passes, whatever each of them takes.
            return sum(times * (end(time) or 0.0) for times, time in solution.times_on_path())

        def at(time: Time) -> Time:
            return time._replace(mean=end(time) or 0.0, variance=0.0)

        net = solution.net
        nodes = {i: n._replace(elapsed=at(n.elapsed)) for i, n in net.nodes.items() if i in self.net.nodes}
        arcs = (a._replace(wait=at(a.wait), handling=at(a.handling)) for i, a in net.arcs.items() if i in self.net.arcs)
        return mean_of(indexed(replace(net, nodes=nodes, arcs={arc.id: arc for arc in arcs})))

    def process_time(self) -> Quantity:
        """Return the active hours on the way that decides the lead time, with their bound.

        Beside something unknown another branch may come to decide: then only what every branch works is sure.
        """
        if self.gap_forks:
            sure = [s.work - sum(self._unsure(s, fork) for of, fork in self.gap_forks if of is s) for s in self.ends]
            return at_least(max(0.0, min(sure)))
        work = [solution.work for solution in self.ends]
        return self._active(min(work), max(work), [solution.path for solution in self.ends])

    @cached_property
    def gap_forks(self) -> tuple[tuple[Solution, Fork], ...]:
        """The outermost forks between whose branches a time or a loop's share is unknown, with the end they are of."""
        loops = {self.net.arcs[i].source for i in self.shares.open_loops}
        unknown = self.unknown_waits | self.unknown_elapsed | loops
        return tuple((s, fork) for s in self.ends for fork in s.lead.forks.values() if unknown & fork.ids)

    def _unsure(self, solution: Solution, fork: Fork) -> float:
        """Return the hours of work that the deciding branch has beyond what any of them has for sure."""
        passes = solution.path.get(fork.split, 0.0)
        # The branch that decides is the one that took long: it may have worked more than it does on average.
        counted = sum(self._work(id_) * solution.path.get(id_, 0.0) for id_ in fork.ids)
        counted = max(counted, passes * moments(fork.whole.done)[2])
        sure = [
            sum(self._work(i) for i, p in b.part.passed.items() if abs(p.path - 1.0) < 1e-12 and not self._forked(b, i))
            if b.share >= 1
            else 0.0
            for b in fork.branches
        ]
        return max(0.0, counted - passes * min(sure))

    def _work(self, id_: str) -> float:
        if id_ in self.net.nodes:
            return self.net.nodes[id_].work.mean
        return self.net.arcs[id_].handling.mean if id_ in self.net.arcs else 0.0

    def _forked(self, branch: Branch, id_: str) -> bool:
        region = branch.inside
        return isinstance(region, Mesh) or (
            isinstance(region, Region) and any(id_ in f.ids for f in region.forks.values())
        )

    def effort(self) -> Quantity:
        """Return the active hours of all branches together, with their bound."""
        effort = [solution.effort for solution in self.ends]
        return self._active(min(effort), max(effort), [self._passes(solution) for solution in self.ends])

    def _active(self, low: float, high: float, passes: list[dict[str, float]]) -> Quantity:
        """Return active hours between two means with their bound; lows sum lows, highs sum highs, by how often each is passed."""
        least, most = low, None if any(t.known and t.high is None for _, t in self._worked) else high
        if self._worked:
            # Against the means of the same sum, so that rounding never turns an end over.
            least -= max(sum((t.mean - t.low) * each.get(i, 0.0) for i, t in self._worked) for each in passes)
            over = [sum(((t.high or t.mean) - t.mean) * each.get(i, 0.0) for i, t in self._worked) for each in passes]
            most = None if most is None else most + max(over)
        if self.endless or self.unknown_work or self.shares.open_loops:
            return at_least(low, least)
        if high - low <= 1e-9 * max(1.0, high):
            return Quantity(low, least, most, "exact")
        return between(least, most)

    @cached_property
    def _worked(self) -> list[tuple[str, Time]]:
        """What is worked on the ways of items and is no single value, by step and flow."""
        found = [(i, self.net.nodes[i].work) for s in self.ends for i, n in s.nodes.items() if n > 0]
        found += [(i, self.net.arcs[i].handling) for s in self.ends for i, n in s.arcs.items() if n > 0]
        return list(dict.fromkeys((i, time) for i, time in found if not time.low == time.mean == time.high))

    def passes(self, id_: str) -> tuple[float, float]:
        """Return how often at least and at most an item passes a flow or step, as far as open choices go."""
        if not self.shares.open_choices:
            once = self._once.get(id_, 0.0)
            return 0.0 if id_ in self._fewer else once, once
        times = [(s.nodes if id_ in self.net.nodes else s.arcs).get(id_, 0.0) for s in self.ends]
        if id_ in self._undecided:
            return 0.0, max(*times, self._undecided[id_], 0.0)
        return 0.0 if id_ in self._fewer else min(times), max(times)

    @cached_property
    def _once(self) -> dict[str, float]:
        return self._passes(self.least)

    @staticmethod
    def _passes(solution: Solution) -> dict[str, float]:
        return {**solution.nodes, **solution.arcs}

    def may_pass(self, id_: str) -> bool:
        """Say whether items may pass a flow or step at all, whatever the open choices and shares turn out to be."""
        return id_ in self._again or self.passes(id_)[1] > 0

    def may_leave_otherwise(self, step_id: str) -> bool:
        """Say whether items that come back from a step by a share that nobody said may then leave by other ways."""
        return any(arc.id in self._fewer for arc in self.net.out[step_id])

    def of_passes(self, hours: Mapping[str, float], *, known: bool = True) -> Quantity:
        """Return the sum over some flows of a number for each pass, with its bound; at least while some are unknown.

        Where a return races with something unknown in another branch, not even the passes are known.
        """
        if hours and self._races_with_gaps:
            return UNKNOWN
        low = high = 0.0
        if not self.shares.open_choices and not self._fewer:
            once = self._once
            for id_, weight in hours.items():
                low += weight * once.get(id_, 0.0)
            return self._between(low, low, sure=known and self._again.isdisjoint(hours))
        for id_, weight in hours.items():
            least, most = self.passes(id_)
            low += weight * least
            high += weight * most
        return self._between(low, high, sure=known and self._again.isdisjoint(hours))

    def often(self, id_: str) -> Quantity:
        """Return how often an item passes a flow or step, with its bound."""
        if self._races_with_gaps:
            return UNKNOWN
        return self._between(*self.passes(id_), sure=id_ not in self._again)

    def _between(self, low: float, high: float, *, sure: bool) -> Quantity:
        if self.endless or not sure:
            return at_least(low)
        return exact(low) if high - low <= 1e-9 * max(1.0, high) else between(low, high)

    @cached_property
    def _races_with_gaps(self) -> bool:
        return any(id_ in self.net.arcs for _, fork in self.gap_forks for id_ in fork.whole.exits)

    def of_flow(self, arc_id: str, factor: float) -> Quantity:
        """Return what is saved when one flow's wait is multiplied by `factor` (0 removes it), with its bound."""
        return self._of_place(arc_id, self.net.arcs[arc_id].wait, Solution.saved, factor)

    def of_step(self, step_id: str, factor: float) -> Quantity:
        """Return what is saved when one step's work is multiplied by `factor`, with its bound."""
        return self._of_place(step_id, self.net.nodes[step_id].work, Solution.saved_work, factor)

    def _of_place(
        self, id_: str, time: Time, saved: Callable[[Solution, str, float], float], factor: float
    ) -> Quantity:
        """Say "up to" beside unknown branches, give a range where shares are open or more may come to decide."""
        if not time.known or id_ in self.shares.open_loops:
            return UNKNOWN
        if self._is_tangled(id_, _TANGLED):
            most = self.passes(id_)[1] * time.mean * (1 - factor)
            return UNKNOWN if id_ in self._again else between(0.0, most) if most > 0.0 else exact(0.0)
        if self._settled or not (self.open or self.shares.open_loops or self.least.splits(id_)):
            return exact(saved(self.least, id_, factor))
        found = [saved(s, id_, factor) if id_ in s.net.arcs or id_ in s.net.nodes else 0.0 for s in self.ends]
        low, high = min(found), max(found)
        full = self.passes(id_)[1] * time.mean * (1 - factor)
        if id_ in self._undecided or (self.open and self._is_unsure_beside(id_)):
            low, high = 0.0, max(high, full)
        beside, in_line = self._gaps_around(id_)
        if high - low > 1e-9 * max(1.0, high) and id_ not in self._again:
            return between(0.0 if id_ in self._fewer else low, max(full, high) if in_line else high)
        if id_ in self._again:
            # How often it comes by has no upper end; beside something unknown it may not decide at all.
            return UNKNOWN if beside or id_ in self._fewer else at_least(low)
        if id_ in self._fewer:
            return between(0.0, max(full, high)) if max(full, high) > 0.0 else exact(0.0)
        if beside:
            most = max(full, high) if in_line else high
            return at_most(most) if most > 0.0 else exact(0.0)
        if in_line and full > high * (1 + 1e-9):
            return between(low, full)
        return exact(low)

    def _is_unsure_beside(self, id_: str) -> bool:
        """Say whether a place races, while choices are open, with what may lie beyond the ends of what it saves.

        Something unknown may decide at some of them; where what is first ends a round, its share and its length both move.
        """
        forks = [(s, split) for s in self.ends for split in s.splits(id_)]
        return bool(forks) and (self.gaps or not self.every or any(split in s.races for s, split in forks))

    def _is_tangled(self, id_: str, most: int) -> bool:
        """Say whether a place lies where branches cross and come back so much that walks of its own would take too long.

        The walks grow with the places, and so do the places: a minute and more for what is estimated anyway.
        """
        return any(self._tangles.get(split, 0) > most for split in self.least.splits(id_))

    @cached_property
    def _tangles(self) -> dict[str, int]:
        """How many returns times places lie within the outermost splits that are only estimated."""
        arcs, forks = self.least.net.arcs, self.least.lead.forks.items()
        return {s: sum(i in arcs and arcs[i].rework for i in f.ids) * len(f.ids) for s, f in forks if f.whole.rough}

    @cached_property
    def _settled(self) -> bool:
        return not self.open and not self.gaps

    @cached_property
    def _undecided(self) -> dict[str, float]:
        """What only some ways on from an open choice pass, with how often at most: as often as the choice is made.

        Nothing where every way was looked at.
        """
        found: dict[str, float] = {}
        if self.every:
            return found
        meets = meeting_points(without_loops(self.net.onward, self.net.starts))
        for step, arcs in self.shares.open_choices.items():
            times = max(s.nodes.get(step, 0.0) for s in self.ends)
            steps = inside_of(self.net.onward, step, meets.get(step)) - {step}
            passed = [*arcs, *steps, *(a.id for id_ in steps for a in self.net.forward[id_])]
            found.update({id_: max(times, found.get(id_, 0.0)) for id_ in passed})
        return found

    def of_loss(self, arc_id: str, returns: frozenset[str]) -> Quantity:
        """Return what a flow's wait and the returns from its target cost together, with its bound."""
        if self.open and returns:
            return UNKNOWN
        if any(self._is_tangled(id_, _TANGLED_RETURNS) for id_ in (arc_id, self.net.arcs[arc_id].target)):
            return UNKNOWN
        simple = self._of_place(arc_id, self.net.arcs[arc_id].wait, lambda s, id_, _: s.loss(id_, returns), 0.0)
        source = self.net.arcs[arc_id].target
        if simple.bound == "unknown" or source in self._fewer:
            return UNKNOWN
        ends = [self.net.arcs[i].target for i in returns]
        if not self.gaps:
            return simple
        back, ahead = reached(self._backward, [source]), reached(self.net.onward, ends)
        if any((ahead | {arc_id}) & fork.ids for _, fork in self.gap_forks):
            return UNKNOWN
        others = (a for a in self.net.arcs.values() if a.rework and a.id not in returns)
        if any(len(self.net.onward[i]) > 1 for i in ahead & back - {source}) or any(
            a.source in ahead or a.target in ahead for a in others
        ):
            # With nothing coming back, other items would get to what is unknown.
            return UNKNOWN
        unknown = [*((i, i) for i in self.unknown_elapsed), *(self._ends(i) for i in self.unknown_waits)]
        again = any(begin in ahead and end in back for begin, end in unknown) or returns & self.unknown_waits
        # More come back where a return of which nobody said the share leads there once more.
        more = bool(returns) and source in self._again
        return at_least(simple.value or 0.0) if again or more else simple

    def _gaps_around(self, id_: str) -> tuple[bool, bool]:
        """Say whether something is unknown in a branch beside a flow or step, and in its own.

        What several splits share has all their branches beside it, those of each in other rounds.
        """
        found = [self._gaps_within(fork, id_) for fork in self.least.forks(id_)]
        return any(beside for beside, _ in found), any(in_line for _, in_line in found)

    def _gaps_within(self, fork: Fork, id_: str) -> tuple[bool, bool]:
        unknown, loops, races = self._gaps_in[fork.split]
        others = [i for i in unknown if i != id_]
        around = [loop for loop in loops if id_ not in self._rounds[loop.id]]
        if not others and not around:
            return False, False
        if races or len(fork.ids) > _WIDE:
            return True, True
        first, last = self._ends(id_)
        places = [*map(self._ends, others), *((loop.target, loop.source) for loop in around)]
        ahead, behind = reached(self.net.onward, [last]), reached(self._backward, [first])
        # What can be longer without the place being on the way as well makes other ways decide.
        roots = self.net.starts if fork.split not in self.net.nodes else (fork.split,)
        apart = reached(self._avoiding(self.net.onward, id_, first, last), (r for r in roots if r != id_))
        through = reached(self._avoiding(self._backward, id_, last, first), (e for e in self._stops(fork) if e != id_))
        beside = in_line = False
        # Who comes back within a branch may pass what excludes the place in another round.
        rounds = within(self._every, fork.ids)
        forth, back = reached(rounds, [last]), reached(turned(rounds), [first])
        for begin, end in places:
            before, after = end in behind, begin in ahead
            in_line |= before or after or begin in forth or end in back
            beside |= (before and end in through) or (after and begin in apart) or not (before or after)
        return beside, in_line

    @cached_property
    def _gaps_in(self) -> dict[str, tuple[list[str], list[Arc], bool]]:
        """What is unknown in each outermost fork, the loops without a share that begin there, and whether ways race in it."""
        loops = [self.net.arcs[i] for i in self.shares.open_loops]
        first = {id_ for id_, node in self.net.nodes.items() if node.join_any}
        return {
            split: (
                [*(self.unknown_elapsed & fork.ids), *(self.unknown_waits & fork.ids)],
                [loop for loop in loops if loop.source in fork.ids],
                fork.first_decides or bool(fork.whole.exits) or not first.isdisjoint(fork.ids),
            )
            for split, fork in self.least.lead.forks.items()
        }

    def _stops(self, fork: Fork) -> list[str]:
        """Return where ways of a fork may end: where it is joined or nothing leads on, and where some ways on may be none."""
        ends = [fork.join] if fork.join is not None else [id_ for id_, onward in self.net.onward.items() if not onward]
        return ends + [id_ for id_ in fork.ids if id_ in self.net.nodes and self._may_stop(id_)]

    def _may_stop(self, id_: str) -> bool:
        arcs = self.net.forward[id_]
        is_some = bool(arcs) and self.net.nodes[id_].split == "some"
        return is_some and all(arc.probability is None or arc.probability < 1 for arc in arcs)

    def _avoiding(self, onward: Onward, id_: str, source: str, target: str) -> Onward:
        if id_ in self.net.nodes:
            return {i: [t for t in targets if t != id_] for i, targets in onward.items()}
        there = list(onward[source])
        if target in there:
            there.remove(target)
        return {**onward, source: there}

    def _ends(self, id_: str) -> tuple[str, str]:
        arc = self.net.arcs.get(id_)
        return (id_, id_) if arc is None else (arc.source, arc.target)

    @cached_property
    def _every(self) -> dict[str, list[str]]:
        return {id_: [arc.target for arc in self.net.out[id_]] for id_ in self.net.nodes}

    @cached_property
    def _backward(self) -> dict[str, list[str]]:
        return turned(self.net.onward)

    @cached_property
    def _rounds(self) -> dict[str, frozenset[str]]:
        """The steps and flows that items pass again, or otherwise, by each return whose share nobody said."""
        found = {}
        for loop in (self.net.arcs[i] for i in self.shares.open_loops):
            again = self._before_again(loop)
            arcs = (arc.id for id_ in again for arc in self.net.out[id_])
            found[loop.id] = frozenset({loop.id, loop.source, *again, *arcs})
        return found

    @cached_property
    def _again(self) -> frozenset[str]:
        return frozenset().union(*self._rounds.values())

    def _before_again(self, loop: Arc) -> set[str]:
        """Return the steps that a returned item may pass before it gets to the return once more."""
        if loop.target == loop.source:
            return set()
        return reached({**self._every, loop.source: []}, [loop.target]) - {loop.source}

    @cached_property
    def _fewer(self) -> frozenset[str]:
        """What lies behind a return without a share from which items may leave otherwise: fewer pass than nobody returning."""
        found: set[str] = set()
        for loop in (self.net.arcs[i] for i in self.shares.open_loops):
            if any(not self.net.onward[id_] or self.net.nodes[id_].delivers for id_ in self._before_again(loop)):
                behind = reached(self._every, self.net.onward[loop.source])
                passed = (a for id_ in (*behind, loop.source) for a in self.net.out[id_])
                found |= {*behind, *(a.id for a in passed)}
        return frozenset(found)


# The last map asked for with its solution: results, strip, ladder and sampling of one map solve it once.
_LAST: list[tuple[Map, Bounds]] = []


def bound_map(map_: Map) -> Bounds:
    """Return a map solved at both ends, inventories turned into waits by what passes there; raises Stuck as `bound` does."""
    again = None
    for seen, before in _LAST:
        if seen is map_:
            return before
        again = _bound_again(before, seen, map_)
    found = again or _bound_anew(map_)
    _LAST[:] = [(map_, found)]
    return found


def _bound_anew(map_: Map) -> Bounds:
    found = bound(read_net(map_))
    return bound(read_net(map_, found.least.arcs)) if waits_by_passes(map_) else found


def _bound_again(before: Bounds, seen: Map, map_: Map) -> Bounds | None:
    """Return the bounds of a map that differs from one seen before only in some times; None where more may follow."""
    fields = fields_changed(seen, map_)
    if fields is None or before.open or before.net.problems or waits_by_passes(map_):
        return None
    read = reread(before.net, map_, [id_ for id_, names in fields.items() if not names.isdisjoint(TIMES)])
    if read is None:
        return None
    nodes, arcs, asks = read
    kept = before.kept if all(before.net.asks[name] == known for name, known in asks.items()) else Kept(before.kept)
    if any(names & ASIDE for names in fields.values()):
        kept = Kept()
    solution = solve_again(before.least, nodes, arcs)
    net = replace(before.net.with_times(nodes, arcs), asks={**before.net.asks, **asks})
    shares = replace(before.shares, net=before.shares.net.with_times(nodes, arcs))
    return Bounds(net, shares, (solution,), kept=kept)


def bound(net: Net) -> Bounds:
    """Return the net solved at the ends of its open choices; raises Stuck when no end can be reached whatever they are."""
    shares = resolve(net)
    return Bounds(net, shares, *ends_of(net, shares))
