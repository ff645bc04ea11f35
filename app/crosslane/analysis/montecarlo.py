"""Percentiles and criticality by seeded sampling: many items walk the solved map at once.

Three-point values are drawn from the beta-PERT distribution, the wait for something regular evenly, ways on by their
shares. Every region of the map is walked in the order of its course; branches are walked side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from crosslane.analysis.bounds import bound_map
from crosslane.analysis.course import Local, Way
from crosslane.analysis.figures import Figures
from crosslane.analysis.mesh import Mesh
from crosslane.analysis.net import Arc, Net, Time
from crosslane.analysis.options import Option
from crosslane.analysis.part import NOBODY, Branch, Fork, Stuck
from crosslane.analysis.region import ENTRY, Region
from crosslane.analysis.shares import resolve
from crosslane.analysis.solve import Solution, solve_net
from crosslane.analysis.swarm import Swarm, is_wide
from crosslane.analysis.walks import Chance, Hours, Items, Mask, Walks, first_of
from crosslane.model.map import Map

COUNT = 10_000
# Items that pass a step more often than this, on average, are not followed one by one.
MOST_PASSES = 300
_ROUNDS = 10_000
_TABLE = 1024


@dataclass(frozen=True)
class Sampled:
    """Lead time in working hours over all sampled items; `error` is the standard error of the mean.

    `critical` is the share of items for which a step or flow lies on the way that decides their lead time; `hours` are
    the lead times themselves, in order.
    """

    mean: float
    error: float
    sd: float
    p50: float
    p85: float
    p95: float
    critical: Mapping[str, float] = field(default_factory=dict, compare=False)
    hours: Hours = field(default_factory=lambda: np.zeros(0), compare=False, repr=False)


def sample(net: Net, count: int = COUNT, seed: int = 1) -> Sampled | None:
    """Return the sampled lead time; None where a share or a time that items pass is missing or has no upper end."""
    shares = resolve(net)
    if shares.open_choices or shares.open_loops:
        return None
    try:
        solution = solve_net(shares.net)
    except Stuck:
        return None
    return sample_solution(solution, count, seed) if _is_said(solution) else None


def sample_solution(solution: Solution, count: int = COUNT, seed: int = 1) -> Sampled | None:
    """Return the sampled lead time of a solved net; None where items go round too often to be followed."""
    if max(solution.nodes.values(), default=0.0) > MOST_PASSES:
        return None
    dice = Dice(np.random.default_rng(seed))
    walked = _RegionWalk(dice, solution.lead, count).run()
    if dice.unfinished:
        return None
    hours = walked.hours
    p50, p85, p95 = (float(p) for p in np.percentile(hours, [50, 85, 95]))
    sd = float(hours.std(ddof=1))
    critical = {id_: float(seen.mean()) for id_, seen in walked.seen.items() if not id_.startswith("\x00")}
    return Sampled(float(hours.mean()), sd / count**0.5, sd, p50, p85, p95, critical, np.sort(hours))


def _is_said(solution: Solution) -> bool:
    """Say whether all times that items pass are known with both ends."""
    path, net = solution.path, solution.net
    times = [net.nodes[id_].elapsed for id_ in path if id_ in net.nodes]
    times += [time for id_ in path if id_ in net.arcs for time in (net.arcs[id_].wait, net.arcs[id_].handling)]
    return all(time.known and time.high is not None for time in times)


@lru_cache(maxsize=512)
def _beta_values(lead: float) -> Hours:
    """Return equally likely values of the beta-PERT distribution between 0 and 1 whose first parameter is `lead`."""
    grid = (np.arange(8192) + 0.5) / 8192
    density = grid ** (lead - 1) * (1 - grid) ** (5 - lead)
    share = np.cumsum(density)
    values = np.interp((np.arange(_TABLE) + 0.5) / _TABLE, share / share[-1], grid)
    # The table keeps the mean exactly: sampled and exact results then differ by chance alone.
    kept: Hours = np.clip(values + (lead / 6 - values.mean()), 0.0, 1.0)
    return kept


class Dice:
    """Where chance comes from, and whether items were left on their way."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self.unfinished = False

    def draw(self, time: Time, count: int) -> Hours | float:
        """Return one value for each item, or the value that all have."""
        if time.high is None or time.variance <= 0 or time.high <= time.low:
            return time.mean
        if time.is_even:
            even: Hours = time.mean + (12 * time.variance) ** 0.5 * (self.random.random(count) - 0.5)
            return even
        width = time.high - time.low
        lead = min(max(6 * (time.mean - time.low) / width, 1.0), 5.0)
        found: Hours = time.low + width * _beta_values(round(lead, 9))[self.random.integers(0, _TABLE, count)]
        return found

    def along(self, arc: Arc, count: int) -> Hours | float:
        """Return the hours of an arc for each item."""
        return self.draw(arc.wait, count) + self.draw(arc.handling, count)


