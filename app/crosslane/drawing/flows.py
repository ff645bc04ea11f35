"""Flows as lines whose heat is both colour and thickness, and the pills that say what waits."""

from __future__ import annotations

from crosslane.analysis.sayings import of_ten
from crosslane.drawing.cards import time_words
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.picture import Element
from crosslane.drawing.shapes import Box, Dash, Drawn, Line, Text
from crosslane.drawing.theme import Palette, Tokens
from crosslane.geometry import Point, Rect
from crosslane.layout.routes import Route
from crosslane.model.durations import in_halves, is_ambiguous, read
from crosslane.model.errors import Problem
from crosslane.model.records import Flow
from crosslane.model.values import Calendar

# From this share on a pill says nothing of it: the few that fail are for the details.
NEARLY_ALL = 0.95
_DASH: dict[str, Dash] = {"forward": "solid", "rework": "dashed", "cycle": "dotted", "information": "dotted"}


def flow_line(tokens: Tokens, palette: Palette, flow: Flow, route: Route, heat: int, key: object) -> Element:
    """Return the line of a flow with its arrow head; unknown waits are dotted, routes not found dashed and straight."""
    points = tuple(tokens.point(point) for point in route.points)
    level = max(heat, 2) if flow.type == "rework" else heat
    width = tokens.lines[0] if flow.type != "forward" else tokens.lines[heat]
    dash: Dash = "dashed" if route.straight else _DASH[flow.type]
    if flow.type == "forward" and flow.wait is None and flow.wip is None:
        dash = "dotted"
    color = palette.heat[level] if flow.type in ("forward", "rework") else palette.cold
    head = 6.0 + width * 1.9
    shapes: tuple[Drawn, ...] = (Line(points, color, width, 10 * tokens.sx, dash, head),)
    return Element(flow.id, "flows", Rect.around(points).grown(head), shapes, key, points)


def pill(
    tokens: Tokens,
    palette: Palette,
    measure: TextMeasure,
    flow: Flow,
    route: Route,
    heat: int,
    handoff: bool,
    calendar: Calendar,
    numbers: bool,
    key: object,
) -> Element | None:
    """Return the pill of a flow, or None where there is nothing to say."""
    at = tokens.point(route.pill)
    if flow.type == "rework":
        return _label(tokens, palette, measure, flow, at, _returns(flow), palette.heat[2], key)
    if flow.type == "cycle":
        return _label(tokens, palette, measure, flow, at, flow.label or "", None, key) if flow.label else None
    waits = wait_words(flow, calendar)
    if not handoff and not waits and not flow.label and flow.probability is None:
        return None
    return _pill(tokens, palette, measure, flow, at, heat, flow.number if handoff and numbers else None, waits, key)


def wait_words(flow: Flow, calendar: Calendar) -> str:
    """Return what a pill says of the wait: "3 w", "live", "?" while unknown, "" where nobody was asked."""
    if flow.wait is None:
        return f"{in_halves(flow.wip)} waiting" if flow.wip is not None else ""
    if is_ambiguous(flow.wait.text):
        return flow.wait.text + " ?"
    try:
        span = read(flow.wait, calendar)
    except Problem:
        return flow.wait.text
    if span is not None and span.hours == 0:
        return "live"
    return time_words(flow.wait, calendar)


def share_words(share: float) -> str:
    """Return a share for a pill: "6/10"."""
    tenths = round(share * 10, 6)
    return f"{tenths:g}/10" if tenths == round(tenths * 2) / 2 else f"{share * 100:.3g}/100"


def _returns(flow: Flow) -> str:
    if flow.probability is None:
        return "? come back"
    return f"{of_ten(flow.probability)} come back"


def _pill(
    tokens: Tokens,
    palette: Palette,
    measure: TextMeasure,
    flow: Flow,
    at: Point,
    heat: int,
    number: int | None,
    waits: str,
    key: object,
) -> Element:
    unknown = not waits or waits == "?"
    extra = (
        [share_words(flow.pca)]
        if flow.pca is not None and flow.pca < NEARLY_ALL and number is not None and not unknown
        else []
    )
    if flow.probability is not None:
        extra.insert(0, share_words(flow.probability))
    main = waits or flow.label or "?"
    h, pad = tokens.pill_h, tokens.pill_h * 0.32
    disc = h * 0.72 if number is not None else 0.0
    room = [measure.width(main, tokens.pill, 600), *(measure.width(e, tokens.pill_sub, 400) for e in extra)]
    gaps = pad * (2 + len(extra) * 0.8) + (disc + pad * 0.2 if disc else 0)
    w = max(sum(room) + gaps, h)
    rect = Rect(at.x - w / 2, at.y - h / 2, w, h)
    hot = heat >= 2
    ink = palette.on_heat if hot else palette.text
    fill = palette.heat[heat] if hot else palette.pill
    shapes: list[Drawn] = [Box(rect, fill, palette.heat[heat], 1.6, h / 2, "dashed" if unknown else "solid")]
    x = rect.x + (h - disc) / 2 if disc else rect.x + pad
    if number is not None:
        circle = Rect(x, rect.y + (h - disc) / 2, disc, disc)
        shapes.append(Box(circle, palette.on_heat if hot else palette.disc, radius=disc / 2))
        color = palette.heat[heat] if hot else palette.on_disc
        size = tokens.pill * (0.92 if number < 100 else 0.7)
        shapes.append(Text(Point(circle.center.x, _middle(at.y, size)), str(number), size, color, 700, "middle"))
        x = circle.right + pad * 0.7
    shapes.append(Text(Point(x, _middle(at.y, tokens.pill)), main, tokens.pill, ink, 600))
    x += room[0] + pad * 0.8
    for text, wide in zip(extra, room[1:], strict=True):
        shapes.append(Text(Point(x, _middle(at.y, tokens.pill_sub)), text, tokens.pill_sub, ink))
        x += wide + pad * 0.8
    return Element(flow.id, "pills", rect, tuple(shapes), key)


def _label(
    tokens: Tokens,
    palette: Palette,
    measure: TextMeasure,
    flow: Flow,
    at: Point,
    text: str,
    edge: str | None,
    key: object,
) -> Element:
    size = tokens.pill_sub
    w, h = measure.width(text, size, 600) + size * 1.4, size * 1.75
    rect = Rect(at.x - w / 2, at.y - h / 2, w, h)
    ink = edge if edge and not palette.dark else palette.text if edge else palette.soft
    shapes: tuple[Drawn, ...] = (
        Box(rect, palette.pill if edge else palette.paper, edge, 1.4 if edge else 0.0, h / 2),
        Text(Point(at.x, _middle(at.y, size)), text, size, ink, 600 if edge else 400, "middle"),
    )
    return Element(flow.id, "pills", rect, shapes, key)


def _middle(y: float, size: float) -> float:
    """Return the baseline that puts capitals and digits in the middle of a height."""
    return y + size * 0.36
