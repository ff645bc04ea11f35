"""Honest ends: what the result can be while numbers are missing, choices are open, or values are ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from crosslane.analysis.graphs import reached
from crosslane.analysis.net import Net, Time
from crosslane.analysis.shares import Shares, resolve
from crosslane.analysis.solve import Solution, solve_net
from crosslane.model.quantity import UNKNOWN, Quantity, at_least, between, exact

Favour = dict[str, str | None]


@dataclass(frozen=True)
class Bounds:
    """A net solved at both ends of its open choices, and what is missing in it."""

    net: Net
    shares: Shares
    least: Solution
    most: Solution

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

        def at(time: Time) -> Time:
            return replace(time, mean=end(time) or 0.0, variance=0.0)

        moved = solution.net.with_nodes(lambda n: replace(n, elapsed=at(n.elapsed)))
        moved = moved.with_arcs(lambda a: replace(a, wait=at(a.wait), handling=at(a.handling)))
        without_begin = replace(
            moved,
            nodes={i: n for i, n in moved.nodes.items() if i in self.net.nodes},
            arcs={i: a for i, a in moved.arcs.items() if i in self.net.arcs},
        )
        return solve_net(without_begin.with_arcs(lambda a: a)).mean

    def of_work(self, pick: Callable[[Solution], float]) -> Quantity:
        """Return a sum of active hours with its bound."""
        low, high = sorted((pick(self.least), pick(self.most)))
        if self.unknown_work or self.shares.open_loops or (self.unknown_waits and self.least.blocks):
            return at_least(low)
        return exact(low) if high - low <= 1e-9 * max(1.0, high) else between(low, high)

    def of_counts(self, pick: Callable[[Solution], float]) -> Quantity:
        """Return a number of passes with its bound."""
        low, high = sorted((pick(self.least), pick(self.most)))
        if self.shares.open_loops:
            return at_least(low)
        return exact(low) if high - low <= 1e-9 * max(1.0, high) else between(low, high)

    def of_flow(self, arc_id: str, pick: Callable[[Solution], float]) -> Quantity:
        """Return what changing one flow's wait saves: "up to" beside unknown branches, a range where shares are open."""
        if not self.net.arcs[arc_id].wait.known:
            return UNKNOWN
        found = [pick(s) for s in (self.least, self.most) if arc_id in s.net.arcs]
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
        split = self.least.block_of.get(arc_id)
        if split is None:
            return False, False
        block, _ = self.least.blocks[split]
        arc = self.net.arcs[arc_id]
        ahead = reached(self._onward, [arc.target])
        inside = [i for i in self.unknown_elapsed if i in block.inner]
        places = [(i, i) for i in inside] + [
            (self.net.arcs[i].source, self.net.arcs[i].target)
            for i in self.unknown_waits
            if i != arc_id and self.least.block_of.get(i) == split
        ]
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

    The ends are found choice by choice: each is turned the way that makes the lead time shortest (longest) while the
    others stand, until nothing changes. Exact where choices do not race one another in parallel branches.
    """
    shares = resolve(net)
    least = solve_net(shares.net)
    if not shares.open_choices:
        return Bounds(net, shares, least, least)
    low, least = _turned(net, shares, {}, least, shorter=True)
    _, most = _turned(net, shares, low, least, shorter=False)
    return Bounds(net, resolve(net, low), least, most)


def _turned(net: Net, shares: Shares, favour: Favour, best: Solution, *, shorter: bool) -> tuple[Favour, Solution]:
    favour = dict(favour)
    for _ in range(3):
        before = dict(favour)
        for step, arcs in shares.open_choices.items():
            ways: tuple[str | None, ...] = (*arcs, None) if net.nodes[step].split == "some" else arcs
            for way in ways:
                tried = solve_net(resolve(net, {**favour, step: way}).net)
                better = tried.mean < best.mean if shorter else tried.mean > best.mean
                if better:
                    favour[step], best = way, tried
        if favour == before:
            break
    return favour, best
