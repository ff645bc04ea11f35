"""The whole map as text: what was changed in the text changes in the map, and nothing else."""

from __future__ import annotations

import pytest

from crosslane.model.map import Map
from crosslane.model.scribe import lines, reread
from crosslane.model.settle import settle
from model.scribe.walls import arrows, places, step_id, wall

MAP = ("Dev: A | pt 1h > Ops: B | wait 2d, ok 60, via ticket", "Ops: B > Dev: C | wait 1w", "AI: Lonely")


def rewritten(map_: Map, old: str, new: str) -> Map:
    """Return the map after its text was changed at one place."""
    text = "\n".join(lines(map_))
    assert text.count(old) >= 1
    reading = reread(map_, text.replace(old, new))
    assert reading.problems == ()
    return map_.apply(settle(map_, reading.diff))


def test_an_unchanged_text_changes_nothing() -> None:
    """Nor do blank lines."""
    map_ = wall(*MAP)
    assert reread(map_, "\n\n".join(lines(map_)) + "\n").diff == {}


def test_a_changed_name_is_a_rename() -> None:
    """The step stays itself with all that hangs on it, though other lines still say the old name."""
    map_ = wall(*MAP)
    after = rewritten(map_, "Ops: B | wait", "Ops: Better | wait")
    assert after.step(step_id(map_, "B")).name == "Better"
    assert arrows(after) == ["A > Better", "Better > C"]
    assert after.flow_numbered(1).wait.text == "2d"


def test_a_name_that_is_known_is_another_end() -> None:
    """The flow now leads to the step that is called so; its number and wait stay, and the step it left stays too."""
    map_ = wall(*MAP)
    after = rewritten(map_, "Ops: B > Dev: C", "Ops: B > Dev: A")
    assert arrows(after) == ["A > B", "B > A"]
    assert after.flow_numbered(2).wait.text == "1w"
    assert "Dev: C" in lines(after)


def test_another_lane_moves_the_step() -> None:
    """Into a lane that is there, at a free place; a lane whose only step it is gets the new name."""
    map_ = wall(*MAP)
    assert "AI: C" in places(rewritten(map_, "> Dev: C", "> AI: C"))
    renamed = rewritten(map_, "AI: Lonely", "ML: Lonely")
    assert [lane.name for lane in renamed.lanes] == ["Dev", "Ops", "ML"]
    moved = rewritten(map_, "> Dev: C", "> Security: C")
    assert "Security: C" in places(moved)
    assert "Dev: A" in places(moved)


def test_remarks_change_and_go() -> None:
    """A wait that went is unknown again, never zero."""
    after = rewritten(wall(*MAP), "wait 2d, ok 60%, via ticket", "wait 3d, via ticket")
    flow = after.flow_numbered(1)
    assert (flow.wait.text, flow.pca, flow.medium) == ("3d", None, "ticket")


def test_a_step_remark_that_went_is_unknown() -> None:
    """The step's work is asked for again."""
    map_ = wall(*MAP)
    assert rewritten(map_, " | pt 1h", "").step(step_id(map_, "A")).process_time is None


def test_a_line_more_and_a_line_less() -> None:
    """A new line is read like one in the scribe line; a line that went takes its flow, and steps nobody names."""
    map_ = wall(*MAP)
    text = "\n".join(lines(map_))
    more = reread(map_, text + "\nOps: B > AI: Lonely | wait 1d").diff
    assert arrows(map_.apply(more)) == ["A > B", "B > C", "B > Lonely"]
    less = rewritten(map_, "Ops: B > Dev: C | wait 1w\n", "")
    assert arrows(less) == ["A > B"]
    assert places(less) == ["AI: Lonely", "Dev: A", "Ops: B"]


def test_lines_may_be_moved() -> None:
    """Their order says nothing."""
    map_ = wall(*MAP)
    after = map_.apply(reread(map_, "\n".join(reversed(lines(map_)))).diff)
    assert places(after) == places(map_)
    assert sorted(arrows(after)) == sorted(arrows(map_))


def test_an_emptied_text_empties_the_map() -> None:
    """No step and no flow is left; the lanes stay."""
    map_ = wall(*MAP)
    after = map_.apply(settle(map_, reread(map_, "").diff))
    assert (after.steps, after.flows) == ((), ())


@pytest.mark.parametrize("line", ["Ops: B > Dev: C | wait soon", "Ops: B >"])
def test_a_line_without_sense_changes_nothing(line: str) -> None:
    """It is named with its place in the text; what it told before stays, and the rest of the text still counts."""
    map_ = wall(*MAP)
    text = "\n".join(lines(map_)).replace("Ops: B > Dev: C | wait 1w", line).replace("wait 2d", "wait 4d")
    reading = reread(map_, text)
    assert [at for at, _ in reading.problems] == [1]
    after = map_.apply(reading.diff)
    assert after.flow_numbered(1).wait.text == "4d"
    assert after.flow_numbered(2) == map_.flow_numbered(2)
    assert places(after) == places(map_)
