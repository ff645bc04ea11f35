"""What to try: one card open, the others folded; why, what it would give, the four ways to refuse, our own idea."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.model.records import Experiment, Flow, Verdict
from crosslane.practices.advice import Suggestion
from crosslane.ui.panels.card import Card
from crosslane.ui.panels.try_ import WhatToTry


@pytest.fixture
def editor() -> Editor:
    """The example with its costliest handoff selected."""
    made = Editor(template("loop"))
    made.select_number(6)
    return made


@pytest.fixture
def panel(qtbot: QtBot, editor: Editor) -> WhatToTry:
    """The panel, shown."""
    made = WhatToTry(editor)
    qtbot.addWidget(made)
    made.resize(360, 900)
    made.show()
    return made


def words(panel: WhatToTry) -> str:
    """Return all that stands on the panel."""
    return "\n".join(label.text() for label in panel.widget().findChildren(QLabel) if label.isVisible())


def press(panel: WhatToTry, name: str) -> None:
    """Press the button whose name for screen readers begins so, by keyboard."""
    found = [b for b in panel.widget().findChildren(QPushButton) if b.accessibleName().startswith(name)]
    assert found, name
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def test_one_card_is_open_and_the_others_are_folded(panel: WhatToTry, editor: Editor) -> None:
    """At most three, one for each lever; a press opens another and folds the first."""
    cards = editor.advice.flows["f6"].best_by_lever()
    assert len(panel.findChildren(Card)) == 1
    press(panel, "Less depends on one person")
    (open_,) = panel.findChildren(Card)
    other = editor.knowledge.practices[cards["less-dependence"].practice]
    assert other.card in open_.accessibleName()
    assert other.first_step in words(panel)


def first_card(editor: Editor) -> Suggestion:
    """Return what the open card of handoff 6 suggests."""
    return next(iter(editor.advice.flows["f6"].best_by_lever().values()))


def test_because_begins_with_what_people_said(panel: WhatToTry) -> None:
    """Their own words first, then two facts; never a name of a symptom as a verdict where they said it themselves."""
    press(panel, "Less depends on one person")
    assert "“only Tom can do it”; it depends on one person" in words(panel)


def test_why_adds_up_to_the_score(panel: WhatToTry, editor: Editor) -> None:
    """Each reason with its points, and their sum."""
    best = first_card(editor)
    assert best.because[0].sentence not in words(panel)
    press(panel, f"Why {editor.knowledge.practices[best.practice].card}")
    assert all(reason.sentence in words(panel) for reason in best.because)
    assert f"{best.score:.1f}" in words(panel)
    assert sum(reason.points for reason in best.because) == pytest.approx(best.score, abs=0.05)


def test_why_tells_where_the_numbers_of_the_place_come_from(panel: WhatToTry) -> None:
    """As said, on which calendar, how often, with it and without."""
    press(panel, "Why? Where the numbers")
    assert "The wait: 3w, as people said; 120 h of work time" in words(panel)


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("We do this already", "in-place"),
        ("Tried, did not help", "tried"),
        ("Not ours to decide", "not-ours"),
        ("Not now", "not-now"),
    ],
)
def test_not_for_us_has_four_reasons_with_their_consequences(
    panel: WhatToTry, editor: Editor, reason: str, why: str
) -> None:
    """Each is kept, the card goes, and only what is in place is marked there."""
    practice = first_card(editor).practice
    press(panel, "Not for us")
    press(panel, reason)
    (verdict,) = (v for v in editor.map.on("f6") if isinstance(v, Verdict))
    assert (verdict.practice, verdict.status, verdict.why) == (practice, "dismissed", why)
    assert practice not in [s.practice for s in editor.advice.flows["f6"].suggestions]
    flow = editor.map.flow("f6")
    assert (practice in flow.practices) == (why == "in-place")
    assert editor.message is not None


def test_what_it_would_give_can_be_said_otherwise(panel: WhatToTry, editor: Editor, qtbot: QtBot) -> None:
    """What the team expects is computed on the map, and goes along when it is taken on."""
    press(panel, "We expect something else")
    line = panel.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "9/10")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Up to 4 of at least 12 weeks less." in words(panel) or "weeks less." in words(panel))
    said = next(line for line in words(panel).splitlines() if line.endswith("less."))
    press(panel, "We try this")
    (taken,) = (e for e in editor.map.on("f6") if isinstance(e, Experiment))
    assert taken.expected == said


def test_a_guess_that_cannot_be_read_is_answered(panel: WhatToTry, qtbot: QtBot) -> None:
    """In one sentence, on the card."""
    press(panel, "We expect something else")
    line = panel.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "soon")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "'soon'" in words(panel))


def test_after_taking_on_the_keyboard_goes_on_with_who_does_it(panel: WhatToTry, editor: Editor) -> None:
    """Also after parking, where there is nothing to fill in, and after an idea of the team's own."""
    press(panel, "We try this")
    held = panel.window().focusWidget()
    assert isinstance(held, QLineEdit)
    assert held.accessibleName().startswith("Who: ")
    QTest.keyClicks(held, "Mina")
    QTest.keyClick(held, Qt.Key.Key_Return)
    (taken,) = (e for e in editor.map.on("f6") if isinstance(e, Experiment))
    assert taken.owner == "Mina"
    press(panel, "Park")
    assert panel.window().focusWidget().accessibleName().startswith("All of it: ")
    line = next(e for e in panel.widget().findChildren(QLineEdit) if "own idea" in e.accessibleName())
    QTest.keyClicks(line, "Sit together")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert panel.window().focusWidget().accessibleName() == "Who: Sit together"


