"""Flows that cross get columns in which the one ends before the other begins, where that costs less than their crossing.

Columns are chosen for short flows, without a look at crossings. A flow over several lanes often cuts through a chain that
might as well have ended a column before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise

from crosslane.layout.layers import Arc, layered
from crosslane.layout.levels import Levels, Problem, levels_of
from crosslane.layout.order import Ordering, begun_by, improved

# What an ordered graph with so many crossings will cost.
Cost = Callable[[Levels, int], float]
# One in so many of the ways that are looked at is looked at once more.
AGAIN = 6


def moved_aside(
    problem: Problem, levels: Levels, best: float, cost: Cost, ordered: Callable[[Ordering], int], ways: int = 12
) -> tuple[float, Levels]:
    """Return a graph that costs less than the best, and how much; the given one, if none is found.

    `ordered` goes on with an order as well as it can and returns the crossings left. Up to so many times, up to so many ways
    are looked at.
    """
    arcs = [_forward(levels, k) for k in range(len(problem.arcs))]
    for _ in range(ways):
        looks = _looks(problem, levels, arcs, best, cost, ways)
        for _, _, ordering, more in sorted(looks, key=lambda each: each[:2])[: ways // AGAIN]:
            fresh = ordering.levels
            if (now := cost(fresh, ordered(ordering))) < best:
                best, levels = now, fresh
                arcs.append(more)
                break
        else:
            break
    return best, levels


def _looks(
    problem: Problem, levels: Levels, arcs: Sequence[Arc], best: float, cost: Cost, ways: int
) -> Iterator[tuple[float, int, Ordering, Arc]]:
    """Yield ways to keep two flows apart: what they seem to cost after two sweeps, their number, the order, and the arc."""
    rows = _rows(levels)
    for at, more in enumerate(islice(_apart(levels, arcs), ways)):
        fresh = _relaid(problem, levels, [*arcs, more])
        if fresh and cost(fresh, 0) < best:
            ordering = begun_by(fresh, rows)
            yield cost(fresh, improved(ordering, 2, 0)), at, ordering, more


def _forward(levels: Levels, k: int) -> Arc:
    """Return an arrow as columns see it, from left to right."""
    first, last = levels.chains[k][0], levels.chains[k][-1]
    return first, last, int(levels.layer[first] != levels.layer[last]), 1


def _apart(levels: Levels, arcs: Sequence[Arc]) -> Iterator[Arc]:
    """Yield what keeps two crossing arrows apart, the one before the other or behind it: what moves least comes first."""
    found: dict[tuple[int, int], float] = {}
    for pair, times in _crossed(levels).items():
        for one, other in (pair, pair[::-1]):
            tail, head = arcs[one][1], arcs[other][0]
            if tail != head:
                far = (levels.layer[tail] - levels.layer[head]) / times
                found[tail, head] = min(far, found.get((tail, head), far))
    for tail, head in sorted(found, key=lambda ends: (found[ends], ends)):
        yield tail, head, 0, 0


def _crossed(levels: Levels) -> dict[tuple[int, int], int]:
    """Count how often every two arrows cross; those that do not are left out."""
    place = [0] * levels.size
    for column in levels.layers:
        for row, v in enumerate(column):
            place[v] = row
    pieces: list[list[tuple[int, int, int]]] = [[] for _ in levels.layers]
    passing: dict[int, int] = {}
    for k, chain in enumerate(levels.chains):
        passing |= dict.fromkeys(chain[1:-1], k)
        for u, v in pairwise(chain):
            if levels.layer[u] != levels.layer[v]:
                pieces[levels.layer[u]].append((place[u], place[v], k))
    met = [(k, other) for some in pieces for k, other in _inverted(some)]
    for k, (first, *_, last) in enumerate(levels.chains):
        if levels.layer[first] == levels.layer[last]:
            top, bottom = sorted((place[first], place[last]))
            between = levels.layers[levels.layer[first]][top + 1 : bottom]
            met += [(k, passing[v]) for v in between if v in passing]
    found: dict[tuple[int, int], int] = {}
    for k, other in met:
        pair = min(k, other), max(k, other)
        found[pair] = found.get(pair, 0) + 1
    return found


def _inverted(pieces: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the arrows of every two pieces between the same columns that cross."""
    pieces.sort()
    for at, (above, there, k) in enumerate(pieces):
        for below, other_there, other in pieces[at + 1 :]:
            if above < below and other_there < there:
                yield k, other


def _relaid(problem: Problem, levels: Levels, arcs: Sequence[Arc]) -> Levels | None:
    """Return the graph in columns that fit the last of the arcs too, with all else as it was; None where none do."""
    layer = _pushed(problem.n, levels.layer, arcs)
    if not layer:
        return None
    layer = layered(problem.n, arcs, layer)
    first = min(layer)
    fresh = levels_of(problem, [at - first for at in layer], levels.turned, "target")
    for chain, old in zip(fresh.chains, levels.chains, strict=True):
        for at in range(1, len(chain) - 1 if len(old) > 2 else 0):
            fresh.lane[chain[at]] = levels.lane[old[1 + (at - 1) * (len(old) - 2) // (len(chain) - 2)]]
    return fresh


def _pushed(n: int, layer: Sequence[int], arcs: Sequence[Arc]) -> list[int]:
    """Return columns with what the last arc pushes to the right, and what that pushes; none if it comes to push itself."""
    out: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for a, b, least, _ in arcs:
        out[a].append((b, least))
    found = list(layer[:n])
    tail = arcs[-1][0]
    todo = [tail]
    for v in todo:
        for w, least in out[v]:
            if found[w] < found[v] + least:
                if w == tail:
                    return []
                found[w] = found[v] + least
                todo.append(w)
    return found


def _rows(levels: Levels) -> list[float]:
    """Return how far down their column boxes are."""
    found = [0.0] * levels.n
    for column in levels.layers:
        for row, v in enumerate(column):
            if v < levels.n:
                found[v] = (row + 0.5) / len(column)
    return found
