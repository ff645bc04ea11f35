"""Words in boxes under columns and beside rows: a matrix, a timeline, who does what; and plain tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosslane.drawing.measure import TextMeasure, wrap
from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Box, Dash, Drawn, Line, Text
from crosslane.geometry import Point, Rect

ROW_HEAD, HEAD, GAP, LEAST_H, LEAST_W = 150.0, 34.0, 8.0, 44.0, 118.0
SIZE, LEADING, SMALL, PAD = 13.0, 17.0, 12.0, 9.0
LEGEND_H, LINE_H = 34.0, 30.0


@dataclass(frozen=True)
class Entry:
    """A box in a cell: words, smaller words under them, colours; `id` names the record it is about.

    `bar` colours the left edge. Several entries of one cell stand under one another.
    """

    row: int
    column: int
    words: str
    under: str = ""
    id: str = ""
    fill: str | None = None
    ink: str | None = None
    bar: str | None = None
    dash: Dash = "solid"


@dataclass(frozen=True)
class _Set:
    entry: Entry
    lines: tuple[str, ...]
    under: tuple[str, ...]

    @property
    def height(self) -> float:
        words = LEADING * len(self.lines) + 15.0 * len(self.under)
        return max(LEAST_H, words + 2 * PAD)


def draw_chart(
    columns: Sequence[str],
    rows: Sequence[str],
    entries: Sequence[Entry],
    width: float,
    palette: Palette,
    measure: TextMeasure,
    *,
    corner: str = "",
    legend: Sequence[tuple[str, str]] = (),
) -> Picture:
    """Return the chart from (0, 0), `width` wide or wider where the columns need it; rows as high as their words.

    `legend` are (colour, what it means), below.
    """
    picture = Picture()
    wide = max(LEAST_W, (width - ROW_HEAD) / max(1, len(columns)))
    _put_heads(picture, columns, wide, corner, palette, measure)
    cells: dict[tuple[int, int], list[_Set]] = {}
    for entry in entries:
        room = wide - GAP - 2 * PAD - (4 if entry.bar else 0)
        lines = tuple(wrap(entry.words, room, SIZE, 600, 4, measure)) if entry.words else ()
        under = tuple(wrap(entry.under, room, SMALL, 400, 4, measure)) if entry.under else ()
        cells.setdefault((entry.row, entry.column), []).append(_Set(entry, lines, under))
    top, at = HEAD, 0
    for row, name in enumerate(rows):
        stacks = [[*cells.get((row, column), [])] for column in range(len(columns))]
        tall = max([LEAST_H, *(sum(s.height + 4 for s in stack) - 4 for stack in stacks)])
        words = wrap(name, ROW_HEAD - 12, SIZE, 600, 3, measure)
        first = top + tall / 2 + 4.5 - LEADING / 2 * (len(words) - 1)
        head = tuple(Text(Point(0, first + LEADING * n), text, SIZE, palette.text, 600) for n, text in enumerate(words))
        picture.put(Element(f"row:{row}", "headers", Rect(0, top, ROW_HEAD - 8, tall), head))
        for column, stack in enumerate(stacks):
            y = top
            for each in stack:
                rect = Rect(ROW_HEAD + wide * column, y, wide - GAP, tall if len(stack) == 1 else each.height)
                picture.put(Element(f"{at}:{each.entry.id}", "cards", rect, _box(each, rect, palette)))
                y += each.height + 4
                at += 1
        top += tall + GAP
        rule = Line(
            (Point(0, top - GAP / 2), Point(ROW_HEAD + wide * len(columns) - GAP, top - GAP / 2)), palette.line, 1.0
        )
        picture.put(
            Element(f"rule:{row}", "lanes", Rect(0, top - GAP / 2, ROW_HEAD + wide * len(columns), 0.5), (rule,))
        )
    _put_legend(picture, legend, top, palette, measure)
    return picture


def _put_heads(
    picture: Picture, columns: Sequence[str], wide: float, corner: str, palette: Palette, measure: TextMeasure
) -> None:
    if corner:
        words = Text(Point(0, 20), corner, SMALL, palette.soft)
        picture.put(Element("corner", "headers", Rect(0, 0, ROW_HEAD, HEAD), (words,)))
    for at, name in enumerate(columns):
        line = (wrap(name, wide - GAP, 14, 600, 1, measure) or [""])[0]
        place = Rect(ROW_HEAD + wide * at, 0, wide - GAP, HEAD)
        head = Text(Point(place.x + 1, 20), line, 14, palette.text, 600)
        picture.put(Element(f"column:{at}", "headers", place, (head,)))


def _box(each: _Set, rect: Rect, palette: Palette) -> tuple[Drawn, ...]:
    entry = each.entry
    ink = entry.ink or palette.text
    shapes: list[Drawn] = [Box(rect, entry.fill, palette.card_edge, 1.0, 6, entry.dash)]
    left = rect.x + PAD
    if entry.bar:
        shapes.append(Box(Rect(rect.x, rect.y, 5, rect.h), entry.bar, radius=2))
        left += 4
    y = rect.y + (rect.h - LEADING * len(each.lines) - 15.0 * len(each.under)) / 2 - 4
    for text in each.lines:
        y += LEADING
        shapes.append(Text(Point(left, y), text, SIZE, ink, 600))
    for text in each.under:
        y += 15.0
        shapes.append(Text(Point(left, y), text, SMALL, entry.ink or palette.soft))
    return tuple(shapes)


def _put_legend(
    picture: Picture, legend: Sequence[tuple[str, str]], top: float, palette: Palette, measure: TextMeasure
) -> None:
    x = ROW_HEAD
    shapes: list[Drawn] = []
    for color, words in legend:
        shapes.append(Box(Rect(x, top + 12, 16, 12), color, radius=3))
        shapes.append(Text(Point(x + 22, top + 22), words, SMALL, palette.soft))
        x += 22 + measure.width(words, SMALL, 400) + 22
    if shapes:
        picture.put(Element("legend", "headers", Rect(ROW_HEAD, top, x - ROW_HEAD, LEGEND_H), tuple(shapes)))


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its share of the width, and whether its words stand at the right."""

    name: str
    share: float
    right: bool = False


