"""Routes of flows between cards: orthogonal, spread along the sides, around what stands in the way.

Plain geometry and plain Python, because it runs live while somebody drags. Every flow gets a few candidate ways; the
one with the least hits, overlap, crossings, length and bends wins. Where none is free, a detour is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import thread_time
from typing import Literal

from crosslane.geometry import Point, Rect, point_along
from crosslane.routing.detour import clipped, detour
from crosslane.routing.lines import straight_route
from crosslane.routing.space import OFF, PILL_W, Kind, Link, Route, Space
from crosslane.routing.waypoints import way_of

__all__ = ["Kind", "Link", "Ports", "Route", "Space", "clean", "route_all", "route_one", "sides", "through"]

Care = Literal["hasty", "quick", "live", "full"]
STUB = 16.0
SPREAD = 18.0
# How far beside the middle of a side a line may leave or arrive, so that two heads there are seen apart.
ASIDE = 28.0
CLEAR = 14.0
MANY = 600
# Returns and the loop are led around what they pass, so that they are seen to come back.
STRAIGHT_BACK = ("forward", "information")
NOWHERE = Point(-1e7, -1e7)
_BEND, _BESIDE, _CROSSED, _COVERED = 30.0, 12.0, 240.0, 8.0


def route_all(
    links: Iterable[Link],
    space: Space,
    care: Care | None = None,
    among: Iterable[Link] = (),
    until: float | None = None,
) -> dict[str, Route]:
    """Return a route for every link: the way that tidy-up found while it fits, else the best that is looked for now.

    Short ones are laid first, so that long ones go around them.

    Fully laid links look for room for their pills and get a second choice where they cross others; live ones, under
    a moving hand, do not; quick ones take their first way past the cards, and hasty ones look for no detour where there
    is none. Very many links are laid quickly, and so are those whose turn comes after `until`, a time of the thread's
    clock. The links share the sides of their cards with the others that they are `among`.
    """
    links = list(links)
    care = care or ("full" if len(links) <= MANY else "quick")
    routes = _as_tidied(links, space, care)
    links = [link for link in links if link.id not in routes]
    ports = _ports(links, list(among) or links, space.cards)
    for link in sorted(links, key=lambda each: (_rank(each, space.cards), each.id)):
        is_late = until is not None and care == "live" and thread_time() > until
        routes[link.id] = route_one(link, space, ports[link.id], "quick" if is_late else care)
        space.lay(link.id, routes[link.id])
    if care == "full":
        _lay_again(links, space, ports, routes)
    return routes


def _as_tidied(links: Iterable[Link], space: Space, care: Care) -> dict[str, Route]:
    """Lay the links whose waypoints still fit; their pills find places when all of them lie."""
    ways = {link.id: way for link in links if (way := way_of(link, space))}
    for id_, way in ways.items():
        space.lay(id_, Route(way, NOWHERE))
    routes: dict[str, Route] = {}
    for id_, way in ways.items():
        routes[id_] = Route(way, _pill_at(way, space, id_, quick=care in ("quick", "hasty")))
        space.lay(id_, routes[id_])
    return routes


def _lay_again(links: Sequence[Link], space: Space, ports: Mapping[str, Ports], routes: dict[str, Route]) -> None:
    """Give links that cross or run beside others a second choice, now that all others are known."""
    for link in sorted(links, key=lambda each: each.id) * 2:
        beside, crossed = space.against(routes[link.id].points, link.id)
        if (beside > 1 or crossed) and not link.bends:
            routes[link.id] = route_one(link, space, ports[link.id])
            space.lay(link.id, routes[link.id])


def route_one(link: Link, space: Space, ports: Ports, care: Care = "full") -> Route:
    """Return the best way of one link among the routes already laid."""
    source, target = space.cards[link.source], space.cards[link.target]
    if link.bends:
        points = through(source, target, link.bends)
        return Route(points, _pill_at(points, space, link.id))
    ways = _candidates(link, source, target, space, ports)
    quick = care in ("quick", "hasty")
    found = _first(link, space, ways) if quick else _best(link, space, (ways, _aside(link, source, target)), care)
    if found is None:
        return straight_route(source, target) if care == "hasty" else _far_around(link, space)
    return Route(found, _pill_at(found, space, link.id, quick=quick))


def _first(link: Link, space: Space, ways: Iterable[tuple[Point, ...]]) -> tuple[Point, ...] | None:
    return next((way for way in ways if space.is_free(way, (link.source, link.target))), None)


def _best(
    link: Link, space: Space, ways: Iterable[Iterable[tuple[Point, ...]]], care: Care
) -> tuple[Point, ...] | None:
    """Return the free way that costs least; the second ones are looked at where the best of the first meets anything.

    They are looked at in the order of what they cost on paper.
    """
    least, best, meets = float("inf"), None, True
    for some in ways:
        if not meets:
            break
        for paper, way in sorted((_length(way) + _BEND * len(way), way) for way in some):
            if paper >= least:
                break
            # Cards that touch leave no way between them.
            if len(way) > 1 and space.is_free(way, (link.source, link.target)):
                cost = paper
                for beside, crossed in space.against_each(way, link.id):
                    cost += _BESIDE * beside + _CROSSED * crossed
                    if cost >= least:
                        break
                cost += _COVERED * _pill_of(way, space, link.id)[0] if care == "full" and cost < least else 0.0
                if cost < least - 1e-6:
                    least, best, meets = cost, way, cost > paper + 1
    return best


def _far_around(link: Link, space: Space) -> Route:
    """Return a detour, or where there is none a straight line that says so."""
    source, target = space.cards[link.source], space.cards[link.target]
    ends = (link.source, link.target)
    near = space.cards_within(source.united(target).grown(240))
    walls = [space.cards[id_].grown(OFF) for id_ in near if id_ not in ends]
    found = detour(source, target, [space.cards[id_] for id_ in near], walls)
    points = clipped(clean(found), source, target) if len(found) > 1 else ()
    if len(points) < 2 or not space.is_free(points, ends):
        return straight_route(source, target)
    return Route(points, _pill_at(points, space, link.id))


def _rank(link: Link, cards: Mapping[str, Rect]) -> float:
    a, b = cards[link.source].center, cards[link.target].center
    return abs(a.x - b.x) + abs(a.y - b.y) + (10_000 if link.kind != "forward" else 0)


@dataclass(frozen=True)
class Ports:
    """The offsets from the middle of a side at which a link leaves and arrives."""

    leaving: float = 0.0
    arriving: float = 0.0


def _ports(links: Sequence[Link], among: Iterable[Link], cards: Mapping[str, Rect]) -> dict[str, Ports]:
    """Spread links along the sides where they leave and arrive, among others, in the order of their other ends."""
    leaving: dict[tuple[str, str], list[Link]] = {}
    arriving: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        out, into = sides(cards[link.source], cards[link.target], link.kind)
        leaving[link.source, out], arriving[link.target, into] = [], []
    for link in among:
        out, into = sides(cards[link.source], cards[link.target], link.kind)
        if (group := leaving.get((link.source, out))) is not None:
            group.append(link)
        if (group := arriving.get((link.target, into))) is not None:
            group.append(link)
    out_at = _spread(leaving, lambda link: cards[link.target].center, cards)
    into_at = _spread(arriving, lambda link: cards[link.source].center, cards)
    return {link.id: Ports(out_at[link.id], into_at[link.id]) for link in links}


def _spread(
    groups: Mapping[tuple[str, str], list[Link]], other: Callable[[Link], Point], cards: Mapping[str, Rect]
) -> dict[str, float]:
    offsets: dict[str, float] = {}
    for (card, side), group in groups.items():
        vertical = side in ("left", "right")
        order = sorted(group, key=lambda k: (other(k).y if vertical else other(k).x, k.id))
        room = (cards[card].h if vertical else cards[card].w) - 24
        step = min(SPREAD, room / max(1, len(order) - 1)) if len(order) > 1 else 0.0
        for at, link in enumerate(order):
            offsets[link.id] = (at - (len(order) - 1) / 2) * step
    return offsets


def sides(source: Rect, target: Rect, kind: Kind) -> tuple[str, str]:
    """Return the side that a link leaves and the side where it arrives."""
    if kind == "cycle":
        return "top", "top"
    if kind == "rework" or target.right < source.x - STUB:
        return "bottom", "bottom"
    if target.x >= source.right + STUB:
        return "right", "left"
    below = target.center.y > source.center.y
    return ("bottom", "top") if below else ("top", "bottom")


def _candidates(link: Link, source: Rect, target: Rect, space: Space, ports: Ports) -> Iterator[tuple[Point, ...]]:
    out, into = sides(source, target, link.kind)
    if out == "right":
        yield from _rightwards(source, target, space, ports)
    elif out == into:
        yield from _around(source, target, space, ports, above=out == "top")
        if link.kind in STRAIGHT_BACK:
            yield from _backwards(source, target)
    else:
        yield from _upright(source, target, ports, below=out == "bottom")


def _rightwards(source: Rect, target: Rect, space: Space, ports: Ports) -> Iterator[tuple[Point, ...]]:
    start = Point(source.right, source.center.y + ports.leaving)
    end = Point(target.x, target.center.y + ports.arriving)
    if abs(start.y - end.y) < 1 or (abs(source.center.y - target.center.y) < 1 and abs(start.y - end.y) < SPREAD * 2):
        y = end.y if abs(ports.arriving) <= abs(ports.leaving) else start.y
        yield (Point(start.x, y), Point(end.x, y))
    yield from _cornered(source, target, start, end)
    for x in _channels(start.x, end.x):
        yield clean((start, Point(x, start.y), Point(x, end.y), end))
    first, last = start.x + STUB + 8, end.x - STUB - 8
    between = Rect.spanning(start, end).grown(STUB)
    beside = [y for id_ in space.cards_within(between) for y in _beside(space.cards[id_])]
    for y in _corridors(start.y, end.y, space, beside):
        for a, b in ((first, last), (first + 14, last - 14)):
            yield clean((start, Point(a, start.y), Point(a, y), Point(b, y), Point(b, end.y), end))


def _cornered(source: Rect, target: Rect, start: Point, end: Point, aside: float = 0.0) -> Iterator[tuple[Point, ...]]:
    """Ways with one corner: into the target from above or below, or out of the source upwards or downwards."""
    below = target.center.y > source.center.y
    if not target.y - CLEAR < start.y < target.bottom + CLEAR:
        x = target.center.x + aside
        yield (start, Point(x, start.y), Point(x, target.y if below else target.bottom))
    if not source.y - CLEAR < end.y < source.bottom + CLEAR:
        x = source.center.x + aside
        yield (Point(x, source.bottom if below else source.y), Point(x, end.y), end)


def _backwards(source: Rect, target: Rect, aside: float = 0.0) -> Iterator[tuple[Point, ...]]:
    """Ways straight back, with one corner or with two: out of the left side, or into the right one."""
    start, end = Point(source.x, source.center.y + aside), Point(target.right, target.center.y + aside)
    if target.y + CLEAR / 2 <= start.y <= target.bottom - CLEAR / 2:
        yield (start, Point(end.x, start.y))
        return
    yield from _cornered(source, target, start, end, aside)
    for x in _channels(end.x, start.x):
        yield (start, Point(x, start.y), Point(x, end.y), end)


def _aside(link: Link, source: Rect, target: Rect) -> Iterator[tuple[Point, ...]]:
    """Ways of few corners that leave or arrive beside the middle of a side, where another line is."""
    out, into = sides(source, target, link.kind)
    for aside in (ASIDE, -ASIDE):
        if out == "right":
            start, end = Point(source.right, source.center.y), Point(target.x, target.center.y)
            yield from _cornered(source, target, start, end, aside)
        elif out == into and link.kind in STRAIGHT_BACK:
            yield from _backwards(source, target, aside)


def _channels(left: float, right: float) -> list[float]:
    """Return the places at which an upright piece may run between two cards: near both ends first."""
    nudge = [0.0, 14.0, -14.0, 28.0, -28.0]
    if right - left < 2 * STUB:
        return [(left + right) / 2]
    near_start, near_end = left + 32, right - 32
    wishes = [near_end + n for n in nudge] + [near_start + n for n in nudge] + [(left + right) / 2 + n for n in nudge]
    wishes += [near_end - PILL_W - 8, near_start + PILL_W + 8]
    return [x for x in wishes if left + 10 <= x <= right - 14]


def _beside(card: Rect) -> tuple[float, float]:
    return card.y - CLEAR, card.bottom + CLEAR


def _corridors(y1: float, y2: float, space: Space, beside: Iterable[float]) -> list[float]:
    """Return heights at which a level piece may run: near lane borders and beside cards, nearest first."""
    low, high = min(y1, y2) - 160, max(y1, y2) + 160
    near = [b + d for b in space.borders if low <= b <= high for d in (-8.0, 8.0, 0.0)]
    return sorted({*near, *beside}, key=lambda y: (abs(y - y1) + abs(y - y2), y))[:12]


def _around(source: Rect, target: Rect, space: Space, ports: Ports, *, above: bool) -> Iterator[tuple[Point, ...]]:
    """A way that leaves and arrives on the same side, below or above everything between."""
    side = -1 if above else 1
    a = Point(source.center.x + ports.leaving, source.y if above else source.bottom)
    b = Point(target.center.x + ports.arriving, target.y if above else target.bottom)
    if abs(a.x - b.x) < 2 * CLEAR:
        a, b = Point(source.center.x + 24, a.y), Point(target.center.x - 24, b.y)
    outer = min(a.y, b.y) if above else max(a.y, b.y)
    span = Rect.spanning(Point(a.x, outer), Point(b.x, outer + side * 400))
    edges = [r.y if above else r.bottom for i in space.cards_within(span) for r in [space.cards[i]]]
    # A return reads best when it turns just outside the cards it passes.
    for edge in sorted({outer, *edges}, key=lambda y: abs(y - outer))[:5]:
        for more in (CLEAR, CLEAR + 12, CLEAR + 24):
            y = edge + side * more
            yield clean((a, Point(a.x, y), Point(b.x, y), b))


def _upright(source: Rect, target: Rect, ports: Ports, *, below: bool) -> Iterator[tuple[Point, ...]]:
    start = Point(source.center.x + ports.leaving, source.bottom if below else source.y)
    end = Point(target.center.x + ports.arriving, target.y if below else target.bottom)
    left, right = max(source.x, target.x) + 12, min(source.right, target.right) - 12
    if left <= right:
        x = min(max((start.x + end.x) / 2, left), right)
        yield (Point(x, start.y), Point(x, end.y))
    for y in ((start.y + end.y) / 2, start.y + (STUB if below else -STUB), end.y - (STUB if below else -STUB)):
        yield clean((start, Point(start.x, y), Point(end.x, y), end))
    for x in (max(source.right, target.right) + 24, min(source.x, target.x) - 24):
        from_x, to_x = (source.right, target.right) if x > source.center.x else (source.x, target.x)
        yield clean(
            (
                Point(from_x, source.center.y),
                Point(x, source.center.y),
                Point(x, target.center.y),
                Point(to_x, target.center.y),
            )
        )


def through(source: Rect, target: Rect, bends: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    """Return the way over the user's own bends, made orthogonal."""
    points = [source.center, *(Point(source.center.x + dx, source.center.y + dy) for dx, dy in bends), target.center]
    square: list[Point] = [points[0]]
    for point in points[1:]:
        last = square[-1]
        if abs(last.x - point.x) > 1 and abs(last.y - point.y) > 1:
            square.append(Point(point.x, last.y))
        square.append(point)
    return clipped(square, source, target)


