"""Giver and receiver answer apart and are shown together."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.editor import Editor
from crosslane.model.edits.sides import said_by
from crosslane.ui.sides import TwoSides


@pytest.fixture
def page(qtbot: QtBot) -> TwoSides:
    """The card of a handoff of which nothing is known."""
    editor = Editor(a_map(step("a", "1h"), step("b", "1h", lane="ops"), flow("a", "b")))
    made = TwoSides(editor, editor.map.flow("a-b"))
    qtbot.addWidget(made)
    made.show()
    return made


def answer(page: TwoSides, wait: str, share: str) -> None:
    """Type both answers of the side that is asked."""
    side = page.asked
    assert side is not None
    page.fields["wait"].setText(wait)
    page.fields["pca"].setText(share)
    page.answer(side)


def told(page: TwoSides) -> str:
    """Return all sentences of the card."""
    QTest.qWait(1)
    return "\n".join(label.text() for label in page.findChildren(QLabel) if not label.isHidden())


def test_no_side_sees_the_other_before_it_has_answered(page: TwoSides) -> None:
    """The giver's answer is gone from the screen when the receiver is asked, and the map is as before."""
    answer(page, "1d", "9/10")
    assert page.asked == "receiver"
    assert page.fields["wait"].text() == ""
    assert "9" not in told(page)
    assert page.editor.map.flow("a-b").pca is None


def test_both_are_shown_together_with_their_gap(page: TwoSides) -> None:
    """Nine of ten here, five of ten there: the sentence asks what the receiver sees, and it is a finding."""
    answer(page, "1d", "9/10")
    answer(page, "5d", "5/10")
    assert "Seen from both sides: 9 of 10 · 5 of 10. What does the receiver see?" in told(page)
    assert "The wait, seen from both sides: 1 day · 1 week. What happens in between?" in told(page)
    findings = page.editor.advice.flows["a-b"].findings
    assert any("of ten apart" in words for finding in findings for words in finding.evidence)


def test_what_is_agreed_becomes_the_number_of_the_map(page: TwoSides) -> None:
    """In one undo step; the answers stay, so that the gap is not forgotten."""
    answer(page, "1d", "9/10")
    answer(page, "5d", "5/10")
    page.agree("receiver")
    agreed = page.editor.map.flow("a-b")
    assert agreed.wait is not None
    assert (agreed.wait.text, agreed.pca) == ("5d", 0.5)
    page.editor.undo()
    assert page.editor.map.flow("a-b").wait is None
    assert len(said_by(page.editor.map, "a-b", "pca")) == 2


def test_what_cannot_be_read_stays_to_be_mended(page: TwoSides) -> None:
    """One sentence; the side is still asked."""
    answer(page, "1d", "most")
    assert page.asked == "giver"
    assert page.fields["pca"].text() == "most"
    assert "not read as a share" in told(page)


def test_both_can_be_asked_again(page: TwoSides) -> None:
    """Old answers are forgotten."""
    answer(page, "1d", "9/10")
    answer(page, "1d", "9/10")
    page.again()
    assert page.asked == "giver"
    assert said_by(page.editor.map, "a-b", "wait") == {}
