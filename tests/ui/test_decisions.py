"""What was decided: taken on with who and until when, refused with its consequence, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.model import edits
from crosslane.model.records import Experiment, Verdict
from crosslane.ui.decisions import Decisions
from crosslane.ui.dialogs.experiment import ExperimentPage, VerdictPage


def told(page: QWidget) -> str:
    """Return all sentences of a page, once Qt has laid them out."""
    QTest.qWait(1)
    return "\n".join(label.text() for label in page.findChildren(QLabel) if not label.isHidden())


@pytest.fixture
def editor() -> Editor:
    """The example with its best card for handoff 6 taken on."""
    made = Editor(template("loop"))
    made.take_on("f6", made.advice.flows["f6"].suggestions[0], "planned")
    return made


def experiment_of(editor: Editor) -> Experiment:
    """Return the one experiment."""
    (found,) = editor.map.others("experiment")
    assert isinstance(found, Experiment)
    return found


def test_what_is_taken_on_comes_with_a_plan(editor: Editor) -> None:
    """A fortnight, what to look for, when to stop: proposed, and open to change."""
    found = experiment_of(editor)
    assert found.start is not None
    assert found.review is not None
    assert found.start < found.review
    assert found.signal
    assert found.stop_if


def test_who_and_until_when_are_kept(qtbot: QtBot, editor: Editor) -> None:
    """Owner and partner, in one undo step."""
    page = ExperimentPage(editor, experiment_of(editor))
    qtbot.addWidget(page)
    page.fields["owner"].setText("Mina")
    page.fields["partner"].setText("Tom")
    page.status.setCurrentIndex(page.status.findData("running"))
    page.keep()
    assert (experiment_of(editor).owner, experiment_of(editor).status) == ("Mina", "running")
    editor.undo()
    assert experiment_of(editor).owner is None


def test_whether_a_signal_can_be_seen_is_computed(qtbot: QtBot, editor: Editor) -> None:
    """Twice a month is too rare for a fortnight; ten times a week is enough; without a rate it says what to ask."""
    page = ExperimentPage(editor, experiment_of(editor))
    qtbot.addWidget(page)
    page.fields["start"].setText("2027-01-11")
    for rate, words in (("2/mo", "check the last three"), ("10/w", "About 20 cross")):
        editor.set("f6", "Say how often", frequency=rate)
        page.fields["review"].setText("2027-01-24")
        page.fields["review"].setText("2027-01-25")
        assert words in page.in_time.text()
    page.fields["review"].setText("soon")
    assert "not known" in page.in_time.text()


def test_the_list_holds_everything_and_takes_it_back(qtbot: QtBot, editor: Editor) -> None:
    """Taken on, parked, not for us; each can be taken back, and undo brings it back again."""
    editor.refuse("f7", editor.advice.flows["f7"].suggestions[0].practice, "not-now")
    page = Decisions(editor)
    qtbot.addWidget(page)
    page.show()
    assert "Taken on" in told(page)
    assert "Not now: it stays off the cards" in told(page)
    backs = [made for made in page.findChildren(QPushButton) if made.text() == "Take back"]
    backs[0].click()
    assert editor.map.others("experiment") == ()
    assert "Taken on" not in told(page)
    editor.undo()
    assert "Taken on" in told(page)


def test_an_empty_list_says_what_to_do(qtbot: QtBot) -> None:
    """Nothing was decided yet."""
    page = Decisions(Editor(template("loop")))
    qtbot.addWidget(page)
    page.show()
    assert "Nothing yet" in told(page)


def test_a_refusal_has_a_reason_who_and_a_ticket(qtbot: QtBot, editor: Editor) -> None:
    """In the team's own words, in one undo step; with "open again" the card comes back."""
    practice = editor.advice.flows["f6"].suggestions[0].practice
    editor.refuse("f6", practice, "not-ours")
    (verdict,) = (v for v in editor.map.others("verdict") if isinstance(v, Verdict))
    page = VerdictPage(editor, verdict)
    qtbot.addWidget(page)
    page.fields["reason"].setText("The platform board decides")
    page.fields["ticket"].setText("OPS-12")
    page.keep()
    kept = editor.map.get(verdict.id)
    assert isinstance(kept, Verdict)
    assert (kept.reason, kept.ticket, kept.why) == ("The platform board decides", "OPS-12", "not-ours")
    page.status.setCurrentIndex(page.status.findData("open"))
    page.keep()
    assert practice in [s.practice for s in editor.advice.flows["f6"].suggestions]


@pytest.mark.parametrize("name", ["list.csv", "list.md", "list"])
def test_the_list_goes_out_without_names(qtbot: QtBot, editor: Editor, tmp_path: Path, name: str) -> None:
    """For a tracker: as CSV, or as Markdown where that is asked for."""
    editor.set(experiment_of(editor).id, "Who", owner="Mina", ticket="OPS-12")
    page = Decisions(editor)
    qtbot.addWidget(page)
    assert "Names stayed out." in page.export_to(tmp_path / name)
    text = next(tmp_path.iterdir()).read_text()
    assert "OPS-12" in text
    assert "Mina" not in text


def test_what_has_lost_its_place_is_listed(qtbot: QtBot, editor: Editor) -> None:
    """The handoff is gone; the experiment is not."""
    editor.run("Remove", edits.remove, ["f6"])
    page = Decisions(editor)
    qtbot.addWidget(page)
    assert "No longer on the map" in told(page)


def test_what_has_lost_its_place_can_be_brought_over(qtbot: QtBot, editor: Editor) -> None:
    """To the handoff that is selected, in one undo step; meanwhile another practice is promoted."""
    assert editor.advice.experiment is None
    editor.run("Remove", edits.remove, ["f6"])
    assert editor.advice.experiment is not None
    editor.select(["f7"])
    page = Decisions(editor)
    qtbot.addWidget(page)
    (over,) = (b for b in page.findChildren(QPushButton) if b.text().startswith("It is about Handoff 7"))
    over.click()
    assert experiment_of(editor).on == "f7"
    assert editor.advice.experiment is None
    assert "No longer on the map" not in told(page)
    editor.undo()
    assert experiment_of(editor).on == "f6"
    assert "No longer on the map" in told(page)
