"""The facts behind a finding, in plain words with the map's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from crosslane.analysis.sayings import of_ten
from crosslane.analysis.telling import VIA, WAITS_FOR
from crosslane.model.durations import in_halves, saying
from crosslane.model.values import Calendar
from crosslane.practices.knowledge import Knowledge, Level

# Said of what shows in the drawing and in no field.
NO_FACT = "the drawing shows it"
MOST = 3
_Phrase = Callable[[Any, Calendar], str]


def _often(per_week: float) -> str:
    """Return a rate as people say it: "once a week", "3 times a week", "every 10 weeks"."""
    if per_week >= 1.25:
        return f"{in_halves(per_week)} times a week"
    weeks = round(1 / per_week) if per_week > 0 else 0
    return "once a week" if weeks == 1 else f"every {weeks} weeks" if weeks else "hardly ever"


_PHRASES: dict[str, _Phrase] = {
    "wait": lambda v, calendar: f"it waits {saying(v, calendar)}",
    "waits_for": lambda v, _: "it waits for " + ", ".join(WAITS_FOR[answer] for answer in v),
    "wait_share": lambda v, _: (
        "nearly all of its time is waiting" if v >= 0.9 else f"{of_ten(v)} hours of it are waiting"
    ),
    "pca": lambda v, _: f"{of_ten(v)} are usable as they arrive",
    "sides_apart": lambda v, _: f"giver and receiver see it {in_halves(v * 10)} of ten apart",
    "medium": lambda v, _: f"it is handed over {VIA[v]}",
    "approval": lambda v, _: "somebody outside has to agree" if v == "external" else f"approval: {v}",
    "contract": lambda v, _: (
        "nothing is agreed on its form"
        if v == "none"
        else f"its form is agreed {v}ly"
        if v == "informal"
        else f"contract: {v}"
    ),
    "tests": lambda v, _: {"none": "no test is recorded where it arrives", "manual": "tests are done by hand"}.get(
        v, "tests run by themselves"
    ),
    "monitored": lambda v, _: "no watch on it is recorded" if v == "none" else "it is watched by hand",
    "rollback": lambda v, _: "no way back is recorded" if v == "none" else "the way back is by hand",
    "versioned": lambda v, _: "it has versions" if v else "its versions are not kept",
    "env_parity": lambda v, _: "the two environments are alike" if v else "the two environments differ",
    "trigger": lambda v, _: f"it starts by {'hand' if v == 'manual' else v}",
    "per_week": lambda v, _: f"it comes {_often(v)}",
    "frequency_ratio": lambda v, _: f"need and delivery differ {in_halves(v)} times",
    "contribution": lambda v, _: (
        "all waiting is here" if v >= 0.95 else f"{of_ten(v)} hours of all waiting are spent here"
    ),
    "people": lambda v, _: "it depends on one person" if v == 1 else f"{in_halves(v)} people can do it",
    "wip": lambda v, _: f"{in_halves(v)} items are open",
    "returns": lambda _, __: "a return is drawn",
    "rework": lambda _, __: "work comes back this way",
    "loop_span": lambda v, _: f"it comes back over {v} steps",
    "sla": lambda v, _: "no service level is stated" if v == "none" else f"service level {v}",
    "foreign_schema": lambda v, _: "its form belongs to another lane" if v else "its form is the receiver's own",
    "consumers": lambda v, _: "one other uses the same source" if v == 1 else f"{v} others use the same source",
    "personal_data": lambda v, _: "it holds personal data" if v else "no personal data",
    "regulated": lambda v, _: "it is regulated" if v else "it is not regulated",
    "automated": lambda v, _: "it runs by itself" if v else "it is done by hand",
    "batch_every": lambda v, calendar: f"it is collected for {saying(v, calendar)}",
    "lead_time": lambda v, calendar: f"the whole way takes {saying(v, calendar)}",
    "flow_efficiency": lambda v, _: f"work is {of_ten(v)} of the time",
    "merged_sources": lambda v, _: f"{v} sources come together there",
    "makes_report": lambda v, _: "a report is made of it" if v else "no report is made of it",
    "holds_personal": lambda v, _: "it lies with personal data" if v else "it lies without personal data",
    "owner": lambda v, _: "no owner is named" if v == "none" else "an owner is named",
    "llm": lambda v, _: "a language model is in it" if v else "no language model is in it",
    "no_path_to_users": lambda _, __: "no way to a user is drawn",
    "no_consumers": lambda _, __: "no reader of it is drawn",
    "emits_prediction": lambda _, __: "predictions leave here",
    "outcome_returns": lambda v, _: "the outcome comes back" if v else "no outcome comes back",
    "handoffs": lambda v, _: f"{in_halves(v)} handoffs for every item",
}


def evidence_of(
    symptom: str, level: Level, facts: dict[str, Any], knowledge: Knowledge, calendar: Calendar
) -> tuple[str, ...]:
    """Return the facts by which a symptom is seen at this level, at most three, in plain words."""
    return _told(knowledge.rules.evidence[symptom, level], facts, calendar) or (NO_FACT,)


def facts_of(
    conditions: Iterable[str], facts: dict[str, Any], knowledge: Knowledge, calendar: Calendar
) -> tuple[str, ...]:
    """Return the known facts of which conditions speak, at most three, in plain words."""
    names = (name for text in conditions for name in knowledge.condition(text).in_order)
    return _told(dict.fromkeys(names), facts, calendar)


def _told(names: Iterable[str], facts: dict[str, Any], calendar: Calendar) -> tuple[str, ...]:
    told: list[str] = []
    for name in names:
        value = facts.get(name)
        if value is not None and name in _PHRASES:
            told.append(_PHRASES[name](value, calendar))
            if len(told) == MOST:
                break
    return tuple(told)
