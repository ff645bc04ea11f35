"""Upright pieces between the columns: every channel gets tracks in the order with the fewest crossings."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crosslane.layout.graph import Options
from crosslane.layout.levels import Levels, Problem
from crosslane.layout.rows import Heights

Line = list[tuple[float, float]]
CONFLICT = 1000.0
NO_TRACK = -1.0
MANY = 250


@dataclass
class Piece:
    """A part of an arrow inside one channel: where it comes in and goes out, and from which sides (-1 left, 1 right)."""

    arrow: int
    start: float
    end: float
    start_side: int = -1
    end_side: int = 1
    offset: float = NO_TRACK

    @property
    def is_upright(self) -> bool:
        """Say whether it needs a track at all."""
        return abs(self.start - self.end) > 0.5

    def crosses(self, border: float) -> bool:
        """Say whether the piece passes a height."""
        return min(self.start, self.end) < border < max(self.start, self.end)


@dataclass
class Channels:
    """Where the columns lie and the polyline of every arrow, from left to right."""

    left: list[float]
    width: list[float]
    lines: list[Line]


def channels_of(
    levels: Levels, problem: Problem, heights: Heights, options: Options, held: Sequence[float] = ()
) -> Channels:
    """Give every upright piece a track, every column its place, every arrow its polyline.

    Columns stay at the middles that are held where there is room for what leads to them.
    """
    pieces: list[list[Piece]] = [[] for _ in range(len(levels.layers) + 1)]
    of_arrow = [_pieces_of(k, chain, levels, heights, pieces) for k, chain in enumerate(levels.chains)]
    borders = [bottom for _, bottom in heights.bands[:-1]]
    tracks = [_laid(channel, borders, options) for channel in pieces]
    width = [max((problem.w[v] for v in layer if v < levels.n), default=0.0) for layer in levels.layers]
    left, first, pressed = _columns(width, tracks, options, held)
    for channel, share in zip(pieces, pressed, strict=True):
        for piece in channel:
            if piece.offset > NO_TRACK:
                piece.offset *= share
    lines = [
        _line(chain, of_arrow[k], levels, problem, heights, left, width, first) for k, chain in enumerate(levels.chains)
    ]
    return Channels(left, width, lines)


def _pieces_of(k: int, chain: list[int], levels: Levels, heights: Heights, pieces: list[list[Piece]]) -> list[Piece]:
    """Return the arrow's pieces from left to right and put them into their channels; channel c is left of layer c."""
    y = heights.y
    if len(chain) == 2 and levels.layer[chain[0]] == levels.layer[chain[1]]:
        u, v = chain
        piece = Piece(k, y[u], y[v], -1, -1)
        if not _is_next(u, v, levels):
            pieces[levels.layer[u] + 1].append(piece)
        return [piece]
    found = []
    for u, v in itertools.pairwise(chain):
        piece = Piece(k, y[u] + heights.leaving.get((u, k), 0.0), y[v] + heights.entering.get((v, k), 0.0))
        pieces[levels.layer[v]].append(piece)
        found.append(piece)
    return found


def _is_next(u: int, v: int, levels: Levels) -> bool:
    """Say whether no box lies between two boxes of a column, so that a straight upright arrow joins them."""
    layer = levels.layers[levels.layer[u]]
    at = sorted((layer.index(u), layer.index(v)))
    return all(w >= levels.n for w in layer[at[0] + 1 : at[1]])


def _laid(channel: Sequence[Piece], borders: Sequence[float], options: Options) -> float:
    """Place the upright pieces of a channel beside each other; return how wide they lie, `NO_TRACK` for none."""
    upright = [piece for piece in channel if piece.is_upright]
    if not upright:
        return NO_TRACK
    low = np.array([min(p.start, p.end) for p in upright])
    high = np.array([max(p.start, p.end) for p in upright])
    meet = (low[:, None] <= high[None, :] + 6) & (low[None, :] <= high[:, None] + 6)
    np.fill_diagonal(meet, val=False)
    apart = np.full(meet.shape, options.track)
    if options.pill:
        crossing = np.array([[piece.crosses(border) for border in borders] for piece in upright]).astype(int)
        apart = np.where(crossing @ crossing.T > 0, options.pill, options.track)
    done = np.zeros(len(upright), bool)
    offset = np.zeros(len(upright))
    for at in _fewest(np.where(meet, _costs(upright, low, high), 0.0)):
        before = meet[at] & done
        offset[at] = (offset[before] + apart[at, before]).max() if before.any() else 0.0
        done[at] = True
        upright[at].offset = float(offset[at])
    return float(offset.max())


