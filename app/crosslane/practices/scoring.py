"""What could be tried at a place, in order of score, and which reasons add up to each score.

Scores are added up for all practices for which something speaks; reasons are put into words when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from crosslane.model.values import Calendar
from crosslane.practices.advice import Finding, Reason
from crosslane.practices.context import Rows, points_of_context
from crosslane.practices.judge import Judge
from crosslane.practices.knowledge import Practice, Remedy, Symptom
from crosslane.practices.phrases import NO_FACT, facts_of

MOST, MOST_OF_PRINCIPLE = 5, 2
# So many of a list are the best, whatever lever they pull.
FIRST = 3
# What a third of one principle counts when the list is made: our setting.
LIKE_OTHERS = 0.85
# One clear finding, or two weaker ones, make evidence.
CLEAR, WEAK = 0.7, 0.4


class Heeded(NamedTuple):
    """What was said at a place, and how surely it leans to which practices."""

    leaning: Mapping[str, float]
    told: Sequence[str]


class Scored(NamedTuple):
    """A practice with its score, what tells the reasons that add up to it; a hint rests on recorded fields alone."""

    practice: Practice
    score: float
    reasons: Callable[[], tuple[Reason, ...]]
    hint: bool


class _Part(NamedTuple):
    """A part of a score, before effort: its points, where they come from, and what says it, given the facts told."""

    points: float
    source: str
    say: Callable[[set[str]], str]


# A remedy's points by a finding, put into a part only when its practice is kept.
_Seen = tuple[float, Finding, Remedy]


def best_scored(
    calendar: Calendar, judge: Judge, findings: tuple[Finding, ...], heeded: Heeded, rows: Rows, out: frozenset[str]
) -> list[Scored]:
    """Return at most five practices for a place, best first, without those that are `out`; none without evidence."""
    heard = max(heeded.leaning.values(), default=0.0)
    clear = heard >= CLEAR or any(f.strength >= CLEAR for f in findings)
    hint = not clear and sum(f.strength >= WEAK for f in findings) < 2
    shown = {} if clear else judge.shown()
    if hint and not shown:
        return []
    sheet = _Sheet(calendar, judge, findings, shown, heeded, rows, hint)
    good = _mixed(sheet.ranked(out))
    kept = good[:FIRST] if hint else good
    return [Scored(practice, score, partial(sheet.reasons, practice), hint) for score, practice in kept]


class _Sheet:
    """All that speaks for each practice at one place."""

    def __init__(
        self,
        calendar: Calendar,
        judge: Judge,
        findings: tuple[Finding, ...],
        shown: Mapping[str, list[str]],
        heeded: Heeded,
        rows: Rows,
        hint: bool,
    ) -> None:
        self._calendar, self._judge, self._shown, self._heeded, self._hint = calendar, judge, shown, heeded, hint
        self._knowledge, self._settings, self._rules = judge.knowledge, judge.knowledge.settings, judge.rules
        self._seen = _seen(judge, findings)
        self._context = points_of_context(rows, {f.symptom: f.strength for f in findings})
        self._named = {remedy.id for row, _ in rows for remedy in row.practices}

    def ranked(self, out: frozenset[str]) -> list[tuple[float, Practice]]:
        """Return the practices whose score is worth it, best first."""
        practices, least = self._knowledge.practices, self._settings.min_score
        scored: list[tuple[float, Practice]] = []
        spoken = {**self._shown, **self._seen, **self._heeded.leaning}
        for id_ in {**spoken, **self._context}:
            if id_ in practices and id_ not in out:
                points = sum(self._points(id_)) if id_ in spoken else self._context[id_].points
                score = round(points * self._factor(id_), 2)
                if score >= least:
                    scored.append((score, practices[id_]))
        return sorted(scored, key=lambda s: (-s[0], s[1].id))

    def _points(self, id_: str) -> list[float]:
        """Return the points of a practice: of what is seen the second counts half, the third a quarter, and so on."""
        seen = self._seen.get(id_)
        points = [part[0] for part in seen] if seen else []
        if id_ in self._shown:
            points.append(self._settings.shown)
        if len(points) > 1:
            points.sort(reverse=True)
            points = [point * 0.5**at for at, point in enumerate(points)]
        if id_ in self._heeded.leaning:
            points.append(self._heeded.leaning[id_] * self._settings.said_alike)
        if id_ in self._context:
            points.append(self._context[id_].points)
        return points

    def _factor(self, id_: str) -> float:
        """Return what a practice's points are taken times: by effort, and less for what helps everywhere."""
        if id_ in self._rules.general and id_ not in self._named:
            return self._rules.general[id_]
        return self._rules.effort[id_]

    def reasons(self, practice: Practice) -> tuple[Reason, ...]:
        """Return the reasons of a practice in words, the weightiest first."""
        factor, told = self._factor(practice.id), set[str]()
        parts = sorted(self._parts(practice.id), key=lambda part: -part.points)
        return tuple(Reason(round(p.points * factor, 2), p.source, p.say(told)) for p in parts)

    def _parts(self, id_: str) -> list[_Part]:
        """Return the parts of a practice's score in the order in which they are added up."""
        symptoms = self._knowledge.symptoms
        parts = [
            _Part(points, f"symptom:{finding.symptom}", partial(_said_of, symptoms[finding.symptom], finding, remedy))
            for points, finding, remedy in self._seen.get(id_, ())
        ]
        if id_ in self._shown:
            parts.insert(0, _Part(self._settings.shown, "field", partial(self._recorded, self._shown[id_])))
        parts.sort(key=lambda part: -part.points)
        parts = [part._replace(points=part.points * 0.5**at) for at, part in enumerate(parts)]
        if id_ in self._heeded.leaning:
            near = self._heeded.leaning[id_] * self._settings.said_alike
            parts.append(_Part(near, "said", partial(_said_alike, self._heeded.told)))
        if id_ in self._context:
            typical = self._context[id_]
            parts.append(_Part(typical.points, f"context:{typical.row.id}", typical.say))
        return parts

    def _recorded(self, conditions: Sequence[str], told: set[str]) -> str:
        facts = facts_of(conditions, self._judge.facts, self._knowledge, self._calendar)
        new = [fact for fact in facts if fact not in told]
        told.update(new)
        line = ", ".join(new) or "the same speaks for it by itself"
        return f"{line[:1].upper()}{line[1:]}{': a hint, no more' if self._hint else ''}."


