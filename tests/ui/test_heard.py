"""A sentence typed on a handoff is offered as what it may mean, right where it was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
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
