"""The small language of conditions: three answers, and nothing outside the language."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from crosslane.model.errors import Problem
from crosslane.practices.conditions import compile_condition
from crosslane.practices.judge import Judge
from crosslane.practices.knowledge import Detector, shipped

# Values of facts that are words; others are numbers, or yes and no.
FACTS = {
    "carries": ("model", "dataset", "code", "alert"),
    "medium": ("ticket", "email", "pipeline", "file-drop"),
    "contract": ("none", "informal", "written"),
    "tests": ("none", "manual", "automated"),
    "waits_for": (("person",), ("yes", "date")),
    "practices": (frozenset({"data-contract"}), frozenset()),
    "from_lane": ("dev", "ai"),
    "to_lane": ("ops", "external"),
}
GROUPS = (("QUEUE", ("ticket", "email")),)


@pytest.mark.parametrize(
    ("text", "facts", "answer"),
    [
        ("wait >= 8", {"wait": 9.0}, True),
        ("wait >= 8", {"wait": 7.0}, False),
        ("wait >= 8", {}, None),
        ("medium in QUEUE", {"medium": "ticket"}, True),
        ("medium not in QUEUE", {"medium": "ticket"}, False),
        ("medium in QUEUE", {}, None),
        ("a and b", {"a": False}, False),
        ("a and b", {"a": True}, None),
        ("a or b", {"a": True}, True),
        ("a or b", {"a": False}, None),
        ("not a", {"a": True}, False),
        ("not a", {}, None),
        ("wip > 2*people", {"wip": 9, "people": 4}, True),
        ("wip > 2*people", {"wip": 9}, None),
        ("'yes' in waits_for", {"waits_for": ("yes", "date")}, True),
        ("'yes' in waits_for", {}, None),
        ("", {}, True),
    ],
)
def test_a_condition_answers_yes_no_or_unknown(text: str, facts: dict[str, object], answer: bool | None) -> None:
    """Unknown neither fires nor forbids, unless the rest decides."""
    assert compile_condition(text, GROUPS).holds(facts) is answer


@pytest.mark.parametrize(
    "text",
    ["open('x')", "wait.__class__", "[x for x in y]", "lambda: 1", "wait +", "1 < wait < 3", "wait ** 2", "f'{x}'"],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    """Nothing is ever executed."""
    with pytest.raises(Problem):
        compile_condition(text, GROUPS)


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("a and b", [{"a", "b"}]),
        ("a or b", [{"a"}, {"b"}]),
        ("a and (b or c)", [{"a", "b"}, {"a", "c"}]),
        ("not (a or b)", [{"not a", "not b"}]),
        ("not (a and b)", [{"not a"}, {"not b"}]),
        ("", [set()]),
    ],
)
def test_a_condition_is_the_sets_of_comparisons_that_decide_it(text: str, sets: list[set[str]]) -> None:
    """Each set by itself is enough."""
    found = compile_condition(text, GROUPS).yes
    assert [{("" if wanted else "not ") + atom.text for atom, wanted in each} for each in found] == sets


def test_a_condition_with_too_many_ways_to_hold_is_refused() -> None:
    """It would take for ever; several conditions say the same."""
    branches = [f"(a > {n} or b > {n})" for n in range(40)]
    with pytest.raises(Problem, match="too many ways to hold"):
        compile_condition(" and ".join(branches), GROUPS)
    with pytest.raises(Problem, match="too many ways to hold"):
        compile_condition(" or ".join(branches).replace(" or b", " and b"), GROUPS)


def test_numbers_answer_as_the_conditions_do() -> None:
    """Every condition of what is shipped, on places about which much or little is known."""
    knowledge, chance = shipped(), Random(7)
    texts = [d.when for s in knowledge.symptoms.values() for d in s.detect]
    texts += [s.handled for s in knowledge.symptoms.values()]
    texts += [sign for p in knowledge.practices.values() for sign in (p.about, *p.shows, *p.signs)]
    texts += [row.when for row in knowledge.rows]
    values = {
        name: FACTS.get(name, (True, False, 0.3, 3, 60.0))
        for name in {name for text in texts for name in knowledge.condition(text).names}
    }
    for share in (0.2, 0.5, 0.9) * 20:
        facts = {name: chance.choice(many) for name, many in values.items() if chance.random() < share}
        judge = Judge(knowledge, facts)
        for text in texts:
            assert judge.holds(text) is knowledge.condition(text).holds(facts), (text, facts)
            assert judge.fires(text) is (judge.holds(text) is True)


def test_a_condition_that_needs_nothing_holds_everywhere() -> None:
    """Beside others that need something."""
    symptom = shipped().symptoms["ticket-queue"]
    always = symptom.model_copy(update={"id": "always", "detect": (Detector(level="watch", when="True"),)})
    knowledge = replace(shipped(), symptoms={symptom.id: symptom, "always": always})
    assert Judge(knowledge, {}).levels == {"always": "watch"}
    assert Judge(knowledge, {"medium": "ticket", "wait_share": 0.8}).levels.keys() == {"always", "ticket-queue"}
