"""The agreement of a handoff, edited together."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.model.records import Experiment
from crosslane.ui.agreement import AgreementPage


@pytest.fixture
def page(qtbot: QtBot) -> AgreementPage:
    """The page of handoff 6 of the example."""
    editor = Editor(template("loop"))
    made = AgreementPage(editor, editor.map.flow("f6"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_typed_is_kept_in_one_step(page: AgreementPage) -> None:
    """Checks are one a line; undo takes all of it back."""
    page.fields["handed_over"].setText("Model with its card")
    page.fields["expected_wait"].setText("2d")
    page.checks.setPlainText("Replays last month\n\nHas an owner\n")
    assert page.keep()
    agreed = page.editor.map.flow("f6").agreement
    assert agreed is not None
    assert agreed.checks == ("Replays last month", "Has an owner")
    assert agreed.expected_wait is not None
    page.editor.undo()
    assert page.editor.map.flow("f6").agreement is None


def test_what_the_map_knows_already_stands_there(qtbot: QtBot) -> None:
    """How it is today, what is tried and when that is looked at: none of it has to be typed again."""
    editor = Editor(template("loop"))
    editor.take_on("f6", editor.advice.flows["f6"].suggestions[0], "planned")
    page = AgreementPage(editor, editor.map.flow("f6"))
    qtbot.addWidget(page)
    (tried,) = (e for e in editor.map.on("f6") if isinstance(e, Experiment))
    assert page.fields["review"].placeholderText().endswith(f"So far: {tried.review}")
    assert page.fields["handed_over"].placeholderText().endswith("So far: model by file drop")
    told = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "It waits 3 weeks." in told
    assert f"We try: {editor.knowledge.practices[str(tried.practice)].card}." in told
    assert page.keep()
    assert page.editor.map.flow("f6").agreement is None


def test_a_wait_that_is_none_is_answered(page: AgreementPage) -> None:
    """One sentence, nothing kept, nothing lost."""
    page.fields["expected_wait"].setText("soon")
    assert not page.keep()
    assert "not read as a time" in page.said.text()
    assert page.fields["expected_wait"].text() == "soon"
    assert page.editor.map.flow("f6").agreement is None


def test_leaving_all_open_changes_nothing(page: AgreementPage) -> None:
    """An empty agreement is none."""
    assert page.keep()
    assert page.editor.history.undo_label is None


def test_the_page_is_exported(page: AgreementPage, tmp_path: Path) -> None:
    """As PDF and as Markdown."""
    page.export_to(tmp_path / "a.md")
    page.export_to(tmp_path / "a.pdf")
    assert "Handoff 6" in (tmp_path / "a.md").read_text()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_checks_are_proposed_and_written_down_one_by_one(page: AgreementPage) -> None:
    """A proposal is agreed on only when it is chosen, can be changed then, and is not proposed again."""
    first, second = page.proposals[:2]
    assert page.checks.toPlainText() == ""
    assert page.keep()
    assert page.editor.map.flow("f6").agreement is None
    second.click()
    first.click()
    assert page.checks.toPlainText().splitlines() == [second.text()[2:], first.text()[2:]]
    assert first.isHidden()
    assert second.isHidden()
    page.checks.setPlainText("Ours")
    assert page.keep()
    agreed = page.editor.map.flow("f6").agreement
    assert agreed is not None
    assert agreed.checks == ("Ours",)
