"""A page of text as a picture, so that a document is painted and exported like everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crosslane.drawing.measure import TextMeasure, wrap
from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Drawn, Line, Text
from crosslane.geometry import Point, Rect

WIDTH, SIZE, LEADING, MOST = 640.0, 13.0, 19.0, 40
_INDENT = 16.0


@dataclass(frozen=True)
class Section:
    """A heading, paragraphs under it, and items with a bullet."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def draw_text_page(
    title: str, under: str, sections: Iterable[Section], palette: Palette, measure: TextMeasure
) -> Picture:
    """Return the page from (0, 0), `WIDTH` wide and as long as its text."""
    picture = Picture()
    y = 0.0
    shapes: list[Drawn] = []
    for line in wrap(title, WIDTH, 22, 600, 3, measure):
        y += 28
        shapes.append(Text(Point(0, y), line, 22, palette.text, 600))
    y += 22
    shapes.append(Text(Point(0, y), under, 13, palette.soft))
    y += 12
    shapes.append(Line((Point(0, y), Point(WIDTH, y)), palette.line, 1.0))
    picture.put(Element("head", "cards", Rect(0, 0, WIDTH, y), tuple(shapes)))
    for at, section in enumerate(sections):
        top = y
        y, drawn = _section(section, y, palette, measure)
        picture.put(Element(f"section:{at}", "cards", Rect(0, top, WIDTH, y - top), drawn))
    return picture


def _section(section: Section, y: float, palette: Palette, measure: TextMeasure) -> tuple[float, tuple[Drawn, ...]]:
    y += 30
    shapes: list[Drawn] = [Text(Point(0, y), section.heading, 14, palette.text, 600)]
    y += 3
    for text in section.paragraphs:
        y = _lines(shapes, wrap(text, WIDTH, SIZE, 400, MOST, measure), 0.0, y, palette)
    for text in section.items:
        shapes.append(Text(Point(0, y + LEADING), "•", SIZE, palette.text))
        y = _lines(shapes, wrap(text, WIDTH - _INDENT, SIZE, 400, MOST, measure), _INDENT, y, palette)
    return y, tuple(shapes)


def _lines(shapes: list[Drawn], lines: Sequence[str], x: float, y: float, palette: Palette) -> float:
    for line in lines:
        y += LEADING
        shapes.append(Text(Point(x, y), line, SIZE, palette.text))
    return y
