"""Acceptance checks proposed for a handoff: from what it carries and what goes wrong, never as agreed."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from crosslane.model.values import Agreement, Carries
from crosslane.practices.agreement import MOST_CHECKS, OPEN, PROPOSED, agreement_page, proposed_checks
from crosslane.practices.knowledge import shipped
from crosslane.practices.pages import markdown_of
from practices.places import HANDLED, handoff


def proposed(**fields: Any) -> tuple[str, ...]:
    """Return the checks proposed for a handoff with these fields."""
    return proposed_checks(handoff(**fields).flow("f"), shipped())


@pytest.mark.parametrize("carries", get_args(Carries))
def test_there_is_a_check_for_whatever_is_carried(carries: str) -> None:
    """A few, not a flood, also where all is well."""
    assert 1 <= len(proposed(carries=carries)) <= MOST_CHECKS
    assert 1 <= len(proposed(**{**HANDLED, "carries": carries})) <= MOST_CHECKS


def test_nothing_is_proposed_where_nothing_is_known() -> None:
    """No guess."""
    assert proposed() == ()


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"carries": "model", "versioned": False}, "trained on"),
        ({"carries": "model", "pca": 0.5}, "example requests"),
        ({"carries": "dataset", "tests": "none"}, "Keys are unique"),
        ({"carries": "dataset", "personal_data": True}, "personal field"),
        ({"carries": "request", "purpose": "erasure"}, "acknowledged"),
        ({"carries": "request", "symptoms": ("ping-pong",)}, "asked back last time"),
        ({"carries": "alert", "pca": 0.3}, "first thing to do"),
        ({"carries": "prediction", "llm": True}, "When no answer comes"),
    ],
)
def test_what_goes_wrong_brings_its_check(fields: dict[str, Any], word: str) -> None:
    """By the fields, and by what people pinned."""
    assert any(word in text for text in proposed(**fields))


def test_what_is_pinned_brings_no_check_for_something_else() -> None:
    """Fear of releasing a model brings no check of a package."""
    texts = proposed(carries="model", symptoms=("fear-of-release",))
    assert texts[0] == "The version before it can be loaded again by name."
    assert not any("tried it" in text for text in texts)


def test_the_page_says_that_proposals_are_not_agreed_until_they_are() -> None:
    """Then it shows what is agreed, and nothing else."""
    map_ = handoff(carries="model", pca=0.5)
    open_ = markdown_of(agreement_page(map_, map_.flow("f"), shipped()))
    assert f"{PROPOSED}\n\n- " in open_
    agreed = map_.flow("f").but(agreement=Agreement(checks=("Ours",)))
    closed = markdown_of(agreement_page(map_, agreed, shipped()))
    assert PROPOSED not in closed
    assert "- Ours\n" in closed
    assert OPEN + "how does the receiver" not in closed
