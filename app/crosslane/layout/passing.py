"""Where long arrows pass the columns between their ends: each on the way that crosses fewest others, through any lane.

All ways of an arrow are weighed at once, column by column (dynamic programming), with all other arrows where they are.
Boxes never move. A way leads through gaps: gap i of a column lies above its i-th vertex, the last one below all. Of ways
that cross as much the one that leads least up and down is taken.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosslane.layout.levels import Levels

Ints = NDArray[np.int32]
# What a crossing costs, and half of one, where it costs `STEEP` to lead over the height of a lane.
CROSSING, HALF, STEEP = 64, 32, 4


def passed(levels: Levels, rounds: int) -> bool:
    """Let all long arrows of an ordered graph look for a better way, in place, the longest first; say whether any moved."""
    columns = _Columns(levels)
    long = sorted((k for k, chain in enumerate(levels.chains) if len(chain) > 2), key=lambda k: -len(levels.chains[k]))
    for _ in range(rounds):
        if not sum([columns.improve(k) for k in long if columns.is_news(k)]):
            break
    return columns.has_moved()


class _Columns:
    """The columns, and between them what every piece from gap to gap would cross."""

    def __init__(self, levels: Levels) -> None:
        self.levels = levels
        place = [0] * levels.size
        for layer in levels.layers:
            for row, v in enumerate(layer):
                place[v] = row
        self.place = np.array(place)
        pieces: list[list[tuple[int, int]]] = [[] for _ in levels.layers]
        for chain in levels.chains:
            first = levels.layer[chain[0]]
            if levels.layer[chain[-1]] != first:
                for at, piece in enumerate(pairwise(chain), first):
                    pieces[at].append(piece)
        self.pieces = [np.array(each, int).reshape(-1, 2).T for each in pieces]
        self._met: list[Ints | None] = [None] * len(levels.layers)
        self._ways: list[Ints | None] = [None] * len(levels.layers)
        self._upright: list[Ints | None] = [None] * len(levels.layers)
        self._heights: list[Ints | None] = [None] * len(levels.layers)
        # How many moves there were, after how many each column was the last time changed, and each arrow looked at.
        self._moves = 0
        self._changed = [0] * len(levels.layers)
        self._looked = [-1] * len(levels.chains)

    def has_moved(self) -> bool:
        """Say whether any arrow has moved at all."""
        return self._moves > 0

    def is_news(self, k: int) -> bool:
        """Say whether any column from one end of arrow k to the other was changed since it looked for a better way."""
        chain, layer = self.levels.chains[k], self.levels.layer
        return max(self._changed[layer[chain[0]] : layer[chain[-1]] + 1]) > self._looked[k]

    def improve(self, k: int) -> bool:
        """Let arrow k pass where it crosses least; say whether there was a better way than the one before."""
        self._looked[k] = self._moves
        chain = self.levels.chains[k]
        first, points = self.levels.layer[chain[0]], chain[1:-1]
        gaps = self.place[points].tolist()
        through = self._through(first + 1)
        cost = self._from_box(chain[0])
        if through is not None:
            cost += through
        now = int(cost[gaps[0]])
        ways = []
        for at, (i, j) in enumerate(pairwise(gaps), first + 1):
            between = self._between(at)
            now += int(between[j, i])
            tried = between + cost
            # What the arrow's own piece would be crossed by does not count.
            tried[: j + 1, i + 1 :] -= CROSSING
            tried[j + 1 :, : i + 1] -= CROSSING
            ways.append(tried.argmin(1))
            cost = np.minimum.reduce(tried, 1)
            through = self._through(at + 1)
            if through is not None:
                now += int(through[j])
                cost += through
        end = self._to_box(chain[-1])
        now += int(end[gaps[-1]])
        cost += end
        gap = int(cost.argmin())
        if cost[gap] >= now:
            return False
        path = [gap]
        for way in reversed(ways):
            path.append(int(way[path[-1]]))
        for v, to in zip(points, reversed(path), strict=True):
            self._move(v, to)
        return True

    def _crossed(self, at: int) -> Ints:
        """Return half of what the pieces cost that are crossed from any gap of a column (second index) to any of the next."""
        found = self._met[at]
        if found is None:
            rows, columns = len(self.levels.layers[at + 1]) + 1, len(self.levels.layers[at]) + 1
            tail, head = self.place[self.pieces[at]] + 1
            many = np.bincount(head * columns + tail, minlength=rows * columns).astype(np.int32).reshape(rows, columns)
            above = many.cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32)
            above *= HALF
            self._met[at] = found = above[-1] + above[:, -1:]
            above *= 2
            found -= above
        return found

    def _between(self, at: int) -> Ints:
        """Return what it costs from every gap of a column (second index) to every gap of the next one."""
        found = self._ways[at]
        if found is None:
            crossed = self._crossed(at)
            found = np.abs(self._height(at + 1)[:, None] - self._height(at))
            found += crossed
            found += crossed
            self._ways[at] = found
        return found

    def _from_box(self, box: int) -> Ints:
        """Return what it costs to lead from a box to every gap of the next column, and half of what its own pieces cost."""
        at, place = self.levels.layer[box], int(self.place[box])
        crossed, here = self._crossed(at), self._height(at)
        found = np.abs(self._height(at + 1) - int(here[place] + here[place + 1]) // 2)
        found += crossed[:, place]
        found += crossed[:, place + 1]
        return found

    def _to_box(self, box: int) -> Ints:
        """Return what it costs to lead from every gap of the column before to a box, and half of what its own pieces cost."""
        at, place = self.levels.layer[box] - 1, int(self.place[box])
        crossed, there = self._crossed(at), self._height(at + 1)
        found = np.abs(self._height(at) - int(there[place] + there[place + 1]) // 2)
        found += crossed[place]
        found += crossed[place + 1]
        return found

    def _height(self, at: int) -> Ints:
        """Return the height of every gap of a column: that of the lane, and so much of it as stands above."""
        found = self._heights[at]
        if found is None:
            lane = self.levels.lane
            found = _gap_heights(tuple([lane[v] for v in self.levels.layers[at]]), self.levels.lanes)
            self._heights[at] = found
        return found

    def _through(self, at: int) -> Ints | None:
        """Return what upright arrows cost that lead past every gap of a column; None where there are none."""
        if not self.levels.mated:
            return None
        found = self._upright[at]
        if found is None:
            found = np.zeros(len(self.levels.layers[at]) + 1, np.int32)
            for v in self.levels.layers[at]:
                for mate in self.levels.mates[v]:
                    found[self.place[v] + 1 : self.place[mate] + 1] += CROSSING
            self._upright[at] = found
        return found

    def _move(self, v: int, gap: int) -> None:
        """Put a passing point into a gap of its column; it keeps its lane, or gets the nearest that there is."""
        lane, at = self.levels.lane, self.levels.layer[v]
        layer = self.levels.layers[at]
        was = int(self.place[v])
        if gap not in (was, was + 1):
            above, below = (
                lane[layer[gap - 1]] if gap else 0,
                lane[layer[gap]] if gap < len(layer) else self.levels.lanes - 1,
            )
            lane[v] = min(max(lane[v], above), below)
            layer.insert(gap, layer.pop(was)) if gap < was else layer.insert(gap - 1, layer.pop(was))
            self.place[layer] = np.arange(len(layer))
            self._upright[at] = self._heights[at] = None
            self._moves += 1
            self._changed[at] = self._moves
            for channel in range(max(0, at - 1), at + 1):
                self._met[channel] = self._ways[channel] = None


@lru_cache(4096)
def _gap_heights(column: tuple[int, ...], lanes: int) -> Ints:
    """Return the height of every gap of a column, given the lanes of what is in it from the top down."""
    # Of every vertex, the height of its upper and its lower edge.
    upper, lower = list[float](), list[float]()
    for lane, many in Counter(column).items():
        upper += [lane + row / many for row in range(many)]
        lower += [lane + (row + 1) / many for row in range(many)]
    edges = zip([0.0, *lower], [*upper, float(lanes)], strict=True)
    found = np.array([int(STEEP * (a + b) / 2) for a, b in edges], np.int32)
    found.flags.writeable = False
    return found
