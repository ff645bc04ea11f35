"""Who lies above whom in a column: sweeps of barycentres and swaps of neighbours, lane by lane.

The lane is the leading key of every order, so no sweep can put a box into a foreign lane.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right, insort
from collections.abc import Container, Mapping, Sequence

from crosslane.layout.levels import Levels

BLOCKED = 3


class Ordering:
    """The order of every layer of one layered graph, improved in place."""

    def __init__(self, levels: Levels, height: Sequence[float], fixed: Container[int] = ()) -> None:
        """Begin with vertices by lane and by the given height (any numbers that grow downwards).

        Fixed vertices never change places with each other.
        """
        self.levels = levels
        self.fixed = fixed
        self.place = [0] * levels.size
        self.height = list(height)
        for at, layer in enumerate(levels.layers):
            self._put(at, sorted(layer, key=lambda v: (levels.lane[v], self.height[v])))

    def _put(self, at: int, order: list[int]) -> None:
        """Set the order of a layer; a vertex' height is its lane plus its share of the lane's vertices there."""
        lane = self.levels.lane
        self.levels.layers[at] = order
        begin = 0
        for end in range(1, len(order) + 1):
            if end == len(order) or lane[order[end]] != lane[order[begin]]:
                count = end - begin
                for row in range(count):
                    v = order[begin + row]
                    self.place[v] = begin + row
                    self.height[v] = lane[v] + (row + 0.5) / count
                begin = end

    def crossings(self) -> int:
        """Return the crossings between all layers, upright arrows through others counted too."""
        return sum(self._crossings_right_of(at) + self._pierced(at) for at in range(len(self.levels.layers)))

    def _crossings_right_of(self, at: int) -> int:
        """Count the inversions of the far ends, with the near ends in order."""
        place, right = self.place, self.levels.right
        seen: list[int] = []
        count = 0
        for v in self.levels.layers[at]:
            far = [place[w] for w in right[v]]
            for p in far:
                count += len(seen) - bisect_right(seen, p)
            for p in far:
                insort(seen, p)
        return count

    def _pierced(self, at: int) -> int:
        count = 0
        for v in self.levels.layers[at]:
            for mate in self.levels.mates[v]:
                if self.place[mate] > self.place[v]:
                    between = self.levels.layers[at][self.place[v] + 1 : self.place[mate]]
                    count += sum(BLOCKED if u < self.levels.n else 1 for u in between)
        return count

    def sweep(self, *, back: bool) -> None:
        """Order every layer by the mean height of its neighbours in the layer before (behind, going back)."""
        near = self.levels.right if back else self.levels.left
        layers = range(len(self.levels.layers))
        lane, height, place, mates = self.levels.lane, self.height, self.place, self.levels.mates
        for at in reversed(layers) if back else layers:
            wish = {}
            for v in self.levels.layers[at]:
                others = near[v]
                pulls = [height[u] for u in others]
                pulls += [height[u] for u in mates[v]]
                wish[v] = (lane[v], sum(pulls) / len(pulls) if pulls else height[v], place[v])
            order = sorted(wish, key=wish.__getitem__)
            self._put(at, self._with_fixed(at, order) if self.fixed else order)

    def _with_fixed(self, at: int, order: list[int]) -> list[int]:
        """Return the order with the fixed vertices on their places in the sequence that they have now."""
        stay = iter([v for v in self.levels.layers[at] if v in self.fixed])
        return [next(stay) if v in self.fixed else v for v in order]

    def swap_neighbours(self) -> int:
        """Swap every two neighbours of a lane and layer where that saves crossings; return how many it saved."""
        saved = 0
        for at, layer in enumerate(self.levels.layers):
            order = list(layer)
            changed = False
            for i in range(len(order) - 1):
                u, v = order[i], order[i + 1]
                gain = self._gain(u, v) if self._may_swap(u, v) else 0
                if gain > 0:
                    order[i], order[i + 1] = v, u
                    self.place[u], self.place[v] = i + 1, i
                    saved += gain
                    changed = True
            if changed:
                self._put(at, order)
        return saved

    def _may_swap(self, u: int, v: int) -> bool:
        return self.levels.lane[u] == self.levels.lane[v] and not (u in self.fixed and v in self.fixed)

    def _gain(self, u: int, v: int) -> int:
        place, levels = self.place, self.levels
        gain = 0
        for near in (levels.left, levels.right):
            us, vs = near[u], near[v]
            if us and vs:
                gain += _inversions(us, vs, place)
        for a, b, sign in ((u, v, 1), (v, u, -1)):
            cost = BLOCKED if b < levels.n else 1
            for mate in levels.mates[a]:
                if mate != b:
                    gain += cost if (place[mate] > place[a]) == (sign > 0) else -cost
        return gain

    def snapshot(self) -> list[list[int]]:
        """Return the order of every layer."""
        return [list(layer) for layer in self.levels.layers]

    def restore(self, layers: list[list[int]]) -> None:
        """Take up an order again."""
        for at, layer in enumerate(layers):
            self._put(at, list(layer))


def _inversions(us: list[int], vs: list[int], place: list[int]) -> int:
    """Return how many crossings fewer there are when the vertex of `us` lies below that of `vs`."""
    if len(us) == 1 and len(vs) == 1:
        a, b = place[us[0]], place[vs[0]]
        return (a > b) - (a < b)
    ends = sorted(place[x] for x in vs)
    return sum(bisect_left(ends, place[x]) - (len(ends) - bisect_right(ends, place[x])) for x in us)


def ordered(levels: Levels, seed: int, sweeps: int, settling: int, rows: Mapping[int, float] | None = None) -> int:
    """Order the layers of the graph in place and return the crossings left; seed 0 starts from the given order.

    Vertices with a row (a height in their lane) keep their order among each other.
    """
    n = levels.n
    dice = random.Random(seed)
    first = [dice.random() if seed else v / max(1, n) for v in range(n)]
    if rows:
        top = max(rows.values()) + 1
        first = [rows.get(v, top / 2) / top for v in range(n)]
    ordering = Ordering(levels, _with_passing(levels, first), frozenset(rows or ()))
    best, kept = ordering.crossings(), ordering.snapshot()
    stall = 0
    for turn in range(sweeps):
        ordering.sweep(back=turn % 2 == 1)
        if turn % 4 == 3:
            _settle(ordering, min(4, settling))
        count = ordering.crossings()
        stall += 1
        if count < best:
            best, kept, stall = count, ordering.snapshot(), 0
        if stall >= 6 or not best:
            break
    ordering.restore(kept)
    return best - _settle(ordering, settling)


def _settle(ordering: Ordering, rounds: int) -> int:
    total = 0
    for _ in range(rounds):
        saved = ordering.swap_neighbours()
        total += saved
        if not saved:
            break
    return total


def _with_passing(levels: Levels, first: list[float]) -> list[float]:
    """Give every passing point the mean of its arrow's ends."""
    height = first + [0.0] * (levels.size - levels.n)
    for chain in levels.chains:
        for v in chain[1:-1]:
            height[v] = (first[chain[0]] + first[chain[-1]]) / 2
    return height
