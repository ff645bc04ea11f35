"""Advice for a map: what is seen, what could be tried, why, and what it would give.

score = (evidence + what was said + context) x effort factor, x generic factor for what helps everywhere. Evidence is
the weights of the symptoms seen times their strength, the second counted half, the third a quarter, so that symptoms
that go together do not count twice. Nothing is suggested without evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice

from crosslane.analysis.figures import Figures
from crosslane.analysis.where import amount
from crosslane.model.map import Map
from crosslane.model.records import Agenda, Experiment, Flow, Record, Step, Verdict
from crosslane.model.values import Calendar
from crosslane.practices.advice import Advice, Finding, Place, Promotion, Reason, Suggestion, advice_json
from crosslane.practices.beginning import in_place, needed_before
from crosslane.practices.context import Rows, matching_rows
from crosslane.practices.estimate import effect_of
from crosslane.practices.facts import Facts, MapFacts
from crosslane.practices.judge import Judge
from crosslane.practices.knowledge import Knowledge, Level, Practice, Symptom
from crosslane.practices.likely import Likely
from crosslane.practices.phrases import evidence_of
from crosslane.practices.questions import questions_for
from crosslane.practices.scoring import CLEAR, FIRST, Heeded, Scored, best_scored
from crosslane.practices.words import Heard, ear_of

# What is heard so surely is taken as said.
SURE = 0.4
# Places remembered between edits.
REMEMBERED = 4000
_EFFORTS = ("S", "M", "L")


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
    return Advice(flows, steps, findings, suggestions, _promotion(map_, figures, flows, knowledge))


def advise_at(
    map_: Map, figures: Figures, knowledge: Knowledge, id_: str, *, accept_words: bool = False
) -> Place | None:
    """Return the advice for one flow or step; None for anything else, and for the cycle that closes the loop."""
    record = map_.get(id_)
    adviser = _Adviser(map_, figures, knowledge, accept_words)
    if isinstance(record, Step):
        return adviser.at_step(record)
    drawn = isinstance(record, Flow) and record.type != "cycle" and record.source in map_ and record.target in map_
    return adviser.at_flow(record) if isinstance(record, Flow) and drawn else None


def under_way(map_: Map) -> list[Experiment]:
    """Return what is planned or tried at places that are still on the map."""
    tried = (e for e in map_.others("experiment") if isinstance(e, Experiment))
    return [e for e in tried if e.status in ("planned", "running") and e.on in map_]


def _promotion(map_: Map, figures: Figures, flows: Mapping[str, Place], knowledge: Knowledge) -> Promotion | None:
    """Promote one practice: largest computed effect, then score, then the smallest step, what is only a hint last; none
    while one is under way.

    Where others have to be in place before, the first of these for which something speaks there is promoted, with what it
    would give itself. Of the rest nothing is known: they are named as what comes first if it is not there yet.
    """
    if under_way(map_):
        return None
    offers = [(s, place) for place in flows.values() for s in place.suggestions[:3]]
    if not offers:
        return None

    def worth(offer: tuple[Suggestion, Place]) -> tuple[bool, float, float, int]:
        effort = _EFFORTS.index(knowledge.practices[offer[0].practice].effort)
        return not offer[0].hint, amount(offer[0].would_give), offer[0].score, -effort

    best, place = max(offers, key=worth)
    if best.begin_with is None:
        return Promotion(place.on, best.practice, best.would_give, before=best.before)
    own = effect_of(figures, place.on, knowledge.practices[best.begin_with])
    early = best.before[: best.before.index(best.begin_with)]
    return Promotion(place.on, best.begin_with, own, best.practice, best.would_give, early)


class _Voices:
    """What people said at a place: symptoms pinned or heard with their weight, and practices it leans to."""

    def __init__(
        self,
        pinned: Iterable[str],
        said: Sequence[str],
        knowledge: Knowledge,
        accept_words: bool,
        likely: Likely,
    ) -> None:
        self.told, self._knowledge, self._likely = tuple(said), knowledge, likely
        self.leaning: dict[str, float] = {}
        self.weight: dict[str, float] = {}
        if accept_words and said:
            told = ". ".join(sentence.rstrip(" .") for sentence in said)
            self.leaning = ear_of(knowledge).leaning(told, likely.practice)
            surest = max((heard.sure for heard, _ in self.heard.values()), default=1.0)
            self.weight = {id_: heard.sure / max(surest, SURE) for id_, (heard, _) in self.heard.items()}
        self.weight |= dict.fromkeys(pinned, 1.0)

    @cached_property
    def heard(self) -> dict[str, tuple[Heard, str]]:
        """The symptoms heard, each where it is heard most surely, with the sentence."""
        found: dict[str, tuple[Heard, str]] = {}
        for sentence in self.told:
            for heard in ear_of(self._knowledge).hear(sentence, self._likely.symptom):
                if heard.symptom not in found or heard.sure > found[heard.symptom][0].sure:
                    found[heard.symptom] = heard, sentence
        return found

    def words(self, symptom: str) -> str | None:
        """Return the sentence in which a symptom is heard; None where it is not."""
        return self.heard[symptom][1] if symptom in self.heard else None

    def recognised(self) -> tuple[tuple[str, str], ...]:
        return tuple((heard.symptom, heard.words) for heard, _ in self.heard.values())


def _evidence(
    symptom: str, level: Level | None, facts: Facts, knowledge: Knowledge, calendar: Calendar, voices: _Voices | None
) -> tuple[str, ...]:
    """Return by what a symptom is seen, in words: what people said first."""
    evidence = evidence_of(symptom, level, facts, knowledge, calendar) if level else ()
    if voices is not None:
        words = voices.words(symptom)
        evidence = (f"people said: “{words}”" if words else "people said so", *evidence)
    return evidence[:3]


class _Adviser:
    def __init__(self, map_: Map, figures: Figures, knowledge: Knowledge, accept_words: bool) -> None:
        self.map, self.figures, self.knowledge = map_, figures, knowledge
        self.settings, self.accept_words = knowledge.settings, accept_words
        self.facts = MapFacts(map_, figures)
        self.in_place = in_place(map_, knowledge)
        self._needed: dict[tuple[str, frozenset[str]], tuple[str, ...]] = {}
        self._on: dict[str, tuple[Record, ...]] = {}
        in_a_workshop = any(isinstance(a, Agenda) and a.running_since for a in map_.others("agenda"))
        self.withheld = frozenset(
            (*self.settings.never, *(self.settings.not_in_a_workshop if in_a_workshop else ())),
        )
        whole = (self.in_place, self.withheld, accept_words, self.facts.calendar)
        self._memory = knowledge.remembered(whole)

    def at_flow(self, flow: Flow) -> Place:
        facts = self.facts.of_flow(flow)
        return self._remembered(flow, facts, lambda: self._of_flow(flow, facts))

    def at_step(self, step: Step) -> Place:
        facts = self.facts.of_step(step)
        return self._remembered(step, facts, lambda: self._of_step(step, facts))

    def _remembered(self, place: Flow | Step, facts: Facts, advise_there: Callable[[], Place]) -> Place:
        """Advise anew only where something changed that the advice hangs on."""
        memory, figures = self._memory, self.figures.flows.get(place.id)
        gives = (figures.saved_if_halved, figures.saved_if_removed, figures.loss) if figures else ()
        here = (place.id, self._said(place), place.symptoms, place.practices, self._pointing(place.id))
        key = (here, tuple(facts.values()), gives)
        if key not in memory:
            if len(memory) >= REMEMBERED:
                memory.clear()
            memory[key] = advise_there()
        place_then: Place = memory[key]
        return place_then

    def _pointing(self, on: str) -> tuple[Record, ...]:
        """Return what points at a place, such as verdicts."""
        if on not in self._on:
            self._on[on] = self.map.on(on)
        return self._on[on]

    def _of_flow(self, flow: Flow, facts: Facts) -> Place:
        judge = Judge(self.knowledge, facts)
        rows = matching_rows(judge)
        typical = {mode for row, _ in rows for mode in row.failure_modes}
        voices = self._voices(flow, judge, rows)
        findings = self._explained(self._findings(("handoff", "both"), judge, voices, flow.id))
        seen = {finding.symptom for finding in findings}
        ends = self.map.step(flow.source), self.map.step(flow.target)
        lived = frozenset((*flow.practices, *ends[0].practices, *ends[1].practices))
        suggestions = self._suggestions(flow.id, judge, findings, voices, rows, lived)
        return Place(
            flow.id,
            self.map.is_handoff(flow),
            findings,
            suggestions,
            () if suggestions else self._typical(rows, lived),
            self._persisting(findings, lived),
            hears=voices.recognised,
            asks=tuple if flow.type == "rework" else partial(questions_for, judge, seen, typical),
        )

    def _of_step(self, step: Step, facts: Facts) -> Place:
        judge = Judge(self.knowledge, facts)
        voices = self._voices(step, judge, [])
        findings = self._findings(("step", "both"), judge, voices, step.id)
        suggestions = self._suggestions(step.id, judge, findings, voices, [], frozenset(step.practices))
        return Place(step.id, False, findings, suggestions, hears=voices.recognised)

    def at_map(self) -> tuple[tuple[Finding, ...], tuple[Suggestion, ...]]:
        judge = Judge(self.knowledge, self.facts.of_map())
        voices = _Voices((), (), self.knowledge, False, Likely(judge, []))
        findings = self._findings(("map",), judge, voices, "map")
        return findings, self._suggestions("map", judge, findings, voices, [], frozenset())

    def _voices(self, place: Flow | Step, judge: Judge, rows: Rows) -> _Voices:
        known = (symptom for symptom in place.symptoms if symptom in self.knowledge.symptoms)
        return _Voices(known, self._said(place), self.knowledge, self.accept_words, Likely(judge, rows))

    def _said(self, place: Flow | Step) -> tuple[str, ...]:
        """Return what people said of a place; of a flow about which they said nothing, what counts of its ends."""
        if place.said or isinstance(place, Step) or not self.accept_words:
            return place.said
        return tuple(dict.fromkeys((*self.map.step(place.target).said, *self.map.step(place.source).said)))

    # Findings

    def _findings(self, scopes: tuple[str, ...], judge: Judge, voices: _Voices, on: str) -> tuple[Finding, ...]:
        closed = {v.symptom for v in self._pointing(on) if isinstance(v, Verdict) and v.status in ("dismissed", "done")}
        found = []
        spoken = judge.levels.keys() | voices.weight.keys()
        for id_ in sorted(spoken, key=self.knowledge.rules.order.__getitem__):
            symptom = self.knowledge.symptoms[id_]
            voice = voices.weight.get(symptom.id, 0.0)
            if symptom.id in closed or (symptom.scope not in scopes and not voice):
                continue
            level = judge.level(symptom) if symptom.scope in scopes else None
            if level or voice:
                found.append(self._finding(symptom, level, voice, judge.facts, voices))
        return tuple(sorted(found, key=lambda f: -f.strength))

    def _explained(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Weigh a broad finding less where a narrower one of its group says what it is: a wait for a yes is no queue."""
        symptoms, broad = self.knowledge.symptoms, self.settings.broad
        told = {symptoms[f.symptom].group for f in findings if f.symptom not in broad and f.strength >= CLEAR}
        weighed = (
            replace(f, strength=f.strength * self.settings.explained)
            if f.symptom in broad and symptoms[f.symptom].group in told
            else f
            for f in findings
        )
        return tuple(sorted(weighed, key=lambda f: -f.strength))

    def _finding(self, symptom: Symptom, level: Level | None, voice: float, facts: Facts, voices: _Voices) -> Finding:
        # What tells it keeps hold of the place alone, not of the map: places are remembered.
        tells = partial(
            _evidence, symptom.id, level, facts, self.knowledge, self.facts.calendar, voices if voice else None
        )
        return Finding(symptom.id, level or "high", bool(voice), self._strength(level, voice), tells)

    def _strength(self, level: Level | None, voice: float) -> float:
        seen = self.settings.strength[level] if level else 0.0
        said = self.settings.pinned_and_detected if level else self.settings.pinned
        return max(seen, said * voice)

    def _persisting(self, findings: tuple[Finding, ...], lived: frozenset[str]) -> tuple[str, ...]:
        """Return the practices in place whose symptom is still there."""
        open_ = {r.id for f in findings for r in self.knowledge.symptoms[f.symptom].practice}
        return tuple(sorted(lived & open_))

    # Suggestions

    def _suggestions(
        self,
        on: str,
        judge: Judge,
        findings: tuple[Finding, ...],
        voices: _Voices,
        rows: Rows,
        lived: frozenset[str],
    ) -> tuple[Suggestion, ...]:
        unsaid = frozenset(id_ for id_ in self.settings.only_said if id_ not in voices.leaning)
        out = lived | self._refused(on) | self.withheld | unsaid
        heard = Heeded(voices.leaning, voices.told)
        best = best_scored(self.facts.calendar, judge, findings, heard, rows, out)
        wanting = frozenset(scored.practice.id for scored in best)
        return tuple(self._suggestion(on, scored, wanting) for scored in best)

    def _refused(self, on: str) -> frozenset[str]:
        """Return the practices that the team has set aside here, or already tries."""
        here = self._pointing(on)
        refused = [v.practice for v in here if isinstance(v, Verdict) and v.status == "dismissed"]
        return frozenset(p for p in (*refused, *(e.practice for e in here if isinstance(e, Experiment))) if p)

    def _before(self, practice: Practice, not_here: frozenset[str]) -> tuple[str, ...]:
        """Return what has to be in place before; what is wanting here is not in place here, whatever shows elsewhere."""
        key = practice.id, not_here
        if key not in self._needed:
            self._needed[key] = needed_before(practice, self.in_place - not_here, self.knowledge.practices)
        return self._needed[key]

    def _suggestion(self, on: str, scored: Scored, wanting: frozenset[str]) -> Suggestion:
        practice = scored.practice
        before = self._before(practice, self.in_place & wanting)
        return Suggestion(
            practice.id,
            scored.score,
            practice.lever,
            practice.principle,
            practice.ops,
            effect_of(self.figures, on, practice),
            practice.first_step,
            practice.measure,
            practice.not_if,
            next((id_ for id_ in before if id_ in wanting), None),
            before,
            scored.hint,
            scored.reasons,
        )

    def _typical(self, rows: Rows, lived: frozenset[str]) -> tuple[str, ...]:
        ranked: dict[str, float] = {}
        for row, factor in rows:
            for remedy in row.practices:
                ranked[remedy.id] = max(ranked.get(remedy.id, 0.0), remedy.weight * factor)
        shut = lived | self.withheld | set(self.settings.only_said)
        return tuple(islice((id_ for id_ in sorted(ranked, key=lambda i: -ranked[i]) if id_ not in shut), 3))


__all__ = ["FIRST", "Advice", "Finding", "Place", "Promotion", "Reason", "Suggestion", "advice_json", "advise"]
