"""The agreement of a handoff: one page that both sides can sign, with what is not agreed yet left open and asked."""

from __future__ import annotations

from collections.abc import Iterator

from crosslane.analysis.where import step_name
from crosslane.model.durations import read, saying
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Experiment, Flow
from crosslane.model.values import Agreement
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.pages import Page, Part

# What is asked where nothing is agreed yet.
OPEN = "Not agreed yet: "
# What stands above checks that nobody has agreed on.
PROPOSED = "To choose from, none of it agreed:"
MOST_CHECKS = 4
# The fields of a flow by which a check is proposed.
_FIELDS = (
    "carries", "medium", "purpose", "contract", "tests", "versioned", "monitored", "rollback", "env_parity",
    "personal_data", "regulated", "llm", "pca",
)  # fmt: skip
ASKS = {
    "handed_over": "what exactly is handed over, and in which form?",
    "checks": "how does the receiver see at once that it can be used?",
    "expected_wait": "how long may it wait before somebody asks?",
    "ask": "whom does the receiver ask, and whom the giver?",
    "way_back": "where does it go when it cannot be used, and who hears of it?",
    "practice": "which one thing do we try here?",
    "review": "when do both sides look at it again?",
}


def agreement_page(map_: Map, flow: Flow, knowledge: Knowledge) -> Page:
    """Return the agreement of a handoff as a page: what is agreed, today's facts beside it, and what is still open."""
    agreed = flow.agreement or Agreement()
    source, target = map_.lane_of(flow.source), map_.lane_of(flow.target)
    lanes = f"{source.name if source else '?'} to {target.name if target else '?'}"
    called = "Handoff" if flow.number is None else f"Handoff {flow.number}"
    parts = (
        Part("From and to", items=tuple(_ends(map_, flow))),
        Part("What is handed over", _said(agreed.handed_over or _carried(flow), "handed_over")),
        _accepted(agreed, proposed_checks(flow, knowledge)),
        Part("Expected wait", _said(agreed.expected_wait.text if agreed.expected_wait else None, "expected_wait")),
        Part("Today", items=tuple(_today(map_, flow))),
        Part("Whom to ask", _said(agreed.ask, "ask")),
        Part("The way back", _said(agreed.way_back, "way_back")),
        Part("What we try", tuple(_tried(map_, flow, knowledge)) or (OPEN + ASKS["practice"],)),
        Part("Looked at again", _said(agreed.review or _review(map_, flow), "review")),
        Part("Agreed by", items=("For the giver:", "For the receiver:")),
    )
    return Page(f"{called}: {lanes}", (map_.head.title or "A map", "Agreement"), tuple(p for p in parts if _filled(p)))


def proposed_checks(flow: Flow, knowledge: Knowledge) -> tuple[str, ...]:
    """Return acceptance checks to choose from, at most four: by what goes wrong there first, then by what is carried."""
    facts = {name: getattr(flow, name) for name in _FIELDS}
    fitting: list[tuple[bool, int, str]] = []
    for check in knowledge.checks:
        condition, pinned = knowledge.condition(check.when), not {*check.symptoms}.isdisjoint(flow.symptoms)
        answer = condition.holds(facts)
        if answer or (pinned and answer is None):
            # What people pinned counts most, then that of which most is known.
            fitting.append((not pinned, -len(condition.names), check.text))
    fitting.sort(key=lambda each: each[:2])
    return tuple(text for _, _, text in fitting[:MOST_CHECKS])


def known_before(map_: Map, flow: Flow) -> dict[str, str]:
    """Return for each field what stands on the page as long as nothing else is agreed."""
    known = {"handed_over": _carried(flow), "review": _review(map_, flow)}
    return {field: text for field, text in known.items() if text}


def as_it_is(map_: Map, flow: Flow, knowledge: Knowledge) -> str:
    """Return in a line how the handoff is today and what is tried there; "" where neither is known."""
    tried = " ".join(_tried(map_, flow, knowledge))
    return " ".join((*_today(map_, flow), *([f"We try: {tried}"] if tried else ())))


def _accepted(agreed: Agreement, proposed: tuple[str, ...]) -> Part:
    """Return the checks that are agreed; where none is, what is proposed, and said to be no more."""
    if agreed.checks:
        return Part("Accepted when", items=agreed.checks)
    asks = (OPEN + ASKS["checks"],)
    return Part("Accepted when", (*asks, PROPOSED) if proposed else asks, proposed)


def _filled(part: Part) -> bool:
    return bool(part.paragraphs or part.items)


def _said(text: str | None, field: str) -> tuple[str, ...]:
    return (text,) if text else (OPEN + ASKS[field],)


def _carried(flow: Flow) -> str | None:
    if not flow.carries:
        return None
    by = f" by {flow.medium.replace('-', ' ')}" if flow.medium else ""
    return flow.carries.replace("-", " ") + by


def _ends(map_: Map, flow: Flow) -> Iterator[str]:
    for word, id_ in (("Gives", flow.source), ("Receives", flow.target)):
        lane = map_.lane_of(id_)
        yield f"{word}: {lane.name if lane else '?'}, {step_name(map_, id_)}"


def _today(map_: Map, flow: Flow) -> Iterator[str]:
    try:
        span = read(flow.wait, map_.head.calendar)
    except Problem:
        span = None
    if span is not None:
        yield f"It waits {saying(span.hours, map_.head.calendar)}."
    if flow.pca is not None:
        yield f"{flow.pca * 10:g} of 10 are usable as they arrive."


def _trying(map_: Map, flow: Flow) -> Iterator[Experiment]:
    here = (each for each in map_.on(flow.id) if isinstance(each, Experiment))
    return (each for each in here if each.status in ("planned", "running", "kept"))


def _tried(map_: Map, flow: Flow, knowledge: Knowledge) -> Iterator[str]:
    for each in _trying(map_, flow):
        known = knowledge.practices.get(each.practice or "")
        yield f"{known.card if known else each.text}."


def _review(map_: Map, flow: Flow) -> str | None:
    """Return when what is tried here is looked at, the first of several."""
    return min((each.review for each in _trying(map_, flow) if each.review), default=None)
