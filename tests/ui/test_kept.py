"""A window whose library belongs to another one says that nothing is kept, instead of "Saved"."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane.desk import NOT_KEPT, Desk
from crosslane.main import open_window
from crosslane.ui.shell import Shell
from crosslane.ui.window import Window


def test_a_second_window_says_that_nothing_is_kept(
    qtbot: QtBot, qapp: QApplication, window: Window, desk: Desk, tmp_path: Path
) -> None:
    """At the start in one sentence, at the first edit in another, and in the top bar as long as it is so."""
    shell, other = Shell(), Desk(tmp_path / "library.db")
    qtbot.addWidget(shell)
    second = open_window(qapp, shell, other, None)
    shell.show()
    qtbot.waitUntil(lambda: "another window" in second.message.label.text())
    second.editor.rename(second.editor.map.steps[0].id, "Typed in the second window")
    assert second.message.label.text() == NOT_KEPT
    assert shell.saved.text() == "Not saved"
    window.editor.rename(window.editor.map.steps[0].id, "Typed in the first")
    qtbot.waitUntil(lambda: window.shell.saved.text() == "Saved")
    assert desk.map_id is not None
    shell.close()
