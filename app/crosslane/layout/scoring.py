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
# So many pieces at once are held against all of the other direction.
CHUNK = 128


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
    return score_of_pieces(*pieces_of(clean), clean)


def score_of_pieces(level: Floats, upright: Floats, lines: Iterable[Line]) -> Score:
    """Return the score of tidied polylines whose pieces are known."""
    bends = sum([len(line) - 2 for line in lines if len(line) > 2])
    length = float(np.add.reduce(level[2] - level[1]) + np.add.reduce(upright[2] - upright[1]))
    return Score(_crossings(level, upright), bends, length)


def pieces_of(lines: Sequence[Line], numbers: Iterable[int] | None = None) -> tuple[Floats, Floats]:
    """Return level and upright pieces, each a column: where it is, from and to along it, and the number of its line."""
    level, upright = list[float](), list[float]()
    for k, line in enumerate(lines) if numbers is None else zip(numbers, lines, strict=True):
        for (ax, ay), (bx, by) in pairwise(line):
            if -SAME <= ay - by <= SAME:
                level += (ay, ax, bx, k) if ax <= bx else (ay, bx, ax, k)
            else:
                upright += (ax, ay, by, k) if ay <= by else (ax, by, ay, k)
    return np.array(level, float).reshape(-1, 4).T, np.array(upright, float).reshape(-1, 4).T


def _crossings(level: Floats, upright: Floats) -> int:
    if level.shape[1] <= CHUNK:
        return int(np.count_nonzero(_meeting(level, upright)))
    level, upright = level[:, level[0].argsort()], upright[:, upright[0].argsort()]
    return sum(_met(level[:, begin : begin + CHUNK], upright) for begin in range(0, level.shape[1], CHUNK))


def _met(level: Floats, upright: Floats) -> int:
    """Count where level pieces meet upright ones, which are sorted by x."""
    low, high = np.searchsorted(upright[0], (level[1].min(), level[2].max()))
    return int(np.count_nonzero(_meeting(level, upright[:, low:high])))


def _meeting(level: Floats, upright: Floats) -> NDArray[np.bool_]:
    y, left, right, k = level[:4, :, None]
    x, top, bottom, other = upright[:4]
    met: NDArray[np.bool_] = x > left + SAME
    met &= x < right - SAME
    met &= y > top + SAME
    met &= y < bottom - SAME
    met &= k != other
    return met


def crossings_by_line(lines: Sequence[Line]) -> list[int]:
    """Return how many times each line is crossed by others."""
    return crossed_by_line(*pieces_of(lines), len(lines))


def crossed_by_line(level: Floats, upright: Floats, many: int) -> list[int]:
    """Return how many times each of so many lines is crossed by others, from their pieces."""
    found = np.zeros(many, int)
    for begin in range(0, level.shape[1], CHUNK):
        some = level[:, begin : begin + CHUNK]
        met = _meeting(some, upright)
        found += np.bincount(some[3].astype(int), met.sum(1), len(found)).astype(int)
        found += np.bincount(upright[3].astype(int), met.sum(0), len(found)).astype(int)
    return list(found.tolist())


def clashing(lines: Sequence[Line], arcs: Sequence[tuple[int, int]] = ()) -> set[int]:
    """Return the lines that run on top of another one for more than a unit, nearer than two units.

    With arcs, lines that leave or reach the same box may share a piece, so long as it is exactly one.
    """
    return clashing_pieces(*pieces_of(lines), np.array(arcs, int).reshape(-1, 2))


def clashing_pieces(level: Floats, upright: Floats, ends: NDArray[np.int_]) -> set[int]:
    """Return the lines that clash, from their pieces, and by line the boxes at its ends, or none."""
    found: set[int] = set()
    for pieces in (level, upright):
        where, low, high, owner = pieces[:4, pieces[0].argsort()]
        one, two = _pairs(where.searchsorted(where + 2.0, side="right"))
        near = np.minimum(high[one], high[two]) - np.maximum(low[one], low[two]) > 1
        near &= owner[one] != owner[two]
        if not near.any():
            continue
        one, two = one[near], two[near]
        a, b = owner[one].astype(int), owner[two].astype(int)
        if len(ends):
            joined = (where[two] - where[one] < SAME) & (ends[a] == ends[b]).any(1)
            a, b = a[~joined], b[~joined]
        found.update(a.tolist(), b.tolist())
    return found


def _pairs(last: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the numbers of all pairs of one and a later one that lies before the one's last."""
    one = np.arange(len(last))
    count = np.maximum(last - one - 1, 0)
    first = one.repeat(count)
    return first, first + 1 + np.arange(len(first)) - (count.cumsum() - count).repeat(count)
