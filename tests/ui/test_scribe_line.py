"""The scribe line: what it offers while somebody types, and how it shows where a line is not understood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosslane.desk import own_map
from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.ui.next_line import HOW_LONG
from crosslane.ui.scribe_line import ScribeLine
from crosslane.ui.typo import part_at, without_place

# A list that pops up has no window system to talk to here.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.fixture
def scribe(qtbot: QtBot) -> Iterator[ScribeLine]:
    line = ScribeLine(Editor(template("loop")))
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
    line.line.setFocus()
    yield line
    line._list.hide()


def typed(scribe: ScribeLine, text: str) -> list[str]:
    """Type a text and return what is offered."""
    scribe.line.clear()
    QTest.keyClicks(scribe.line, text)
    scribe._read()
    return scribe._words.stringList() if scribe._list.isVisible() else []


def test_steps_of_a_lane_and_words_after_the_bar_are_offered(scribe: ScribeLine) -> None:
    """Names come from the map, and after the bar the words of the grammar."""
    assert typed(scribe, "Op") == ["Ops: "]
    assert typed(scribe, "Ops: Pr") == ["Predict on new data"]
    assert typed(scribe, "Ops: Predict on new data | vi")[0].strip() == "via"
    assert "ticket" in typed(scribe, "Ops: Predict on new data | via ti")
    assert typed(scribe, "O") == [], "one letter says nothing yet"


def test_tab_takes_the_first_that_is_offered(scribe: ScribeLine) -> None:
    """The rest of the line stays."""
    typed(scribe, "AI: Bui")
    QTest.keyClick(scribe.line, Qt.Key.Key_Tab)
    assert scribe.line.text() == "AI: Build the model"
    assert scribe.line.cursorPosition() == len("AI: Build the model")


def test_a_typo_is_marked_where_it_stands(scribe: ScribeLine) -> None:
    """The sentence says what is wrong, the wavy line says where; the text is not touched, and editing ends both."""
    before = scribe.line.grab().toImage()
    line = "AI: Build the model | wrk 1.5w"
    typed(scribe, line)
    plain = scribe.line.grab().toImage()
    QTest.keyClick(scribe.line, Qt.Key.Key_Return)
    assert "place" not in scribe.said.text()
    assert "wrk 1.5w" in scribe.said.text()
    assert scribe.line.text() == line
    assert scribe.line.grab().toImage() != plain
    assert before != plain
    QTest.keyClick(scribe.line, Qt.Key.Key_Backspace)
    scribe._read()
    assert not scribe.said.text()
    assert scribe.line.text() == line[:-1]


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("AI: a | wrk 1, ok 6/10", 8, "wrk 1"),
        ("AI: a > > b", 8, "> b"),
        ("AI", 2, "I"),
        ("AI: a |  ", 99, " "),
    ],
)
def test_the_part_that_is_marked(text: str, column: int, part: str) -> None:
    """From the place to the next mark, and always something that can be seen."""
    begin, end = part_at(text, column)
    assert 0 <= begin < max(end, begin + 1) <= len(text)
    assert text[begin:end] == part or part == " "


def test_sentences_lose_the_number_of_a_marked_place() -> None:
    """Nobody counts letters."""
    assert without_place("At place 23: 'wrk' is not read.") == "'wrk' is not read."
    assert without_place("The name of a step is missing at place 4.") == "The name of a step is missing at place 4."
    assert without_place("'>' at place 4 is not expected there.") == "'>' is not expected there."


@pytest.fixture
def wall(qtbot: QtBot) -> Iterator[ScribeLine]:
    """A line that writes on an empty wall."""
    line = ScribeLine(Editor(own_map("Ours", ["Dev", "Ops", "AI"], "")))
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
    line.line.setFocus()
    yield line
    line._list.hide()


def enter(scribe: ScribeLine, text: str) -> None:
    """Type behind what stands there, and press Enter."""
    QTest.keyClicks(scribe.line, text)
    QTest.keyClick(scribe.line, Qt.Key.Key_Return)


def names(scribe: ScribeLine) -> list[tuple[str, str]]:
    map_ = scribe.editor.map
    return [
        (map_.step(flow.source).name, map_.step(flow.target).name)
        for flow in sorted(map_.drawn_flows, key=lambda f: f.number or 0)
    ]


def test_a_wall_is_filled_backwards_by_answers(wall: ScribeLine) -> None:
    """The end first, then who hands it to them, each time with the line begun; Enter on its own is the beginning."""
    enter(wall, "Dev: Show the score")
    assert wall.line.text() == "Dev: Show the score < "
    assert wall.said.text().startswith("Who hands it to them?")
    enter(wall, "Ops: Deploy")
    assert wall.line.text() == "Ops: Deploy < "
    enter(wall, "AI: Train")
    assert names(wall) == [("Deploy", "Show the score"), ("Train", "Deploy")]
    enter(wall, "")
    assert wall.line.text() == ""
    assert wall.said.text() == HOW_LONG
    enter(wall, "1 3d")
    assert wall.editor.message is not None
    assert wall.editor.message.text == "At least 3 days. One number already counts."
    enter(wall, "2 1w")
    assert wall.editor.message.text == "At least 3 days. One number already counts.", "said once"


def test_a_line_of_its_own_needs_no_clearing(wall: ScribeLine) -> None:
    """Whoever types whole lines is not hindered by the offered beginning; a handoff's number replaces it."""
    enter(wall, "Dev: Show the score")
    enter(wall, "Dev: Show the score < Ops: Deploy | ok 8/10")
    enter(wall, "Ops: Deploy < AI: Train")
    enter(wall, "AI: Train > Dev: Check the score")
    assert names(wall) == [("Deploy", "Show the score"), ("Train", "Deploy"), ("Train", "Check the score")]
    assert len(wall.editor.map.steps) == 4
    wall.line.clear()
    enter(wall, "Dev: Alone < Ops: Before")
    assert wall.line.text() == "Ops: Before < "
    enter(wall, "1 2d")
    flow = wall.editor.map.flow_numbered(1)
    assert flow is not None
    assert flow.wait is not None
    assert flow.wait.text == "2d"


def test_an_offered_beginning_is_nobodys_text(wall: ScribeLine) -> None:
    """Esc on it leaves an empty line; what somebody typed behind it stays."""
    enter(wall, "Dev: Show the score")
    QTest.keyClick(wall.line, Qt.Key.Key_Escape)
    assert wall.line.text() == ""
    wall.begin()
    assert wall.line.text() == "Dev: Show the score < ", "and comes back when the line is asked for"
    QTest.keyClicks(wall.line, "Ops: Dep")
    QTest.keyClick(wall.line, Qt.Key.Key_Escape)
    assert wall.line.text() == "Dev: Show the score < Ops: Dep"
