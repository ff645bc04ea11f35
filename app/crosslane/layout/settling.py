"""Boxes that stand a little off the rows of their lane move onto one, where that makes nothing harder to read.

Heights are found while long arrows still hold their place between boxes; once these run elsewhere, some boxes could stand
in a row with others after all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from crosslane.geometry import Rect
from crosslane.layout.polish import Board, laid
from crosslane.layout.scoring import clashing, score_of

SAME = 1.0
# What it may cost that a box stands in a row: as much as a corner.
WORTH = 1.0


def settled(board: Board, lanes: Sequence[int], apart: float, reach: float, held: Container[int] = ()) -> Board:
    """Return the board with boxes moved onto rows up to `reach` away, with their arrows laid anew; what is held stays.

    `lanes` are by box, `apart` is the distance that boxes of a lane keep. No box leaves its band.
    """
    rows = Counter(zip(lanes, (rect.center.y for rect in board.rects), strict=True))
    cost = score_of(board.lines).total
    for v, lane in enumerate(lanes):
        middle = board.rects[v].center.y
        for y in _near(rows, lane, middle, reach) if v not in held else ():
            tried = _moved(board, lanes, v, y, apart)
            if tried and (costs := score_of(tried.lines).total) <= cost + WORTH:
                board, cost = tried, costs
                rows.subtract([(lane, middle)])
                rows[lane, y] += 1
                break
    return board


def _near(rows: Counter[tuple[int, float]], lane: int, middle: float, reach: float) -> list[float]:
    """Return the rows that a box may move to, the nearest first; none where it is in one with others."""
    there = sorted((abs(y - middle), y) for (of, y), many in rows.items() if of == lane and many > (y == middle))
    return [y for far, y in there if far < reach] if there and there[0][0] > SAME else []


def _moved(board: Board, lanes: Sequence[int], v: int, middle: float, apart: float) -> Board | None:
    """Return the board with a box at another height; None where it has no room, or one of its arrows has no way."""
    rect = board.rects[v].moved(0, middle - board.rects[v].center.y)
    top, bottom = board.bands[lanes[v]]
    around = Rect(rect.x, rect.y - apart + SAME, rect.w, rect.h + 2 * (apart - SAME))
    if (
        rect.y < top
        or rect.bottom > bottom
        or any(u != v and other.intersects(around) for u, other in enumerate(board.rects))
    ):
        return None
    own = [k for k, arc in enumerate(board.arcs) if v in arc]
    lines = [[] if v in arc else line for line, arc in zip(board.lines, board.arcs, strict=True)]
    rects = [rect if u == v else other for u, other in enumerate(board.rects)]
    tried = Board(rects, board.arcs, lines, board.bands, board.track, board.clear)
    if tried.is_run_through(rect.grown(board.clear)) or not all(laid(tried, k) for k in own):
        return None
    return None if clashing(tried.lines, tried.arcs) else tried
