"""What an edit of very much entails is looked into in pieces, before anybody draws."""

from __future__ import annotations

import pytest

from crosslane.editor import Editor, follow_ways
from crosslane.exchange.templates import template
from crosslane.model import edits
from crosslane.model.diff import Change
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from crosslane.model.values import Duration


def test_whether_results_stay_is_a_piece_of_its_own() -> None:
    """Then the ways are followed; in the end nothing is left, and the results are those from before the move."""
    steps = [Step(id=f"s{n}", lane="l", x=n * 208) for n in range(120)]
    flows = [Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}") for n in range(119)]
    editor = Editor(Map.of([Lane(id="l", name="Lane"), *steps, *flows]))
    figures = editor.figures
    editor.run("Move steps", edits.move_steps, [step.id for step in steps], 8, 0)
    assert editor._last is not None
    assert follow_ways(editor)
    assert editor._last is None
    assert editor._router._following is None
    pieces = 1
    while follow_ways(editor):
        pieces += 1
    assert pieces > 3
    assert editor._router.has_followed(editor.map)
    assert editor.figures is figures


def test_whether_very_many_changes_mean_anything_is_seen_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results stay the same when all that changed is where things lie, and are others when the last of them is a wait."""
    monkeypatch.setattr("crosslane.editor.LOOKED", 2)
    editor = Editor(template("loop"))
    known, _ = editor.figures, editor.routes
    ids = [step.id for step in editor.map.steps]
    editor.run("Move steps", edits.move_steps, ids, 8, 0)
    for _ in range(len(ids) // 2):
        assert follow_ways(editor)
        assert editor._last is not None
    assert follow_ways(editor)
    assert editor._last is None
    assert editor.figures is known
    flow = editor.map.flows[0]
    moved = edits.move_steps(editor.map, ids, 8, 0)
    editor.commit({**moved, flow.id: Change(flow, flow.but(wait=Duration(text="9d")))}, "Move and wait")
    assert editor.figures is not known
