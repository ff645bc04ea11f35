"""Fewer corners: every arrow of a finished drawing is tried on simpler ways, and takes one that costs less.

The boxes stay where they are. Many candidates of an arrow are judged at once against all boxes and other arrows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosslane.geometry import Rect
from crosslane.layout.detour import clipped, detour
from crosslane.layout.judging import (
    BEND,
    HIT,
    LENGTH,
    NEAR,
    WRONG,
    Around,
    Floats,
    Nearness,
    Spans,
    across,
    beside,
    hits,
    met_by_arrow,
    met_until,
)
from crosslane.layout.scoring import clashing, tidied
from crosslane.layout.ways import Rails, Room, cheapest_way, cost_now, rails_of, starts_level

WORTH = 0.2
SLACK = 0.01
# From this width on, tracks have room for heavy lines with their heads.
WIDE = 12
Line = list[tuple[float, float]]
# How pieces of a direction see boxes: across it from and to, along it from and to; of left, top, right and bottom.
SEEN = ([1, 3, 0, 2], [0, 2, 1, 3])
# From x to x, from y to y.
Area = tuple[float, float, float, float]


@dataclass
class Board:
    """Boxes, arrows and their lines; `track` is the distance that lines keep, `clear` the one to foreign boxes."""

    rects: Sequence[Rect]
    arcs: Sequence[tuple[int, int]]
    lines: list[Line]
    bands: Sequence[tuple[float, float]]
    track: float
    clear: float
    # Whether ways may run further from boxes, on more rails: for the few lines that find none on the usual ones.
    wide: bool = False
    # Where lines were changed, and for each arrow how many changes there were when it was looked at, and within where.
    changes: list[Area] = field(default_factory=list)
    looked: dict[int, tuple[int, float, float, float, float]] = field(default_factory=dict)
    boxes: Floats = field(init=False)
    # As level and as upright pieces see the boxes: those of other arrows, and their own.
    walls: tuple[Floats, Floats] = field(init=False)
    own_walls: tuple[Floats, Floats] = field(init=False)
    nearness: Nearness = field(init=False)
    ends: NDArray[np.int_] = field(init=False)
    level: Floats = field(init=False)
    upright: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Collect boxes and pieces as arrays; a piece is (where, from, to, arrow)."""
        self.boxes = np.array([(r.x, r.y, r.right, r.bottom) for r in self.rects], float).reshape(-1, 4)
        level, upright = self.boxes.T[SEEN[0]], self.boxes.T[SEEN[1]]
        clear = self.clear * np.array([[-1.0], [1.0], [-1.0], [1.0]])
        self.walls = level + clear, upright + clear
        # A line begins and ends at the sides of its boxes, and never runs along or inside them.
        own = np.array([[-NEAR], [NEAR], [SLACK], [-SLACK]])
        self.own_walls = level + own, upright + own
        # Where tracks are narrow, nothing but lines and small heads is on them.
        self.nearness = Nearness(min(self.track * 0.6, 6.0), self.track - 2 if self.track >= WIDE else 0.0)
        self.ends = np.array(self.arcs, int).reshape(-1, 2)
        pieces = [(*piece, k) for k, line in enumerate(self.lines) for piece in _pieces(line)]
        table = np.array(pieces, float).reshape(-1, 5)
        self.level, self.upright = table[table[:, 0] == 1, 1:], table[table[:, 0] == 0, 1:]

    def is_in_lanes(self, y: float) -> bool:
        """Say whether a height is that of any lane: lines stay in the lanes, as boxes do."""
        return not self.bands or self.bands[0][0] <= y <= self.bands[-1][1]

    def add(self, box: int, line: Line) -> int:
        """Take up an arrow from a box to itself and return its number."""
        self.lines.append(line)
        self.ends = np.concatenate([self.ends, [[box, box]]])
        return len(self.lines) - 1

    def drop(self, k: int) -> None:
        """Take arrow k's line away."""
        self.lines[k] = []
        self.level, self.upright = (table[table[:, 3] != k] for table in (self.level, self.upright))

    def is_news(self, k: int) -> bool:
        """Say whether anything was changed around arrow k since it was looked at."""
        seen, *area = self.looked.get(k, (-1,))
        if seen < 0 or self.wide:
            return True
        left, right, top, bottom = area
        return any(a < right and b > left and c < bottom and d > top for a, b, c, d in self.changes[seen:])

    def take(self, k: int, line: Line) -> None:
        """Give arrow k a new line."""
        points = [*self.lines[k], *line]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.changes.append((min(xs), max(xs), min(ys), max(ys)))
        self.lines[k] = line
        table = np.array([(*piece, k) for piece in _pieces(line)], float)
        self.level = np.concatenate([self.level[self.level[:, 3] != k], table[table[:, 0] == 1, 1:]])
        self.upright = np.concatenate([self.upright[self.upright[:, 3] != k], table[table[:, 0] == 0, 1:]])


