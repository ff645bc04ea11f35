"""Shorter lines: boxes and pieces of lines move together along one axis without anybody passing anybody.

What lies left of what stays so, so crossings stay as they are. Among all such drawings the one with the shortest lines is
a matter of distances only, which the network simplex solves. Corners go where the two sides of a jog can meet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
# By how much all lines together may get longer for a jog less: twice what its corners cost, as they catch the eye more.
JOG = 600
# What things are: boxes, upright pieces of lines, lane borders, and what lies left of all.
BOX, LINE, BORDER, GROUND = range(4)


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

    def by_kind(self) -> tuple[tuple[float, float, float], ...]:
        """Return the distances by what the two things are."""
        box, line = (self.boxes, self.box_line, self.border), (self.box_line, self.lines, self.lines / 2)
        return box, line, (self.border, self.lines / 2, self.lane)


@dataclass
class Things:
    """What can move: of every thing what it is, where it begins, how wide it is, and from where to where it reaches.

    `line` is the line of a piece. Things of one `group` move together; `offset` is where one begins from its group's
    place. `pieces` lists, for every line, the thing that each of its pieces is, or -1; and -1 behind the last.
    """

    kind: list[int]
    at: list[float]
    width: list[float]
    low: list[float]
    high: list[float]
    line: list[int]
    pieces: list[list[int]]
    group: list[int] = field(default_factory=list)
    offset: list[float] = field(default_factory=list)

    def join(self, together: Sequence[tuple[int, int]]) -> None:
        """Number the groups of what moves together from 0 and measure offsets from the first thing of each."""
        above = list(range(len(self.at)))

        def top(at: int) -> int:
            while above[at] != at:
                above[at] = above[above[at]]
                at = above[at]
            return at

        for one, other in together:
            upper, lower = sorted((top(one), top(other)))
            above[lower] = upper
        groups, begins = [-1] * len(above), list[float]()
        for thing, at in enumerate(self.at):
            first = thing if above[thing] == thing else top(thing)
            if groups[first] < 0:
                groups[first] = len(begins)
                begins.append(at)
            group = groups[first]
            self.group.append(group)
            self.offset.append(at - begins[group])


@dataclass(frozen=True)
class Board:
    """Boxes, lines, and which boxes each line joins."""

    rects: Sequence[Rect]
    lines: Sequence[Line]
    arcs: Sequence[tuple[int, int]]

    def turned(self) -> Board:
        """Return the board with x and y exchanged."""
        rects = [Rect(y, x, h, w) for x, y, w, h in self.rects]
        return Board(rects, [[(y, x) for x, y in line] for line in self.lines], self.arcs)


def squeezed(board: Board, gaps: Gaps, stay: Mapping[int, float] | None = None) -> Board:
    """Return boxes and lines moved along x so that the lines are as short as their order allows.

    Boxes with a place to stay (their x) leave it as little as they can.
    """
    anchors = {v: (len(board.rects), x) for v, x in (stay or {}).items()}
    return _squeezed(board, [0.0], GROUND, anchors, gaps)[0]


def squeezed_down(
    board: Board, bands: Sequence[tuple[float, float]], gaps: Gaps, stay: Mapping[int, tuple[int, float]] | None = None
) -> tuple[Board, list[tuple[float, float]]]:
    """Return boxes, lines and lane bands moved along y in the same way; boxes stay in their lanes.

    A place to stay is a lane and the height from its top.
    """
    anchors = {v: (len(board.rects) + lane, y) for v, (lane, y) in (stay or {}).items()}
    if stay:
        for lane, (top, bottom) in enumerate(bands):
            anchors[len(board.rects) + lane + 1] = (len(board.rects) + lane, bottom - top)
    borders = [bands[0][0], *(bottom for _, bottom in bands)]
    moved, places = _squeezed(board.turned(), borders, BORDER, anchors, gaps)
    return moved.turned(), list(pairwise(places))


def _squeezed(
    board: Board, fixtures: Sequence[float], kind: int, anchors: Mapping[int, tuple[int, float]], gaps: Gaps
) -> tuple[Board, list[float]]:
    """Return the board squeezed along x, and where fixtures of a kind have gone: lane borders, or the ground.

    All begins at 0: with a border or what is anchored, the first fixture, else the leftmost box.
    """
    rects, lines, arcs = board.rects, board.lines, board.arcs
    things = _things(board, fixtures, kind)
    start = [0] * (max(things.group) + 1)
    for group, at, offset in zip(things.group, things.at, things.offset, strict=True):
        start[group] = round((at - offset) * SCALE)
    fences, own = _fences(things, gaps, start)
    pulls = [*_pulls(things, lines, arcs), *_anchored(things, anchors, start)]
    place = layered(len(start), [*fences, *pulls], start=start)
    if not anchors:
        place = straightened(fences, pulls, _jogs(things, lines, own), place, JOG * SCALE)
    moved = [place[group] / SCALE + offset for group, offset in zip(things.group, things.offset, strict=True)]
    n = len(rects)
    shift = min(moved[:n], default=0.0) if kind == GROUND and not anchors else moved[n]
    new_rects = [Rect(x - shift, r.y, r.w, r.h) for x, r in zip(moved, rects, strict=False)]
    return Board(new_rects, _moved_lines(board, things, moved, shift), arcs), [
        x - shift for x in moved[n : n + len(fixtures)]
    ]


def _things(board: Board, fixtures: Sequence[float], kind: int) -> Things:
    """Return boxes, fixtures and the upright pieces of all lines, with what moves together joined."""
    found = [(BOX, x, w, y, y + h, -1) for x, y, w, h in board.rects]
    found += [(kind, at, 0.0, -FAR, FAR, -1) for at in fixtures]
    together, pieces = list[tuple[int, int]](), list[list[int]]()
    for k, (line, (source, target)) in enumerate(zip(board.lines, board.arcs, strict=True)):
        row = []
        for (ax, ay), (bx, by) in pairwise(line):
            if abs(ax - bx) <= 0.5 < abs(ay - by):
                row.append(len(found))
                found.append((LINE, ax, 0.0, ay, by, k) if ay < by else (LINE, ax, 0.0, by, ay, k))
            else:
                row.append(-1)
        # Those that leave or reach a box upright move with it.
        if row[0] >= 0:
            together.append((row[0], source))
        if row[-1] >= 0:
            together.append((row[-1], target))
        pieces.append([*row, -1])
    kinds, at, width, low, high, lines = (list(each) for each in zip(*found, strict=True))
    things = Things(kinds, at, width, low, high, lines, pieces)
    things.join(together)
    return things


def _anchored(things: Things, anchors: Mapping[int, tuple[int, float]], start: list[int]) -> list[Arc]:
    """Return arcs that hold things at a distance from others; each distance takes a vertex more, left of both.

    The vertex' two arcs are as long together as the distance is wrong, plus a constant.
    """
    found: list[Arc] = []
    for at, (other, distance) in sorted(anchors.items()):
        group, reference = things.group[at], things.group[other]
        if group == reference:
            continue
        wish = round((distance - things.offset[at] + things.offset[other]) * SCALE)
        vertex = len(start)
        start.append(min(start[group] - max(0, wish), start[reference] - max(0, -wish)))
        found += [(vertex, group, max(0, wish), ANCHOR), (vertex, reference, max(0, -wish), ANCHOR)]
    return found


def _pulls(things: Things, lines: Sequence[Line], arcs: Sequence[tuple[int, int]]) -> list[Arc]:
    """Return an arc of weight one for every level piece between two groups: they pull each other."""
    found: list[Arc] = []
    group = things.group
    for line, pieces, (source, target) in zip(lines, things.pieces, arcs, strict=True):
        for i, ((x, _), (to, _)) in enumerate(pairwise(line)):
            if pieces[i] < 0:
                one = group[pieces[i - 1] if pieces[i - 1] >= 0 else source]
                two = group[pieces[i + 1] if pieces[i + 1] >= 0 else target]
                if one != two:
                    found.append((one, two, -(1 << 40), 1) if x <= to else (two, one, -(1 << 40), 1))
    return found


def _fences(things: Things, gaps: Gaps, start: Sequence[int]) -> tuple[list[Arc], dict[tuple[int, int], int]]:
    """Return the distances to keep between things that see each other, and the numbers of those between pieces of a line."""
    kinds, at, width, low, high = things.kind, things.at, things.width, things.low, things.high
    groups, offsets, lines = things.group, things.offset, things.line
    apart_by_kind = gaps.by_kind()
    margins = gaps.box_line, gaps.lines * 0.7, gaps.lines * 0.7
    least: dict[tuple[int, int], int] = {}
    own: dict[tuple[int, int], Arc] = {}
    # What is seen from the right: from each height on, the last thing there.
    edges, seen = [-2 * FAR], [-1]
    middles = [(x + w / 2, w) for x, w in zip(at, width, strict=True)]
    for thing in sorted(range(len(at)), key=middles.__getitem__):
        kind, here, group, offset = kinds[thing], at[thing], groups[thing], offsets[thing]
        if kind == GROUND:
            continue
        begin = bisect_right(edges, low[thing] - margins[kind]) - 1
        last, gap = -1, apart_by_kind[kind]
        for other in seen[begin : bisect_left(edges, high[thing] + margins[kind])]:
            before = groups[other]
            if other == last or other < 0 or before == group:
                continue
            last, wide = other, width[other]
            keep = min(gap[kinds[other]], here - at[other] - wide)
            apart = start[group] - start[before]
            far = min(floor((keep + wide + offsets[other] - offset) * SCALE), apart)
            if lines[thing] == lines[other] >= 0:
                own[other, thing] = before, group, far, 0
                continue
            if kind == LINE and _is_shared(things, thing, other):
                # Lines that share a piece go on sharing it: on one side of each other they would cross further on.
                far, back = apart, (group, before)
                least[back] = max(least.get(back, -apart), -apart)
            pair = before, group
            if least.get(pair, far) <= far:
                least[pair] = far
        first, end = bisect_left(edges, low[thing]), bisect_right(edges, high[thing])
        edges[first:end], seen[first:end] = (low[thing], high[thing]), (thing, seen[end - 1])
    found = [(a, b, far, 0) for (a, b), far in least.items()]
    return [*found, *own.values()], {pair: len(found) + number for number, pair in enumerate(own)}


def _is_shared(things: Things, one: int, other: int) -> bool:
    """Say whether a piece of a line lies on one of another."""
    near = things.kind[other] == LINE and abs(things.at[one] - things.at[other]) <= 0.5
    return near and min(things.high[one], things.high[other]) > max(things.low[one], things.low[other])


def _jogs(things: Things, lines: Sequence[Line], own: Mapping[tuple[int, int], int]) -> list[Jog]:
    """Return the jogs of all lines: level pieces between two upright ones that both lead up, or both down.

    Those on which another line runs are none: it would be crossed where it is met.
    """
    tried = list[tuple[int, int, int, float, float, float]]()
    for k, (line, pieces) in enumerate(zip(lines, things.pieces, strict=True)):
        for i, (one, two) in enumerate(zip(pieces, pieces[2:], strict=False)):
            if one >= 0 and two >= 0 and things.group[one] != things.group[two]:
                (_, before), (x, y), (to, _), (_, after) = line[i : i + 4]
                if (y - before) * (after - y) > 0:
                    tried.append((k, one, two, y, min(x, to), max(x, to)))
    near = {int(y) + off for _, _, _, y, _, _ in tried for off in (-1, 0, 1)}
    level = sorted(
        [
            (y, min(x, to), max(x, to), k)
            for k, (line, pieces) in enumerate(zip(lines, things.pieces, strict=True))
            for (x, y), (to, _), piece in zip(line, line[1:], pieces, strict=False)
            if piece < 0 and int(y) in near
        ]
    )
    found = []
    for k, one, two, y, left, right in tried:
        beside = level[bisect_left(level, (y - 0.5,)) : bisect_right(level, (y + 0.5, FAR))]
        if not any(other != k and low <= right and high >= left for _, low, high, other in beside):
            fence = own.get((one, two), own.get((two, one)))
            far = round((things.offset[one] - things.offset[two]) * SCALE)
            found.append(Jog(things.group[one], things.group[two], far, fence))
    return found


def _moved_lines(board: Board, things: Things, moved: Sequence[float], shift: float) -> list[Line]:
    """Return all lines with their upright pieces and their ends where their things have gone."""
    found: list[Line] = []
    for line, pieces, (source, target) in zip(board.lines, things.pieces, board.arcs, strict=True):
        new: Line = []
        before, end = source, target
        for (x, y), piece in zip(line, pieces, strict=True):
            thing = piece if piece >= 0 else before
            new.append((x + moved[thing] - things.at[thing] - shift, y))
            before = piece if piece >= 0 else end
        found.append(tidied(new))
    return found
