"""Which way is forward: orientations of the arrows without a cycle, tried from several beginnings.

On large maps this decides more than all that follows: an arrow turned that closes no loop makes many others long.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from crosslane.model.circles import components

Arcs = Sequence[tuple[int, int]]
Floats = NDArray[np.float64]
# How far from one long arrows may be before they begin to lose their say, and how soon the rest of it goes.
LOOSE, LOUD = 1.0, 2.0
STEPS, ENOUGH = 60, 2e-3
MOVES = 20
INFINITE = 1e9


def turned_from_sources(n: int, arcs: Arcs) -> list[bool]:
    """Say for every arc whether it is turned so that whatever has ways in is reached by one of them, few in all.

    So a process begins where people begin it, and not in the middle of a loop. Vertices are taken up one after the
    other: those whose ways in are all there, else, of those that have a way in, the one with fewest more to come. Where
    no way leads from a source, the first in the greedy order begins.
    """
    out, into = _neighbours(n, arcs)
    waiting = [len(x) for x in into]
    place = _taken_up(_greedy_order(out, into), out, into, waiting, waiting.__getitem__)
    return [place[a] > place[b] for a, b in arcs]


def _taken_up(
    first: Sequence[int], out: list[list[int]], into: list[list[int]], waiting: list[int], late: Callable[[int], float]
) -> list[int]:
    """Return every vertex' place: the sources first, then of those that have a way in always the one that is least late.

    `first` says who begins where that is all the same; `waiting` counts the ways in that are still to come.
    """
    n = len(out)
    reached = [not x for x in into]
    found = [(late(v), first[v], v) for v in range(n) if reached[v]]
    heapify(found)
    rest = iter(sorted(range(n), key=lambda v: first[v]))
    place = [-1] * n
    for at in range(n):
        v = -1
        while v < 0:
            was, _, v = heappop(found) if found else (0.0, 0, next(rest))
            if place[v] >= 0 or (reached[v] and was != late(v)):
                v = -1
        place[v] = at
        for u in out[v]:
            waiting[u] -= 1
            reached[u] = True
            if place[u] < 0:
                heappush(found, (late(u), first[u], u))
    return place


def _neighbours(n: int, arcs: Arcs) -> tuple[list[list[int]], list[list[int]]]:
    out: list[list[int]] = [[] for _ in range(n)]
    into: list[list[int]] = [[] for _ in range(n)]
    for a, b in arcs:
        out[a].append(b)
        into[b].append(a)
    return out, into


def _greedy_order(out: list[list[int]], into: list[list[int]]) -> list[int]:
    """Return every vertex' place, by Eades, Lin and Smyth (1993), so that few arcs lead back.

    Sinks go to the end, sources to the beginning, else the one with most to give.
    """
    n = len(out)
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
            if len(ways) > 1:
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


def turned_by_flows(n: int, arcs: Arcs, rounds: Sequence[int]) -> list[list[bool]]:
    """Say for every arc whether it leads against the flow of all: its vertices' depths, at which most arcs are one long.

    That is told after each of some numbers of rounds; what all of them go through is worked out once. Depths begin as the
    fewest arcs from a source, which no arc that leads back makes less. In every round they are levelled, and arcs have the
    less say in that the further they are from being one long: by plain least squares (trophic levels: MacKay, Johnson and
    Sansom, 2020) the few that lead far back would press the whole map together.
    """
    tail, head = np.array(arcs, int).reshape(-1, 2).T
    out, into = _neighbours(n, arcs)
    depth = np.array(_steps_from_sources(out, into), float)
    first = _greedy_order(out, into)
    found: dict[int, list[bool]] = {}
    for turn in range(1, max(rounds) + 1):
        weight = np.maximum(np.abs(depth[head] - depth[tail] - 1), LOOSE) ** -LOUD
        depth = _levelled(n, tail, head, weight, depth)
        if turn in rounds:
            at = depth.tolist()
            _turn_less(at, out, into)
            place = _taken_up(first, out, into, [len(x) for x in into], at.__getitem__)
            found[turn] = [place[a] > place[b] for a, b in arcs]
    return [found[turn] for turn in rounds]


def _steps_from_sources(out: list[list[int]], into: list[list[int]]) -> list[int]:
    """Return the fewest arcs from a source to each vertex; where no source leads, from what gives most and takes least."""
    n = len(out)
    depth = [-1] * n
    firsts = [v for v in range(n) if not into[v]]
    rest = iter(sorted((v for v in range(n) if into[v]), key=lambda v: len(into[v]) - len(out[v])))
    while firsts:
        for v in firsts:
            depth[v] = 0
        for v in firsts:
            for w in out[v]:
                if depth[w] < 0:
                    depth[w] = depth[v] + 1
                    firsts.append(w)
        firsts = [v for v in (next((v for v in rest if depth[v] < 0), -1),) if v >= 0]
    return depth


def _levelled(n: int, tail: NDArray[np.int_], head: NDArray[np.int_], weight: Floats, depth: Floats) -> Floats:
    """Return depths with less of the squares of what arcs are not one long, by conjugate gradients from those given."""

    def drawn(along: Floats) -> Floats:
        pull = weight * along
        return np.asarray(np.bincount(head, pull, n) - np.bincount(tail, pull, n), float)

    many = np.maximum(np.bincount(tail, weight, n) + np.bincount(head, weight, n), 1e-9)
    rest = drawn(1 - depth[head] + depth[tail])
    step = near = rest / many
    size = float(np.add.reduce(rest * near))
    for _ in range(STEPS):
        if not size or np.maximum.reduce(np.abs(rest)) < ENOUGH:
            break
        answer = drawn(step.take(head) - step.take(tail))
        far = size / max(float(np.add.reduce(step * answer)), 1e-12)
        depth, rest = depth + far * step, rest - far * answer
        near = rest / many
        before, size = size, float(np.add.reduce(rest * near))
        step = near + size / before * step
    return depth


def _turn_less(at: list[float], out: list[list[int]], into: list[list[int]]) -> None:
    """Let every vertex go to the depth where the fewest of its arcs lead up, again and again."""
    # Whether anything has changed around a vertex since it was looked at.
    is_news = [True] * len(at)
    for _ in range(MOVES):
        for v in sorted(range(len(at)), key=at.__getitem__):
            if is_news[v]:
                found = _better_depth(at, v, out[v], into[v])
                is_news[v] = found is not None
                if found is not None:
                    at[v] = found
                    for u in chain(out[v], into[v]):
                        is_news[u] = True
        if True not in is_news:
            break


def _better_depth(at: Sequence[float], v: int, out: Sequence[int], into: Sequence[int]) -> float | None:
    """Return the nearest depth at which the fewest of a vertex' arcs lead up; None where fewer do nowhere else.

    One arc into the vertex, if there is any, has to lead down.
    """
    here, ins, outs = at[v], [at[u] for u in into], [at[w] for w in out]
    least = sum([w < here for w in outs]) + sum([u >= here for u in ins])
    if not least:
        return None
    lowest = min(ins, default=-INFINITE)
    above, up = -INFINITE, len(into)
    found = None
    near = INFINITE
    # Going down, an arc out turns when its head has been passed, an arc in leads down from there on.
    for below, more in [*sorted([(w, 1) for w in outs] + [(u, -1) for u in ins]), (INFINITE, 0)]:
        if lowest <= above < below and up <= least:
            far = max(above - here, here - below, 0.0)
            if up < least or (found is not None and far < near):
                inset = min(1.0, (below - above) / 2)
                least, near, found = up, far, above + inset if here <= above else below - inset
        above, up = below, up + more
    return found


def in_loops(n: int, arcs: Arcs) -> list[bool]:
    """Say for every arc whether it is part of a loop: if others were turned, people would take them for returns."""
    out, _ = _neighbours(n, arcs)
    loop = [0] * n
    for number, part in enumerate(components(out)):
        for v in part:
            loop[v] = number
    return [loop[a] == loop[b] for a, b in arcs]
