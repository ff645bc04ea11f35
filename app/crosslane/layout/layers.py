"""Columns: every vertex gets the layer that makes the arcs shortest in sum, by the network simplex of Gansner et al.

(A technique for drawing directed graphs, 1993.) Arcs are (from, to, least length, weight) and have no cycle.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    """A spanning forest of tight arcs, improved by swapping arcs while one of its cuts is negative."""

    def __init__(self, n: int, arcs: Sequence[Arc], start: Sequence[int] | None) -> None:
        self.arcs = arcs
        self.touching: list[list[int]] = [[] for _ in range(n)]
        for k, (a, b, _, _) in enumerate(arcs):
            self.touching[a].append(k)
            self.touching[b].append(k)
        self.layer = list(start) if start is not None else _longest_path(n, arcs)
        self.parts: list[list[int]] = []
        self.tree: list[list[int]] = [[] for _ in range(n)]
        self.parent = [-1] * n
        self.by = [-1] * n
        self.low = [0] * n
        self.lim = [0] * n
        self.cut: dict[int, int] = {}
        self.root_of: list[int] = [-1] * n
        for root in range(n):
            if self.root_of[root] < 0:
                self.parts.append(self._grow_tight(root))
        for part in self.parts:
            self._number(part[0], -1, -1, 0)
            self._cuts(part)

    def _slack(self, k: int) -> int:
        a, b, least, _ = self.arcs[k]
        return self.layer[b] - self.layer[a] - least

    def _grow_tight(self, root: int) -> list[int]:
        """Grow a tree of tight arcs over the root's part, pulling the tree to its nearest arc when it is stuck."""
        members = [root]
        self.root_of[root] = root
        ready, loose = list(self.touching[root]), list[int]()
        while ready or loose:
            if not ready:
                ready, loose = self._pulled(members, loose)
                continue
            k = ready.pop()
            a, b, _, _ = self.arcs[k]
            if self.root_of[a] == self.root_of[b]:
                continue
            if self._slack(k):
                loose.append(k)
                continue
            new = b if self.root_of[a] == root else a
            self.root_of[new] = root
            members.append(new)
            self.tree[a].append(k)
            self.tree[b].append(k)
            ready += self.touching[new]
        return members

    def _pulled(self, members: list[int], loose: list[int]) -> tuple[list[int], list[int]]:
        """Move the tree so that the nearest loose arc becomes tight; return the arcs to look at and those to keep."""
        loose = [k for k in loose if self.root_of[self.arcs[k][0]] != self.root_of[self.arcs[k][1]]]
        if not loose:
            return [], []
        nearest = min(loose, key=self._slack)
        slack = self._slack(nearest)
        shift = slack if self.root_of[self.arcs[nearest][0]] >= 0 else -slack
        for v in members:
            self.layer[v] += shift
        return [k for k in loose if not self._slack(k)], [k for k in loose if self._slack(k)]

    def _number(self, top: int, parent: int, by: int, start: int) -> None:
        """Number a subtree: `lim` is a vertex' own number, the greatest of its subtree, `low` the least one below it."""
        self.parent[top], self.by[top] = parent, by
        order = [top]
        for v in order:
            above = self.by[v]
            for k in self.tree[v]:
                if k != above:
                    a, b = self.arcs[k][:2]
                    w = b if a == v else a
                    self.parent[w], self.by[w] = v, k
                    order.append(w)
        size = dict.fromkeys(order, 1)
        for v in reversed(order[1:]):
            size[self.parent[v]] += size[v]
        free = {top: start}
        for v in order:
            # Every vertex takes the next free numbers of its parent's range, itself the last of them.
            at = free[self.parent[v]] if v != top else start
            free[v] = self.low[v] = at
            self.lim[v] = at + size[v] - 1
            if v != top:
                free[self.parent[v]] = at + size[v]

    def _other(self, k: int, v: int) -> int:
        return self.arcs[k][1] if self.arcs[k][0] == v else self.arcs[k][0]

    def _cuts(self, part: list[int]) -> None:
        """Work out the cut of every tree arc of a part from the arcs at its lower end and the cuts below."""
        inflow = dict.fromkeys(part, 0)
        for v in sorted(part, key=self.lim.__getitem__):
            inflow[v] += sum(self.arcs[k][3] * (1 if self.arcs[k][1] == v else -1) for k in self.touching[v])
            if self.parent[v] >= 0:
                inflow[self.parent[v]] += inflow[v]
                points_down = self.arcs[self.by[v]][1] == v
                self.cut[self.by[v]] = inflow[v] if points_down else -inflow[v]

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
            self._swap(k, entering)
            order[leaving] = entering
            turns -= 1

    def _most_negative(self, order: list[int], begin: int, sample: int = 30) -> int | None:
        best, worst, found = None, 0, 0
        for at in (*range(begin, len(order)), *range(min(begin, len(order)))):
            value = self.cut[order[at]]
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

    def _entering(self, k: int) -> int | None:
        """Return the arc with least slack that leads against k across k's cut."""
        v, down = self._below(k)
        low, lim = self.low[v], self.lim[v]
        best, least = None, 1 << 60
        for u in self._subtree(v):
            for j in self.touching[u]:
                a, b, minimum, _ = self.arcs[j]
                if (a == u) != down or low <= self.lim[b if a == u else a] <= lim:
                    continue
                slack = self.layer[b] - self.layer[a] - minimum
                if slack < least:
                    best, least = j, slack
        return best

    def _subtree(self, v: int) -> list[int]:
        found = [v]
        for u in found:
            found += [w for k in self.tree[u] if k != self.by[u] for w in (self._other(k, u),)]
        return found

    def _swap(self, leaving: int, entering: int) -> None:
        v, down = self._below(leaving)
        slack = self._slack(entering)
        if slack:
            # The lower side moves along the entering arc, which leads out of it when the leaving arc led in.
            for u in self._subtree(v):
                self.layer[u] += slack if down else -slack
        value = self.cut[leaving]
        top = self._meet(entering)
        self._update_path(entering, value, top)
        del self.cut[leaving]
        self.cut[entering] = -value
        for end in self.arcs[leaving][:2]:
            self.tree[end].remove(leaving)
        for end in self.arcs[entering][:2]:
            self.tree[end].append(entering)
        self._number(top, self.parent[top], self.by[top], self.low[top])

    def _meet(self, k: int) -> int:
        """Return the lowest vertex of the tree above both ends of an arc."""
        a, b = self.arcs[k][0], self.arcs[k][1]
        low, high = min(self.lim[a], self.lim[b]), max(self.lim[a], self.lim[b])
        v = a
        while not (self.low[v] <= low and high <= self.lim[v]):
            v = self.parent[v]
        return v

    def _update_path(self, entering: int, value: int, top: int) -> None:
        a, b = self.arcs[entering][0], self.arcs[entering][1]
        for start, from_tail in ((a, True), (b, False)):
            v = start
            while v != top:
                k = self.by[v]
                same = (self.arcs[k][0] == v) == from_tail
                # Along the circle that the entering arc closes, the cut moves from the one to the others.
                self.cut[k] += value if same else -value
                v = self.parent[v]
