"""Which way is forward: orientations of the arrows without a cycle, tried from several beginnings."""

from __future__ import annotations

import random
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

Arcs = Sequence[tuple[int, int]]


def turned_from_sources(n: int, arcs: Arcs) -> list[bool]:
    """Say for every arc whether it is turned so that whatever has ways in is reached by one of them, few in all.

    So a process begins where people begin it, and not in the middle of a loop. Vertices are taken up one after the
    other: those whose ways in are all there, else, of those that have a way in, the one with fewest more to come. Where
    no way leads from a source, the first in the greedy order begins.
    """
    out, into = _neighbours(n, arcs)
    first = _greedy_order(n, out, into)
    waiting = [len(x) for x in into]
    reached = [not x for x in into]
    found: list[tuple[int, int, int]] = [(0, first[v], v) for v in range(n) if reached[v]]
    heapify(found)
    rest = iter(sorted(range(n), key=lambda v: first[v]))
    place = [-1] * n
    for at in range(n):
        v = -1
        while v < 0:
            missing, _, v = heappop(found) if found else (0, 0, next(rest))
            if place[v] >= 0 or (reached[v] and missing != waiting[v]):
                v = -1
        place[v] = at
        for u in out[v]:
            waiting[u] -= 1
            reached[u] = True
            if place[u] < 0:
                heappush(found, (waiting[u], first[u], u))
    return [place[a] > place[b] for a, b in arcs]


def _neighbours(n: int, arcs: Arcs) -> tuple[list[list[int]], list[list[int]]]:
    out: list[list[int]] = [[] for _ in range(n)]
    into: list[list[int]] = [[] for _ in range(n)]
    for a, b in arcs:
        out[a].append(b)
        into[b].append(a)
    return out, into


def _greedy_order(n: int, out: list[list[int]], into: list[list[int]]) -> list[int]:
    """Return every vertex' place, by Eades, Lin and Smyth (1993), so that few arcs lead back.

    Sinks go to the end, sources to the beginning, else the one with most to give.
    """
    gives, takes = [len(x) for x in out], [len(x) for x in into]
    left: list[int] = []
    right: list[int] = []
    alive = dict.fromkeys(range(n))
    buckets: dict[int, dict[int, None]] = {}
    for v in range(n):
        buckets.setdefault(gives[v] - takes[v], {})[v] = None
    ends = [v for v in range(n) if not gives[v] or not takes[v]]

    def remove(v: int) -> None:
        del alive[v]
        del buckets[gives[v] - takes[v]][v]
        for others, count in ((out[v], takes), (into[v], gives)):
            for u in others:
                if u in alive:
                    del buckets[gives[u] - takes[u]][u]
                    count[u] -= 1
                    buckets.setdefault(gives[u] - takes[u], {})[u] = None
                    if not count[u]:
                        ends.append(u)

    while alive:
        v = ends.pop() if ends else next(iter(buckets[max(d for d, members in buckets.items() if members)]))
        if v in alive:
            (right if not gives[v] and takes[v] else left).append(v)
            remove(v)
    place = [0] * n
    for at, v in enumerate(left + right[::-1]):
        place[v] = at
    return place


def turned_by_depth(n: int, arcs: Arcs, seed: int | None = None) -> list[bool]:
    """Say for every arc whether it leads back on a walk from the sources, in given or in shuffled order."""
    out: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    entered = [0] * n
    for k, (a, b) in enumerate(arcs):
        out[a].append((b, k))
        entered[b] += 1
    sources, rest = [v for v in range(n) if not entered[v]], [v for v in range(n) if entered[v]]
    if seed is not None:
        dice = random.Random(seed)
        dice.shuffle(sources)
        dice.shuffle(rest)
        for ways in out:
            dice.shuffle(ways)
    return _walk(sources + rest, out, n, len(arcs))


def _walk(roots: list[int], out: list[list[tuple[int, int]]], n: int, m: int) -> list[bool]:
    turned = [False] * m
    state = [0] * n
    for root in roots:
        if state[root]:
            continue
        state[root] = 1
        stack = [(root, iter(out[root]))]
        while stack:
            v, ways = stack[-1]
            for w, k in ways:
                if state[w] == 1:
                    turned[k] = True
                elif not state[w]:
                    state[w] = 1
                    stack.append((w, iter(out[w])))
                    break
            else:
                state[v] = 2
                stack.pop()
    return turned