def keeps_off(board: Board, k: int, line: Line | None = None) -> bool:
    """Say whether an arrow's line, or one for it, keeps off all boxes."""
    points = _alternating([board.lines[k] if line is None else line])
    walls = _walls(board, k, _area(points))
    return not any(hits(Spans.of(points, axis), walls[axis]).any() for axis in (0, 1))


def _pieces(line: Line) -> list[tuple[int, float, float, float]]:
    """Return a line's pieces: 1 and (y, from, to) for level ones, 0 and (x, from, to) for upright ones."""
    return [
        (1, ay, min(ax, bx), max(ax, bx)) if abs(ay - by) <= 0.5 else (0, ax, min(ay, by), max(ay, by))
        for (ax, ay), (bx, by) in pairwise(line)
    ]


def polished(board: Board, rounds: int, only: Sequence[int] | None = None, most: int | None = None) -> list[Line]:
    """Return the lines after some rounds of rerouting all or some; no arrow ends up with a dearer line than it had.

    `most` is how many arrows a round looks at, if not at all of them.

    Lines that run on top of each other are looked at even without any round.
    """
    arrows = range(len(board.lines)) if only is None else only
    for turn in range(rounds):
        # What runs straight or round one corner after a first look stays as it is.
        if not _round(board, [k for k in arrows if not turn or len(board.lines[k]) > 3], most=most):
            break
    seen: list[set[int]] = []
    for _ in range(12):
        clashes = clashing(board.lines, board.arcs)
        if not clashes:
            break
        # Once pieces were moved and lines rerouted for nothing, they look further away.
        stuck = clashes in seen
        if stuck and board.wide:
            break
        board.wide = board.wide or stuck
        _nudge(board, clashes)
        _round(board, clashes, WRONG)
        seen.append(clashes)
    return board.lines


def _round(board: Board, arrows: Iterable[int], more: float = 0.0, most: int | None = None) -> bool:
    """Reroute arrows, those that cost most first; say whether any got a better line.

    `more` is what they are known to cost more than they show by themselves. Up to `most` are those with most corners.
    """
    changed, arrows = False, list(arrows)
    met = met_by_arrow(board.level, board.upright, board.ends, arrows)
    if most is None:
        order = sorted(arrows, key=lambda k: (-met[k] - len(board.lines[k]), k))
    else:
        order = sorted(arrows, key=lambda k: (-len(board.lines[k]), -met[k], k))[:most]
    for k in order:
        right, down = _apart(*(board.rects[v] for v in board.arcs[k]))
        shortest = LENGTH * (right + down)
        # Boxes that lie apart both ways are joined round a corner at least.
        least = shortest + BEND * bool(right and down)
        if _cost_alone(board.lines[k]) + met[k] + more - WORTH > least and board.is_news(k):
            changed |= _reroute(board, k, shortest)
    return changed


def _cost_alone(line: Line) -> float:
    """Return what a line costs for its corners and its length."""
    return BEND * (len(line) - 2) + LENGTH * sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(line))


