"""Two versions of a map in one drawing: the newer one, with what came, went, and became faster or slower marked in words."""

from __future__ import annotations

from crosslane.analysis.compare import Comparison, comparison_told
from crosslane.analysis.flow import analyse
from crosslane.analysis.heat import heat
from crosslane.drawing.draw import draw
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.palette import LIGHT, Palette
from crosslane.drawing.picture import Element, Layer, Picture
from crosslane.drawing.scene import Scene
from crosslane.drawing.shapes import Box, Drawn, Text
from crosslane.drawing.theme import PAPER, worn
from crosslane.exchange.sheet import Sheet, sheet_around
from crosslane.geometry import Point, Rect, point_along
from crosslane.model.diff import puts
from crosslane.model.map import Map
from crosslane.routing.of_map import route_map

NEW, GONE, FASTER, SLOWER = "new", "gone", "faster", "slower"
FOOT = "Outlined: new. Dashed: gone. Faster and slower: what a handoff adds to the whole, less or more than before."
_SIZE, _HIGH, _PAD = 12.0, 20.0, 8.0


def compared_picture(old: Map, new: Map, found: Comparison, palette: Palette, measure: TextMeasure) -> Picture:
    """Return the drawing of the newer map with what went, dashed, in its old place, and a word on all that is otherwise; notes stay out."""
    gone = [record for id_ in found.removed if (record := old.get(id_)) is not None]
    both = new.apply(puts(new, gone))
    figures = analyse(both)
    classes = {**dict.fromkeys((flow.id for flow in both.drawn_flows), 0), **heat(found.now)}
    routes = route_map(both)
    ghosts = frozenset(found.removed)
    picture = draw(
        Scene(
            both,
            figures,
            classes,
            routes,
            worn(PAPER, both.head.orientation),
            palette,
            measure,
            notes=False,
            ghosts=ghosts,
        )
    )
    told = {
        **dict.fromkeys(found.slower, SLOWER),
        **dict.fromkeys(found.faster, FASTER),
        **dict.fromkeys(found.added, NEW),
        **dict.fromkeys(found.removed, GONE),
    }
    for id_, word in told.items():
        place = _place(picture, id_)
        if place is not None:
            picture.put(_tag(id_, word, place, palette, measure))
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


def compared_sheet(old: Map, new: Map, found: Comparison, since: str, measure: TextMeasure) -> Sheet:
    """Return the drawing on a sheet of its own, headed by since when, with the comparison in words for those who cannot see it."""
    picture = compared_picture(old, new, found, LIGHT, measure)
    described = " ".join(line.strip() for line in comparison_told(found) if line)
    return sheet_around(new, since, picture, described, f"{found.sentences[-1]} {FOOT}", measure)
