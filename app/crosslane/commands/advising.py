"""Commands that hold maps against what is known: suggest, report, lint, knowledge."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from crosslane.analysis.flow import analyse
from crosslane.analysis.where import title
from crosslane.commands.maps import as_json, library_read, open_map, put_out
from crosslane.exchange.templates import template, template_ids
from crosslane.model.checks import LEVELS, Finding, Level, checks
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step
from crosslane.practices.beginning import around
from crosslane.practices.estimate import would_bring
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.own import EXAMPLE, FOLDER, in_use, own_of, told
from crosslane.practices.sounding import all_sounding
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


def suggest(options: Namespace) -> int:
    """Print the advice, in words or as JSON."""
    map_ = open_map(options.map, library_read(options))
    knowledge = in_use()
    figures = analyse(map_)
    advice = advise(map_, figures, knowledge, accept_words=options.accept_words)
    if not options.accept_words:
        advice = all_sounding(map_, figures, knowledge, advice)
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
        if place.suggestions or place.sounds_like or place.questions:
            said += [*_place(map_, place, knowledge), ""]
    if advice.experiment:
        brings = would_bring(advice.experiment, knowledge, map_.head.calendar)
        said.append(f"To try next: {knowledge.practices[advice.experiment.practice].card}. {brings}".rstrip())
    return said or ["Nothing to suggest yet: say what waits, and what comes back."]


def _place(map_: Map, place: Place, knowledge: Knowledge) -> list[str]:
    said = [title(map_, map_.flow(place.on))]
    for suggestion in place.suggestions[:3]:
        practice = knowledge.practices[suggestion.practice]
        said.append(f"  {practice.card} ({suggestion.score:g}{', only a hint' if suggestion.hint else ''})")
        said += [f"     because: {reason.sentence}" for reason in suggestion.because[:3]]
        said.append(f"     this week: {practice.first_step}")
        if suggestion.before:
            begin = f"{knowledge.practices[suggestion.begin_with].card}. " if suggestion.begin_with else ""
            said.append(f"     begin with: {begin}{around(suggestion, knowledge)}".rstrip())
    heard = "; ".join(knowledge.practices[suggestion.practice].card for suggestion in place.sounds_like)
    said += [f"  What was said sounds like: {heard}."] if heard else []
    said += [f"  Ask: {ask}" for _, ask in place.questions]
    return said if len(said) > 1 else [*said, "  Nothing to suggest and nothing to ask."]


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
        figures = analyse(map_)
        advice = all_sounding(map_, figures, known, advise(map_, figures, known))
        said += [f"# {map_.head.title or name}", ""]
        for place in advice.flows.values():
            if map_.is_handoff(map_.flow(place.on)):
                said += [*_place(map_, place, known), ""]
    put_out("\n".join(said), options.output)
    return 0
