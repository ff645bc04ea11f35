"""A step that has just been made takes its name at once: what is typed next is never a command."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crosslane.desk import Desk, own_map
from crosslane.model.records import Step
from crosslane.ui.canvas.fitting import on_picture
from crosslane.ui.window import Window

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def begun(window: Window, desk: Desk) -> Window:
    """A map of two lanes whose one step is selected."""
    desk.start(own_map("Ours", ["Dev", "Ops"], ""))
    QApplication.processEvents()
    window.scribe.begin()
    window.scribe.line.setText("Dev: Write")
    window.scribe.accept()
    window.canvas.setFocus()
    window.editor.select([window.editor.map.steps[0].id])
    QApplication.processEvents()
    return window


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, held)
    QApplication.processEvents()


def type_name(name: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, name)
    press(Qt.Key.Key_Return)


def said(window: Window) -> list[tuple[str, str]]:
    """Every step's name with its lane's, along the flow."""
    map_ = window.editor.map
    lanes = {lane.id: lane.name for lane in map_.lanes}
    return [(step.name, lanes[step.lane]) for step in sorted(map_.steps, key=lambda step: step.x)]


def test_what_is_typed_after_appending_is_the_name(begun: Window) -> None:
    press(Qt.Key.Key_A)
    type_name("What a wait")
    press(Qt.Key.Key_Right, CTRL)
    type_name("Ship")
    assert said(begun) == [("Write", "Dev"), ("What a wait", "Dev"), ("Ship", "Dev")]
    assert begun.canvas.hasFocus()


def test_a_click_on_the_pad_asks_for_the_name_too(begun: Window) -> None:
    pad = begun.canvas.pad()
    assert pad is not None
    place = begun.canvas.mapFromScene(QPointF(*pad.center))
    QTest.mouseClick(begun.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    type_name("Review")
    assert said(begun) == [("Write", "Dev"), ("Review", "Dev")]


def test_a_step_drawn_into_an_empty_lane_asks_for_its_name(begun: Window) -> None:
    canvas, view = begun.canvas, begun.canvas.viewport()
    pad = canvas.pad()
    assert pad is not None
    start = canvas.mapFromScene(QPointF(*pad.center))
    ops = canvas.place_of(begun.editor.map.lanes[1].id)
    assert ops is not None
    end = QPoint(start.x() + 200, canvas.mapFromScene(QPointF(*ops.center)).y())
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view, start + (end - start) * share)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    type_name("Run")
    assert said(begun) == [("Write", "Dev"), ("Run", "Ops")]


def test_before_a_letter_is_typed_the_step_can_still_go_to_another_lane(begun: Window) -> None:
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Down, ALT)
    type_name("Run")
    assert said(begun) == [("Write", "Dev"), ("Run", "Ops")]


def test_before_a_letter_is_typed_a_whole_row_can_be_appended(begun: Window) -> None:
    for _ in range(3):
        press(Qt.Key.Key_Right, CTRL)
    type_name("Last")
    assert said(begun) == [("Write", "Dev"), ("", "Dev"), ("", "Dev"), ("Last", "Dev")]


def test_before_a_letter_is_typed_undo_takes_the_step_back(begun: Window) -> None:
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Z, CTRL)
    assert said(begun) == [("Write", "Dev")]
    assert begun.canvas.text.isHidden()


def test_once_a_letter_is_typed_the_arrows_move_in_the_name(begun: Window) -> None:
    press(Qt.Key.Key_A)
    QTest.keyClicks(QApplication.focusWidget(), "ip")
    press(Qt.Key.Key_Left, CTRL)
    type_name("Sh")
    assert said(begun) == [("Write", "Dev"), ("Ship", "Dev")]


def test_a_name_left_open_is_kept_when_something_else_is_done(begun: Window) -> None:
    press(Qt.Key.Key_A)
    QTest.keyClicks(QApplication.focusWidget(), "Review")
    begun.do("append")
    new = begun.editor.map.get(begun.editor.selection[0])
    assert isinstance(new, Step)
    assert new.name == ""
    assert [name for name, _ in said(begun)] == ["Write", "Review", ""]


def test_all_of_a_map_that_grows_stays_in_view(begun: Window) -> None:
    """Unless somebody looks at a part of it."""
    for name in ("Two", "Three", "Four", "Five", "Six"):
        press(Qt.Key.Key_A)
        type_name(name)
        assert begun.canvas.seen.grown(1).encloses(on_picture(begun.canvas.extent, begun.canvas.tokens)), name
    begun.do("zoom_in")
    zoom = begun.canvas.zoom
    press(Qt.Key.Key_A)
    assert begun.canvas.zoom == zoom
