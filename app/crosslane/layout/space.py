"""What routes have to mind: cards, lane borders, the flows laid so far and their pills. Plain Python, for live use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from crosslane.geometry import GridIndex, Point, Rect

Kind = Literal["forward", "rework", "cycle", "information"]
# As wide as pills get in Room view, so that one routing serves every size.
PILL_W, PILL_H = 116.0, 38.0
NEAR = 5.0
OFF, CELL = 3.0, 256


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


class Space:
    """What routes have to mind: cards, lane borders, and the routes laid so far."""

    def __init__(self, cards: Mapping[str, Rect], borders: Sequence[float]) -> None:
        """Take the cards by id and the heights of the lane borders."""
        self.cards = dict(cards)
        self.borders = sorted(borders)
        self._index: GridIndex[str] = GridIndex(256)
        self._cells: dict[tuple[int, int], list[tuple[str, float, float, float, float]]] = {}
        for id_, rect in cards.items():
            self._index.put(id_, rect)
            grown = rect.grown(OFF)
            entry = (id_, grown.x, grown.y, grown.right, grown.bottom)
            for column in range(int(grown.x // CELL), int(grown.right // CELL) + 1):
                for row in range(int(grown.y // CELL), int(grown.bottom // CELL) + 1):
                    self._cells.setdefault((column, row), []).append(entry)
        self._pieces: GridIndex[tuple[str, int]] = GridIndex(256)
        self._owner: dict[str, list[tuple[str, int]]] = {}
        self._pills: GridIndex[str] = GridIndex(256)

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
        beside, crossed = 0.0, 0
        for a, b in pairwise(points):
            piece = Rect.spanning(a, b)
            level = piece.w > piece.h
            for key in self._pieces.within(piece.grown(NEAR)):
                if key[0] == id_:
                    continue
                other = self._pieces.rect(key)
                if (other.w > other.h) != level:
                    crossed += other.intersects(piece.grown(0.1))
                    continue
                wide = min(piece.right, other.right) - max(piece.x, other.x)
                high = min(piece.bottom, other.bottom) - max(piece.y, other.y)
                beside += max(0.0, wide if level else high)
        return beside, crossed

    def is_clear(self, a: Point, b: Point, but: tuple[str, str]) -> bool:
        """Say whether a piece meets no cards but two."""
        piece = Rect.spanning(a, b).grown(3)
        return all(id_ in but or not self.cards[id_].intersects(piece) for id_ in self._index.within(piece))

    def lay(self, id_: str, route: Route) -> None:
        """Remember a route, so that later ones keep clear of it."""
        self.take_up(id_)
        keys = []
        for at, (a, b) in enumerate(pairwise(route.points)):
            self._pieces.put((id_, at), Rect.spanning(a, b))
            keys.append((id_, at))
        self._owner[id_] = keys
        self._pills.put(id_, _pill_rect(route.pill))

    def take_up(self, id_: str) -> None:
        """Forget a route."""
        for key in self._owner.pop(id_, ()):
            self._pieces.drop(key)
        self._pills.drop(id_)

    def covered_by_pill(self, id_: str, point: Point) -> float:
        """Return how badly a pill would cover cards, other pills and other flows at this point; 0 is free."""
        rect = _pill_rect(point)
        cards = sum(1 for c in self._index.within(rect) if self.cards[c].intersects(rect))
        pills = sum(1 for p in self._pills.within(rect) if p != id_ and self._pills.rect(p).intersects(rect))
        flows = len({key[0] for key in self._pieces.within(rect.grown(-2)) if key[0] != id_})
        return cards * 10 + pills * 10 + flows


def _pill_rect(point: Point) -> Rect:
    return Rect(point.x - PILL_W / 2, point.y - PILL_H / 2, PILL_W, PILL_H)
