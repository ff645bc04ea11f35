"""What the choices that nobody decided can turn out to be: a net solved at every corner of them, or at both ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import prod
from typing import NamedTuple

from crosslane.analysis.net import Net
from crosslane.analysis.part import Stuck
from crosslane.analysis.shares import Favour, Shares, resolve
from crosslane.analysis.solve import Solution, solve_net, solve_otherwise

# So many corners, and steps in all of them, are solved while somebody types.
_CORNERS, _STEPS = 64, 1000
_TURNS = 8
_SAME = 1e-9


class Ends(NamedTuple):
    """A net solved where all that is open goes one way each, the shortest first.

    A mean, a count or a saving at any shares lies between those of these solutions when they are `every` one. Some are
    left out when they are too many, and those in which items go round for ever: then the net is `endless`.
    """

    solutions: tuple[Solution, ...]
    every: bool
    endless: bool


def ends_of(net: Net, shares: Shares) -> Ends:
    """Return the net solved at the ends of its open choices; raises Stuck when no end can be reached whatever they are."""
    if not shares.open_choices:
        return Ends((solve_net(shares.net),), every=True, endless=False)
    count = prod(
        2 ** len(arcs) if net.nodes[step].split == "some" else len(arcs) for step, arcs in shares.open_choices.items()
    )
    if count > _CORNERS or count * len(net.nodes) > _STEPS:
        return _shortest_and_longest(net, shares)
    found: list[Solution] = []
    for favour in _corners(net, shares):
        corner = resolve(net, favour).net
        try:
            found.append(_beside(found[-1], corner, shares) if found else solve_net(corner))
        except Stuck as error:
            stuck = error
    if not found:
        raise stuck
    return Ends(tuple(sorted(found, key=lambda s: s.mean)), every=True, endless=len(found) < count)


def _beside(solved: Solution, corner: Net, shares: Shares) -> Solution:
    """Return another corner solved: what no open choice changes is that of a corner solved before."""
    was, now = solved.net.arcs, corner.arcs
    open_ = (id_ for arcs in shares.open_choices.values() for id_ in arcs)
    return solve_otherwise(
        solved, {i: now[i].probability or 0.0 for i in open_ if now[i].probability != was[i].probability}
    )


def _corners(net: Net, shares: Shares) -> Iterator[Favour]:
    """Yield every way in which each open choice goes one way, and each open "some" split takes some of its arcs."""
    each = [
        [frozenset(some) for size in range(len(arcs) + 1) for some in combinations(arcs, size)]
        if net.nodes[step].split == "some"
        else [frozenset([id_]) for id_ in arcs]
        for step, arcs in shares.open_choices.items()
    ]
    for taken in product(*each):
        yield dict(zip(shares.open_choices, taken, strict=True))


def _shortest_and_longest(net: Net, shares: Shares) -> Ends:
    """Turn every open choice the way that makes what lies ahead shortest (longest), all at once, until nothing changes.

    The best policy of a decision process: exact where choices do not race in parallel branches, and for the lead time.
    """
    nearest = _nearest(net, shares)
    shortest, _ = _turned(net, shares, nearest, shorter=True)
    longest, endless = _turned(net, shares, nearest, shorter=False)
    both = sorted((shortest, longest), key=lambda solution: solution.mean)
    return Ends(tuple(both), every=False, endless=endless)


def _nearest(net: Net, shares: Shares) -> Favour:
    """Return for every open choice the way that leads to an end over the fewest steps, so that a first solution exists."""
    far = {id_: 0 for id_, arcs in net.forward.items() if not arcs}
    todo = list(far)
    for id_ in todo:
        for arc in net.into[id_]:
            if not arc.rework and arc.source not in far:
                far[arc.source] = far[id_] + 1
                todo.append(arc.source)
    return {
        step: frozenset([min(arcs, key=lambda id_: far.get(net.arcs[id_].target, len(far) + 1))])
        for step, arcs in shares.open_choices.items()
        if net.nodes[step].split != "some"
    }


def _turned(net: Net, shares: Shares, first: Favour, *, shorter: bool) -> tuple[Solution, bool]:
    """Return the solution at one end, and whether there is no end because items go round for ever."""
    several = {s: arcs for s, arcs in shares.open_choices.items() if net.nodes[s].split == "some"}
    favour = {**first, **{step: frozenset(() if shorter else arcs) for step, arcs in several.items()}}
    solution = solve_net(resolve(net, favour).net)
    for _ in range(_TURNS):
        turned = {**favour, **_best(net, shares, solution, shorter)}
        if turned == favour:
            break
        try:
            solution = solve_net(resolve(net, turned).net)
        except Stuck:
            return solution, True
        favour = turned
    return solution, False


def _best(net: Net, shares: Shares, solution: Solution, shorter: bool) -> Favour:
    ahead = solution.part.ahead
    best: dict[str, frozenset[str]] = {}
    for step, arcs in shares.open_choices.items():
        if net.nodes[step].split == "some":
            continue
        hours = {id_: net.arcs[id_].elapsed + ahead.get(net.arcs[id_].target, 0.0) for id_ in arcs}
        end = min(hours.values()) if shorter else max(hours.values())
        first = next(id_ for id_, h in hours.items() if abs(h - end) <= _SAME * max(1.0, abs(end)) or h == end)
        best[step] = frozenset([first])
    return best
