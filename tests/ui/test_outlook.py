"""Percentiles and the odds of the order arrive in the panel by themselves, for the map as it is now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.analysis.outlook import MISSING
from crosslane.desk import Desk
from crosslane.main import open_window
from crosslane.model.map import Map
from crosslane.model.values import Duration
from crosslane.ui.outlook import REST_MS
from crosslane.ui.panels.where import WhereTimeGoes
from crosslane.ui.shell import Shell
from crosslane.ui.window import Window

PATIENCE = 20_000


def chance_map() -> Map:
    """Return three steps whose two waits spread, one much longer than the other."""
    steps = [step("a", "2h"), step("b", "2h", "ops"), step("c", "2h")]
    return a_map(*steps, flow("a", "b", "1-3-20d"), flow("b", "c", "1-5h"))


def shown(window: Window) -> str:
    """Return all that the panel says."""
    panel = window.shell.findChild(WhereTimeGoes)
    assert panel is not None
    return "\n".join(label.text() for label in panel.widget().findChildren(QLabel) if not label.isHidden())


def test_the_panel_is_told_of_chance_after_each_edit(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """What was true before an edit is gone at once; the new answer comes, or the reason why there is none."""
    shell, desk = Shell(), Desk(tmp_path / "library.db")
    qtbot.addWidget(shell)
    window = open_window(qapp, shell, desk, None)
    qtbot.waitUntil(lambda: desk.library is not None, timeout=PATIENCE)
    desk.start(chance_map())
    shell.show()
    window.show_panels(True)
    shell.tabs.setCurrentIndex(1)
    editor = desk.editor
    qtbot.waitUntil(lambda: "Half of all items take at most" in shown(window), timeout=PATIENCE)
    editor.set("a-b", "Wait", wait=Duration(text="?"))
    assert "Half of all" not in shown(window)
    qtbot.waitUntil(lambda: MISSING in shown(window), timeout=PATIENCE)
    editor.set("a-b", "Wait", wait=Duration(text="1-6h"))
    qtbot.waitUntil(lambda: "A close call with Handoff 2" in shown(window), timeout=PATIENCE)
    shell.close()
    assert window.errands.worker.pid is None


def test_sampling_keeps_no_results_waiting(qtbot: QtBot, window: Window, desk: Desk) -> None:
    """It has another process than these, begins when they are there, and is asked for once of each map."""
    desk.start(chance_map())
    asked = list[Map]()
    window.patient_mirror.ask = lambda _kind, map_, *_, **__: asked.append(map_)  # type: ignore[method-assign] # to see what is asked
    editor = desk.editor
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=PATIENCE)
    editor._tell("map")
    qtbot.wait(REST_MS * 2)
    assert asked == [editor.map], "results that come are no new map"
    editor._following._asked = True
    editor.set("a-b", "Wait", wait=Duration(text="1-6h"))
    qtbot.wait(REST_MS * 2)
    assert len(asked) == 1, "results come first"
    editor._following._asked = False
    editor._tell("map")
    qtbot.waitUntil(lambda: asked[1:] == [editor.map], timeout=PATIENCE)
    assert not window.errands.worker.busy
