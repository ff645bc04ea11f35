"""Wherever the keyboard is, Esc leads back to the map; where nothing is listed, a sentence says so where the list would be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crosslane.ui.dialogs.choose import Choose
from crosslane.ui.window import Window


def test_esc_leads_back_to_the_map_from_every_part(window: Window, qapp: QApplication) -> None:
    window.show_panels(True)
    window.editor.select_number(6)
    window.shell.tabs.setCurrentIndex(0)
    qapp.processEvents()
    details = window.shell.tabs.widget(0)
    assert details is not None
    kinds = (QLineEdit, QComboBox, QPushButton)
    parts: list[QWidget] = [
        *(next(made for made in details.findChildren(kind) if made.isVisible()) for kind in kinds),
        window.shell.tabs.tabBar(),
        window.shell.left.focusProxy() or window.shell.left,
        window.shell.search,
        window.scribe.line,
    ]
    for part in parts:
        part.setFocus()
        qapp.processEvents()
        assert window.shell.focusWidget() is part, part.accessibleName()
        QTest.keyClick(part, Qt.Key.Key_Escape)
        assert window.shell.focusWidget() is window.canvas, part.accessibleName()


@pytest.mark.parametrize("typed", ["", "zzz"])
def test_an_empty_list_says_so_where_the_list_would_be(qtbot: QtBot, typed: str) -> None:
    page = Choose("Open a map of the library", [], empty="No maps yet: Ctrl+N begins one.")
    qtbot.addWidget(page)
    page.show()
    page.line.setText(typed)
    QApplication.processEvents()
    (said,) = (label for label in page.findChildren(QLabel) if label.objectName() == "soft" and label.isVisible())
    assert said.text() == "No maps yet: Ctrl+N begins one."
    assert said.y() < page.line.geometry().bottom() + 30


def test_a_key_that_can_do_nothing_says_what_is_missing(window: Window, qapp: QApplication) -> None:
    """Ctrl+Right appends to one step, and a lane is none."""
    window.editor.select([window.editor.map.lanes[0].id])
    before = window.editor.map
    QTest.keyClick(window.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qapp.processEvents()
    assert window.editor.map is before
    assert window.message.label.text() == "Select one step first."
