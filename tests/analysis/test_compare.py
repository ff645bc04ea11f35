"""Before and after, honestly: only what changed in the work counts as improvement."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.compare import compare, numbers_changed
from crosslane.model import edits
from crosslane.model.diff import between
from crosslane.model.map import Map
from crosslane.model.values import Duration


def version(wait: str | None = "5d", review: str | None = "2d", **fields: Any) -> Map:
    """One version of a small map: two waits."""
    steps = [step("a", "1h"), step("b", "1h", lane="ops"), step("c", "1h")]
    return a_map(*steps, flow("a", "b", wait, **fields), flow("b", "c", review), item="report")


def test_a_shorter_wait_is_an_improvement() -> None:
    """5 days became 2: three days faster, and the flow is named."""
    found = compare(version(), version("2d"))
    assert found.improvement.value == pytest.approx(24)
    assert found.learning.value == 0
    assert found.faster == ("a-b",)
    assert [fact.field for fact in found.changed] == ["wait"]
    assert found.sentences[-1] == "The work itself became about 3 days faster for every report."


def test_what_was_unknown_is_learned_and_no_setback() -> None:
    """A wait that nobody had said makes the map longer, not the work slower."""
    found = compare(version(review=None), version())
    assert found.improvement.value == 0
    assert found.learning.value == pytest.approx(16)
    assert [fact.why for fact in found.learned] == ["learned"]
    assert found.then.map.lead_time.bound == "exact"
    assert found.sentences[0].startswith("1 number is known better now: what read at least 1 week was about 1.5 weeks")
    assert found.sentences[-1] == "The work itself is neither faster nor slower."


def test_both_at_once_are_told_apart() -> None:
    """One wait is known now, another is shorter: only the second is improvement."""
    found = compare(version(review=None), version("2d"))
    assert found.improvement.value == pytest.approx(24)
    assert found.learning.value == pytest.approx(16)


def test_a_measured_number_replaces_a_said_one_by_learning() -> None:
    """The log says 9 days where people thought 5: nothing got slower."""
    old = version()
    measured = old.flow("a-b").but(wait=Duration(text="9d", source="measured"))
    found = compare(old, Map.of([*(r for r in old.records() if r.id != "a-b"), measured]))
    assert found.improvement.value == 0
    assert found.learning.value == pytest.approx(32)


def test_people_decide_why_a_number_changed() -> None:
    """ "We know better now" on a changed number takes it out of the improvement, the other way round as well."""
    known = compare(version(), version("2d"), {("a-b", "wait"): "learned"})
    assert known.improvement.value == 0
    new_work = compare(version(review=None), version(), {("b-c", "wait"): "changed"})
    assert new_work.learned == ()
    assert new_work.then.map.lead_time.bound == "at-least"


def test_only_a_number_that_was_known_is_asked_about() -> None:
    """A first number is learned; a name, a lane, a drawn arrow is nothing to ask about."""
    old = version()
    assert [f.field for f in numbers_changed(old, between(old, version("2d")))] == ["wait"]
    assert numbers_changed(version(review=None), between(version(review=None), old)) == ()
    assert numbers_changed(old, edits.rename(old, "a", "Another name")) == ()
    assert numbers_changed(old, edits.add_step(old, "dev", name="More")) == ()


def test_what_came_and_went() -> None:
    """Added and removed steps and flows are changes of the work."""
    old, new = version(), a_map(step("a", "1h"), step("b", "1h", lane="ops"), flow("a", "b", "5d"), item="report")
    found = compare(old, new)
    assert found.removed == ("c", "b-c")
    assert compare(new, old).added == ("c", "b-c")
    assert found.improvement.value == pytest.approx(17)


def test_places_and_words_are_no_facts() -> None:
    """Moving a card or naming a lane changes no number."""
    old = version()
    moved = Map.of(r.but(x=80, note="seen") if r.id == "a" else r for r in old.records())
    found = compare(old, moved)
    assert found.changed == found.learned == ()
    assert found.improvement.value == 0
