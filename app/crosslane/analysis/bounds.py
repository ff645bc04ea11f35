"""Honest ends: what the result can be while numbers are missing, choices are open, or values are ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from crosslane.analysis.graphs import reached
from crosslane.analysis.net import Net, Time
from crosslane.analysis.part import Stuck
from crosslane.analysis.shares import ALL, Favour, Shares, resolve
from crosslane.analysis.solve import Solution, mean_of, solve_net
from crosslane.model.quantity import UNKNOWN, Quantity, at_least, between, exact

_TURNS = 8
_SAME = 1e-9


@dataclass(frozen=True)
class Bounds:
    """A net solved at both ends of its open choices, and what is missing in it."""

    net: Net
    shares: Shares
    least: Solution
    most: Solution
    endless: bool = False

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
        used = {id_ for s in (self.least, self.most) for id_, times in s.arcs.items() if times > 0}
        return frozenset(id_ for id_ in used if not self.net.arcs[id_].wait.known)

    @cached_property
    def unknown_work(self) -> frozenset[str]:
        """The steps that items pass whose process time nobody gave."""
        used = {id_ for s in (self.least, self.most) for id_, times in s.nodes.items() if times > 0}
        return frozenset(id_ for id_ in used if not self.net.nodes[id_].work.known)

    @cached_property
    def unknown_elapsed(self) -> frozenset[str]:
        """The steps that items pass of which not even the elapsed time is known."""
        return frozenset(id_ for id_ in self.unknown_work if not self.net.nodes[id_].elapsed.known)

    def lead_time(self) -> Quantity:
        """Return the mean lead time with its bound; its low and high are those of three-point values."""
        gaps = bool(self.shares.open_loops) or bool(self.unknown_waits) or bool(self.unknown_elapsed)
        low = self._at_end(self.least, lambda t: t.low)
        if gaps:
            return Quantity(self.least.mean, low, None, "at-least")
        if self.endless:
            return Quantity(self.least.mean, low, None, "at-least")
        high = self._at_end(self.most, lambda t: t.high)
        if self.open and self.most.mean > self.least.mean * (1 + 1e-9):
            return between(low or 0.0, high)
        return Quantity(self.least.mean, low, high, "exact")

    def _at_end(self, solution: Solution, end: Callable[[Time], float | None]) -> float | None:
        """Return the lead time when every time is at its low or high end; None where one has none."""
        used = [self.net.arcs[i].wait for i, n in solution.arcs.items() if n > 0]
        used += [self.net.arcs[i].handling for i, n in solution.arcs.items() if n > 0]
        used += [self.net.nodes[i].elapsed for i, n in solution.nodes.items() if n > 0]
        ends = [end(time) for time in used]
        if any(value is None for value in ends):
            return None
        if all(value == time.mean for value, time in zip(ends, used, strict=True)):
            return solution.mean
        if not solution.lead.forks:
            # Nothing races: the mean is the same sum of passes, whatever each of them takes.
            return sum(times * (end(time) or 0.0) for times, time in solution.times_on_path())

        def at(time: Time) -> Time:
            return replace(time, mean=end(time) or 0.0, variance=0.0)

        moved = solution.net.with_nodes(lambda n: replace(n, elapsed=at(n.elapsed)))
        moved = moved.with_arcs(lambda a: replace(a, wait=at(a.wait), handling=at(a.handling)))
        without_begin = replace(
            moved,
            nodes={i: n for i, n in moved.nodes.items() if i in self.net.nodes},
            arcs={i: a for i, a in moved.arcs.items() if i in self.net.arcs},
        )
        return mean_of(without_begin)

    def of_work(self, pick: Callable[[Solution], float]) -> Quantity:
        """Return a sum of active hours with its bound."""
        low, high = sorted((pick(self.least), pick(self.most)))
        if (
            self.endless
            or self.unknown_work
            or self.shares.open_loops
            or (self.unknown_waits and self.least.lead.forks)
        ):
            return at_least(low)
        return exact(low) if high - low <= 1e-9 * max(1.0, high) else between(low, high)

    def of_counts(self, pick: Callable[[Solution], float]) -> Quantity:
        """Return a number of passes with its bound."""
        low, high = sorted((pick(self.least), pick(self.most)))
        if self.endless or self.shares.open_loops:
            return at_least(low)
        return exact(low) if high - low <= 1e-9 * max(1.0, high) else between(low, high)

    def of_flow(self, arc_id: str, pick: Callable[[Solution], float]) -> Quantity:
        """Return what changing one flow's wait saves: "up to" beside unknown branches, a range where shares are open."""
        if not self.net.arcs[arc_id].wait.known:
            return UNKNOWN
        ends = (self.least,) if self.most is self.least else (self.least, self.most)
        found = [pick(s) for s in ends if arc_id in s.net.arcs]
        if not found:
            return exact(0.0)
        low, high = min(found), max(found)
        if len(found) == 1 and self.open:
            low = 0.0
        if high - low > 1e-9 * max(1.0, high):
            return between(low, high)
        beside, before_or_after = self._gaps_around(arc_id)
        full = self.least.arcs.get(arc_id, 0.0) * self.net.arcs[arc_id].wait.mean
        if beside and before_or_after:
            return between(0.0, max(full, high))
        if beside:
            return Quantity(high, None, high, "at-most")
        if before_or_after and full > high * (1 + 1e-9):
            return between(low, full)
        return at_least(low) if self._in_open_loop(arc_id) else exact(low)

    def _gaps_around(self, arc_id: str) -> tuple[bool, bool]:
        """Say whether something is unknown in a branch beside the flow, and in its own."""
        fork = self.least.fork(arc_id)
        if fork is None:
            return False, False
        arc = self.net.arcs[arc_id]
        inside = fork.ids
        places = [(id_, id_) for id_ in self.unknown_elapsed if id_ in inside]
        places += [
            (self.net.arcs[id_].source, self.net.arcs[id_].target)
            for id_ in self.unknown_waits
            if id_ != arc_id and id_ in inside
        ]
        if not places:
            return False, False
        ahead = reached(self._onward, [arc.target])
        in_line = [first in ahead or arc.source in reached(self._onward, [last]) for first, last in places]
        return not all(in_line), any(in_line)

    @cached_property
    def _onward(self) -> dict[str, list[str]]:
        return {id_: [arc.target for arc in self.net.out[id_] if not arc.rework] for id_ in self.net.nodes}

    def _in_open_loop(self, arc_id: str) -> bool:
        arc = self.net.arcs[arc_id]
        for id_ in self.shares.open_loops:
            loop = self.net.arcs[id_]
            if arc.source in reached(self._onward, [loop.target]) and loop.source in reached(
                self._onward, [arc.target]
            ):
                return True
        return False


