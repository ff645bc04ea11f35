"""Jobs asked for by the window come back in the window's own time, and end with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane.desk import Desk
from crosslane.main import open_window
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from crosslane.model.values import Duration
from crosslane.ui.shell import Shell
from crosslane.ui.window import Window


def test_answers_come_by_the_event_loop_and_end_with_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process per window: asked for here, done there, told here; closing the window ends it."""
    shell = Shell()
    qtbot.addWidget(shell)
    window = open_window(qapp, shell, Desk(tmp_path / "library.db"), None)
    errands = window.errands
    assert window.errands is errands
    came: list[Any] = []
    errands.ask("who", came.append, os.getpid)
    assert came == []
    qtbot.waitUntil(lambda: bool(came), timeout=20_000)
    assert came == [errands.worker.pid]
    assert came != [os.getpid()]
    shell.close()
    assert errands.worker.pid is None


def test_ways_from_scratch_keep_no_results_waiting(
    qtbot: QtBot, window: Window, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an untidy map they take seconds: they are laid where nobody waits for anything, and end with the window."""
    asked: dict[str, list[str]] = {"people": [], "nobody": []}
    monkeypatch.setattr(window.errands, "ask", lambda kind, *_, **__: asked["people"].append(kind))
    monkeypatch.setattr(window.patient_errands, "ask", lambda kind, *_, **__: asked["nobody"].append(kind))
    lanes = [Lane(id="l", name="Team", order="a")]
    steps = [Step(id=f"s{n}", lane="l", name=f"Step {n}", x=208 * n, y=32) for n in range(80)]
    flows = [Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}", wait=Duration(text="1d")) for n in range(79)]
    desk.start(Map.of([*lanes, *steps, *flows]))
    qtbot.waitUntil(lambda: "routes" in asked["nobody"] and "results" in asked["people"], timeout=20_000)
    assert "routes" not in asked["people"]
    monkeypatch.undo()
    window.patient_errands.ask("who", lambda _: None, os.getpid)
    qtbot.waitUntil(lambda: window.patient_errands.worker.pid is not None, timeout=20_000)
    window.shell.close()
    assert window.patient_errands.worker.pid is None
