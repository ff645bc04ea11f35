"""How much of a map a view shows, and with which sizes: letters stay legible when a whole map is fitted."""

from __future__ import annotations

from dataclasses import replace

from crosslane.drawing.draw import MARGIN
from crosslane.drawing.picture import Layer, Picture
from crosslane.drawing.theme import COMPACT, EDITING, Tokens
from crosslane.geometry import Rect
from crosslane.model.plan import PITCH_X

EDGE = 16.0
# Below this scale the editing sizes are hard to read: the whole map is then drawn with larger letters.
LEGIBLE_ZOOM = 0.78
# A map that is wider than its view is high may grow downwards, within what still looks like cards and lanes.
TALLEST = 1.45
# Pixels; and by how much letters may grow to reach them.
LEAST_LETTERS, LARGEST = 12.0, 1.15
MOST_COLUMNS, SHOWN_COLUMNS = 9, 5
_OWN: tuple[Layer, ...] = ("pills", "flows", "notes", "headers")


def content_of(picture: Picture, tokens: Tokens) -> Rect:
    """Return where the map's own things are: lanes reach as far as the view, they do not count sideways."""
    bounds = picture.bounds
    cards = [element.bounds.right for element in picture.layer("cards")]
    others = [element.bounds.right for layer in _OWN for element in picture.layer(layer)]
    right = max([*others, *(right + MARGIN * tokens.sx for right in cards)], default=bounds.right)
    return Rect(bounds.x, bounds.y, max(right - bounds.x, 320.0), bounds.h)


def scale_for(around: Rect, view: tuple[float, float]) -> float:
    """Return the scale at which an area fits a view of (width, height) pixels."""
    return min((view[0] - 2) / (around.w + 2 * EDGE), (view[1] - 2) / (around.h + 2 * EDGE))


def tokens_for(content: Rect, view: tuple[float, float]) -> Tokens:
    """Return the sizes for a whole map in an editing view; `content` is its extent with the plain editing sizes."""
    if scale_for(content, view) >= LEGIBLE_ZOOM:
        return EDITING
    wide = COMPACT.sx * content.w + 2 * EDGE
    room = view[1] / ((view[0] - 2) / wide) - 2 * EDGE
    grown = min(max(1.0, room / (content.h * COMPACT.sy)), TALLEST)
    scale = (view[0] - 2) / wide
    return replace(
        COMPACT,
        sy=round(COMPACT.sy * grown, 3),
        name=_legible(COMPACT.name, scale),
        pill=_legible(COMPACT.pill, scale),
        pill_sub=_legible(COMPACT.pill_sub, scale),
    )


def taller(tokens: Tokens, around: Rect, view: tuple[float, float], most: float) -> Tokens:
    """Return the sizes with lanes as high as a view has room for when it shows an area at its width, enlarged at most so."""
    room = (view[1] - 2) / min(scale_for(around, (view[0], float("inf"))), most) - 2 * EDGE
    grown = min(max(1.0, room / around.h), TALLEST)
    return replace(tokens, sy=round(tokens.sy * grown, 3))


def _legible(size: float, scale: float) -> float:
    """Return letters that are still legible at a scale, as far as cards and pills have room for them."""
    return round(min(max(size, LEAST_LETTERS / scale), size * LARGEST))


def part_for_room(content: Rect, chosen: Rect | None, tokens: Tokens) -> Rect:
    """Return what Room view shows: the whole map, or of more than nine columns the five around what is selected."""
    pitch = PITCH_X * tokens.sx
    if content.w <= MOST_COLUMNS * pitch + tokens.header:
        return content
    wide = SHOWN_COLUMNS * pitch
    middle = chosen.center.x if chosen is not None else content.x + tokens.header + wide / 2
    left = min(max(content.x, middle - wide / 2), content.right - wide)
    return Rect(left, content.y, wide, content.h)