@dataclass
class _Walked:
    """What became of the items: hours, how each left (a place in `names`; 0 is all through), what decided."""

    hours: Hours
    out: Items
    names: list[str]
    seen: dict[str, Mask]

    def mark(self, id_: str, items: Items) -> None:
        """Note that a step or arc lies on the way of these items."""
        seen = self.seen.get(id_)
        if seen is None:
            seen = self.seen[id_] = np.zeros(len(self.hours), dtype=np.bool_)
        seen[items] = True

    def leave(self, name: str, items: Items) -> None:
        """Note how items left."""
        if name not in self.names:
            self.names.append(name)
        self.out[items] = self.names.index(name)


def _standing(count: int) -> _Walked:
    return _Walked(np.zeros(count), np.zeros(count, dtype=np.intp), [""], {})


def _inside(dice: Dice, inside: object, count: int) -> _Walked:
    if isinstance(inside, Region):
        return _RegionWalk(dice, inside, count).run()
    if isinstance(inside, Mesh):
        return _crossed(dice, inside, count)
    return _standing(count)


class _RegionWalk:
    """Items walk through a region, loop after loop in the order of its course."""

    def __init__(self, dice: Dice, region: Region, count: int) -> None:
        self.dice, self.region, self.course = dice, region, region.course
        self.all = _standing(count)
        self.arrived: dict[int, list[Items]] = {self.course.entry: [np.arange(count)]}
        self.onward: dict[Local, list[Items]] = {}
        self.k = 0

    def run(self) -> _Walked:
        course = self.course
        for self.k in range(len(course.parts) - 1, -1, -1):
            zero = (0,) * len(course.limits[self.k])
            came = {i: np.concatenate(self.arrived.pop(i)) for i in course.parts[self.k] if i in self.arrived}
            if came and is_wide(course, self.k):
                self._swarm(came)
                continue
            here: dict[Local, Items] = {(i, zero): items for i, items in came.items()}
            for _ in range(_ROUNDS if here else 0):
                self.onward = {}
                for (i, counts), items in here.items():
                    self._pass(i, counts, items)
                here = {local: np.concatenate(lots) for local, lots in self.onward.items()}
                if not here:
                    break
            self.dice.unfinished |= bool(here)
        return self.all

    def _swarm(self, came: Mapping[int, Items]) -> None:
        swarm = Swarm(self.region, self.k, self.dice)
        place = {i: n for n, i in enumerate(swarm.part)}
        at = np.concatenate([np.full(len(items), place[i], dtype=np.intp) for i, items in came.items()])
        for what, items in swarm.walk(self.all.hours, np.concatenate(list(came.values())), at, _ROUNDS):
            if isinstance(what, Way):
                self._send((), what, items)
            elif what is not None:
                self.all.mark(what, items)
            else:
                self.dice.unfinished = True

    def _pass(self, i: int, counts: tuple[int, ...], items: Items) -> None:
        name = self.region.names[i]
        if not name.startswith(ENTRY):
            self.all.mark(name, items)
            self.all.hours[items] += self.dice.draw(self.region.net.nodes[name].elapsed, len(items))
        ways = [(way, share) for _, way, share, _ in self.course.ways(i, counts, self.course.limits[self.k])]
        single = [(way, share) for way, share in ways if way.law is None]
        forked = {way.exit: way for way, _ in ways if way.law is not None}
        if len(single) == 1 and not forked and single[0][1] > 1 - 1e-12:
            self._along(counts, single[0][0], items)
            return
        lot, upto = self.dice.random.random(len(items)), 0.0
        for way, share in single:
            self._along(counts, way, items[(lot >= upto) & (lot < upto + share)])
            upto += share
        if forked:
            self._through(name, counts, items[lot >= upto], forked)

    def _along(self, counts: tuple[int, ...], way: Way, items: Items) -> None:
        if len(items) and way.name:
            self.all.mark(way.name, items)
            if way.out != way.name:
                self.all.hours[items] += self.dice.along(self.region.net.arcs[way.name], len(items))
        self._send(counts, way, items)

    def _send(self, counts: tuple[int, ...], way: Way, items: Items) -> None:
        if not len(items):
            return
        following = self.course.following(self.k, counts, way)
        if following is not None:
            self.onward.setdefault(following, []).append(items)
        elif way.target is not None:
            self.arrived.setdefault(way.target, []).append(items)
        else:
            self.all.leave(way.out, items)

    def _through(self, name: str, counts: tuple[int, ...], items: Items, ways: Mapping[str, Way]) -> None:
        """Let items through the branches of a fork, or on from its middle."""
        if not len(items):
            return
        if name.startswith(ENTRY):
            walked = _inside(self.dice, self.region.entered[name[len(ENTRY) :]].inside, len(items))
        else:
            walked = _raced(self.dice, self.region.forks[name], len(items))
        self.all.hours[items] += walked.hours
        for id_, seen in walked.seen.items():
            self.all.mark(id_, items[seen])
        for at, exit_ in enumerate(walked.names):
            if exit_ in ways:
                gone, back = items[walked.out == at], self.region.net.arcs.get(exit_)
                if back is not None and ways[exit_].target is not None:
                    self.all.hours[gone] += self.dice.along(back, len(gone))
                self._send(counts, ways[exit_], gone)


