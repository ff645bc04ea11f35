"""Cards of steps and sticky notes."""

from __future__ import annotations

from collections.abc import Callable

from crosslane.drawing.kit import Kit
from crosslane.drawing.measure import breaks_words, wrap
from crosslane.drawing.picture import Element
from crosslane.drawing.shapes import Box, Dash, Drawn, Drum, Line, Shape, Text
from crosslane.geometry import Point, Rect
from crosslane.model.durations import is_ambiguous, read, short
from crosslane.model.errors import Problem
from crosslane.model.records import Note, Step
from crosslane.model.values import Calendar, Duration

LID = 0.17
LEADING, TIGHT = 1.28, 1.1
# How much of a card's height stays free above and below its name, in letters: lines that lie close look crowded without.
_FREE = {LEADING: 0.3, TIGHT: 0.25}
# How much smaller than usual the letters of a long name may be, in order of trying.
_SHARES = (1.0, 0.94, 0.88, 0.82, 0.76)
_NOTE_W, _NOTE_LINES = 152.0, 6
# How large the head of a pin is, to each side.
_PIN = 4.0
# How far a note laps over what it sticks to.
_LAPS = 14.0


def card(kit: Kit, step: Step, rect: Rect, *, ghost: bool = False) -> Element:
    """Return the card of a step: its name on as many lines as fit, process time below; each type has its outline.

    A ghost is what a preview would add or change: outlined dashed.
    """
    on = kit.tokens.rect(rect)
    shapes = [*_outline(kit, step, on), *_words(kit, step, on)]
    if ghost:
        shapes.insert(1, Box(on.grown(3), None, kit.palette.focus, 2.0, kit.tokens.radius + 3, "dashed"))
    if step.pinned and kit.pins:
        shapes += _pin(kit, step, on)
    return Element(step.id, "cards", on.grown(5 if ghost else 1), tuple(shapes))


def _pin(kit: Kit, step: Step, on: Rect) -> list[Drawn]:
    """Return the pin, beside the name in the upper right corner, that says that tidy-up leaves the card where it is."""
    slanted = {"decision": on.h / 3.2, "start": on.h / 4, "end": on.h / 4}.get(step.type, 0.0)
    at = Point(on.right - slanted - 7, on.y + 7)
    needle = Line((at, Point(at.x, at.y + 2.2 * _PIN)), kit.palette.soft, 1.4)
    return [needle, Box(Rect(at.x, at.y, 0, 0).grown(_PIN), kit.palette.soft, radius=_PIN)]


def _outline(kit: Kit, step: Step, on: Rect) -> list[Drawn]:
    palette, edge = kit.palette, kit.palette.card_edge
    if step.type == "store":
        return [Drum(on, on.h * LID, palette.card, edge, 1.2)]
    if step.type == "decision":
        return [Shape(_hexagon(on, on.h / 3.2), palette.card, edge, 1.4)]
    if step.type in ("start", "end"):
        heavy = 2.6 if step.type == "end" else 1.4
        color = {"good": palette.lanes["ops"], "bad": palette.heat[2]}.get(step.end or "", edge)
        return [Box(on, palette.card, color, heavy, on.h / 2)]
    return [Box(on, palette.card, edge, 1.2, kit.tokens.radius)]


def _hexagon(on: Rect, inset: float) -> tuple[Point, ...]:
    return (
        Point(on.x + inset, on.y),
        Point(on.right - inset, on.y),
        Point(on.right, on.center.y),
        Point(on.right - inset, on.bottom),
        Point(on.x + inset, on.bottom),
        Point(on.x, on.center.y),
    )


