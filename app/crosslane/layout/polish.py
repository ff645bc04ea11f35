"""Fewer corners: every arrow of a finished drawing is tried on simpler ways, and takes one that costs less.

The boxes stay where they are. Many candidates of an arrow are judged at once against all boxes and other arrows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from crosslane.geometry import Rect
from crosslane.layout.detour import clipped, detour
from crosslane.layout.scoring import clashing, crossings_by_line, tidied
from crosslane.layout.ways import STAGES, Bundle, Room, ways_between

CROSSING, BEND, LENGTH = 24.0, 1.0, 1 / 150
WRONG, HIT = 1e4, 1e6
WORTH = 0.2
NEAR = 3.0
CHUNK = 128
# So many ways are looked at for each that may be judged: most meet a box.
FREE = 6
MANY = 600
Floats = NDArray[np.float64]
Line = list[tuple[float, float]]


@dataclass
class Board:
    """Boxes, arrows and their lines; `track` is the distance that lines keep, `clear` the one to foreign boxes.

    `tries` is how many ways of a stage are judged for an arrow, `stages` how many stages, and `budget` how many ways
    may be judged in all rounds together.
    """

    rects: Sequence[Rect]
    arcs: Sequence[tuple[int, int]]
    lines: list[Line]
    bands: Sequence[tuple[float, float]]
    track: float
    clear: float
    tries: int = 128
    stages: int = STAGES
    budget: float = inf
    boxes: Floats = field(init=False)
    ends: NDArray[np.int_] = field(init=False)
    level: Floats = field(init=False)
    upright: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Collect boxes and pieces as arrays; a piece is (where, from, to, arrow)."""
        self.boxes = np.array([(r.x, r.y, r.right, r.bottom) for r in self.rects], float).reshape(-1, 4)
        self.ends = np.array(self.arcs, int).reshape(-1, 2)
        pieces = [(*piece, k) for k, line in enumerate(self.lines) for piece in _pieces(line)]
        table = np.array(pieces, float).reshape(-1, 5)
        self.level, self.upright = table[table[:, 0] == 1, 1:], table[table[:, 0] == 0, 1:]

    def add(self, box: int, line: Line) -> int:
        """Take up an arrow from a box to itself and return its number."""
        self.lines.append(line)
        self.ends = np.concatenate([self.ends, [[box, box]]])
        return len(self.lines) - 1

    def drop(self, k: int) -> None:
        """Take arrow k's line away."""
        self.lines[k] = []
        self.level, self.upright = (table[table[:, 3] != k] for table in (self.level, self.upright))

    def take(self, k: int, line: Line) -> None:
        """Give arrow k a new line."""
        self.lines[k] = line
        table = np.array([(*piece, k) for piece in _pieces(line)], float)
        self.level = np.concatenate([self.level[self.level[:, 3] != k], table[table[:, 0] == 1, 1:]])
        self.upright = np.concatenate([self.upright[self.upright[:, 3] != k], table[table[:, 0] == 0, 1:]])


def keeps_off(board: Board, k: int) -> bool:
    """Say whether an arrow's line keeps off all boxes."""
    return bool(_is_free(board, k, _alternating(board.lines[k]))[0])


def _pieces(line: Line) -> list[tuple[int, float, float, float]]:
    """Return a line's pieces: 1 and (y, from, to) for level ones, 0 and (x, from, to) for upright ones."""
    return [
        (1, ay, min(ax, bx), max(ax, bx)) if abs(ay - by) <= 0.5 else (0, ax, min(ay, by), max(ay, by))
        for (ax, ay), (bx, by) in pairwise(line)
    ]


def polished(board: Board, rounds: int, only: Sequence[int] | None = None) -> list[Line]:
    """Return the lines after some rounds of rerouting all or some; no arrow ends up with a dearer line than it had.

    Lines that run on top of each other are looked at even without any round.
    """
    arrows = range(len(board.lines)) if only is None else only
    for turn in range(rounds):
        # What runs straight or round one corner after a first look stays as it is.
        if not _round(board, [k for k in arrows if not turn or len(board.lines[k]) > 3]):
            break
    board.tries, board.budget = 600, inf
    seen: list[set[int]] = []
    for _ in range(8):
        clashes = clashing(board.lines)
        # Twice the same after pieces were moved and lines were rerouted: nothing more can be done.
        if not clashes or seen[-2:] == [clashes, clashes] or not (_nudge(board, clashes) or _round(board, clashes)):
            break
        if seen and seen[-1] == clashes:
            _round(board, clashes)
        seen.append(clashes)
    return board.lines


