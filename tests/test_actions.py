"""What menus and palette do on an editor, by the ids of their actions."""

from __future__ import annotations

import pytest
from tests.analysis.maps import a_map, flow

from crosslane.actions import ACTIONS
from crosslane.editor import Editor
from crosslane.model.edits import align, set_fields
from crosslane.model.map import Map
from crosslane.model.records import Step


def three_steps() -> Map:
    """Three steps of one lane, none in line with another, and a flow between the first two."""
    places = {"a": (0, 32), "b": (240, 80), "c": (608, 48)}
    steps = [Step(id=id_, lane="dev", name=id_, x=x, y=y) for id_, (x, y) in places.items()]
    return a_map(*steps, flow("a", "b", "1h"))


def done(editor: Editor, id_: str) -> bool:
    """Do an action if it is enabled; return whether it was."""
    action = next(action for action in ACTIONS if action.id == id_)
    if action.do is None or not action.enabled(editor):
        return False
    action.do(editor)
    return True


@pytest.fixture
def editor() -> Editor:
    """An editor with all three steps selected."""
    made = Editor(three_steps())
    made.select(["a", "b", "c"])
    return made


@pytest.mark.parametrize(
    "id_",
    ["align_left", "align_center", "align_right", "align_top", "align_middle", "align_bottom", "distribute_flow"],
)
def test_steps_are_lined_up_in_one_undo_step(editor: Editor, id_: str) -> None:
    """Something moves, nobody leaves the lane, and one undo brings all back."""
    before = editor.map
    assert done(editor, id_)
    assert editor.map != before
    assert {step.lane for step in editor.map.steps} == {"dev"}
    editor.undo()
    assert dict(editor.map.ids()) == dict(before.ids())


def test_aligned_tops_are_level(editor: Editor) -> None:
    """All three stand as high as the highest did."""
    done(editor, "align_top")
    assert {step.y for step in editor.map.steps} == {min(step.y for step in three_steps().steps)}


def test_lanes_from_top_to_bottom_are_aligned_as_the_screen_shows_them(editor: Editor) -> None:
    """What is up on the screen is early on the map; what is left is the upper side of a lane."""
    editor.set("map", "Turn the lanes", orientation="vertical")
    done(editor, "align_left")
    assert [(step.x, step.y) for step in editor.map.steps] == [(0, 32), (240, 32), (608, 32)]
    editor.undo()
    early = editor.map.apply(align(editor.map, ["a", "b", "c"], "left"))
    done(editor, "align_top")
    assert editor.map.steps == early.steps


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ({"pinned": True}, "pinned"),
        ({"y": 32}, "in order already"),
    ],
)
def test_a_sentence_says_why_nothing_moves(editor: Editor, before: dict[str, object], why: str) -> None:
    """A key that seems dead is pressed again."""
    editor.run("Prepare", set_fields, ["a", "b", "c"], **before)
    now = editor.map
    done(editor, "align_top")
    assert editor.map is now
    assert editor.message is not None
    assert why in editor.message.text


def test_pinning_says_what_it_is_for(editor: Editor) -> None:
    """And letting go the same; the pin is seen on the card."""
    for words in ("stays where it is", "may move"):
        done(editor, "pin")
        assert editor.message is not None
        assert words in editor.message.text


def test_nothing_is_offered_that_needs_more_steps(editor: Editor) -> None:
    """One step cannot be aligned, two cannot be distributed."""
    editor.select(["a"])
    assert not done(editor, "align_left")
    editor.select(["a", "b"])
    assert not done(editor, "distribute_flow")


def test_a_handoff_is_straightened_or_said_to_be_straight(editor: Editor) -> None:
    """The first time the target moves level with the source; the second time a sentence says there is nothing to do."""
    editor.select([editor.map.flows[0].id])
    assert done(editor, "straighten")
    assert editor.map.step("a").y == editor.map.step("b").y
    done(editor, "straighten")
    assert editor.message is not None
    assert "straight" in editor.message.text


def test_a_bent_line_finds_its_way_again(editor: Editor) -> None:
    """No step moves; a line that nobody bent is not offered it."""
    flow_id, before = editor.map.flows[0].id, editor.map
    editor.select([flow_id])
    assert not done(editor, "unbend")
    editor.run("Bend", set_fields, [flow_id], bends=((0, 80), (240, 80)))
    assert editor.map.flow(flow_id).bends
    assert done(editor, "unbend")
    assert dict(editor.map.ids()) == dict(before.ids())
    assert editor.map.flow(flow_id) == before.flow(flow_id)
