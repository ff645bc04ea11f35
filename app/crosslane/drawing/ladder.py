"""The value stream ladder: waits on the upper rail, work on the lower one, in the order of the flow; what adds most as bars;
and how lead times spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crosslane.drawing.measure import TextMeasure, wrap
from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Box, Drawn, Line, Text
from crosslane.geometry import Point, Rect

WIDE, RAIL, UPPER, LOWER = 118.0, 12.0, 74.0, 150.0
TOTALS = 190.0
ROW, ROW_H = 9, 206.0
BAR_H, BAR_GAP, LABEL = 24.0, 14.0, 300.0
PLOT_H = 240.0


@dataclass(frozen=True)
class Rung:
    """One piece of the ladder: its name and its duration in words; `heat` 0 to 3 of a wait; not known is dashed."""

    kind: Literal["work", "wait"]
    name: str
    duration: str
    id: str
    heat: int = 0
    known: bool = True


def draw_ladder(
    rungs: Sequence[Rung], totals: Sequence[tuple[str, str]], palette: Palette, measure: TextMeasure
) -> Picture:
    """Return the ladder from (0, 0), every piece as wide as any other, in as many rows as it takes; totals at its end."""
    picture = Picture()
    for row in range(0, max(1, len(rungs)), ROW):
        top = row // ROW * ROW_H
        way: list[Point] = []
        for at, rung in enumerate(rungs[row : row + ROW]):
            rect = _rail(at, top, rung)
            way += [Point(rect.x, rect.center.y), Point(rect.right, rect.center.y)]
            shapes = _rung(rung, rect, palette, measure)
            bounds = Rect(rect.x, top + UPPER - 60, WIDE, LOWER - UPPER + 110)
            picture.put(Element(f"{row + at}:{rung.id}", "cards", bounds, shapes))
        if way:
            line = Line(tuple(way), palette.cold, 1.5)
            bounds = Rect(0, top + UPPER, WIDE * len(rungs[row : row + ROW]), LOWER - UPPER)
            picture.put(Element(f"way:{row}", "lanes", bounds, (line,)))
    _put_totals(picture, totals, len(rungs), palette)
    return picture


def _put_totals(picture: Picture, totals: Sequence[tuple[str, str]], count: int, palette: Palette) -> None:
    x, top = WIDE * (((count - 1) % ROW) + 1) + 26, (count - 1) // ROW * ROW_H
    words: list[Drawn] = []
    for n, (name, value) in enumerate(totals):
        words.append(Text(Point(x, top + 34 + n * 44), name, 12, palette.soft))
        words.append(Text(Point(x, top + 54 + n * 44), value, 17, palette.text, 600))
    picture.put(Element("totals", "headers", Rect(x, top + 14, TOTALS, 44.0 * max(1, len(totals))), tuple(words)))


def _rail(at: int, top: float, rung: Rung) -> Rect:
    return Rect(at * WIDE, top + (UPPER if rung.kind == "wait" else LOWER) - RAIL / 2, WIDE, RAIL)


def _rung(rung: Rung, rect: Rect, palette: Palette, measure: TextMeasure) -> tuple[Drawn, ...]:
    color = palette.work if rung.kind == "work" else palette.heat[rung.heat]
    bar = Rect(rect.x + 1, rect.y, rect.w - 2, rect.h)
    fill = Box(bar, color, radius=3) if rung.known else Box(bar, palette.paper, palette.soft, 1.5, 3, "dashed")
    lines = wrap(rung.name, WIDE - 10, 12, 400, 2, measure)
    middle = rect.center.x
    shapes: list[Drawn] = [fill]
    if rung.kind == "wait":
        shapes.append(Text(Point(middle, rect.bottom + 19), rung.duration, 14, palette.text, 600, "middle"))
        first = rect.y - 9 - 15 * (len(lines) - 1)
    else:
        shapes.append(Text(Point(middle, rect.y - 9), rung.duration, 14, palette.text, 600, "middle"))
        first = rect.bottom + 17
    shapes += [
        Text(Point(middle, first + 15 * n), text, 12, palette.soft, 400, "middle") for n, text in enumerate(lines)
    ]
    return tuple(shapes)


@dataclass(frozen=True)
class Bar:
    """A bar: from nothing to `low` it is sure, to `high` it may be; the words stand behind it."""

    name: str
    words: str
    id: str
    low: float
    high: float
    heat: int = 0


def draw_bars(bars: Sequence[Bar], width: float, palette: Palette, measure: TextMeasure) -> Picture:
    """Return the bars from (0, 0), `width` wide, to one scale."""
    picture = Picture()
    longest = max((bar.high for bar in bars), default=0.0) or 1.0
    behind = max((measure.width(bar.words, 13, 600) for bar in bars), default=0.0) + 14
    room = width - LABEL - behind
    for at, bar in enumerate(bars):
        y = at * (BAR_H + BAR_GAP)
        sure, may = bar.low / longest * room, bar.high / longest * room
        shapes: list[Drawn] = []
        if may > sure + 0.5:
            rect = Rect(LABEL, y, may, BAR_H)
            shapes.append(Box(rect, None, palette.heat[bar.heat], 1.5, 3, "dashed"))
        if sure > 0.5:
            shapes.append(Box(Rect(LABEL, y, sure, BAR_H), palette.heat[bar.heat], radius=3))
        for n, line in enumerate(lines := wrap(bar.name, LABEL - 16, 13, 400, 2, measure)):
            base = y + BAR_H / 2 + 4.5 - 8 * (len(lines) - 1) + 16 * n
            shapes.append(Text(Point(LABEL - 12, base), line, 13, palette.text, 400, "end"))
        shapes.append(Text(Point(LABEL + max(sure, may) + 10, y + BAR_H / 2 + 4.5), bar.words, 13, palette.text, 600))
        picture.put(Element(f"{at}:{bar.id}", "cards", Rect(0, y, width, BAR_H), tuple(shapes)))
    return picture


def draw_spread(
    shares: Sequence[float],
    marks: Sequence[tuple[float, str]],
    ends: tuple[str, str],
    width: float,
    palette: Palette,
    measure: TextMeasure,
) -> Picture:
    """Return a histogram: `shares` of items in bins of equal width; marks at places 0 to 1 along it, with words."""
    picture = Picture()
    most = max(shares, default=0.0) or 1.0
    wide = width / max(1, len(shares))
    top = 26.0 * len(marks) + 8
    bars: list[Drawn] = []
    for at, share in enumerate(shares):
        tall = share / most * PLOT_H
        if tall > 0:
            bars.append(Box(Rect(at * wide + 1, top + PLOT_H - tall, wide - 2, tall), palette.cold, radius=2))
    base = top + PLOT_H
    bars.append(Line((Point(0, base), Point(width, base)), palette.card_edge, 1.0))
    bars.append(Text(Point(0, base + 20), ends[0], 13, palette.soft))
    bars.append(Text(Point(width, base + 20), ends[1], 13, palette.soft, 400, "end"))
    picture.put(Element("bins", "cards", Rect(0, top, width, PLOT_H + 26), tuple(bars)))
    for n, (place, words) in enumerate(marks):
        x, y = place * width, 26.0 * n + 16
        left = x + 8 + measure.width(words, 14, 600) > width
        shapes: tuple[Drawn, ...] = (
            Line((Point(x, y - 10), Point(x, base)), palette.accent, 1.5, dash="dashed"),
            Text(Point(x - 8 if left else x + 8, y), words, 14, palette.text, 600, "end" if left else "start"),
        )
        picture.put(Element(f"mark:{n}", "pills", Rect(x - 1, y - 10, 2, base - y + 10), shapes))
    return picture
