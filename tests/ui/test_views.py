"""Ladder, bars and spread on pages of their own, live beside the map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.drawing.palette import LIGHT
from crosslane.editor import Editor
from crosslane.model.values import Duration
from crosslane.ui.views import PictureView, Views


@pytest.fixture
def editor() -> Editor:
    """One handoff that waits three days."""
    return Editor(a_map(step("a", "2h"), step("b", "1h", lane="ops"), flow("a", "b", "3d")))


@pytest.fixture
def views(qtbot: QtBot, editor: Editor) -> Views:
    """The page at its first view."""
    made = Views(editor, LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(views: Views) -> PictureView:
    """Return the picture of the view in front."""
    page = views.tabs.currentWidget()
    assert page is not None
    return page.findChildren(PictureView)[0]


def test_the_view_follows_the_map(views: Views, editor: Editor) -> None:
    """A wait that is changed while the page is open shows at once, and is told to screen readers."""
    assert "3 days" in shown(views).accessibleName()
    editor.set("a-b", "Change wait", wait=Duration(text="2w"))
    assert "2 weeks" in shown(views).accessibleName()


def test_a_click_selects_what_the_piece_is_about(views: Views, editor: Editor) -> None:
    """The second rung is the handoff's wait."""
    picture = shown(views)._picture
    rung = picture.get("cards", "1:a-b")
    assert rung is not None
    point = rung.shapes[0].rect.center  # type: ignore[union-attr]  # the rail of a rung is a box
    scale, bounds = shown(views)._scale, picture.bounds
    at = shown(views).rect().topLeft()
    at.setX(round((point.x - bounds.x) * scale) + 20)
    at.setY(round((point.y - bounds.y) * scale) + 20)
    QTest.mouseClick(shown(views), Qt.MouseButton.LeftButton, pos=at)
    assert editor.selection == ("a-b",)


def test_where_nothing_spreads_the_page_says_what_to_do(views: Views) -> None:
    """No picture of a spread out of single numbers; a sentence instead."""
    views.tabs.setCurrentIndex(2)
    page = views.tabs.currentWidget()
    assert page is not None
    assert any("How lead times spread" in label.text() for label in page.findChildren(QLabel))
