"""Which way is forward: orientations of the arrows without a cycle, tried from several beginnings."""

from __future__ import annotations

import random
from collections.abc import Sequence

Arcs = Sequence[tuple[int, int]]


def fewest_turned(n: int, arcs: Arcs) -> list[bool]:
    """Say for every arc whether it is turned round, by the greedy order of Eades, Lin and Smyth (1993)."""
    out, into = _neighbours(n, arcs)
    place = _greedy_order(n, out, into)
    return [place[a] > place[b] for a, b in arcs]


def _neighbours(n: int, arcs: Arcs) -> tuple[list[list[int]], list[list[int]]]:
    out: list[list[int]] = [[] for _ in range(n)]
    into: list[list[int]] = [[] for _ in range(n)]
    for a, b in arcs:
        out[a].append(b)
        into[b].append(a)
    return out, into


def _greedy_order(n: int, out: list[list[int]], into: list[list[int]]) -> list[int]:
    """Return every vertex' place: sinks go to the end, sources to the beginning, else the one with most to give."""
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


def turned_by_place(n: int, arcs: Arcs, along: Sequence[float | None]) -> list[bool]:
    """Say for every arc whether it is turned, by where its ends lie; vertices without a place follow the arcs."""
    first = [
        a_at is not None and b_at is not None and b_at < a_at for a_at, b_at in ((along[a], along[b]) for a, b in arcs)
    ]
    forward = [(b, a) if t else (a, b) for (a, b), t in zip(arcs, first, strict=True)]
    again = fewest_turned(n, forward)
    return [t != g for t, g in zip(first, again, strict=True)]
