"""Bends that somebody draws: a piece of a flow's line is taken and put elsewhere, the rest goes along at right angles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crosslane.geometry import Point, Rect, distance_to_path, is_level
from crosslane.model.plan import snapped
from crosslane.routing.routes import clean

Bends = tuple[tuple[int, int], ...]
# A piece put nearer to the card at its end than this leaves it from the middle of its side.
CLEAR = 12.0


def piece_at(points: Sequence[Point], at: Point) -> int:
    """Return which piece of a line, counted from 0, is the nearest to a point."""
    return min(range(len(points) - 1), key=lambda n: distance_to_path(at, points[n : n + 2]))


def dragged(points: Sequence[Point], piece: int, to: Point, source: Rect, target: Rect) -> Bends:
    """Return the bends, as offsets from the source's middle, of a line of which a piece is put where a point is.

    A level piece goes up or down, an upright one sideways. The first and the last piece leave their card at another side
    where they are put beyond it. Empty where the line would need no bend.
    """
    axis, corners = 1 if is_level(points[piece], points[piece + 1]) else 0, _from_middles(points, source, target)
    last, place = len(points) - 2, float(snapped(to[axis]))
    for card, near in ((source, piece <= 1), (target, piece >= last - 1)):
        half = (card.h if axis else card.w) / 2 + CLEAR
        if near and abs(place - card.center[axis]) < half:
            place = card.center[axis]
    a, b = (_put(corners[n], axis, place) for n in (piece, piece + 1))
    before = corners[:piece] if piece else corners[:1]
    after = corners[piece + 2 :] if piece < last else corners[-1:]
    way = clean((*before, a, b, *after))
    x, y = source.center
    return tuple((round(corner.x - x), round(corner.y - y)) for corner in way[1:-1])


def _from_middles(points: Sequence[Point], source: Rect, target: Rect) -> list[Point]:
    """Return the corners of a line that leaves from the middle of one card and arrives at that of the other."""
    level = [is_level(a, b) for a, b in pairwise(points)]
    corners = [source.center, *points[1:-1], target.center]
    if len(corners) > 2:
        corners[1] = _put(corners[1], int(level[0]), source.center[level[0]])
        corners[-2] = _put(corners[-2], int(level[-1]), target.center[level[-1]])
    return corners


def _put(point: Point, axis: int, place: float) -> Point:
    return Point(point.x, place) if axis else Point(place, point.y)
