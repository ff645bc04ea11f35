"""A grid of cells under columns and beside rows: how far something goes in each, as bars, and a line of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosslane.drawing.measure import TextMeasure, wrap
from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Box, Drawn, Text
from crosslane.geometry import Point, Rect

Place = tuple[int, int]
BARS = 4
ROW_HEAD, HEAD, GAP, CELL_H = 178.0, 34.0, 6.0, 62.0


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: how many of four bars are full (None: nobody was asked), and a line of words."""

    bars: int | None
    words: str = ""


def draw_grid(
    columns: Sequence[str],
    rows: Sequence[str],
    cells: Mapping[Place, Cell],
    width: float,
    palette: Palette,
    measure: TextMeasure,
) -> Picture:
    """Return the grid from (0, 0), `width` wide; the element of a cell is called "row,column"."""
    picture = Picture()
    wide = (width - ROW_HEAD) / max(1, len(columns))
    for at, name in enumerate(columns):
        middle = ROW_HEAD + wide * at + (wide - GAP) / 2
        head: tuple[Drawn, ...] = (Text(Point(middle, 20), name, 15, palette.text, 600, "middle"),)
        picture.put(Element(f"column:{at}", "headers", Rect(ROW_HEAD + wide * at, 0, wide, HEAD), head))
    for row, name in enumerate(rows):
        top = HEAD + row * (CELL_H + GAP)
        lines = wrap(name, ROW_HEAD - 12, 14, 600, 2, measure)
        first = top + CELL_H / 2 + 5 - 9 * (len(lines) - 1)
        words = tuple(Text(Point(0, first + 18 * n), line, 14, palette.text, 600) for n, line in enumerate(lines))
        picture.put(Element(f"row:{row}", "headers", Rect(0, top, ROW_HEAD, CELL_H), words))
        for column in range(len(columns)):
            rect = Rect(ROW_HEAD + wide * column, top, wide - GAP, CELL_H)
            shapes = _cell(cells.get((row, column), Cell(None)), rect, palette, measure)
            picture.put(Element(f"{row},{column}", "cards", rect, shapes))
    return picture


def _cell(cell: Cell, rect: Rect, palette: Palette, measure: TextMeasure) -> tuple[Drawn, ...]:
    asked = cell.bars is not None
    shapes: list[Drawn] = [Box(rect, palette.card, palette.card_edge, 1.0, 6, "solid" if asked else "dashed")]
    wide = (rect.w - 24 - 3 * 4) / BARS
    for n in range(BARS):
        bar = Rect(rect.x + 12 + n * (wide + 4), rect.y + 14, wide, 10)
        full = cell.bars is not None and n < cell.bars
        shapes.append(Box(bar, palette.accent if full else None, None if full else palette.card_edge, 1.0, 3))
    for n, line in enumerate(wrap(cell.words, rect.w - 24, 12, 400, 1, measure)):
        shapes.append(Text(Point(rect.x + 12, rect.y + 46 + 15 * n), line, 12, palette.soft))
    return tuple(shapes)
