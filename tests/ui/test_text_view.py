"""The whole map as text, in sync both ways: what is left is taken over, what makes no sense is told and stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.editor import Editor
from crosslane.model.records import Lane
from crosslane.model.values import Duration
from crosslane.ui.text_view import TextView


@pytest.fixture
def editor() -> Editor:
    """Three steps in a row over two lanes."""
    lanes = Lane(id="dev", name="Dev", order="1"), Lane(id="ops", name="Ops", order="2")
    steps = step("a").but(name="Build"), step("b", lane="ops").but(name="Deploy"), step("c").but(name="Look")
    return Editor(a_map(*steps, flow("a", "b", "3d"), flow("b", "c", "1d"), lanes=lanes))


@pytest.fixture
def view(qtbot: QtBot, editor: Editor) -> TextView:
    """The view, shown, with the keyboard in it."""
    made = TextView(editor)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.edit.setFocus()
    return made


def replace_in(view: TextView, line: int, old: str, new: str) -> None:
    """Select words of a line, from 0, and type others in their place."""
    block = view.edit.document().findBlockByNumber(line)
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + block.text().index(old))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, len(old))
    view.edit.setTextCursor(cursor)
    QTest.keyClicks(view.edit, new)


def test_a_changed_name_is_a_rename_once_its_line_is_left(view: TextView, editor: Editor) -> None:
    """Not while it is being typed; the step keeps its id, its flows and its numbers; one undo."""
    replace_in(view, 0, "Deploy", "Release")
    assert editor.map.step("b").name == "Deploy"
    QTest.keyClick(view.edit, Qt.Key.Key_Down)
    assert editor.map.step("b").name == "Release"
    assert "Ops: Release > Dev: Look" in view.edit.toPlainText()
    editor.undo()
    assert editor.map.step("b").name == "Deploy"
    assert "Release" not in view.edit.toPlainText()


def test_what_will_change_is_told_before(view: TextView, qtbot: QtBot) -> None:
    """Also where a new step would be, so that a lane that was meant otherwise is seen."""
    replace_in(view, 1, "Look", "Check")
    qtbot.waitUntil(lambda: view.said.text() == "Renamed: Dev: Look to Check.")
    view.edit.appendPlainText("Opps: Watch")
    qtbot.waitUntil(lambda: "New: Ops: Watch." in view.said.text())


def test_a_line_added_and_a_line_taken_out(view: TextView, editor: Editor) -> None:
    """Ctrl+Enter takes over at once."""
    view.edit.setPlainText("Dev: Build > Ops: Deploy | wait 3d\nOps: Deploy > Ops: Watch | wait 2h")
    QTest.keyClick(view.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sorted(s.name for s in editor.map.steps) == ["Build", "Deploy", "Watch"]
    assert sorted(f.wait.text for f in editor.map.flows if f.wait) == ["2h", "3d"]


def test_what_makes_no_sense_is_told_and_stays_as_typed(view: TextView, editor: Editor) -> None:
    """With its line; the rest of the text is taken over all the same."""
    replace_in(view, 0, "3d", "soon")
    replace_in(view, 1, "1d", "2d")
    view.take_over()
    assert "Line 1: " in view.said.text()
    assert "wait soon" in view.edit.toPlainText()
    waits = {f.id: f.wait.text for f in editor.map.flows if f.wait}
    assert waits == {"a-b": "3d", "b-c": "2d"}


def test_the_text_follows_the_map(view: TextView, editor: Editor) -> None:
    """An edit elsewhere shows at once; the cursor stays in its line."""
    QTest.keyClick(view.edit, Qt.Key.Key_Down)
    editor.set("b-c", "Wait", wait=Duration(text="5d"))
    assert "wait 5d" in view.edit.toPlainText()
    assert view.edit.textCursor().blockNumber() == 1


def test_the_selection_is_shared(view: TextView, editor: Editor) -> None:
    """The line with the cursor is what is selected."""
    QTest.keyClick(view.edit, Qt.Key.Key_Down)
    assert editor.selection == ("b-c",)