def _round(board: Board, arrows: Iterable[int]) -> bool:
    """Reroute arrows, those that cost most first, within the budget; say whether any got a better line."""
    changed = False
    crossed = crossings_by_line(board.lines)
    for k in sorted(arrows, key=lambda k: (-CROSSING * crossed[k] - len(board.lines[k]), k)):
        if board.budget <= 0:
            break
        changed |= _reroute(board, k)
    return changed


def _reroute(board: Board, k: int) -> bool:
    """Look for a cheaper line, few corners first, and take it; say whether there was one."""
    a, b = (board.rects[v] for v in board.arcs[k])
    shortest = LENGTH * _apart(a, b)
    now = Bundle(np.array([board.lines[k]], float), abs(board.lines[k][0][1] - board.lines[k][1][1]) <= 0.5)
    corners = now.points.shape[1] - 2.0
    best = float(costs_of(board, k, now.padded(now.points.shape[1] + 1), np.array([corners]))[0])
    found = None
    room: Room | None = None
    for stage in range(board.stages):
        if best - WORTH <= BEND * (0, 2, 3)[stage] + shortest:
            break
        room = room or _room(board, a, b)
        cost, way = _cheapest(board, k, ways_between(a, b, room, stage), best - WORTH)
        if way is not None:
            best, found = cost, way
    if found is None:
        return False
    board.take(k, tidied([(float(x), float(y)) for x, y in found]))
    return True


def laid(board: Board, k: int) -> bool:
    """Give an arrow without a line the cheapest one that keeps off all boxes; say whether there is any."""
    a, b = (board.rects[v] for v in board.arcs[k])
    room, best, found = _room(board, a, b), HIT, None
    for stage in range(board.stages):
        cost, way = _cheapest(board, k, ways_between(a, b, room, stage), best)
        if way is not None:
            best, found = cost, way
    line = [(float(x), float(y)) for x, y in found] if found is not None else _around_all(board, k)
    if line:
        board.take(k, tidied(line))
    return bool(line)


def _around_all(board: Board, k: int) -> Line:
    """Return a way around all boxes that is looked for step by step; empty if there is none."""
    a, b = (board.rects[v] for v in board.arcs[k])
    area = a.united(b).grown(240)
    near = [rect for v, rect in enumerate(board.rects) if rect.intersects(area)]
    walls = [r.grown(board.clear) for v, r in enumerate(board.rects) if v not in board.arcs[k] and r.intersects(area)]
    points = clipped(detour(a, b, near, walls), a, b)
    line = tidied([(p.x, p.y) for p in points])
    return line if line and _is_free(board, k, _alternating(line))[0] else []


def _alternating(line: Sequence[tuple[float, float]]) -> Floats:
    """Return a line as a bundle of one way that begins with a level piece."""
    return Bundle(np.array([line], float), abs(line[0][1] - line[1][1]) <= 0.5).padded(len(line) + 1)


def _nudge(board: Board, arrows: Iterable[int]) -> bool:
    """Move single pieces of lines aside where that makes them cheaper; say whether any moved."""
    changed = False
    for k in sorted(arrows):
        now = np.array([board.lines[k]], float)
        level = bool(abs(now[0, 0, 1] - now[0, 1, 1]) <= 0.5)
        tried = np.concatenate([now, *_aside(board, k, now, level=level)])
        ways = Bundle(tried, level).padded(now.shape[1] + 1)
        costs = costs_of(board, k, ways, np.full(len(ways), now.shape[1] - 2.0))
        best = int(np.argmin(costs))
        if costs[best] < costs[0] - WORTH:
            board.take(k, tidied([(float(x), float(y)) for x, y in tried[best]]))
            changed = True
    return changed


def _aside(board: Board, k: int, now: Floats, *, level: bool) -> list[Floats]:
    """Return copies of a line with one piece moved; first and last pieces stay within the sides of their boxes."""
    found = []
    last = now.shape[1] - 2
    for piece in range(last + 1):
        axis = 1 if level == (piece % 2 == 0) else 0
        for step in (1, -1, 2, -2, 3, -3):
            moved = now.copy()
            moved[0, piece : piece + 2, axis] += step * board.track / 2
            place = moved[0, piece, axis]
            ends = [board.rects[board.arcs[k][at]] for at, end in ((0, 0), (1, last)) if piece == end]
            sides = [(r.y, r.bottom) if axis else (r.x, r.right) for r in ends]
            if all(low + 3 <= place <= high - 3 for low, high in sides):
                found.append(moved)
    return found


