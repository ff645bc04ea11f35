"""Lanes: a quiet band, and a header that always writes the name."""

from __future__ import annotations

from crosslane.drawing.kit import Kit
from crosslane.drawing.measure import cut, wrap
from crosslane.drawing.picture import Element
from crosslane.drawing.shapes import Box, Drawn, Line, Text
from crosslane.geometry import Point, Rect
from crosslane.model.plan import Band
from crosslane.model.records import Lane

BAR = 7.0
LEAD = 32.0


def lane_band(kit: Kit, lane: Lane, band: Band, width: float) -> Element:
    """Return the tinted band of a lane, with a thin line at its lower border."""
    palette = kit.palette
    rect = kit.tokens.rect(Rect(-LEAD, band.top, width + LEAD, band.height))
    shapes: tuple[Drawn, ...] = (
        Box(rect, palette.tints[lane.discipline]),
        Line((Point(rect.x, rect.bottom), Point(rect.right, rect.bottom)), palette.line, 1.0),
    )
    return Element(lane.id, "lanes", rect, shapes)


def lane_header(kit: Kit, lane: Lane, band: Band) -> Element:
    """Return the header left of the band: hue bar (hatched for lanes outside), name, job titles."""
    tokens, palette = kit.tokens, kit.palette
    tall = tokens.rect(Rect(0, band.top, 1, band.height))
    rect = Rect(-LEAD * tokens.sx - tokens.header, tall.y, tokens.header, tall.h)
    outside = lane.discipline == "external"
    shapes: list[Drawn] = [Box(rect, palette.heads[lane.discipline])]
    bar = Rect(rect.x, rect.y, BAR, rect.h)
    shapes.append(
        Box(
            bar,
            None if outside else palette.lanes[lane.discipline],
            hatch=palette.lanes[lane.discipline] if outside else None,
        )
    )
    shapes.append(Line((Point(rect.x, rect.bottom), Point(rect.right, rect.bottom)), palette.line, 1.0))
    shapes += _words(kit, lane, rect)
    return Element(lane.id, "headers", rect, tuple(shapes))


def _words(kit: Kit, lane: Lane, rect: Rect) -> list[Drawn]:
    tokens, palette, measure = kit.tokens, kit.palette, kit.measure
    left, room = rect.x + BAR + 14, rect.w - BAR - 22
    name = cut(lane.name or "Lane", room, tokens.lane_name, 600, measure)
    titles: list[str] = []
    if tokens.shows_titles and not lane.collapsed:
        fit = max(0, int((rect.h - tokens.lane_name - 40) // (tokens.lane_title * 1.35)))
        for title in lane.titles:
            titles += wrap(title, room, tokens.lane_title, 400, 2, measure)
        titles = titles[:fit]
    whole = tokens.lane_name + len(titles) * tokens.lane_title * 1.35 + (4 if titles else 0)
    y = rect.y + (rect.h - whole) / 2 + tokens.lane_name * 0.82
    words: list[Drawn] = [Text(Point(left, y), name, tokens.lane_name, palette.text, 600)]
    for title in titles:
        y += tokens.lane_title * 1.35 + (4 if len(words) == 1 else 0)
        words.append(Text(Point(left, y), title, tokens.lane_title, palette.soft))
    return words
