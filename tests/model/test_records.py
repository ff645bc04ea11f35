"""Records and their changed copies."""

from __future__ import annotations

import pytest

from crosslane.model.errors import Problem
from crosslane.model.records import Flow, Step, make
from crosslane.model.values import Duration


def test_a_changed_copy_is_what_would_be_made_of_its_fields() -> None:
    """Only what changes is looked at, and read as if all were."""
    step = Step(id="s", lane="l", name="Write", process_time=Duration(text="2h"))
    changes = {"name": "Read\u200b it", "x": "16", "owners": ["A", "B"], "process_time": {"text": "3h"}, "pca": 1}
    assert step.but(**changes) == make(Step, {**step.fields(), **changes})
    assert step.but(**changes).process_time == Duration(text="3h")
    assert step.but() == step
    assert step.but(x=16).model_fields_set == {"id", "lane", "name", "process_time", "x"}
    assert step.but(x=16).model_dump_json() == step.model_dump_json().replace('"x":0', '"x":16')


@pytest.mark.parametrize(
    "changes", [{"probability": 2}, {"wait": "2d"}, {"nobody": 1}, {"source": None}, {"number": 0}]
)
def test_a_change_that_is_no_good_says_which_field(changes: dict[str, object]) -> None:
    """In the sentence that a record of all these fields gets."""
    flow = Flow(id="f", source="a", target="b")
    with pytest.raises(Problem) as expected:
        make(Flow, {**flow.fields(), **changes})
    with pytest.raises(Problem) as found:
        flow.but(**changes)
    assert str(found.value) == str(expected.value)
    assert next(iter(changes)) in str(found.value)
