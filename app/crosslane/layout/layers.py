"""Columns: every vertex gets the layer that makes the arcs shortest in sum, by the network simplex of Gansner et al.

(A technique for drawing directed graphs, 1993.) Arcs are (from, to, least length, weight) and have no cycle.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from heapq import heappop, heappush

Arc = tuple[int, int, int, int]
# Of so many arcs with a negative cut the one with the least is swapped.
SAMPLE = 30


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


class _Simplex:
    """A spanning forest of tight arcs, improved by swapping arcs while one of its cuts is negative.

    `tree` has the neighbours of each vertex in its tree, `parent` the one above it, `by` the arc that leads there.
    """

    def __init__(self, n: int, arcs: Sequence[Arc], start: Sequence[int] | None) -> None:
        self.arcs = arcs
        # Of an arc's two ends, one less from this is the other.
        self.both = [a + b for a, b, _, _ in arcs]
        self.out: list[list[int]] = [[] for _ in range(n)]
        self.into: list[list[int]] = [[] for _ in range(n)]
        # What the arcs into a vertex weigh more than those out of it.
        self.pull = [0] * n
        for k, (a, b, _, weight) in enumerate(arcs):
            self.out[a].append(k)
            self.into[b].append(k)
            if weight:
                self.pull[a] -= weight
                self.pull[b] += weight
        self.layer = list(start) if start is not None else self._longest_path()
        self.parts: list[list[int]] = []
        self.tree: list[list[int]] = [[] for _ in range(n)]
        self.parent = [-1] * n
        self.by = [-1] * n
        # The arcs of the forest and their cuts; where each arc is among them; and where those with a negative cut are.
        self.order: list[int] = []
        self.cut: list[int] = []
        self.place = [-1] * len(arcs)
        self.negative: list[int] = []
        self.is_grown = [False] * n
        for root in range(n):
            if not self.is_grown[root]:
                self.parts.append(self._grow_tight(root))
                self._cuts(self._subtree(root))

    def _longest_path(self) -> list[int]:
        arcs, out = self.arcs, self.out
        waiting = [len(into) for into in self.into]
        layer = [0] * len(out)
        ready = [v for v, many in enumerate(waiting) if not many]
        for v in ready:
            here = layer[v]
            for k in out[v]:
                _, w, least, _ = arcs[k]
                layer[w] = max(layer[w], here + least)
                waiting[w] -= 1
                if not waiting[w]:
                    ready.append(w)
        return layer

    def _grow_tight(self, root: int) -> list[int]:
        """Grow a tree of tight arcs over the root's part, pulling the tree to its nearest arc when it is stuck."""
        layer, arcs, both, is_grown, many = self.layer, self.arcs, self.both, self.is_grown, len(self.arcs)
        members, moved = [root], 0
        is_grown[root] = True
        # Members hold their layers as if the tree had not moved. Loose arcs out of it and into it, by how far it would
        # have to have moved for them to be tight, times the number of all arcs, plus their own.
        ahead, behind = list[int](), list[int]()
        for v in members:
            here = layer[v] + moved
            for k in sorted(self.out[v] + self.into[v]):
                w = both[k] - v
                if is_grown[w]:
                    continue
                a, _, least, _ = arcs[k]
                slack = layer[w] - here - least if a == v else here - layer[w] - least
                if not slack:
                    self._take(k, v, w, moved)
                    members.append(w)
                elif a == v:
                    heappush(ahead, (slack + moved) * many + k)
                else:
                    heappush(behind, (slack - moved) * many + k)
            if v == members[-1]:
                moved += self._pulled(members, moved, ahead, behind)
        for v in members if moved else ():
            layer[v] += moved
        return members

    def _take(self, k: int, v: int, w: int, moved: int) -> None:
        """Let the tree grow along a tight arc from one vertex to another."""
        self.is_grown[w] = True
        self.layer[w] -= moved
        self.tree[v].append(w)
        self.tree[w].append(v)
        self.parent[w], self.by[w] = v, k

    def _pulled(self, members: list[int], moved: int, ahead: list[int], behind: list[int]) -> int:
        """Move a tree to the nearest loose arc and let it grow along it; return how far it moved."""
        is_grown, arcs, many = self.is_grown, self.arcs, len(self.arcs)
        while ahead and is_grown[arcs[ahead[0] % many][1]]:
            heappop(ahead)
        while behind and is_grown[arcs[behind[0] % many][0]]:
            heappop(behind)
        if not ahead and not behind:
            return 0
        forth = not behind or (bool(ahead) and ahead[0] // many - moved <= behind[0] // many + moved)
        far, k = divmod(heappop(ahead if forth else behind), many)
        by = far - moved if forth else -far - moved
        v, w = arcs[k][:2] if forth else arcs[k][1::-1]
        self._take(k, v, w, moved + by)
        members.append(w)
        return by

    def _subtree(self, v: int) -> list[int]:
        """Return a vertex and all that hangs below it, from the top down."""
        tree, parent = self.tree, self.parent
        found = [v]
        for u in found:
            near = tree[u]
            if len(near) > 1 or u == v:
                above = parent[u]
                found += [w for w in near if w != above]
        return found

    def _cuts(self, part: list[int]) -> None:
        """Work out the cut of every arc of a tree, given from the top down: what pulls at all that hangs below it."""
        parent, by, pulled = self.parent, self.by, self.pull.copy()
        for v in reversed(part[1:]):
            pulled[parent[v]] += pulled[v]
            k = by[v]
            self.place[k] = len(self.order)
            self.order.append(k)
            self.cut.append(pulled[v] if self.arcs[k][1] == v else -pulled[v])

    def run(self, turns: int) -> None:
        """Swap arcs until no cut is negative, or the turns are used up."""
        begin, cut, negative = 0, self.cut, self.negative
        negative += [at for at, value in enumerate(cut) if value < 0]
        while turns > 0 and negative:
            first = bisect_left(negative, begin)
            some = negative[first : first + SAMPLE]
            some += negative[: min(first, SAMPLE - len(some))]
            leaving = min(some, key=cut.__getitem__)
            begin = leaving + 1
            if self._swapped(leaving):
                turns -= 1
            else:
                cut[leaving] = 0
                negative.remove(leaving)

    def _swapped(self, leaving: int) -> bool:
        """Swap an arc of the forest for the one with least slack that leads against it across its cut; say if any does."""
        k = self.order[leaving]
        a, b = self.arcs[k][:2]
        # Whether the arc points down to its lower end.
        down = self.by[b] == k
        top = b if down else a
        below = self._subtree(top)
        entering, slack = self._entering(below, down=down)
        if entering < 0:
            return False
        if slack:
            # The lower side moves along the entering arc, which leads out of it when the leaving arc led in.
            by, layer = slack if down else -slack, self.layer
            for u in below:
                layer[u] += by
        tail, head = self.arcs[entering][:2]
        end, other = (tail, head) if down else (head, tail)
        self._update_circle(end, other, top, leaving, from_tail=down)
        self.order[leaving], self.place[entering] = entering, leaving
        self.cut[leaving] = -self.cut[leaving]
        self.negative.remove(leaving)
        self.tree[a].remove(b)
        self.tree[b].remove(a)
        self.tree[end].append(other)
        self.tree[other].append(end)
        self._hang(end, other, entering, top)
        return True

    def _entering(self, below: list[int], *, down: bool) -> tuple[int, int]:
        """Return the arc with least slack that leads out of what hangs below, or into it, and its slack; -1 for none."""
        arcs, layer, both = self.arcs, self.layer, self.both
        inside = set(below)
        best, least = -1, 1 << 60
        for u in below:
            here = layer[u]
            for j in self.out[u] if down else self.into[u]:
                w = both[j] - u
                if w not in inside:
                    slack = (layer[w] - here if down else here - layer[w]) - arcs[j][2]
                    if slack < least:
                        if not slack:
                            return j, 0
                        best, least = j, slack
        return best, least

    def _update_circle(self, end: int, other: int, top: int, leaving: int, *, from_tail: bool) -> None:
        """Move a cut from the leaving arc to the others along the circle that an entering one closes.

        It joins one end below the leaving arc, which hangs at `top`, to another elsewhere; the first is its tail or not.
        """
        parent = self.parent
        value = self.cut[leaving]
        v = end
        while v != top:
            self._add(v, value, is_tail_side=from_tail)
            v = parent[v]
        v = beside = parent[top]
        above = {v}
        while parent[v] >= 0:
            v = parent[v]
            above.add(v)
        while other not in above:
            self._add(other, value, is_tail_side=not from_tail)
            other = parent[other]
        while beside != other:
            self._add(beside, value, is_tail_side=from_tail)
            beside = parent[beside]

    def _add(self, v: int, value: int, *, is_tail_side: bool) -> None:
        """Add to the cut of the arc above a vertex, or take away, as it leads along a circle."""
        k = self.by[v]
        at = self.place[k]
        before = self.cut[at]
        after = self.cut[at] = before + value if (self.arcs[k][0] == v) == is_tail_side else before - value
        if after < 0 <= before:
            insort(self.negative, at)
        elif before < 0 <= after:
            self.negative.remove(at)

    def _hang(self, v: int, above: int, by: int, top: int) -> None:
        """Hang what hung at `top` at one of its vertices instead, below another one, by an arc."""
        parent, bys = self.parent, self.by
        while True:
            then = parent[v]
            parent[v], above = above, v
            bys[v], by = by, bys[v]
            if v == top:
                return
            v = then
