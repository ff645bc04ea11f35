"""Where pills and labels stand: on their own lines, and where they hide no card, no other words and nobody else's line.

All in picture units.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain, pairwise

from crosslane.drawing.picture import Picture
from crosslane.geometry import Point, Rect, distance_to_path, is_level, nearest_on_path, path_length, point_along

# A place, and how little it is liked for itself.
Wish = tuple[Point, float]
# Where words stand: the point, and what they cover around it.
Place = tuple[Point, Rect]
# What it costs to cover a card, a lane's header or other words, to stand outside of the lanes, to cover a line of
# somebody else or stand beyond it, as seen from one's own, and to hide the head or the beginning of one's own.
COVERED, OUTSIDE, CROSSED, HEAD, TAIL = 1000.0, 100.0, 30.0, 60.0, 25.0
# And to take the place of other words that are still to be placed: those that have room on their line, or have none.
YIELDS, CLINGS = 4.0, 12.0
# What stands below two cards, or above them and off the middle, is read as theirs later than what stands above.
LATER = 5.0
# For every unit that lies between the words and their line.
FAR = 0.3
# What costs less than this stays where it is, if it stands on its line.
MOVES = 20.0
# What stands beside its line gives way to a free place on it, where so much of the line is seen before and behind it.
OFF, STUB = 12.0, 18.0
# How far from its line something stands beside it, or beside its head, and how far from other words and cards.
BESIDE, ASIDE, GAP = 4.0, 11.0, 1.0
# An arrow head is seen when so much of it is.
HEAD_SEEN = 7.0
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)
_Edges = tuple[float, float, float, float]


@dataclass(frozen=True)
class Words:
    """What belongs to a line and looks for a place: by id, the line, the cards at its ends, size, and where it would be.

    A line `is_across` that leads from lane to lane more than along them.
    `rect_at` gives the place around a point: a pill between cards may be moved off them, a label stays.
    """

    id: str
    path: tuple[Point, ...]
    ends: tuple[Rect, Rect]
    size: tuple[float, float]
    first: Point
    rect_at: Callable[[Point], Rect]
    is_across: bool = False
    is_label: bool = False

    @property
    def room(self) -> tuple[bool, bool, float]:
        """How much choice there is, least first: whether there is room on the line, whether beside it, and its length.

        Cards stand nearer to one another along a lane than across.
        """
        return self._has_room, self.is_across, path_length(self.path)

    @property
    def clinging(self) -> float:
        """What it costs others to take their first place before they are placed."""
        return YIELDS if self._has_room else CLINGS

    @cached_property
    def _has_room(self) -> bool:
        return _is_well_on(self.path, self.rect_at(self.first))


class Places:
    """Looks for places, and keeps what it found: where nothing is another that words may hide, they stand as before."""

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[str, tuple[object, Place]] = {}

    def least_bad(
        self, picture: Picture, words: Words, taken: Collection[Rect], yielding: Collection[tuple[Rect, float]]
    ) -> Place:
        """Return the place that hides least, and what is covered there; the first one, unless it hides what matters.

        Other words stand where it is `taken`; those still to be placed are `yielding`, each at what it costs. Other
        places come in order of liking: along the line, beside its longer pieces, beside the two cards that it joins.
        """
        first = words.rect_at(words.first)
        around = reduce(Rect.united, words.ends, Rect.around(words.path) if words.path else first)
        area = around.grown(max(words.size) + BESIDE)
        ground = _Ground.of(picture, words, area.united(first), taken, yielding)
        of = (words.path, words.ends, words.size, words.first, words.is_label, first, ground)
        known = self._known.get(words.id)
        if known is None or known[0] != of:
            near = ground.within(first.united(_way_to(words.path, first)))
            known = self._known[words.id] = of, _least_bad(words, first, near, ground.within(area))
        return known[1]


def _least_bad(words: Words, first: Rect, near: _Ground, ground: _Ground) -> Place:
    at, best = words.first, first
    least = near.cost(best)
    if not words.path or (least < MOVES and (words.is_label or not _is_off(words.path, best))):
        return at, best
    # What stands well beside its line is better on it alone.
    only_on = least < MOVES
    least += OFF if only_on else 0.0
    for point, disliked in _wishes(words):
        if disliked >= least:
            continue
        rect = words.rect_at(point)
        cost = disliked + ground.cost(rect, least - disliked)
        if cost < least and not (only_on and not _is_well_on(words.path, rect)):
            least, at, best = cost, point, rect
    return at, best


def _wishes(words: Words) -> Iterator[Wish]:
    for at, share in enumerate(_ALONG):
        yield point_along(words.path, share), 2.0 + at
    for at, point in enumerate(_beside(words.path, words.size)):
        yield point, 12.0 + at / 4
    yield from _around(words)


def _around(words: Words) -> Iterator[Wish]:
    """Yield places around the two cards together; those are liked best that the line does not lead to."""
    (w, h), middle, both = words.size, point_along(words.path, 0.5), words.ends[0].united(words.ends[1])
    dx, dy = (both.w + w) / 2 + BESIDE, (both.h + h) / 2 + BESIDE
    level = is_level(words.path[0], words.path[-1])
    across, along = (14.0, 16.0) if level else (16.0, 14.0)
    above, below = both.center.y - dy, both.center.y + dy
    yield Point(middle.x, above), across
    yield Point(middle.x, below), across + LATER
    yield Point(middle.x + w / 2, above), across + LATER
    yield Point(middle.x - w / 2, above), across + LATER
    yield Point(both.center.x + dx, middle.y), along
    yield Point(both.center.x - dx, middle.y), along


def _beside(path: Sequence[Point], size: tuple[float, float]) -> Iterator[Point]:
    """Yield places on both sides of the longest pieces of a line."""
    w, h = size
    pieces = sorted(pairwise(path), key=lambda piece: -abs(piece[0].x - piece[1].x) - abs(piece[0].y - piece[1].y))
    off = [(piece, BESIDE) for piece in pieces[:3]] + [(piece, ASIDE) for piece in pieces[:3] if piece[1] == path[-1]]
    for (a, b), away in off:
        dx, dy = (0.0, h / 2 + away) if is_level(a, b) else (w / 2 + away, 0.0)
        for share in (0.5, 0.3, 0.7):
            x, y = a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share
            yield Point(x + dx, y - dy)
            yield Point(x - dx, y + dy)


@dataclass(frozen=True)
class _Ground:
    """What some words may hide in an area: cards, other words and headers, and pieces of lines of others."""

    path: tuple[Point, ...]
    lanes: Rect | None
    covered: list[_Edges]
    yielding: list[tuple[Rect, float]]
    crossed: list[_Edges]

    @classmethod
    def of(
        cls,
        picture: Picture,
        words: Words,
        area: Rect,
        taken: Collection[Rect],
        yielding: Collection[tuple[Rect, float]],
    ) -> _Ground:
        """Return what lies in an area of a picture."""
        headers = picture.extent("headers")
        left, top, right, bottom = _edges(area.grown(GAP))
        # Plain loops: they run some thousand times for one drawing.
        covered: list[_Edges] = []
        cards = [card.bounds for card in picture.within("cards", area.grown(GAP))]
        for x, y, w, h in chain(cards, taken, [headers] if headers is not None else ()):
            if x < right and left < x + w and y < bottom and top < y + h:
                covered.append((x, y, x + w, y + h))
        crossed: list[_Edges] = []
        for line in picture.within("flows", area):
            for (ax, ay), (bx, by) in pairwise(line.path) if line.id != words.id else ():
                x0, x1 = (ax, bx) if ax < bx else (bx, ax)
                y0, y1 = (ay, by) if ay < by else (by, ay)
                if x0 < right and left < x1 and y0 < bottom and top < y1:
                    crossed.append((x0, y0, x1, y1))
        near = [each for each in yielding if each[0].intersects(area)]
        return cls(words.path, picture.extent("lanes"), covered, near, crossed)

    def within(self, area: Rect) -> _Ground:
        """Return what of it lies in a part."""
        part = area.grown(GAP)
        yielding = [each for each in self.yielding if each[0].intersects(part)]
        return _Ground(self.path, self.lanes, _met(self.covered, part), yielding, _met(self.crossed, part))

    def cost(self, rect: Rect, most: float = 1e9) -> float:
        """Return what the words cost in a place: what they hide, and how far off it is; at `most` nobody looks on."""
        cost = 0.0
        if self.lanes is not None and not self.lanes.grown(1).encloses(rect):
            cost = OUTSIDE
        around = rect.grown(GAP)
        cost += COVERED * len(_met(self.covered, around))
        if cost < most:
            cost += sum(clinging for other, clinging in self.yielding if other.intersects(around))
        if cost >= most:
            return cost
        cost += CROSSED * len(self._crossed(rect))
        return cost if cost >= most or not self.path else cost + self._away(rect)

    def _crossed(self, rect: Rect) -> set[_Edges]:
        """Return the pieces of others that the words cover, or that lie between them and their own line."""
        return {*_met(self.crossed, rect.grown(-GAP)), *_met(self.crossed, _way_to(self.path, rect))}

    def _away(self, rect: Rect) -> float:
        """Return what it costs how the words stand to their own line."""
        path, reach = self.path, min(rect.w, rect.h) / 2 + BESIDE
        cost = HEAD * rect.grown(HEAD_SEEN).contains(path[-1]) + TAIL * rect.contains(path[0])
        return cost + FAR * max(0.0, _distance(path, rect) - reach)


def _is_off(path: Sequence[Point], rect: Rect) -> bool:
    """Say whether words stand beside their line, not on it."""
    return bool(path) and _distance(path, rect) > min(rect.w, rect.h) / 2


def _is_well_on(path: Sequence[Point], rect: Rect) -> bool:
    """Say whether words stand on their line, and leave enough of it to be seen."""
    around = rect.grown(STUB)
    return bool(path) and not (_is_off(path, rect) or around.contains(path[0]) or around.contains(path[-1]))


def _distance(path: Sequence[Point], rect: Rect) -> float:
    return min(distance_to_path(point, path) for point in _core(rect))


def _way_to(path: Sequence[Point], rect: Rect) -> Rect:
    """Return what lies between the middle of a rectangle and the nearest place of a line, which is not part of it."""
    at = rect.center
    near = nearest_on_path(at, path) if path else at
    x, y = (1.0 if to > of else -1.0 if to < of else 0.0 for of, to in zip(near, at, strict=True))
    return Rect.spanning((near.x + x, near.y + y), at)


def _met(found: Sequence[_Edges], rect: Rect) -> list[_Edges]:
    """Return those rectangles that share area with one."""
    left, top, right, bottom = _edges(rect)
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in found if x0 < right and left < x1 and y0 < bottom and top < y1]


def _edges(rect: Rect) -> _Edges:
    x, y, w, h = rect
    return x, y, x + w, y + h


def _core(rect: Rect) -> tuple[Point, ...]:
    """Return points in the middle of a rectangle, from which none of its longer sides is farther than half the shorter."""
    (x, y), by = rect.center, (rect.w - rect.h) / 2
    if by > 0:
        return Point(x - by, y), Point(x, y), Point(x + by, y)
    return Point(x, y + by), Point(x, y), Point(x, y - by)