def test_what_has_to_be_in_place_first_can_be_tried_first(panel: WhatToTry, editor: Editor) -> None:
    """With a button beside it; it is planned with its own name."""
    before = first_card(editor).before
    press(panel, "Try that first")
    (taken,) = (e for e in editor.map.on("f6") if isinstance(e, Experiment))
    begin = next(iter(editor.advice.flows["f6"].suggestions), None)
    assert taken.practice == before[0]
    assert begin is None or begin.practice != taken.practice


def test_what_was_said_is_offered_as_cards_that_can_be_taken_on(qtbot: QtBot) -> None:
    """Under its own heading, with people's words as the reason; what is suggested by fields stays as it is."""
    editor = Editor(template("loop"))
    editor.set("f8", "Say", said=("Nobody can tell the customer why the computer said no.",))
    editor.select_number(8)
    made = WhatToTry(editor)
    qtbot.addWidget(made)
    made.resize(360, 900)
    made.show()
    assert "What you said sounds like" in words(made)
    card = editor.knowledge.practices["model-card-explainability"].card
    press(made, next(b.accessibleName() for b in made.findChildren(QPushButton) if card in b.accessibleName()))
    assert "“Nobody can tell the customer why the computer said no.”" in words(made)
    press(made, "We try this")
    (taken,) = (e for e in editor.map.on("f8") if isinstance(e, Experiment))
    assert taken.practice == "model-card-explainability"


def test_one_thing_at_a_time(panel: WhatToTry, editor: Editor) -> None:
    """While something is tried, the next card offers to park first; who does it is typed where it stands."""
    press(panel, "We try this")
    line = next(e for e in panel.widget().findChildren(QLineEdit) if e.accessibleName().startswith("Who:"))
    QTest.keyClicks(line, "Mina")
    QTest.keyClick(line, Qt.Key.Key_Return)
    (taken,) = (e for e in editor.map.on("f6") if isinstance(e, Experiment))
    assert taken.owner == "Mina"
    press(panel, "Park")
    assert sorted(e.status for e in editor.map.on("f6") if isinstance(e, Experiment)) == ["parked", "planned"]


def test_our_own_idea_is_typed_below_the_cards(panel: WhatToTry, editor: Editor) -> None:
    """It is taken on as it was typed."""
    line = next(e for e in panel.widget().findChildren(QLineEdit) if "own idea" in e.accessibleName())
    QTest.keyClicks(line, "Sit together")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert [e.text for e in editor.map.on("f6") if isinstance(e, Experiment)] == ["Sit together"]


def test_what_was_heard_is_offered_and_never_applied_in_silence(panel: WhatToTry, editor: Editor) -> None:
    """Only a press on it pins the symptom."""
    flow = editor.map.flow("f6")
    assert "Did you mean: only one person can do it?" in words(panel)
    assert "single-person" not in flow.symptoms
    press(panel, "Did you mean")
    now = editor.map.flow("f6")
    assert isinstance(now, Flow)
    assert set(now.symptoms) > set(flow.symptoms)


def test_a_question_goes_to_its_field(panel: WhatToTry, qtbot: QtBot, editor: Editor) -> None:
    """Whatever it asks for can be filled in at once."""
    field, ask = editor.advice.flows["f6"].questions[0]
    with qtbot.waitSignal(panel.answer) as signal:
        press(panel, f"Answer: {ask}")
    assert signal.args == [field]


def test_the_keyboard_stays_where_it_was(panel: WhatToTry) -> None:
    """The page is built anew by many a press; what was pressed keeps the keyboard, or what is in its place."""
    press(panel, "Tools for")
    focused = panel.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Tools for")


def test_nothing_is_wider_than_the_narrowest_panel(panel: WhatToTry, editor: Editor, qtbot: QtBot) -> None:
    """At 300 pixels no label and no button is cut off, at any handoff."""
    panel.resize(300, 900)
    for flow in editor.map.drawn_flows:
        editor.select([flow.id])
        qtbot.wait(1)
        assert panel.widget().minimumSizeHint().width() <= 300, flow.id
