"""What takes long is computed beside the window, and nothing made up is shown until it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crosslane import results
from crosslane.analysis.carried import carried
from crosslane.analysis.flow import analyse, lead_of
from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.results import in_parts, put_together, results_of
from crosslane.routing.of_map import route_map


class Beside:
    """A worker that works when it is told to: `over` does what was asked so far, on the maps it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Map, Callable[[Any], object], Callable[[str], object]]] = []

    def __call__(
        self,
        kind: str,
        map_: Map,
        function: str,
        then: Callable[[Any], object],
        *,
        failed: Callable[[str], object],
    ) -> None:
        older = [asked for asked in self.asked if asked[0] == kind]
        assert not older or kind.startswith("results"), "one at a time"
        assert function.startswith("crosslane.results:") or kind == "results first"
        self.asked = [asked for asked in self.asked if asked not in older]
        self.asked.append((kind, map_, then, failed))

    def over(self) -> None:
        for asked in tuple(self.asked):
            # One that a newer one has replaced meanwhile is never answered.
            if asked in self.asked:
                self.asked.remove(asked)
                self.answer(*asked[:3])

    def answer(self, kind: str, map_: Map, then: Callable[[Any], object]) -> None:
        """Answer one question."""
        if kind == "results first":
            then(lead_of(map_))
        else:
            then(list(in_parts(map_) if kind == "results" else results.routes_in_parts(map_)))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> tuple[Editor, Beside]:
    """Return an editor for which all results are slow, with whoever computes them, up to date."""
    monkeypatch.setattr(results, "SLOW", 0.0)
    editor, beside = Editor(template("loop")), Beside()
    editor.aside = beside
    assert editor.figures.map.lead_time.value
    return editor, beside


def test_without_a_window_results_are_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and tests never see anything but the results of the map."""
    monkeypatch.setattr(results, "SLOW", 0.0)
    editor = Editor(template("loop"))
    before = editor.figures
    assert editor.set(editor.map.flows[0].id, "Set wait", wait="9w")
    assert editor.figures != before
    assert editor.figures == analyse(editor.map)


def test_quick_results_are_at_once_in_a_window_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small maps answer while people type."""
    monkeypatch.setattr(results, "SLOW", 60.0)
    editor, beside = Editor(template("loop")), Beside()
    editor.aside = beside
    editor.set(editor.map.flows[0].id, "Set wait", wait="9w")
    assert editor.figures == analyse(editor.map)
    assert not beside.asked


def test_nobody_waits_twice_for_what_has_become_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """One flow more can make branches cross that come back: after the edit that took long, the next is answered beside."""
    monkeypatch.setattr(results, "SLOW", 60.0)
    editor, beside = Editor(template("loop")), Beside()
    editor.aside = beside
    assert editor.figures.map.lead_time.value
    editor.set(editor.map.flows[0].id, "Set wait", wait="8w")
    assert editor.figures == analyse(editor.map)
    monkeypatch.setattr(results, "STUCK", 0.0)
    editor.set(editor.map.flows[0].id, "Set wait", wait="9w")
    _ = editor.figures
    assert [asked[0] for asked in beside.asked] == ["results first", "results"]
    beside.over()
    assert editor.figures == analyse(editor.map)


def test_a_new_flow_in_a_tangle_is_tried_beside_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what crossing branches with returns take; numbers on the same ways are quick once they were."""
    monkeypatch.setattr(results, "TANGLED", 0)
    editor, beside = Editor(template("churn-model")), Beside()
    assert any(flow.type == "rework" for flow in editor.map.flows)
    editor.aside = beside
    editor.run("Delete", edits.remove, [editor.map.flows[0].id])
    _ = editor.figures
    editor.set(editor.map.flows[0].id, "Set wait", wait="7w")
    _ = editor.figures
    assert [asked[0] for asked in beside.asked] == ["results first", "results"], (
        "what is under way is not begun in the window as well"
    )
    beside.over()
    beside.over()
    assert editor.figures == analyse(editor.map)
    monkeypatch.setattr(results, "SLOW", 60.0)
    monkeypatch.setattr(results, "STUCK", 600.0)
    editor.set(editor.map.flows[0].id, "Set wait", wait="9w")
    assert editor.figures == analyse(editor.map)
    assert not beside.asked


def test_a_slow_result_comes_after_the_frame(slow: tuple[Editor, Beside]) -> None:
    """The edit shows what was known; as soon as they are there everybody is told the new results."""
    editor, beside = slow
    before, told = editor.figures, list[str]()
    flow = next(f for f in editor.map.flows if f.wait)
    editor.subscribe(told.append)
    editor.set(flow.id, "Set wait", wait="30w")
    assert editor.figures.map.lead_time == before.map.lead_time
    beside.over()
    assert told == ["map", "map", "map"], "the edit, the lead time, and all the rest"
    assert editor.figures == analyse(editor.map)
    assert max(editor.heat.values()) == editor.heat[flow.id]
    assert not beside.asked, "nothing is asked twice"


def test_no_analysis_runs_in_the_window_of_a_slow_map(
    slow: tuple[Editor, Beside], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit, a drag and its release compute no result of the map: they only ask."""
    editor, beside = slow

    def heavy(_: Map) -> None:
        raise AssertionError("computed in the window")

    monkeypatch.setattr(results, "analyse", heavy)
    flow = next(f for f in editor.map.flows if f.wait)
    editor.set(flow.id, "Set wait", wait="30w")
    with editor.store.edit("Move step") as edit:
        for n in range(5):
            edit.replace(edits.move_steps(edit.before, [editor.map.steps[0].id], n * 40, 0))
            _ = editor.figures, editor.heat, editor.strip, editor.routes
    _ = editor.figures, editor.strip
    assert [asked[0] for asked in beside.asked] == ["results first", "results"]


