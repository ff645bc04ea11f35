"""What advice is: findings, reasons, suggestions, places; and its JSON under the names of the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, NamedTuple

from crosslane.model.quantity import UNKNOWN, Quantity
from crosslane.practices.knowledge import Level

# From so much of another's score on, one is close to it: our setting.
CLOSE = 0.9
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Finding:
    """A symptom seen at a place: how strongly, and whether people pinned it."""

    symptom: str
    level: Level
    pinned: bool
    strength: float = 0.0
    tells: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """The facts by which it is seen, in words."""
        return self.tells()


class Reason(NamedTuple):
    """A part of a score: its points, where they come from, and the sentence."""

    points: float
    source: str
    sentence: str


@dataclass(frozen=True)
class Suggestion:
    """A practice for a place, with all that a card says; `because` adds up to the score, and is put into words when it is
    first read.

    A `hint` rests on recorded fields alone, none of which is a clear finding. `before` are the practices that have to be
    in place first and are not known to be, each after what it needs itself; `begin_with` is the first of them for which
    something speaks there: of the others nothing is known.
    """

    practice: str
    score: float
    lever: str
    principle: str
    ops: str
    would_give: Quantity
    first_step: str
    measure: str
    not_if: str
    begin_with: str | None = None
    before: tuple[str, ...] = ()
    hint: bool = False
    reasons: Callable[[], tuple[Reason, ...]] = field(default=tuple, compare=False, repr=False)

    @cached_property
    def because(self) -> tuple[Reason, ...]:
        """The reasons in words, the weightiest first."""
        return self.reasons()


@dataclass(frozen=True)
class Place:
    """The advice for one flow or step; `sounds_like` is what people's words sound like, where that was asked for.

    What is heard there and what to ask is worked out when it is first read.
    """

    on: str
    handoff: bool = False
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    typical: tuple[str, ...] = ()
    in_place: tuple[str, ...] = ()
    sounds_like: tuple[Suggestion, ...] = ()
    hears: Callable[[], Pairs] = field(default=tuple, compare=False, repr=False)
    asks: Callable[[], Pairs] = field(default=tuple, compare=False, repr=False)

    @cached_property
    def recognised(self) -> Pairs:
        """The symptoms heard in what people said there, each with the words it hung on."""
        return self.hears()

    @cached_property
    def questions(self) -> Pairs:
        """The few fields whose answer could change the advice most, each with what to ask aloud."""
        return self.asks()

    def best_by_lever(self) -> dict[str, Suggestion]:
        """Return the best suggestion for each of the three levers, in order of score; others when there is none.

        Of two whose scores are close, the one of which it is known what it would give is the better card.
        """
        best: dict[str, Suggestion] = {}
        for suggestion in self.suggestions:
            first = best.setdefault(suggestion.lever, suggestion)
            gives_more = first.would_give.bound == "unknown" != suggestion.would_give.bound
            if gives_more and suggestion.score >= CLOSE * first.score:
                best[suggestion.lever] = suggestion
        return {lever: s for lever, s in best.items() if lever != "other"} or best


class Promotion(NamedTuple):
    """The one practice to try next on a map: its place, and what it would give itself.

    `opens` is the practice for which it has to be in place first, `up_to` what that one would give; `before` are the
    practices that come earlier still, of which nothing is known.
    """

    on: str
    practice: str
    would_give: Quantity
    opens: str | None = None
    up_to: Quantity = UNKNOWN
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advice:
    """All advice for a map, places in the map's order, and the one experiment to promote."""

    flows: dict[str, Place] = field(default_factory=dict)
    steps: dict[str, Place] = field(default_factory=dict)
    map_findings: tuple[Finding, ...] = ()
    map_suggestions: tuple[Suggestion, ...] = ()
    experiment: Promotion | None = None


def advice_json(advice: Advice) -> dict[str, Any]:
    """Return the advice as JSON takes it, under the names of the command line."""
    return {
        "flows": [_place("flow", place) for place in advice.flows.values()],
        "steps": [_place("step", place) for place in advice.steps.values() if place.findings or place.recognised],
        "map": {
            "findings": [_finding(f) for f in advice.map_findings],
            "suggestions": [_suggestion(s) for s in advice.map_suggestions],
            "experiment": _experiment(advice.experiment) if advice.experiment else None,
        },
    }


def _experiment(promoted: Promotion) -> dict[str, Any]:
    told = {"flow": promoted.on, "practice": promoted.practice, "expected": promoted.would_give.as_json()}
    if promoted.before:
        told["before"] = list(promoted.before)
    if promoted.opens:
        told["opens"] = {"practice": promoted.opens, "expected": promoted.up_to.as_json()}
    return told


def _place(kind: str, place: Place) -> dict[str, Any]:
    return {
        kind: place.on,
        "handoff": place.handoff,
        "findings": [_finding(finding) for finding in place.findings],
        "suggestions": [_suggestion(suggestion) for suggestion in place.suggestions],
        "sounds_like": [_suggestion(suggestion) for suggestion in place.sounds_like],
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
    plain = {f.name: getattr(suggestion, f.name) for f in fields(suggestion) if f.name != "reasons"}
    because = [{"points": r.points, "from": r.source, "sentence": r.sentence} for r in suggestion.because]
    return {**plain, "because": because, "would_give": suggestion.would_give.as_json()}
