"""The ways that tidy-up found, kept with the flows: written from an arrangement, and followed while they still fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crosslane.geometry import Point, Rect
from crosslane.routing.space import OFF, Link, Space

# Heights of a lane (from, to), and by how much they move.
Shift = tuple[float, float, float]
AWAY = 1.5


def way_of(link: Link, space: Space, ends: tuple[Rect, Rect] | None = None) -> tuple[Point, ...] | None:
    """Return the way that a link's waypoints describe; None where there are none, or the cards no longer fit it.

    The cards at its ends are those of the space, unless they are given.
    """
    if len(link.waypoints) < 2 or link.bends:
        return None
    source, target = ends or (space.cards[link.source], space.cards[link.target])
    center = source.center
    way = tuple(Point(center.x + dx, center.y + dy) for dx, dy in link.waypoints)
    square = all(abs(a.x - b.x) < 1 or abs(a.y - b.y) < 1 for a, b in pairwise(way))
    if not (square and _is_at(way[0], source) and _is_at(way[-1], target)):
        return None
    return way if _keeps_off(way, link, space, (source, target)) else None


def _keeps_off(way: Sequence[Point], link: Link, space: Space, ends: tuple[Rect, Rect]) -> bool:
    """Say whether a way keeps its distance to other cards, and out of its own two, which it may come close to."""
    if space.is_free(way, (link.source, link.target)):
        return True
    own = [card.grown(-1) for card in ends]
    for piece in (Rect.spanning(a, b) for a, b in pairwise(way)):
        near = [
            space.cards[id_] for id_ in space.cards_within(piece.grown(OFF)) if id_ not in (link.source, link.target)
        ]
        if any(card.intersects(piece) for card in own) or any(card.intersects(piece.grown(OFF)) for card in near):
            return False
    return True


def _is_at(point: Point, card: Rect) -> bool:
    """Say whether a point lies on a side of a card."""
    across = min(abs(point.x - card.x), abs(point.x - card.right))
    along = min(abs(point.y - card.y), abs(point.y - card.bottom))
    inside = card.x - AWAY < point.x < card.right + AWAY and card.y - AWAY < point.y < card.bottom + AWAY
    return inside and min(across, along) < AWAY


def waypoints_of(way: Sequence[Point], source: Rect, shifts: Sequence[Shift]) -> list[tuple[int, int]]:
    """Return a way as offsets from its source's middle, its heights shifted lane by lane."""
    middle = round(source.x) + source.w / 2, _shifted(source.y, shifts) + source.h / 2
    return [(round(round(x) - middle[0]), round(_shifted(y, shifts) - middle[1])) for x, y in way]


def _shifted(y: float, shifts: Sequence[Shift]) -> int:
    """Return a height where its lane has gone; a border goes with the lane below, what lies outside with the nearest."""
    by = min(reversed(shifts), key=lambda lane: max(lane[0] - y, y - lane[1], 0.0))[2] if shifts else 0.0
    return round(y + by)
