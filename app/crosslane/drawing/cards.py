"""Cards of steps and sticky notes."""

from __future__ import annotations

from crosslane.drawing.measure import TextMeasure, wrap
from crosslane.drawing.picture import Element
from crosslane.drawing.shapes import Box, Drawn, Drum, Shape, Text
from crosslane.drawing.theme import Palette, Tokens
from crosslane.geometry import Point, Rect
from crosslane.model.durations import is_ambiguous, read, short
from crosslane.model.errors import Problem
from crosslane.model.records import Note, Step
from crosslane.model.values import Calendar, Duration

LID = 0.17


def card(
    tokens: Tokens, palette: Palette, measure: TextMeasure, step: Step, rect: Rect, calendar: Calendar, key: object
) -> Element:
    """Return the card of a step: name on at most two lines, process time below; each type has its outline."""
    on = tokens.rect(rect)
    shapes = [*_outline(tokens, palette, step, on), *_words(tokens, palette, measure, step, on, calendar)]
    return Element(step.id, "cards", on.grown(1), tuple(shapes), key)


def _outline(tokens: Tokens, palette: Palette, step: Step, on: Rect) -> list[Drawn]:
    edge = palette.card_edge
    if step.type == "store":
        return [Drum(on, on.h * LID, palette.card, edge, 1.2)]
    if step.type == "decision":
        inset = on.h / 3.2
        points = (
            Point(on.x + inset, on.y),
            Point(on.right - inset, on.y),
            Point(on.right, on.center.y),
            Point(on.right - inset, on.bottom),
            Point(on.x + inset, on.bottom),
            Point(on.x, on.center.y),
        )
        return [Shape(points, palette.card, edge, 1.4)]
    if step.type in ("start", "end"):
        heavy = 2.6 if step.type == "end" else 1.4
        color = {"good": palette.lanes["ops"], "bad": palette.heat[2]}.get(step.end or "", edge)
        return [Box(on, palette.card, color, heavy, on.h / 2)]
    return [Box(on, palette.card, edge, 1.2, tokens.radius)]


def _words(
    tokens: Tokens, palette: Palette, measure: TextMeasure, step: Step, on: Rect, calendar: Calendar
) -> list[Drawn]:
    pad = {"decision": on.h / 3, "start": on.h / 3.4, "end": on.h / 3.4}.get(step.type, tokens.name * 0.7)
    sub = time_words(step.process_time, calendar) if tokens.shows_titles else ""
    lines = wrap(step.name or "New step", on.w - 2 * pad, tokens.name, 600, 2, measure)
    leading = tokens.name * 1.28
    whole = len(lines) * leading + (tokens.sub * 1.4 if sub else 0)
    top = on.y + (on.h * LID * 0.75 if step.type == "store" else 0)
    y = top + (on.bottom - top - whole) / 2 + tokens.name * 0.98
    color = palette.text if step.name else palette.soft
    words: list[Drawn] = []
    for line in lines:
        words.append(Text(Point(on.x + pad, y), line, tokens.name, color, 600))
        y += leading
    if sub:
        words.append(Text(Point(on.x + pad, y - leading + tokens.sub * 1.45), sub, tokens.sub, palette.soft))
    return words


def time_words(said: Duration | None, calendar: Calendar) -> str:
    """Return a time for a card: short, "?" while unknown, as typed while it cannot be read."""
    if said is None:
        return ""
    if is_ambiguous(said.text):
        return said.text + " ?"
    try:
        span = read(said, calendar)
    except Problem:
        return said.text
    if span is None:
        return "?"
    return short(span.hours, calendar) if span.hours else ""


def note(
    tokens: Tokens, palette: Palette, measure: TextMeasure, sticky: Note, home: Rect | None, key: object
) -> Element:
    """Return a sticky note: beside its record when it has one, else at its own place."""
    size = tokens.sub * 1.0
    lines = wrap(sticky.text or "Note", 136 * tokens.sx, size, 400, 6, measure)
    w, h = 152 * tokens.sx, len(lines) * size * 1.35 + 16
    at = Point(home.right - w / 3, home.y - h + 14) if home else tokens.point((sticky.x, sticky.y))
    rect = Rect(at.x, at.y, w, h)
    fill, ink = ("#4a4320", "#f7edc2") if palette.dark else ("#fff4c2", "#4a3f10")
    shapes: list[Drawn] = [Box(rect, fill, "#d9c66a", 1.0, 3)]
    for line_at, line in enumerate(lines):
        shapes.append(Text(Point(rect.x + 8, rect.y + 6 + size + line_at * size * 1.35), line, size, ink))
    return Element(sticky.id, "notes", rect, tuple(shapes), key)
