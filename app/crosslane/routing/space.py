"""What routes have to mind: cards, lane borders, the flows laid so far and their pills. Plain Python, for live use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from crosslane.geometry import GridIndex, Point, Rect, is_level

Kind = Literal["forward", "rework", "cycle", "information"]
# As wide as pills get in Room view, so that one routing serves every size.
PILL_W, PILL_H = 116.0, 38.0
NEAR = 5.0
# How far lines keep off cards that are not theirs: nearer, a line looks like the card's edge where all is small. Tidy-up
# keeps one more, and its ways are rounded.
OFF = 7.0
CELL = 256
ROW, TOUCH = 32, 0.1


@dataclass(frozen=True)
class Link:
    """A flow to be routed: its two cards, its kind, bends the user drew, and the way that tidy-up found, if any.

    Bends and waypoints are offsets from the source's middle; waypoints begin and end at the sides of the cards.
    """

    id: str
    source: str
    target: str
    kind: Kind = "forward"
    bends: tuple[tuple[float, float], ...] = ()
    waypoints: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Route:
    """A polyline from card to card, where its pill sits, and whether no clear way was found (drawn straight, marked)."""

    points: tuple[Point, ...]
    pill: Point
    straight: bool = False

    @cached_property
    def lowest(self) -> float:
        """How far down it reaches, its pill's middle counted too; asked of all routes whenever lanes move."""
        return max([self.pill.y, *[point.y for point in self.points]])


