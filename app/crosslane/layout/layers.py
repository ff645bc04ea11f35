"""Columns: every vertex gets the layer that makes the arcs shortest in sum, by the network simplex of Gansner et al.

(A technique for drawing directed graphs, 1993.) Arcs are (from, to, least length, weight) and have no cycle.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import chain

Arc = tuple[int, int, int, int]


def layered(n: int, arcs: Sequence[Arc], start: Sequence[int] | None = None) -> list[int]:
    """Return a layer for every vertex: from 0 in every part of the graph.

    With a start that fits all arcs, circles are allowed and every part keeps the place of its first vertex there.
    """
    if not arcs:
        return list(start or [0] * n)
    simplex = _Simplex(n, arcs, start)
    simplex.run(20 * n + 100)
    if start is None:
        return _started_at_zero(simplex.layer, simplex.parts)
    for part in simplex.parts:
        shift = start[part[0]] - simplex.layer[part[0]]
        for v in part:
            simplex.layer[v] += shift
    return simplex.layer


def _started_at_zero(layer: list[int], parts: list[list[int]]) -> list[int]:
    for part in parts:
        least = min(layer[v] for v in part)
        for v in part:
            layer[v] -= least
    return layer


def _longest_path(n: int, arcs: Sequence[Arc]) -> list[int]:
    out: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    waiting = [0] * n
    for a, b, least, _ in arcs:
        out[a].append((b, least))
        waiting[b] += 1
    layer = [0] * n
    ready = [v for v in range(n) if not waiting[v]]
    for v in ready:
        for w, least in out[v]:
            layer[w] = max(layer[w], layer[v] + least)
            waiting[w] -= 1
            if not waiting[w]:
                ready.append(w)
    return layer


class _Simplex:
    """A spanning forest of tight arcs, improved by swapping arcs while one of its cuts is negative.

    `parent` is the vertex above each vertex of its tree, `by` the arc that leads there, `depth` how many lead to the root.
    """

    def __init__(self, n: int, arcs: Sequence[Arc], start: Sequence[int] | None) -> None:
        self.arcs = arcs
        self.touching: list[list[int]] = [[] for _ in range(n)]
        for k, (a, b, _, _) in enumerate(arcs):
            self.touching[a].append(k)
            self.touching[b].append(k)
        # Of an arc's two ends, one less from this is the other.
        self.both = [a + b for a, b, _, _ in arcs]
        self.layer = list(start) if start is not None else _longest_path(n, arcs)
        self.parts: list[list[int]] = []
        self.tree: list[list[int]] = [[] for _ in range(n)]
        self.parent = [-1] * n
        self.by = [-1] * n
        self.depth = [0] * n
        self.cut: dict[int, int] = {}
        self.is_grown = [False] * n
        for root in range(n):
            if not self.is_grown[root]:
                self.parts.append(self._grow_tight(root))
                self._cuts(self._hung(root, -1, -1))

    def _grow_tight(self, root: int) -> list[int]:
        """Grow a tree of tight arcs over the root's part, pulling the tree to its nearest arc when it is stuck."""
        layer, arcs, is_grown = self.layer, self.arcs, self.is_grown
        members, moved = [root], 0
        is_grown[root] = True
        # Members hold their layers as if the tree had not moved. Loose arcs out of it and into it, by how far it would
        # have to have moved for them to be tight.
        out, into = list[tuple[int, int]](), list[tuple[int, int]]()
        for v in members:
            here = layer[v] + moved
            for k in self.touching[v]:
                a, b, least, _ = arcs[k]
                w = b if a == v else a
                if is_grown[w]:
                    continue
                slack = layer[w] - here - least if a == v else here - layer[w] - least
                if not slack:
                    self._take(k, w, members, moved)
                elif a == v:
                    heappush(out, (slack + moved, k))
                else:
                    heappush(into, (slack - moved, k))
            if v == members[-1]:
                moved += self._pulled(members, moved, out, into)
        for v in members:
            layer[v] += moved
        return members

    def _take(self, k: int, w: int, members: list[int], moved: int) -> None:
        """Let the tree grow along a tight arc to a vertex."""
        self.is_grown[w] = True
        self.layer[w] -= moved
        members.append(w)
        for end in self.arcs[k][:2]:
            self.tree[end].append(k)

    def _pulled(self, members: list[int], moved: int, out: list[tuple[int, int]], into: list[tuple[int, int]]) -> int:
        """Move a tree to the nearest loose arc and let it grow along it; return how far it moved."""
        is_grown, arcs = self.is_grown, self.arcs
        while out and is_grown[arcs[out[0][1]][1]]:
            heappop(out)
        while into and is_grown[arcs[into[0][1]][0]]:
            heappop(into)
        if not out and not into:
            return 0
        forth = not into or (bool(out) and out[0][0] - moved <= into[0][0] + moved)
        far, k = heappop(out if forth else into)
        by = far - moved if forth else -far - moved
        self._take(k, arcs[k][1 if forth else 0], members, moved + by)
        return by

    def _hung(self, top: int, parent: int, by: int) -> list[int]:
        """Hang all that is joined to a vertex, but for the arc to its parent, below it; return it from the top down."""
        tree, both, parents, bys, depth = self.tree, self.both, self.parent, self.by, self.depth
        parents[top], bys[top] = parent, by
        depth[top] = depth[parent] + 1 if parent >= 0 else 0
        found = [top]
        for v in found:
            above, below = bys[v], depth[v] + 1
            for k in tree[v]:
                if k != above:
                    w = both[k] - v
                    parents[w], bys[w], depth[w] = v, k, below
                    found.append(w)
        return found

    def _cuts(self, part: list[int]) -> None:
        """Work out the cut of every arc of a tree, given from the top down, from the arcs at its lower end and the cuts below."""
        inflow = dict.fromkeys(part, 0)
        for v in reversed(part):
            found = inflow[v]
            for k in self.touching[v]:
                found += self.arcs[k][3] if self.arcs[k][1] == v else -self.arcs[k][3]
            if self.parent[v] >= 0:
                inflow[self.parent[v]] += found
                self.cut[self.by[v]] = found if self.arcs[self.by[v]][1] == v else -found

    def run(self, turns: int) -> None:
        """Swap arcs until no cut is negative, or the turns are used up."""
        begin = 0
        order = list(self.cut)
        while turns > 0 and order:
            leaving = self._most_negative(order, begin)
            if leaving is None:
                return
            begin = leaving + 1
            k = order[leaving]
            entering = self._entering(k)
            if entering is None:
                self.cut[k] = 0
                continue
            self._swap(k, *entering)
            order[leaving] = entering[0]
            turns -= 1

    def _most_negative(self, order: list[int], begin: int, sample: int = 30) -> int | None:
        best, worst, found = None, 0, 0
        cut = self.cut
        for at in chain(range(begin, len(order)), range(min(begin, len(order)))):
            value = cut[order[at]]
            if value < 0:
                found += 1
                if value < worst:
                    best, worst = at, value
                if found >= sample:
                    break
        return best

    def _below(self, k: int) -> tuple[int, bool]:
        """Return the lower end of a tree arc and whether the arc points down to it."""
        a, b = self.arcs[k][0], self.arcs[k][1]
        return (b, True) if self.by[b] == k else (a, False)

    def _subtree(self, v: int) -> list[int]:
        tree, both, by = self.tree, self.both, self.by
        found = [v]
        for u in found:
            above = by[u]
            found += [both[k] - u for k in tree[u] if k != above]
        return found

    def _entering(self, k: int) -> tuple[int, int, list[int]] | None:
        """Return the arc with least slack that leads against k across k's cut, its slack, and what hangs below k."""
        v, down = self._below(k)
        arcs, layer, touching = self.arcs, self.layer, self.touching
        below = self._subtree(v)
        inside = set(below)
        best, least = -1, 1 << 60
        for u in below:
            for j in touching[u]:
                a, b, minimum, _ = arcs[j]
                if (a == u) == down and (b if down else a) not in inside:
                    slack = layer[b] - layer[a] - minimum
                    if slack < least:
                        best, least = j, slack
        return (best, least, below) if best >= 0 else None

    def _swap(self, leaving: int, entering: int, slack: int, below: list[int]) -> None:
        _, down = self._below(leaving)
        if slack:
            # The lower side moves along the entering arc, which leads out of it when the leaving arc led in.
            by = slack if down else -slack
            for u in below:
                self.layer[u] += by
        value = self.cut.pop(leaving)
        self._update_circle(entering, value, leaving)
        self.cut[entering] = -value
        for end in self.arcs[leaving][:2]:
            self.tree[end].remove(leaving)
        for end in self.arcs[entering][:2]:
            self.tree[end].append(entering)
        # The lower side hangs at the entering arc now, by its end of it.
        tail, head = self.arcs[entering][:2]
        self._hung(*((tail, head) if down else (head, tail)), entering)

    def _update_circle(self, entering: int, value: int, leaving: int) -> None:
        """Move a cut from the one arc to the others along the circle that the entering arc closes."""
        a, b = self.arcs[entering][:2]
        while a != b:
            from_tail = self.depth[a] >= self.depth[b]
            v = a if from_tail else b
            k = self.by[v]
            if k != leaving:
                self.cut[k] += value if (self.arcs[k][0] == v) == from_tail else -value
            if from_tail:
                a = self.parent[v]
            else:
                b = self.parent[v]
