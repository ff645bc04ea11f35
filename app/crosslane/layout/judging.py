"""What ways of an arrow cost, many at once: the boxes they meet, the lines they cross, touch and run on.

Many ways share few rails. Each rail is held against all boxes and pieces once; what a span of it meets is the
difference of two counts: what begins before the span's end, less what ends before its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]
Bools = NDArray[np.bool_]

CROSSING, BEND, LENGTH = 24.0, 1.0, 1 / 150
# A corner on another line is wrong; two lines too near each other are worse, on one another much worse, and through a box
# is worst: no number of the lesser ones may ever be paid for by one of the worse.
WRONG, OVERLAP, ON_TOP, HIT = 1e4, 3e4, 3e6, 1e9
# What it costs to come so near a parallel line that arrow heads and labels are in each other's way.
CLOSE = 2.0
# A crossing reaches deeper into both lines than this; nearer than `NEAR` to an end, it is a touch. Parallel lines nearer
# than `ONE` look like one.
DEEP, NEAR, ONE = 0.5, 3.0, 2.0
COMMON = 0.9
INSIDE = np.array([[COMMON], [-COMMON]])
BUNDLED = 0.75
# What it costs arrows of one box to come too near each other, less than a crossing: a small box has little room for many.
CROWDED = 6.0
# A piece across as bands of what it costs others to meet it: crossed, touched, and too deep for a touch. Of each, how far
# beyond the piece's ends it is met, and how far before and behind it.
JUST = 1e-9
SEEN_ACROSS = [1, 2, 0, 0]
REACHES = np.array([[DEEP, -NEAR, NEAR - JUST], [-DEEP, NEAR, JUST - NEAR], [DEEP, -NEAR, NEAR], [-DEEP, NEAR, -NEAR]])[
    :, None
]
# By whether the two arrows share no box.
MET = np.array([[CROSSING, 0.0, 0.0], [CROSSING, WRONG, -WRONG]])
# Up to so many spans each may have a line for itself.
FEW = 24
# So many pieces at once are held against all of the other direction.
CHUNK = 128
# From so many on, sums of what weighs anything are quicker than a product of all.
SUMMED = 250
# On which side of a place that equals it something begins, and ends.
SIDES: tuple[Literal["left", "right"], ...] = "right", "left"


class Nearness:
    """What it costs to run beside a line, by the distance: too near it, on it, or so near that heads are in the way."""

    def __init__(self, apart: float, close: float) -> None:
        """Take how near parallel pieces may come, and from where on they are not close (0: never)."""
        self.reach = max(apart, close)
        steps = sorted({DEEP, ONE, apart, close} - {0.0})
        alone, joined = (
            [
                (ON_TOP if at < ONE else near if at < apart else 0.0) + (CLOSE if at < close else 0.0)
                for at in (0.0, *steps)
            ]
            for near in (OVERLAP, CROWDED)
        )
        self._steps, self._many = np.array(steps), len(alone)
        # A little where arrows share their end and the line.
        self._costs = np.array([alone, joined, [BUNDLED, *joined[1:]]]).ravel()

    def cost(self, distance: Floats, joined: Ints) -> Floats:
        """Return the cost at some distances from pieces of arrows with as much in common."""
        found: Floats = self._costs.take(self._steps.searchsorted(distance, side="right") + joined * self._many)
        return found


@dataclass(frozen=True)
class Around:
    """What is around an arrow in one direction: parallel pieces and what their arrows have in common with it.

    That is no box (0), a box (1), or the source or the target (2). And the pieces across and whether their arrows share no
    box with it, and the walls: how far boxes reach across the direction (from, to) and along it (from, to), with the
    distance to keep from them. A piece is a column: where it is, from and to along it, and its arrow.
    """

    along: Floats
    joined: Ints
    across: Floats
    foreign: Bools
    walls: Floats
    nearness: Nearness


def met_until(lines: Floats, places: Floats, around: tuple[Around, Around]) -> tuple[Floats, Floats]:
    """Return what lines of both directions have begun to meet before each of their places, and what they have left by then.

    Both are weighed, with the length so far: the first at a span's end less the second at its beginning is what the
    span costs.
    """
    found = np.empty((2, *lines.shape, places.shape[1]))
    for axis, near in enumerate(around):
        weight, ends = _weighed(lines[axis, :, None], near)
        _before(weight, ends, places[axis], found[:, axis])
    found += LENGTH * places[:, None]
    begun, ended = found
    return begun, ended


def _weighed(here: Floats, around: Around) -> tuple[Floats, Floats]:
    """Return what it costs lines of one direction to meet each thing, and from and to where along them it is met.

    Things are walls, what pieces across have of bands, and parallel pieces.
    """
    along, across, walls = around.along, around.across, around.walls
    boxes, first = walls.shape[1], walls.shape[1] + 3 * across.shape[1]
    bands = np.empty((4, first + along.shape[1]))
    bands[:, :boxes] = walls
    bands[:, boxes:first] = (across.take(SEEN_ACROSS, 0)[:, :, None] + REACHES).reshape(4, -1)
    np.add(along[1:3], INSIDE, out=bands[2:, first:])
    costs = np.empty(first)
    costs[:boxes] = HIT
    costs[boxes:] = MET.take(around.foreign, 0).ravel()
    met = here > bands[0, :first]
    met &= here < bands[1, :first]
    weight = np.empty((len(here), bands.shape[1]))
    np.multiply(costs, met, out=weight[:, :first])
    weight[:, first:] = around.nearness.cost(np.abs(here - along[0]), around.joined)
    return weight, bands[2:]


def _before(weight: Floats, ends: Floats, places: Floats, out: Floats) -> None:
    """Tell of each row the sum of the weights that begin before each place, and of those that end before it or in it.

    Weights are quarters, so their sums are exact, in whatever order a machine adds them up.
    """
    if len(weight[0]) < SUMMED:
        met = np.empty((*ends.shape, len(places)), bool)
        np.less(ends[0, :, None], places, out=met[0])
        np.less_equal(ends[1, :, None], places, out=met[1])
        np.matmul(weight, met.astype(float), out=out)
        return
    # Most weights are nothing: the others are added up between every two places, and then from place to place.
    order = np.argsort(places)
    rows, things = np.nonzero(weight)
    some = weight[rows, things]
    rows *= len(places) + 1
    for at, side in enumerate(SIDES):
        first = np.searchsorted(places[order], ends[at], side=side)
        between = np.bincount(rows + first[things], some, len(weight) * (len(places) + 1)).reshape(len(weight), -1)
        out[at][:, order] = between.cumsum(1)[:, :-1]


def met_by_arrow(level: Floats, upright: Floats, ends: Ints, of: Sequence[int] | None = None) -> Floats:
    """Return what it costs each arrow that others cross it and touch it; of some arrows only, the others' is too little."""
    found = np.zeros(len(ends))
    if of is None or 2 * len(of) > len(ends):
        _meet(level, upright, ends, found)
        return found
    chosen = np.zeros(len(ends), bool)
    chosen[list(of)] = True
    some, rest = chosen[level[3].astype(int)], chosen[upright[3].astype(int)]
    _meet(level[:, some], upright, ends, found)
    _meet(level[:, ~some], upright[:, rest], ends, found)
    return found


