"""The time strip as a widget."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

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
