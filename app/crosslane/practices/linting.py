"""What is wrong with a body of knowledge as a whole: ids, circles, reach, served cells, conditions, wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from crosslane.analysis.flow import analyse
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.practices.coverage import OPS, column_of
from crosslane.practices.facts import MapFacts
from crosslane.practices.knowledge import Knowledge, Symptom

# Fewer sentences than this are not heard well. Our setting.
WORDINGS, SITUATIONS, CARD = 7, 2, 70
_ACCUSING = ("nobody bothers", "fault of", "lazy", "incompetent", "to blame", "stupid", "careless", "should have")


def faults(knowledge: Knowledge) -> list[str]:
    """Return what is wrong with the set, one sentence each; empty when all is well."""
    checks = (_unknown_ids, _circles, _unreached, _cells, _conditions, _wording, _thin)
    return [fault for check in checks for fault in check(knowledge)]


def broken(knowledge: Knowledge) -> list[str]:
    """Return what would not work: ids that name nothing, circles, conditions that cannot be read."""
    return [fault for check in (_unknown_ids, _circles, _conditions) for fault in check(knowledge)]


def _unknown_ids(knowledge: Knowledge) -> Iterator[str]:
    named = [(p.id, before) for p in knowledge.practices.values() for before in p.prerequisites]
    named += [(s.id, r.id) for s in knowledge.symptoms.values() for r in s.practice]
    named += [(row.id, r.id) for row in knowledge.rows for r in row.practices]
    named += [(q.question, p) for q in knowledge.maturity for p in q.practices]
    named += [("The setting", p) for p in (*knowledge.settings.generic, *knowledge.settings.never)]
    yield from (f"{where} names {id_}, which is no practice." for where, id_ in named if id_ not in knowledge.practices)
    modes = [(row.id, mode) for row in knowledge.rows for mode in row.failure_modes]
    modes += [(f"The check {check.text!r}", id_) for check in knowledge.checks for id_ in check.symptoms]
    yield from (f"{where} names {id_}, which is no symptom." for where, id_ in modes if id_ not in knowledge.symptoms)
    cited = [(p.id, source) for p in knowledge.practices.values() for source in p.sources]
    yield from (
        f"{where} names the source {id_}, which is not listed." for where, id_ in cited if id_ not in knowledge.sources
    )


def _circles(knowledge: Knowledge) -> Iterator[str]:
    def leads_back(start: str, at: str, seen: frozenset[str]) -> bool:
        onward = knowledge.practices[at].prerequisites if at in knowledge.practices else ()
        return any(p == start or (p not in seen and leads_back(start, p, seen | {p})) for p in onward)

    return (f"{id_} builds on itself in the end." for id_ in knowledge.practices if leads_back(id_, id_, frozenset()))


def _unreached(knowledge: Knowledge) -> Iterator[str]:
    reached = {r.id for s in knowledge.symptoms.values() for r in s.practice}
    reached |= {r.id for row in knowledge.rows for r in row.practices}
    yield from (f"Nothing leads to the practice {id_}." for id_ in knowledge.practices if id_ not in reached)
    yield from (f"Nothing helps against {s.id}." for s in knowledge.symptoms.values() if not s.practice)


def _cells(knowledge: Knowledge) -> Iterator[str]:
    wanted = {(principle, ops) for principle in knowledge.settings.principles for ops in OPS}
    asked = {(q.principle, q.ops) for q in knowledge.maturity}
    served = {(p.principle, column_of(p.ops)) for p in knowledge.practices.values()}
    served |= {(q.principle, q.ops) for q in knowledge.maturity if q.practices}
    yield from (f"No question covers {p} for {o}." for p, o in sorted(wanted - asked))
    yield from (f"No practice serves {p} for {o}." for p, o in sorted(wanted - served))


def _conditions(knowledge: Knowledge) -> Iterator[str]:
    known = _fact_names()
    for where, text in _texts_of_conditions(knowledge):
        try:
            names = knowledge.condition(text).names
        except Problem as problem:
            yield f"{where}: {problem}"
        else:
            yield from (f"{where} asks for {name}, which is no fact." for name in names if name not in known)


def _texts_of_conditions(knowledge: Knowledge) -> Iterable[tuple[str, str]]:
    for symptom in knowledge.symptoms.values():
        yield from ((symptom.id, detector.when) for detector in symptom.detect)
        yield from ((symptom.id, remedy.when) for remedy in symptom.practice if remedy.when)
        if symptom.handled:
            yield symptom.id, symptom.handled
    yield from ((row.id, row.when) for row in knowledge.rows if row.when)
    yield from ((f"The check {check.text!r}", check.when) for check in knowledge.checks)
    for practice in knowledge.practices.values():
        conditions = (practice.about, practice.in_place, *practice.shows, *practice.signs)
        yield from ((practice.id, text) for text in conditions if text)


@cache
def _fact_names() -> frozenset[str]:
    """Return the names of all facts there are, by asking a map of two steps."""
    ends = [Step(id="a", lane="l", name="A"), Step(id="b", lane="l", name="B")]
    flow = Flow(id="f", source="a", target="b")
    map_ = Map.of([MapRecord(id="map"), Lane(id="l", name="L"), *ends, flow])
    facts = MapFacts(map_, analyse(map_))
    return frozenset((*facts.of_map(), *facts.of_step(ends[0]), *facts.of_flow(flow)))


def _wording(knowledge: Knowledge) -> Iterator[str]:
    texts = [(p.id, f"{p.title} {p.card} {p.what} {p.first_step}") for p in knowledge.practices.values()]
    texts += [(s.id, f"{s.title} {s.question} {s.finding}") for s in knowledge.symptoms.values()]
    yield from (f"{id_} accuses: {word!r}." for id_, text in texts for word in _ACCUSING if word in text.lower())
    for symptom in knowledge.symptoms.values():
        yield from _finding(symptom)


def _finding(symptom: Symptom) -> Iterator[str]:
    """A finding is a fact and a question."""
    if not symptom.finding.endswith("?") or "." not in symptom.finding:
        yield f"The finding of {symptom.id} is not a fact and a question: {symptom.finding!r}."
    if symptom.finding.lower().startswith("nobody"):
        yield f"The finding of {symptom.id} accuses."


def _thin(knowledge: Knowledge) -> Iterator[str]:
    for symptom in knowledge.symptoms.values():
        if len(symptom.wordings) < WORDINGS:
            yield f"{symptom.id} has only {len(symptom.wordings)} wordings."
    for practice in knowledge.practices.values():
        if len(practice.situations) < SITUATIONS:
            yield f"{practice.id} has only {len(practice.situations)} situations."
        if len(practice.card) > CARD:
            yield f"The card title of {practice.id} is longer than {CARD} letters."
        signals = practice.signals.model_dump()
        if len(set(signals.values())) < len(signals):
            yield f"{practice.id} has the same signal twice."