def _reroute(board: Board, k: int, shortest: float) -> bool:
    """Look for a cheaper line and take it; say whether there was one."""
    level, upright = rails_for(board, k)
    # However much is wrong with a line, one through a box is no better.
    limit = min(cost_now(level, upright, board.lines[k]), HIT) - WORTH
    cost, found = cheapest_way(level, upright, limit, shortest)
    better = cost < limit
    if better:
        board.take(k, tidied(found))
    corners = (rails.places for rails in (level, upright))
    board.looked[k] = len(board.changes), *(edge for places in corners for edge in (places[0] - 10, places[-1] + 10))
    return better


def laid(board: Board, k: int) -> bool:
    """Give an arrow without a line the cheapest one that keeps off all boxes; say whether there is any."""
    cost, line = cheapest_way(*rails_for(board, k), HIT)
    if cost >= HIT:
        line = _around_all(board, k)
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
    return line if line and keeps_off(board, k, line) else []


def _alternating(lines: Sequence[Line] | Floats) -> Floats:
    """Return lines of the same rhythm as ways that begin with a level piece, if need be with one of no length."""
    points = np.array(lines, float)
    return points if starts_level(lines[0]) else np.concatenate([points[:, :1], points], axis=1)


def _nudge(board: Board, arrows: Iterable[int]) -> bool:
    """Move single pieces of lines aside where that makes them cheaper; say whether any moved."""
    changed = False
    for k in sorted(arrows):
        now = np.array([board.lines[k]], float)
        level = bool(abs(now[0, 0, 1] - now[0, 1, 1]) <= 0.5)
        tried = np.concatenate([now, *_aside(board, k, now, level=level)])
        costs = costs_of(board, k, _alternating(tried), np.full(len(tried), now.shape[1] - 2.0))
        best = int(np.argmin(costs))
        if costs[best] < min(costs[0], HIT) - WORTH:
            board.take(k, tidied([(float(x), float(y)) for x, y in tried[best]]))
            changed = True
    return changed


def _aside(board: Board, k: int, now: Floats, *, level: bool) -> list[Floats]:
    """Return copies of a line with one piece moved; first and last pieces stay within the sides of their boxes."""
    found = []
    last = now.shape[1] - 2
    for piece in range(last + 1):
        axis = 1 if level == (piece % 2 == 0) else 0
        for step in (sign * by for by in range(1, 25 if board.wide else 4) for sign in (1, -1)):
            moved = now.copy()
            moved[0, piece : piece + 2, axis] += step * board.track / 2
            place = moved[0, piece, axis]
            ends = [board.rects[board.arcs[k][at]] for at, end in ((0, 0), (1, last)) if piece == end]
            sides = [(r.y, r.bottom) if axis else (r.x, r.right) for r in ends]
            if (not axis or board.is_in_lanes(place)) and all(low + 3 <= place <= high - 3 for low, high in sides):
                found.append(moved)
    return found


def _apart(a: Rect, b: Rect) -> tuple[float, float]:
    """Return how far two boxes lie apart, across and down: together the least length of any way between them."""
    return max(0.0, a.x - b.right, b.x - a.right), max(0.0, a.y - b.bottom, b.y - a.bottom)


def _room(board: Board, a: Rect, b: Rect, line: Line) -> Room:
    """Return where a line between two boxes may run: where it does, beside both and those between them, at lane borders."""
    t = board.track
    reach, most = (12, 60) if board.wide else (3, 28)
    area = a.united(b).grown((reach + 1) * t)
    boxes = board.boxes
    near = (boxes[:, 0] < area.right) & (boxes[:, 2] > area.x) & (boxes[:, 1] < area.bottom) & (boxes[:, 3] > area.y)
    offsets = [step * t for step in range(1, reach + 1)]
    levels = [y for r in (a, b) for off in offsets for y in (r.y - off, r.bottom + off)]
    for _, top, _, bottom in boxes[near].tolist():
        levels += (top - t, bottom + t, top - 2 * t, bottom + 2 * t)
    # On the way that it has now, a line may have been led around boxes far off.
    levels += [y for (_, y), (_, after) in pairwise(line) if abs(y - after) <= 0.5]
    levels += [y for band in board.bands for y in band if area.y <= y <= area.bottom]
    levels = [y for y in levels if board.is_in_lanes(y)]
    uprights = [x for r in (a, b) for off in offsets for x in (r.x - off, r.right + off)]
    for left, _, right, _ in boxes[near].tolist():
        uprights += (left - t, right + t)
    return Room(
        _thinned(levels, t / 2, (a.center.y + b.center.y) / 2, most),
        _thinned(uprights, t / 2, (a.center.x + b.center.x) / 2, most - 2),
        # Beyond the rounded corner of a card, and with room for a heavy head where tracks are wide.
        16.0 if t >= WIDE else 10.0,
    )


