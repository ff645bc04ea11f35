"""Two versions of a map in one drawing: the newer one, with what came, went, and became faster or slower marked in words."""

from __future__ import annotations

from crosslane.analysis.figures import Figures
from crosslane.drawing.draw import drawing
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.palette import LIGHT, Palette
from crosslane.drawing.picture import Element, Layer, Picture
from crosslane.drawing.scene import Scene
from crosslane.drawing.shapes import Box, Drawn, Text
from crosslane.drawing.theme import PAPER, worn
from crosslane.exchange.between import GONE, NEW, Between
from crosslane.exchange.sheet import Sheet, sheet_around
from crosslane.geometry import Point, Rect, point_along
from crosslane.model.map import Map
from crosslane.turns import Turns, at_once

FOOT = "Outlined: new. Dashed: gone. Faster and slower: what a handoff adds to the whole, less or more than before."
_SIZE, _HIGH, _PAD = 12.0, 20.0, 8.0
# So much is drawn, and so many are marked, in a piece.
_PORTION = 24


def compared_picture(new: Map, found: Between, palette: Palette, measure: TextMeasure) -> Picture:
    """Return the drawing of the newer map with what went, dashed, in its old place, and a word on all that is otherwise; notes stay out."""
    return at_once(drawing_compared(new, found, palette, measure))


def drawing_compared(new: Map, found: Between, palette: Palette, measure: TextMeasure) -> Turns[Picture]:
    """Draw the same in pieces of some milliseconds."""
    both = found.both(new)
    yield
    tokens, ghosts = worn(PAPER, both.head.orientation), frozenset(record.id for record in found.gone)
    scene = Scene(both, Figures(), found.heat, found.routes, tokens, palette, measure, notes=False, ghosts=ghosts)
    picture = yield from drawing(scene, most=_PORTION)
    while picture.owed:
        yield
        yield from drawing(scene, picture, _PORTION)
    for at, (id_, word) in enumerate(found.marks.items()):
        place = _place(picture, id_)
        if place is not None:
            picture.put(_tag(id_, word, place, palette, measure))
        if at % _PORTION == 0:
            yield
    return picture


def _place(picture: Picture, id_: str) -> Rect | None:
    """Return where the mark of a record goes: its card, its pill, else the middle of its line."""
    layers: tuple[Layer, ...] = ("cards", "pills")
    for layer in layers:
        element = picture.get(layer, id_)
        if element is not None:
            return element.bounds
    line = picture.get("flows", id_)
    if line is None or len(line.path) < 2:
        return None
    middle = point_along(line.path, 0.5)
    return Rect(middle.x - 1, middle.y - 1, 2, 2)


def _tag(id_: str, word: str, place: Rect, palette: Palette, measure: TextMeasure) -> Element:
    wide = measure.width(word, _SIZE, 600) + 2 * _PAD
    rect = Rect(place.right - wide + 10, place.y - _HIGH + 6, wide, _HIGH)
    fill, ink = (palette.panel, palette.text) if word == GONE else (palette.accent, palette.on_accent)
    shapes: list[Drawn] = []
    if word == NEW:
        shapes.append(Box(place.grown(3), None, palette.accent, 2.0, 9))
    shapes.append(Box(rect, fill, palette.card_edge if word == GONE else None, 1.0, _HIGH / 2))
    shapes.append(Text(Point(rect.center.x, rect.center.y + 4.2), word, _SIZE, ink, 600, "middle"))
    return Element(f"mark:{id_}", "headers", rect.united(place.grown(4)), tuple(shapes))


def compared_sheet(new: Map, found: Between, since: str, measure: TextMeasure) -> Sheet:
    """Return the drawing on a sheet of its own, headed by since when, with the comparison in words for those who cannot see it."""
    picture = compared_picture(new, found, LIGHT, measure)
    described = " ".join(line.strip() for line in found.told if line)
    return sheet_around(new, since, picture, described, f"{found.foot} {FOOT}", measure)
