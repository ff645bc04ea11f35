"""Labels show text as it is, and fit the panel they are in."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from crosslane.ui.text import breakable, plain_label


def test_a_very_long_word_makes_a_label_no_wider_than_its_panel(qtbot: QtBot) -> None:
    """As long as names may be; a reader of the screen hears it in one."""
    long = "Hauptspeicherverbrauchs" * 8
    label = plain_label(f"Measure {long}")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 200
    assert label.accessibleName() == f"Measure {long}"


@pytest.mark.parametrize("text", ["", "Build the model", "twenty-four letters long: abcdefghijklmnopqrstuvwx"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert breakable(text) == text


def test_no_letter_is_lost() -> None:
    text = "line one\nline two " + "x" * 100
    assert breakable(text).replace("\u200b", "") == text
