"""What the scribe line offers next while a map is young: backwards from the end, and a word for the first number."""

from __future__ import annotations

from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analyse
from crosslane.analysis.sayings import headline
from crosslane.analysis.warnings import STUCK
from crosslane.model.map import Map
from crosslane.model.records import Step

WHO_HANDS = "Who hands it to them?  Enter on its own: that was the beginning."
HOW_LONG = "How long does it wait? Type  1 2d : handoff 1 waits two days."
FIRST_WAIT = "Type 1 2d: handoff 1 waits two days."
NEVER_ARRIVE = "Waits cannot be added up: some items go round and never arrive."


def backwards_from(map_: Map, chosen: str | None, typed: str) -> str:
    """Return the beginning of the line that asks who comes before, "" where that is not the question.

    It is while there is one step alone, and as long as lines are typed backwards and arrive at a step that nobody
    hands anything to.
    """
    step = map_.get(chosen or "")
    if not isinstance(step, Step) or map_.flows_into(step.id):
        return ""
    if len(map_.steps) > 1 and "<" not in typed:
        return ""
    lane = map_.lane_of(step.id)
    return f"{lane.name if lane else ''}: {' '.join(step.name.split())} < "


def without_offer(text: str, offer: str) -> str:
    """Return the line that somebody typed behind an offered beginning: theirs alone, when it is a line of its own."""
    if not offer or not text.startswith(offer):
        return text
    own = text[len(offer) :].strip()
    same = own.lower().startswith(offer.rstrip(" <").lower())
    return own if same or ">" in own or not own else text


def has_waits(map_: Map) -> bool:
    """Say whether anybody gave a wait, an unknown one included."""
    return any(flow.wait is not None for flow in map_.drawn_flows)


def instead_of_times(figures: Figures) -> str:
    """Return what is said in place of times where there is nothing to add up: why, or how a first wait is told."""
    return NEVER_ARRIVE if any(each.code == STUCK for each in figures.warnings) else FIRST_WAIT


def first_number(before: Map, after: Map) -> str:
    """Return what is said about the very first wait of a map, else ""."""
    if has_waits(before) or not has_waits(after):
        return ""
    figures = analyse(after)
    return f"{headline(figures, after.head.calendar)}. One number already counts." if figures.map.lead_time.low else ""
