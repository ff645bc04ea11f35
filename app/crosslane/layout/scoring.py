"""What a drawing costs: crossings, bends and length of orthogonal polylines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosslane.layout.graph import Score

Line = Sequence[tuple[float, float]]
Floats = NDArray[np.float64]
SAME = 0.5


def tidied(line: Line) -> list[tuple[float, float]]:
    """Return the polyline without repeated points and without corners on straight pieces."""
    kept: list[tuple[float, float]] = []
    for point in line:
        if kept and abs(kept[-1][0] - point[0]) < SAME and abs(kept[-1][1] - point[1]) < SAME:
            continue
        while len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _is_straight(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    level = abs(a[1] - b[1]) < SAME and abs(b[1] - c[1]) < SAME and (b[0] - a[0]) * (c[0] - b[0]) >= 0
    upright = abs(a[0] - b[0]) < SAME and abs(b[0] - c[0]) < SAME and (b[1] - a[1]) * (c[1] - b[1]) >= 0
    return level or upright


def score_of(lines: Iterable[Line]) -> Score:
    """Return the score of a drawing's polylines."""
    clean = [tidied(line) for line in lines]
    bends = sum(max(0, len(line) - 2) for line in clean)
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for line in clean for a, b in pairwise(line))
    return Score(_crossings(clean), bends, length)


def _crossings(lines: Sequence[Line]) -> int:
    h, v = _by_direction(lines)
    h = h[np.argsort(h[:, 1], kind="stable")]
    return sum(_met(h[begin : begin + 128], v) for begin in range(0, len(h), 128)) if len(v) else 0


def _by_direction(lines: Sequence[Line]) -> tuple[Floats, Floats]:
    """Return level and upright pieces as rows (where, from, to, line), each sorted by where they are."""
    level, upright = [], []
    for k, line in enumerate(lines):
        for a, b in pairwise(line):
            if abs(a[1] - b[1]) <= SAME:
                level.append((a[1], min(a[0], b[0]), max(a[0], b[0]), k))
            else:
                upright.append((a[0], min(a[1], b[1]), max(a[1], b[1]), k))
    return np.array(sorted(level), float).reshape(-1, 4), np.array(sorted(upright), float).reshape(-1, 4)


def _met(h: Floats, v: Floats) -> int:
    """Count where level pieces meet upright ones, which are sorted by x."""
    v = v[np.searchsorted(v[:, 0], h[:, 1].min()) : np.searchsorted(v[:, 0], h[:, 2].max())]
    return int(np.count_nonzero(_meeting(h, v)))


def _meeting(h: Floats, v: Floats) -> NDArray[np.bool_]:
    inside_x = (v[None, :, 0] > h[:, None, 1] + SAME) & (v[None, :, 0] < h[:, None, 2] - SAME)
    inside_y = (h[:, None, 0] > v[None, :, 1] + SAME) & (h[:, None, 0] < v[None, :, 2] - SAME)
    met: NDArray[np.bool_] = inside_x & inside_y & (h[:, None, 3] != v[None, :, 3])
    return met


def crossings_by_line(lines: Sequence[Line]) -> list[int]:
    """Return how many times each line is crossed by others."""
    level, upright = _by_direction(lines)
    found = np.zeros(len(lines), int)
    for begin in range(0, len(level), 128):
        met = _meeting(level[begin : begin + 128], upright)
        np.add.at(found, level[begin : begin + 128, 3].astype(int), met.sum(1))
        np.add.at(found, upright[:, 3].astype(int), met.sum(0))
    return [int(count) for count in found]


def clashing(lines: Sequence[Line], arcs: Sequence[tuple[int, int]] = ()) -> set[int]:
    """Return the lines that run on top of another one for more than a unit, nearer than two units.

    With arcs, lines that leave or reach the same box may share a piece, so long as it is exactly one.
    """
    found: set[int] = set()
    ends = np.array(arcs, int).reshape(-1, 2)
    for pieces in _by_direction(lines):
        where, owner = pieces[:, 0], pieces[:, 3].astype(int)
        one, two = _pairs(np.searchsorted(where, where + 2.0, side="right"))
        near = (owner[one] != owner[two]) & (
            np.minimum(pieces[one, 2], pieces[two, 2]) - np.maximum(pieces[one, 1], pieces[two, 1]) > 1
        )
        one, two = one[near], two[near]
        a, b = owner[one], owner[two]
        if len(ends):
            joined = (where[two] - where[one] < SAME) & (ends[a] == ends[b]).any(1)
            a, b = a[~joined], b[~joined]
        found.update(a.tolist(), b.tolist())
    return found


def _pairs(last: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the numbers of all pairs of one and a later one that lies before the one's last."""
    one = np.arange(len(last))
    count = np.maximum(last - one - 1, 0)
    first = np.repeat(one, count)
    return first, first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
