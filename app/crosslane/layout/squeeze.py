"""Shorter lines: boxes and pieces of lines move together along one axis without anybody passing anybody.

What lies left of what stays so, so crossings stay as they are. Among all such drawings the one with the shortest lines is
a matter of distances only, which the network simplex solves. Corners go where the two sides of a jog can meet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from crosslane.geometry import Rect
from crosslane.layout.layers import Arc, layered
from crosslane.layout.scoring import tidied
from crosslane.layout.straighten import Jog, straightened

Line = list[tuple[float, float]]
SCALE = 16
FAR = 1e9
ANCHOR = 40
# By how much all lines together may get longer for a jog less: its two corners cost as much.
JOG = 300
# Two pieces of a line, each by its line and its place in that.
Pair = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Gaps:
    """The distances to keep where there is as much today: between boxes, box and line, lines, box and lane border.

    And how high a lane is at least.
    """

    boxes: float
    box_line: float
    lines: float
    border: float
    lane: float


@dataclass
class Thing:
    """A box, a piece of a line or a lane border: where it begins, how wide it is, and from where to where it reaches.

    Things of one group move together; `offset` is where the thing begins from its group's place. `piece` is a piece's line
    and its place in that.
    """

    kind: str
    at: float
    width: float
    low: float
    high: float
    group: int = -1
    offset: float = 0.0
    piece: tuple[int, int] = (-1, -1)


@dataclass(frozen=True)
class Board:
    """Boxes, lines, and which boxes each line joins."""

    rects: Sequence[Rect]
    lines: Sequence[Line]
    arcs: Sequence[tuple[int, int]]

    def turned(self) -> Board:
        """Return the board with x and y exchanged."""
        rects = [Rect(r.y, r.x, r.h, r.w) for r in self.rects]
        return Board(rects, [[(y, x) for x, y in line] for line in self.lines], self.arcs)


def squeezed(board: Board, gaps: Gaps, stay: Mapping[int, float] | None = None) -> Board:
    """Return boxes and lines moved along x so that the lines are as short as their order allows.

    Boxes with a place to stay (their x) leave it as little as they can.
    """
    ground = Thing("ground", 0.0, 0.0, FAR, -FAR)
    anchors = {v: (len(board.rects), x) for v, x in (stay or {}).items()}
    moved, places = _squeezed(board, [ground], anchors, gaps)
    shift = places[0] if stay else min((r.x for r in moved.rects), default=0.0)
    rects = [r.moved(-shift, 0) for r in moved.rects]
    return Board(rects, [[(x - shift, y) for x, y in line] for line in moved.lines], board.arcs)


def squeezed_down(
    board: Board, bands: Sequence[tuple[float, float]], gaps: Gaps, stay: Mapping[int, tuple[int, float]] | None = None
) -> tuple[Board, list[tuple[float, float]]]:
    """Return boxes, lines and lane bands moved along y in the same way; boxes stay in their lanes.

    A place to stay is a lane and the height from its top.
    """
    borders = [Thing("border", at, 0.0, -FAR, FAR) for at in (bands[0][0], *(bottom for _, bottom in bands))]
    anchors = {v: (len(board.rects) + lane, y) for v, (lane, y) in (stay or {}).items()}
    if stay:
        for lane, (top, bottom) in enumerate(bands):
            anchors[len(board.rects) + lane + 1] = (len(board.rects) + lane, bottom - top)
    moved, places = _squeezed(board.turned(), borders, anchors, gaps)
    top = places[0]
    back = moved.turned()
    rects = [r.moved(0, -top) for r in back.rects]
    lines = [[(x, y - top) for x, y in line] for line in back.lines]
    return Board(rects, lines, board.arcs), [(a - top, b - top) for a, b in pairwise(places)]


def _squeezed(
    board: Board, fixtures: Sequence[Thing], anchors: Mapping[int, tuple[int, float]], gaps: Gaps
) -> tuple[Board, list[float]]:
    """Return the board squeezed along x, and where the fixtures have gone."""
    rects, lines, arcs = board.rects, board.lines, board.arcs
    things = [Thing("box", r.x, r.w, r.y, r.bottom) for r in rects]
    things += fixtures
    of_piece, together = _pieces(things, lines, arcs)
    _number(things, together)
    groups = max(thing.group for thing in things) + 1
    start = [0] * groups
    for thing in things:
        start[thing.group] = round((thing.at - thing.offset) * SCALE)
    fences, own = _fences([thing for thing in things if thing.kind != "ground"], gaps, start)
    pulls = [*_pulls(things, lines, arcs, of_piece), *_anchored(things, anchors, start)]
    place = layered(len(start), [*fences, *pulls], start=start)
    if not anchors:
        jogs = _jogs(things, lines, of_piece, own)
        place = straightened(fences, pulls, jogs, place, JOG * SCALE)
    moved = [place[thing.group] / SCALE + thing.offset for thing in things]
    new_rects = [Rect(moved[v], r.y, r.w, r.h) for v, r in enumerate(rects)]
    new_lines = [tidied(_moved_line(line, k, arcs, of_piece, things, moved)) for k, line in enumerate(lines)]
    return Board(new_rects, new_lines, arcs), moved[len(rects) : len(rects) + len(fixtures)]


def _anchored(things: list[Thing], anchors: Mapping[int, tuple[int, float]], start: list[int]) -> list[Arc]:
    """Return arcs that hold things at a distance from others; each distance takes a vertex more, left of both.

    The vertex' two arcs are as long together as the distance is wrong, plus a constant.
    """
    found: list[Arc] = []
    for at, (other, distance) in sorted(anchors.items()):
        thing, reference = things[at], things[other]
        if thing.group == reference.group:
            continue
        wish = round((distance - thing.offset + reference.offset) * SCALE)
        vertex = len(start)
        start.append(min(start[thing.group] - max(0, wish), start[reference.group] - max(0, -wish)))
        found += [(vertex, thing.group, max(0, wish), ANCHOR), (vertex, reference.group, max(0, -wish), ANCHOR)]
    return found


def _is_upright(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) <= 0.5 and abs(a[1] - b[1]) > 0.5


def _pieces(
    things: list[Thing], lines: Sequence[Line], arcs: Sequence[tuple[int, int]]
) -> tuple[dict[tuple[int, int], int], list[tuple[int, int]]]:
    """Add the upright pieces of all lines; return them by line and place in it, and which boxes they move with."""
    of_piece: dict[tuple[int, int], int] = {}
    together = []
    for k, line in enumerate(lines):
        last = len(line) - 2
        for i, (a, b) in enumerate(pairwise(line)):
            if _is_upright(a, b):
                of_piece[k, i] = len(things)
                # Those that leave or reach a box upright move with it.
                together += [(len(things), box) for end, box in ((0, arcs[k][0]), (last, arcs[k][1])) if i == end]
                things.append(Thing("line", a[0], 0.0, min(a[1], b[1]), max(a[1], b[1]), piece=(k, i)))
    return of_piece, together


def _number(things: list[Thing], together: Sequence[tuple[int, int]]) -> None:
    """Number the groups of what moves together from 0 and measure offsets from the first thing of each."""
    above = list(range(len(things)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for one, other in together:
        upper, lower = sorted((top(one), top(other)))
        above[lower] = upper
    first: dict[int, tuple[int, float]] = {}
    for at, thing in enumerate(things):
        thing.group, begin = first.setdefault(top(at), (len(first), thing.at))
        thing.offset = thing.at - begin


def _pulls(
    things: list[Thing], lines: Sequence[Line], arcs: Sequence[tuple[int, int]], of_piece: dict[tuple[int, int], int]
) -> list[Arc]:
    """Return an arc of weight one for every level piece between two groups: they pull each other."""
    found: list[Arc] = []
    for k, line in enumerate(lines):
        for i, (a, b) in enumerate(pairwise(line)):
            if (k, i) in of_piece:
                continue
            one = things[of_piece.get((k, i - 1), arcs[k][0])]
            two = things[of_piece.get((k, i + 1), arcs[k][1])]
            if one.group != two.group:
                left, right = (one, two) if a[0] <= b[0] else (two, one)
                found.append((left.group, right.group, -(1 << 40), 1))
    return found


def _fences(things: list[Thing], gaps: Gaps, start: Sequence[int]) -> tuple[list[Arc], dict[Pair, int]]:
    """Return the distances to keep between things that see each other, and the numbers of those between pieces of a line."""
    least: dict[tuple[int, int], int] = {}
    own: dict[Pair, Arc] = {}
    # What is seen from the right: from each height on, the last thing there.
    edges, seen = [-2 * FAR], list[Thing | None]([None])
    for thing in sorted(things, key=lambda t: (t.at + t.width / 2, t.width)):
        margin = gaps.box_line if thing.kind == "box" else gaps.lines * 0.7
        begin = bisect_right(edges, thing.low - margin) - 1
        last = None
        for other in seen[begin : bisect_left(edges, thing.high + margin)]:
            if other is None or other is last or other.group == thing.group:
                continue
            last, pair = other, (other.group, thing.group)
            now = thing.at - other.at - other.width
            keep = floor((min(_gap(thing, other, gaps), now) + other.width + other.offset - thing.offset) * SCALE)
            apart = start[thing.group] - start[other.group]
            keep = min(keep, apart)
            if thing.piece[0] == other.piece[0] >= 0:
                own[other.piece, thing.piece] = *pair, keep, 0
                continue
            if _is_shared(thing, other):
                # Lines that share a piece go on sharing it: on one side of each other they would cross further on.
                keep, back = apart, pair[::-1]
                least[back] = max(least.get(back, -apart), -apart)
            least[pair] = max(least.get(pair, keep), keep)
        begin, end = bisect_left(edges, thing.low), bisect_right(edges, thing.high)
        edges[begin:end], seen[begin:end] = (thing.low, thing.high), (thing, seen[end - 1])
    found = [(a, b, keep, 0) for (a, b), keep in least.items()]
    return [*found, *own.values()], {pair: len(found) + at for at, pair in enumerate(own)}


def _is_shared(one: Thing, other: Thing) -> bool:
    near = one.kind == other.kind == "line" and abs(one.at - other.at) <= 0.5
    return near and min(one.high, other.high) > max(one.low, other.low)


def _jogs(
    things: list[Thing], lines: Sequence[Line], of_piece: dict[tuple[int, int], int], own: Mapping[Pair, int]
) -> list[Jog]:
    """Return the jogs of all lines: level pieces between two upright ones that both lead up, or both down.

    Those on which another line runs are none: it would be crossed where it is met.
    """
    level = sorted(
        (a[1], min(a[0], b[0]), max(a[0], b[0]), k)
        for k, line in enumerate(lines)
        for i, (a, b) in enumerate(pairwise(line))
        if (k, i) not in of_piece
    )
    found = []
    for (k, i), at in of_piece.items():
        then = of_piece.get((k, i + 2))
        if then is None or things[at].group == things[then].group:
            continue
        (_, before), (x, y), (to, _), (_, after) = lines[k][i : i + 4]
        beside = level[bisect_left(level, (y - 0.5,)) : bisect_right(level, (y + 0.5, FAR))]
        met = any(other != k and low <= max(x, to) and high >= min(x, to) for _, low, high, other in beside)
        if not met and (y - before) * (after - y) > 0:
            one, two = things[at], things[then]
            fence = own.get((one.piece, two.piece), own.get((two.piece, one.piece)))
            found.append(Jog(one.group, two.group, round((one.offset - two.offset) * SCALE), fence))
    return found


def _gap(one: Thing, other: Thing, gaps: Gaps) -> float:
    if one.kind == other.kind:
        return gaps.boxes if one.kind == "box" else gaps.lines if one.kind == "line" else gaps.lane
    if "border" in (one.kind, other.kind):
        return gaps.border if "box" in (one.kind, other.kind) else gaps.lines / 2
    return gaps.box_line


def _moved_line(
    line: Line,
    k: int,
    arcs: Sequence[tuple[int, int]],
    of_piece: dict[tuple[int, int], int],
    things: list[Thing],
    moved: list[float],
) -> Line:
    """Return a line with its upright pieces and its ends where their things have gone."""
    found: Line = []
    for i, (x, y) in enumerate(line):
        piece = of_piece.get((k, i), of_piece.get((k, i - 1)))
        thing = piece if piece is not None else arcs[k][0 if i == 0 else 1]
        found.append((x + moved[thing] - things[thing].at, y))
    return found
