"""Small loops of arrows that lead to where they start: at the corner of their box where they meet least."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from crosslane.geometry import Rect
from crosslane.layout.judging import Floats
from crosslane.layout.polish import Board, Line, costs_of

REACHES = (14.0, 11.0, 8.0, 5.0)
INSETS = (16.0, 24.0, 10.0, 36.0)
SMALLER = 0.4


def loops_around(board: Board, boxes: Sequence[int]) -> list[Line]:
    """Return a loop for each of the boxes (one may come several times), clear of boxes, lines and other loops.

    The board gets each of them as a further arrow.
    """
    found = []
    for box in boxes:
        ways, paper = _corners(board.rects[box])
        k = board.add(box, _line(ways[0]))
        costs = costs_of(board, k, np.concatenate([ways, ways[:, -1:]], axis=1), np.full(len(ways), 3.0)) + paper
        board.take(k, _line(ways[int(np.argmin(costs))]))
        found.append(board.lines[k])
    return found


def _line(way: Floats) -> Line:
    return [(float(x), float(y)) for x, y in way]


def _corners(rect: Rect) -> tuple[Floats, Floats]:
    """Return loops at all corners, the upper right one first, and what the smaller ones cost more."""
    ways, paper = [], []
    for (down, right), (step, reach), (side, across) in product(
        product((-1, 1), (1, -1)), enumerate(REACHES), product(INSETS, INSETS)
    ):
        inset_x, inset_y = min(across, rect.w * 0.4), min(side, rect.h * 0.4)
        edge_x, edge_y = rect.right if right > 0 else rect.x, rect.bottom if down > 0 else rect.y
        x, y = edge_x - right * inset_x, edge_y - down * inset_y
        out_x, out_y = edge_x + right * reach, edge_y + down * reach
        ways.append([(edge_x, y), (out_x, y), (out_x, out_y), (x, out_y), (x, edge_y)])
        paper.append(SMALLER * step)
    return np.array(ways, float), np.array(paper)
