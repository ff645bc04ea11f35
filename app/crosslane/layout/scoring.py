"""What a drawing costs: crossings, bends and length of orthogonal polylines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from crosslane.layout.graph import Score

Line = Sequence[tuple[float, float]]
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
    level, upright = [], []
    for k, line in enumerate(lines):
        for a, b in pairwise(line):
            if abs(a[1] - b[1]) <= SAME:
                level.append((a[1], min(a[0], b[0]), max(a[0], b[0]), k))
            else:
                upright.append((a[0], min(a[1], b[1]), max(a[1], b[1]), k))
    if not level or not upright:
        return 0
    h, v = np.array(sorted(level)), np.array(sorted(upright))
    return sum(_met(h, part) for part in np.array_split(v, max(1, len(h) * len(v) // 2_000_000)))


def _met(h: np.ndarray, v: np.ndarray) -> int:
    inside_x = (v[None, :, 0] > h[:, None, 1] + SAME) & (v[None, :, 0] < h[:, None, 2] - SAME)
    inside_y = (h[:, None, 0] > v[None, :, 1] + SAME) & (h[:, None, 0] < v[None, :, 2] - SAME)
    return int(np.count_nonzero(inside_x & inside_y & (h[:, None, 3] != v[None, :, 3])))
