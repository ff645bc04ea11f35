"""The layered graph: boxes and the points where long arrows pass a column, lane by lane."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
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
    `chains` lists for every arrow the vertices that it visits from left to right; `mated` the upright arrows.
    """

    n: int
    lanes: int
    lane: list[int]
    layer: list[int]
    layers: list[list[int]]
    chains: list[list[int]]
    turned: list[bool]
    left: list[list[int]] = field(default_factory=list)
    right: list[list[int]] = field(default_factory=list)
    mates: list[list[int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of vertices, passing points included."""
        return len(self.lane)

    def backward(self) -> frozenset[int]:
        """Return the arrows that are drawn from their target."""
        return frozenset(k for k, turned in enumerate(self.turned) if turned)


def levels_of(problem: Problem, layer: Sequence[int], turned: Sequence[bool], passing: Passing) -> Levels:
    """Return the layered graph; long arrows pass other columns in the lane of their source or of their target."""
    levels = Levels(problem.n, problem.lanes, list(problem.lane), list(layer), [], [], list(turned))
    for (a, b), back in zip(problem.arcs, turned, strict=True):
        first, last = (b, a) if back else (a, b)
        lane = problem.lane[first if (passing == "source") != back else last]
        chain = [first]
        for at in range(layer[first] + 1, layer[last]):
            chain.append(len(levels.lane))
            levels.lane.append(lane)
            levels.layer.append(at)
        levels.chains.append([*chain, last])
    _connect(levels)
    levels.layers = [[] for _ in range(max(levels.layer, default=-1) + 1)]
    for v, at in enumerate(levels.layer):
        levels.layers[at].append(v)
    return levels


def _connect(levels: Levels) -> None:
    levels.left = [[] for _ in range(levels.size)]
    levels.right = [[] for _ in range(levels.size)]
    levels.mates = [[] for _ in range(levels.size)]
    for chain in levels.chains:
        for a, b in itertools.pairwise(chain):
            if levels.layer[a] == levels.layer[b]:
                levels.mates[a].append(b)
                levels.mates[b].append(a)
            else:
                levels.right[a].append(b)
                levels.left[b].append(a)
