"""Many rounds through crossing branches at once, as arrays: every step once a round, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosslane.analysis.mesh import Mesh
from crosslane.analysis.net import Arc, Net, Node
from crosslane.analysis.options import Option
from crosslane.analysis.part import DELIVERED, NOBODY, rank_of

Hours = NDArray[np.float64]
Items = NDArray[np.intp]
Mask = NDArray[np.bool_]
_SAME = 1e-9


class Chance(NamedTuple):
    """What the rounds do not have in common.

    `pick` returns for each round which of a step's options it takes, None where all take the first; `step` and `along`
    return the hours of a step and of an arc, for each round or for all.
    """

    pick: Callable[[str, Sequence[Option]], Items | None]
    step: Callable[[Node], Hours | float]
    along: Callable[[Arc], Hours | float]


class Walks:
    """Rounds through a mesh: when each starts and ends every step, which arcs it takes, how it ends.

    `hours` are until the end, `out` is how it ended, as a place in `names` (the first is all through); `decides` has for
    each step that a round can end with those rounds that do.
    """

    def __init__(self, mesh: Mesh, count: int, chance: Chance) -> None:
        """Walk `count` rounds."""
        self.mesh, self.count, self.chance = mesh, count, chance
        self.start: dict[str, Hours] = {}
        self.done: dict[str, Hours] = {mesh.split: np.zeros(count)}
        self.here: dict[str, Mask] = {mesh.split: np.ones(count, dtype=np.bool_)}
        none = np.zeros(count, dtype=np.bool_)
        self.taken: dict[str, Mask] = {arc.id: none for entries in mesh.entries.values() for arc in entries}
        self.via: dict[str, Items] = {}
        self.along: dict[str, Hours | float] = {}
        self._early: list[tuple[str, str, Mask]] = []
        self._choose(mesh.split)
        for id_ in mesh.order:
            self._arrive(id_)
            self.done[id_] = self.start[id_] + chance.step(mesh.net.nodes[id_])
            self._choose(id_)
        self.names = [""]
        self.out: Items = np.zeros(count, dtype=np.intp)
        self.hours, self.decides = self._through()
        if self._early:
            self._leave_early()

    def _arrive(self, id_: str) -> None:
        node, entries = self.mesh.net.nodes[id_], self.mesh.entries[id_]
        never = np.inf if node.join_any else -1.0
        self.along.update({arc.id: self.chance.along(arc) for arc in entries})
        arrivals = [np.where(self.taken[a.id], self.done[a.source] + self.along[a.id], never) for a in entries]
        if len(entries) == 1:
            self.via[id_] = np.zeros(self.count, dtype=np.intp)
            self.here[id_], first = self.taken[entries[0].id], arrivals[0]
        else:
            times = np.array(arrivals)
            self.via[id_] = times.argmin(axis=0) if node.join_any else times.argmax(axis=0)
            self.here[id_] = np.any([self.taken[arc.id] for arc in entries], axis=0)
            first = times.min(axis=0) if node.join_any else times.max(axis=0)
        self.start[id_] = np.where(self.here[id_], first, 0.0)

    def _choose(self, id_: str) -> None:
        options = self.mesh.options[id_]
        pick = self.chance.pick(id_, options) if options[1:] else None
        here = self.here[id_]
        arcs = self.mesh.first if id_ == self.mesh.split else self.mesh.net.forward[id_]
        # Also of those that no option takes, as behind where the value is delivered: what they lead to asks for them.
        self.taken.update({arc.id: np.zeros(self.count, dtype=np.bool_) for arc in arcs})
        for at, option in enumerate(options):
            mine = here if pick is None else here & (pick == at)
            for arc in option.taken:
                self.taken[arc.id] = self.taken[arc.id] | mine
            if option.left_by is not None:
                self._early.append((option.left_by.id, id_, mine))
        if options[0].returns:
            times = np.array([option.times for option in options])
            self._come_back(id_, options[0].returns, times[pick] if pick is not None else times[:1])
        if self.mesh.delivered and id_ in self.mesh.inner and self.mesh.net.nodes[id_].delivers:
            self._early.append((DELIVERED, id_, here))

    def _come_back(self, id_: str, returns: Sequence[tuple[Arc, float]], times: Hours) -> None:
        once: Hours | float = 0.0
        for arc, share in returns:
            once = once + share * (self.chance.along(arc) + self._around(arc))
        self.done[id_] = self.done[id_] + times * once

    def _around(self, back: Arc) -> Hours:
        """Return the hours from where a return leads to until its source is done again: what came from beside is there."""
        around: dict[str, Hours] = {}
        on = {back.target: self.here[back.target]}
        for id_ in self.mesh.bodies[back.id][0]:
            entries = [arc for arc in self.mesh.entries[id_] if arc.source in around]
            if id_ == back.target:
                begun = np.zeros(self.count)
            else:
                any_ = self.mesh.net.nodes[id_].join_any
                never = np.inf if any_ else -1.0
                on_them = [on[arc.source] & self.taken[arc.id] for arc in entries]
                ends = [
                    np.where(mine, around[a.source] + self.along[a.id], never)
                    for a, mine in zip(entries, on_them, strict=True)
                ]
                on[id_] = np.any(on_them, axis=0)
                begun = np.where(on[id_], np.min(ends, axis=0) if any_ else np.max(ends, axis=0), 0.0)
            around[id_] = begun + self.done[id_] - self.start[id_]
        return around[back.source]

    def _through(self) -> tuple[Hours, dict[str, Mask]]:
        """Return when all is through: where the branches meet, else with the last step."""
        mesh, every = self.mesh, np.arange(self.count)
        ends = np.array([np.where(self._stops(id_), self.done[id_], -1.0) for id_ in [mesh.split, *mesh.order]])
        last = ends.argmax(axis=0)
        hours, met = ends[last, every], np.zeros(self.count, dtype=np.bool_)
        if mesh.join:
            self._arrive(mesh.join)
            met = self.here[mesh.join]
            hours = np.where(met, self.start[mesh.join], hours)
            self.names.append(NOBODY)
            self.out[~met] = 1
        decides = {id_: (last == at) & ~met for at, id_ in enumerate([mesh.split, *mesh.order])}
        return hours, {**decides, mesh.join: met} if mesh.join else decides

    def _stops(self, id_: str) -> Mask:
        """Return in which rounds a step is passed and leads no further."""
        arcs = self.mesh.first if id_ == self.mesh.split else self.mesh.net.forward[id_]
        return self.here[id_] & ~np.any([self.taken[arc.id] for arc in arcs], axis=0) if arcs else self.here[id_]

    def _leave_early(self) -> None:
        """Let rounds end with the first delivery or return; of those at one moment with the one that leads furthest back."""
        times = np.array([np.where(mine, self.done[id_], np.inf) for _, id_, mine in self._early])
        first, gone = first_of(times, np.array([[rank_of(self.mesh.net, name)] for name, _, _ in self._early]))
        join = self.mesh.join
        if join and self.mesh.net.nodes[join].join_any:
            gone &= ~self.decides[join] | (times.min(axis=0) <= self.hours + _SAME)
        self.hours = np.where(gone, times[first, np.arange(self.count)], self.hours)
        self.decides = {id_: mask & ~gone for id_, mask in self.decides.items()}
        for at, (name, id_, _) in enumerate(self._early):
            mine = gone & (first == at)
            if name not in self.names:
                self.names.append(name)
            self.out[mine] = self.names.index(name)
            self.decides[id_] = self.decides[id_] | mine


def walked(mesh: Mesh, net: Net) -> Walks:
    """Return the rounds of the mesh walked with what everything takes read from a net."""
    picks = {id_: np.array(chosen, dtype=np.intp) for id_, chosen in mesh.picks.items()}
    nodes, arcs = net.nodes, net.arcs
    chance = Chance(lambda id_, _: picks[id_], lambda n: nodes[n.id].elapsed.mean, lambda a: arcs[a.id].elapsed)
    return Walks(mesh, len(picks[mesh.split]), chance)


def first_of(hours: Hours, ranks: Items) -> tuple[Items, Mask]:
    """Return for each round which row is first, of those at one moment the one of the least rank; and whether any is."""
    least = hours.min(axis=0)
    found: Items = np.where(hours <= least + _SAME, ranks, ranks.max() + 1).argmin(axis=0)
    return found, np.isfinite(least)
