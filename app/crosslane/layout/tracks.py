"""The tracks of one channel: which upright piece lies left of which, and how far from the first.

Two pieces of which one goes out to the right where the other comes in from the left would run on top of each other
between their tracks, unless the one that comes in lies left of the other. That is kept without exception. Where several
such pieces wait for each other in a circle (two that change places, in the simplest case), one of them is turned: it
goes half of its way on the leftmost track and the rest on another, right of those that it waited for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

from crosslane.layout.graph import Options

CONFLICT = 1000.0
NO_TRACK = -1.0
MANY = 250
# Level pieces nearer than this are taken for one line, and a turn keeps at least so far from any.
NEAR, ROOM = 5.5, 3.0
# Pieces that come so near to each other along the channel cannot share a track.
MEET = 6.0
# Up to so many pieces, lists are quicker than arrays: to hold each against each, and to go from one to the next.
FEW, SOME = 22, 64
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass
class Piece:
    """A part of an arrow inside one channel: where it comes in and goes out, and from which sides (-1 left, 1 right).

    A piece with a turn goes on its first track to that height, and on from there on its second one.
    """

    arrow: int
    start: float
    end: float
    start_side: int = -1
    end_side: int = 1
    offset: float = NO_TRACK
    turn: float | None = None
    second: float = NO_TRACK

    @property
    def is_upright(self) -> bool:
        """Say whether it needs a track at all."""
        return abs(self.start - self.end) > 0.5

    def ends(self) -> tuple[tuple[float, int], tuple[float, int]]:
        """Return the heights of its two ends and from which sides they come in and go out."""
        return (self.start, self.start_side), (self.end, self.end_side)

    def corners(self, first: float) -> list[tuple[float, float]]:
        """Return the corners of its upright part, with the first track of the channel at the given x."""
        if self.offset == NO_TRACK:
            return []
        x, other = first + self.offset, first + self.second
        between = [] if self.turn is None else [(x, self.turn), (other, self.turn)]
        return [(x, self.start), *between, (x if self.turn is None else other, self.end)]

    def pressed(self, share: float) -> None:
        """Let its tracks lie nearer to the first one, by the given share of their distance."""
        if self.offset != NO_TRACK:
            self.offset, self.second = self.offset * share, self.second * share


@dataclass
class _Part:
    """What runs on one track: a piece, or the first or the second half of a turned one."""

    piece: Piece
    start: float
    end: float
    is_second: bool = False

    def crosses(self, border: float) -> bool:
        return min(self.start, self.end) < border < max(self.start, self.end)


def laid(channel: Sequence[Piece], borders: Sequence[float], options: Options) -> float:
    """Give the upright pieces of a channel their tracks; return how wide they lie, `NO_TRACK` for none."""
    upright = [piece for piece in channel if piece.is_upright]
    if not upright:
        return NO_TRACK
    if len(upright) == 1:
        upright[0].offset = 0.0
        return 0.0
    taken = [y for piece in channel for y in (piece.start, piece.end)]
    parts = list(_parts(upright, taken))
    offsets = (_offsets if len(parts) > SOME else _offsets_of_some)(parts, borders, options)
    for part, offset in zip(parts, offsets, strict=True):
        if part.is_second:
            part.piece.second = offset
        else:
            part.piece.offset = offset
    return max(offsets)


def _offsets(parts: Sequence[_Part], borders: Sequence[float], options: Options) -> list[float]:
    """Return how far from the first track each part has to lie, given from left to right."""
    meet = _meeting(*_reach(parts))
    apart = np.full(meet.shape, options.track)
    if options.pill:
        crossing = np.array([[part.crosses(border) for border in borders] for part in parts]).astype(int)
        apart = np.where(crossing @ crossing.T > 0, options.pill, options.track)
    offset = np.zeros(len(parts))
    for at in range(len(parts)):
        before = np.flatnonzero(meet[at, :at])
        offset[at] = (offset[before] + apart[at, before]).max() if len(before) else 0.0
    found: list[float] = offset.tolist()
    return found


def _offsets_of_some(parts: Sequence[_Part], borders: Sequence[float], options: Options) -> list[float]:
    """Return the same: arrays take longer to make than this for not too many parts."""
    found: list[float] = []
    before: list[tuple[float, float, set[int], float]] = []
    for part in parts:
        low, high = sorted((part.start, part.end))
        crossed = {at for at, y in enumerate(borders) if low < y < high} if options.pill else set[int]()
        offset = 0.0
        for a, b, others, there in before:
            if low <= b + MEET and a <= high + MEET:
                offset = max(offset, there + (options.track if crossed.isdisjoint(others) else options.pill))
        before.append((low, high, crossed, offset))
        found.append(offset)
    return found


def _reach(parts: Sequence[_Part] | Sequence[Piece]) -> tuple[Floats, Floats]:
    ends = np.array([(part.start, part.end) for part in parts], float)
    return ends.min(1), ends.max(1)


def _meeting(low: Floats, high: Floats) -> Bools:
    """Say which pieces cannot share a track."""
    meet: Bools = (low[:, None] <= high[None, :] + MEET) & (low[None, :] <= high[:, None] + MEET)
    np.fill_diagonal(meet, val=False)
    return meet


def _parts(upright: Sequence[Piece], taken: list[float]) -> Iterator[_Part]:
    """Yield the pieces from left to right, those with a turn as two halves; turns keep off the heights that are taken."""
    order, after = (_ordered if len(upright) > FEW else _few_ordered)(upright)
    for at, half in _kept(order, after) if any(after) else ((at, 0) for at in order):
        piece = upright[at]
        if half == 1:
            piece.turn = _clear(min(piece.start, piece.end), max(piece.start, piece.end), taken)
            taken.append(piece.turn)
        start = piece.start if half < 2 or piece.turn is None else piece.turn
        end = piece.end if half != 1 or piece.turn is None else piece.turn
        yield _Part(piece, start, end, half == 2)


def _ordered(upright: Sequence[Piece]) -> tuple[list[int], list[list[int]]]:
    """Return the pieces from left to right with few crossings, and for each one those that it has to lie left of."""
    low, high = _reach(upright)
    after = _left_of(upright)
    costs = _costs(upright, low, high) + CONFLICT * after.T
    order = _fewest(np.where(_meeting(low, high), costs, 0.0))
    return order, [np.flatnonzero(row).tolist() for row in after]


def _few_ordered(upright: Sequence[Piece]) -> tuple[list[int], list[list[int]]]:
    """Return the same: arrays take longer to make than this for few pieces."""
    ends = [(*end, at) for at, piece in enumerate(upright) for end in piece.ends()]
    lefts = [(y, at) for y, side, at in ends if side < 0]
    rights = [(y, at) for y, side, at in ends if side > 0]
    after: list[set[int]] = [set() for _ in upright]
    for y, at in lefts:
        after[at].update([other for there, other in rights if -NEAR < y - there < NEAR and other != at])
    more = [[0.0] * len(upright) for _ in upright]

    def add(cost: float, left: int, right: int) -> None:
        more[left][right] += cost
        more[right][left] -= cost

    for at, piece in enumerate(upright):
        low, high = (piece.start, piece.end) if piece.start < piece.end else (piece.end, piece.start)
        for crossing, is_left in ((lefts, True), (rights, False)):
            for y, other in crossing:
                if low + 0.1 < y < high - 0.1:
                    add(1.0, *((at, other) if is_left else (other, at)))
        for other in after[at]:
            add(CONFLICT, other, at)
    return _fewest_of_some(more), [sorted(others) for others in after]


def _left_of(upright: Sequence[Piece]) -> Bools:
    """Say of every pair of pieces whether the first has to lie left of the second."""
    lefts, rights = _ends(upright)
    found = np.zeros((len(upright), len(upright)), bool)
    with np.errstate(invalid="ignore"):
        for one in range(2):
            for other in range(2):
                found |= np.abs(lefts[:, None, one] - rights[None, :, other]) < NEAR
    np.fill_diagonal(found, val=False)
    return found


def _ends(upright: Sequence[Piece]) -> tuple[Floats, Floats]:
    """Return the heights of every piece on the left and on the right: two, one or none each, the others not a number."""
    found = np.full((2, len(upright), 2), np.nan)
    for at, piece in enumerate(upright):
        for place, (y, side) in enumerate(piece.ends()):
            found[0 if side < 0 else 1, at, place] = y
    return found[0], found[1]


def _kept(order: Sequence[int], after: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield (piece, 0) in the given order, but those that lie left of others first; (piece, 1) and (piece, 2) for halves.

    A first half waits for nobody, and nobody waits for a second one, so that turning a piece breaks every circle.
    """
    rank = {at: place for place, at in enumerate(order)}
    waits = [0] * len(order)
    for other in chain.from_iterable(after):
        waits[other] += 1
    ready = [rank[at] for at in order if not waits[at]]
    heapify(ready)
    waiting, turned = {at for at in order if waits[at]}, set[int]()
    while ready or waiting:
        at = order[heappop(ready)] if ready else _on_circle(min(waiting, key=rank.__getitem__), after, turned, waiting)
        if at in turned:
            yield at, 2
            continue
        is_whole = at not in waiting
        if not is_whole:
            turned.add(at)
        yield at, 0 if is_whole else 1
        for other in after[at]:
            waits[other] -= 1
            if not waits[other]:
                waiting.discard(other)
                heappush(ready, rank[other])


