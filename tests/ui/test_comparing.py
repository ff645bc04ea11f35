"""A named version beside now: what changed in the work, what is only known better."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from crosslane import results
from crosslane.analysis.compare import compare, comparison_told
from crosslane.analysis.ladder import strip
from crosslane.analysis.whatif import Change, changed, kept
from crosslane.cli import main
from crosslane.desk import Desk
from crosslane.drawing.measure import FixedMeasure
from crosslane.drawing.palette import LIGHT
from crosslane.editor import Editor
from crosslane.exchange.between import between_together, between_versions
from crosslane.exchange.compared import compared_picture
from crosslane.exchange.mapfile import write_file
from crosslane.exchange.templates import template
from crosslane.model import edits
from crosslane.model.values import Duration
from crosslane.routing.of_map import route_map
from crosslane.ui import tiles, views
from crosslane.ui.compared import AWAITED, Compared
from crosslane.ui.comparing import KIND
from crosslane.ui.views import PictureView
from crosslane.ui.window import Window


def compared(window: Window, qtbot: QtBot) -> Compared:
    """Compare with the first that can be chosen, by the keyboard alone."""

    def press() -> None:
        page = QApplication.activeModalWidget()
        if page is None or not page.isActiveWindow():
            QTimer.singleShot(10, press)
        else:
            QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Return)

    QTimer.singleShot(0, press)
    window.do("compare")
    return window.shell.findChildren(Compared)[-1]


def change_wait(window: Window, text: str) -> None:
    """Let handoff 3 wait otherwise."""
    flow = window.editor.map.flow_numbered(3)
    assert flow is not None
    window.editor.set(flow.id, "Change wait", wait=Duration(text=text))


@pytest.fixture
def named(window: Window, desk: Desk) -> Window:
    """A window on a map with a named version, since which a wait became shorter."""
    desk.start(template("churn-model"))
    desk.name_version("Before")
    # Nobody says why: then it is the work that changed.
    window.editor.why_of = lambda _: None
    change_wait(window, "1d")
    return window


def test_a_named_version_is_compared_with_now(named: Window, qtbot: QtBot) -> None:
    """A wait that became shorter is an improvement; the sentence names the handoff. A small map is compared at once."""
    page = compared(named, qtbot)
    assert next(label.text() for label in page.findChildren(QLabel)) == "From “Before” to now"
    text = page.lines.toPlainText()
    assert "Changed in the work" in text
    assert "Handoff 3" in text
    assert "Faster" in text
    assert page.findChildren(PictureView)
    assert page.strips.accessibleName().startswith("as it was written then: ")
    assert page.lines.textCursor().atStart(), "who reads begins there"
    QTest.keyClick(page.lines, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert named.shell.focusWidget() is named.canvas


@pytest.fixture
def slowly(named: Window, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The same where a comparison takes longer than a frame."""
    monkeypatch.setattr(results, "MANY", 0)
    return named


def test_what_takes_long_is_compared_beside_the_window(slowly: Window, qtbot: QtBot) -> None:
    """Until it has come, what is known is shown, and that the rest is being worked out."""
    page = compared(slowly, qtbot)
    assert page.lines.toPlainText() == AWAITED
    assert AWAITED in [label.text() for label in page.findChildren(QLabel)]
    assert page.strips.accessibleName().startswith("today: ")
    assert not page.export.isEnabled()
    qtbot.waitUntil(page.export.isEnabled, timeout=20_000)
    assert "Changed in the work" in page.lines.toPlainText()
    assert "as it was written then" in page.strips.accessibleName()
    qtbot.waitUntil(lambda: bool(page.findChildren(PictureView)))
    page.accept()


def test_a_comparison_that_is_left_is_not_worked_out(slowly: Window, qtbot: QtBot) -> None:
    """Nobody waits for it any more; another map leaves it as well."""
    asked: list[str] = []
    ask = slowly.errands.ask

    def heard(kind: str, *args: Any, **named: Any) -> None:
        asked.append(kind)
        ask(kind, *args, **named)

    slowly.mirror._ask = heard
    compared(slowly, qtbot).reject()
    assert asked.count(KIND) == 1
    worker = slowly.errands.worker
    assert KIND not in worker._waiting
    assert worker._running is None or worker._running.kind != KIND
    page = compared(slowly, qtbot)
    slowly.show_editor(Editor(template("loop")))
    assert not page.isVisible()


def test_a_map_that_changes_is_compared_anew(slowly: Window, qtbot: QtBot) -> None:
    """What comes of the map before is for nobody; to leave it out never makes one wait for ever."""
    page = compared(slowly, qtbot)
    change_wait(slowly, "3d")
    qtbot.waitUntil(page.export.isEnabled, timeout=20_000)
    assert "now 3d" in page.lines.toPlainText()
    page.accept()


