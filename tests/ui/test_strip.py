"""The time strip as a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane import results
from crosslane.analysis.asking import answering
from crosslane.analysis.whatif import Change, changed
from crosslane.drawing.theme import DARK
from crosslane.editor import Editor
from crosslane.geometry import Rect
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration
from crosslane.ui.strip import Strip, together


def chain(count: int) -> Map:
    """Return steps that each hand on to the next."""
    records: list[Record] = [MapRecord(id="map"), Lane(id="l")]
    records += [Step(id=f"s{n}", lane="l", process_time=Duration(text="2h")) for n in range(count)]
    wait = Duration(text="1d")
    records += [Flow(id=f"f{n}", number=n + 1, source=f"s{n}", target=f"s{n + 1}", wait=wait) for n in range(count - 1)]
    return Map.of(records)


def is_painted(strip: Strip) -> bool:
    """Say whether the strip shows what it is now."""
    return strip._shown[0] == strip._look


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


def test_thousands_of_pieces_are_painted_in_turns_and_seen_when_all_of_them_are(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the strip shows what it showed; a newer one ends what is under way."""
    monkeypatch.setattr("crosslane.ui.strip.PORTION", 4)
    monkeypatch.setattr("crosslane.ui.strip.PAINT_SHARE", 0.0)
    strip = Strip(Editor(chain(12)))
    qtbot.addWidget(strip)
    strip.resize(700, 60)
    strip.show()
    qtbot.waitUntil(lambda: strip._picture.count("flows") > 20 and is_painted(strip))
    before = strip.grab().toImage()
    strip.editor.select(["f3"])
    assert is_painted(strip)
    marked = strip.grab().toImage()
    assert marked != before
    for wait in ("9d", "3d"):
        drawn = strip._picture
        strip.editor.set("f3", "Set wait", wait=wait)
        while strip._picture is drawn:
            QApplication.processEvents()
        for _ in range(8):
            assert strip.grab().toImage() == marked
            assert not is_painted(strip)
            QApplication.processEvents()
    qtbot.waitUntil(lambda: is_painted(strip))
    after = strip.grab().toImage()
    assert after != marked
    strip._shown = None, QPixmap()
    monkeypatch.setattr("crosslane.ui.strip.PORTION", 400)
    assert strip.grab().toImage() == after


def test_words_beside_thousands_of_pieces_are_read(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    strip = Strip(Editor(chain(12)))
    qtbot.addWidget(strip)
    strip.resize(700, 60)
    few = strip.grab().toImage().copy(0, 0, 200, 60)
    for most in ("MOST_FULL", "MOST_BATCHED"):
        monkeypatch.setattr(f"crosslane.paint.painter.{most}", 4)
    strip._shown = None, QPixmap()
    assert strip.grab().toImage().copy(0, 0, 200, 60) == few


def test_what_is_marked_is_put_together_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    strip, asked = Strip(Editor(chain(4))), list[int]()
    qtbot.addWidget(strip)

    def counted(marks: Iterable[Rect]) -> list[Rect]:
        asked.append(0)
        return together(marks)

    monkeypatch.setattr("crosslane.ui.strip.together", counted)
    strip.editor.select(["f0", "f1"])
    strip.grab()
    strip.grab()
    assert len(asked) == 1
    strip.editor.select(["f1"])
    strip.grab()
    strip.editor.set("f1", "Set wait", wait="9d")
    strip.grab()
    assert len(asked) == 3


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
