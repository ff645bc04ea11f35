"""A number that changes on a map with a named version: learned, unless somebody says that the work changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crosslane.analysis.compare import compare
from crosslane.desk import Desk
from crosslane.drawing.palette import LIGHT
from crosslane.exchange.between import between_together, between_versions
from crosslane.exchange.templates import template
from crosslane.model.map import Map
from crosslane.model.values import Duration
from crosslane.ui.asking_why import CHANGED, LEARNED
from crosslane.ui.compared import Compared
from crosslane.ui.window import Window


@pytest.fixture
def window(window: Window, desk: Desk) -> Window:
    """The window on a map of the library without a named version."""
    desk.start(template("churn-model"))
    return window


def wait_of(window: Window, text: str) -> None:
    """Say that handoff 3 waits so long."""
    flow = window.editor.map.flow_numbered(3)
    assert flow is not None
    window.editor.set(flow.id, "Set wait", wait=Duration(text=text))


def asked(window: Window, qtbot: QtBot) -> str:
    """Return the question, once it is asked."""
    qtbot.waitUntil(lambda: window.message.asks)
    return window.message.label.text()


def whys(desk: Desk) -> dict[tuple[str, str], str]:
    """Return why fields changed since the first version, by record and field."""
    ((_, _, seq),) = desk.versions()
    assert desk.library is not None
    assert desk.map_id is not None
    return desk.library.past.reasons(desk.map_id, seq)


def why(desk: Desk) -> set[str]:
    """Return what is kept about why fields changed since the first version."""
    return set(whys(desk).values())


def test_without_a_version_nothing_is_asked(window: Window, qtbot: QtBot) -> None:
    """A first mapping is full of corrections."""
    wait_of(window, "1d")
    qtbot.wait(1200)
    assert not window.message.asks


def test_it_is_learned_unless_somebody_says_otherwise(window: Window, desk: Desk, qtbot: QtBot) -> None:
    """Asked quietly, with the number; who types on is not disturbed, and the first answer is what is kept."""
    desk.name_version("Before")
    window.canvas.setFocus()
    wait_of(window, "1d")
    assert "4w, now 1d. Did the work change, or do we know better now?" in asked(window, qtbot)
    assert not any(made.hasFocus() for made in window.message._buttons)
    QTest.keyClick(window.message, Qt.Key.Key_Escape)
    assert why(desk) == {"learned"}


def test_the_work_changed_is_kept_with_the_edit(window: Window, desk: Desk, qtbot: QtBot) -> None:
    """It counts as improvement; it is still one step to undo."""
    desk.name_version("Before")
    before = window.editor.map
    wait_of(window, "1d")
    asked(window, qtbot)
    next(made for made in window.message._buttons if made.text() == CHANGED).click()
    assert why(desk) == {"changed"}
    flow = window.editor.map.flow_numbered(3)
    assert flow is not None
    assert flow.wait == Duration(text="1d")
    assert (compare(before, window.editor.map, whys(desk)).improvement.value or 0) > 0
    window.do("undo")
    assert window.editor.map.flow_numbered(3) == before.flow_numbered(3)


def test_the_question_can_be_reached_by_keyboard(window: Window, desk: Desk, qtbot: QtBot) -> None:
    """F6 goes from the canvas to it; the palette has it too."""
    desk.name_version("Before")
    wait_of(window, "1d")
    asked(window, qtbot)
    window.canvas.setFocus()
    window.do("next_part")
    assert window.message._buttons[0].hasFocus()
    assert window.message._buttons[0].text() == LEARNED
    assert "work_changed" in [action.id for action in window.listed()]


def test_typed_in_pieces_it_is_asked_once(window: Window, desk: Desk, qtbot: QtBot) -> None:
    """A field that is being typed is one change, from what it was to what it is."""
    desk.name_version("Before")
    for text in ("2w", "2d", "1d"):
        wait_of(window, text)
    asked(window, qtbot)
    window.do("work_changed")
    assert why(desk) == {"changed"}
    window.do("undo")
    flow = window.editor.map.flow_numbered(3)
    assert flow is not None
    assert flow.wait is not None
    assert flow.wait.text == "4w"


def test_a_first_number_is_no_question(window: Window, desk: Desk, qtbot: QtBot) -> None:
    """From unknown to known there is only one answer."""
    flow = window.editor.map.flow_numbered(3)
    assert flow is not None
    window.editor.set(flow.id, "Forget", wait=None)
    desk.name_version("Before")
    wait_of(window, "2w")
    qtbot.wait(1200)
    assert not window.message.asks


def test_what_was_learned_is_read_back(qtbot: QtBot) -> None:
    """Three strips to one scale: as written then, as now believed, today; with what became faster."""
    old = template("churn-model")

    def at(map_: Map, number: int, text: str) -> Map:
        flow = map_.flow_numbered(number)
        assert flow is not None
        return Map.of([r.but(wait=Duration(text=text)) if r.id == flow.id else r for r in map_.records()])

    three, four = old.flow_numbered(3), old.flow_numbered(4)
    assert three is not None
    assert four is not None
    new = at(at(old, 3, "6w"), 4, "1d")
    said = {(three.id, "wait"): "learned", (four.id, "wait"): "changed"}
    found = compare(old, new, said)
    page = Compared("From then to now", LIGHT)
    qtbot.addWidget(page)
    page.show_found(new, between_together(between_versions(new, old, said)))
    strips = page.strips.accessibleName()
    assert "as it was written then: About 4.5 months" in strips
    assert "what we now believe it was: About 5.5 months" in strips
    assert "today: " in strips
    assert [found.improvement.value] == [pytest.approx(48)]
    assert [name for name, places in found.moved if places] == ["Faster"]
    assert not page.findChildren(QLineEdit)
