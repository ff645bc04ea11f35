"""Advice for a map: what is seen, what could be tried, why, and what it would give.

score = (evidence + context) x effort factor, x generic factor for what helps everywhere. Evidence is the weights of the
symptoms seen times their strength, the second counted half, the third a quarter, so that symptoms that go together do
not count twice. Nothing is suggested without evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from crosslane.analysis.figures import Figures
from crosslane.analysis.where import amount
from crosslane.model.map import Map
from crosslane.model.quantity import UNKNOWN, Quantity
from crosslane.model.records import Experiment, Flow, Step, Verdict
from crosslane.practices.facts import Facts, MapFacts
from crosslane.practices.knowledge import Knowledge, Level, Practice, Remedy, Row, Symptom
from crosslane.practices.phrases import evidence_of
from crosslane.practices.words import ear_of

LEVELS: tuple[Level, ...] = ("watch", "high", "severe")
MOST, MOST_OF_PRINCIPLE = 5, 2


@dataclass(frozen=True)
class Finding:
    """A symptom seen at a place: how strongly, whether people pinned it, and by which facts."""

    symptom: str
    level: Level
    pinned: bool
    evidence: tuple[str, ...]
    strength: float = 0.0


@dataclass(frozen=True)
class Reason:
    """A part of a score: its points, where they come from, and the sentence."""

    points: float
    source: str
    sentence: str


@dataclass(frozen=True)
class Suggestion:
    """A practice for a place, with all that a card says; `because` adds up to the score."""

    practice: str
    score: float
    lever: str
    principle: str
    ops: str
    because: tuple[Reason, ...]
    would_give: Quantity
    first_step: str
    measure: str
    not_if: str
    begin_with: str | None


@dataclass(frozen=True)
class Place:
    """The advice for one flow or step."""

    on: str
    handoff: bool = False
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    typical: tuple[str, ...] = ()
    recognised: tuple[tuple[str, str], ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    in_place: tuple[str, ...] = ()

    def best_by_lever(self) -> dict[str, Suggestion]:
        """Return the best suggestion for each lever, in order of score."""
        best: dict[str, Suggestion] = {}
        for suggestion in self.suggestions:
            best.setdefault(suggestion.lever, suggestion)
        return best


@dataclass(frozen=True)
class Advice:
    """All advice for a map, places in the map's order, and the one experiment to promote."""

    flows: dict[str, Place] = field(default_factory=dict)
    steps: dict[str, Place] = field(default_factory=dict)
    map_findings: tuple[Finding, ...] = ()
    map_suggestions: tuple[Suggestion, ...] = ()
    experiment: tuple[str, str, Quantity] | None = None


def advise(map_: Map, figures: Figures, knowledge: Knowledge, *, accept_words: bool = False) -> Advice:
    """Return the advice; with `accept_words`, symptoms heard in what people said count as pinned."""
    adviser = _Adviser(map_, figures, knowledge, accept_words)
    flows = {
        f.id: adviser.at_flow(f)
        for f in sorted(map_.drawn_flows, key=lambda f: (f.number or 0, f.id))
        if f.type != "cycle"
    }
    steps = {step.id: adviser.at_step(step) for step in map_.steps}
    findings, suggestions = adviser.at_map()
    return Advice(flows, steps, findings, suggestions, _experiment(map_, flows))


def _experiment(map_: Map, flows: Mapping[str, Place]) -> tuple[str, str, Quantity] | None:
    """Promote one practice: largest computed effect first, then score; none while one is under way."""
    if any(isinstance(e, Experiment) and e.status in ("planned", "running") for e in map_.others("experiment")):
        return None
    offers = [(s, place.on) for place in flows.values() for s in place.suggestions[:3]]
    if not offers:
        return None
    best, on = max(offers, key=lambda offer: (amount(offer[0].would_give), offer[0].score))
    return on, best.begin_with or best.practice, best.would_give