def _meet(level: Floats, upright: Floats, ends: Ints, found: Floats) -> None:
    """Add what arrows cost where a level piece of one and an upright one of another meet."""
    if level.shape[1] > CHUNK:
        level = level[:, np.argsort(level[0], kind="stable")]
    for begin in range(0, level.shape[1], CHUNK):
        where, low, high, own = level[:4, begin : begin + CHUNK, None]
        near = (upright[1] < where.max() + NEAR) & (upright[2] > where.min() - NEAR)
        there, top, bottom, arrows = upright[:4].compress(near, 1)
        own, arrows = own[:, 0].astype(int), arrows.astype(int)
        depth = np.minimum(
            np.minimum(there - low, high - there),
            np.minimum(where - top, bottom - where),
        )
        one, other = np.nonzero((depth > -NEAR) & (own[:, None] != arrows))
        depth = depth[one, other]
        a, b = own[one], arrows[other]
        foreign = ~((ends[a] == ends[b]) | (ends[a] == ends[b][:, ::-1])).any(1)
        cost = CROSSING * (depth > DEEP) + WRONG * ((depth < NEAR) & foreign)
        found += np.bincount(a, cost, len(found)) + np.bincount(b, cost, len(found))


@dataclass(frozen=True)
class Spans:
    """The pieces of some ways in one direction: the lines on which they run, and of each its line, way, from and to."""

    lines: Floats
    line: Ints
    way: Ints
    low: Floats
    high: Floats

    @staticmethod
    def of(points: Floats, axis: int) -> Spans:
        """Return the level (0) or upright (1) pieces of ways that begin with a level one; those of no length are left out."""
        one, two = points[:, axis:-1:2], points[:, axis + 1 :: 2]
        low, high = np.minimum(one[:, :, axis], two[:, :, axis]), np.maximum(one[:, :, axis], two[:, :, axis])
        way, piece = np.nonzero(high - low > 1e-6)
        lines, line = one[way, piece, 1 - axis], np.arange(len(way))
        if len(way) > FEW:
            lines, line = np.unique(lines, return_inverse=True)
        return Spans(lines, line, way, low[way, piece], high[way, piece])

    def summed(self, weights: Floats, ways: int) -> Floats:
        """Return the sum of the spans' weights for every way."""
        found: Floats = np.bincount(self.way, weights, ways).astype(float)
        return found

    def counted(self, met: Bools, places: Floats, inset: float) -> Ints:
        """Count for every span what its line meets at sorted places further inside than so far from its ends."""
        running = _running(met)
        begin = np.searchsorted(places, self.low + inset, side="right")
        end = np.maximum(begin, np.searchsorted(places, self.high - inset, side="left"))
        found: Ints = running[self.line, end] - running[self.line, begin]
        return found


