"""A tidy drawing after a few edits: what is untouched stays to the unit, new boxes and arrows find a place around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crosslane.geometry import Rect
from crosslane.layout.graph import Options
from crosslane.layout.levels import Problem
from crosslane.layout.polish import Board, Line, laid, polished
from crosslane.layout.scoring import clashing, crossings_by_line, score_of

Band = tuple[float, float]
# What it costs to cover a line that then needs another way, and to stand right of what follows; a unit is 150 of length.
COVERED, AGAINST, LENGTH = 2.0, 3.0, 1 / 150
# How many places are looked at closely, and which of them are tried when flows find no way to the best.
FEW, CHOICES = 24, (0, 1, 2, 3, 6, 10)
# Up to so many boxes, all choices are drawn and the best is taken; beyond, the first that can be.
SMALL = 150


@dataclass(frozen=True)
class Known:
    """What is there: rectangles by box and lines by arrow (None: new), lane bands, and the middles of the columns."""

    rects: Sequence[Rect | None]
    lines: Sequence[Sequence[tuple[float, float]] | None]
    bands: Sequence[Band]
    centers: Sequence[float]


def with_room(problem: Problem, known: Known, options: Options) -> Known:
    """Return what is there with lanes as high as their new boxes: what lies below moves down by as much, all of it."""
    for lane, (top, bottom) in enumerate(known.bands):
        new = [problem.h[v] for v, rect in enumerate(known.rects) if rect is None and problem.lane[v] == lane]
        if new and max(new) + 2 * options.clear > bottom - top:
            known = _sunk(known, lane, max(new) + 2 * options.lane_pad - (bottom - top))
    return known


def _sunk(known: Known, lane: int, by: float) -> Known:
    """Return what is there with all below a lane further down."""
    edge = known.bands[lane][1]
    rects = [rect and (rect.moved(0, by) if rect.y >= edge - 0.01 else rect) for rect in known.rects]
    lines = [line and [(x, y + by if y >= edge else y) for x, y in line] for line in known.lines]
    bands = [(top + by * (at > lane), bottom + by * (at >= lane)) for at, (top, bottom) in enumerate(known.bands)]
    return Known(rects, lines, bands, known.centers)


def touched_up(problem: Problem, known: Known, options: Options) -> tuple[list[Rect], list[Line]] | None:
    """Return rectangles and lines with all that is new added; None where there is no room for it as things lie."""
    drawings = []
    for choice in CHOICES if any(rect is None for rect in known.rects) else CHOICES[:1]:
        found = _with_boxes(problem, known, options, choice)
        drawn = _with_lines(problem, *found, known.bands, options) if found else None
        if drawn:
            drawings.append(drawn)
            if problem.n > SMALL:
                break
    return min(drawings, key=lambda drawn: score_of(drawn[1]).total) if drawings else None


def _with_boxes(problem: Problem, known: Known, options: Options, choice: int) -> tuple[list[Rect], list[Line]] | None:
    """Return all boxes, new ones at their best place or a later choice, and the lines that none of them is in the way of."""
    rects = list(known.rects)
    lines = [list(line or ()) for line in known.lines]
    for v in _new_boxes(problem, rects):
        places = _places(problem, v, rects, lines, known, options)
        if not places:
            return None
        place = rects[v] = places[min(choice, len(places) - 1)]
        body = place.grown(options.clear)
        lines = [[] if _meets(line, body) else line for line in lines]
    return [rect for rect in rects if rect is not None], lines


def _with_lines(
    problem: Problem, boxes: Sequence[Rect], lines: list[Line], bands: Sequence[Band], options: Options
) -> tuple[list[Rect], list[Line]] | None:
    missing = [k for k, line in enumerate(lines) if not line]
    before = clashing(lines, problem.arcs)
    board = Board(boxes, problem.arcs, list(lines), bands, options.track, options.clear)
    ends = [(boxes[a].center, boxes[b].center) for a, b in problem.arcs]
    missing.sort(key=lambda k: (abs(ends[k][0].x - ends[k][1].x) + abs(ends[k][0].y - ends[k][1].y), k))
    if not all(_laid(board, k) for k in missing):
        return None
    crossed = crossings_by_line(lines), crossings_by_line(board.lines)
    beside = [k for k, (old, new) in enumerate(zip(*crossed, strict=True)) if new > old and k not in missing]
    found = polished(board, 1, [*missing, *beside])
    low, high = bands[0][0], bands[-1][1]
    if clashing(found, problem.arcs) - before or any(
        not low <= y <= high for k in (*missing, *beside) for _, y in found[k]
    ):
        return None
    return list(boxes), found


def _laid(board: Board, k: int) -> bool:
    """Give an arrow a line near its boxes, or else further away; say whether there is any."""
    for board.wide in (False, True):
        if laid(board, k):
            break
    else:
        return False
    board.wide = False
    return True


def _new_boxes(problem: Problem, rects: Sequence[Rect | None]) -> Iterator[int]:
    """Yield boxes without a place, those with the most neighbours that have one first; the rects may fill meanwhile."""
    waiting = {v for v, rect in enumerate(rects) if rect is None}
    near: dict[int, list[int]] = {v: [] for v in waiting}
    for a, b in problem.arcs:
        for v, other in ((a, b), (b, a)):
            if v in near:
                near[v].append(other)
    while waiting:
        v = max(waiting, key=lambda v: (sum(rects[u] is not None for u in near[v]), -v))
        waiting.remove(v)
        yield v


def _places(
    problem: Problem,
    v: int,
    rects: Sequence[Rect | None],
    lines: Sequence[Line],
    known: Known,
    options: Options,
) -> list[Rect]:
    """Return free places in a box' lane, first those that make its arrows short and cover few lines of others."""
    top, bottom = known.bands[problem.lane[v]]
    wide, high = problem.w[v], problem.h[v]
    lane = [r for u, r in enumerate(rects) if r is not None and problem.lane[u] == problem.lane[v]]
    before = [r for a, b in problem.arcs if b == v and (r := rects[a]) is not None]
    after = [r for a, b in problem.arcs if a == v and (r := rects[b]) is not None]
    # In a lane that is lower than the box with its margins, the margins give way.
    pad = max(min(options.lane_pad, (bottom - top - high) / 2), options.clear)
    found: list[tuple[float, Rect]] = []
    for x in sorted(_columns(wide, [*before, *after], known, options)):
        strip = [
            r for r in lane if r.x - options.column_gap * 0.7 < x + wide and x < r.right + options.column_gap * 0.7
        ]
        for y in _rows(high, strip, [*before, *after], (top + pad, bottom - pad - high), options):
            rect = Rect(x, y, wide, high)
            found.append((_paper(rect, before, after), rect))
    found = sorted(found)[:FEW]
    return [r for _, r in sorted((cost + COVERED * _covered(lines, r.grown(options.clear)), r) for cost, r in found)]


