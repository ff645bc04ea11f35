"""Commands that look at a map: show, analyse, suggest, lint, diff."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crosslane.analysis.compare import Comparison, compare, comparison_told
from crosslane.analysis.flow import Figures, analyse
from crosslane.analysis.sayings import headline, work_and_wait
from crosslane.analysis.where import question_for, title
from crosslane.commands.making import painting
from crosslane.commands.maps import as_json, library_read, open_map, put_out
from crosslane.exchange.compared import compared_sheet
from crosslane.exchange.shown import shown
from crosslane.exchange.templates import template, template_ids
from crosslane.model.checks import LEVELS, Finding, Level, checks
from crosslane.model.diff import between, patch
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step, body_of
from crosslane.model.scribe import lines
from crosslane.practices.estimate import would_bring
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.own import EXAMPLE, FOLDER, in_use, own_of, told
from crosslane.practices.suggest import Advice, Place, advice_json, advise
from crosslane.settings import places

# How serious a warning of the analysis is; what is not named here is a warning.
_LEVEL_OF: dict[str, Level] = {
    "orphan": "note",
    "open-choice": "note",
    "shared-people": "note",
    "loop-without-exit": "error",
    "not-a-time": "error",
    "not-a-rate": "error",
}


def show(options: Namespace) -> int:
    """Print the map as scribe lines."""
    map_ = open_map(options.map, library_read(options))
    put_out("\n".join(lines(map_)) or "This map is empty.", options.output)
    return 0


def analyse_map(options: Namespace) -> int:
    """Print the results, in words or as JSON."""
    map_ = open_map(options.map, library_read(options))
    figures = analyse(map_)
    # Sampling brings NumPy along, which no other command here needs.
    from crosslane.commands import chance  # noqa: PLC0415  (see above)

    simulation = chance.simulated(map_, options.items, options.seed) if options.simulate else None
    if options.json:
        found = chance.refined_json(map_, figures)
        text = as_json({**found, "simulation": simulation} if options.simulate else found)
    else:
        told = ["", "Simulation", *(f"  {s}" for s in chance.simulation_told(map_, simulation))]
        text = "\n".join([*results(map_, figures, chance.chances(map_, figures)), *(told if options.simulate else [])])
    put_out(text, options.output)
    return 0


def results(map_: Map, figures: Figures, chances: Sequence[str] = ()) -> list[str]:
    """Return the results as lines of text; `chances` are the sentences that sampling adds."""
    calendar = map_.head.calendar
    said = [
        f"{map_.head.title or 'A map'}",
        f"{headline(figures, calendar)}. {work_and_wait(figures, calendar)}".strip(),
    ]
    said.append(
        f"{figures.map.known} of {figures.map.asked} numbers are known."
        + (f" Ask next: {question_for(map_, figures.map.ask_next)}" if figures.map.ask_next else "")
    )
    said += chances
    where = figures.where_time_goes
    for heading, entries in (
        ("Where time goes", where.time),
        ("What sets the pace", where.pace),
        ("What comes back", where.comes_back),
        ("What depends on one person", where.depends_on_one),
    ):
        if entries:
            said += ["", heading, *(f"  {at}. {place.sentence}" for at, place in enumerate(entries, start=1))]
    if figures.warnings:
        said += ["", "To look at", *(f"  - {warning.sentence}" for warning in figures.warnings)]
    return said


def suggest(options: Namespace) -> int:
    """Print the advice, in words or as JSON."""
    map_ = open_map(options.map, library_read(options))
    knowledge = in_use()
    advice = advise(map_, analyse(map_), knowledge, accept_words=options.accept_words)
    if options.handoff is not None:
        flow = map_.flow_numbered(options.handoff)
        if flow is None:
            raise Problem(f"There is no handoff {options.handoff} on this map.")
        place = advice.flows.get(flow.id)
        advice = Advice({flow.id: place} if place else {}, {}, (), (), advice.experiment)
    text = as_json(advice_json(advice)) if options.json else "\n".join(_advice(map_, advice, knowledge))
    put_out(text, options.output)
    return 0


def _advice(map_: Map, advice: Advice, knowledge: Knowledge) -> list[str]:
    said: list[str] = []
    for place in advice.flows.values():
        if place.suggestions or place.questions:
            said += [*_place(map_, place, knowledge), ""]
    if advice.experiment:
        brings = would_bring(advice.experiment, knowledge, map_.head.calendar)
        said.append(f"To try next: {knowledge.practices[advice.experiment.practice].title}. {brings}".rstrip())
    return said or ["Nothing to suggest yet: say what waits, and what comes back."]


def _place(map_: Map, place: Place, knowledge: Knowledge) -> list[str]:
    said = [title(map_, map_.flow(place.on))]
    for suggestion in place.suggestions[:3]:
        practice = knowledge.practices[suggestion.practice]
        said.append(f"  {practice.title} ({suggestion.score:g}{', only a hint' if suggestion.hint else ''})")
        said += [f"     because: {reason.sentence}" for reason in suggestion.because[:3]]
        said.append(f"     this week: {practice.first_step}")
        if suggestion.begin_with:
            said.append(f"     begin with: {knowledge.practices[suggestion.begin_with].title}")
    said += [f"  Ask: {ask}" for _, ask in place.questions]
    return said


def lint(options: Namespace) -> int:
    """Print what people should look at; 1 when something is at least as serious as asked."""
    map_ = open_map(options.map, library_read(options))
    found = findings(map_, in_use())
    said = [f"{each.level}: {each.sentence} ({', '.join(each.on)})" for each in found]
    put_out("\n".join(said) or "Nothing to look at.", options.output)
    grave = LEVELS[LEVELS.index(options.fail_on) :]
    return int(any(each.level in grave for each in found))


def findings(map_: Map, knowledge: Knowledge) -> list[Finding]:
    """Return what the records, the numbers, and the ids of practices and symptoms give to look at, gravest first."""
    warnings = (Finding(_LEVEL_OF.get(w.code, "warning"), w.code, w.on, w.sentence) for w in analyse(map_).warnings)
    found = [*checks(map_), *warnings, *_unknown_ids(map_, knowledge)]
    return sorted(found, key=lambda finding: -LEVELS.index(finding.level))


def _unknown_ids(map_: Map, knowledge: Knowledge) -> Iterator[Finding]:
    places: list[Step | Flow] = [*map_.steps, *map_.flows]
    for record in places:
        for what, ids, known in (
            ("practice", record.practices, knowledge.practices),
            ("symptom", record.symptoms, knowledge.symptoms),
        ):
            for id_ in ids:
                if id_ not in known:
                    text = f"The {what} {id_!r} is not in the knowledge of this Crosslane: correct or remove it."
                    yield Finding("warning", f"unknown-{what}", (record.id,), text)


def diff(options: Namespace) -> int:
    """Print what changed from one map to another; 1 when anything did."""
    old, new = (open_map(name, library_read(options)) for name in (options.map, options.other))
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


def knowledge(options: Namespace) -> int:
    """Say what a team's own knowledge adds, changes and switches off; 1 when something in it is wrong."""
    folder = Path(options.folder) if options.folder else places().data / FOLDER
    if not folder.is_dir():
        put_out(f"There is no knowledge of your own in {folder}. An example of a file:\n\n{EXAMPLE}", options.output)
        return 0
    own = own_of(folder)
    put_out("\n".join(told(own)) or "Nothing is added, changed or switched off.", options.output)
    return int(bool(own.problems))


