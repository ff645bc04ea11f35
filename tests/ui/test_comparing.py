"""A named version beside now: what changed in the work, what is only known better."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crosslane.analysis.compare import compare, comparison_told
from crosslane.cli import main
from crosslane.desk import Desk
from crosslane.drawing.palette import LIGHT
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
