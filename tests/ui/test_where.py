"""Where time goes: three sentences, the rest on demand, what if beside it, warnings with what can be done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.model.records import Lane
from crosslane.model.values import Duration
from crosslane.ui.next_line import NEVER_ARRIVE
from crosslane.ui.panels.where import NO_WAITS, WhereTimeGoes
from crosslane.ui.strip import Strip


def shown(qtbot: QtBot, editor: Editor) -> WhereTimeGoes:
    """Return the panel of an editor, shown."""
    made = WhereTimeGoes(editor)
    qtbot.addWidget(made)
    made.resize(360, 900)
    made.show()
    return made


@pytest.fixture
def panel(qtbot: QtBot) -> WhereTimeGoes:
    """The panel of the example."""
    return shown(qtbot, Editor(template("loop")))


def words(panel: WhereTimeGoes) -> str:
    """Return all that stands on the panel, once Qt has laid it out."""
    QTest.qWait(1)
    return "\n".join(label.text() for label in panel.widget().findChildren(QLabel) if label.isVisible())


def press(panel: WhereTimeGoes, name: str) -> None:
    """Press the button whose name for screen readers begins so, by keyboard."""
    found = [b for b in panel.widget().findChildren(QPushButton) if b.accessibleName().startswith(name)]
    assert found, name
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def test_three_sentences_first(panel: WhereTimeGoes) -> None:
    """The three that add most; the others, the pace, what comes back, who is alone on demand."""
    places = panel.editor.figures.where_time_goes.time
    assert [p.sentence in words(panel) for p in places[:4]] == [True, True, True, False]
    press(panel, f"All {len(places)}")
    assert all(p.sentence in words(panel) for p in places)
    assert "sets the pace" not in words(panel)
    press(panel, "What sets the pace")
    assert "It sets the pace." in words(panel)
    press(panel, "What comes back")
    assert "4 of 10 come back" in words(panel)
    press(panel, "What depends on one person")
    assert "depends on one person: all models pass there" in words(panel)


def test_what_comes_through_and_how_often_it_is_handed_over(panel: WhereTimeGoes) -> None:
    """The share of a whole round in people's words; two lanes that hand to each other, and the matrix."""
    press(panel, "What comes back")
    assert "get through with nothing sent back." in words(panel)
    press(panel, "Who hands to whom")
    assert "Every model is handed over at least 9.5 times." in words(panel) or "about 9.5 times" in words(panel)
    assert "AI and Ops hand to each other: 1.5 there, 0.7 back per model." in words(panel)


def test_a_queue_that_theory_expects_stands_behind_why(qtbot: QtBot) -> None:
    """Computed from demand and people, and never beside what people said."""
    steps = step("a", "1h"), step("b", "6h", lane="ops", people=1)
    map_ = a_map(*steps, flow("a", "b", "3d"), demand="5/w")
    panel = shown(qtbot, Editor(map_))
    assert "expects" not in words(panel)
    press(panel, "Why?")
    assert "From demand and people alone, " in words(panel)


def test_a_sentence_goes_to_its_place(panel: WhereTimeGoes) -> None:
    """The canvas follows the selection."""
    press(panel, "Go there: Handoff 6")
    assert panel.editor.selection == ("f6",)


def test_half_the_wait_is_asked_and_the_strip_follows(panel: WhereTimeGoes, qtbot: QtBot) -> None:
    """Nothing on the map changes; the strip shows how it could be, to the scale of what is, until it is closed."""
    strip, before = Strip(panel.editor), panel.editor.map
    qtbot.addWidget(strip)
    strip.resize(1200, 70)
    strip.show()
    assert strip._picture.get("lanes", "left") is None
    press(panel, "What if it waited half as long?")
    assert "At least 12 weeks before, at least 10 weeks then" in words(panel)
    assert "At least 10 weeks" in strip.accessibleName()
    left = strip._picture.get("lanes", "left")
    assert left is not None
    assert left.bounds.w > 100
    assert panel.editor.map is before
    press(panel, "Close what if")
    assert "At least 12 weeks" in strip.accessibleName()
    assert strip._picture.get("lanes", "left") is None


def test_what_comes_before_anybody_looks_opens_no_window(qtbot: QtBot, qapp: QApplication) -> None:
    """Percentiles arrive while another panel is in front; they stand there once this one is turned to."""
    panel = WhereTimeGoes(Editor(template("loop")))
    qtbot.addWidget(panel)
    before = {w for w in qapp.topLevelWidgets() if w.isVisible()}
    panel.show_outlook(panel.editor.map, ["Half of all models take at most 3 weeks."])
    assert {w for w in qapp.topLevelWidgets() if w.isVisible()} == before
    panel.show()
    assert "Half of all models take at most 3 weeks." in words(panel)


