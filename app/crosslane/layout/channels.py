"""Upright pieces between the columns: every channel gets tracks in the order with the fewest crossings."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from crosslane.layout.graph import Options
from crosslane.layout.levels import Levels, Problem
from crosslane.layout.rows import Heights
from crosslane.layout.tracks import NO_TRACK, Piece, laid

Line = list[tuple[float, float]]


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
    tracks = [laid(channel, borders, options) for channel in pieces]
    width = [max((problem.w[v] for v in layer if v < levels.n), default=0.0) for layer in levels.layers]
    left, first, pressed = _columns(width, tracks, options, held)
    for channel, share in zip(pieces, pressed, strict=True):
        for piece in channel:
            piece.pressed(share)
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
        corners = piece.corners(first[levels.layer[u] + 1])
        return [(x_of(u, 0.5), piece.start), *corners, (x_of(v, 0.5), piece.end)]
    line = [(x_of(u, 0.5), pieces[0].start)]
    for piece, w in zip(pieces, chain[1:], strict=True):
        line += piece.corners(first[levels.layer[w]])
    return [*line, (x_of(v, -0.5), pieces[-1].end)]