def _costs(upright: Sequence[Piece], low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return what it costs if piece i lies left of piece j: crossings, and much for running on top of each other."""
    ends = {side: [_heights_at(p, side) for p in upright] for side in (-1, 1)}
    k = len(upright)
    cost = np.zeros((k, k))
    lefts = np.array([e + [np.nan] * (2 - len(e)) for e in ends[-1]])
    rights = np.array([e + [np.nan] * (2 - len(e)) for e in ends[1]])
    with np.errstate(invalid="ignore"):
        for z in range(2):
            cost += (lefts[None, :, z] > low[:, None] + 0.1) & (lefts[None, :, z] < high[:, None] - 0.1)
            cost += (rights[:, None, z] > low[None, :] + 0.1) & (rights[:, None, z] < high[None, :] - 0.1)
            for other in range(2):
                cost += CONFLICT * (np.abs(rights[:, None, z] - lefts[None, :, other]) < 3)
    np.fill_diagonal(cost, 0)
    return cost


def _heights_at(piece: Piece, side: int) -> list[float]:
    return [y for y, at in ((piece.start, piece.start_side), (piece.end, piece.end_side)) if at == side]


def _fewest(cost: np.ndarray) -> list[int]:
    """Return an order from left to right with a small sum of costs: greedy, then moves of single pieces."""
    k = len(cost)
    more = cost - cost.T
    gain = np.maximum(-more, 0)
    score = gain.sum(1) - gain.sum(0)
    order = np.empty(k, int)
    for place in range(k):
        at = order[place] = int(np.argmax(score))
        score += gain[at, :] - gain[:, at]
        score[at] = -np.inf
    for _ in range(4 if k < MANY else 1):
        if not _moved(order, more):
            break
    return [int(at) for at in order]


def _moved(order: np.ndarray, more: np.ndarray) -> bool:
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


def _columns(
    width: list[float], spans: list[float], options: Options, held: Sequence[float]
) -> tuple[list[float], list[float], list[float]]:
    """Return the left edge of every column, and the x of the first upright piece of every channel.

    And by how much its upright pieces move together: up to a half, where a held column would have to move otherwise.
    """
    x = 0.0
    left, first, pressed = [], [], []
    for at, wide in enumerate([*width, 0.0]):
        span, share = max(0.0, spans[at]), 1.0
        gap = _gap(spans[at], options, is_outside=at in (0, len(width)))
        if at < min(len(held), len(width)):
            room = held[at] - wide / 2 - x
            if room < gap and span and room - options.track * 1.4 >= span / 2:
                share = min(1.0, (room - options.track * 1.4) / span)
                gap = room
            gap = max(gap, room)
        first.append(x + (gap - span * share) / 2)
        pressed.append(share)
        x += gap
        left.append(x)
        x += wide
    return left[:-1], first, pressed


def _gap(span: float, options: Options, *, is_outside: bool) -> float:
    gap = span + 2 * options.track if span > NO_TRACK else 0.0
    gap = gap if is_outside else max(options.column_gap, gap)
    return -(-gap // options.grid) * options.grid if options.grid else gap


def _line(
    chain: list[int],
    pieces: list[Piece],
    levels: Levels,
    problem: Problem,
    heights: Heights,
    left: list[float],
    width: list[float],
    first: list[float],
) -> Line:
    def x_of(v: int, share: float) -> float:
        at = levels.layer[v]
        return left[at] + width[at] / 2 + problem.w[v] * share

    u, v = chain[0], chain[-1]
    if levels.layer[u] == levels.layer[v]:
        piece = pieces[0]
        if piece.offset == NO_TRACK:
            sign = 0.5 if heights.y[v] > heights.y[u] else -0.5
            middle = left[levels.layer[u]] + width[levels.layer[u]] / 2
            return [(middle, heights.y[u] + sign * problem.h[u]), (middle, heights.y[v] - sign * problem.h[v])]
        x = first[levels.layer[u] + 1] + piece.offset
        return [(x_of(u, 0.5), piece.start), (x, piece.start), (x, piece.end), (x_of(v, 0.5), piece.end)]
    line = [(x_of(u, 0.5), pieces[0].start)]
    for piece, w in zip(pieces, chain[1:], strict=True):
        if piece.offset > NO_TRACK:
            x = first[levels.layer[w]] + piece.offset
            line += [(x, piece.start), (x, piece.end)]
    return [*line, (x_of(v, -0.5), pieces[-1].end)]
