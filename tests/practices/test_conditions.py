"""The small language of conditions: three answers, and nothing outside the language."""

from __future__ import annotations

import pytest

from crosslane.model.errors import Problem
from crosslane.practices.conditions import compile_condition

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
    ("text", "needed"),
    [
        ("medium in QUEUE and wait >= 8", {"medium", "wait"}),
        ("wait >= 8 or pca < 0.5", set()),
        ("carries == 'model' and (wait >= 8 or wait < 2)", {"carries", "wait"}),
        ("not versioned", {"versioned"}),
        ("", set()),
    ],
)
def test_without_what_a_condition_needs_it_cannot_hold(text: str, needed: set[str]) -> None:
    """Of branches, only what all of them need."""
    assert compile_condition(text, GROUPS).needed == needed
