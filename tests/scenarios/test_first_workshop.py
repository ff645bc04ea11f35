"""The first ten minutes of somebody new, by keyboard alone; then the power goes, and everything is still there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane.desk import Desk
from crosslane.main import open_window
from crosslane.model.map import Map
from crosslane.model.records import Experiment
from crosslane.ui.shell import Shell

EIGHT_STEPS = (
    "Dev: Collect what users do > Dev: Application database | wait 1h",
    "Dev: Application database > Analytics: ETL from the databases | wait 2d, ok 8/10, via ticket",
    "Analytics: ETL from the databases > AI: Data lake | wait 1w, ok 7/10",
    "AI: Data lake > AI: Build the model | wait 1w",
    "AI: Build the model > Ops: Predict on new data | wait 3w, ok 6/10, via ticket",
    "Ops: Predict on new data > Dev: Show the prediction | wait 1w, ok 8/10",
    "Dev: Show the prediction > Dev: Users react | wait 4h",
)
# What a participant's hands do, in a process of its own that is ended without a word.
SESSION = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from crosslane.exchange.raster import export_pdf
from crosslane.main import start

home, lines = Path(sys.argv[1]), sys.argv[2:]
windows = []
app, shell = start(None, None, windows.append)
def until(true):
    for _ in range(2000):
        if true():
            return
        QTest.qWait(5)
    sys.exit("this never came")
until(lambda: windows)
window = windows[0]
until(lambda: "new" in window._handlers)

def press(part, *keys):
    for key in keys:
        QTest.keyClick(part, key)

def meet_dialog():
    dialog = app.activeModalWidget()
    if dialog is None or not dialog.isVisible():
        QTimer.singleShot(20, meet_dialog)
        return
    QTest.keyClicks(dialog.title, "Churn model")
    start_now = dialog.findChild(QPushButton, "primary")
    start_now.setFocus()
    QTest.keyClick(start_now, Qt.Key.Key_Space)

QTimer.singleShot(400, meet_dialog)
window.do("new")
assert [lane.name for lane in window.editor.map.lanes] == ["Dev", "Ops", "Analytics", "AI"]
for line in lines:
    window.do("scribe")
    window.scribe.line.clear()
    QTest.keyClicks(window.scribe.line, line)
    QTest.keyClick(window.scribe.line, Qt.Key.Key_Return)
    assert not window.scribe.line.text(), window.scribe.said.text()
press(window.scribe.line, Qt.Key.Key_Escape)
costliest = window.editor.figures.where_time_goes.time[0].on
number = window.editor.map.flow(costliest).number
window.canvas.setFocus()
press(window.canvas, getattr(Qt.Key, f"Key_{number}"))
press(window.scribe.line, Qt.Key.Key_Return)
assert window.editor.selection == (costliest,), window.editor.selection
shell.tabs.setCurrentIndex(2)
QTest.qWait(50)
tries = [b for b in shell.tabs.widget(2).findChildren(QPushButton) if b.text() == "We try this"]
tries[0].setFocus()
press(tries[0], Qt.Key.Key_Space)
assert any(record.kind == "experiment" for record in window.editor.map.records()), "taken on"
export_pdf(window.editor.map, home / "out.pdf")
until(lambda: window.editor.saved)
print(number, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def experiments(map_: Map) -> list[Experiment]:
    """Return what was taken on."""
    return [record for record in map_.records() if isinstance(record, Experiment)]


def test_the_first_workshop(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    """Four lanes, eight steps, the costliest handoff, one practice, a PDF; killed, opened again: undo still works."""
    environment = {**os.environ, "CROSSLANE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SESSION, str(tmp_path), *EIGHT_STEPS],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert done.stdout.strip() == "5", "three weeks from AI to Ops"
    words = " ".join(PdfReader(tmp_path / "out.pdf").pages[0].extract_text().split())
    assert "Predict on new data" in words

    shell, desk = Shell(), Desk(tmp_path / "library.db")
    qtbot.addWidget(shell)
    shell.show()
    window = open_window(qapp, shell, desk, None)
    qtbot.waitUntil(lambda: desk.library is not None)
    map_ = window.editor.map
    assert map_.head.title == "Churn model"
    assert len(map_.steps) == 8
    assert len(experiments(map_)) == 1
    assert window.editor.undo()
    assert not experiments(window.editor.map)
    assert window.editor.undo()
    assert len(window.editor.map.steps) == 7
    window.shell.close()
