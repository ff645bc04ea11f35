"""Where items go by chance: a course of states, solved one loop after the other.

States that reach one another are solved together, everything else is read off in order. Exact mean, variance and
passes; `distribution` tells how the hours are distributed. Plain numbers only: nothing here knows what a map is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf
from typing import NamedTuple

from crosslane.analysis.chain import Eliminated, NoExit, Row, solve
from crosslane.analysis.law import Law
from crosslane.model.circles import components

DONE = ""
COPIES = 64
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


# The ways on from a state: each with its place among all of them, the share with which it is taken, and the place of
# what follows in the same loop, -1 beyond it.
Going = list[tuple[int, Way, float, int]]


@dataclass(slots=True)
class State:
    """A place that takes time, and the ways on from there."""

    hours: float = 0.0
    variance: float = 0.0
    work: float = 0.0
    spread: float = 0.0
    ways: list[Way] = field(default_factory=list)


class Course:
    """The states, solved: `value` is the mean of what lies ahead, `visits` how often an item passes."""

    def __init__(
        self,
        states: Sequence[State],
        entry: int,
        *,
        squares: bool = True,
        walked: bool = True,
        old: Course | None = None,
    ) -> None:
        """Solve; raises NoExit with the states that an item gets to and cannot leave.

        Without `squares` there is no variance, without `walked` there are no visits: what is not asked for costs nothing.
        Of an `old` course, from which items go on the same ways by the same shares, all that follows from these is kept.
        """
        self.states, self.entry = states, entry
        self.value = [0.0] * len(states)
        self.work = [0.0] * len(states)
        self.moment = [0.0] * len(states)
        self.visits = [0.0] * len(states)
        # How often each way on from each state is taken, by its place among them.
        self.passes = [[0.0] * len(state.ways) for state in states] if walked else []
        self._arrived = [0.0] * len(states)
        self._systems: dict[int, Eliminated] = {}
        kept = old is not None and old.entry == entry and _go_alike(old.states, states)
        if old is not None and kept:
            self._keep_ways(old)
        else:
            self._find_ways()
        for k, part in enumerate(self.parts):
            self._look_ahead(k, part, squares)
        if walked and old is not None and kept:
            self.visits, self.passes, self._arrived = old.visits, old.passes, old._arrived
        elif walked:
            self._walk()

    def _find_ways(self) -> None:
        states = self.states
        targets = [[w.target for w in state.ways if w.share > 0 and w.target is not None] for state in states]
        self.parts = components(targets)
        self.part_of, self._place_of = [0] * len(states), [0] * len(states)
        for k, part in enumerate(self.parts):
            for at, i in enumerate(part):
                self.part_of[i], self._place_of[i] = k, at
        self._going: list[Going] = [self._going_on(i, state) for i, state in enumerate(states)]
        self._simple = [
            len(part) == 1 and part[0] not in onward
            for part, onward in ((part, targets[part[0]]) for part in self.parts)
        ]
        self.limits = [{} if self._simple[k] else self._limits(part) for k, part in enumerate(self.parts)]

    def _keep_ways(self, old: Course) -> None:
        self.parts, self.part_of, self._place_of = old.parts, old.part_of, old._place_of
        states = enumerate(zip(self.states, old.states, old._going, strict=True))
        self._going = [going if new is was else self._going_on(i, new) for i, (new, was, going) in states]
        self._systems, self.limits, self._simple = old._systems, old.limits, old._simple

    def _going_on(self, i: int, state: State) -> Going:
        """Return the ways on from a state in the place of another, by which items go the same ways."""
        k, part_of, place = self.part_of[i], self.part_of, self._place_of
        return [
            (at, way, way.share, place[way.target] if way.target is not None and part_of[way.target] == k else -1)
            for at, way in enumerate(state.ways)
            if way.share > 0
        ]

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
        return self._simple[k]

    def ways(self, i: int, counts: tuple[int, ...], limits: dict[str, int]) -> Going:
        """Return the ways on with their shares, given how often the limited ones were taken."""
        if not limits:
            return self._going[i]
        ways = self.states[i].ways
        used = {name for name, n in zip(limits, counts, strict=True) if n >= limits[name]}
        if not used or not any(way.name in used for way in ways):
            return self._going[i]
        found = []
        back = sum(way.share for way in ways if way.back and way.name not in used)
        onward = sum(way.share for way in ways if not way.back)
        count = sum(not way.back for way in ways)
        for at, way in enumerate(ways):
            if way.name in used:
                continue
            share = way.share if way.back else (1 - back) * (way.share / onward if onward else 1 / count)
            if share > 0:
                found.append((at, way, share, -1))
        return found

    def copies(self, k: int) -> list[Local]:
        if not self.limits[k]:
            return [(i, ()) for i in self.parts[k]]
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
            self._read_off(part[0])
            return
        local = self.copies(k)
        inside = self._inside(k, local)
        try:
            system = self._systems[k] = self._systems.get(k) or Eliminated(_rows(inside))
        except NoExit as error:
            self._no_exit(part, [local[n][0] for n in error.states])
            return
        sums = [self._sums(self.states[i], ways) for (i, _), ways in zip(local, inside, strict=True)]
        means = system.ahead([hours for hours, _ in sums])
        active = [hours for _, hours in sums]
        work = system.ahead(active) if any(active) else active
        if squares:
            moments = system.ahead([self._square(i, w, means) for (i, _), w in zip(local, inside, strict=True)])
        for n, (i, counts) in enumerate(local):
            if not any(counts):
                self.value[i], self.work[i] = means[n], work[n]
                self.moment[i] = moments[n] if squares else 0.0

    def _read_off(self, i: int) -> None:
        """Solve a state that is passed at most once from what lies behind it."""
        state, value, work, moment = self.states[i], self.value, self.work, self.moment
        at_state = state.hours
        hours, active, square, left = at_state, state.work, state.variance, 1.0
        for _, way, share, _ in self._going[i]:
            target = way.target
            spent = at_state + way.hours
            left -= share
            if target is None:
                hours += share * way.hours
                active += share * way.work
                square += share * (spent * spent + way.variance)
            else:
                ahead = value[target]
                hours += share * (way.hours + ahead)
                active += share * (way.work + work[target])
                square += share * (spent * (spent + 2 * ahead) + way.variance + moment[target])
        value[i], work[i], moment[i] = hours, active, square + max(0.0, left) * at_state * at_state

    def _no_exit(self, part: list[int], states: list[int]) -> None:
        reachable = _reachable(self.states, self.entry)
        if any(i in reachable for i in part):
            raise NoExit(states)
        for i in part:
            self.value[i] = inf

    def _inside(self, k: int, local: list[Local]) -> list[Going]:
        """Return the ways on from every copy of the states of a loop, by what follows among these copies."""
        limits = self.limits[k]
        if not limits:
            return [self._going[i] for i, _ in local]
        place = {state: n for n, state in enumerate(local)}
        found = []
        for i, counts in local:
            ways = [(at, w, share, self.following(k, counts, w)) for at, w, share, _ in self.ways(i, counts, limits)]
            found.append([(at, w, share, -1 if after is None else place[after]) for at, w, share, after in ways])
        return found

    def _sums(self, state: State, ways: Going) -> tuple[float, float]:
        """Return the hours and the work until the next state of the same loop, what lies beyond the loop included."""
        hours, work = state.hours, state.work
        for _, way, share, following in ways:
            hours += share * way.hours
            work += share * way.work
            if following < 0 and way.target is not None:
                hours += share * self.value[way.target]
                work += share * self.work[way.target]
        return hours, work

    def _square(self, i: int, ways: Going, means: list[float]) -> float:
        """The part of E[hours squared] that comes before the next state of the loop (c of the absorbing chain)."""
        state = self.states[i]
        at_state, total, left = state.hours, state.variance, 1.0
        for _, way, share, following in ways:
            spent, ahead = at_state + way.hours, 0.0
            if following >= 0:
                ahead = means[following]
            elif way.target is not None:
                ahead = self.value[way.target]
                total += share * self.moment[way.target]
            total += share * (spent * (spent + 2 * ahead) + way.variance)
            left -= share
        return total + max(0.0, left) * at_state * at_state

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
            before = self._sums(self.states[n], self._going[n])
            gained[place[n]] = self._sums(state, self._going_on(n, state))[0] - before[0]
        row: Row = {}
        for sign, ways_of in ((1.0, new[i].ways), (-1.0, self.states[i].ways)):
            for way in ways_of:
                if way.share > 0.0 and way.target is not None and self.part_of[way.target] == k:
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
                total += self.passes[i][at] * (after.hours - before.hours)
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
        arriving = self._arrived
        arriving[self.entry] = 1.0
        for k in range(len(self.parts) - 1, -1, -1):
            part = self.parts[k]
            if self._simple[k]:
                if arriving[part[0]]:
                    self._walk_on(part[0], arriving[part[0]])
            elif any(arriving[i] for i in part):
                local = self.copies(k)
                for (i, counts), amount in zip(local, self._amounts(k, local, arriving), strict=True):
                    if self.limits[k]:
                        self._walk_counting(i, counts, amount)
                    else:
                        self._walk_on(i, amount)

    def _walk_on(self, i: int, amount: float) -> None:
        """Let what comes to a state in all go on from there."""
        arriving, passes = self._arrived, self.passes[i]
        self.visits[i] = amount
        for at, way, share, following in self._going[i]:
            passes[at] = onward = amount * share
            if following < 0 and way.target is not None:
                arriving[way.target] += onward

    def _walk_counting(self, i: int, counts: tuple[int, ...], amount: float) -> None:
        """Let what comes to a state go on that has returned so often before."""
        k = self.part_of[i]
        self.visits[i] += amount
        for at, way, share, _ in self.ways(i, counts, self.limits[k]):
            self.passes[i][at] += amount * share
            if way.target is not None and self.part_of[way.target] != k:
                self._arrived[way.target] += amount * share

    def _amounts(self, k: int, local: list[Local], arriving: list[float]) -> list[float]:
        return self._systems[k].along([arriving[i] if not any(counts) else 0.0 for i, counts in local])

    def leaving(self) -> dict[str, tuple[float, float]] | None:
        """Return by the name under which items leave their share, and the hours until then times that share.

        None where returns are counted. What lies behind an item each time it comes to a state solves the same system as
        how often it comes there.
        """
        if any(self.limits):
            return None
        since = [0.0] * len(self.states)
        found: dict[str, tuple[float, float]] = {}
        for k in range(len(self.parts) - 1, -1, -1):
            part = [i for i in self.parts[k] if self.visits[i]]
            if part and not self._simple[k]:
                self._go_round(k, since)
            for i in part:
                for at, way, share, following in self._going[i]:
                    times = self.passes[i][at]
                    hours = since[i] * share + times * (self.states[i].hours + way.hours)
                    if way.target is None:
                        before = found.get(way.out, (0.0, 0.0))
                        found[way.out] = before[0] + times, before[1] + hours
                    elif following < 0:
                        since[way.target] += hours
        return found

    def _go_round(self, k: int, since: list[float]) -> None:
        """Add to the hours behind items, given as they come to a loop, those that they spend within it."""
        part = self.parts[k]
        came = [since[i] for i in part]
        for i in part:
            for at, way, _, following in self._going[i]:
                if following >= 0:
                    came[following] += self.passes[i][at] * (self.states[i].hours + way.hours)
        for i, hours in zip(part, self._systems[k].along(came), strict=True):
            since[i] = hours

    def reached(self, i: int) -> float:
        """Return with which share an item passes a state at all."""
        k = self.part_of[i]
        if self.is_simple(k) or self.visits[i] <= 0.0:
            return min(1.0, self.visits[i])
        if not self.limits[k]:
            # Whoever passes here at all does so as often as whoever starts here.
            place = self._place_of[i]
            return min(1.0, self.visits[i] / self._systems[k].again[place, place])
        return self._met(k, i, None)

    def taken(self, i: int, at: int) -> float:
        """Return with which share an item takes a way on at all, by its place among those of a state."""
        k, times, target = self.part_of[i], self.passes[i][at], self.states[i].ways[at].target
        if self.is_simple(k) or target is None or self.part_of[target] != k:
            # Who leaves a loop does so once.
            return min(1.0, times)
        if self.limits[k]:
            return self._met(k, i, at)
        # Whoever takes it passes here so often from its target on, and each time may take it again.
        place = self._place_of
        return min(1.0, times / (1 + times / self.visits[i] * self._systems[k].again[place[target], place[i]]))

    def _met(self, k: int, i: int, at: int | None) -> float:
        """Return with which share an item comes to a state of a loop with limits, or takes one way on from there."""
        local = self.copies(k)
        inside, right = self._inside(k, local), [[0.0] for _ in local]
        for n in (n for n, state in enumerate(local) if state[0] == i):
            right[n] = [1.0 if at is None else sum(way[2] for way in inside[n] if way[0] == at)]
            inside[n] = [way for way in inside[n] if at is not None and way[0] != at]
        found = dict(zip(local, solve(_rows(inside), right), strict=True))
        zero, arriving = (0,) * len(self.limits[k]), self._arriving(k)
        return min(1.0, sum(arriving.get(j, 0.0) * found[j, zero][0] for j in self.parts[k]))

    def _arriving(self, k: int) -> dict[int, float]:
        """Return how often items come into a loop at each of its states."""
        return {i: self._arrived[i] for i in self.parts[k] if self._arrived[i] > 0.0}


def _go_alike(before: Sequence[State], states: Sequence[State]) -> bool:
    """Say whether items go on from all states as from those before: the same ways, by the same shares."""
    return len(before) == len(states) and all(
        was is new
        or [(way.target, way.share, way.name, way.limit, way.back, way.out) for way in was.ways]
        == [(way.target, way.share, way.name, way.limit, way.back, way.out) for way in new.ways]
        for was, new in zip(before, states, strict=True)
    )


def _rows(inside: list[Going]) -> list[Row]:
    rows: list[Row] = []
    for ways in inside:
        row: Row = {}
        for _, _, share, following in ways:
            if following >= 0:
                row[following] = row.get(following, 0.0) + share
        rows.append(row)
    return rows


def _reachable(states: Sequence[State], entry: int) -> set[int]:
    seen, todo = {entry}, [entry]
    while todo:
        for way in states[todo.pop()].ways:
            if way.share > 0 and way.target is not None and way.target not in seen:
                seen.add(way.target)
                todo.append(way.target)
    return seen