class Space:
    """What routes have to mind: cards, lane borders, and the routes laid so far."""

    def __init__(self, cards: Mapping[str, Rect], borders: Sequence[float]) -> None:
        """Take the cards by id and the heights of the lane borders."""
        self.cards = dict(cards)
        self.borders = sorted(borders)
        self._index: GridIndex[str] = GridIndex(256)
        self._cells: dict[tuple[int, int], list[tuple[str, float, float, float, float]]] = {}
        for id_, rect in cards.items():
            self._put(id_, rect)
        # Level pieces by where their y is, upright ones by where their x is; cells along them hold (id, at, from, to).
        self._level, self._upright = _Pieces(), _Pieces()
        self._pills: GridIndex[str] = GridIndex(256)

    def place(self, id_: str, rect: Rect | None) -> None:
        """Put a card elsewhere, or with None take it away; routes stay as they are."""
        old = self.cards.pop(id_, None)
        if old is not None:
            self._index.drop(id_)
            entry, cells = _around(id_, old)
            for cell in cells:
                self._cells[cell].remove(entry)
        if rect is not None:
            self.cards[id_] = rect
            self._put(id_, rect)

    def _put(self, id_: str, rect: Rect) -> None:
        self._index.put(id_, rect)
        entry, cells = _around(id_, rect)
        for cell in cells:
            self._cells.setdefault(cell, []).append(entry)

    def flows_within(self, area: Rect) -> set[str]:
        """Return the flows of which a piece meets an area."""
        found = self._level.within(area.y, area.bottom, area.x, area.right)
        return found | self._upright.within(area.x, area.right, area.y, area.bottom)

    def is_free(self, points: Sequence[Point], ends: tuple[str, str]) -> bool:
        """Say whether the polyline keeps off all cards, its own two apart from its first and last piece."""
        last = len(points) - 2
        for at, (a, b) in enumerate(pairwise(points)):
            x0, x1 = (a[0], b[0]) if a[0] < b[0] else (b[0], a[0])
            y0, y1 = (a[1], b[1]) if a[1] < b[1] else (b[1], a[1])
            for column in range(int((x0 - OFF) // CELL), int((x1 + OFF) // CELL) + 1):
                for row in range(int((y0 - OFF) // CELL), int((y1 + OFF) // CELL) + 1):
                    for id_, left, top, right, bottom in self._cells.get((column, row), ()):
                        if left < x1 and x0 < right and top < y1 and y0 < bottom:
                            own = (id_ == ends[0] and at == 0) or (id_ == ends[1] and at == last)
                            if not own:
                                return False
        return True

    def cards_within(self, area: Rect) -> list[str]:
        """Return the cards that meet an area."""
        return self._index.within(area)

    def against(self, points: Sequence[Point], id_: str) -> tuple[float, int]:
        """Return over what length the polyline runs on or beside others, and how many it crosses."""
        pieces = list(self.against_each(points, id_))
        return sum(beside for beside, _ in pieces), sum(crossed for _, crossed in pieces)

    def against_each(self, points: Sequence[Point], id_: str) -> Iterator[tuple[float, int]]:
        """Yield the same of one piece of the polyline after the other."""
        for a, b in pairwise(points):
            along, across = (self._level, self._upright) if is_level(a, b) else (self._upright, self._level)
            at, low, high = _laid(a, b)
            yield along.beside(at, low, high, id_), across.crossing(at, low, high, id_)

    def lay(self, id_: str, route: Route) -> None:
        """Remember a route, so that later ones keep clear of it."""
        self.take_up(id_)
        for a, b in pairwise(route.points):
            (self._level if is_level(a, b) else self._upright).put(id_, *_laid(a, b))
        self._pills.put(id_, _pill_rect(route.pill))

    def take_up(self, id_: str) -> None:
        """Forget a route."""
        self._level.drop(id_)
        self._upright.drop(id_)
        self._pills.drop(id_)

    def covered_by_pill(self, id_: str, point: Point) -> float:
        """Return how badly a pill would cover cards, other pills and other flows at this point; 0 is free."""
        rect = _pill_rect(point)
        # Touching is not covering, but a grid counts it.
        inside = rect.grown(-0.01)
        cards, pills = len(self._index.within(inside)), self._pills.within(inside)
        flows = self.flows_within(rect.grown(-2))
        return cards * 10 + (len(pills) - (id_ in pills)) * 10 + len(flows - {id_})


def _around(id_: str, rect: Rect) -> tuple[tuple[str, float, float, float, float], list[tuple[int, int]]]:
    """Return a card with the room around it, and the cells that this covers."""
    grown = rect.grown(OFF)
    columns = range(int(grown.x // CELL), int(grown.right // CELL) + 1)
    rows = range(int(grown.y // CELL), int(grown.bottom // CELL) + 1)
    entry = (id_, grown.x, grown.y, grown.right, grown.bottom)
    return entry, [(column, row) for column in columns for row in rows]


Entry = tuple[str, float, float, float]


class _Pieces:
    """Straight pieces of one direction: each at a place across it, from and to along it. Found by cells of both."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Entry]] = {}
        self._of: dict[str, list[Entry]] = {}

    def put(self, id_: str, at: float, low: float, high: float) -> None:
        """Remember a piece of a flow."""
        entry = (id_, at, low, high)
        self._of.setdefault(id_, []).append(entry)
        for cell in _cells_of(at, low, high):
            self._cells.setdefault(cell, []).append(entry)

    def drop(self, id_: str) -> None:
        """Forget the pieces of a flow."""
        for entry in self._of.pop(id_, ()):
            for cell in _cells_of(*entry[1:]):
                self._cells[cell].remove(entry)

    def beside(self, at: float, low: float, high: float, but: str) -> float:
        """Return over what length other pieces run on or near beside a piece of the same direction."""
        found = 0.0
        for row in range(int((at - NEAR) // ROW), int((at + NEAR) // ROW) + 1):
            for column in range(int(low // CELL), int(high // CELL) + 1):
                # A long piece is met in several cells: in each only what lies in it counts.
                left, right = max(low, column * CELL), min(high, column * CELL + CELL)
                for id_, place, start, end in self._cells.get((row, column), ()):
                    if id_ != but and -NEAR <= place - at <= NEAR and start < right and left < end:
                        found += (end if end < right else right) - (start if start > left else left)
        return found

    def crossing(self, at: float, low: float, high: float, but: str) -> int:
        """Return how many pieces of this direction a piece across them meets; `at` is its place along them."""
        found, column = 0, int(at // CELL)
        least, most, before, after = low - TOUCH, high + TOUCH, at - TOUCH, at + TOUCH
        for row in range(int(least // ROW), int(most // ROW) + 1):
            for id_, place, start, end in self._cells.get((row, column), ()):
                if least < place < most and start < after and before < end and id_ != but:
                    found += 1
        return found

    def within(self, first: float, last: float, low: float, high: float) -> set[str]:
        """Return the flows with a piece placed between `first` and `last` that meets `low` to `high`."""
        return {
            id_
            for row in range(int(first // ROW), int(last // ROW) + 1)
            for column in range(int(low // CELL), int(high // CELL) + 1)
            for id_, place, start, end in self._cells.get((row, column), ())
            if first <= place <= last and start <= high and low <= end
        }


def _laid(a: Point, b: Point) -> tuple[float, float, float]:
    """Return a piece as its place across its direction, and from where to where it goes along it."""
    along, across = (0, 1) if is_level(a, b) else (1, 0)
    ends = (a[along], b[along]) if a[along] <= b[along] else (b[along], a[along])
    return (a[across], *ends)


def _cells_of(at: float, low: float, high: float) -> list[tuple[int, int]]:
    row = int(at // ROW)
    return [(row, column) for column in range(int(low // CELL), int(high // CELL) + 1)]


def _pill_rect(point: Point) -> Rect:
    return Rect(point.x - PILL_W / 2, point.y - PILL_H / 2, PILL_W, PILL_H)