class _Adviser:
    def __init__(self, map_: Map, figures: Figures, knowledge: Knowledge, accept_words: bool) -> None:
        self.map, self.figures, self.knowledge = map_, figures, knowledge
        self.accept_words = accept_words
        self.facts = MapFacts(map_, figures)
        self.in_place = frozenset(p for step in map_.steps for p in step.practices) | frozenset(
            p for flow in map_.flows for p in flow.practices
        )

    def at_flow(self, flow: Flow) -> Place:
        facts = self.facts.of_flow(flow)
        recognised = self._heard(flow.said)
        pinned = [*flow.symptoms, *(id_ for id_, _ in recognised if self.accept_words)]
        findings = self._findings(("handoff", "both"), facts, pinned, flow.id)
        rows = self._rows(facts)
        lived = frozenset(
            (*flow.practices, *self.map.step(flow.source).practices, *self.map.step(flow.target).practices)
        )
        suggestions = self._suggestions(flow.id, findings, rows, lived)
        typical = () if suggestions else self._typical(rows, lived)
        persists = tuple(
            p
            for p in sorted(lived)
            if any(p == r.id for f in findings for r in self.knowledge.symptoms[f.symptom].practice)
        )
        asked = () if flow.type == "rework" else self._questions(facts, findings)
        return Place(flow.id, self.map.is_handoff(flow), findings, suggestions, typical, recognised, asked, persists)

    def at_step(self, step: Step) -> Place:
        facts = self.facts.of_step(step)
        recognised = self._heard(step.said)
        pinned = [*step.symptoms, *(id_ for id_, _ in recognised if self.accept_words)]
        findings = self._findings(("step", "both"), facts, pinned, step.id)
        suggestions = self._suggestions(step.id, findings, [], frozenset(step.practices))
        return Place(step.id, False, findings, suggestions, (), recognised)

    def at_map(self) -> tuple[tuple[Finding, ...], tuple[Suggestion, ...]]:
        findings = self._findings(("map",), self.facts.of_map(), [], "map")
        return findings, self._suggestions("map", findings, [], frozenset())

    def _heard(self, said: Iterable[str]) -> tuple[tuple[str, str], ...]:
        ear = ear_of(self.knowledge)
        found: dict[str, str] = {}
        for sentence in said:
            for heard in ear.hear(sentence):
                found.setdefault(heard.symptom, heard.words)
        return tuple(found.items())

    def _findings(self, scopes: tuple[str, ...], facts: Facts, pinned: Iterable[str], on: str) -> tuple[Finding, ...]:
        pins = set(pinned)
        closed = {v.symptom for v in self.map.on(on) if isinstance(v, Verdict) and v.status in ("dismissed", "done")}
        found = []
        for symptom in self.knowledge.symptoms.values():
            if symptom.id in closed or (symptom.scope not in scopes and symptom.id not in pins):
                continue
            level = self._level(symptom, facts)
            is_pinned = symptom.id in pins
            if level is None and not is_pinned:
                continue
            evidence = evidence_of(symptom, level, facts, self.knowledge, self.map) if level else ("people said so",)
            found.append(Finding(symptom.id, level or "high", is_pinned, evidence, self._strength(level, is_pinned)))
        return tuple(sorted(found, key=lambda f: -f.strength))

    def _level(self, symptom: Symptom, facts: Facts) -> Level | None:
        held = [d.level for d in symptom.detect if self.knowledge.condition(d.when).holds(facts)]
        return max(held, key=LEVELS.index) if held else None

    def _strength(self, level: Level | None, pinned: bool) -> float:
        settings = self.knowledge.settings
        if pinned:
            return settings.pinned_and_detected if level else settings.pinned
        return settings.strength[level] if level else 0.0

    def _rows(self, facts: Facts) -> list[tuple[Row, float]]:
        """Return the context rows that fit, with their factor: exact ones, else those of the receiver, halved."""

        def fits(row: Row, exact: bool) -> bool:
            source = row.source in ("*", facts["from_lane"]) if exact else True
            same = source and row.target in ("*", facts["to_lane"]) and row.carries in ("*", facts["carries"])
            return same and (not row.when or self.knowledge.condition(row.when).holds(facts) is True)

        if facts["carries"] is None:
            return []
        rows = [row for row in self.knowledge.rows if fits(row, True)]
        special = [row for row in rows if row.when]
        if special or rows:
            return [(row, 1.0) for row in (special or rows)]
        return [(row, 0.5) for row in self.knowledge.rows if fits(row, False)]

    def _suggestions(
        self, on: str, findings: tuple[Finding, ...], rows: list[tuple[Row, float]], lived: frozenset[str]
    ) -> tuple[Suggestion, ...]:
        strong = sum(f.strength >= 0.7 for f in findings), sum(f.strength >= 0.4 for f in findings)
        if not strong[0] and strong[1] < 2:
            return ()
        refused = {
            v.practice for v in self.map.on(on) if isinstance(v, Verdict) and v.status == "dismissed" and v.practice
        }
        refused |= {e.practice for e in self.map.on(on) if isinstance(e, Experiment) and e.practice}
        reasons = self._reasons(findings, rows)
        named = {remedy.id for row, _ in rows for remedy in row.practices}
        made = [
            self._suggestion(on, self.knowledge.practices[id_], because, id_ in named)
            for id_, because in reasons.items()
            if id_ not in lived and id_ not in refused and id_ in self.knowledge.practices
        ]
        good = [s for s in made if s.score >= self.knowledge.settings.min_score]
        return _mixed(sorted(good, key=lambda s: (-s.score, s.practice)))

    def _reasons(self, findings: tuple[Finding, ...], rows: list[tuple[Row, float]]) -> dict[str, list[Reason]]:
        seen = {f.symptom: f.strength for f in findings}
        found: dict[str, list[Reason]] = {}
        for finding in findings:
            symptom = self.knowledge.symptoms[finding.symptom]
            for remedy in symptom.practice:
                sentence = f"{_seen(symptom, finding)} {remedy.reason[:1].upper()}{remedy.reason[1:]}."
                found.setdefault(remedy.id, []).append(
                    Reason(remedy.weight * finding.strength, f"symptom:{symptom.id}", sentence)
                )
        for id_, reasons in found.items():
            ordered = sorted(reasons, key=lambda r: -r.points)
            found[id_] = [Reason(r.points / 2**at, r.source, r.sentence) for at, r in enumerate(ordered)]
        for id_, reason in self._context(rows, seen).items():
            found.setdefault(id_, []).append(reason)
        return found

    def _context(self, rows: list[tuple[Row, float]], seen: Mapping[str, float]) -> dict[str, Reason]:
        best: dict[str, Reason] = {}
        for row, factor in rows:
            shown = sum(min(1.0, seen.get(mode, 0.0)) for mode in row.failure_modes) / max(1, len(row.failure_modes))
            for remedy in row.practices:
                points = remedy.weight * (0.3 + 0.7 * shown) * factor
                sentence = f"Typical for {row.name[:1].lower()}{row.name[1:]}: {remedy.reason}."
                if remedy.id not in best or points > best[remedy.id].points:
                    best[remedy.id] = Reason(points, f"context:{row.id}", sentence)
        return best

    def _suggestion(self, on: str, practice: Practice, because: list[Reason], named: bool) -> Suggestion:
        settings = self.knowledge.settings
        factor = settings.effort_factor[practice.effort]
        if practice.id in settings.generic and not named:
            factor *= settings.generic_factor
        score = sum(reason.points for reason in because) * factor
        before = [p for p in practice.prerequisites if p not in self.in_place]
        scaled = tuple(
            Reason(round(r.points * factor, 2), r.source, r.sentence) for r in sorted(because, key=lambda r: -r.points)
        )
        return Suggestion(
            practice.id,
            round(score, 2),
            practice.lever,
            practice.principle,
            practice.ops,
            scaled,
            self._would_give(on, practice),
            practice.first_step,
            practice.measure,
            practice.not_if,
            before[0] if before else None,
        )

    def _would_give(self, on: str, practice: Practice) -> Quantity:
        """Compute the effect where it can be: half the wait, or no returns; otherwise unknown."""
        flow = self.figures.flows.get(on)
        if flow is None:
            return UNKNOWN
        if practice.lever == "shorten-wait":
            return flow.saved_if_halved
        if (
            practice.lever == "fewer-come-back"
            and flow.loss.value is not None
            and flow.saved_if_removed.value is not None
        ):
            gain = flow.loss.value - flow.saved_if_removed.value
            return Quantity(gain, gain, gain, "at-most") if gain > 0 else UNKNOWN
        return UNKNOWN

    def _typical(self, rows: list[tuple[Row, float]], lived: frozenset[str]) -> tuple[str, ...]:
        ranked: dict[str, float] = {}
        for row, factor in rows:
            for remedy in row.practices:
                ranked[remedy.id] = max(ranked.get(remedy.id, 0.0), remedy.weight * factor)
        return tuple(sorted((id_ for id_ in ranked if id_ not in lived), key=lambda id_: -ranked[id_])[:3])

    def _questions(self, facts: Facts, findings: tuple[Finding, ...]) -> tuple[tuple[str, str], ...]:
        """Return the unknown fields whose answer could show most, each with the question to ask aloud."""
        seen = {finding.symptom for finding in findings}
        worth: dict[str, tuple[float, str]] = {}
        for symptom in self.knowledge.symptoms.values():
            if symptom.scope not in ("handoff", "both") or symptom.id in seen:
                continue
            for detector in symptom.detect:
                open_facts = self.knowledge.condition(detector.when).could_hold(facts)
                weight = self.knowledge.settings.strength[detector.level] * max(
                    (r.weight for r in symptom.practice), default=1.0
                )
                for name in open_facts[:1] if len(open_facts) == 1 else ():
                    if name in _ASKABLE and weight > worth.get(name, (0.0, ""))[0]:
                        worth[name] = (weight, symptom.question)
        ranked = sorted(worth.items(), key=lambda entry: -entry[1][0])
        return tuple((_ASKABLE[name], question) for name, (_, question) in ranked[:3])