def _words(kit: Kit, step: Step, on: Rect) -> list[Drawn]:
    tokens = kit.tokens
    pad = {"decision": on.h / 3, "start": on.h / 3.4, "end": on.h / 3.4}.get(step.type, tokens.card_pad)
    sub = time_words(step.process_time, kit.calendar) if tokens.shows_titles else ""
    lid = on.h * LID if step.type == "store" else 0.0
    top, bottom = on.y + lid * 0.85, on.bottom - lid * 0.3
    size, lines = _name_lines(kit, step.name or "New step", on.w - 2 * pad, bottom - top)
    leading = size * max(TIGHT, min(LEADING, (bottom - top - size * _FREE[TIGHT]) / (len(lines) * size)))
    below = tokens.sub * 1.4
    if len(lines) * leading + below + size * 0.3 > bottom - top:
        # A whole name says more than half of it with a time.
        sub = ""
    below = below if sub else 0.0
    y = top + (bottom - top - len(lines) * leading - below) / 2 + size * 0.98
    color = kit.palette.text if step.name else kit.palette.soft
    words: list[Drawn] = [
        Text(Point(on.x + pad, y + at * leading), line, size, color, 600) for at, line in enumerate(lines)
    ]
    if sub:
        under = y + (len(lines) - 1) * leading + tokens.sub * 1.45
        words.append(Text(Point(on.x + pad, under), sub, tokens.sub, kit.palette.soft))
    return words


def _name_lines(kit: Kit, name: str, width: float, height: float) -> tuple[float, list[str]]:
    """Return the size of letters and the lines of a name: smaller letters, down to those of times, before it is cut."""
    tokens = kit.tokens
    tried: tuple[float, list[str]] = (tokens.name, [])
    whole: tuple[float, list[str]] | None = None
    # In a room lines come closer to each other before letters shrink, at a desk only before half of a name is lost.
    first = (LEADING,) if tokens.shows_titles else (LEADING, TIGHT)
    sizes = list(dict.fromkeys(max(tokens.name * share, tokens.sub) for share in _SHARES))
    for size, leading in [*((size, leading) for size in sizes for leading in first), (sizes[-1], TIGHT)]:
        tried = size, wrap(name, width, size, 600, _most_lines(height, size, leading), kit.measure)
        if not any(line.endswith("…") for line in tried[1]):
            if not breaks_words(name, width, size, 600, kit.measure):
                return tried
            # Letters shrink before a word is broken, as long as that helps.
            whole = whole or tried
    return whole or tried


def _most_lines(height: float, size: float, leading: float) -> int:
    return max(1, min(3, int((height - size * _FREE[leading]) / (size * leading))))


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
    kit: Kit, sticky: Note, home: Rect | None, hides: Callable[[Rect], float] | None = None, *, ghost: bool = False
) -> Element:
    """Return a sticky note: at that corner of its record where it `hides` least, without a record at its own place."""
    size, palette = kit.tokens.sub, kit.palette
    w = _NOTE_W
    lines = wrap(sticky.text or "Note", w - 16, size, 400, _NOTE_LINES, kit.measure)
    h = len(lines) * size * 1.35 + 16
    free = Rect(*kit.tokens.point((sticky.x, sticky.y)), w, h)
    places = [free] if home is None else _corners(home, w, h)
    rect = min(places, key=hides) if hides is not None else places[0]
    dash: Dash = "dashed" if ghost else "solid"
    shapes: list[Drawn] = [Box(rect, palette.note, palette.note_edge, 1.0, 3, dash)]
    for line_at, line in enumerate(lines):
        base = Point(rect.x + 8, rect.y + 6 + size + line_at * size * 1.35)
        shapes.append(Text(base, line, size, palette.on_note))
    return Element(sticky.id, "notes", rect.grown(1), tuple(shapes))


def _corners(home: Rect, w: float, h: float) -> list[Rect]:
    """Return where a note sticks to a corner, in order of liking: it laps over a little."""
    xs, ys = (home.right - w / 3, home.x - w * 2 / 3), (home.y - h + _LAPS, home.bottom - _LAPS)
    return [Rect(x, y, w, h) for y in ys for x in xs]
