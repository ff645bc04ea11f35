"""The simple ways from one box to another, all at once: straight, one corner, around two, through a corridor.

A bundle of ways is an array (way, point, x or y); the pieces of all its ways alternate in the same rhythm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from crosslane.geometry import Rect

Floats = NDArray[np.float64]
CLEAR = 7.0


@dataclass(frozen=True)
class Bundle:
    """Ways with the same number of corners; `level` says whether their first piece is level."""

    points: Floats
    level: bool

    def turned(self) -> Bundle:
        """Return the ways walked from the other end."""
        last = self.level if self.points.shape[1] % 2 == 0 else not self.level
        return Bundle(self.points[:, ::-1], last)

    def mirrored(self) -> Bundle:
        """Return the ways with x and y exchanged."""
        return Bundle(self.points[:, :, ::-1], not self.level)

    def padded(self, points: int) -> Floats:
        """Return the ways with so many points and a level first piece: ends are repeated, pieces may have no length."""
        before = 0 if self.level else 1
        after = before + self.points.shape[1]
        full = np.empty((len(self.points), points, 2))
        full[:, :before] = self.points[:, :1]
        full[:, before:after] = self.points
        full[:, after:] = self.points[:, -1:]
        return full


@dataclass(frozen=True)
class Room:
    """Where lines may run: heights of level pieces, places of upright ones, and how far near is."""

    levels: Floats
    uprights: Floats
    near: float

    def mirrored(self) -> Room:
        """Return the room with x and y exchanged."""
        return Room(self.uprights, self.levels, self.near)


STAGES = 3


def ways_between(a: Rect, b: Rect, room: Room, stage: int) -> tuple[Floats, Floats]:
    """Return ways from box a to box b and their numbers of corners: at most one (stage 0), two, or three and four.

    All ways of a stage have as many points and begin with a level piece; pieces of no length fill them up.
    """
    am, bm = _mirrored(a), _mirrored(b)
    if stage == 0:
        found = [_straight(a, b), _straight(am, bm).mirrored(), _corner(a, b), _corner(b, a).turned()]
    elif stage == 1:
        found = [_around(a, b, room), _around(am, bm, room.mirrored()).mirrored()]
    else:
        found = [_hooked(a, b, room), _hooked(b, a, room).turned(), _corridor(a, b, room)]
    most = max(bundle.points.shape[1] for bundle in found) + 1
    corners = [np.full(len(bundle.points), bundle.points.shape[1] - 2.0) for bundle in found]
    return np.concatenate([bundle.padded(most) for bundle in found]), np.concatenate(corners)


def _mirrored(r: Rect) -> Rect:
    return Rect(r.y, r.x, r.h, r.w)


def ports(low: float, high: float, other: float) -> list[float]:
    """Return places on a side, the best first: its middle, opposite the other box, a quarter up and down."""
    middle, quarter = (low + high) / 2, (high - low) / 4
    inset = min(6.0, quarter)
    opposite = min(max(other, low + inset), high - inset)
    found = [middle]
    for place in (opposite, middle - quarter, middle + quarter):
        if all(abs(place - old) > 1 for old in found):
            found.append(place)
    return found


def _bundle(*points: tuple[Floats, Floats]) -> Bundle:
    """Make a bundle that starts level from the x and y of its points, way by way."""
    full = np.empty((len(points[0][0]), len(points), 2))
    for at, (x, y) in enumerate(points):
        full[:, at, 0] = x
        full[:, at, 1] = y
    return Bundle(full, level=True)


def _combined(*choices: Sequence[float] | Floats) -> list[Floats]:
    """Return all combinations of the choices, one array per choice."""
    arrays = [np.asarray(choice, float) for choice in choices]
    sizes = [len(array) for array in arrays]
    found, before, after = [], 1, prod(sizes)
    for array, size in zip(arrays, sizes, strict=True):
        after //= max(1, size)
        found.append(np.tile(np.repeat(array, after), before))
        before *= size
    return found


def _straight(a: Rect, b: Rect) -> Bundle:
    low, high = max(a.y, b.y) + 4, min(a.bottom, b.bottom) - 4
    apart = a.right < b.x or b.right < a.x
    heights = [low + (high - low) * share for share in (0.5, 0.0, 1.0, 0.25, 0.75)] if low <= high and apart else []
    heights += [y for y in (a.center.y, b.center.y) if low < y < high and apart]
    y = np.array(heights, float)
    start, end = (a.right, b.x) if a.right < b.x else (a.x, b.right)
    return _bundle((np.full(len(y), start), y), (np.full(len(y), end), y))


def _corner(a: Rect, b: Rect) -> Bundle:
    """Leave box a level and reach box b upright."""
    y, x = _combined(ports(a.y, a.bottom, b.center.y), ports(b.x, b.right, a.center.x))
    fits = _beside(x, a.x, a.right) & _beside(y, b.y, b.bottom)
    y, x = y[fits], x[fits]
    return _bundle((_side(x, a.x, a.right), y), (x, y), (x, _side(y, b.y, b.bottom)))


def _beside(place: Floats, low: float, high: float) -> NDArray[np.bool_]:
    return (place < low - CLEAR) | (place > high + CLEAR)


def _side(place: Floats, low: float, high: float) -> Floats:
    return np.where(place < low, low, high)


def _around(a: Rect, b: Rect, room: Room) -> Bundle:
    """Leave and arrive level, with one upright piece between."""
    free = room.uprights[_beside(room.uprights, a.x, a.right) & _beside(room.uprights, b.x, b.right)]
    x, ya, yb = _combined(free, ports(a.y, a.bottom, b.center.y), ports(b.y, b.bottom, a.center.y))
    return _bundle((_side(x, a.x, a.right), ya), (x, ya), (x, yb), (_side(x, b.x, b.right), yb))


def _hooked(a: Rect, b: Rect, room: Room) -> Bundle:
    """Leave box a level, run upright and level, and reach box b upright."""
    xs = _near(room.uprights, a, room.near)
    ys = room.levels[_beside(room.levels, b.y, b.bottom)]
    x, y, ya, xb = _combined(xs, ys, ports(a.y, a.bottom, b.center.y)[:3], ports(b.x, b.right, a.center.x)[:2])
    return _bundle((_side(x, a.x, a.right), ya), (x, ya), (x, y), (xb, y), (xb, _side(y, b.y, b.bottom)))


def _near(uprights: Floats, box: Rect, near: float) -> Floats:
    return uprights[_beside(uprights, box.x, box.right) & (np.abs(uprights - box.center.x) < box.w / 2 + near)]


def _corridor(a: Rect, b: Rect, room: Room) -> Bundle:
    """Leave box a level, run upright into a corridor, along it, upright again, and reach box b level."""
    xa, xb, y, ya, yb = _combined(
        _near(room.uprights, a, room.near),
        _near(room.uprights, b, room.near),
        room.levels,
        ports(a.y, a.bottom, b.center.y)[:2],
        ports(b.y, b.bottom, a.center.y)[:2],
    )
    start, end = _side(xa, a.x, a.right), _side(xb, b.x, b.right)
    return _bundle((start, ya), (xa, ya), (xa, y), (xb, y), (xb, yb), (end, yb))
