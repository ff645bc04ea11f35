"""Ways that follow their cards without being looked for: cheap enough for any number of them in one frame."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from crosslane.geometry import Point, is_level
from crosslane.model.plan import Band
from crosslane.routing.routes import Route

Way = tuple[float, float]


def stretched(route: Route, source: Way, target: Way) -> Route:
    """Return a route of which the ends have moved: its first and last piece give, all others stay where they are.

    What was square stays square. It is not looked whether the way is still free.
    """
    if source == target:
        return replace(route, points=tuple(p.moved(*source) for p in route.points), pill=route.pill.moved(*source))
    points = list(route.points)
    first, last = points[0].moved(*source), points[-1].moved(*target)
    if route.straight or len(points) < 2:
        return replace(route, points=(first, *points[1:-1], last), pill=_between(first, last, 0.5))
    if len(points) == 2:
        made = _joined(first, last, level=is_level(points[0], points[1]))
        return replace(route, points=made, pill=_middle(made))
    level, into_level = _is_end_level(*points[:3]), _is_end_level(*points[:-4:-1])
    points[1] = Point(points[1].x, first.y) if level else Point(first.x, points[1].y)
    points[-2] = Point(points[-2].x, last.y) if into_level else Point(last.x, points[-2].y)
    points[0], points[-1] = first, last
    return replace(route, points=tuple(points), pill=_carried(route.pill, route.points, points))


def _is_end_level(end: Point, corner: Point, beyond: Point) -> bool:
    """Say whether the piece at an end is level; one that a hand has made too short to tell turns off the next one."""
    if abs(end.x - corner.x) < 0.5 and abs(end.y - corner.y) < 0.5:
        return not is_level(corner, beyond)
    return is_level(end, corner)


def _joined(a: Point, b: Point, *, level: bool) -> tuple[Point, ...]:
    if abs(a.y - b.y) < 0.5 or abs(a.x - b.x) < 0.5:
        return (a, b)
    if level:
        x = (a.x + b.x) / 2
        return (a, Point(x, a.y), Point(x, b.y), b)
    y = (a.y + b.y) / 2
    return (a, Point(a.x, y), Point(b.x, y), b)


def _between(a: Point, b: Point, share: float) -> Point:
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def _middle(points: Sequence[Point]) -> Point:
    half = len(points) // 2
    return _between(points[half - 1], points[half], 0.5)


def _carried(pill: Point, before: Sequence[Point], after: Sequence[Point]) -> Point:
    """Return where a pill stands on the way of now: on the same piece, as far along it as before."""
    pieces = list(pairwise(before))
    at = min(range(len(pieces)), key=lambda n: _off(pill, *pieces[n]))
    (a, b), (c, d) = pieces[at], (after[at], after[at + 1])
    length = abs(a.x - b.x) + abs(a.y - b.y)
    gone = abs(pill.x - a.x) if is_level(a, b) else abs(pill.y - a.y)
    return _between(c, d, min(1.0, gone / length) if length else 0.5)


def _off(pill: Point, a: Point, b: Point) -> float:
    """Return how far a pill is from a square piece, roughly."""
    beyond_x = max(min(a.x, b.x) - pill.x, 0.0, pill.x - max(a.x, b.x))
    beyond_y = max(min(a.y, b.y) - pill.y, 0.0, pill.y - max(a.y, b.y))
    return beyond_x + beyond_y


class Moving:
    """Both cards of a flow have moved alike, and it with them."""

    def __init__(self, way: Way) -> None:
        """Take how far to the right and down."""
        self.way = way

    def sunk(self, route: Route) -> Route:
        """Return a route moved along as it is."""
        return stretched(route, self.way, self.way)


class Sinking:
    """How places move when lanes become higher or lower: what lies in a lane keeps its distance from the lane's top."""

    def __init__(self, before: Mapping[str, Band], after: Mapping[str, Band]) -> None:
        """Take the bands of lanes before and after, which are in one order."""
        self._kept = [(band, after[id_]) for id_, band in before.items() if id_ in after]
        self._tops = [band.top for band, _ in self._kept]
        differing = [min(a.top, b.top) if a.top != b.top else min(a.bottom, b.bottom) for a, b in self._kept if a != b]
        self._moves_from = min(differing, default=float("inf"))

    def by(self, y: float) -> float | None:
        """Return how far down a height goes; what lies above all lanes stays, and None lies in a lane no more."""
        found = bisect_right(self._tops, y) - 1
        if found < 0:
            return 0.0
        before, after = self._kept[found]
        inside = y - before.top < after.height or found == len(self._kept) - 1
        return after.top - before.top if inside else None

    def is_still_above(self, y: float) -> bool:
        """Say whether all above a height stays where it is."""
        return y < self._moves_from

    def sunk(self, route: Route) -> Route | None:
        """Return a route moved along piece by piece, the very same where nothing moves; None where it does not fit."""
        by = [self.by(point.y) for point in (*route.points, route.pill)]
        if not any(each != 0.0 for each in by):
            return route
        moved = [
            Point(p.x, p.y + down) for p, down in zip((*route.points, route.pill), by, strict=True) if down is not None
        ]
        return replace(route, points=tuple(moved[:-1]), pill=moved[-1]) if len(moved) == len(by) else None


def is_one_order(before: Mapping[str, Band], after: Mapping[str, Band]) -> bool:
    """Say whether the lanes that are there before and after lie in the same order."""
    return [id_ for id_ in before if id_ in after] == [id_ for id_ in after if id_ in before]
