"""Boxes that stand a little off the rows of their lane move onto one, where that makes nothing harder to read.

Heights are found while long arrows still hold their place between boxes; once these run elsewhere, some boxes could stand
in a row with others after all.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from math import inf
from operator import itemgetter

from crosslane.geometry import Rect
from crosslane.layout.polish import Board, keeps_off, laid

SAME = 1.0
# What it may cost that a box stands in a row: as much as a corner.
WORTH = 1.0


def settled(board: Board, lanes: Sequence[int], apart: float, reach: float, held: Container[int] = ()) -> Board:
    """Return the board with boxes moved onto rows up to `reach` away, with their arrows laid anew; what is held stays.

    Boxes of a lane that level arrows join move together. `lanes` are by box, `apart` is the distance that boxes of a lane
    keep. No box leaves its band.
    """
    cost = board.score().total
    for block in _blocks(board, lanes):
        ways = _ways_off(board, lanes, block, reach) if not any(v in held for v in block) else []
        tried = [(other.score().total, other) for by in ways if (other := _moved(board, lanes, block, by, apart))]
        costs, best = min(tried, key=itemgetter(0), default=(inf, board))
        if costs <= cost + WORTH:
            board, cost = best, costs
    return board


def _blocks(board: Board, lanes: Sequence[int]) -> list[list[int]]:
    """Return the boxes in blocks: those of a lane that level arrows join."""
    of = list(range(len(lanes)))
    for (a, b), line in zip(board.arcs, board.lines, strict=True):
        if len(line) == 2 and lanes[a] == lanes[b] and abs(board.rects[a].center.y - board.rects[b].center.y) < SAME:
            old, new = of[a], of[b]
            of = [new if block == old else block for block in of]
    blocks: dict[int, list[int]] = {}
    for v, block in enumerate(of):
        blocks.setdefault(block, []).append(v)
    return sorted(blocks.values(), key=lambda block: (len(block), block))


def _ways_off(board: Board, lanes: Sequence[int], block: Sequence[int], reach: float) -> list[float]:
    """Return by how much a block may move to be in a row with others, the nearest first; none where it is in one."""
    middle = board.rects[block[0]].center.y
    own = set(block)
    others = {
        rect.center.y - middle for v, rect in enumerate(board.rects) if lanes[v] == lanes[block[0]] and v not in own
    }
    near = sorted((by for by in others if abs(by) < reach), key=lambda by: (abs(by), by))
    return near if near and abs(near[0]) > SAME else []


def _moved(board: Board, lanes: Sequence[int], block: Sequence[int], by: float, apart: float) -> Board | None:
    """Return the board with a block at another height; None where it has no room, or one of its arrows has no way."""
    top, bottom = board.bands[lanes[block[0]]]
    own = set(block)
    rects = [rect.moved(0, by) if v in own else rect for v, rect in enumerate(board.rects)]
    for rect in (rects[v] for v in block):
        around = Rect(rect.x, rect.y - apart + SAME, rect.w, rect.h + 2 * (apart - SAME))
        if (
            rect.y < top
            or rect.bottom > bottom
            or any(v not in own and r.intersects(around) for v, r in enumerate(rects))
        ):
            return None
    loose = [k for k, arc in enumerate(board.arcs) if not own.isdisjoint(arc)]
    lines = list(board.lines)
    for k in loose:
        lines[k] = [(x, y + by) for x, y in lines[k]] if own.issuperset(board.arcs[k]) else []
    tried = Board(rects, board.arcs, lines, board.bands, board.track, board.clear)
    if any(tried.is_run_through(rects[v].grown(board.clear), but=loose) for v in block):
        return None
    if not all(keeps_off(tried, k) if lines[k] else laid(tried, k) for k in loose):
        return None
    return None if tried.clashes() else tried
