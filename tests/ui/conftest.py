"""A furnished window on a library of its own, as after the first start with its card put away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from crosslane.desk import Desk
from crosslane.main import open_window
from crosslane.ui.first_run import FirstRun
from crosslane.ui.shell import Shell
from crosslane.ui.theme import apply_theme
from crosslane.ui.window import Window


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "library.db")
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[Window]:
    apply_theme(qapp, dark=False)
    shell = Shell()
    qtbot.addWidget(shell)
    window = open_window(qapp, shell, desk, None)
    shell.resize(1500, 900)
    with qtbot.waitActive(shell):
        shell.show()
    qtbot.waitUntil(lambda: desk.library is not None)
    for card in shell.findChildren(FirstRun):
        card.findChildren(QPushButton)[-1].click()
    qapp.processEvents()
    yield window
    shell.close()
