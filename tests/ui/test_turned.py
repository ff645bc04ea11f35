"""Lanes from top to bottom, as the hand and the keys meet them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crosslane.desk import Desk
from crosslane.drawing.picture import Layer
from crosslane.exchange.embedded import open_any
from crosslane.exchange.raster import export_pdf
from crosslane.geometry import Rect
from crosslane.ui.window import Window


def place(window: Window, layer: Layer, id_: str) -> Rect:
    element = window.canvas.picture.get(layer, id_)
    assert element is not None
    return element.bounds


def turn(window: Window) -> None:
    window.do("turn_lanes")
    QApplication.processEvents()
    window.canvas.setFocus()


def test_turning_is_one_step_that_undo_takes_back(window: Window) -> None:
    """Same steps, same numbers: only how it is drawn is another, and the whole map is in view."""
    before, lead = window.editor.map, window.editor.figures.map.lead_time
    across = place(window, "lanes", before.lanes[0].id)
    turn(window)
    first, second = (place(window, "lanes", lane.id) for lane in before.lanes[:2])
    assert first.right <= second.x + 1
    assert window.canvas.seen.encloses(place(window, "cards", "react" if "react" in before else before.steps[-1].id))
    assert window.editor.map.steps == before.steps
    assert window.editor.figures.map.lead_time == lead
    window.editor.undo()
    QApplication.processEvents()
    assert place(window, "lanes", before.lanes[0].id).w > across.w * 0.9


def test_a_card_goes_where_the_hand_takes_it(window: Window) -> None:
    """Down the screen is along the flow; to the side is into the next lane."""
    turn(window)
    editor, view = window.editor, window.canvas
    step = next(s for s in editor.map.steps if s.lane == editor.map.lanes[1].id)
    card = place(window, "cards", step.id)
    start = view.mapFromScene(QPointF(*card.center))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(view.viewport(), start + QPoint(0, round(60 * share)))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
    moved = editor.map.step(step.id)
    assert moved.x > step.x
    assert moved.lane == step.lane
    assert place(window, "cards", step.id).y > card.y + 20


def test_arrows_move_in_the_direction_they_show(window: Window) -> None:
    turn(window)
    step = window.editor.map.steps[0]
    window.editor.select([step.id])
    card = place(window, "cards", step.id)
    QTest.keyClick(window.canvas, Qt.Key.Key_Down)
    assert place(window, "cards", step.id).y > card.y
    assert place(window, "cards", step.id).x == card.x


def test_walking_along_flows_moves_nothing(window: Window) -> None:
    """Alt and arrows go from step to flow and on, as in lanes that lie across."""
    turn(window)
    editor = window.editor
    flow = editor.map.drawn_flows[0]
    editor.select([flow.source])
    steps = editor.map.steps
    QTest.keyClick(window.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert editor.selection != (flow.source,)
    QTest.keyClick(window.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert editor.map.steps == steps


def test_headers_stay_on_top_while_the_map_is_scrolled(window: Window) -> None:
    """A press on one selects its lane, wherever the map was scrolled to."""
    turn(window)
    lane = window.editor.map.lanes[2]
    window.canvas.set_zoom(2.0)
    bar = window.canvas.verticalScrollBar()
    bar.setValue(bar.maximum())
    window.canvas.horizontalScrollBar().setValue(0)
    header = place(window, "headers", lane.id)
    window.canvas.centerOn(header.center.x, window.canvas.seen.center.y)
    at = window.canvas.mapFromScene(QPointF(header.center.x, 0)).x()
    pointer = window.canvas.pointer(QPoint(at, 12), Qt.KeyboardModifier.NoModifier)
    assert pointer.spot is not None
    assert (pointer.spot.layer, pointer.spot.id) == ("headers", lane.id)


def test_an_export_is_turned_as_the_window_is(window: Window, tmp_path: Path) -> None:
    """The flag is the map's own: it goes into the file, and the picture carries it."""
    turn(window)
    export_pdf(window.editor.map, tmp_path / "turned.pdf")
    assert open_any(tmp_path / "turned.pdf").head.orientation == "vertical"


def test_another_map_is_looked_at_as_it_lies(window: Window, desk: Desk) -> None:
    turn(window)
    desk.show_example("churn-model")
    QApplication.processEvents()
    lanes = [place(window, "lanes", lane.id) for lane in window.editor.map.lanes[:2]]
    assert lanes[0].bottom <= lanes[1].y + 1


@pytest.mark.parametrize(("way", "sign"), [("right", 1), ("left", -1), ("down", 1), ("up", -1)])
def test_a_step_is_appended_where_the_key_points(window: Window, way: str, sign: int) -> None:
    """To the right of the screen is the next lane, below is the next step; left and up are the ways back."""
    turn(window)
    editor = window.editor
    step = next(s for s in editor.map.steps if s.lane == editor.map.lanes[2].id)
    editor.select([step.id])
    window.do(f"append_{way}")
    QApplication.processEvents()
    (new,) = editor.selection
    old, card = place(window, "cards", step.id), place(window, "cards", new)
    if way in {"right", "left"}:
        assert (card.center.x - old.center.x) * sign > 0
        assert editor.map.step(new).lane != step.lane
    else:
        assert (card.center.y - old.center.y) * sign > 0
        assert editor.map.step(new).lane == step.lane
