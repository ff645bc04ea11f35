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
from crosslane.layout.graph import Score
from crosslane.layout.judging import (
    BEND,
    HIT,
    LENGTH,
    NEAR,
    WRONG,
    Around,
    Bools,
    Floats,
    Nearness,
    Spans,
    across,
    beside,
    hits,
    met_by_arrow,
    met_until,
)
from crosslane.layout.scoring import clashing_pieces, crossed_by_line, pieces_of, score_of_pieces, tidied
from crosslane.layout.ways import (
    JUST,
    SHORT,
    Rails,
    Room,
    around_one,
    cheapest_way,
    cost_now,
    rails_of,
    short,
    starts_level,
)
from crosslane.routing.detour import clipped, detour

WORTH = 0.2
SLACK = 0.01
# From this width on, tracks have room for heavy lines with their heads.
WIDE = 12
Line = list[tuple[float, float]]
# How level, then upright pieces see boxes: across them from and to, along them from and to.
SEEN = [8, 9, 6, 7, 6, 7, 8, 9]
OWN = np.array([[-NEAR], [NEAR], [SLACK], [-SLACK]] * 2)
# Where level, then upright pieces have their left, right, top and bottom.
BOUNDS = [1, 2, 0, 0], [0, 0, 1, 2]
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
    # Boxes as level pieces see them, then as upright ones do: those of other arrows, and their own.
    walls: Floats = field(init=False)
    own_walls: Floats = field(init=False)
    nearness: Nearness = field(init=False)
    # How long last legs are to be, so that their heads stand clear of the corner before.
    head: float = field(init=False)
    ends: NDArray[np.int_] = field(init=False)
    # Pieces, each a column: where it is, from and to along it, its arrow, the arrow's source and target, and the piece's
    # left, right, top and bottom.
    level: Floats = field(init=False)
    upright: Floats = field(init=False)
    # All of them and then the boxes, so that what lies in an area is found at once.
    things: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Collect boxes and pieces as arrays."""
        x, y, w, h = np.array(self.rects, float).reshape(-1, 4).T
        self.boxes = np.array([*[np.zeros(len(x))] * 3, *[np.full(len(x), -1.0)] * 3, x, x + w, y, y + h])
        seen, clear = self.boxes.take(SEEN, 0), self.clear
        self.walls = seen + np.array([[-clear], [clear], [-clear], [clear]] * 2)
        # A line begins and ends at the sides of its boxes, and never runs along or inside them.
        self.own_walls = seen + OWN
        # Where tracks are narrow, nothing but lines and small heads is on them.
        self.nearness = Nearness(min(self.track * 0.6, 6.0), self.track - 2 if self.track >= WIDE else 0.0)
        self.head = 1.5 * self.track if self.track >= WIDE else 0.0
        self.ends = np.array(self.arcs, int).reshape(-1, 2)
        self._put(*self._pieces(range(len(self.lines))))

    def is_in_lanes(self, y: float) -> bool:
        """Say whether a height is that of any lane: lines stay in the lanes, as boxes do."""
        return not self.bands or self.bands[0][0] <= y <= self.bands[-1][1]

    def is_run_through(self, rect: Rect, but: Sequence[int]) -> bool:
        """Say whether any line runs through a place, some arrows' lines apart."""
        area = rect.x, rect.right, rect.y, rect.bottom
        return any(
            bool((_inside(pieces, area) & ~np.isin(pieces[3], but)).any()) for pieces in (self.level, self.upright)
        )

    def add(self, box: int, line: Line) -> int:
        """Take up an arrow from a box to itself and return its number."""
        self.lines.append(line)
        self.ends = np.concatenate([self.ends, [[box, box]]])
        return len(self.lines) - 1

    def drop(self, k: int) -> None:
        """Take arrow k's line away."""
        self.lines[k] = []
        self._put(*self._others(k))

    def is_news(self, k: int) -> bool:
        """Say whether anything was changed around arrow k since it was looked at."""
        seen, *area = self.looked.get(k, (-1,))
        if seen < 0 or self.wide:
            return True
        left, right, top, bottom = area
        return any(a < right and b > left and c < bottom and d > top for a, b, c, d in self.changes[seen:])

    def score(self) -> Score:
        """Return what the lines cost as a drawing."""
        return score_of_pieces(self.level, self.upright, self.lines)

    def crossed(self) -> list[int]:
        """Return the arrows whose lines are crossed."""
        return [k for k, count in enumerate(crossed_by_line(self.level, self.upright, len(self.lines))) if count]

    def clashes(self) -> set[int]:
        """Return the arrows whose lines run on top of others that they may not share."""
        return clashing_pieces(self.level, self.upright, self.ends)

    def without_news(self) -> frozenset[int]:
        """Return the arrows that were looked at with nothing changed around them since."""
        return frozenset(k for k in self.looked if not self.is_news(k))

    def take(self, k: int, line: Line) -> None:
        """Give arrow k a new line."""
        points = [*self.lines[k], *line]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.changes.append((min(xs), max(xs), min(ys), max(ys)))
        self.lines[k] = line
        pieces = zip(self._others(k), self._pieces([k]), strict=True)
        self._put(*(np.concatenate(some, axis=1) for some in pieces))

    def _put(self, level: Floats, upright: Floats) -> None:
        self.level, self.upright = level, upright
        self.things = np.concatenate([level, upright, self.boxes], axis=1)

    def _others(self, k: int) -> tuple[Floats, Floats]:
        return self.level.compress(self.level[3] != k, 1), self.upright.compress(self.upright[3] != k, 1)

    def _pieces(self, arrows: Sequence[int]) -> tuple[Floats, Floats]:
        """Return the level and the upright pieces of some arrows' lines."""
        level, upright = (
            np.concatenate([pieces, self.ends.take(pieces[3].astype(int), 0).T, pieces.take(bounds, 0)])
            for pieces, bounds in zip(pieces_of([self.lines[k] for k in arrows], arrows), BOUNDS, strict=True)
        )
        return level, upright


