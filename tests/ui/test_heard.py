"""A sentence typed on a handoff is offered as what it may mean, right where it was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.editor import Editor
from crosslane.model.records import Note
from crosslane.ui.panels.details import Details
from crosslane.ui.tile import Tile


def test_a_sentence_is_offered_as_chips_and_noted_by_a_press(qtbot: QtBot) -> None:
    """Nothing is noted by itself; a second sentence offers something else, the first chip goes once it is taken."""
    editor = Editor(a_map(step("a", "2h"), step("b", "1h", lane="ops"), flow("a", "b", "2w")))
    details = Details(editor)
    qtbot.addWidget(details)
    details.show()
    editor.select(["a-b"])
    assert not details.findChildren(Tile)
    editor.set("a-b", "Said", said=("we open a ticket and wait two weeks",))
    QTest.qWait(1)
    made = [tile for tile in details.findChildren(Tile) if tile.isVisible()]
    assert made
    offered = made[0].words()
    assert offered.startswith("Did you mean: ")
    assert editor.map.flow("a-b").symptoms == ()
    made[0].setFocus()
    QTest.keyClick(made[0], Qt.Key.Key_Space)
    assert len(editor.map.flow("a-b").symptoms) == 1
    QTest.qWait(1)
    assert offered not in [tile.words() for tile in details.findChildren(Tile) if not tile.isHidden()]


def test_what_has_no_fields_offers_nothing(qtbot: QtBot) -> None:
    """A note is selected while the map changes."""
    note = Note(id="n", text="Remember", x=0, y=0)
    editor = Editor(a_map(step("a", "2h"), note))
    details = Details(editor)
    qtbot.addWidget(details)
    editor.select(["n"])
    editor.rename("a", "Another name")
    assert not details.findChildren(Tile)


def test_how_a_step_goes_on_is_asked_once_and_written_only_when_chosen(qtbot: QtBot) -> None:
    """Two ways out and no word on them: the usual reading is named, a press writes another."""
    steps = step("a", "1h"), step("b", "1h", lane="ops"), step("c", "1h")
    editor = Editor(a_map(*steps, flow("a", "b", "1d"), flow("a", "c", "1h")))
    details = Details(editor)
    qtbot.addWidget(details)
    details.show()
    editor.select(["a"])
    labels = [label.text() for label in details.findChildren(QLabel)]
    assert "It goes on to 2 steps; taken as: to all of them. Which is it?" in labels
    assert editor.map.step("a").split is None
    one = next(made for made in details.findChildren(QPushButton) if made.text() == "To one of them")
    one.setFocus()
    QTest.keyClick(one, Qt.Key.Key_Space)
    assert editor.map.step("a").split == "one"
    QTest.qWait(1)
    assert not [made for made in details.findChildren(QPushButton) if made.text() == "To one of them"]
    editor.select(["b"])
    assert not [made for made in details.findChildren(QPushButton) if made.text().startswith("To ")]
