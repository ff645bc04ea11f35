"""The knowledge to read: found by typing, a page at a time, tools and sources folded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from crosslane.practices.knowledge import shipped
from crosslane.ui.knowledge import KnowledgePages


@pytest.fixture
def pages(qtbot: QtBot) -> KnowledgePages:
    """The window at its first page."""
    made = KnowledgePages(shipped())
    qtbot.addWidget(made)
    made.show()
    return made


def words_of(pages: KnowledgePages) -> str:
    """Return what stands on the page."""
    return "\n".join(label.text() for label in pages.area.widget().findChildren(QLabel) if not label.isHidden())


def test_the_article_comes_first_with_all_its_parts(pages: KnowledgePages) -> None:
    """The Ops, the loop, the seven principles, the deployment of models, the closing rules, AIOps apart from MLOps."""
    text = words_of(pages)
    for part in (
        "The data loop",
        "The Ops and their kin",
        "AIOps is not MLOps",
        "7. Monitoring",
        "Three closing rules",
    ):
        assert part in text
    assert "Continuous deployment of models" in text


def test_typing_leaves_what_has_the_words_titles_first(pages: KnowledgePages) -> None:
    """A word of a title leads to its page; Down goes on from there without leaving the field."""
    QTest.keyClicks(pages.line, "fear of")
    assert pages.area.accessibleName() == "Fear of releasing"
    QTest.keyClick(pages.line, Qt.Key.Key_Down)
    assert pages.area.accessibleName() != "Fear of releasing"
    assert pages.line.text() == "fear of"


def test_words_that_stand_nowhere_are_answered(pages: KnowledgePages) -> None:
    """An empty list is explained."""
    QTest.keyClicks(pages.line, "zzzz")
    assert "Nothing has these words" in words_of(pages)


def test_what_is_folded_opens(pages: KnowledgePages) -> None:
    """Tools and sources of a practice are there on demand; the labels are names, not ids."""
    pages.open_at("practice:rollback-rehearsed")
    practice = shipped().practices["rollback-rehearsed"]
    source = shipped().sources[practice.sources[0]].title
    assert source not in words_of(pages)
    assert "DevOps" in words_of(pages)
    next(made for made in pages.area.widget().findChildren(QPushButton) if made.text() == "Based on…").click()
    assert source in words_of(pages)


def test_roles_are_told_with_their_ops(pages: KnowledgePages) -> None:
    """Who takes part in which of the Ops, and what each does from plan to run."""
    pages.open_at("roles")
    assert "Software engineer: DevOps, DataOps (sometimes)" in words_of(pages)
    assert "Deploy: every engineer deploys" in words_of(pages)


def test_their_own_knowledge_is_explained_by_example(pages: KnowledgePages) -> None:
    """What is added or wrong, where files go, and one to copy."""
    pages.open_at("own")
    assert "Nothing is added, changed or switched off." in words_of(pages)
    assert "our-release-hour" in words_of(pages)
