"""Who lies above whom in a column: sweeps of barycentres and swaps of neighbours, lane by lane.

The lane is the leading key of every order, so no sweep can put a box into a foreign lane.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from crosslane.layout.levels import Levels

BLOCKED = 3
FAR = 1e4


class Ordering:
    """The order of every layer of one layered graph, improved in place."""

    def __init__(self, levels: Levels, height: Sequence[float], fixed: Container[int] = ()) -> None:
        """Begin with vertices by lane and by the given height (any numbers that grow downwards).

        Fixed vertices never change places with each other.
        """
        self.levels = levels
        self.fixed = fixed
        self.place = [0] * levels.size
        self.wish = [0.0] * levels.size
        self.height = list(height)
        # Which lanes follow one another down a layer never changes, so every row of it has a height of its own: its lane
        # plus its share of the lane's vertices there.
        self.heights: list[list[float]] = []
        many = len(levels.layers)
        # How often the order of each layer was changed, with a last one behind the last layer and before the first.
        self.changes = [0] * (many + 1)
        # What was counted or found to be settled, with the changes of its layers at that time.
        self.counted = [(-1, -1, 0)] * many
        self.swept = {True: [(-1, -1)] * many, False: [(-1, -1)] * many}
        self.settled = [(-1, -1, -1)] * many
        for at, layer in enumerate(levels.layers):
            order = sorted(sorted(layer, key=self.height.__getitem__), key=levels.lane.__getitem__)
            self.heights.append(_row_heights(tuple([levels.lane[v] for v in order])))
            self._put(at, order)

    def _put(self, at: int, order: list[int]) -> None:
        """Set the order of a layer."""
        place, height = self.place, self.height
        self.changes[at] += 1
        self.levels.layers[at] = order
        for row, (v, there) in enumerate(zip(order, self.heights[at], strict=True)):
            place[v] = row
            height[v] = there

    def crossings(self) -> int:
        """Return the crossings between all layers, upright arrows through others counted too."""
        changes, counted, total = self.changes, self.counted, 0
        for at in range(len(self.levels.layers)):
            here, right, count = counted[at]
            if here != changes[at] or right != changes[at + 1]:
                count = self._crossings_right_of(at) + (self._pierced(at) if self.levels.mated else 0)
                counted[at] = changes[at], changes[at + 1], count
            total += count
        return total

    def _crossings_right_of(self, at: int) -> int:
        """Count the inversions of the far ends, with the near ends in order."""
        place, right = self.place, self.levels.right
        ends: list[int] = []
        for v in self.levels.layers[at]:
            far = right[v]
            if len(far) == 1:
                ends.append(place[far[0]])
            elif far:
                ends += sorted([place[w] for w in far])
        return _inverted(ends)

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
        lane, height, mates, upright = self.levels.lane, self.height, self.levels.mates, self.levels.mated
        wish, changes, swept, beside = self.wish, self.changes, self.swept[back], 1 if back else -1
        for at in reversed(layers) if back else layers:
            if swept[at] == (changes[at], changes[at + beside]):
                continue
            layer = self.levels.layers[at]
            for v in layer:
                others = near[v] + mates[v] if upright and mates[v] else near[v]
                if len(others) == 1:
                    pull = height[others[0]]
                else:
                    pull = sum([height[u] for u in others]) / len(others) if others else height[v]
                # Heights lie between 0 and the number of lanes, so that the lane leads and equals keep their order.
                wish[v] = lane[v] * FAR + pull
            order = sorted(layer, key=wish.__getitem__)
            if order != layer:
                self._put(at, self._with_fixed(at, order) if self.fixed else order)
            else:
                swept[at] = changes[at], changes[at + beside]

    def _with_fixed(self, at: int, order: list[int]) -> list[int]:
        """Return the order with the fixed vertices on their places in the sequence that they have now."""
        stay = iter([v for v in self.levels.layers[at] if v in self.fixed])
        return [next(stay) if v in self.fixed else v for v in order]

    def swap_neighbours(self) -> int:
        """Swap every two neighbours of a lane and layer where that saves crossings; return how many it saved."""
        saved = 0
        lane, place, fixed, changes = self.levels.lane, self.place, self.fixed, self.changes
        for at, layer in enumerate(self.levels.layers):
            around = changes[at - 1], changes[at], changes[at + 1]
            if self.settled[at] == around:
                continue
            order = list(layer)
            changed = False
            u = order[0] if order else -1
            for i in range(1, len(order)):
                v = order[i]
                gain = self._gain(u, v) if lane[u] == lane[v] and not (fixed and u in fixed and v in fixed) else 0
                if gain > 0:
                    order[i - 1], order[i] = v, u
                    place[u], place[v] = i, i - 1
                    saved += gain
                    changed = True
                else:
                    u = v
            if changed:
                self._put(at, order)
            else:
                self.settled[at] = around
        return saved

    def _gain(self, u: int, v: int) -> int:
        """Return how many crossings fewer there are with two neighbours the other way round."""
        place, levels = self.place, self.levels
        gain = 0
        for near in (levels.left, levels.right):
            us, vs = near[u], near[v]
            if len(us) == 1 and len(vs) == 1:
                a, b = place[us[0]], place[vs[0]]
                gain += (a > b) - (a < b)
            elif us and vs:
                gain += _inversions(us, vs, place)
        return gain + self._gain_upright(u, v) if levels.mated else gain

    def _gain_upright(self, u: int, v: int) -> int:
        """Return how much less upright arrows pass through with two neighbours the other way round."""
        place, levels = self.place, self.levels
        gain = 0
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
            if layer != self.levels.layers[at]:
                self._put(at, list(layer))


def _inverted(numbers: list[int]) -> int:
    """Return how many pairs of numbers stand in falling order."""
    seen: list[int] = []
    count = last = 0
    for number in numbers:
        if number >= last:
            seen.append(number)
            last = number
        else:
            at = bisect_right(seen, number)
            count += len(seen) - at
            seen.insert(at, number)
    return count


def _inversions(us: list[int], vs: list[int], place: list[int]) -> int:
    """Return how many crossings fewer there are when the vertex of `us` lies below that of `vs`."""
    found = 0
    ends = [place[x] for x in vs]
    for x in us:
        p = place[x]
        for other in ends:
            found += (p > other) - (p < other)
    return found


@lru_cache(4096)
def _row_heights(lanes: tuple[int, ...]) -> list[float]:
    """Return the height of every row of a layer from the lanes down it."""
    count: dict[int, int] = {}
    for lane in lanes:
        count[lane] = count.get(lane, 0) + 1
    return [lane + (row + 0.5) / many for lane, many in count.items() for row in range(many)]


def ordered(levels: Levels, seed: int, sweeps: int, settling: int, rows: Mapping[int, float] | None = None) -> int:
    """Order the layers of the graph in place and return the crossings left."""
    return improved(begun(levels, seed, rows), sweeps, settling)


def begun(levels: Levels, seed: int, rows: Mapping[int, float] | None = None) -> Ordering:
    """Return the beginning of an order of the layers; seed 0 starts from the given one.

    Vertices with a row (a height in their lane) keep their order among each other.
    """
    n = levels.n
    dice = random.Random(seed)
    first = [dice.random() if seed else v / max(1, n) for v in range(n)]
    if rows:
        top = max(rows.values()) + 1
        first = [rows.get(v, top / 2) / top for v in range(n)]
    return Ordering(levels, _with_passing(levels, first), frozenset(rows or ()))


def begun_by(levels: Levels, rows: list[float]) -> Ordering:
    """Return the beginning of an order of the layers by how far down boxes are to be in theirs."""
    return Ordering(levels, _with_passing(levels, rows))


def ordered_on(levels: Levels, sweeps: int, settling: int) -> int:
    """Go on ordering the layers from the order that they have; return the crossings left."""
    height = [0.0] * levels.size
    for layer in levels.layers:
        for at, v in enumerate(layer):
            height[v] = at
    return improved(Ordering(levels, height), sweeps, settling)


def improved(ordering: Ordering, sweeps: int, settling: int) -> int:
    """Go on with an order by sweeps and rounds of swaps, and return the crossings left."""
    best, kept = ordering.crossings(), ordering.snapshot()
    if not best:
        return 0
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
