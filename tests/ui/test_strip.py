"""The time strip as a widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from crosslane import results
from crosslane.analysis.asking import answering
from crosslane.analysis.whatif import Change, changed
from crosslane.drawing.theme import DARK
from crosslane.editor import Editor
from crosslane.geometry import Rect
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.model.values import Duration
from crosslane.ui.strip import Strip, together


def test_marks_that_lie_on_one_another_are_one() -> None:
    """Of thousands, each a hair wide, none could be told apart; where there is room between two, each has its own."""
    marks = [Rect(n * 0.5, 0, 4.5, 20) for n in range(100)] + [Rect(80, 0, 10, 20)]
    assert together(reversed(marks)) == [Rect(0, 0, 54, 20), Rect(80, 0, 10, 20)]
    assert together([]) == []


def test_what_is_kept_painted_follows_what_the_strip_shows(qtbot: QtBot) -> None:
    """A selection is marked on it; another number, another size and other colours have it painted anew."""
    steps = [Step(id=f"s{n}", lane="l", process_time=Duration(text="2h")) for n in range(2)]
    flow = Flow(id="f", number=1, source="s0", target="s1", wait=Duration(text="1d"))
    editor = Editor(Map.of([MapRecord(id="map"), Lane(id="l"), *steps, flow]))
    strip = Strip(editor)
    qtbot.addWidget(strip)
    strip.resize(700, 60)
    seen = [strip.grab().toImage()]
    editor.select(["f"])
    seen.append(strip.grab().toImage())
    editor.select([])
    assert strip.grab().toImage() == seen[0] != seen[1]
    editor.set("f", "Set wait", wait="9d")
    seen.append(strip.grab().toImage())
    strip.resize(800, 60)
    seen.append(strip.grab().toImage())
    strip.dress(DARK, room=False)
    seen.append(strip.grab().toImage())
    assert all(a != b for at, a in enumerate(seen) for b in seen[:at])


def test_how_it_could_be_is_said_to_be_worked_out_until_it_is_known(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The strip stays what it was until the answer has come."""
    steps = [Step(id=f"s{n}", lane="l", process_time=Duration(text="2h")) for n in range(2)]
    flow = Flow(id="f", number=1, source="s0", target="s1", wait=Duration(text="1d"))
    editor = Editor(Map.of([MapRecord(id="map"), Lane(id="l"), *steps, flow]))
    strip = Strip(editor)
    qtbot.addWidget(strip)
    asked: list[Callable[[], None]] = []

    def aside(_kind: str, map_: Map, _function: str, then: Callable[[Any], object], *args: Any, **_: Any) -> None:
        asked.append(lambda: then(list(answering(map_, *args))))

    monkeypatch.setattr(results, "SLOW", 0.0)
    monkeypatch.setattr(results.Following, "_is_slow", lambda _self, _map: False)
    editor.aside = aside
    editor.what_if = changed(editor.map, [Change("f")])
    assert strip.accessibleName().endswith("How it could be is being worked out")
    assert len(asked) == 1
    asked[0]()
    assert strip.accessibleName().endswith("How it could be")
    assert "4 hours" in strip.accessibleName()