def _on_circle(at: int, after: Sequence[Sequence[int]], turned: set[int], waiting: set[int]) -> int:
    """Return a piece that waits for itself in the end, found by asking for whom each one waits."""
    seen = set[int]()
    while at not in seen:
        seen.add(at)
        at = next(k for k, others in enumerate(after) if at in others and k in waiting and k not in turned)
    return at


def _clear(low: float, high: float, taken: Sequence[float]) -> float:
    """Return a height that is free: the middle of the widest gap between two heights, or else the nearest gap outside."""
    heights = sorted({*taken})
    gaps = [(b - a, (a + b) / 2) for a, b in pairwise(heights) if b - a >= 2 * ROOM]
    inside = [gap for gap in gaps if low < gap[1] < high]
    if inside:
        return max(inside)[1]
    outside = [y for _, y in gaps] + [heights[0] - 2 * ROOM, heights[-1] + 2 * ROOM]
    return min(outside, key=lambda y: max(low - y, y - high))


def _costs(upright: Sequence[Piece], low: Floats, high: Floats) -> Floats:
    """Return how many crossings it costs if piece i lies left of piece j."""
    lefts, rights = _ends(upright)
    cost = np.zeros((len(upright), len(upright)))
    with np.errstate(invalid="ignore"):
        for z in range(2):
            cost += (lefts[None, :, z] > low[:, None] + 0.1) & (lefts[None, :, z] < high[:, None] - 0.1)
            cost += (rights[:, None, z] > low[None, :] + 0.1) & (rights[:, None, z] < high[None, :] - 0.1)
    np.fill_diagonal(cost, 0)
    return cost


