"""What one passage of a part of the map gives: how long it takes, what is passed, what decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple

from crosslane.analysis.law import AT_ONCE, Law, is_spread, last_of, mass, moments, moved, race, spread_of, trimmed
from crosslane.analysis.net import Arc, Net, Time

DELIVERED = "\x00delivered"
# No branch of a split is taken: where they would meet nothing arrives, and nothing starts.
NOBODY = "\x00nobody"


class Stuck(ArithmeticError):  # noqa: N818  (a finding about a map, not a fault of the program)
    """Items that get to these steps never reach an end."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__("steps without a way to an end")
        self.steps = steps


class Passed(NamedTuple):
    """How items pass a step or arc: how often (`times`), and with which share at all (`reached`).

    `path` is how often on the way that decides the hours, `critical` for which share of items, `slack` by how many hours
    it could be later; None where that is not known.
    """

    times: float
    reached: float
    path: float
    critical: float
    slack: float | None

    def and_by(self, other: Passed) -> Passed:
        """Return how something is passed that is passed like this, and in another way as well."""
        times, reached, path, critical, slack = other
        slack = self.slack if slack is None else slack
        return Passed(self.times + times, self.reached + reached, self.path + path, self.critical + critical, slack)


ONCE = Passed(1.0, 1.0, 1.0, 1.0, 0.0)
NEVER = Passed(0.0, 0.0, 0.0, 0.0, None)


@dataclass
class Part:
    """A part of the map, per item that enters it.

    `done` is when it is through, `exits` when it is left otherwise (by a return, or with the value delivered). `passed`
    tells how its steps and arcs are passed, `ahead` the mean hours from a step's start to the end of the part. What is not
    `exact` is close to it, but where it is `rough`: there only items followed one by one can tell.
    """

    done: Law = field(default_factory=lambda: AT_ONCE)
    exits: dict[str, Law] = field(default_factory=dict)
    passed: dict[str, Passed] = field(default_factory=dict)
    ahead: dict[str, float] = field(default_factory=dict)
    exact: bool = True
    rough: bool = False


class Cut(NamedTuple):
    """One way a branch can turn out: with `share` it is through at `end`, having passed a place so often.

    By ways around the place it would take the hours `without`.
    """

    share: float
    end: float
    passes: float
    without: float


@dataclass
class Branch:
    """One of several ways that are followed at the same time: a part behind an arc, or several that cross one another.

    `share` is with which probability it is taken at all; `changed` gives its laws with another net; `arc` leads into it
    and `made` gives the region or mesh it was read from, for whoever wants to walk it. `cuts` tells for a step or arc in
    what ways the branch can turn out when it becomes shorter; None where only another solution can tell.
    """

    part: Part
    share: float
    ids: frozenset[str]
    changed: Callable[[Net, frozenset[str]], Part]
    arc: Arc | None = None
    made: Callable[[], object] | None = None
    cuts: Callable[[str], Sequence[Cut]] | None = None

    @cached_property
    def inside(self) -> object:
        """The region or mesh that lies in the branch; None where nothing does."""
        return self.made() if self.made else None


def row(net: Net, steps: list[str], arcs: list[Arc]) -> tuple[Part, Callable[[Net, frozenset[str]], Part]]:
    """Return steps that are passed once, one after the other, as a part, and how its law changes with another net.

    `arcs` lead from each step to the next, a last one out of the row.
    """
    hours = work = variance = 0.0
    ahead: dict[str, float] = {}
    for at in range(len(steps) - 1, -1, -1):
        node = net.nodes[steps[at]]
        if at < len(arcs):
            arc = arcs[at]
            hours, work = hours + arc.elapsed, work + arc.handling.mean
            variance += spread_of(arc.wait) + spread_of(arc.handling)
        hours, work, variance = hours + node.elapsed.mean, work + node.work.mean, variance + spread_of(node.elapsed)
        ahead[node.id] = hours
    part = Part([(hours, 1.0, work, variance)], {}, dict.fromkeys([*steps, *(arc.id for arc in arcs)], ONCE), ahead)

    def changed(other: Net, ids: frozenset[str]) -> Part:
        taken, steadier = 0.0, 0.0
        for id_ in ids:
            for was, now in _times_of(net, other, id_):
                taken += was.mean - now.mean
                steadier += spread_of(was) - spread_of(now)
        return Part([(hours - taken, 1.0, work, variance - steadier)])

    return part, changed


def _times_of(net: Net, other: Net, id_: str) -> list[tuple[Time, Time]]:
    if id_ in net.nodes:
        return [(net.nodes[id_].elapsed, other.nodes[id_].elapsed)]
    was, now = net.arcs[id_], other.arcs[id_]
    return [(was.wait, now.wait), (was.handling, now.handling)]


