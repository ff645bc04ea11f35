"""The dialog that asks for one line."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from crosslane.ui.dialogs.line import AskLine


def test_an_empty_line_is_nothing_to_take(qtbot: QtBot) -> None:
    """Blanks are none either; Enter takes what is typed."""
    ask = AskLine("Add a lane", "Who takes part?", "for example: Security", "Add lane")
    qtbot.addWidget(ask)
    assert not ask.take.isEnabled()
    ask.line.setText("  ")
    assert not ask.take.isEnabled()
    ask.line.setText(" Security ")
    assert ask.take.isEnabled()
    assert ask.take.isDefault()
    assert ask.line.accessibleName() == "Who takes part?"
