"""Lanes: a quiet band, and a header that always writes the name."""

from __future__ import annotations

from crosslane.drawing.kit import Kit
from crosslane.drawing.measure import wrap
from crosslane.drawing.picture import Element
from crosslane.drawing.shapes import Box, Drawn, Line, Text
from crosslane.geometry import Point, Rect
from crosslane.model.plan import Band
from crosslane.model.records import Lane

BAR = 7.0
LEAD = 32.0
_LEADING, _MOST_LINES = 1.2, 3


def lane_band(kit: Kit, lane: Lane, band: Band, width: float) -> Element:
    """Return the tinted band of a lane, with a thin line at its border to the next."""
    palette = kit.palette
    rect = kit.tokens.rect(Rect(-LEAD, band.top, width + LEAD, band.height))
    shapes: tuple[Drawn, ...] = (
        Box(rect, palette.tints[lane.discipline]),
        _border(kit, rect),
    )
    return Element(lane.id, "lanes", rect, shapes)


def lane_header(kit: Kit, lane: Lane, band: Band) -> Element:
    """Return the header where the band begins: hue bar (hatched for lanes outside), name, job titles."""
    tokens, palette = kit.tokens, kit.palette
    begins = tokens.rect(Rect(-LEAD, band.top, 0, band.height))
    if tokens.turned:
        rect = Rect(begins.x, begins.y - tokens.header, begins.w, tokens.header)
    else:
        rect = Rect(begins.x - tokens.header, begins.y, tokens.header, begins.h)
    outside = lane.discipline == "external"
    shapes: list[Drawn] = [Box(rect, palette.heads[lane.discipline])]
    bar = Rect(rect.x, rect.y, rect.w, BAR) if tokens.turned else Rect(rect.x, rect.y, BAR, rect.h)
    shapes.append(
        Box(
            bar,
            None if outside else palette.lanes[lane.discipline],
            hatch=palette.lanes[lane.discipline] if outside else None,
        )
    )
    shapes.append(_border(kit, rect))
    shapes += _words(kit, lane, rect)
    return Element(lane.id, "headers", rect, tuple(shapes))


def _border(kit: Kit, rect: Rect) -> Line:
    corner = Point(rect.right, rect.bottom)
    start = Point(rect.right, rect.y) if kit.tokens.turned else Point(rect.x, rect.bottom)
    return Line((start, corner), kit.palette.line, 1.0)


def _words(kit: Kit, lane: Lane, rect: Rect) -> list[Drawn]:
    tokens, palette, measure = kit.tokens, kit.palette, kit.measure
    left, room = rect.x + BAR + 14, rect.w - BAR - 22
    lines, size = _name_lines(kit, lane, room, rect.h)
    tall = len(lines) * size * _LEADING
    titles: list[str] = []
    if tokens.shows_titles and not lane.collapsed:
        fit = max(0, int((rect.h - tall - 24) // (tokens.lane_title * 1.35)))
        for title in lane.titles:
            titles += wrap(title, room, tokens.lane_title, 400, 2, measure)
        titles = titles[:fit]
    whole = tall - size * (_LEADING - 1) + len(titles) * tokens.lane_title * 1.35 + (4 if titles else 0)
    y = rect.y + (rect.h - whole) / 2 + size * 0.82
    words: list[Drawn] = [
        Text(Point(left, y + at * size * _LEADING), line, size, palette.text, 600) for at, line in enumerate(lines)
    ]
    y += tall - size * _LEADING + 4
    for at, title in enumerate(titles, 1):
        words.append(Text(Point(left, y + at * tokens.lane_title * 1.35), title, tokens.lane_title, palette.soft))
    return words


def _name_lines(kit: Kit, lane: Lane, room: float, height: float) -> tuple[list[str], float]:
    """Return the lines of a lane's name and their size: two lines before smaller letters, those before a cut."""
    tokens = kit.tokens
    most = 1 if lane.collapsed else max(1, min(_MOST_LINES, int((height - 8) / (tokens.lane_name * _LEADING))))
    lines: list[str] = []
    size = tokens.lane_name
    for share in (1.0, 0.88, 0.76):
        size = max(tokens.lane_name * share, tokens.lane_title)
        lines = wrap(lane.name or "Lane", room, size, 600, most, kit.measure)
        if not any(line.endswith("…") for line in lines):
            break
    return lines, size
