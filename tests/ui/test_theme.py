"""The style sheet is taken whole, wherever the program is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QMenuBar
from pytestqt.qtbot import QtBot

from crosslane import settings
from crosslane.ui import theme


@pytest.fixture
def dressed_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply_theme(qapp, dark=False)


@pytest.mark.usefixtures("dressed_again")
@pytest.mark.parametrize("folder", ["plain", "Program Files", "Ädä (東京), v1; a's", 'said "so"'])
def test_the_sheet_is_read_from_any_folder(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """A path within it that Qt cannot read would take all the rules away, and only a warning would say so."""
    place = tmp_path / folder / "icons"
    place.mkdir(parents=True)
    arrow = settings.resource("icons", "chevron-down-dark.svg")
    (place / arrow.name).write_bytes(arrow.read_bytes())
    monkeypatch.setattr(theme, "resource", place.parent.joinpath)
    theme.apply_theme(qapp, dark=False)
    menus = QMenuBar()
    qtbot.addWidget(menus)
    menus.addMenu("Map")
    menus.ensurePolished()
    assert menus.sizeHint().height() > menus.fontMetrics().height() + 10
    chosen = QComboBox()
    qtbot.addWidget(chosen)
    chosen.resize(200, 40)
    end = chosen.grab().toImage().copy(175, 10, 20, 20)
    assert len({end.pixel(x, y) for x in range(20) for y in range(20)}) > 1, "the arrow is not drawn"
