"""Pills: the handoff's number, what waits, and how much arrives usable; labels of returns and of the loop."""

from __future__ import annotations

from dataclasses import dataclass

from crosslane.analysis.sayings import of_ten
from crosslane.drawing.cards import time_words
from crosslane.drawing.kit import Kit
from crosslane.drawing.lanes import LEAD
from crosslane.drawing.picture import Element
from crosslane.drawing.shapes import Box, Drawn, Text
from crosslane.geometry import Point, Rect
from crosslane.model.durations import in_halves, is_ambiguous, read
from crosslane.model.errors import Problem
from crosslane.model.records import Flow
from crosslane.model.values import Calendar

# From this share on a pill says nothing of it: the few that fail are for the details.
NEARLY_ALL = 0.95


@dataclass(frozen=True)
class _Words:
    """What a pill says: number in the disc, the main word, and lighter ones after it."""

    number: int | None
    main: str
    extra: tuple[str, ...]
    unknown: bool


def has_pill(flow: Flow, handoff: bool) -> bool:
    """Say whether a flow carries a pill: a handoff and a return always, another flow when it waits or has a name."""
    if flow.type == "cycle":
        return bool(flow.label)
    if flow.type == "rework" or handoff:
        return True
    return flow.wait is not None or flow.wip is not None or bool(flow.label) or flow.probability is not None


def pill(
    kit: Kit, flow: Flow, at: Point, heat: int, handoff: bool, ends: tuple[Rect, Rect], *, ghost: bool = False
) -> Element | None:
    """Return the pill of a flow around a point of the map, or None where there is nothing to say.

    `ends` are the two cards on the map: a pill between neighbours is lifted so that it hides neither.
    """
    if not has_pill(flow, handoff):
        return None
    place = kit.tokens.point(at)
    if flow.type == "rework":
        return _label(kit, flow, place, _returns(flow), kit.palette.heat[2])
    if flow.type == "cycle":
        return _label(kit, flow, place, flow.label or "", None)
    words = _words_of(kit, flow, handoff)
    rect = place_of_pill(kit, _size(kit, words), place, (kit.tokens.rect(ends[0]), kit.tokens.rect(ends[1])))
    return Element(flow.id, "pills", *_drawn(kit, words, rect, heat, ghost))


def place_of_pill(kit: Kit, size: tuple[float, float], at: Point, ends: tuple[Rect, Rect]) -> Rect:
    """Return where a pill of a size stands around a point, beside its two cards; all on the picture."""
    w, h = size
    return _beside_headers(kit, _lifted(kit, Rect(at.x - w / 2, at.y - h / 2, w, h), ends))


def size_of(element: Element) -> tuple[float, float]:
    """Return the size of a pill that is drawn, without the edge around it."""
    return element.bounds.w - 2, element.bounds.h - 2


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
    return "? come back" if flow.probability is None else f"{of_ten(flow.probability)} come back"


def _words_of(kit: Kit, flow: Flow, handoff: bool) -> _Words:
    waits = wait_words(flow, kit.calendar)
    unknown = waits in ("", "?")
    extra = [] if flow.probability is None else [share_words(flow.probability)]
    if handoff and not unknown and flow.pca is not None and flow.pca < NEARLY_ALL:
        extra.append(share_words(flow.pca))
    number = flow.number if handoff and kit.numbers else None
    return _Words(number, waits or flow.label or "?", tuple(extra), unknown)


def _widths(kit: Kit, words: _Words) -> list[float]:
    tokens, measure = kit.tokens, kit.measure
    return [
        measure.width(words.main, tokens.pill, 600),
        *(measure.width(text, tokens.pill_sub, 400) for text in words.extra),
    ]


def _disc(kit: Kit, words: _Words) -> float:
    return 0.0 if words.number is None else kit.tokens.pill_h * 0.72


def _size(kit: Kit, words: _Words) -> tuple[float, float]:
    h, pad, disc = kit.tokens.pill_h, kit.tokens.pill_h * 0.32, _disc(kit, words)
    gaps = pad * (2 + len(words.extra) * 0.8) + (disc + pad * 0.2 if disc else 0)
    return max(sum(_widths(kit, words)) + gaps, h), h


