"""What takes long is computed after the frame, and nothing made up is shown until then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crosslane import editor as editors
from crosslane.analysis.carried import carried
from crosslane.analysis.flow import analyse
from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.model import edits


class Rests:
    """A window's pause: what was asked for last waits until somebody calls `over`."""

    def __init__(self) -> None:
        self.asked: list[Callable[[], None]] = []

    def over(self) -> None:
        """Do what was asked for last."""
        do = self.asked[-1]
        self.asked.clear()
        do()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> tuple[Editor, Rests]:
    """Return an editor for which everything is slow, with what the window's pause is asked for."""
    monkeypatch.setattr(editors, "SLOW", 0.0)
    editor, rests = Editor(template("loop")), Rests()
    editor.later = rests.asked.append
    assert editor.figures.map.lead_time.value
    assert editor.strip
    return editor, rests


def test_without_a_window_results_are_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and tests never see anything but the results of the map."""
    monkeypatch.setattr(editors, "SLOW", 0.0)
    editor = Editor(template("loop"))
    before = editor.figures
    assert editor.set(editor.map.flows[0].id, "Set wait", wait="9w")
    assert editor.figures != before
    assert editor.figures == analyse(editor.map)


def test_a_slow_result_comes_after_the_frame(slow: tuple[Editor, Rests]) -> None:
    """The edit shows what was known; after a rest everybody is told the new results."""
    editor, rests = slow
    before, told = editor.figures, list[str]()
    flow = next(f for f in editor.map.flows if f.wait)
    editor.subscribe(told.append)
    editor.set(flow.id, "Set wait", wait="30w")
    assert editor.figures.map.lead_time == before.map.lead_time
    assert editor.heat is not None
    rests.over()
    assert told == ["map", "map"]
    assert editor.figures == analyse(editor.map)
    assert max(editor.heat.values()) == editor.heat[flow.id]


def test_nothing_is_computed_while_something_is_dragged(slow: tuple[Editor, Rests]) -> None:
    """An open edit keeps it waiting; the rest begins anew."""
    editor, rests = slow
    flow = editor.map.flows[0]
    with editor.store.edit("Drag") as edit:
        edit.replace(edits.set_fields(editor.store.map, flow.id, wait="30w"))
        stale = editor.figures
        rests.over()
        assert rests.asked, "asked again"
        assert editor.figures is stale
    _ = editor.figures
    rests.over()
    assert editor.figures == analyse(editor.map)


def test_what_is_carried_over_fits_the_map(slow: tuple[Editor, Rests]) -> None:
    """What is gone is nowhere in it; what is new is unknown, never zero."""
    editor, _ = slow
    step = editor.map.steps[3]
    editor.run("Delete", edits.remove, [step.id])
    editor.run("Add", edits.add_step, editor.map.lanes[0].id, name="New one")
    figures = editor.figures
    assert set(figures.steps) == {s.id for s in editor.map.steps}
    assert set(figures.flows) == {f.id for f in editor.map.flows}
    new = next(s for s in editor.map.steps if s.name == "New one")
    assert figures.steps[new.id].load.value is None
    where = figures.where_time_goes
    assert all(p.on in editor.map for p in (*where.time, *where.pace, *where.comes_back, *where.depends_on_one))
    assert all(segment.on in editor.map for segment in editor.strip)
    assert figures.map.ask_next is None


def test_carrying_over_to_the_same_map_changes_no_number() -> None:
    """Only the questions wait."""
    map_ = template("loop")
    figures = analyse(map_)
    again = carried(figures, map_)
    assert again.flows == figures.flows
    assert again.steps == figures.steps
    assert again.map.lead_time == figures.map.lead_time
