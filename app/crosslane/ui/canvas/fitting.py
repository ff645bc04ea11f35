"""How much of a map a view shows, how large, and with which sizes: letters stay legible when a map is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crosslane.drawing.lanes import LEAD
from crosslane.drawing.scene import MARGIN
from crosslane.drawing.sizes import (
    LEAST_LETTERS,
    LEGIBLE,
    LEGIBLE_STRETCH,
    ROOM_LEAST,
    ROOM_SCALE,
    editing_sizes,
    header_at,
    room_sizes,
)
from crosslane.drawing.theme import ROOM, Tokens
from crosslane.geometry import Point, Rect
from crosslane.model.map import Map
from crosslane.model.plan import CARD_W, PITCH_X, lane_bands
from crosslane.routing.space import Route

EDGE = 16.0
# Pixels that a scroll bar takes from a view that does not show everything.
SCROLL_BAR = 12.0
# Pixels that names have at least in a room of full width.
ROOM_LETTERS, ROOM_WIDTH = 20.0, 1920.0
# Lanes may be drawn lower or higher than they are on the map, within what still looks like cards and lanes; narrow
# cards, which have less room for a name, may be higher.
LOWEST, TALLEST, TALLEST_SMALL = 0.8, 1.5, 1.8
WIDEST_EDITING, WIDEST_ROOM = 1.4, 1.9
MOST_COLUMNS, SHOWN_COLUMNS = 9, 5

Size = tuple[float, float]


class Sight(NamedTuple):
    """What a view shows: sizes, pixels per map unit, the part in view on the picture, whether that is everything."""

    tokens: Tokens
    scale: float
    part: Rect
    whole: bool


def scale_for(part: Rect, view: Size, most: float) -> float:
    """Return the scale at which a part of the picture fits a view of (width, height) pixels, `most` at most."""
    return min((view[0] - 2) / (part.w + 2 * EDGE), (view[1] - 2) / (part.h + 2 * EDGE), most)


def extent_of(map_: Map, routes: Mapping[str, Route]) -> Rect:
    """Return where a map's own things are, in map units and without the lanes' headers.

    Lanes reach as far as the view, they do not count sideways.
    """
    steps = [float(step.x) for step in map_.steps]
    xs = [x for route in routes.values() for x, _ in route.points]
    ys = [y for route in routes.values() for _, y in route.points]
    pills = [route.pill.x for route in routes.values()]
    left = min([0.0, *steps, *xs]) - LEAD
    reach = [(steps, CARD_W + MARGIN), (xs, MARGIN / 2), (pills, CARD_W / 2)]
    right = max([0.0, *(max(places) + beyond for places, beyond in reach if places)])
    bottom = max([0.0, *(band.bottom for band in lane_bands(map_).values()), *ys])
    top = min([0.0, *ys])
    return Rect(left, top, max(right - left, CARD_W), max(bottom - top, 1.0))


def sight_of(
    extent: Rect, view: Size, chosen: Point | None = None, *, turned: bool, room: bool, anyhow: bool = False
) -> Sight:
    """Return how a map of this extent, its lanes across or `turned`, is shown in the editing window or in a room."""
    if turned:
        return turned_sight(extent, view, chosen, room=room, anyhow=anyhow)
    return room_sight(extent, view, chosen) if room else editing_sight(extent, view, chosen, anyhow=anyhow)


def editing_sight(extent: Rect, view: Size, chosen: Point | None = None, *, anyhow: bool = False) -> Sight:
    """Return how the editing window shows a map of this extent in a view of (width, height) pixels.

    The whole map, unless its letters would be too small to read: then a legible part around `chosen`, or its
    beginning. `anyhow` asks for the whole map all the same.
    """
    scale = WIDEST_EDITING
    for _ in range(3):
        scale = min((view[0] - 2) / (extent.w + header_at(scale) + 2 * EDGE), WIDEST_EDITING)
    scale, sy = _with_height(extent.h, scale, view)
    tokens = editing_sizes(scale, sy)
    whole = anyhow or min(tokens.name, tokens.sub) * scale >= LEAST_LETTERS * 0.98
    if not whole:
        view = view[0], view[1] - SCROLL_BAR
        scale, sy = _with_height(extent.h, LEGIBLE, view, least=LEGIBLE)
        tokens = editing_sizes(scale, max(sy, LEGIBLE_STRETCH))
    return _sight(tokens, scale, on_picture(extent, tokens), view, chosen, whole=whole)


def room_sight(extent: Rect, view: Size, chosen: Point | None = None) -> Sight:
    """Return how Room view shows a map: whole, or of more than nine columns the five around what is chosen.

    Of more columns or lanes than fit with letters that a room can read, it shows those around what is chosen.
    """
    whole = extent.w <= MOST_COLUMNS * PITCH_X
    wide = extent.w if whole else SHOWN_COLUMNS * PITCH_X
    scale = WIDEST_ROOM
    for _ in range(6):
        scale = min((view[0] - 2) / (wide + room_sizes(scale, 1).header + 2 * EDGE), WIDEST_ROOM)
    if whole and scale < ROOM_LEAST:
        # Cards would be too narrow for such letters: as many columns as there is room for, around what is chosen.
        whole, scale = False, ROOM_LETTERS / ROOM.name * ROOM_SCALE
    width_scale = scale
    scale, sy = _with_height(extent.h, scale, view)
    tokens = room_sizes(scale, sy)
    if tokens.name * scale < ROOM_LETTERS * min(1.0, view[0] / ROOM_WIDTH):
        # Too many lanes for the height: those around what is chosen.
        whole, scale = False, min(width_scale, ROOM_SCALE)
        tokens = room_sizes(scale, 1.0)
    return _sight(tokens, scale, on_picture(extent, tokens), view, chosen, whole=whole)


def turned_sight(extent: Rect, view: Size, chosen: Point | None = None, *, room: bool, anyhow: bool = False) -> Sight:
    """Return how a map with lanes from top to bottom is shown: whole, else a legible part around `chosen`.

    Lanes are drawn wider than they have to be where the view has room beside them.
    """
    sizes = room_sizes if room else editing_sizes
    most, least = (WIDEST_ROOM, ROOM_LEAST) if room else (WIDEST_EDITING, LEGIBLE)
    scale = most
    for _ in range(4):
        scale = scale_for(on_picture(extent, sizes(scale, 1.0).turn()), view, most)
    whole = anyhow or scale >= least
    if not whole:
        scale, view = least, (view[0] - SCROLL_BAR, view[1] - SCROLL_BAR)
    wide = on_picture(extent, sizes(scale, 1.0).turn()).w
    wider = ((view[0] - 2) / scale - 2 * EDGE) / wide
    tokens = sizes(scale, 1.0).turn(min(max(wider, 1.0), TALLEST))
    return _sight(tokens, scale, on_picture(extent, tokens), view, chosen, whole=whole)


def _with_height(h: float, scale: float, view: Size, least: float = 0.0) -> Size:
    """Return the scale and the stretch of lanes with which a map so high fills a view; the scale is not below `least`."""
    sy = ((view[1] - 2) / scale - 2 * EDGE) / h
    if sy < LOWEST and scale > least:
        scale = max(least, (view[1] - 2) / (LOWEST * h + 2 * EDGE))
        sy = LOWEST
    tallest = min(max(TALLEST, TALLEST + 0.7 * (1 - scale)), TALLEST_SMALL)
    return scale, min(max(sy, LOWEST), tallest)


def least_width(wide: float, high: float, scale: float, tokens: Tokens) -> float:
    """Return how far lanes reach at least along the flow, in map units, to fill a view of so many pixels at a scale."""
    room = (high if tokens.turned else wide) / max(scale, 0.01) - tokens.header - 2 * EDGE - 4
    return max(320.0, room / tokens.sx - 2 * LEAD)


def on_picture(extent: Rect, tokens: Tokens) -> Rect:
    """Return where an extent of map units lies on the picture, with the lanes' headers."""
    rect = tokens.rect(extent)
    if tokens.turned:
        return Rect(rect.x, rect.y - tokens.header, rect.w, rect.h + tokens.header)
    return Rect(rect.x - tokens.header, rect.y, rect.w + tokens.header, rect.h)


def _sight(tokens: Tokens, scale: float, on: Rect, view: Size, chosen: Point | None, *, whole: bool) -> Sight:
    if whole:
        return Sight(tokens, scale, on, True)
    w, h = view[0] / scale - 2 * EDGE, view[1] / scale - 2 * EDGE
    # Headers stay at the edge of the view, what is chosen comes into the middle of the rest.
    x, y = tokens.point(chosen) if chosen is not None else (on.x, on.y)
    beside, above = (0.0, tokens.header) if tokens.turned else (tokens.header, 0.0)
    left = min(max(on.x, x - (w + beside) / 2), max(on.x, on.right - w))
    top = min(max(on.y, y - (h + above) / 2), max(on.y, on.bottom - h))
    return Sight(tokens, scale, Rect(left, top, min(w, on.w), min(h, on.h)), False)