def bound(net: Net) -> Bounds:
    """Return the net solved at both ends; raises Stuck when no end can be reached whatever the open choices.

    Every open choice is turned the way that makes what lies ahead shortest (longest), all at once and again until
    nothing changes: the best policy of a decision process, exact where choices do not race in parallel branches.
    """
    shares = resolve(net)
    if not shares.open_choices:
        solution = solve_net(shares.net)
        return Bounds(net, shares, solution, solution)
    nearest = _nearest(net, shares)
    low, least, _ = _turned(net, shares, nearest, shorter=True)
    _, most, endless = _turned(net, shares, nearest, shorter=False)
    return Bounds(net, resolve(net, low), least, most, endless)


def _nearest(net: Net, shares: Shares) -> Favour:
    """Return for every open choice the way that leads to an end over the fewest steps, so that a first solution exists."""
    far = {id_: 0 for id_ in net.nodes if not any(not arc.rework for arc in net.out[id_])}
    todo = list(far)
    for id_ in todo:
        for arc in net.into[id_]:
            if not arc.rework and arc.source not in far:
                far[arc.source] = far[id_] + 1
                todo.append(arc.source)
    return {
        step: min(arcs, key=lambda id_: far.get(net.arcs[id_].target, len(far) + 1))
        for step, arcs in shares.open_choices.items()
        if net.nodes[step].split != "some"
    }


def _turned(net: Net, shares: Shares, first: Favour, *, shorter: bool) -> tuple[Favour, Solution, bool]:
    """Return the choices at one end, the solution there, and whether there is no end because items go round for ever."""
    several = [step for step in shares.open_choices if net.nodes[step].split == "some"]
    favour: Favour = {**first, **dict.fromkeys(several, None if shorter else ALL)}
    solution = solve_net(resolve(net, favour).net)
    for _ in range(_TURNS):
        turned = {**favour, **_best(net, shares, solution, shorter)}
        if turned == favour:
            break
        try:
            solution = solve_net(resolve(net, turned).net)
        except Stuck:
            return favour, solution, True
        favour = turned
    return favour, solution, False


def _best(net: Net, shares: Shares, solution: Solution, shorter: bool) -> Favour:
    ahead = solution.part.ahead
    best: Favour = {}
    for step, arcs in shares.open_choices.items():
        if net.nodes[step].split == "some":
            continue
        hours = {id_: net.arcs[id_].elapsed + ahead.get(net.arcs[id_].target, 0.0) for id_ in arcs}
        end = min(hours.values()) if shorter else max(hours.values())
        best[step] = next(id_ for id_, h in hours.items() if abs(h - end) <= _SAME * max(1.0, abs(end)) or h == end)
    return best