def _seen(judge: Judge, findings: tuple[Finding, ...]) -> dict[str, list[_Seen]]:
    """Return for each practice that helps against what is found its points for each finding."""
    seen: dict[str, list[_Seen]] = {}
    for finding in findings:
        strength = finding.strength
        for remedy in judge.knowledge.symptoms[finding.symptom].practice:
            if not remedy.when or judge.helps(remedy):
                seen.setdefault(remedy.id, []).append((remedy.weight * strength, finding, remedy))
    return seen


def _said_of(symptom: Symptom, finding: Finding, remedy: Remedy, told: set[str]) -> str:
    """Say what was seen: people's own words first, else the facts; never the symptom's name as a machine's verdict.

    A fact that was told for the same suggestion is not told again. What would be is told apart from what is.
    """
    facts = [fact for fact in finding.evidence if fact not in ("people said so", NO_FACT)]
    new = [fact for fact in facts if fact not in told]
    told.update(facts)
    helps = f"With it, {remedy.reason}."
    if (facts and not new) or (not facts and not finding.pinned):
        return helps
    seen = ", ".join(new) if new else f"people said: {symptom.title[:1].lower()}{symptom.title[1:]}"
    return f"{seen[:1].upper()}{seen[1:]}. {helps}"


def _said_alike(sentences: Sequence[str], _: set[str]) -> str:
    quoted = " ".join(f"“{sentence}”" for sentence in sentences)
    return f"People said: {quoted} It has helped others who said much the same."


def _mixed(ranked: list[tuple[float, Practice]]) -> list[tuple[float, Practice]]:
    """Return at most five, so that the list offers a choice: a third of one principle needs a clear lead.

    Where none of them pulls a lever, the best that does takes the place of the last that pulls the same as another;
    the first three stay.
    """
    kept: list[tuple[float, Practice]] = []
    left, alike = list(ranked), dict[str, int]()
    while left and len(kept) < MOST:
        best = _clearest(left, alike)
        left.remove(best)
        kept.append(best)
        alike[best[1].principle] = alike.get(best[1].principle, 0) + 1
    kept.sort(key=lambda offer: -offer[0])
    for offer in left:
        levers = [practice.lever for _, practice in kept]
        if offer[1].lever in ("other", *levers):
            continue
        spare = [at for at in range(FIRST, len(kept)) if levers[at] == "other" or levers.count(levers[at]) > 1]
        if spare:
            kept[spare[-1]] = offer
    return sorted(kept, key=lambda offer: -offer[0])


def _clearest(left: list[tuple[float, Practice]], alike: Mapping[str, int]) -> tuple[float, Practice]:
    """Return the first of the best, each more of a principle than are welcome counting less."""
    best, most = left[0], 0.0
    for offer in left:
        if offer[0] <= most:
            break
        pull = offer[0] * LIKE_OTHERS ** max(0, alike.get(offer[1].principle, 0) + 1 - MOST_OF_PRINCIPLE)
        if pull > most:
            best, most = offer, pull
    return best