def report(options: Namespace) -> int:
    """Print, for every map named (else for all examples), the first three suggestions of each handoff with reasons."""
    known = in_use()
    named = [(name, open_map(name, library_read(options))) for name in options.maps]
    said: list[str] = []
    for name, map_ in named or [(id_, template(id_)) for id_ in template_ids()]:
        advice = advise(map_, analyse(map_), known)
        said += [f"# {map_.head.title or name}", ""]
        for place in advice.flows.values():
            if map_.is_handoff(map_.flow(place.on)):
                said += [*_place(map_, place, known), ""]
    put_out("\n".join(said), options.output)
    return 0


def compare_maps(options: Namespace) -> int:
    """Print what changed in the work from one map to another, apart from what is only known better now."""
    old, new = (open_map(name, library_read(options)) for name in (options.map, options.other))
    found = compare(old, new)
    if options.json:
        facts = {
            name: [{"on": fact.on, "field": fact.field, "sentence": fact.sentence} for fact in getattr(found, name)]
            for name in ("changed", "learned")
        }
        ids = {name: list(getattr(found, name)) for name in ("added", "removed", "faster", "slower")}
        hours = {name: getattr(found, name).as_json() for name in ("improvement", "learning")}
        put_out(as_json({**facts, **ids, **hours, "sentences": list(found.sentences)}), options.output)
    elif options.output and Path(options.output).suffix.lower() in (".svg", ".pdf", ".png"):
        _draw_comparison(old, new, found, Path(options.output))
    else:
        put_out("\n".join(comparison_told(found)), options.output)
    return 0


def _draw_comparison(old: Map, new: Map, found: Comparison, path: Path) -> None:
    with painting():
        # As for every picture: Qt comes with them.
        from crosslane.exchange.raster import export_sheet  # noqa: PLC0415  (see above)
        from crosslane.paint.measure import QtMeasure  # noqa: PLC0415  (see above)

        since = f"since {old.head.title}" if old.head.title != new.head.title else "what changed"
        export_sheet(compared_sheet(shown(old), shown(new), found, since, QtMeasure()), path)
