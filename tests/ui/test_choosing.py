"""The palette, the sheet of keys and finding: one list to type into."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crosslane.actions import ACTIONS, MISSING
from crosslane.editor import Editor
from crosslane.model.map import Map
from crosslane.ui.dialogs.choose import MOST, Choice, Choose
from crosslane.ui.window import Window


def test_a_choice_is_found_by_its_words_or_its_key(qapp: QApplication) -> None:
    """In any order; Enter takes the first that is left."""
    taken: list[str] = []
    choices = [
        Choice("Room view", "F8", lambda: taken.append("room")),
        Choice("New map", "Ctrl+N", lambda: taken.append("new")),
    ]
    dialog = Choose("Do it", choices)
    dialog.line.setText("map new")
    assert [dialog.list.item(at).text() for at in range(dialog.list.count())] == ["New map"]
    dialog.line.setText("f8")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert taken == ["room"]
    dialog.deleteLater()


def test_of_very_many_choices_the_first_are_listed_and_typing_finds_the_others(qapp: QApplication) -> None:
    """How many more there are stands below the list."""
    dialog = Choose("Find", [Choice(f"Step {n}", "", lambda: None) for n in range(MOST + 50)])
    assert dialog.list.count() == MOST
    assert dialog._more.text() == "50 more: type another word of it."
    assert not dialog._more.isHidden()
    dialog.line.setText(f"step {MOST + 49}")
    assert [dialog.list.item(at).text() for at in range(dialog.list.count())] == [f"Step {MOST + 49}"]
    assert dialog._more.isHidden()
    dialog.deleteLater()


def test_the_palette_goes_to_places_too(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is called "Find or do anything" does both."""
    seen: list[Choose] = []

    def chosen(dialog: Choose) -> int:
        seen.append(dialog)
        dialog.line.setText("predict on new data")
        dialog.list.itemActivated.emit(dialog.list.item(0))
        return 1

    monkeypatch.setattr(Choose, "exec", chosen)
    window.do("palette")
    assert "Predict on new data" in window.editor.describe_selection()
    assert seen[0].windowTitle() == "Find or do anything"


def test_what_cannot_be_done_now_is_found_and_says_why(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not "no action has these words": it waits for something to be selected."""

    def chosen(dialog: Choose) -> int:
        dialog.line.setText("append the next")
        dialog.list.itemActivated.emit(dialog.list.item(0))
        return 1

    monkeypatch.setattr(Choose, "exec", chosen)
    window.editor.select([])
    window.do("palette")
    assert window.message.label.text() == "Append the next step: select one step first."


def test_every_action_that_may_be_missing_something_says_what(window: Window) -> None:
    """Those that make no sense on an empty map, or with nothing selected."""
    window.editor.select([])
    empty = Editor(Map.of([]))
    for editor in (window.editor, empty):
        assert {a.id for a in ACTIONS if not a.enabled(editor)} <= set(MISSING)
