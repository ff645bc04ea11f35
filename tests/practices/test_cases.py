"""Documented cases: a situation as told in the room and the handoff's fields lead to the practice that helped."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crosslane.practices.knowledge import shipped
from practices.places import handoff, tried

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["about"][:50] for case in CASES])
def test_the_practice_that_helped_is_among_the_first_three(case: dict[str, Any]) -> None:
    """People's own words are accepted, as the command line can."""
    map_ = handoff(case["from"], case["to"], said=tuple(case["said"]), **case["fields"])
    assert case["helped"] in tried(map_, accept_words=True)[:3]


def test_the_cases_name_known_practices_and_many_of_them() -> None:
    """More than half of all practices are the answer of some case."""
    helped = {case["helped"] for case in CASES}
    assert helped <= set(shipped().practices)
    assert len(helped) > len(shipped().practices) / 2


def test_words_alone_are_offered_and_not_applied() -> None:
    """Without accepting them, what people said changes nothing."""
    for case in CASES:
        silent = handoff(case["from"], case["to"], **case["fields"])
        spoken = handoff(case["from"], case["to"], said=tuple(case["said"]), **case["fields"])
        assert tried(spoken) == tried(silent)
