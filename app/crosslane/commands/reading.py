"""Commands that look at a map: show, analyse, suggest, lint, diff."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from crosslane.analysis.flow import Figures, analyse, figures_json
from crosslane.analysis.sayings import headline, work_and_wait
from crosslane.commands.maps import as_json, open_map, put_out
from crosslane.model.diff import between, patch
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import body_of
from crosslane.model.scribe import lines
from crosslane.practices.knowledge import Knowledge, shipped
from crosslane.practices.suggest import Advice, Place, advice_json, advise

_SEVERITY = {
    "orphan": "note",
    "open-choice": "note",
    "minutes-or-months": "warning",
    "not-a-time": "error",
    "not-a-rate": "error",
}
_ORDER = ("note", "warning", "error")


def library_of(options: Namespace) -> Path | None:
    """Return the library that the options name, or None for the usual one."""
    return Path(options.library) if options.library else None


def show(options: Namespace) -> int:
    """Print the map as scribe lines."""
    map_ = open_map(options.map, library_of(options))
    put_out("\n".join(lines(map_)) or "This map is empty.", options.output)
    return 0


def analyse_map(options: Namespace) -> int:
    """Print the results, in words or as JSON."""
    map_ = open_map(options.map, library_of(options))
    figures = analyse(map_)
    put_out(as_json(figures_json(figures)) if options.json else "\n".join(results(map_, figures)), options.output)
    return 0


def results(map_: Map, figures: Figures) -> list[str]:
    """Return the results as lines of text."""
    calendar = map_.head.calendar
    said = [
        f"{map_.head.title or 'A map'}",
        f"{headline(figures, calendar)}. {work_and_wait(figures, calendar)}".strip(),
    ]
    said.append(
        f"{figures.map.known} of {figures.map.asked} numbers are known."
        + (f" Ask next: {figures.map.ask_next}." if figures.map.ask_next else "")
    )
    where = figures.where_time_goes
    for heading, places in (
        ("Where time goes", where.time),
        ("What sets the pace", where.pace),
        ("What comes back", where.comes_back),
        ("What depends on one person", where.depends_on_one),
    ):
        if places:
            said += ["", heading, *(f"  {at}. {place.sentence}" for at, place in enumerate(places, start=1))]
    if figures.warnings:
        said += ["", "To look at", *(f"  - {warning.sentence}" for warning in figures.warnings)]
    return said


def suggest(options: Namespace) -> int:
    """Print the advice, in words or as JSON."""
    map_ = open_map(options.map, library_of(options))
    knowledge = shipped()
    advice = advise(map_, analyse(map_), knowledge, accept_words=options.accept_words)
    if options.handoff is not None:
        flow = map_.flow_numbered(options.handoff)
        if flow is None:
            raise Problem(f"There is no handoff {options.handoff} on this map.")
        advice = Advice({flow.id: advice.flows[flow.id]}, {}, (), (), advice.experiment)
    text = as_json(advice_json(advice)) if options.json else "\n".join(_advice(map_, advice, knowledge))
    put_out(text, options.output)
    return 0


def _advice(map_: Map, advice: Advice, knowledge: Knowledge) -> list[str]:
    said: list[str] = []
    for place in advice.flows.values():
        if place.suggestions or place.questions:
            said += [*_place(map_, place, knowledge), ""]
    if advice.experiment:
        said.append(f"To try next: {knowledge.practices[advice.experiment[1]].title}.")
    return said or ["Nothing to suggest yet: say what waits, and what comes back."]


def _place(map_: Map, place: Place, knowledge: Knowledge) -> list[str]:
    from crosslane.analysis.where import title  # noqa: PLC0415  (words for this listing alone)

    said = [title(map_, map_.flow(place.on))]
    for suggestion in place.suggestions[:3]:
        practice = knowledge.practices[suggestion.practice]
        said.append(f"  {practice.title} ({suggestion.score:g})")
        said += [f"     because: {reason.sentence}" for reason in suggestion.because[:3]]
        said.append(f"     this week: {practice.first_step}")
        if suggestion.begin_with:
            said.append(f"     begin with: {knowledge.practices[suggestion.begin_with].title}")
    said += [f"  Ask: {ask}" for _, ask in place.questions]
    return said


def lint(options: Namespace) -> int:
    """Print what people should look at; 1 when something is at least as serious as asked."""
    map_ = open_map(options.map, library_of(options))
    warnings = analyse(map_).warnings
    level = _ORDER.index(options.fail_on)
    text = [f"{_SEVERITY.get(w.code, 'warning')}: {w.sentence} ({', '.join(w.on)})" for w in warnings]
    put_out("\n".join(text) or "Nothing to look at.", options.output)
    return int(any(_ORDER.index(_SEVERITY.get(w.code, "warning")) >= level for w in warnings))


def diff(options: Namespace) -> int:
    """Print what changed from one map to another; 1 when anything did."""
    old, new = (open_map(name, library_of(options)) for name in (options.map, options.other))
    changes = between(old, new)
    if options.json:
        put_out(as_json([_change(id_, change) for id_, change in sorted(changes.items())]), options.output)
    else:
        put_out(
            "\n".join(_told(id_, change) for id_, change in sorted(changes.items())) or "The same map.", options.output
        )
    return int(bool(changes))


def _change(id_: str, change: Any) -> dict[str, Any]:
    before = body_of(change.before) if change.before else None
    after = body_of(change.after) if change.after else None
    return {"id": id_, "before": before, "after": after}


def _told(id_: str, change: Any) -> str:
    if change.before is None:
        return f"+ {change.after.kind} {id_}"
    if change.after is None:
        return f"- {change.before.kind} {id_}"
    fields = ", ".join(f"{name}: {_short(old)} -> {_short(new)}" for name, (old, new) in patch(change).items())
    return f"~ {change.after.kind} {id_}: {fields}"


def _short(value: Any) -> str:
    return str(getattr(value, "text", value))