def _raced(dice: Dice, fork: Fork, count: int) -> _Walked:
    """Let items through all branches of a fork at once."""
    ran = [_branch(dice, branch, count) for branch in fork.branches]
    hours = np.array([walked.hours for walked, _ in ran])
    taken = np.array([mask for _, mask in ran])
    left = np.array([walked.out > 0 for walked, _ in ran])
    early = np.where(left, hours, np.inf)
    if fork.first_decides:
        early = np.where(taken, hours, np.inf)
        gone = taken.any(axis=0)
    else:
        gone = left.any(axis=0)
    ranks = np.array([np.array([fork.rank(name) for name in walked.names])[walked.out] for walked, _ in ran])
    decides = np.where(gone, first_of(early, ranks)[0], np.where(taken, hours, -1.0).argmax(axis=0))
    every = np.arange(count)
    result = _standing(count)
    # Where no branch leads on, the last to die out ends it.
    result.hours = np.where(taken[decides, every], hours[decides, every], hours.max(axis=0))
    for at, (walked, mask) in enumerate(ran):
        mine = (decides == at) & mask
        for id_, seen in walked.seen.items():
            result.mark(id_, np.flatnonzero(seen & mine))
        for place, name in enumerate(walked.names[1:], start=1):
            result.leave(name, np.flatnonzero(mine & (walked.out == place)))
    if fork.join is not None:
        result.leave(NOBODY, np.flatnonzero(~taken.any(axis=0)))
    return result


def _branch(dice: Dice, branch: Branch, count: int) -> tuple[_Walked, Mask]:
    """Let items through a branch; items that do not take it spend no hours in it, those that die out what they did."""
    taken: Mask = np.ones(count, dtype=np.bool_) if branch.share >= 1 else dice.random.random(count) < branch.share
    walked = _inside(dice, branch.inside, count)
    if branch.arc is not None:
        walked.hours = walked.hours + dice.along(branch.arc, count)
        walked.mark(branch.arc.id, np.arange(count))
    walked.hours = np.where(taken, walked.hours, 0.0)
    if NOBODY in walked.names:
        taken = taken & (walked.out != walked.names.index(NOBODY))
    walked.out = np.where(taken, walked.out, 0)
    return walked, taken


def _crossed(dice: Dice, mesh: Mesh, count: int) -> _Walked:
    """Let items through crossing branches: every step once a round, in order."""

    def pick(_: str, options: Sequence[Option]) -> Items:
        upto = np.cumsum([option.probability for option in options])
        found: Items = np.searchsorted(upto / upto[-1], dice.random.random(count))
        return found

    walks = Walks(mesh, count, Chance(pick, lambda n: dice.draw(n.elapsed, count), lambda a: dice.along(a, count)))
    result = _Walked(walks.hours, walks.out, walks.names, {})
    _trace(walks, result)
    return result


def _trace(walks: Walks, result: _Walked) -> None:
    """Follow back from the ends what decided."""
    mesh, on = walks.mesh, dict(walks.decides)
    for id_ in [*([mesh.join] if mesh.join else []), *reversed(mesh.order)]:
        mask = on.get(id_)
        if mask is None or not mask.any():
            continue
        if id_ != mesh.join:
            result.mark(id_, np.flatnonzero(mask))
        for at, arc in enumerate(mesh.entries[id_]):
            mine = mask & (walks.via[id_] == at) & walks.taken[arc.id]
            result.mark(arc.id, np.flatnonzero(mine))
            before = on.get(arc.source)
            on[arc.source] = mine if before is None else before | mine


def sample_map(map_: Map, figures: Figures, count: int = COUNT, seed: int = 1) -> Sampled | None:
    """Return the sampled lead time of a map; None where its exact one has a bound, for that would pretend to know."""
    return sample(bound_map(map_).net, count, seed) if figures.map.lead_time.bound == "exact" else None