@pytest.mark.parametrize("slow", [False, True])
def test_what_cannot_be_read_is_said(
    named: Window, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    """In place of what is awaited stands why it does not come."""
    if slow:
        monkeypatch.setattr(results, "MANY", 0)
    assert desk.library is not None
    desk.library.writer.run(lambda db: db.execute("update journal set sha256 = 'x'"))
    page = compared(named, qtbot)
    qtbot.waitUntil(lambda: "is damaged at entry" in page.lines.toPlainText(), timeout=20_000)
    page.accept()


def test_how_it_could_be_is_compared_with_now(window: Window, desk: Desk, qtbot: QtBot) -> None:
    """A kept what-if: both strips, and what would be otherwise."""
    desk.start(template("churn-model"))
    flow = window.editor.map.flow_numbered(3)
    assert flow is not None
    editor = window.editor
    editor.run("Keep", kept, changed(editor.map, [Change(flow.id)]), "No wait")
    page = compared(window, qtbot)
    assert page.strips.accessibleName().startswith("now: ")
    assert "how it could be: " in page.strips.accessibleName()
    assert "What would be otherwise" in page.lines.toPlainText()
    assert ", then 0" in page.lines.toPlainText()
    page.accept()


def test_what_comes_in_parts_is_what_was_found() -> None:
    """The strips, the words, the marks and the ways of both, however many parts there are."""
    old = template("loop")
    gone = next(step.id for step in old.steps if step.name == "Other sources")
    new = old.apply(edits.set_fields(old, "f6", wait=Duration(text="1d")))
    new = new.apply(edits.remove(new, [gone]))
    found, whole = between_together(between_versions(new, old)), compare(old, new)
    assert list(found.told) == comparison_told(whole)
    assert [row.strip for row in found.rows] == [strip(old, whole.recorded), strip(new, whole.now)]
    assert found.marks[gone] == "gone"
    assert found.both(new).get(gone) is old.get(gone)
    assert found.routes == route_map(found.both(new))


def test_learning_a_number_is_no_improvement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From unknown to known: it stands under what is known better, and nothing improved."""
    old = template("loop")
    new = old.apply(edits.set_fields(old, "f4", wait=Duration(text="1d")))
    for name, map_ in (("old", old), ("new", new)):
        write_file(map_, tmp_path / f"{name}.crosslane")
    assert main(["compare", str(tmp_path / "old.crosslane"), str(tmp_path / "new.crosslane")]) == 0
    out = capsys.readouterr().out
    assert "Known better now" in out
    assert "Changed in the work" not in out


def test_both_are_in_one_drawing(qtbot: QtBot, tmp_path: Path) -> None:
    """What came is outlined, what went is dashed in its old place, and faster is a word beside the pill."""
    old = template("loop")
    new = old.apply(edits.set_fields(old, "f6", wait=Duration(text="1d")))
    new = new.apply(edits.add_note(new, "Tom is away in May", x=300, y=40))
    gone = next(step.id for step in new.steps if step.name == "Other sources")
    new = new.apply(edits.remove(new, [gone]))
    new = new.apply(edits.add_step(new, new.lanes[1].id, name="Check it first"))
    came = next(step.id for step in new.steps if step.name == "Check it first")
    found = between_together(between_versions(new, old))
    picture = compared_picture(new, found, LIGHT, FixedMeasure())
    marks = {e.id: e.shapes[-1].text for e in picture.layer("headers") if e.id.startswith("mark:")}  # type: ignore[union-attr]  # a mark ends with its word
    assert marks["mark:f6"] == "faster"
    assert marks[f"mark:{gone}"] == "gone"
    assert marks[f"mark:{came}"] == "new"
    page = Compared("From old to new", LIGHT)
    qtbot.addWidget(page)
    page.show_found(new, found)
    for name in ("a.svg", "a.pdf", "a.png", "a.txt"):
        page.export_to(tmp_path / name)
        assert page.said.text() == f"Exported to {name}."
    assert "faster" in (tmp_path / "a.svg").read_text()
    assert "Tom" not in (tmp_path / "a.svg").read_text()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_large_drawing_is_painted_in_turns(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """In tiles, those in sight and no others; when all are there it looks as one that is painted at once."""
    map_ = template("loop")
    found = between_together(between_versions(map_, map_))

    def shown() -> PictureView:
        picture = compared_picture(map_, found, LIGHT, FixedMeasure())
        made = PictureView(picture, Editor(map_), LIGHT, "Drawn")
        qtbot.addWidget(made)
        made.resize(700, 400)
        made.show()
        return made

    at_once = shown().grab().toImage()
    monkeypatch.setattr(views, "LARGE", 0)
    monkeypatch.setattr(tiles, "SHARE", 0.0)
    view = shown()
    assert view.grab().toImage() != at_once, "what is large is not painted at once"
    assert view._tiles is not None
    kept = view._tiles._kept
    qtbot.waitUntil(lambda: len(kept) == 6)
    qtbot.wait(20)
    assert len(kept) == 6
    in_turns = view.grab().toImage()
    spots = [(x, y) for x in range(0, 700, 7) for y in range(0, 400, 7)]
    differing = [at for at in spots if in_turns.pixelColor(*at) != at_once.pixelColor(*at)]
    assert len(differing) < len(spots) / 200