def _apart(a: Rect, b: Rect) -> float:
    """Return the least length of any way between two boxes."""
    return max(0.0, a.x - b.right, b.x - a.right) + max(0.0, a.y - b.bottom, b.y - a.bottom)


def _room(board: Board, a: Rect, b: Rect) -> Room:
    """Return where lines between two boxes may run: beside both, beside the boxes between them, at lane borders."""
    t = board.track
    area = a.united(b).grown(4 * t)
    boxes = board.boxes
    near = boxes[
        (boxes[:, 0] < area.right) & (boxes[:, 2] > area.x) & (boxes[:, 1] < area.bottom) & (boxes[:, 3] > area.y)
    ]
    offsets = np.array([1.0, 2.0, 3.0]) * t
    own_y = [e + o for e, o in ((a.y, -offsets), (a.bottom, offsets), (b.y, -offsets), (b.bottom, offsets))]
    own_x = [e + o for e, o in ((a.x, -offsets), (a.right, offsets), (b.x, -offsets), (b.right, offsets))]
    beside = [near[:, 1] - t, near[:, 3] + t, near[:, 1] - 2 * t, near[:, 3] + 2 * t]
    borders = np.array([y for band in board.bands for y in band if area.y <= y <= area.bottom])
    levels = _thinned(np.concatenate([*own_y, *beside, borders]), t / 2, (a.center.y + b.center.y) / 2, 14)
    uprights = _thinned(np.concatenate(own_x), t / 2, (a.center.x + b.center.x) / 2, 12)
    return Room(levels, uprights, 4 * t)


def _thinned(values: Floats, apart: float, middle: float, most: int) -> Floats:
    """Return values that lie some way apart from each other, those nearest to the middle."""
    values = np.unique(values)
    kept = [values[0]]
    for value in values[1:]:
        if value - kept[-1] >= apart:
            kept.append(value)
    chosen = np.array(kept)
    return chosen[np.argsort(np.abs(chosen - middle), kind="stable")[:most]]


def _cheapest(board: Board, k: int, ways: tuple[Floats, Floats], limit: float) -> tuple[float, Floats | None]:
    """Return the cheapest of the ways that meet no box, and its cost, if that is below the limit.

    Those short on paper come first.
    """
    points, corners = ways
    least = BEND * corners + LENGTH * np.abs(np.diff(points, axis=1)).sum((1, 2))
    promising = np.flatnonzero(least < limit)
    order = promising[np.argsort(least[promising], kind="stable")[: FREE * board.tries]]
    order = order[_is_free(board, k, points[order])][: board.tries]
    best: Floats | None = None
    for begin in range(0, len(order), CHUNK):
        chosen = order[begin : begin + CHUNK]
        chosen = chosen[least[chosen] < limit]
        if not len(chosen):
            break
        board.budget -= len(chosen)
        costs = costs_of(board, k, points[chosen], corners[chosen])
        at = int(np.argmin(costs))
        if costs[at] < limit:
            limit, best = float(costs[at]), points[chosen[at]]
    return limit, best


def _is_free(board: Board, k: int, points: Floats) -> NDArray[np.bool_]:
    """Say of ways of arrow k whether they keep off all boxes."""
    free = np.ones(len(points), bool)
    if not len(points):
        return free
    boxes, grow = _boxes_nearby(board, k, points.min((0, 1)) - 10, points.max((0, 1)) + 10)
    for at in range(points.shape[1] - 1):
        axis = at % 2
        ends = points[:, at : at + 2, axis]
        where, low, high = points[:, at, 1 - axis][:, None], ends.min(1)[:, None], ends.max(1)[:, None]
        free &= _hits(where, low, high, boxes, grow, axis) == 0
    return free