def _fewest(cost: Floats) -> list[int]:
    """Return an order from left to right with a small sum of costs: greedy, then moves of single pieces."""
    k = len(cost)
    more = cost - cost.T
    if k <= SOME:
        return _fewest_of_some(more.tolist())
    # What all that are left cost more to their left than each costs to theirs.
    score = -more.sum(1)
    order = np.empty(k, int)
    for place in range(k):
        at = order[place] = int(score.argmax())
        score -= more[at]
        score[at] = -np.inf
    for _ in range(4 if k < MANY else 1):
        if not _moved(order, more):
            break
    return [int(at) for at in order]


def _moved(order: NDArray[np.int_], more: Floats) -> bool:
    """Move every piece to its best place in the order; say whether any moved. `more[i, j]`: i left of j instead."""
    changed = False
    sums = np.zeros(len(order) + 1)
    for piece in order.copy():
        # Sum of what it costs more to stand behind the first q than before all of them; to itself it costs nothing.
        np.cumsum(-more[piece][order], out=sums[1:])
        best = int(np.argmin(sums))
        at = int(np.flatnonzero(order == piece)[0])
        if sums[best] < sums[at] - 1e-9:
            if best > at:
                order[at : best - 1] = order[at + 1 : best]
                order[best - 1] = piece
            else:
                order[best + 1 : at + 1] = order[best:at]
                order[best] = piece
            changed = True
    return changed


def _fewest_of_some(more: Sequence[Sequence[float]]) -> list[int]:
    """Return the same as `_fewest` for not too many pieces: `more[i][j]` is what it costs more if i lies left of j."""
    left = list(range(len(more)))
    score = [-sum(row) for row in more]
    order: list[int] = []
    while left:
        at = max(left, key=score.__getitem__)
        left.remove(at)
        order.append(at)
        row = more[at]
        for i in left:
            score[i] -= row[i]
    for _ in range(4):
        changed = False
        for piece in tuple(order):
            # What it costs less to stand behind the first q than before all of them; to itself it costs nothing.
            row = more[piece]
            sums = list(accumulate([row[other] for other in order], initial=0.0))
            best, at = sums.index(max(sums)), order.index(piece)
            if sums[best] > sums[at] + 1e-9:
                del order[at]
                order.insert(best - (best > at), piece)
                changed = True
        if not changed:
            break
    return order
