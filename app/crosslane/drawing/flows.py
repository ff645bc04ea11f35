"""Flows as lines: heat is both colour and thickness; what nobody said is dotted; unrelated lines are leapt over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf

from crosslane.drawing.kit import Kit
from crosslane.drawing.picture import Element
from crosslane.drawing.shapes import Dash, Line
from crosslane.geometry import Point, Rect
from crosslane.model.records import Flow
from crosslane.routing.routes import Route

_DASH: dict[str, Dash] = {"forward": "solid", "rework": "dashed", "cycle": "dotted", "information": "dashed"}
# With more flows than this, leaps would be clutter and cost a frame.
MOST_FOR_JUMPS = 250
JUMP = 5.0
# So near to its end a line is not leapt over: the leap would be taken for a part of the head.
HEAD = 14.0
CORNER = 10.0


def flow_line(
    kit: Kit, flow: Flow, route: Route, heat: int, jumps: tuple[Point, ...] = (), *, ghost: bool = False
) -> Element:
    """Return the line of a flow with its arrow head; a route that was not found is straight and dashed."""
    points = tuple(kit.tokens.point(point) for point in route.points)
    width = _width(kit, flow, heat)
    color = kit.palette.focus if ghost else _color(kit, flow, heat)
    head = max(6.0 + width * 1.9, kit.tokens.name * 0.8)
    leaps = tuple(kit.tokens.point(jump) for jump in jumps)
    line = Line(points, color, width, CORNER, _dash(flow, route, ghost), head, leaps)
    return Element(flow.id, "flows", Rect.around(points).grown(head), (line,), points)


def _width(kit: Kit, flow: Flow, heat: int) -> float:
    lines = kit.tokens.lines
    if flow.type == "forward":
        return lines[heat]
    if flow.type == "rework":
        return max(lines[0], lines[1] * 0.7)
    return lines[0] * (0.75 if flow.type == "information" else 1.0)


def _dash(flow: Flow, route: Route, ghost: bool) -> Dash:
    if route.straight or ghost:
        return "dashed"
    if flow.type == "forward" and flow.wait is None and flow.wip is None:
        return "dotted"
    return _DASH[flow.type]


def _color(kit: Kit, flow: Flow, heat: int) -> str:
    if flow.type == "forward":
        return kit.palette.heat[heat]
    return kit.palette.heat[max(heat, 2)] if flow.type == "rework" else kit.palette.cold


def find_jumps(flows: Sequence[Flow], routes: Mapping[str, Route]) -> dict[str, tuple[Point, ...]]:
    """Return where a level piece of a flow crosses an upright piece of one that shares no end with it, in map units."""
    flows = [flow for flow in flows if flow.id in routes and not routes[flow.id].straight]
    upright = sorted(
        (a.x, min(a.y, b.y), max(a.y, b.y), flow.id)
        for flow in flows
        for a, b in pairwise(_without_head(routes[flow.id].points))
        if abs(a.x - b.x) < 0.5
    )
    ends = {flow.id: {flow.source, flow.target} for flow in flows}
    found: dict[str, tuple[Point, ...]] = {}
    for flow in flows:
        here = ends[flow.id]
        own = [
            Point(x, a.y)
            for a, b in pairwise(routes[flow.id].points)
            if abs(a.y - b.y) < 0.5
            for x, low, high, other in _between(upright, a.x, b.x)
            if low + JUMP < a.y < high - JUMP and ends[other].isdisjoint(here)
        ]
        if own:
            found[flow.id] = tuple(own)
    return found


def _without_head(points: Sequence[Point]) -> tuple[Point, ...]:
    a, b = points[-2:]
    back = min(HEAD, abs(a.y - b.y))
    return (*points[:-1], Point(b.x, b.y - back if b.y > a.y else b.y + back))


Upright = tuple[float, float, float, str]


def _between(upright: list[Upright], x1: float, x2: float) -> list[Upright]:
    """Return the upright pieces strictly between two x, clear of the corners at both ends."""
    low, high = min(x1, x2) + 2 * JUMP, max(x1, x2) - 2 * JUMP
    return upright[bisect_left(upright, (low,)) : bisect_right(upright, (high, inf))]


def jumps_on(here: Point, end: Point, jumps: Iterable[Point]) -> list[tuple[Point, int]]:
    """Return the leaps of a level piece in its own order, each with 1 where it runs to the right and -1 to the left."""
    side = 1 if end.x > here.x else -1
    level = [p for p in jumps if abs(p.y - here.y) < 0.5 and abs(p.y - end.y) < 0.5]
    clear = [p for p in level if (p.x - here.x) * side > JUMP and (end.x - p.x) * side > JUMP]
    return [(p, side) for p in sorted(clear, key=lambda p: p.x * side)]
