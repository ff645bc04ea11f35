"""A part of the map with one way in: a course of steps in which branches that run at the same time are one hop each.

Regions nest: every branch of a fork is a region of its own, solved first. What crosses the border of a fork backwards
takes the whole item along; what enters a fork in the middle finds the other branches known not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from crosslane.analysis.chain import NoExit
from crosslane.analysis.course import Course, State, Way
from crosslane.analysis.crossing import changed_part, cuts_of, mesh_part
from crosslane.analysis.distribution import laws_of
from crosslane.analysis.graphs import grouped, inside_of, meeting_points, reached
from crosslane.analysis.law import Law, is_spread, mass, moments, moved, spread_of
from crosslane.analysis.mesh import Mesh
from crosslane.analysis.net import Arc, Net
from crosslane.analysis.part import DELIVERED, NEVER, NOBODY, Branch, Cut, Fork, Part, Passed, Stuck, row, through

ENTRY = "\x01"
# What is solved of the middle of a fork: its steps, where items come in, where it ends.
Key = tuple[frozenset[str], str, str | None]


class Region:
    """The steps `members` from `entry` on, up to (not into) `stop`, solved.

    With `delivered` an item leaves where the value is delivered. `old` is the same region solved before some steps and
    arcs took another time or share, `changed`: whatever does not hold one of these is kept.
    """

    def __init__(
        self,
        net: Net,
        members: Iterable[str],
        entry: str,
        stop: str | None,
        *,
        delivered: bool,
        old: Region | None = None,
        changed: frozenset[str] = frozenset(),
        laws_only: bool = False,
        known: dict[Key, Branch] | None = None,
    ) -> None:
        """Find the forks, then solve the course of steps and forks; raises Stuck where items cannot go on.

        What items pass that get into the middle of a fork is `known` once it has been solved: forks within forks ask for
        it again and again.
        """
        self.net, self.entry, self.stop, self.delivered = net, entry, stop, delivered
        self.members = dict.fromkeys(members)
        self._rank = {id_: at for at, id_ in enumerate(self.members)}
        self.forks: dict[str, Fork] = {}
        self.fork_of: dict[str, str] = {}
        self.entered: dict[str, Branch] = {}
        self._laws_only, self._known = laws_only, {} if known is None else known
        self._asked: tuple[Net, frozenset[str], bool] | None = None
        self._answered: dict[str, Law] = {}
        if old is None:
            self._find_forks()
        else:
            self._find_forks_again(old, changed)
        self.names = [id_ for id_ in self.members if id_ not in self.fork_of]
        self.names += [ENTRY + id_ for id_ in self._entered_inside()]
        self.at = {id_: i for i, id_ in enumerate(self.names)}
        same = old if old is not None and old.names == self.names else None
        self._enter(same, changed)
        states = self._states_again(same, changed) if same else [self._state(id_) for id_ in self.names]
        try:
            self.course: Course = Course(states, self.at[self._place(entry)], old=same.course if same else None)
        except NoExit as error:
            raise Stuck(tuple(dict.fromkeys(self.names[i].lstrip(ENTRY) for i in error.states))) from None
        self._doubt_rounds()
        if known is None:
            # Nobody asks for them any more; a branch that is kept would keep all that was solved with it.
            self._known.clear()

    # Forks

    def _find_forks(self) -> None:
        parallel = self.net.parallel
        if parallel.isdisjoint(self.members):
            return
        whole = len(self.members) == len(self.net.nodes)
        onward = self.net.onward if whole else {id_: self.net.onward[id_] for id_ in self.members}
        meets = self.net.meets if whole else meeting_points(onward)
        for split in self._outside_in(onward):
            if split in self.fork_of or split not in parallel:
                continue
            inner = inside_of(onward, split, meets[split]) - {split}
            self.forks[split] = self._fork(split, meets[split], onward)
            self.fork_of.update(dict.fromkeys(inner, split))

    def _find_forks_again(self, old: Region, changed: frozenset[str]) -> None:
        """Take over the forks; only those that hold something changed are solved anew."""
        self.fork_of = old.fork_of
        onward: dict[str, list[str]] = {}
        for split, fork in old.forks.items():
            if fork.ids & changed:
                inner = (id_ for id_ in (*fork.ids, split) if id_ in self._rank)
                onward.update((id_, self.net.onward[id_]) for id_ in inner)
                self.forks[split] = self._fork(split, fork.join, onward, fork, changed)
            else:
                self.forks[split] = fork

    def _outside_in(self, onward: Mapping[str, list[str]]) -> list[str]:
        order = {self.entry: None}
        todo = [self.entry]
        for id_ in todo:
            for target in onward.get(id_, ()):
                if target not in order and target in self.members:
                    order[target] = None
                    todo.append(target)
        return [*order, *(id_ for id_ in self.members if id_ not in order)]

    def _fork(
        self,
        split: str,
        join: str | None,
        onward: Mapping[str, list[str]],
        old: Fork | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> Fork:
        arcs = self.net.forward[split]
        ways = grouped(onward, [arc.target for arc in arcs], join)
        groups = [([arcs[i] for i in numbers], inner) for numbers, inner in ways]
        branches = [
            kept
            if old and (kept := old.of(group[0][0].id)) and not kept.ids & changed
            else self._branch(split, *group, join)
            for group in groups
        ]
        any_ = join is not None and self.net.nodes[join].join_any
        fork = Fork(split, join, branches, first_decides=any_, net=self.net)
        # How often an item came back out of a branch is not counted: as if it could come back until it is right.
        arcs_of = self.net.arcs
        counted = any(name in arcs_of and arcs_of[name].max_repeats for name in fork.whole.exits)
        if counted:
            fork.whole.exact, fork.whole.rough = False, True
        return fork

    def _branch(self, split: str, arcs: list[Arc], inner: set[str], join: str | None) -> Branch:
        # Whatever changes or walks the branch later knows what it needs, not this region: that would keep all earlier ones.
        net, delivered, laws_only, known = self.net, self.delivered, self._laws_only, self._known
        passed = {arc.id for id_ in inner for arc in net.out[id_]}
        ids = frozenset(inner | passed | {arc.id for arc in arcs})
        if len(arcs) > 1:
            mesh = Mesh(net, split, arcs, inner, join, delivered)
            part, leaves = mesh_part(mesh)

            def cut(other: Net, ids: frozenset[str]) -> Part:
                return changed_part(mesh, leaves, other, ids)

            return Branch(part, 1.0, ids, cut, None, lambda: mesh, cuts_of(leaves))
        arc = arcs[0]
        share = min(1.0, arc.probability or 0.0) if net.nodes[split].split == "some" else 1.0
        ordered = sorted(inner, key=self._rank.__getitem__)
        if not inner:

            def alone(other: Net, _: frozenset[str]) -> Part:
                return through(other.arcs[arc.id], Part())

            part = through(arc, Part())
            return Branch(part, share, ids, alone, arc, None, None if is_spread(part.done) else _fixed(part))

        def inside(known: dict[Key, Branch] | None = None) -> Region:
            return Region(net, ordered, arc.target, join, delivered=delivered, laws_only=laws_only, known=known)

        steps = self._in_line(arc, inner, join)
        if steps:
            part, moved_by = row(net, steps, [net.out[id_][0] for id_ in steps if net.out[id_]])

            def along(other: Net, ids: frozenset[str]) -> Part:
                return through(other.arcs[arc.id], moved_by(other, ids - {arc.id}))

            part = through(arc, part)
            return Branch(part, share, ids, along, arc, inside, None if is_spread(part.done) else _fixed(part))
        region = inside(known)

        def again(other: Net, ids: frozenset[str]) -> Part:
            return through(other.arcs[arc.id], region.changed(other, ids - {arc.id}))

        return Branch(through(arc, region.part(laws_only=self._laws_only)), share, ids, again, arc, lambda: region)

    def _in_line(self, arc: Arc, inner: set[str], join: str | None) -> list[str]:
        """Return the steps behind an arc in their order, where each is passed once and leads to just one; else none."""
        net, found, id_ = self.net, [], arc.target
        while id_ != join:
            out, node = net.out[id_], net.nodes[id_]
            if len(net.into[id_]) != 1 or len(out) > 1 or node.split == "some" or (self.delivered and node.delivers):
                return []
            found.append(id_)
            if not out:
                break
            if out[0].rework or abs((out[0].probability or 0.0) - 1.0) > 1e-12:
                return []
            id_ = out[0].target
        return found if len(found) == len(inner) else []

    def _doubt_rounds(self) -> None:
        """Say of what items come to again where one round and the next are not told apart here.

        Returns are counted anew each time; and where what came back dies out, what came by other branches may still go on.
        """
        for inside in self.entered.values():
            if NOBODY in inside.part.exits:
                inside.part.exact, inside.part.rough = False, True
        again = {self.fork_of[id_] for id_ in self.entered}
        # A split that also lies within another one's branches is come to as a step within these, if at all.
        places = {split: self.at.get(self._place(split)) for split in self.forks}
        again |= {split for split, at in places.items() if at is not None and self.course.visits[at] > 1 + 1e-9}
        for fork in (self.forks[split] for split in again):
            if any(self.net.arcs[id_].max_repeats for id_ in fork.ids if id_ in self.net.arcs):
                fork.whole.exact, fork.whole.rough = False, True

    # States

    def _entered_inside(self) -> list[str]:
        """Return the steps within forks that items reach other than by their own branch."""
        exits = (name for fork in self.forks.values() for name in fork.whole.exits if name in self.net.arcs)
        targets = {self.net.arcs[name].target for name in exits}
        targets.add(self.entry)
        return [id_ for id_, split in self.fork_of.items() if id_ in targets or self._has_way_in(id_, split)]

    def _has_way_in(self, id_: str, split: str) -> bool:
        """Say whether something leads to a step between the branches of a split from beyond them."""
        fork_of = self.fork_of
        return any(arc.source != split and fork_of.get(arc.source) != split for arc in self.net.into[id_])

    def _place(self, id_: str) -> str:
        return ENTRY + id_ if id_ in self.fork_of else id_

    def _state(self, name: str) -> State:
        if name.startswith(ENTRY):
            id_ = name[len(ENTRY) :]
            return State(ways=self._ways_of(self.entered[id_].part, self.forks[self.fork_of[id_]].join, 1.0))
        return self.state_in(self.net, name)

    def _states_again(self, old: Region, changed: frozenset[str]) -> list[State]:
        """Return the states; those in which nothing has changed are the old ones."""
        anew = {split for split, fork in self.forks.items() if fork is not old.forks[split]}
        anew |= {ENTRY + id_ for id_, inside in self.entered.items() if inside is not old.entered[id_]}
        anew |= {self.net.arcs[id_].source if id_ in self.net.arcs else id_ for id_ in changed}
        return [
            self._state(name) if name in anew else state
            for name, state in zip(self.names, old.course.states, strict=True)
        ]

    def state_in(self, net: Net, name: str, new: Mapping[str, Arc] | None = None) -> State:
        """Return the state of a step outside forks, read from a net in which only shares and times may differ.

        `new` are arcs to read instead of the net's.
        """
        node, returns, forward = net.nodes[name], net.returns.get(name, []), net.forward[name]
        if new:
            returns, forward = ([new.get(arc.id, arc) for arc in arcs] for arcs in (returns, forward))
        back = sum([arc.probability or 0.0 for arc in returns]) if returns else 0.0
        ways = [self._along(arc) for arc in returns]
        if self.delivered and node.delivers:
            ways.append(Way(None, 1.0 - back, out=DELIVERED))
        elif name in self.forks:
            ways += self._ways_of(self.forks[name].whole, self.forks[name].join, 1.0 - back)
        else:
            ways += [self._along(arc) for arc in forward] or [Way(None, 1.0 - back)]
        return State(node.elapsed.mean, node.elapsed.variance, node.work.mean, spread_of(node.elapsed), ways)

    def _along(self, arc: Arc) -> Way:
        target = self.at.get(self._place(arc.target)) if arc.target != self.stop else None
        if arc.rework and target is None and arc.target != self.stop:
            # What leaves does so when that is decided; where it comes in, it will have waited on the way.
            limit = arc.max_repeats
            return Way(None, arc.probability or 0.0, name=arc.id, out=arc.id, back=True, limit=limit)
        wait, handling = arc.wait, arc.handling
        variance = wait.variance + handling.variance
        return Way(
            target,
            arc.probability or 0.0,
            arc.elapsed,
            variance,
            handling.mean,
            arc.id,
            "",
            arc.rework,
            arc.max_repeats if arc.rework else None,
            None,
            spread_of(wait) + spread_of(handling) if variance else 0.0,
        )

    def _ways_of(self, part: Part, join: str | None, share: float, net: Net | None = None) -> list[Way]:
        """Return a fork as ways on: to where its branches meet, and by everything that leaves it otherwise."""
        arcs = (net or self.net).arcs
        target = None if join is None or join == self.stop else self.at[self._place(join)]
        ways = [_fork_way(part.done, share, target, "", "")]
        for name, law in part.exits.items():
            back = arcs.get(name)
            place = self.at.get(self._place(back.target)) if back is not None else None
            if back is not None and place is not None:
                law = moved(law, back.elapsed, back.handling.mean, spread_of(back.wait) + spread_of(back.handling))  # noqa: PLW2901  (the same law, later)
            ends = place is not None or (name == NOBODY and self.stop is None)
            ways.append(_fork_way(law, share, place, "" if ends else name, name))
        return [way for way in ways if way.share > 0.0]

    def _enter(self, old: Region | None, changed: frozenset[str]) -> None:
        """Solve what lies ahead of every step that items get to in the middle of a fork."""
        for id_ in self._entered_inside():
            before = old.entered[id_] if old else None
            self.entered[id_] = self._inside(id_, self.net) if before is None or before.ids & changed else before

    def _inside(self, id_: str, net: Net) -> Branch:
        """Return what an item passes that gets into the middle of a fork."""
        fork = self.forks[self.fork_of[id_]]
        branch = fork.of(id_)
        around = {n for n in branch.ids if n in self._rank} if branch else set()
        onward = {n: [arc.target for arc in net.out[n] if arc.target in around] for n in around}
        members = reached(onward, [id_])
        key = frozenset(members), id_, fork.join
        if key not in self._known:
            ordered, only = sorted(members, key=self._rank.__getitem__), self._laws_only
            region = Region(net, ordered, id_, fork.join, delivered=self.delivered, laws_only=only, known=self._known)
            ids = frozenset(members.union(arc.id for n in members for arc in net.out[n]))
            self._known[key] = Branch(region.part(laws_only=only), 1.0, ids, region.changed, None, lambda: region)
        return self._known[key]

    # Changed times

    def mean_with(self, net: Net, ids: frozenset[str]) -> float:
        """Return the mean of a net that differs only in what some steps and arcs take."""
        return self.course.mean_with(self._states_with(net, ids, means=True))

    def changed(self, net: Net, ids: frozenset[str], *, means: bool = False) -> Part:
        """Return the region with what some steps and arcs take read from another net; only its laws are right.

        Of these only the `means` where nothing runs at the same time: then it takes a tenth of the time.
        """
        # What forks within forks hold in common is asked for by each of them, for one place after the other.
        if self._asked is None or self._asked[0] is not net or self._asked[1:] != (ids, means):
            self._asked, self._answered = (net, ids, means), self._changed(net, ids, means=means)
        out = dict(self._answered)
        return Part(out.pop("", []), out)

    def _changed(self, net: Net, ids: frozenset[str], *, means: bool) -> dict[str, Law]:
        laws, _ = self._laws
        found = self._moved_by(net, ids) if len(ids) == 1 else None
        if found is not None:
            hours, variance = found
            return {name: moved(law, -hours, 0.0, -variance) for name, law in laws.items()}
        changes = self._states_with(net, ids & self._ids, means=means)
        if not changes:
            return laws
        states = [changes.get(i, state) for i, state in enumerate(self.course.states)]
        course = Course(states, self.course.entry, squares=False, walked=means)
        left = course.leaving() if means else None
        return laws_of(course)[0] if left is None else _means_as_laws(left)

    def _states_with(self, net: Net, ids: frozenset[str], *, means: bool) -> dict[int, State]:
        changes: dict[int, State] = {}
        for split in {split: None for id_ in ids for split in self.held_by.get(id_, ())}:
            fork = self.forks[split]
            changes[self.at[split]] = self.state_of(split, fork.changed(net, ids & fork.ids), net)
            for id_, inside in self.entered.items():
                if self.fork_of[id_] == split and ids & inside.ids:
                    region, new = inside.inside, ids & inside.ids
                    if means and isinstance(region, Region):
                        part = region.changed(net, new, means=True)
                    else:
                        part = inside.changed(net, new)
                    changes[self.at[ENTRY + id_]] = State(ways=self._ways_of(part, fork.join, 1.0, net))
        for id_ in ids - self.held_by.keys():
            name = id_ if id_ in net.nodes else net.arcs[id_].source
            changes[self.at[name]] = self.state_in(net, name)
        return changes

    def _moved_by(self, net: Net, ids: frozenset[str]) -> tuple[float, float] | None:
        """Return by how many hours, and how much variance, less everything takes; None where not all pass just once."""
        (id_,) = ids
        if id_ not in self._ids:
            return 0.0, 0.0
        splits = self.held_by.get(id_, ())
        if splits:
            return self._fork_moved_by(net, ids, splits[0]) if len(splits) == 1 else None
        name = id_ if id_ in self.net.nodes else self.net.arcs[id_].source
        if id_ in self.net.nodes:
            if not self._once(name):
                return None
            was, is_ = self.net.nodes[id_].elapsed, net.nodes[id_].elapsed
            return was.mean - is_.mean, spread_of(was) - spread_of(is_)
        if not self._once(name) or len(self.course.states[self.at[name]].ways) != 1:
            return None
        before, after = self.net.arcs[id_], net.arcs[id_]
        spread = spread_of(before.wait) + spread_of(before.handling) - spread_of(after.wait) - spread_of(after.handling)
        return before.elapsed - after.elapsed, spread

    def _fork_moved_by(self, net: Net, ids: frozenset[str], split: str) -> tuple[float, float] | None:
        fork = self.forks[split]
        before = fork.whole
        inside = any(self.fork_of[id_] == split for id_ in self.entered)
        alone = self._once(split) and len(self.course.states[self.at[split]].ways) == 1
        if inside or before.exits or len(before.done) != 1 or not alone:
            return None
        after = fork.changed(net, ids)
        if after.exits or len(after.done) != 1:
            return None
        return before.done[0][0] - after.done[0][0], before.done[0][3] - after.done[0][3]

    def _once(self, name: str) -> bool:
        """Say whether every item passes a step outside forks exactly once."""
        i = self.at[name]
        return self.course.is_simple(self.course.part_of[i]) and abs(self.course.visits[i] - 1.0) <= 1e-12

    @cached_property
    def _laws(self) -> tuple[dict[str, Law], bool]:
        return laws_of(self.course)

    @cached_property
    def held_by(self) -> dict[str, tuple[str, ...]]:
        """The splits between whose branches each step and arc lies: two that items come to by different ways may share some."""
        found: dict[str, tuple[str, ...]] = {}
        # A split within another one's branches is come to there, as a step.
        for split, fork in ((split, fork) for split, fork in self.forks.items() if split in self.at):
            found.update({id_: (*found.get(id_, ()), split) for id_ in fork.ids})
        return found

    @cached_property
    def _ids(self) -> frozenset[str]:
        plain = [id_ for id_ in self.members if id_ not in self.fork_of]
        return frozenset(self.held_by).union(plain, (arc.id for id_ in plain for arc in self.net.out[id_]))

    def state_of(self, split: str, whole: Part, net: Net) -> State:
        """Return the state of a split whose fork turns out otherwise."""
        state = self.course.states[self.at[split]]
        back = sum(way.share for way in state.ways if way.name)
        ways = [
            *(way for way in state.ways if way.name),
            *self._ways_of(whole, self.forks[split].join, 1.0 - back, net),
        ]
        return State(state.hours, state.variance, state.work, state.spread, ways)

    # Results

    def part(self, *, laws_only: bool = False) -> Part:
        """Return the region as a part of the map around it."""
        laws, exact = self._laws
        out = dict(laws)
        part = Part(out.pop("", []), out, exact=exact)
        if not laws_only:
            self.fill(part)
        inner = [*(fork.whole for fork in self.forks.values()), *(inside.part for inside in self.entered.values())]
        part.exact = part.exact and all(other.exact for other in inner)
        part.rough = any(other.rough for other in inner)
        return part

    def fill(self, part: Part) -> None:
        """Add passes, shares, slack and hours ahead of everything in the region, forks included."""
        course = self.course
        for i, name in enumerate(self.names):
            if name.startswith(ENTRY):
                self._add_fork(part, self.entered[name[len(ENTRY) :]].part, course.visits[i], i)
                continue
            part.ahead[name] = course.value[i]
            if course.visits[i] <= 0.0:
                continue
            reached = course.reached(i)
            part.passed[name] = Passed(course.visits[i], reached, course.visits[i], reached, 0.0)
            rounds = self._add_arcs(part, i)
            if name in self.forks and not (self.delivered and self.net.nodes[name].delivers):
                self._add_fork(part, self.forks[name].whole, rounds, i)

    def _add_arcs(self, part: Part, i: int) -> float:
        """Add the passes of the arcs out of a step; return how often its fork is entered."""
        course, rounds = self.course, 0.0
        for at, way in enumerate(course.states[i].ways):
            times = course.passes[i][at]
            if not way.name:
                rounds += times
            elif times > 0.0:
                share = course.taken(i, at)
                part.passed[way.name] = Passed(times, share, times, share, 0.0)
        return rounds

    def _add_fork(self, part: Part, inner: Part, rounds: float, i: int) -> None:
        for id_, hours in inner.ahead.items():
            part.ahead.setdefault(id_, hours)
        if rounds <= 0.0:
            return
        visits, reached, total = self.course.visits[i], self.course.reached(i), part.passed
        once = rounds == visits == reached == 1.0
        was = made = NEVER
        for id_, passed in inner.passed.items():
            if passed is not was:
                was = passed
                alike = once and passed.reached <= 1.0 and passed.critical <= 1.0
                made = passed if alike else _each_round(passed, rounds, visits, reached)
            total[id_] = _also(total[id_], made) if id_ in total else made


def _each_round(passed: Passed, rounds: float, visits: float, reached: float) -> Passed:
    """Return how something in a fork is passed, its place being come to with a share, so often, and entered so often."""
    again, entered = 1.0 - reached / visits, rounds / visits
    at_all, decides = (min(1.0, _ever(reached, again, share * entered)) for share in (passed.reached, passed.critical))
    return Passed(rounds * passed.times, at_all, rounds * passed.path, decides, passed.slack)


def _also(passed: Passed, other: Passed) -> Passed:
    """Return how something is passed that is passed in two ways: with the one share or, else, the other; the least slack."""
    both = passed.and_by(other)
    slack = both.slack if passed.slack is None or both.slack is None else min(passed.slack, both.slack)
    return both._replace(reached=min(1.0, both.reached), critical=min(1.0, both.critical), slack=slack)


def _fixed(part: Part) -> Callable[[str], Sequence[Cut]]:
    """Return for everything in a row of fixed times that the row has no way around it."""
    only = (Cut(1.0, part.done[0][0], 1.0, 0.0),)
    return lambda _: only


def _fork_way(law: Law, share: float, target: int | None, out: str, exit_: str) -> Way:
    hours, variance, work = moments(law)
    return Way(target, share * mass(law), hours, variance, work, out=out, law=law, exit=exit_)


def _means_as_laws(left: Mapping[str, tuple[float, float]]) -> dict[str, Law]:
    return {name: [(hours / share, share, 0.0, 0.0)] for name, (share, hours) in left.items() if share > 0.0}


def _ever(reached: float, again: float, share: float) -> float:
    """Return how likely something happens at all that happens with a share each time an item comes round again."""
    return reached * share / (1.0 - (1.0 - share) * again) if share > 0.0 else 0.0
