"""The coverage page: 28 questions, answered by digits, kept with the map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.drawing.palette import LIGHT
from crosslane.editor import Editor
from crosslane.practices.coverage import answers_of
from crosslane.ui.coverage import Coverage


@pytest.fixture
def page(qtbot: QtBot) -> Coverage:
    """The page over a map where peer review is in place at one flow."""
    in_place = flow("a", "b", "1d", practices=("peer-review-as-approval",))
    made = Coverage(Editor(a_map(step("a"), step("b", lane="ops"), in_place)), LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


def test_digits_answer_and_go_on(page: Coverage) -> None:
    """Two digits answer the first two cells; the third is chosen then."""
    QTest.keyClicks(page.grid, "30")
    assert answers_of(page._editor.map) == {("compliance", "devops"): 3, ("compliance", "dataops"): 0}
    assert page.grid.at == (0, 2)


def test_what_is_answered_is_passed_over_and_can_be_taken_back(page: Coverage) -> None:
    """Going back and answering again leads to the next open cell; Delete makes a cell unknown again."""
    QTest.keyClicks(page.grid, "30")
    page.grid.go((0, 0))
    QTest.keyClicks(page.grid, "1")
    assert page.grid.at == (0, 2)
    page.grid.go((0, 1))
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    assert answers_of(page._editor.map) == {("compliance", "devops"): 1}


def test_arrows_walk_round_and_are_told(page: Coverage) -> None:
    """Left of the first column is the last; a screen reader hears the cell, its answer and the question."""
    QTest.keyClick(page.grid, Qt.Key.Key_Left)
    assert page.grid.at == (0, 3)
    assert page.grid.accessibleName().startswith("Compliance in AIOps: not asked.")


def test_answers_by_mouse_are_the_same(page: Coverage) -> None:
    """The level can be clicked; what is chosen shows when one comes back."""
    page.levels.button(2).click()
    page.grid.go((0, 0))
    assert page.levels.checkedId() == 2


def test_what_is_in_place_is_counted(page: Coverage) -> None:
    """The practice named at the flow shows in its cell, and an answer needs no undo step."""
    assert page.cell.in_place == ("peer-review-as-approval",)
    QTest.keyClicks(page.grid, "4")
    assert page._editor.history.undo_label is None


def test_each_team_answers_for_itself(page: Coverage) -> None:
    """What one team says is nobody else's answer; all together have their own."""
    QTest.keyClicks(page.grid, "3")
    page.answering.setCurrentIndex(page.answering.findData("ops"))
    assert page.cell.level is None
    page.grid.go((0, 0))
    QTest.keyClicks(page.grid, "1")
    map_ = page._editor.map
    assert answers_of(map_) == {("compliance", "devops"): 3}
    assert answers_of(map_, "ops") == {("compliance", "devops"): 1}
    assert answers_of(map_, "dev") == {}
