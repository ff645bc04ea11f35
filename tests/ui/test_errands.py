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
from crosslane.ui.shell import Shell


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
