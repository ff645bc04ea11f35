"""Where items go by chance: a course of states, solved one loop after the other.

States that reach one another are solved together, everything else is read off in order. Exact mean, variance and
passes; on request the distribution of the hours. Plain numbers only: nothing here knows what a map is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf
from typing import NamedTuple

from crosslane.analysis.chain import Eliminated, NoExit, Row, solve
from crosslane.analysis.law import Law, mass, moved, trimmed

DONE = ""
COPIES = 64
_ROUNDS = 400
_RESIDUE = 1e-9
Local = tuple[int, tuple[int, ...]]


class Way(NamedTuple):
    """One way on from a state: to another (`target`), or out of the course under a name (`out`).

    `limit` says how often an item may take it at most; `back` that it is decided before the others, which share what
    it leaves. `law` replaces hours, variance and work where the distribution matters; `spread` is the variance of hours
    in it. A way without a name is a whole fork, and `exit` says by what the fork is left.
    """

    target: int | None
    share: float
    hours: float = 0.0
    variance: float = 0.0
    work: float = 0.0
    name: str = ""
    out: str = DONE
    back: bool = False
    limit: int | None = None
    law: Law | None = None
    spread: float = 0.0
    exit: str = ""


@dataclass
class State:
    """A place that takes time, and the ways on from there."""

    hours: float = 0.0
    variance: float = 0.0
    work: float = 0.0
    spread: float = 0.0
    ways: list[Way] = field(default_factory=list)


class Course:
    """The states, solved: `value` is the mean of what lies ahead, `visits` how often an item passes."""

    def __init__(self, states: Sequence[State], entry: int, *, squares: bool = True, walked: bool = True) -> None:
        """Solve; raises NoExit with the states that an item gets to and cannot leave.

        Without `squares` there is no variance, without `walked` there are no visits: what is not asked for costs nothing.
        """
        self.states, self.entry = states, entry
        self.parts = _components(states)
        self.part_of = {i: k for k, part in enumerate(self.parts) for i in part}
        self._place_of = {i: at for part in self.parts for at, i in enumerate(part)}
        self._systems: dict[int, Eliminated] = {}
        self.limits = [self._limits(part) for part in self.parts]
        self.value = [0.0] * len(states)
        self.work = [0.0] * len(states)
        self.moment = [0.0] * len(states)
        self.visits = [0.0] * len(states)
        self.passes: dict[tuple[int, int], float] = {}
        self._reachable = _reachable(states, entry)
        for k, part in enumerate(self.parts):
            self._look_ahead(k, part, squares)
        if walked:
            self._walk()

    @property
    def variance(self) -> float:
        """The variance of the hours from the entry."""
        return max(0.0, self.moment[self.entry] - self.value[self.entry] ** 2)

    def _limits(self, part: list[int]) -> dict[str, int]:
        """Return how often the ways within a loop may be taken, as far as counting them is worth it."""
        limits: dict[str, int] = {}
        copies = 1
        inside = set(part)
        for i in part:
            for way in self.states[i].ways:
                counted = way.limit and way.target in inside and way.share > 0
                # Beyond this many repeats the rest is too unlikely to be told from "until right".
                if counted and way.limit and copies * (way.limit + 1) <= COPIES and way.share**way.limit > 1e-12:
                    limits[way.name] = way.limit
                    copies *= way.limit + 1
        return limits

    def is_simple(self, k: int) -> bool:
        """Say whether a part is one state that items pass at most once."""
        part = self.parts[k]
        return len(part) == 1 and all(way.target != part[0] for way in self.states[part[0]].ways if way.share > 0)

    def ways(self, i: int, counts: tuple[int, ...], limits: dict[str, int]) -> Iterator[tuple[int, Way, float]]:
        """Yield the ways on with their shares, given how often the limited ones were taken."""
        ways = self.states[i].ways
        used = {name for name, n in zip(limits, counts, strict=True) if n >= limits[name]}
        if not used or not any(way.name in used for way in ways):
            yield from ((at, way, way.share) for at, way in enumerate(ways) if way.share > 0)
            return
        back = sum(way.share for way in ways if way.back and way.name not in used)
        onward = sum(way.share for way in ways if not way.back)
        count = sum(not way.back for way in ways)
        for at, way in enumerate(ways):
            if way.name in used:
                continue
            share = way.share if way.back else (1 - back) * (way.share / onward if onward else 1 / count)
            if share > 0:
                yield at, way, share

    def copies(self, k: int) -> list[Local]:
        counts = list(product(*(range(n + 1) for n in self.limits[k].values())))
        return [(i, count) for count in counts for i in self.parts[k]]

    def following(self, k: int, counts: tuple[int, ...], way: Way) -> Local | None:
        """Return the state within the same loop that a way leads to, None where it leaves the loop."""
        if way.target is None or self.part_of[way.target] != k:
            return None
        limits = self.limits[k]
        if way.name in limits:
            place = list(limits).index(way.name)
            counts = (*counts[:place], counts[place] + 1, *counts[place + 1 :])
        return way.target, counts

    # Ahead: mean, work and second moment

    def _look_ahead(self, k: int, part: list[int], squares: bool) -> None:
        if self.is_simple(k):
            i = part[0]
            ways = [(way, way.share) for way in self.states[i].ways if way.share > 0]
            self.value[i], self.work[i] = self._sums(self.states[i], ways)
            if squares:
                self.moment[i] = self._square(i, ways, [self._ahead(way) for way, _ in ways])
            return
        local = self.copies(k)
        at = {state: n for n, state in enumerate(local)}
        rows, ways_of = self._rows(k, local, at)
        try:
            system = self._systems[k] = Eliminated(rows)
        except NoExit as error:
            self._no_exit(part, [local[n][0] for n in error.states])
            return
        sums = [self._sums(self.states[i], ways_of[n], k) for n, (i, _) in enumerate(local)]
        means = system.ahead([hours for hours, _ in sums])
        work = system.ahead([hours for _, hours in sums])
        if squares:
            right = []
            for n, (i, counts) in enumerate(local):
                ahead = [self._ahead(way, k, counts, at, means) for way, _ in ways_of[n]]
                right.append(self._square(i, ways_of[n], ahead, k))
            moments = system.ahead(right)
        for n, (i, counts) in enumerate(local):
            if not any(counts):
                self.value[i], self.work[i] = means[n], work[n]
                self.moment[i] = moments[n] if squares else 0.0

    def _no_exit(self, part: list[int], states: list[int]) -> None:
        if any(i in self._reachable for i in part):
            raise NoExit(states)
        for i in part:
            self.value[i] = inf

    def _rows(
        self, k: int, local: list[Local], at: dict[Local, int]
    ) -> tuple[list[Row], list[list[tuple[Way, float]]]]:
        rows: list[Row] = []
        ways_of: list[list[tuple[Way, float]]] = []
        for i, counts in local:
            row: Row = {}
            ways = [(way, share) for _, way, share in self.ways(i, counts, self.limits[k])]
            for way, share in ways:
                following = self.following(k, counts, way)
                if following is not None:
                    row[at[following]] = row.get(at[following], 0.0) + share
            rows.append(row)
            ways_of.append(ways)
        return rows, ways_of

    def _sums(self, state: State, ways: list[tuple[Way, float]], inside: int | None = None) -> tuple[float, float]:
        """Return the hours and the work until the next state of the same loop, what lies beyond the loop included."""
        hours, work = state.hours, state.work
        for way, share in ways:
            beyond = way.target is not None and self.part_of[way.target] != inside
            hours += share * (way.hours + (self.value[way.target] if beyond and way.target is not None else 0.0))
            work += share * (way.work + (self.work[way.target] if beyond and way.target is not None else 0.0))
        return hours, work

    def _ahead(
        self,
        way: Way,
        k: int | None = None,
        counts: tuple[int, ...] = (),
        at: dict[Local, int] | None = None,
        means: list[float] | None = None,
    ) -> float:
        following = self.following(k, counts, way) if k is not None else None
        if following is not None and at is not None and means is not None:
            return means[at[following]]
        return self.value[way.target] if way.target is not None else 0.0

    def _square(self, i: int, ways: list[tuple[Way, float]], ahead: list[float], inside: int | None = None) -> float:
        """The part of E[hours squared] that comes before the next state of the loop (c of the absorbing chain)."""
        state = self.states[i]
        total, left = state.variance, 1.0
        for (way, share), onward in zip(ways, ahead, strict=True):
            spent = state.hours + way.hours
            total += share * (spent * spent + way.variance + 2 * spent * onward)
            left -= share
            if way.target is not None and self.part_of[way.target] != inside:
                total += share * self.moment[way.target]
        return total + max(0.0, left) * state.hours**2

    def mean_with(self, changes: Mapping[int, State]) -> float:
        """Return the mean if these states were others, inf where items would then go round for ever.

        Only their loops are solved anew: what lies behind a loop keeps its value, what arrives at it does not change.
        Exact when shares change in one loop only.
        """
        mean = self.value[self.entry]
        later = {i: self._later(i, new) for i, new in changes.items()}
        anew = {self.part_of[i] for i, hours in later.items() if hours is None}
        mean += sum(hours for i, hours in later.items() if hours is not None and self.part_of[i] not in anew)
        for k in (k for k in anew if self._arriving(k)):
            new = {i: changes[i] for i in self.parts[k] if i in changes}
            apart = [i for i in new if later[i] is None]
            if len(apart) == 1 and k in self._systems and not self.limits[k]:
                mean += self._with_shares(k, apart[0], new)
            else:
                mean += self._solved_anew(k, new)
        return mean

    def _with_shares(self, k: int, i: int, new: Mapping[int, State]) -> float:
        """Return what the mean gains when one state of a loop has other shares: one row of the system differs.

        By Sherman and Morrison: v'c' = vc' + v[i] * (d N c') / (1 - d N e[i]), with d what the row gains.
        """
        part, system, place = self.parts[k], self._systems[k], self._place_of
        gained = [0.0] * len(part)
        for n, state in new.items():
            old_ways, ways = ([(w, w.share) for w in s.ways if w.share > 0] for s in (self.states[n], state))
            gained[place[n]] = self._sums(state, ways, k)[0] - self._sums(self.states[n], old_ways, k)[0]
        row: Row = {}
        for sign, ways_of in ((1.0, new[i].ways), (-1.0, self.states[i].ways)):
            for way in ways_of:
                if way.target is not None and self.part_of[way.target] == k:
                    row[way.target] = row.get(way.target, 0.0) + sign * way.share
        ahead = system.ahead(gained) if any(gained) else gained
        once = 1.0 - sum(share * system.again[place[j], place[i]] for j, share in row.items())
        if once <= 1e-12:
            return inf
        total = sum(self.visits[n] * gained[place[n]] for n in new)
        return total + self.visits[i] * sum(s * (self.value[j] + ahead[place[j]]) for j, s in row.items()) / once

    def _solved_anew(self, k: int, new: Mapping[int, State]) -> float:
        at = {i: n for n, i in enumerate(self.parts[k])}
        states = [self._alone(new.get(i, self.states[i]), at) for i in self.parts[k]]
        arriving = self._arriving(k)
        try:
            ahead = Course(states, min(at[i] for i in arriving), squares=False, walked=False).value
        except NoExit:
            return inf
        return sum(times * (ahead[at[i]] - self.value[i]) for i, times in arriving.items())

    def _later(self, i: int, new: State) -> float | None:
        """Return what another state adds to the mean where only its hours differ; None where its shares do."""
        old = self.states[i]
        if len(new.ways) != len(old.ways):
            return None
        total = self.visits[i] * (new.hours - old.hours)
        for at, (before, after) in enumerate(zip(old.ways, new.ways, strict=True)):
            if before.target != after.target or abs(before.share - after.share) > 1e-15:
                return None
            if before.hours != after.hours:
                total += self.passes.get((i, at), 0.0) * (after.hours - before.hours)
        return total

    def _alone(self, state: State, at: Mapping[int, int]) -> State:
        """Return the state with its ways out of the loop ending there, the hours beyond them included."""
        ways = [
            way._replace(target=at[way.target])
            if way.target in at and way.target is not None
            else way._replace(
                target=None, hours=way.hours + (self.value[way.target] if way.target is not None else 0.0)
            )
            for way in state.ways
            if way.share > 0
        ]
        return State(state.hours, ways=ways)

    # Along: passes

    def _walk(self) -> None:
        arriving = self._arrived = [0.0] * len(self.states)
        arriving[self.entry] = 1.0
        for k in range(len(self.parts) - 1, -1, -1):
            part = self.parts[k]
            if not any(arriving[i] for i in part):
                continue
            local: list[Local] = [(part[0], ())] if self.is_simple(k) else self.copies(k)
            amounts = [arriving[part[0]]] if self.is_simple(k) else self._amounts(k, local, arriving)
            for (i, counts), amount in zip(local, amounts, strict=True):
                self.visits[i] += amount
                for at, way, share in self.ways(i, counts, self.limits[k]):
                    self.passes[i, at] = self.passes.get((i, at), 0.0) + amount * share
                    if way.target is not None and self.part_of[way.target] != k:
                        arriving[way.target] += amount * share

    def _amounts(self, k: int, local: list[Local], arriving: list[float]) -> list[float]:
        return self._systems[k].along([arriving[i] if not any(counts) else 0.0 for i, counts in local])

    def reached(self, i: int) -> float:
        """Return with which share an item passes a state at all."""
        k = self.part_of[i]
        if self.is_simple(k) or self.visits[i] <= 0.0:
            return min(1.0, self.visits[i])
        if not self.limits[k]:
            # Whoever passes here at all does so as often as whoever starts here.
            place = self._place_of[i]
            return min(1.0, self.visits[i] / self._systems[k].again[place, place])
        local = self.copies(k)
        at = {state: n for n, state in enumerate(local)}
        rows, _ = self._rows(k, local, at)
        hit = [{} if state[0] == i else rows[n] for n, state in enumerate(local)]
        found = solve(hit, [[float(state[0] == i)] for state in local])
        zero = (0,) * len(self.limits[k])
        arriving = self._arriving(k)
        return min(1.0, sum(arriving.get(j, 0.0) * found[at[j, zero]][0] for j in self.parts[k]))

    def _arriving(self, k: int) -> dict[int, float]:
        """Return how often items come into a loop at each of its states."""
        return {i: self._arrived[i] for i in self.parts[k] if self._arrived[i] > 0.0}

    # Distribution

    def laws(self) -> tuple[dict[str, Law], bool]:
        """Return how the hours are distributed, by the name under which items leave; and whether that is exact."""
        held: list[Law] = [[] for _ in self.states]
        held[self.entry] = [(0.0, 1.0, 0.0, 0.0)]
        out: dict[str, Law] = {}
        exact = True
        for k in range(len(self.parts) - 1, -1, -1):
            if any(held[i] for i in self.parts[k]):
                exact &= self._spread_out(k, held, out)
        found = {name: trimmed(law) for name, law in out.items()}
        exact &= all(whole for _, whole in found.values())
        return {name: law for name, (law, _) in found.items()}, exact

    def _spread_out(self, k: int, held: list[Law], out: dict[str, Law]) -> bool:
        zero = (0,) * len(self.limits[k])
        here: dict[Local, Law] = {(i, zero): held[i] for i in self.parts[k] if held[i]}
        whole = True
        first = sum(mass(law) for law in here.values())
        for _ in range(_ROUNDS):
            onward: dict[Local, Law] = {}
            for (i, counts), law in here.items():
                kept, same = trimmed(law)
                whole &= same
                self._step(k, i, counts, kept, onward, held, out)
            here = onward
            if sum(mass(law) for law in here.values()) <= _RESIDUE * first:
                break
        for (i, _), law in here.items():
            out.setdefault(DONE, []).extend(moved(law, self.value[i], self.work[i]))
        return whole and sum(mass(law) for law in here.values()) <= _RESIDUE * max(first, 1e-12)

    def _step(
        self,
        k: int,
        i: int,
        counts: tuple[int, ...],
        law: Law,
        onward: dict[Local, Law],
        held: list[Law],
        out: dict[str, Law],
    ) -> None:
        state = self.states[i]
        after = moved(law, state.hours, state.work, state.spread)
        for _, way, share in self.ways(i, counts, self.limits[k]):
            if way.law is None:
                later = moved(after, way.hours, way.work, way.spread, share)
            else:
                size = mass(way.law)
                later = [a for t, p, w, v in way.law for a in moved(after, t, w, v, share * p / size)]
            following = self.following(k, counts, way)
            if following is not None:
                onward.setdefault(following, []).extend(later)
            elif way.target is not None:
                held[way.target] = [*held[way.target], *later]
            else:
                out.setdefault(way.out, []).extend(later)


def _reachable(states: Sequence[State], entry: int) -> set[int]:
    seen, todo = {entry}, [entry]
    while todo:
        for way in states[todo.pop()].ways:
            if way.share > 0 and way.target is not None and way.target not in seen:
                seen.add(way.target)
                todo.append(way.target)
    return seen


def _components(states: Sequence[State]) -> list[list[int]]:
    """Return the sets of states that reach one another, each after all that it leads to (Tarjan, without recursion)."""
    targets = [[way.target for way in s.ways if way.target is not None and way.share > 0] for s in states]
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in range(len(states)):
        if root in number:
            continue
        work = [(root, iter(targets[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            i, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[i])
                if low[i] == number[i]:
                    at = stack.index(i) if stack[-1] != i else len(stack) - 1
                    found.append(stack[at:])
                    on_stack.difference_update(stack[at:])
                    del stack[at:]
            elif following not in number:
                number[following] = low[following] = len(number)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(targets[following])))
            elif following in on_stack:
                low[i] = min(low[i], number[following])
    return found