def _lifted(kit: Kit, rect: Rect, cards: tuple[Rect, Rect]) -> Rect:
    """Return the pill moved to just above the cards of its own flow when it would cover one of them.

    Between cards that stand one below the other it goes beside them; so it does where lanes run from top to bottom, with
    the flow, unless the cards stand side by side.
    """
    covered = [card for card in cards if rect.intersects(card.grown(1))]
    if not covered:
        return rect
    one, other = cards
    is_below = one.x < other.right and other.x < one.right
    if kit.tokens.turned and not (one.y < other.bottom and other.y < one.bottom):
        left = rect.center.x <= covered[0].center.x
        return rect.moved((covered[0].x - 3 - rect.right) if left else (covered[0].right + 3 - rect.x), 0)
    if is_below:
        return rect.moved(max(card.right for card in cards) + 3 - rect.x, 0)
    return rect.moved(0, min(card.y for card in cards) - 3 - rect.bottom)


def _beside_headers(kit: Kit, rect: Rect) -> Rect:
    """Return the pill moved to where the lanes' headers do not hide it."""
    edge = kit.tokens.point((-LEAD, -LEAD))
    if kit.tokens.turned:
        return rect.moved(0, max(0.0, edge.y + 2 - rect.y))
    return rect.moved(max(0.0, edge.x + 2 - rect.x), 0)


def _drawn(kit: Kit, words: _Words, rect: Rect, heat: int, ghost: bool) -> tuple[Rect, tuple[Drawn, ...]]:
    tokens, palette = kit.tokens, kit.palette
    h, pad, disc, y = rect.h, rect.h * 0.32, _disc(kit, words), rect.center.y
    hot = heat >= 2 and not ghost
    fill, ink = (palette.heat[heat], palette.on_heat) if hot else (palette.pill, palette.text)
    edge = palette.focus if ghost else palette.heat[heat]
    shapes: list[Drawn] = [Box(rect, fill, edge, 1.6, h / 2, "dashed" if words.unknown or ghost else "solid")]
    x = rect.x + ((h - disc) / 2 if disc else pad)
    if words.number is not None:
        shapes += _numbered(kit, words.number, Rect(x, y - disc / 2, disc, disc), heat if hot else 0)
        x += disc + pad * 0.7
    sizes = [(tokens.pill, 600), *[(tokens.pill_sub, 400)] * len(words.extra)]
    for text, wide, (size, weight) in zip((words.main, *words.extra), _widths(kit, words), sizes, strict=True):
        shapes.append(Text(Point(x, _middle(y, size)), text, size, ink, weight))
        x += wide + pad * 0.8
    return rect.grown(1), tuple(shapes)


def _numbered(kit: Kit, number: int, circle: Rect, heat: int) -> list[Drawn]:
    """Return the disc with a handoff's number; on a hot pill it is light, so that the number stays the loudest."""
    palette = kit.palette
    size = kit.tokens.pill * 0.92
    # Three digits and more keep off the disc's edge.
    size *= min(1.0, circle.w * 0.8 / kit.measure.width(str(number), size, 700))
    back, ink = (palette.on_heat, palette.heat[heat]) if heat else (palette.disc, palette.on_disc)
    base = Point(circle.center.x, _middle(circle.center.y, size))
    return [Box(circle, back, radius=circle.h / 2), Text(base, str(number), size, ink, 700, "middle")]


def _label(kit: Kit, flow: Flow, at: Point, text: str, edge: str | None) -> Element:
    palette, size = kit.palette, kit.tokens.pill_sub
    w, h = kit.measure.width(text, size, 600) + size * 1.4, size * 1.75
    if kit.tokens.turned:
        # The loop runs along the outer border: its words stay inside.
        at = Point(max(at.x, w / 2 + 4), at.y)
    rect = Rect(at.x - w / 2, at.y - h / 2, w, h)
    ink = edge if edge and not palette.dark else palette.text if edge else palette.soft
    shapes: tuple[Drawn, ...] = (
        Box(rect, palette.pill if edge else palette.paper, edge, 1.4 if edge else 0.0, h / 2),
        Text(Point(at.x, _middle(at.y, size)), text, size, ink, 600 if edge else 400, "middle"),
    )
    return Element(flow.id, "pills", rect.grown(1), shapes)


def _middle(y: float, size: float) -> float:
    """Return the baseline that puts capitals and digits in the middle of a height."""
    return y + size * 0.36