def _covered(lines: Sequence[Line], rect: Rect) -> int:
    return sum(_meets(line, rect) for line in lines)


def _columns(wide: float, near: Sequence[Rect], known: Known, options: Options) -> set[float]:
    """Return where a box may begin: in a column, beside its neighbours, or after the last column."""
    found = {center - wide / 2 for center in known.centers}
    for rect in near:
        found |= {rect.right + options.column_gap, rect.x - options.column_gap - wide, rect.center.x - wide / 2}
    found.add(max((r.right for r in known.rects if r is not None), default=0.0) + options.column_gap)
    grid = options.grid or 1.0
    return {round(x / grid) * grid for x in found if x >= 0}


def _rows(high: float, strip: Sequence[Rect], near: Sequence[Rect], between: Band, options: Options) -> list[float]:
    """Return the heights at which a box fits among those of its lane nearby: level with neighbours, or beside others."""
    low, most = between
    grid = options.grid or 1.0
    wishes = {low, most, *(r.center.y - high / 2 for r in near)}
    for rect in strip:
        wishes |= {rect.bottom + options.row_gap, rect.y - options.row_gap - high}
    places = {low + round((y - low) / grid) * grid for y in wishes}
    gap = options.row_gap - 0.01
    return sorted(
        y
        for y in places
        if low - 0.01 <= y <= most + 0.01 and not any(r.y - gap < y + high and y < r.bottom + gap for r in strip)
    )


def _paper(rect: Rect, before: Sequence[Rect], after: Sequence[Rect]) -> float:
    """Return what the arrows of a box cost at least when it lies there."""
    c = rect.center
    far = sum(abs(r.center.x - c.x) + abs(r.center.y - c.y) for r in (*before, *after))
    against = sum(r.right > rect.x for r in before) + sum(r.x < rect.right for r in after)
    bent = sum(abs(r.center.y - c.y) > 1 for r in (*before, *after))
    return LENGTH * far + AGAINST * against + 0.5 * bent + 1e-6 * (rect.x + rect.y)


def _meets(line: Line, rect: Rect) -> bool:
    return any(Rect.spanning(a, b).intersects(rect) for a, b in pairwise(line))
