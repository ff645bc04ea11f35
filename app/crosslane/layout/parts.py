"""Separate parts of a map, one after the other: flows of one between lanes do not cut through another."""

from __future__ import annotations

from collections.abc import Sequence

from crosslane.layout.levels import Problem

# Per lane the first and the last column.
Reach = dict[int, tuple[int, int]]


def set_apart(problem: Problem, layer: Sequence[int]) -> list[int]:
    """Return the columns with parts moved to the right of parts through whose lanes they pass; the largest stay first.

    Parts that share no lane, not even one that a flow only passes, stay one below the other.
    """
    found = list(layer)
    placed: list[Reach] = []
    parts = _parts(problem)
    for part in parts if len(parts) > 1 else ():
        reach = _reach(problem, layer, part)
        # Behind each of those placed it may begin at most once, so as many turns are enough.
        shift = 0
        for _ in placed:
            shift = max([shift, *(_behind(other, reach, shift) for other in placed)])
        placed.append({lane: (low + shift, high + shift) for lane, (low, high) in reach.items()})
        for v in part:
            found[v] += shift
    return found


def _parts(problem: Problem) -> list[list[int]]:
    """Return the parts with several boxes, those with most boxes first."""
    near: list[list[int]] = [[] for _ in range(problem.n)]
    for a, b in problem.arcs:
        near[a].append(b)
        near[b].append(a)
    seen = [False] * problem.n
    found = []
    for start in range(problem.n):
        if seen[start] or not near[start]:
            continue
        seen[start] = True
        part = [start]
        for v in part:
            for u in near[v]:
                if not seen[u]:
                    seen[u] = True
                    part.append(u)
        found.append(part)
    return sorted(found, key=lambda part: -len(part))


def _reach(problem: Problem, layer: Sequence[int], part: Sequence[int]) -> Reach:
    """Return from which to which column a part lies in every lane, or passes it."""
    inside = set(part)
    places = [(problem.lane[v], layer[v], layer[v]) for v in part]
    for a, b in problem.arcs:
        if a in inside:
            low, high = sorted((layer[a], layer[b]))
            first, last = sorted((problem.lane[a], problem.lane[b]))
            places += [(lane, low, high) for lane in range(first + 1, last)]
    found: Reach = {}
    for lane, low, high in places:
        before = found.get(lane, (low, high))
        found[lane] = min(before[0], low), max(before[1], high)
    return found


def _behind(other: Reach, reach: Reach, shift: int) -> int:
    """Return how far a part has to move so as not to meet another one."""
    meets = [
        other[lane][1] + 1 - low
        for lane, (low, high) in reach.items()
        if lane in other and low + shift <= other[lane][1] and other[lane][0] <= high + shift
    ]
    return max(meets, default=0)