def _seen(symptom: Symptom, finding: Finding) -> str:
    """Say what was seen: people's own word first, else the facts; never the symptom's name as a machine's verdict."""
    if finding.pinned:
        return f"People said: {symptom.title[:1].lower()}{symptom.title[1:]}."
    facts = ", ".join(finding.evidence)
    return f"{facts[:1].upper()}{facts[1:]}."


_ASKABLE = {
    "wait": "wait",
    "pca": "pca",
    "medium": "medium",
    "approval": "approval",
    "contract": "contract",
    "tests": "tests",
    "versioned": "versioned",
    "monitored": "monitored",
    "rollback": "rollback",
    "trigger": "trigger",
    "env_parity": "env_parity",
    "sla": "sla",
    "personal_data": "personal_data",
    "regulated": "regulated",
    "per_week": "frequency",
    "people": "people",
    "foreign_schema": "schema_owner",
    "frequency_ratio": "need",
}


def _mixed(ranked: list[Suggestion]) -> tuple[Suggestion, ...]:
    """Return at most five, at most two of one principle, so that the list offers a choice."""
    kept: list[Suggestion] = []
    for suggestion in ranked:
        if sum(s.principle == suggestion.principle for s in kept) < MOST_OF_PRINCIPLE:
            kept.append(suggestion)
        if len(kept) == MOST:
            break
    return tuple(kept)