def draw_table(
    columns: Sequence[Column],
    rows: Sequence[tuple[str, Sequence[str]]],
    width: float,
    palette: Palette,
    measure: TextMeasure,
    marks: Mapping[str, str] | None = None,
) -> Picture:
    """Return a table from (0, 0): rows of (id, words); `marks` colour the left edge of the row of an id."""
    picture = Picture()
    whole = sum(column.share for column in columns)
    places: list[tuple[float, float]] = []
    x = 0.0
    for column in columns:
        wide = column.share / whole * width
        places.append((x, wide))
        x += wide
    heads = _line([c.name for c in columns], columns, places, 0.0, palette.soft, 600, measure)
    picture.put(Element("columns", "headers", Rect(0, 0, width, LINE_H), heads[1]))
    top = LINE_H
    for at, (id_, words) in enumerate(rows):
        tall, texts = _line(words, columns, places, top, palette.text, 400, measure)
        shapes: list[Drawn] = [Line((Point(0, top), Point(width, top)), palette.line, 1.0), *texts]
        if marks and id_ in marks:
            shapes.append(Box(Rect(0, top + 4, 4, tall - 8), marks[id_], radius=2))
        picture.put(Element(f"{at}:{id_}", "cards", Rect(0, top, width, tall), tuple(shapes)))
        top += tall
    return picture


def _line(
    words: Sequence[str],
    columns: Sequence[Column],
    places: Sequence[tuple[float, float]],
    top: float,
    ink: str,
    weight: int,
    measure: TextMeasure,
) -> tuple[float, tuple[Drawn, ...]]:
    shapes: list[Drawn] = []
    most = 1
    for text, column, (x, wide) in zip(words, columns, places, strict=True):
        lines = wrap(text, wide - 20, SIZE, weight, 3, measure) if text else []
        most = max(most, len(lines))
        for n, line in enumerate(lines):
            at = Point(x + wide - 10 if column.right else x + 10, top + 20 + LEADING * n)
            shapes.append(Text(at, line, SIZE, ink, weight, "end" if column.right else "start"))
    return 13 + LEADING * most, tuple(shapes)
