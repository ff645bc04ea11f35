"""Questions to ask aloud: the few unknown fields of a handoff whose answer could change the advice most."""

from __future__ import annotations

from collections.abc import Container

from crosslane.practices.facts import Facts
from crosslane.practices.knowledge import Knowledge

MOST = 3
_ANSWERS = ("wait", "waits_for", "pca", "medium", "approval", "people", "personal_data", "regulated")
_GUARDS = ("contract", "tests", "versioned", "monitored", "rollback", "trigger", "env_parity", "sla")
# Facts that people can answer, with the field that holds the answer.
_FIELDS = {
    "per_week": "frequency",
    "foreign_schema": "schema_owner",
    "frequency_ratio": "need",
    **{name: name for name in (*_ANSWERS, *_GUARDS)},
}


def questions_for(knowledge: Knowledge, facts: Facts, seen: Container[str]) -> tuple[tuple[str, str], ...]:
    """Return at most three (field, question): those whose answer alone would show a symptom, the weightiest first."""
    worth: dict[str, tuple[float, str]] = {}
    strength = knowledge.settings.strength
    for symptom in knowledge.symptoms.values():
        if symptom.scope not in ("handoff", "both") or symptom.id in seen:
            continue
        best = max((remedy.weight for remedy in symptom.practice), default=1.0)
        for detector in symptom.detect:
            unknown = knowledge.condition(detector.when).could_hold(facts)
            if len(unknown) == 1 and unknown[0] in _FIELDS:
                weight = strength[detector.level] * best
                field = _FIELDS[unknown[0]]
                if weight > worth.get(field, (0.0, ""))[0]:
                    worth[field] = (weight, symptom.question)
    ranked = sorted(worth.items(), key=lambda entry: -entry[1][0])
    return tuple((field, question) for field, (_, question) in ranked[:MOST])