def _boxes_nearby(board: Board, k: int, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return the boxes within an area, and how far arrow k has to stay from each."""
    boxes = board.boxes
    grow = np.full(len(boxes), board.clear)
    grow[board.ends[k]] = -1.0
    near = (boxes[:, 0] < high[0]) & (boxes[:, 2] > low[0]) & (boxes[:, 1] < high[1]) & (boxes[:, 3] > low[1])
    return boxes[near], grow[near]


def costs_of(board: Board, k: int, points: Floats, corners: Floats) -> Floats:
    """Return what ways of arrow k cost: corners, length, crossings, and much for what is wrong."""
    cost: Floats = BEND * corners + LENGTH * np.abs(np.diff(points, axis=1)).sum((1, 2))
    level, upright, boxes, grow = _nearby(board, k, points)
    for at in range(points.shape[1] - 1):
        axis = at % 2
        here, there = points[:, at], points[:, at + 1]
        low = np.minimum(here[:, axis], there[:, axis])[:, None]
        high = np.maximum(here[:, axis], there[:, axis])[:, None]
        where = here[:, 1 - axis][:, None]
        along, across = (level, upright) if axis == 0 else (upright, level)
        if len(level) + len(upright) > MANY:
            along = _around(along, where, low, high)
            across = _around(across, np.concatenate([low, high]), where, where)
        cost += HIT * _hits(where, low, high, boxes, grow, axis)
        cost += _beside(board, k, where, low, high, along)
        cost += _across(board, k, where, low, high, across)
    return cost


def _nearby(board: Board, k: int, points: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return other arrows' pieces and the boxes near some ways of arrow k, and how far to stay from each box."""
    x0, y0 = points.min((0, 1)) - 10
    x1, y1 = points.max((0, 1)) + 10
    level, upright = board.level, board.upright
    level = level[
        (level[:, 0] > y0) & (level[:, 0] < y1) & (level[:, 1] < x1) & (level[:, 2] > x0) & (level[:, 3] != k)
    ]
    upright = upright[
        (upright[:, 0] > x0) & (upright[:, 0] < x1) & (upright[:, 1] < y1) & (upright[:, 2] > y0) & (upright[:, 3] != k)
    ]
    return level, upright, *_boxes_nearby(board, k, np.array([x0, y0]), np.array([x1, y1]))


def _around(pieces: Floats, where: Floats, low: Floats, high: Floats) -> Floats:
    """Return the pieces near some places and ranges, so that long lines are not held against the whole map."""
    keep = (pieces[:, 0] > where.min() - 10) & (pieces[:, 0] < where.max() + 10)
    keep &= (pieces[:, 1] < high.max() + 10) & (pieces[:, 2] > low.min() - 10)
    near: Floats = pieces[keep]
    return near


def _hits(where: Floats, low: Floats, high: Floats, boxes: Floats, grow: Floats, axis: int) -> Floats:
    """Count the boxes that each piece runs into: foreign ones with their distance, its own ones only inside."""
    inside = (where > boxes[:, 1 - axis] - grow) & (where < boxes[:, 3 - axis] + grow)
    inside &= (low < boxes[:, 2 + axis] + grow) & (high > boxes[:, axis] - grow)
    return np.asarray(inside.sum(1), float)


def _beside(board: Board, k: int, where: Floats, low: Floats, high: Floats, along: Floats) -> Floats:
    """Weigh the parallel pieces that each piece runs on or too near to; a little where arrows share their end."""
    ends = board.ends[along[:, 3].astype(int)]
    same = (ends == board.ends[k]).any(1)
    apart = np.abs(where - along[:, 0])
    common = np.minimum(high, along[:, 2]) - np.maximum(low, along[:, 1])
    meet = (apart < min(board.track * 0.6, 6)) & (common > 0.9)
    bundled = meet & same & (apart < 0.5)
    weighed: Floats = WRONG * (meet & ~bundled).sum(1) + 0.8 * bundled.sum(1)
    return weighed


def _across(board: Board, k: int, where: Floats, low: Floats, high: Floats, across: Floats) -> Floats:
    """Weigh crossings, and places where a corner or an end lies on a foreign line."""
    ends = board.ends[across[:, 3].astype(int)]
    foreign = ~((ends == board.ends[k]) | (ends == board.ends[k][::-1])).any(1)
    # How deep each line reaches into the other: above 0 they meet, above half a unit they cross.
    depth = np.minimum(
        np.minimum(across[:, 0] - low, high - across[:, 0]), np.minimum(where - across[:, 1], across[:, 2] - where)
    )
    weighed: Floats = CROSSING * (depth > 0.5).sum(1) + WRONG * ((np.abs(depth) < NEAR) & foreign).sum(1)
    return weighed
