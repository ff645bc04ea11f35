"""Where records lie on the plane: card sizes, lane bands, free places. Membership stays data; this only draws on it.

A step's (x, y) is the top left of its card: x along the flow, y from the top of its lane. Lanes stack from 0 downwards
and grow with their content. All in map units (1 unit is 1 px at 100 %).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from crosslane.geometry import Rect
from crosslane.model.map import Map
from crosslane.model.records import Lane, Step

GRID = 8
CARD_W, CARD_H = 144, 72
PITCH_X, PITCH_Y = 208, 104
LANE_MIN = 136
LANE_PAD = 32
LANE_FOLDED = 40


class Band(NamedTuple):
    """The vertical extent of a lane."""

    top: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower border."""
        return self.top + self.height


def lane_height(lane: Lane, steps: Iterable[Step]) -> float:
    """Return how high a lane is: its own wish or its content, whichever is larger; a collapsed one is a strip."""
    return _height(lane, _depth(steps))


def _depth(steps: Iterable[Step]) -> float:
    """Return how much height the steps of a lane need."""
    return max((step.y for step in steps), default=-CARD_H - LANE_PAD) + CARD_H + LANE_PAD


def _depths(map_: Map, lanes: set[str]) -> dict[str, float]:
    """Return how much height the steps of some lanes need, of one after the other or of all in one pass."""
    if len(lanes) < 2:
        return {id_: _depth(map_.step(step) for step in map_.groups.get(("lane", id_), ())) for id_ in lanes}
    lowest = dict.fromkeys(lanes, float(-CARD_H - LANE_PAD))
    for step in map_.steps:
        if step.lane in lowest and step.y > lowest[step.lane]:
            lowest[step.lane] = step.y
    return {id_: y + CARD_H + LANE_PAD for id_, y in lowest.items()}


def _height(lane: Lane, depth: float) -> float:
    return LANE_FOLDED if lane.collapsed else max(LANE_MIN, lane.height or 0, depth)


def lane_bands(map_: Map) -> dict[str, Band]:
    """Return the band of every lane by id, from top to bottom."""
    bands: dict[str, Band] | None = map_.plan.get("bands")
    if bands is None:
        bands = map_.plan["bands"] = {}
        depths: dict[str, float] = map_.plan.setdefault("depths", {})
        top, unknown = 0.0, {lane.id for lane in map_.lanes} - depths.keys()
        depths.update(_depths(map_, unknown))
        for lane in map_.lanes:
            bands[lane.id] = Band(top, _height(lane, depths[lane.id]))
            top = bands[lane.id].bottom
    return bands


def hold_bands(map_: Map, before: Map) -> None:
    """Have the lanes of a map lie as they did before, where they are the same lanes: as long as a hand moves steps."""
    if map_.lanes == before.lanes:
        map_.plan["bands"] = lane_bands(before)


def step_rect(step: Step, bands: dict[str, Band]) -> Rect:
    """Return the card of a step; one whose lane is missing lies below all lanes."""
    band = bands.get(step.lane)
    top = band.top if band else max((b.bottom for b in bands.values()), default=0.0) + LANE_PAD
    return Rect(step.x, top + step.y, CARD_W, CARD_H)


def lane_at(y: float, bands: dict[str, Band]) -> str | None:
    """Return the lane at a height; above the first it is the first, below the last the last; None without lanes."""
    for id_, band in bands.items():
        if y < band.bottom:
            return id_
    return next(reversed(bands), None)


def is_unplaced(map_: Map) -> bool:
    """Say whether nobody has given the steps places: there are several, and all lie where a lane begins."""
    return len(map_.steps) > 1 and not any(step.x or step.y or step.pinned for step in map_.steps)


def snapped(value: float) -> int:
    """Return the nearest multiple of the grid."""
    return round(value / GRID) * GRID


def is_free(map_: Map, lane_id: str, x: float, y: float, ignore: frozenset[str] = frozenset()) -> bool:
    """Say whether a card at this place of the lane keeps a grid step of distance to every other card."""
    card = Rect(x, y, CARD_W, CARD_H).grown(GRID)
    taken = _along(map_, lane_id)
    first = bisect_left(taken, (card.x - CARD_W,))
    for left, top, id_ in islice(taken, first, None):
        if left >= card.right:
            break
        if id_ not in ignore and card.intersects(Rect(left, top, CARD_W, CARD_H)):
            return False
    return True


def _along(map_: Map, lane_id: str) -> list[tuple[float, float, str]]:
    """Return the places of a lane's steps along the flow."""
    known: dict[str, list[tuple[float, float, str]]] = map_.plan.setdefault("along", {})
    if lane_id not in known:
        known[lane_id] = [(step.x, step.y, step.id) for step in map_.steps_of(lane_id)]
    return known[lane_id]


def near_place(map_: Map, lane_id: str, x: float, y: float) -> tuple[int, int]:
    """Return the place nearest to a pointed one in this lane where a card fits: a little aside before far below."""
    aside = sorted(range(-CARD_W, CARD_W + 1, GRID), key=abs)
    wish_y = max(LANE_PAD, snapped(y))
    for dx in aside:
        place = max(0, snapped(x + dx)), wish_y
        if is_free(map_, lane_id, *place):
            return place
    return free_place(map_, lane_id, x, y)


def free_place(
    map_: Map,
    lane_id: str,
    x: float,
    y: float,
    ignore: frozenset[str] = frozenset(),
    also: Iterable[Step] = (),
) -> tuple[int, int]:
    """Return the place nearest to the wish in this lane where a card fits: first below it, then further along.

    The steps that will `also` lie in the lane are not on the map yet.
    """
    wish_x, wish_y = max(0, snapped(x)), max(LANE_PAD, snapped(y))
    column = 0
    while True:
        for row in range(3):
            place = (wish_x + column * PITCH_X // 2, wish_y + row * PITCH_Y)
            apart = all(abs(s.x - place[0]) >= CARD_W + GRID or abs(s.y - place[1]) >= CARD_H + GRID for s in also)
            if apart and is_free(map_, lane_id, *place, ignore=ignore):
                return place
        column += 1