def keeps_off(board: Board, k: int, line: Line | None = None) -> bool:
    """Say whether an arrow's line, or one for it, keeps off all boxes."""
    points = _alternating([board.lines[k] if line is None else line])
    walls = _walls(board, k, _inside(board.boxes, _area(points)))
    return not any(hits(Spans.of(points, axis), walls[4 * axis :][:4]).any() for axis in (0, 1))


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
        clashes = board.clashes()
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

    `more` is what they are known to cost more than they show by themselves. Up to `most` are those with most corners; of the
    others, those with two are only looked at whether one will do with nothing near, which is soon said.
    """
    changed, arrows, rest = False, list(arrows), list[int]()
    met = met_by_arrow(board.level, board.upright, board.ends, arrows)
    if most is None:
        order = sorted(arrows, key=lambda k: (-met[k] - len(board.lines[k]), k))
    else:
        order = sorted(arrows, key=lambda k: (-len(board.lines[k]), -met[k], k))
        order, rest = order[:most], order[most:]
    for k in order:
        right, down = _apart(*(board.rects[v] for v in board.arcs[k]))
        shortest = LENGTH * (right + down)
        # Boxes that lie apart both ways are joined round a corner at least.
        least = shortest + BEND * bool(right and down)
        if _cost_alone(board, board.lines[k]) + met[k] + more - WORTH > least and board.is_news(k):
            changed |= _taken_at_once(board, k) or _reroute(board, k, shortest)
    for k in rest:
        if len(board.lines[k]) == 4:
            changed |= _taken_at_once(board, k)
    return changed


def _taken_at_once(board: Board, k: int) -> bool:
    """Give an arrow the shortest line round one corner if nothing is near to it, and say so: no other is better."""
    if k in board.looked or not 3 <= len(board.lines[k]) <= 4:
        return False
    a, b = board.arcs[k]
    for line in around_one(board.rects[a], board.rects[b], _inset(board)):
        if _is_free(board, k, line):
            board.take(k, line)
            board.looked[k] = len(board.changes), *board.changes[-1]
            return True
    return False


def _is_free(board: Board, k: int, line: Line) -> bool:
    """Say whether a line keeps off all boxes and is near to no other line."""
    off, boxes = max(board.clear, board.nearness.reach, NEAR), board.boxes.shape[1]
    for (ax, ay), (bx, by) in pairwise(line):
        near = _inside(board.things, (min(ax, bx) - off, max(ax, bx) + off, min(ay, by) - off, max(ay, by) + off))
        near &= board.things[3] != k
        near[board.ends[k] - boxes] = False
        if near.any():
            return False
    return True


def _inset(board: Board) -> float:
    """Return how far off the corners lines end: beyond a card's rounded one, and with room for a heavy head on wide tracks."""
    return 16.0 if board.track >= WIDE else 10.0


def _cost_alone(board: Board, line: Line) -> float:
    """Return what a line costs for its corners, its length and its last leg."""
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(line))
    return BEND * (len(line) - 2) + LENGTH * length + short(line, board.head)