def through(arc: Arc, part: Part) -> Part:
    """Return the part with the arc before it."""
    variance = spread_of(arc.wait) + spread_of(arc.handling)
    hours, work = arc.elapsed, arc.handling.mean
    part.done = moved(part.done, hours, work, variance)
    part.exits = {name: moved(law, hours, work, variance) for name, law in part.exits.items()}
    part.passed[arc.id] = part.passed[arc.id].and_by(ONCE) if arc.id in part.passed else ONCE
    return part


class Fork:
    """Branches that are followed at the same time, up to where they meet: the last to arrive decides, or the first.

    A branch that returns before all is through takes the whole item along: the round begins anew at the return's target.
    """

    def __init__(self, split: str, join: str | None, branches: list[Branch], *, first_decides: bool, net: Net) -> None:
        self.split, self.join, self.branches, self.first_decides = split, join, branches, first_decides
        self.rank = partial(rank_of, net)
        self.ids = frozenset().union(*(branch.ids for branch in branches))
        self.whole = self._all([b.part for b in branches])
        self._last_others: dict[int, list[tuple[float, float]] | None] = {}

    def changed(self, net: Net, ids: frozenset[str]) -> Part:
        """Return the fork with what holds some ids read from another net; only its laws are right."""
        parts = [b.changed(net, b.ids & ids) if b.ids & ids else b.part for b in self.branches]
        return self._all(parts, laws_only=True)

    def _all(self, parts: list[Part], *, laws_only: bool = False) -> Part:
        shares, over, given = [b.share for b in self.branches], [], parts
        if any(NOBODY in part.exits for part in parts):
            # A branch that dies out on its way is not taken, as seen from where the branches meet.
            over = _died(parts, shares)
            shares = [s * (1 - mass(part.exits.get(NOBODY, []))) for part, s in zip(parts, shares, strict=True)]
            parts = [_alive(part) for part in parts]
        whole, decides = _combined(parts, shares, self.first_decides, self.rank)
        if over and NOBODY in whole.exits:
            whole.exits[NOBODY] = over
        if not laws_only:
            _fill(whole, parts, [b.share for b in self.branches], decides, moments(whole.done)[0])
        if self.join is not None and any(_outlasts(part, self.branches, at) for at, part in enumerate(given)):
            # What dies out beside others may end after them; where they meet, nothing is known of that.
            whole.exact, whole.rough = False, True
        if self.join is None and NOBODY in whole.exits:
            whole.done = trimmed([*whole.done, *whole.exits.pop(NOBODY)])[0]
        return whole

    def of(self, id_: str) -> Branch | None:
        """Return the branch that holds a step or arc."""
        return self._branch_of.get(id_)

    @cached_property
    def _branch_of(self) -> dict[str, Branch]:
        return {id_: branch for branch in reversed(self.branches) for id_ in branch.ids}

    def saved(self, id_: str, hours: float) -> float | None:
        """Return what each item saves when a step or arc takes so many hours less, every time it is passed.

        None where only another solution can tell: where branches race to be first, come back, or spread.
        """
        branch = self._branch_of[id_]
        if branch.cuts is None or self.first_decides or self.whole.exits:
            return None
        others = self._others(branch)
        if others is None:
            return None
        total = 0.0
        for share, end, passes, without in branch.cuts(id_):
            for t, p in others:
                room = end - (t if t > without else without)
                if room > 0.0:
                    total += share * p * min(room, hours * passes)
        return total * branch.share

    def _others(self, branch: Branch) -> list[tuple[float, float]] | None:
        """When the last of all other branches is through, as hours and shares; None where they spread."""
        at = id(branch)
        if at not in self._last_others:
            # A branch that is not taken, or dies out on its way, never is the last: it stands before the beginning.
            others = [other for other in self.branches if other is not branch]
            done = [moved(other.part.done, 0.0, share=other.share) for other in others]
            laws = [[*law, (-1.0, 1.0 - mass(law), 0.0, 0.0)] if mass(law) < 1.0 - 1e-12 else law for law in done]
            spread = any(is_spread(law) for law in laws)
            found = [(t, p) for t, p, _, _ in trimmed(last_of(laws)[0])[0]] if laws and not spread else [(0.0, 1.0)]
            self._last_others[at] = None if spread else found
        return self._last_others[at]