def test_what_is_asked_next_goes_to_its_field(panel: WhereTimeGoes, qtbot: QtBot) -> None:
    """The wait of handoff 4."""
    with qtbot.waitSignal(panel.answer) as signal:
        press(panel, "Ask next")
    assert (panel.editor.selection, signal.args) == (("f4",), ["wait"])


def test_a_return_is_asked_about_as_a_return(qtbot: QtBot) -> None:
    """Not how many go this way: how many come back, from where to where."""
    editor = Editor(template("loop"))
    editor.set("f4", "Wait", wait=Duration(text="1d"))
    back = next(flow for flow in editor.map.flows if flow.type == "rework")
    editor.set(back.id, "Forget", probability=None)
    assert "Of ten, how many come back from Predict on new data to Build the model?" in words(shown(qtbot, editor))


def test_a_map_with_two_numbers_is_answered_honestly(qtbot: QtBot) -> None:
    """One wait and one process time: at least so long, and what to ask next."""
    lanes = Lane(id="dev", name="Dev", order="1"), Lane(id="ops", name="Ops", order="2")
    steps = step("a", "2h"), step("b", lane="ops"), step("c")
    map_ = a_map(*steps, flow("a", "b", "3d"), flow("b", "c", None), lanes=lanes)
    said = words(shown(qtbot, Editor(map_)))
    assert "At least 3 days" in said
    assert "Work: 2 hours. Waiting: 3." in said
    assert "2 of 7 numbers are known." in said
    assert "Ask next: Handoff 2 (Ops to Dev): how long does it wait?" in said
    assert "Handoff 1 (Dev to Ops) adds about 3 of at least 3 days to every item. It waits 3 days." in said


def test_an_empty_map_says_what_to_do(qtbot: QtBot) -> None:
    """One line, no zeros."""
    said = words(shown(qtbot, Editor(a_map(step("a"), step("b", lane="ops"), flow("a", "b", None)))))
    assert NO_WAITS in said
    assert "No times yet" in said


def test_times_of_which_no_lead_time_follows_are_not_denied(qtbot: QtBot) -> None:
    """Items that go round and round never arrive: that is what is wrong with the map, not that nobody told a time."""
    going_round = flow("a", "b", "3d"), flow("b", "a", "1d")
    said = words(shown(qtbot, Editor(a_map(step("a"), step("b", lane="ops"), *going_round))))
    assert "Not known yet" in said
    assert NEVER_ARRIVE in said
    assert "No times yet" not in said
    assert NO_WAITS not in said


def test_where_exactness_ends_it_is_said(qtbot: QtBot) -> None:
    """On the one example whose returns come into branches beside one another, and on no exact one."""
    for name, method in (("schema-change", "simulated"), ("loop", "exact")):
        editor = Editor(template(name))
        assert editor.figures.map.method == method
        assert ("Estimated" in words(shown(qtbot, editor))) == (method == "simulated")


def test_shares_are_scaled_by_a_press(qtbot: QtBot) -> None:
    """Of 12 and 6 of 20: two thirds and a third."""
    steps = (step("a", "1h", type="decision"), step("b", "1h", lane="ops"), step("c", "1h"))
    map_ = a_map(*steps, flow("a", "b", "1h", probability=0.6), flow("a", "c", "1h", probability=0.3))
    panel = shown(qtbot, Editor(map_))
    press(panel, "Scale them to 10 of 10")
    shares = [panel.editor.map.flow(id_).probability for id_ in ("a-b", "a-c")]
    assert shares == [pytest.approx(2 / 3), pytest.approx(1 / 3)]
    assert "scale them" not in words(panel)


def test_equal_shares_are_assumed_only_by_a_press(qtbot: QtBot) -> None:
    """A choice that nobody decided is a range until somebody says."""
    steps = (step("a", "1h", type="decision"), step("b", "1h", lane="ops"), step("c", "9h"))
    panel = shown(qtbot, Editor(a_map(*steps, flow("a", "b", "1h"), flow("a", "c", "1h"))))
    assert panel.editor.map.flow("a-b").probability is None
    press(panel, "Assume equal")
    assert [panel.editor.map.flow(id_).probability for id_ in ("a-b", "a-c")] == [0.5, 0.5]
    panel.editor.undo()
    assert panel.editor.map.flow("a-b").probability is None


def test_minutes_or_months_is_answered_by_a_press(qtbot: QtBot) -> None:
    """What was typed stays until then."""
    panel = shown(qtbot, Editor(a_map(step("a", "1h"), step("b", "1h", lane="ops"), flow("a", "b", "5m"))))
    press(panel, "Minutes")
    wait = panel.editor.map.flow("a-b").wait
    assert wait is not None
    assert wait.text == "5 min"


def test_nothing_is_wider_than_the_narrowest_panel(panel: WhereTimeGoes) -> None:
    """Also with what if open, at 300 pixels."""
    panel.resize(300, 900)
    press(panel, "What if it waited half as long?")
    assert panel.widget().minimumSizeHint().width() <= 300
