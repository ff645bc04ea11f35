"""Ladder, bars and spread on pages of their own, live beside the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.desk import Desk
from crosslane.drawing.palette import LIGHT
from crosslane.drawing.shapes import Text
from crosslane.editor import Editor
from crosslane.exchange.views import VIEWS
from crosslane.main import open_window
from crosslane.model.values import Duration
from crosslane.paint.measure import QtMeasure
from crosslane.ui.shell import Shell
from crosslane.ui.views import SHOWN, PictureView, Views


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


def test_arrows_walk_and_the_selection_is_shared(views: Views, editor: Editor) -> None:
    """From piece to piece by keyboard; what is selected elsewhere is selected here."""
    for name in ("ladder", "matrix", "timeline", "table"):
        views.tabs.setCurrentIndex(SHOWN.index(name))
        editor.select([])
        picture = shown(views)
        seen = []
        for _ in range(len(picture._pieces)):
            QTest.keyClick(picture, Qt.Key.Key_Right)
            seen.append(editor.selection)
        assert ("a-b",) in seen or name == "timeline"
        assert editor.describe_selection() == picture.accessibleDescription()
    editor.select(["a-b"])
    views.tabs.setCurrentIndex(SHOWN.index("matrix"))
    assert [piece.id for piece in shown(views)._selected()] == ["0:a-b"]


def test_one_tab_goes_from_the_tabs_into_the_picture(views: Views) -> None:
    """Nothing lies between that has the keyboard and does nothing with it."""
    views.tabs.setCurrentIndex(SHOWN.index("matrix"))
    bar = views.tabs.tabBar()
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Tab)
    assert shown(views).hasFocus()
    QTest.keyClick(shown(views), Qt.Key.Key_Right)
    QTest.keyClick(shown(views), Qt.Key.Key_Return)
    assert not views.isVisible()
    assert views._editor.selection == ("a-b",)


def test_every_view_has_its_tab(views: Views) -> None:
    """Ladder, bars, spread, matrix, timeline, table, text, coverage, roles, tasks; each says what it shows."""
    for at, name in enumerate(SHOWN):
        views.tabs.setCurrentIndex(at)
        page = views.tabs.currentWidget()
        assert page is not None
        assert views.name == name
        for picture in page.findChildren(PictureView):
            assert picture.accessibleName().startswith(views.tabs.tabText(at))


def test_views_open_beside_the_map_and_close_with_it(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """Opened again they turn to another view; another map closes them."""
    shell, desk = Shell(), Desk(tmp_path / "library.db")
    qtbot.addWidget(shell)
    window = open_window(qapp, shell, desk, None)
    qtbot.waitUntil(lambda: desk.library is not None)
    window.do("view_matrix")
    window.do("view_table")
    (views,) = shell.findChildren(Views)
    assert views.name == "table"
    assert not views.isModal()
    desk.show_example("churn-model")
    assert not views.isVisible()
    shell.close()


def test_where_nothing_spreads_the_page_says_what_to_do(views: Views) -> None:
    """No picture of a spread out of single numbers; a sentence instead."""
    views.tabs.setCurrentIndex(2)
    page = views.tabs.currentWidget()
    assert page is not None
    assert any("How lead times spread" in label.text() for label in page.findChildren(QLabel))


def test_how_to_read_a_picture_is_not_said_where_there_is_none(qtbot: QtBot) -> None:
    """An empty view says what to do next, and nothing of what its picture would mean."""
    views = Views(Editor(a_map(step("a"), step("b", lane="ops"), flow("a", "b"))), LIGHT, at="spread")
    qtbot.addWidget(views)
    page = views.tabs.currentWidget()
    assert page is not None
    said = [label.text() for label in page.findChildren(QLabel)]
    assert said == [VIEWS["spread"].empty]


def test_what_a_handoff_adds_is_on_one_line_of_the_table() -> None:
    """Numbers with their words are not broken, so that a column can be read down."""
    map_ = a_map(
        step("a", "2h"),
        step("b", "1h", lane="ops"),
        flow("a", "b", "3w", pca=0.6),
        flow("b", "a", "2d", id="back", type="rework", probability=0.4),
    )
    picture = VIEWS["table"].draw(map_, Editor(map_).figures, LIGHT, QtMeasure())
    assert picture is not None
    words = [s.text for e in picture.layer("cards") for s in e.shapes if isinstance(s, Text)]
    assert "4 of 10 come back" in words
    assert any(word.startswith(("about", "at least", "up to")) and word.endswith("s") for word in words)