def _outlasts(part: Part, branches: Sequence[Branch], at: int) -> bool:
    """Say whether a branch that dies out may do so after all others have come to where they meet."""
    died = part.exits.get(NOBODY, [])
    others = [b for n, b in enumerate(branches) if n != at and b.part.done]
    sure = [b.part.done[0][0] for b in others if b.share >= 1.0]
    if not died or not others:
        return False
    # Where each of the others may not be taken, the first of them may be the only one.
    come = max(sure) if sure else min(b.part.done[0][0] for b in others)
    return max(t for t, _, _, _ in died) > come


def _died(parts: list[Part], shares: list[float]) -> Law:
    """Return when the last of the branches is over where none leads on: not taken at once, else where it died out."""
    ends = [
        [*moved(part.exits.get(NOBODY, []), 0.0, share=share), (0.0, 1.0 - share, 0.0, 0.0)]
        for part, share in zip(parts, shares, strict=True)
    ]
    return trimmed(last_of(ends)[0])[0]


def _alive(part: Part) -> Part:
    """Return the part given that it does not die out."""
    dead = mass(part.exits.get(NOBODY, []))
    if dead <= 0.0 or dead >= 1.0:
        return part
    exits = {n: moved(law, 0.0, share=1 / (1 - dead)) for n, law in part.exits.items() if n != NOBODY}
    return replace(part, done=moved(part.done, 0.0, share=1 / (1 - dead)), exits=exits)


def rank_of(net: Net, name: str) -> int:
    """Return what goes first at one moment: returns before all else, those that lead further back before others."""
    return net.depth[net.arcs[name].target] if name in net.arcs else len(net.depth)


def _combined(
    parts: list[Part], shares: list[float], first_decides: bool, rank: Callable[[str], int]
) -> tuple[Part, list[float]]:
    done = [moved(part.done, 0.0, share=share) for part, share in zip(parts, shares, strict=True)]
    exits = [
        {name: moved(law, 0.0, share=share) for name, law in part.exits.items()}
        for part, share in zip(parts, shares, strict=True)
    ]
    found, decides = _raced(done, exits, shares, rank) if first_decides else _awaited(done, exits, shares, rank)
    law, whole = trimmed(found.pop("", []))
    out = {name: trimmed(other) for name, other in found.items()}
    one = len(parts) == 1
    result = Part(
        law,
        {name: other for name, (other, _) in out.items()},
        exact=all(part.exact for part in parts)
        and whole
        and all(same for _, same in out.values())
        and (one or not any(is_spread(part.done) for part in parts)),
        rough=any(part.rough for part in parts),
    )
    return result, decides


def _awaited(
    done: list[Law], exits: list[dict[str, Law]], shares: list[float], rank: Callable[[str], int]
) -> tuple[dict[str, Law], list[float]]:
    # A branch that is not taken never decides: it stands before the beginning.
    waiting = [law if s >= 1.0 else [*law, (-1.0, 1.0 - s, 0.0, 0.0)] for law, s in zip(done, shares, strict=True)]
    every, decides = last_of(waiting)
    last = [atom for atom in every if atom[0] >= 0.0]
    none = mass(every) - mass(last)
    found = {"": last, NOBODY: [(0.0, none, 0.0, 0.0)]} if none > 0.0 else {"": last}
    if not any(exits):
        return found, decides
    leaving = [sum(mass(law) for law in own.values()) for own in exits]
    first, returns = race(exits, [1.0 - share for share in leaving], rank)
    return {**found, **first}, [a + b for a, b in zip(decides, returns, strict=True)]


def _raced(
    done: list[Law], exits: list[dict[str, Law]], shares: list[float], rank: Callable[[str], int]
) -> tuple[dict[str, Law], list[float]]:
    runners = [{"": law, **own} for law, own in zip(done, exits, strict=True)]
    found, decides = race(runners, [1.0 - share for share in shares], rank)
    none = 1.0
    for share in shares:
        none *= 1.0 - share
    if none > 0.0:
        found[NOBODY] = [(0.0, none, 0.0, 0.0)]
    return found, decides


def _fill(result: Part, parts: list[Part], shares: list[float], decides: list[float], end: float) -> None:
    total = result.passed
    for part, share, weight in zip(parts, shares, decides, strict=True):
        result.ahead.update(part.ahead)
        spare = max(0.0, end - moments(part.done)[0]) if mass(part.done) > 0 else 0.0
        if share == weight == 1.0 and spare == 0.0 and total.keys().isdisjoint(part.passed):
            total.update(part.passed)
            continue
        was = made = NEVER
        for id_, passed in part.passed.items():
            if passed is not was:
                times, reached, path, critical, slack = was = passed
                slack = None if slack is None else slack + spare
                made = Passed(times * share, reached * share, path * weight, critical * weight, slack)
            total[id_] = total[id_].and_by(made) if id_ in total else made