def test_results_that_come_late_are_of_use_all_the_same(slow: tuple[Editor, Beside]) -> None:
    """While people go on, what comes is shown without what is gone, and the rest is asked for."""
    editor, beside = slow
    flow = next(f for f in editor.map.flows if f.wait)
    editor.set(flow.id, "Set wait", wait="30w")
    _ = editor.figures
    asked_for = beside.asked[0][1]
    step = editor.map.steps[3]
    editor.run("Delete", edits.remove, [step.id])
    beside.over()
    assert editor.figures.map.lead_time == analyse(asked_for).map.lead_time
    assert step.id not in editor.figures.steps
    beside.over()
    assert editor.figures == analyse(editor.map)


def test_what_failed_is_asked_again_after_the_next_edit(slow: tuple[Editor, Beside]) -> None:
    """A job that went wrong leaves what was known, and does not end the answers."""
    editor, beside = slow
    flow = next(f for f in editor.map.flows if f.wait)
    editor.set(flow.id, "Set wait", wait="30w")
    before = editor.figures
    beside.asked.pop()[3]("It broke.")
    assert editor.figures is before
    editor.set(flow.id, "Set wait", wait="40w")
    _ = editor.figures
    beside.over()
    assert editor.figures == analyse(editor.map)


def test_what_is_carried_over_fits_the_map(slow: tuple[Editor, Beside]) -> None:
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
    again = carried(figures, {}, map_)
    assert again.flows == figures.flows
    assert again.steps == figures.steps
    assert again.map.lead_time == figures.map.lead_time


@pytest.mark.parametrize("portion", [1, 7, 1000])
def test_results_in_parts_are_the_results(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost on the way, however small the parts are."""
    monkeypatch.setattr(results, "PORTION", portion)
    map_ = template("schema-change")
    assert put_together(in_parts(map_)) == results_of(map_)
    assert results.routes_together(results.routes_in_parts(map_)) == route_map(map_)


def test_a_large_map_that_is_opened_knows_nothing_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown, not zero, until the results have come."""
    monkeypatch.setattr(results, "MANY", 1)
    editor, beside = Editor(template("loop")), Beside()
    editor.aside = beside
    assert editor.figures.map.lead_time.value is None
    assert {f.saved_if_removed.value for f in editor.figures.flows.values()} == {None}
    assert editor.strip == ()
    beside.over()
    assert editor.figures == analyse(editor.map)


def test_the_lead_time_comes_before_what_each_place_adds(slow: tuple[Editor, Beside]) -> None:
    """It is known long before all else on a large map; until the rest comes, that is what was known."""
    editor, beside = slow
    flow, before = next(f for f in editor.map.flows if f.wait), editor.figures
    editor.set(flow.id, "Set wait", wait="30w")
    _ = editor.figures
    kind, map_, then, _failed = beside.asked.pop(0)
    then(lead_of(map_))
    assert kind == "results first"
    assert editor.figures.map == analyse(editor.map).map
    assert editor.figures.flows == before.flows
    beside.over()
    assert editor.figures == analyse(editor.map)


def test_what_takes_any_time_makes_room_for_the_next_edit(
    slow: tuple[Editor, Beside], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What each place adds may take minutes where returns cross: the lead time of what is typed next does not wait for it."""
    editor, beside = slow
    flow = next(f for f in editor.map.flows if f.wait)
    editor.set(flow.id, "Set wait", wait="30w")
    _ = editor.figures
    _, map_, then, _ = beside.asked.pop(0)
    then(lead_of(map_))
    assert [asked[0] for asked in beside.asked] == ["results"]
    beside.asked.clear()
    editor.set(flow.id, "Set wait", wait="40w")
    _ = editor.figures
    assert not beside.asked, "it is known to come soon"
    monkeypatch.setattr(results, "BEARABLE", -1.0)
    editor.set(flow.id, "Set wait", wait="50w")
    _ = editor.figures
    assert [(asked[0], asked[1]) for asked in beside.asked] == [("results first", editor.map), ("results", editor.map)]


@pytest.mark.parametrize("map_", [Map.of(), template("loop"), template("churn-model")], ids=["empty", "loop", "tangle"])
def test_the_lead_time_alone_is_that_of_all_results(map_: Map) -> None:
    """The quick answer and the whole one never differ."""
    assert lead_of(map_) == analyse(map_).map


def test_what_to_try_next_waits_for_all_results(slow: tuple[Editor, Beside]) -> None:
    """It follows from them, and nothing that people wait for more has to wait for it."""
    editor, beside = slow
    flow, before = next(f for f in editor.map.flows if f.wait), editor.promoted
    editor.set(flow.id, "Set wait", wait="30w")
    assert editor.promoted == before
    assert [asked[0] for asked in beside.asked] == ["results first", "results"]
    beside.over()
    _ = editor.promoted
    assert [asked[0] for asked in beside.asked] == ["promoted"]
