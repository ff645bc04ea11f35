"""One flow told to people: who hands what to whom, what that adds, what it waits for, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator

from crosslane.analysis.figures import Figures
from crosslane.analysis.sayings import BEFORE, of_ten
from crosslane.analysis.usable import usable_of
from crosslane.analysis.where import adds, step_name
from crosslane.model.durations import in_halves, read
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity
from crosslane.model.records import Flow
from crosslane.model.values import Calendar, Carries, Medium, WaitsFor

WAITS_FOR: dict[WaitsFor, str] = {
    "person": "a free person",
    "date": "the next date",
    "yes": "somebody's yes",
    "missing": "something missing",
    "unnoticed": "somebody to notice",
    "machine": "a machine",
}
CARRIES: dict[Carries, str] = {
    "code": "code",
    "build-artefact": "a build",
    "raw-data": "raw data",
    "dataset": "a dataset",
    "feature-set": "a feature set",
    "model": "a model",
    "prediction": "a prediction",
    "report": "a report",
    "alert": "an alert",
    "request": "a request",
}
VIA: dict[Medium, str] = {
    "git-pr": "as a pull request",
    "pipeline": "by a pipeline",
    "registry": "through a registry",
    "api": "through an API",
    "event-stream": "as a stream of events",
    "shared-db": "through a shared database",
    "file-drop": "as files",
    "spreadsheet": "as a spreadsheet",
    "ticket": "by ticket",
    "email": "by email",
    "chat": "by chat",
    "meeting": "in a meeting",
    "dashboard": "on a dashboard",
    "verbal": "by word of mouth",
}
_SOURCES = {"said": "as people said", "measured": "measured", "assumed": "assumed"}
_SAME = 0.005


def handing(map_: Map, flow: Flow) -> str:
    """Return a flow as a sentence without its full stop: "AI hands a model to Ops, as files"."""
    source, target = map_.lane_of(flow.source), map_.lane_of(flow.target)
    what = CARRIES[flow.carries] if flow.carries else "work"
    by = f", {VIA[flow.medium]}" if flow.medium else ""
    if flow.type == "rework":
        return f"{step_name(map_, flow.source)} sends back to {step_name(map_, flow.target)}{by}"
    if map_.is_handoff(flow) and source and target:
        return f"{source.name or 'A lane'} hands {what} to {target.name or 'a lane'}{by}"
    return f"{step_name(map_, flow.source)} to {step_name(map_, flow.target)}{by}"


def told(map_: Map, figures: Figures, flow: Flow) -> str:
    """Return in a few sentences what a flow adds, how much of it comes back, and what it is waiting for."""
    said = []
    if flow.id in figures.flows and figures.flows[flow.id].saved_if_removed.bound != "unknown":
        text = adds(map_, figures, flow.id)
        said.append(f"{text[:1].upper()}{text[1:]}")
    said += _usable(map_, flow)
    if flow.waits_for:
        said.append(f"It is waiting for {_or([WAITS_FOR[why] for why in flow.waits_for])}.")
    return " ".join(said)


def _usable(map_: Map, flow: Flow) -> Iterator[str]:
    back, usable = _back(map_, flow), usable_of(map_, flow)
    if flow.type == "rework" and flow.probability:
        yield f"{of_ten(flow.probability)} come back this way."
    elif back:
        yield f"{of_ten(back)} come back."
    elif flow.type == "forward" and usable is not None and usable < 1 - _SAME:
        yield f"{of_ten(usable)} are usable as they arrive."


def _back(map_: Map, flow: Flow) -> float:
    return sum(other.probability or 0.0 for other in map_.flows_from(flow.target) if other.type == "rework")


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def grounds(map_: Map, figures: Figures, flow: Flow) -> list[str]:
    """Return where the numbers of a flow come from, exact: as said, on which calendar, how often, with it and without."""
    found = figures.flows.get(flow.id)
    if found is None:
        return []
    calendar, lead = map_.head.calendar, figures.map.lead_time
    said = [_wait_said(flow, calendar)]
    if abs(found.traversals - 1) > _SAME:
        back = _back(map_, flow)
        reason = f": {of_ten(back)} come back" if back else ""
        said.append(f"It comes by {found.traversals:.3g} times per {map_.head.item or 'item'}{reason}.")
    saved = found.saved_if_removed
    if saved.value is not None and lead.value is not None:
        left = max(0.0, lead.value - saved.value)
        said.append(
            f"The whole way takes {_exact(lead)}; without this wait {_hours(left)}: {_hours(saved.value)} less."
        )
    said += _expected_queue(map_, figures, flow)
    if saved.bound == "at-most":
        said.append("Other branches run beside it, and not all of their times are known: so much at most.")
    missing = sum(not name.endswith(".pca") for name in figures.map.missing)
    if missing:
        said.append(
            f"{missing} number{'' if missing == 1 else 's'} that nobody gave count{'s' if missing == 1 else ''} nothing."
        )
    return said


def _expected_queue(map_: Map, figures: Figures, flow: Flow) -> Iterator[str]:
    """Say what theory expects, for comparison: it is computed from demand and people, and nobody said it."""
    step = figures.steps.get(flow.target)
    if step is not None and step.predicted_wait.value is not None and step.predicted_by:
        hours = _hours(step.predicted_wait.value)
        yield f"From demand and people alone, {step.predicted_by} expects {hours} of queue before {step_name(map_, flow.target)}."


def through(map_: Map, figures: Figures) -> str:
    """Return how many items come through a whole round with nothing sent back; "" while nothing is known of it."""
    share = figures.map.rolled_pca
    if share.value is None or (share.bound == "at-most" and share.value > 1 - 1e-9):
        return ""
    most = "At most " if share.bound == "at-most" else ""
    return f"{most}{of_ten(share.value)} {map_.head.item or 'item'}s get through with nothing sent back."


def handing_over(map_: Map, figures: Figures) -> list[str]:
    """Return how often an item is handed over, and which two lanes hand it to and fro."""
    item, count = map_.head.item or "item", figures.map.handoffs_per_item
    said = [f"Every {item} is handed over {_times(count)}."] if count.value else []
    there = {(pair.source, pair.target): pair.traversals for pair in figures.matrix if pair.source != pair.target}
    both = [(a, b) for a, b in there if a < b and there.get((b, a))]
    both.sort(key=lambda pair: -min(there[pair], there[pair[1], pair[0]]))
    for a, b in both:
        first, other = map_.lane(a).name or "A lane", map_.lane(b).name or "a lane"
        ways = f"{in_halves(there[a, b])} there, {in_halves(there[b, a])} back"
        said.append(f"{first} and {other} hand to each other: {ways} per {item}.")
    return said


def _times(count: Quantity) -> str:
    value = count.value or 0.0
    often = {"1": "once", "2": "twice"}.get(number := in_halves(value), f"{number} times")
    sure = count.bound == "exact" and abs(value - round(value)) < 1e-9
    return often if sure else f"{BEFORE.get(count.bound, 'about')} {often}"


def _wait_said(flow: Flow, calendar: Calendar) -> str:
    try:
        span = read(flow.wait, calendar)
    except Problem:
        span = None
    if flow.wait is None or span is None:
        return "The wait is unknown."
    reading = f"{_hours(span.hours)} of work time ({calendar.hours_per_day:g} h a day, {calendar.days_per_week:g} days a week)"
    return f"The wait: {flow.wait.text}, {_SOURCES[flow.wait.source]}; {reading}."


def _exact(quantity: Quantity) -> str:
    least = "at least " if quantity.bound == "at-least" else ""
    return f"{least}{_hours(quantity.value or 0.0)}"


def _hours(hours: float) -> str:
    return f"{hours:,.1f}".removesuffix(".0") + " h"