def clean(points: Sequence[Point]) -> tuple[Point, ...]:
    """Drop points that repeat or lie on a straight piece."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1].x - point.x) < 0.5 and abs(kept[-1].y - point.y) < 0.5:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (abs(a.x - b.x) < 0.5 and abs(b.x - c.x) < 0.5) or (abs(a.y - b.y) < 0.5 and abs(b.y - c.y) < 0.5)


def _length(points: Sequence[Point]) -> float:
    return sum(abs(a.x - b.x) + abs(a.y - b.y) for a, b in pairwise(points))


def _pill_at(points: Sequence[Point], space: Space, id_: str, *, quick: bool = False) -> Point:
    """Return where the pill sits: on a lane border that the flow crosses, else above the middle of its longest piece."""
    return (
        (_on_borders(points, space) or _beside_longest(points, space))[0] if quick else _pill_of(points, space, id_)[1]
    )


def _pill_of(points: Sequence[Point], space: Space, id_: str) -> tuple[float, Point]:
    """Return how badly the best place for a pill covers other things, and that place."""
    best: tuple[float, Point] | None = None
    for wishes in (_on_borders, _beside_longest):
        for wish in wishes(points, space):
            cost = space.covered_by_pill(id_, wish)
            if best is None or cost < best[0]:
                best = cost, wish
            if not cost:
                return best
    return best or (0.0, point_along(points, 0.5))


def _on_borders(points: Sequence[Point], space: Space) -> list[Point]:
    wishes: list[Point] = []
    for a, b in pairwise(points):
        if abs(a.x - b.x) < 0.5:
            crossed = [y for y in space.borders if min(a.y, b.y) + 4 < y < max(a.y, b.y) - 4]
            wishes += [Point(a.x, y) for y in (reversed(crossed) if a.y > b.y else crossed)]
    return wishes


def _beside_longest(points: Sequence[Point], space: Space) -> list[Point]:
    pieces = list(pairwise(points))
    if not pieces:
        # One card stands right on the other: both ends are one point.
        return list(points)
    a, b = max(pieces, key=lambda p: abs(p[0].x - p[1].x) + abs(p[0].y - p[1].y))
    middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
    level = abs(a.y - b.y) < 0.5
    lifted = []
    if level and abs(a.x - b.x) < PILL_W + 24:
        # No room between the cards: just above them, as a label of the gap.
        beside = [space.cards[i] for i in space.cards_within(Rect.spanning(a, b).grown(2))]
        top = min((card.y for card in beside), default=middle.y)
        lifted = [Point(middle.x, top - 13)]
    return [*lifted, middle, *(point_along(points, share) for share in (0.4, 0.6, 0.3, 0.7))]