def _running(met: Bools) -> NDArray[np.int32]:
    """Return how many are met along each line up to every place."""
    found = np.zeros((met.shape[0], met.shape[1] + 1), np.int32)
    np.cumsum(met, axis=1, out=found[:, 1:])
    return found


def hits(spans: Spans, walls: Floats) -> Floats:
    """Count the walls that every span runs into."""
    met = (spans.lines[:, None] > walls[0]) & (spans.lines[:, None] < walls[1])
    used = np.flatnonzero(met.any(0))
    met = met[:, used]
    low, high = walls[2:, used]
    by_low, by_high = np.argsort(low, kind="stable"), np.argsort(high, kind="stable")
    # Met are those that begin before the span ends, but for those that end before it begins.
    begun = _running(met[:, by_low])[spans.line, np.searchsorted(low[by_low], spans.high, side="left")]
    ended = _running(met[:, by_high])[spans.line, np.searchsorted(high[by_high], spans.low, side="right")]
    return np.asarray(begun - ended, float)


def across(spans: Spans, pieces: Floats, foreign: Bools) -> Floats:
    """Weigh crossings with the pieces of the other direction, and corners and ends that lie on foreign ones."""
    order = np.argsort(pieces[0], kind="stable")
    places, begin, end = pieces[:3, order]
    foreign = foreign[order]
    depth = np.minimum(spans.lines[:, None] - begin, end - spans.lines[:, None])
    crossed = spans.counted(depth > DEEP, places, DEEP)
    near = spans.counted((depth > -NEAR) & foreign, places, -NEAR)
    deep = spans.counted((depth >= NEAR) & foreign, places, NEAR)
    weighed: Floats = CROSSING * crossed + WRONG * (near - deep)
    return weighed


def beside(spans: Spans, around: Around) -> Floats:
    """Weigh the parallel pieces that each span runs on or too near to; a little where arrows share their end."""
    pieces = around.along
    distance = np.abs(spans.lines[:, None] - pieces[0])
    line, piece = np.nonzero(distance < around.nearness.reach)
    if not len(line):
        return np.zeros(len(spans.line))
    count = np.bincount(line, minlength=len(spans.lines))
    place = np.arange(len(line)) - (np.cumsum(count) - count)[line]
    table = np.zeros((3, len(spans.lines), int(count.max())))
    table[0] = np.inf
    table[:, line, place] = (
        pieces[1, piece],
        pieces[2, piece],
        around.nearness.cost(distance[line, piece], around.joined[piece]),
    )
    low, high, weight = table[:, spans.line]
    common = np.minimum(spans.high[:, None], high) - np.maximum(spans.low[:, None], low) > COMMON
    weighed: Floats = (weight * common).sum(1)
    return weighed