def advice_json(advice: Advice) -> dict[str, Any]:
    """Return the advice as JSON takes it, under the names of the command line."""
    experiment = advice.experiment
    return {
        "flows": [_place("flow", place) for place in advice.flows.values()],
        "steps": [_place("step", place) for place in advice.steps.values() if place.findings or place.recognised],
        "map": {
            "findings": [_finding(f) for f in advice.map_findings],
            "suggestions": [_suggestion(s) for s in advice.map_suggestions],
            "experiment": {"flow": experiment[0], "practice": experiment[1], "expected": experiment[2].as_json()}
            if experiment
            else None,
        },
    }


def _place(kind: str, place: Place) -> dict[str, Any]:
    return {
        kind: place.on,
        "handoff": place.handoff,
        "findings": [_finding(finding) for finding in place.findings],
        "suggestions": [_suggestion(suggestion) for suggestion in place.suggestions],
        "typical": [{"practice": id_} for id_ in place.typical],
        "recognised": [{"symptom": symptom, "words": words} for symptom, words in place.recognised],
        "questions": [{"field": name, "ask": ask} for name, ask in place.questions],
        "in_place": list(place.in_place),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "symptom": finding.symptom,
        "level": finding.level,
        "pinned": finding.pinned,
        "evidence": list(finding.evidence),
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    plain = {f.name: getattr(suggestion, f.name) for f in fields(suggestion)}
    because = [{"points": r.points, "from": r.source, "sentence": r.sentence} for r in suggestion.because]
    return {**plain, "because": because, "would_give": suggestion.would_give.as_json()}


__all__ = ["Advice", "Finding", "Place", "Reason", "Remedy", "Suggestion", "advice_json", "advise"]
