"""A named version beside now: what changed in the work, what is only known better."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crosslane.analysis.compare import compare, comparison_told
from crosslane.cli import main
from crosslane.desk import Desk
from crosslane.drawing.measure import FixedMeasure
from crosslane.drawing.palette import LIGHT
from crosslane.exchange.compared import compared_picture
from crosslane.exchange.mapfile import write_file
from crosslane.exchange.templates import template
from crosslane.model import edits
from crosslane.model.values import Duration
from crosslane.ui.comparing import Compared, shown_of


def test_a_named_version_is_compared_with_now(qtbot: QtBot, tmp_path: Path) -> None:
    """A wait that became shorter is an improvement; the sentence names the handoff."""
    desk = Desk(tmp_path / "library.db")
    desk.open(lambda *_: None)
    desk.start(template("churn-model"))
    assert desk.versions() == []
    desk.name_version("Before")
    flow = desk.editor.map.flow_numbered(3)
    assert flow is not None
    desk.editor.set(flow.id, "Change wait", wait=Duration(text="1d"))
    ((name, _, seq),) = desk.versions()
    old, new = desk.map_at(seq), desk.editor.map
    found = compare(old, new)
    page = Compared(f"From {name} to now", shown_of(found, old, new), comparison_told(found), LIGHT)
    qtbot.addWidget(page)
    text = "\n".join(label.text() for label in page.findChildren(QLabel))
    desk.close()
    assert "From Before to now" in text
    assert "Changed in the work" in text
    assert "Handoff 3" in text
    assert "Faster" in text


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
    found = compare(old, new)
    picture = compared_picture(old, new, found, LIGHT, FixedMeasure())
    marks = {e.id: e.shapes[-1].text for e in picture.layer("headers") if e.id.startswith("mark:")}  # type: ignore[union-attr]  # a mark ends with its word
    assert marks["mark:f6"] == "faster"
    assert marks[f"mark:{gone}"] == "gone"
    assert marks[f"mark:{came}"] == "new"
    page = Compared("From old to new", shown_of(found, old, new), ["x"], LIGHT, drawn=(old, new, found))
    qtbot.addWidget(page)
    for name in ("a.svg", "a.pdf", "a.png", "a.txt"):
        page.export_to(tmp_path / name)
        assert page.said.text() == f"Exported to {name}."
    assert "faster" in (tmp_path / "a.svg").read_text()
    assert "Tom" not in (tmp_path / "a.svg").read_text()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