def _thinned(values: Iterable[float], apart: float, middle: float, most: int) -> list[float]:
    """Return values that lie some way apart from each other, those nearest to the middle."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] >= apart:
            kept.append(value)
    return sorted(kept, key=lambda value: abs(value - middle))[:most]


def rails_for(board: Board, k: int) -> tuple[Rails, Rails]:
    """Return the rails for simple ways of an arrow, and what their spans cost."""
    a, b = (board.rects[v] for v in board.arcs[k])
    level, upright = rails_of(a, b, _room(board, a, b, board.lines[k]), board.lines[k])
    xs, ys = level.places, upright.places
    around = _around(board, k, (xs[0] - 10, xs[-1] + 10, ys[0] - 10, ys[-1] + 10))
    for rails, near in zip((level, upright), around, strict=True):
        rails.begun, rails.ended = met_until(rails.where, rails.places, near)
    return level, upright


def costs_of(board: Board, k: int, points: Floats, corners: Floats) -> Floats:
    """Return what ways of arrow k cost: corners, length, crossings, and much for what is wrong."""
    cost: Floats = BEND * corners + LENGTH * np.abs(np.diff(points, axis=1)).sum((1, 2))
    for axis, around in enumerate(_around(board, k, _area(points))):
        spans = Spans.of(points, axis)
        weight: Floats = HIT * hits(spans, around.walls)
        weight += beside(spans, around)
        weight += across(spans, around.across, around.foreign)
        cost += spans.summed(weight, len(points))
    return cost


def _area(points: Floats) -> Area:
    """Return the area around some ways."""
    (left, top), (right, bottom) = (points.min((0, 1)) - 10).tolist(), (points.max((0, 1)) + 10).tolist()
    return left, right, top, bottom


def _walls(board: Board, k: int, area: Area) -> tuple[Floats, Floats]:
    """Return the boxes within an area as walls for level and for upright pieces of arrow k."""
    left, right, top, bottom = area
    boxes = board.boxes.T
    near = np.flatnonzero((boxes[0] < right) & (boxes[2] > left) & (boxes[1] < bottom) & (boxes[3] > top))
    a, b = board.ends[k].tolist()
    own = (near == a) | (near == b)
    level, upright = (
        np.where(own, mine[:, near], others[:, near]) for mine, others in zip(board.own_walls, board.walls, strict=True)
    )
    return level, upright


def _around(board: Board, k: int, area: Area) -> tuple[Around, Around]:
    """Return what is around arrow k within an area, for level and for upright pieces."""
    left, right, top, bottom = area
    level = _nearby(board.level, k, (top, bottom), (left, right))
    upright = _nearby(board.upright, k, (left, right), (top, bottom))
    ends = board.ends[np.concatenate([level[:, 3], upright[:, 3]]).astype(int)]
    a, b = board.ends[k].tolist()
    first, second = ends[:, 0], ends[:, 1]
    same = (first == a) | (second == b)
    foreign = ~(same | (first == b) | (second == a))
    at = len(level)
    walls = _walls(board, k, area)
    return (
        Around(level, same[:at], upright, foreign[at:], walls[0], board.nearness),
        Around(upright, same[at:], level, foreign[:at], walls[1], board.nearness),
    )


def _nearby(pieces: Floats, k: int, across: tuple[float, float], along: tuple[float, float]) -> Floats:
    """Return the pieces of other arrows than k that lie between some places across and along them."""
    where, begin, end, arrow = pieces.T
    near = (where > across[0]) & (where < across[1]) & (begin < along[1]) & (end > along[0]) & (arrow != k)
    found: Floats = pieces[near]
    return found
