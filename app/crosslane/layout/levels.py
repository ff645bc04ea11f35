"""The layered graph: boxes and the points where long arrows pass a column, lane by lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Passing = Literal["source", "target"]


@dataclass(frozen=True)
class Problem:
    """The graph in numbers: boxes 0..n-1 with lane, width and height; arrows as pairs; arrows that must lead back."""

    lanes: int
    lane: Sequence[int]
    w: Sequence[float]
    h: Sequence[float]
    arcs: Sequence[tuple[int, int]]
    loops: Sequence[bool]

    @property
    def n(self) -> int:
        """The number of boxes."""
        return len(self.lane)


@dataclass
class Levels:
    """Vertices by layer, each layer ordered by lane and row; vertices from n on are passing points.

    `left` and `right` hold the neighbours one layer away, `mates` those in the same layer (arrows that run upright).
    `chains` lists for every arrow the vertices that it visits from left to right; `mated` says whether any runs upright.
    """

    n: int
    lanes: int
    lane: list[int]
    layer: list[int]
    layers: list[list[int]]
    chains: list[list[int]]
    turned: list[bool]
    left: list[list[int]]
    right: list[list[int]]
    mates: list[list[int]]
    mated: bool

    @property
    def size(self) -> int:
        """The number of vertices, passing points included."""
        return len(self.lane)

    def backward(self) -> frozenset[int]:
        """Return the arrows that are drawn from their target."""
        return frozenset(k for k, turned in enumerate(self.turned) if turned)


def levels_of(problem: Problem, layer: Sequence[int], turned: Sequence[bool], passing: Passing) -> Levels:
    """Return the layered graph; long arrows pass other columns in the lane of their source or of their target."""
    n, count = problem.n, problem.n
    layers, chains = list(layer), list[list[int]]()
    nobody: list[int] = []
    left, right, mates = (list[list[int]]([] for _ in range(n)) for _ in range(3))
    mated = False
    for (a, b), back in zip(problem.arcs, turned, strict=True):
        first, last = (b, a) if back else (a, b)
        begin, end = layer[first], layer[last]
        if begin == end:
            mated = True
            mates[first].append(last)
            mates[last].append(first)
            chains.append([first, last])
            continue
        chain = [first, *range(count, count + end - begin - 1), last]
        chains.append(chain)
        right[first].append(chain[1])
        left[last].append(chain[-2])
        if end - begin > 1:
            count += end - begin - 1
            layers += range(begin + 1, end)
            left += [[v] for v in chain[:-2]]
            right += [[v] for v in chain[2:]]
    mates += [nobody] * (count - n)
    columns: list[list[int]] = [[] for _ in range(max(layers, default=-1) + 1)]
    for v, column in enumerate(layers):
        columns[column].append(v)
    lane = lanes_of(problem, layer, passing)
    return Levels(n, problem.lanes, lane, layers, columns, chains, list(turned), left, right, mates, mated)


def lanes_of(problem: Problem, layer: Sequence[int], passing: Passing) -> list[int]:
    """Return the lane of every vertex: boxes' own, then of the points where arrows pass, arrow by arrow."""
    lane = problem.lane
    found = list(lane)
    for source, target in problem.arcs:
        between = abs(layer[source] - layer[target]) - 1
        if between > 0:
            found += [lane[source if passing == "source" else target]] * between
    return found