def _reroute(board: Board, k: int, shortest: float) -> bool:
    """Look for a cheaper line and take it; say whether there was one."""
    rails = rails_for(board, k)
    # However much is wrong with a line, one through a box is no better.
    limit = min(cost_now(rails, board.lines[k]), HIT) - WORTH
    cost, found = cheapest_way(rails, limit, shortest)
    better = cost < limit
    if better:
        board.take(k, tidied(found))
    board.looked[k] = len(board.changes), *rails.area
    return better


def laid(board: Board, k: int) -> bool:
    """Give an arrow without a line the cheapest one that keeps off all boxes; say whether there is any."""
    cost, line = cheapest_way(rails_for(board, k), HIT)
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
    reach, most = (12, 60) if board.wide else (3, 40)
    area = a.united(b).grown((reach + 1) * t)
    inside = _inside(board.boxes, (area.x, area.right, area.y, area.bottom))
    lefts, rights, tops, bottoms = board.boxes[6:].compress(inside, 1).tolist()
    offsets = [step * t for step in range(1, reach + 1)]
    levels = [y for r in (a, b) for off in offsets for y in (r.y - off, r.bottom + off)]
    if board.head:
        levels += [b.y - board.head, b.bottom + board.head]
    levels += [y - off for off in (t, 2 * t) for y in tops] + [y + off for off in (t, 2 * t) for y in bottoms]
    # On the way that it has now, a line may have been led around boxes far off.
    levels += [y for (_, y), (_, after) in pairwise(line) if abs(y - after) <= 0.5]
    levels += [y for band in board.bands for y in band if area.y <= y <= area.bottom]
    uprights = [x for r in (a, b) for off in offsets for x in (r.x - off, r.right + off)]
    if board.head:
        uprights += [b.x - board.head, b.right + board.head]
    uprights += [x - t for x in lefts] + [x + t for x in rights]
    return Room(
        _thinned(filter(board.is_in_lanes, levels), t / 2, (a.center.y + b.center.y) / 2, most),
        _thinned(uprights, t / 2, (a.center.x + b.center.x) / 2, most - 2),
        _inset(board),
        board.head,
    )


def _inside(things: Floats, area: Area) -> Bools:
    """Say which pieces or boxes lie within an area."""
    left, right, top, bottom = area
    found: Bools = (things[6] < right) & (things[7] > left) & (things[8] < bottom) & (things[9] > top)
    return found


def _thinned(values: Iterable[float], apart: float, middle: float, most: int) -> list[float]:
    """Return values that lie some way apart from each other, those nearest to the middle."""
    kept, last = list[float](), -inf
    for value in sorted(values):
        if value - last >= apart:
            kept.append(value)
            last = value
    return sorted(kept, key=lambda value: abs(value - middle))[:most]


def rails_for(board: Board, k: int) -> Rails:
    """Return the rails for simple ways of an arrow, and what their spans cost."""
    a, b = (board.rects[v] for v in board.arcs[k])
    rails = rails_of(a, b, _room(board, a, b, board.lines[k]), board.lines[k])
    rails.begun, rails.ended = met_until(rails.lines, rails.places, _around(board, k, rails.area))
    return rails


def costs_of(board: Board, k: int, points: Floats, corners: Floats) -> Floats:
    """Return what ways of arrow k cost: corners, length, crossings, and much for what is wrong."""
    legs = np.abs(np.diff(points, axis=1)).sum(2)
    cost: Floats = BEND * corners + LENGTH * legs.sum(1) + SHORT * ((corners > 0) & (legs[:, -1] < board.head - JUST))
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


def _around(board: Board, k: int, area: Area) -> tuple[Around, Around]:
    """Return what is around arrow k within an area, for level and for upright pieces."""
    inside = _inside(board.things, area) & (board.things[3] != k)
    upright = board.level.shape[1]
    boxes = upright + board.upright.shape[1]
    walls = _walls(board, k, inside[boxes:])
    found = board.things[:6, :boxes].compress(inside[:boxes], 1)
    a, b = board.ends[k].tolist()
    source, target = found[4], found[5]
    same = (source == a) | (target == b)
    foreign = ~(same | (source == b) | (target == a))
    joined = np.add(same, ~foreign, dtype=int)
    at = np.count_nonzero(inside[:upright])
    return (
        Around(found[:, :at], joined[:at], found[:, at:], foreign[at:], walls[:4], board.nearness),
        Around(found[:, at:], joined[at:], found[:, :at], foreign[:at], walls[4:], board.nearness),
    )


def _walls(board: Board, k: int, inside: Bools) -> Floats:
    """Return some boxes, and in any case its own, as walls for level, then for upright pieces of arrow k."""
    own = board.ends[k]
    inside[own] = True
    near = np.flatnonzero(inside)
    walls = board.walls[:, near]
    walls[:, near.searchsorted(own)] = board.own_walls[:, own]
    return walls
