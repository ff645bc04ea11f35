"""Questions to ask aloud: the few unknown fields of a handoff whose answer could change the advice most."""

from __future__ import annotations

from collections.abc import Container

from crosslane.practices.judge import Judge

MOST = 3
_ANSWERS = ("wait", "waits_for", "pca", "medium", "approval", "people", "personal_data", "regulated")
_GUARDS = ("contract", "tests", "versioned", "monitored", "rollback", "trigger", "env_parity", "sla")
# What is asked about these fields, whatever the answer may show.
_ASK = {
    "waits_for": "What is it waiting for: a free person, the next date, somebody's yes, something missing, "
    "nobody noticed, or a machine?",
    "wait": "How long does it wait before somebody takes it up?",
    "people": "How many people can do this?",
    "personal_data": "Is there personal data in it?",
    "regulated": "Is it regulated: would an auditor ask about it?",
    "approval": "Who has to agree before it goes on: nobody, a colleague, or somebody outside?",
    "schema_owner": "Whose is the form of it: who may change its fields?",
    "medium": "How does it get there: a ticket, a file, a pipeline, by word?",
}
# Where a field has no meaning, it is not asked about.
_MOOT = {
    "env_parity": "carries in ('request', 'raw-data', 'report', 'alert', 'dataset') or from_lane == 'external'",
    "rollback": "carries in ('request', 'alert', 'raw-data')",
    "trigger": "carries in ('request', 'alert') or from_lane == 'external' or medium in ('api', 'event-stream')",
    "approval": "from_lane == 'external' or carries == 'alert' or medium in ('api', 'event-stream', 'shared-db')",
    "waits_for": "wait < 8",
    "versioned": "carries in ('request', 'alert')",
    "need": "carries in ('request', 'alert')",
    "contract": "carries == 'alert'",
}
# A wait of a day or more whose cause is unknown is asked about first; how often it is needed is asked late. Our setting.
LONG_WAIT, FIRST, LATE, ELSEWHERE = 8.0, 6.0, 0.4, 0.6
# Where hardly any of all waiting is spent, the cause of the wait is no first question.
LITTLE, OF_LITTLE = 0.05, 2.0
_NOTHING = (0.0, "")
# Facts that people can answer, with the field that holds the answer.
_FIELDS = {
    "per_week": "frequency",
    "foreign_schema": "schema_owner",
    "frequency_ratio": "need",
    **{name: name for name in (*_ANSWERS, *_GUARDS)},
}


def questions_for(judge: Judge, seen: Container[str], typical: Container[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return at most three (field, question): those whose answer alone would show a symptom, the weightiest first.

    What is not typical between the two lanes counts less.
    """
    worth: dict[str, tuple[float, str]] = {}
    if judge.facts.get("waits_for") is None and (judge.facts.get("wait") or 0.0) >= LONG_WAIT:
        share = judge.facts.get("contribution")
        worth["waits_for"] = (OF_LITTLE if share is not None and share < LITTLE else FIRST, "")
    for name, (symptom, weight, sides, _) in judge.open_facts():
        field = _FIELDS.get(name)
        if field is None or symptom in seen:
            continue
        usual = (1.0 if symptom in typical else ELSEWHERE) * (LATE if field == "need" else 1.0)
        if weight * usual > worth.get(field, _NOTHING)[0] and sides.answer(judge.known) is None:
            worth[field] = (weight * usual, judge.knowledge.symptoms[symptom].question)
    if "waits_for" in worth and judge.facts.get("wait") is None:
        worth["wait"] = worth.pop("waits_for")
    sensible = (entry for entry in worth.items() if not judge.fires(_MOOT.get(entry[0], "False")))
    ranked = sorted(sensible, key=lambda entry: -entry[1][0])
    return tuple((field, _ASK.get(field) or question) for field, (_, question) in ranked[:MOST])
