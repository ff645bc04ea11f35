"""One sheet for every picture export: title, the map, the time strip, and a line that says what is meant."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analyse
from crosslane.analysis.heat import heat
from crosslane.analysis.ladder import Segment, strip
from crosslane.analysis.sayings import headline, work_and_wait
from crosslane.analysis.where import step_name, title
from crosslane.drawing.draw import draw
from crosslane.drawing.measure import TextMeasure, wrap
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.scene import Scene
from crosslane.drawing.shapes import Drawn, Text
from crosslane.drawing.strip import EDITING_STRIP, draw_strip
from crosslane.drawing.theme import LIGHT, PAPER, Palette, worn
from crosslane.exchange.mapfile import write_text
from crosslane.exchange.svg import Placed, write_svg
from crosslane.geometry import Point, Rect
from crosslane.model.map import Map
from crosslane.model.records import Note
from crosslane.routing.of_map import route_map

PAD = 24.0
# How wide a sheet is at least.
LEAST = 720.0
# The letters of its title.
TITLE = 24.0
EXPLAINED = "Colour and thickness: what a handoff adds. Dotted: nobody said yet."


@dataclass(frozen=True)
class Sheet:
    """Pictures placed on a sheet of a size, with the words that describe it to those who cannot see it."""

    placed: tuple[Placed, ...]
    size: tuple[float, float]
    title: str
    description: str
    palette: Palette
    map: Map


def sheet_of(map_: Map, measure: TextMeasure, *, palette: Palette = LIGHT) -> Sheet:
    """Return the map on one sheet; what is to stay out has to be taken out before (`shown`)."""
    figures = analyse(map_)
    scene = Scene(
        map_,
        figures,
        heat(figures),
        route_map(map_),
        worn(PAPER, map_.head.orientation),
        palette,
        measure,
        numbers=not map_.head.numbers_hidden,
    )
    picture = draw(scene)
    if map_.lanes and not scene.tokens.turned and (short := LEAST - 2 * PAD - picture.bounds.w) > 0:
        # Few steps: lanes are as wide as the heading above and the strip below them.
        picture = draw(replace(scene, width=scene.breadth + short / scene.tokens.sx))
    bounds = picture.bounds
    width = max(bounds.w + 2 * PAD, LEAST)
    top = _heading(map_, width, palette, measure)
    top_h = top.bounds.bottom + PAD / 2
    calendar = map_.head.calendar
    below = draw_strip(
        _segments(map_, figures),
        headline(figures, calendar),
        work_and_wait(figures, calendar),
        width - 2 * PAD,
        EDITING_STRIP,
        palette,
        measure,
    )
    strip_y = PAD + top_h + bounds.h + PAD * 0.8
    foot = _foot(width, palette, measure)
    size = (width, strip_y + EDITING_STRIP.height + PAD + foot.bounds.h + PAD / 2)
    placed = (
        Placed(top, Point(PAD, PAD), name="heading"),
        Placed(picture, Point(PAD - bounds.x, PAD + top_h - bounds.y), name="map"),
        Placed(below, Point(PAD, strip_y), name="strip"),
        Placed(foot, Point(PAD, strip_y + EDITING_STRIP.height + PAD / 2), name="foot"),
    )
    return Sheet(placed, size, map_.head.title or "A map", describe(map_, figures), palette, map_)


def sheet_around(
    map_: Map, name: str, picture: Picture, description: str, foot: str, measure: TextMeasure, palette: Palette = LIGHT
) -> Sheet:
    """Return another view of the map on a sheet of its own: the map's title with the view's name, and what is meant."""
    bounds = picture.bounds
    width = max(bounds.w + 2 * PAD, LEAST)
    titled = Map.of([map_.head.but(title=f"{map_.head.title or 'A map'}: {name.lower()}", story=None, purpose=None)])
    top = _heading(titled, width, palette, measure)
    below = _foot(width, palette, measure, foot)
    y = PAD + top.bounds.bottom + PAD / 2
    placed = (
        Placed(top, Point(PAD, PAD), name="heading"),
        Placed(picture, Point(PAD - bounds.x, y - bounds.y), name="view"),
        Placed(below, Point(PAD, y + bounds.h + PAD / 2), name="foot"),
    )
    size = (width, y + bounds.h + PAD + below.bounds.h + PAD / 2)
    return Sheet(placed, size, titled.head.title, description, palette, map_)


def _segments(map_: Map, figures: Figures) -> list[Segment]:
    found = strip(map_, figures)
    return [replace(segment, number=None) for segment in found] if map_.head.numbers_hidden else list(found)


def _heading(map_: Map, width: float, palette: Palette, measure: TextMeasure) -> Picture:
    picture = Picture()
    head = map_.head
    called = wrap(head.title or "A map", width - 2 * PAD, TITLE, 600, 2, measure)
    shapes: list[Drawn] = [
        Text(Point(0, 22 + at * 30), line, TITLE, palette.text, 600) for at, line in enumerate(called)
    ]
    y = 26.0 + 30 * (len(called) - 1)
    lines = wrap(head.story, width - 2 * PAD, 13, 400, 3, measure) if head.story else []
    if head.purpose:
        lines += wrap(f"To improve: {head.purpose}", width - 2 * PAD, 13, 400, 2, measure)
    if head.example:
        lines.append("Example: all numbers are invented.")
    for line in lines:
        y += 19
        shapes.append(Text(Point(0, y), line, 13, palette.soft))
    picture.put(Element("heading", "cards", Rect(0, 0, width - 2 * PAD, y + 6), tuple(shapes)))
    return picture


def _foot(width: float, palette: Palette, measure: TextMeasure, words: str = "") -> Picture:
    picture = Picture()
    lines = wrap(f"Made with Crosslane. {words or EXPLAINED}", width - 2 * PAD, 12, 400, 2, measure)
    shapes = tuple(Text(Point(0, 12 + at * 16), line, 12, palette.soft) for at, line in enumerate(lines))
    picture.put(Element("foot", "cards", Rect(0, 0, width - 2 * PAD, 16.0 * len(lines)), shapes))
    return picture


def describe(map_: Map, figures: Figures) -> str:
    """Return the map in words: the headline, and the places where time goes."""
    calendar = map_.head.calendar
    steps, handoffs = len(map_.steps), sum(1 for flow in map_.drawn_flows if map_.is_handoff(flow))
    size = ", ".join(_count(n, word) for n, word in ((len(map_.lanes), "lane"), (steps, "step"), (handoffs, "handoff")))
    first = f"{size}. {headline(figures, calendar)}. {work_and_wait(figures, calendar)}"
    return " ".join([first, *(place.sentence for place in figures.where_time_goes.time[:3])])


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def names_of(map_: Map) -> dict[str, str]:
    """Return what each step and flow is, in a few words."""
    lanes = {step.id: map_.lane_of(step.id) for step in map_.steps}
    words = {
        step.id: f"{lane.name if (lane := lanes[step.id]) else ''}: {step_name(map_, step.id)}" for step in map_.steps
    }
    for flow in map_.drawn_flows:
        wait = f", waits {flow.wait.text}" if flow.wait else ", wait unknown"
        words[flow.id] = title(map_, flow) + wait
    for note in map_.others("note"):
        if isinstance(note, Note):
            words[note.id] = note.text
    return words


def svg_of(map_: Map, measure: TextMeasure, *, carry: bool = True) -> str:
    """Return the map as SVG; with `carry` it can be opened again, and holds exactly what it shows."""
    sheet = sheet_of(map_, measure)
    return write_svg(
        sheet.placed,
        sheet.size,
        title=sheet.title,
        description=sheet.description,
        paper=sheet.palette.paper,
        names=names_of(map_),
        carried=write_text(map_) if carry else None,
    )


def svg_of_sheet(sheet: Sheet) -> str:
    """Return a sheet as SVG."""
    return write_svg(
        sheet.placed, sheet.size, title=sheet.title, description=sheet.description, paper=sheet.palette.paper
    )
