"""Gestures as a hand makes them: near the edges of cards, between crowded cards, with a thought left standing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from crosslane.desk import Desk, own_map
from crosslane.exchange.mapfile import write_text
from crosslane.exchange.templates import template
from crosslane.geometry import Point, point_along
from crosslane.layout.tidy import tidied_map
from crosslane.model.edits.arrange import place_steps
from crosslane.model.records import Note
from crosslane.routing.bends import piece_at
from crosslane.ui.canvas.tips import tip_of
from crosslane.ui.window import Window


def typed(window: Window, *lines: str) -> None:
    """Type lines into the scribe line."""
    for line in lines:
        window.scribe.begin()
        window.scribe.line.setText(line)
        window.scribe.accept()
    window.canvas.setFocus()


def ours(window: Window, desk: Desk) -> None:
    """Three steps in a row."""
    desk.start(own_map("Ours", ["Dev", "Ops"], ""))
    QApplication.processEvents()
    typed(window, "Dev: Write > Dev: Review | wait 1d", "Dev: Review > Ops: Run | wait 2d", "Dev: Alone")


def step_id(window: Window, name: str) -> str:
    return next(step.id for step in window.editor.map.steps if step.name == name)


def middle(window: Window, name: str) -> QPoint:
    """Where the middle of a step's card is in the view."""
    place = window.canvas.place_of(step_id(window, name))
    assert place is not None
    return window.canvas.mapFromScene(QPointF(*place.center))


def drag(window: Window, start: QPoint, end: QPoint) -> None:
    view = window.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.2, 0.5, 0.8, 1.0):
        QTest.mouseMove(view, start + (end - start) * share)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_a_step_goes_between_two_that_stand_close(window: Window, desk: Desk) -> None:
    """Flows get out of the way of a moving card, and are met all the same; what follows makes room."""
    ours(window, desk)
    write, review = middle(window, "Write"), middle(window, "Review")
    drag(window, middle(window, "Alone"), (write + review) / 2)
    map_, alone = window.editor.map, step_id(window, "Alone")
    assert [flow.source for flow in map_.flows_into(alone)] == [step_id(window, "Write")]
    assert [flow.target for flow in map_.flows_from(alone)] == [step_id(window, "Review")]
    xs = [map_.step(step_id(window, name)).x for name in ("Write", "Alone", "Review", "Run")]
    assert all(after - before >= 144 for before, after in pairwise(xs))
    window.do("undo")
    assert not window.editor.map.flows_into(alone), "one gesture is one undo step"


def test_at_the_edge_of_the_view_a_card_follows_once_with_each_scroll(
    qtbot: QtBot, window: Window, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not also with each move of the pointer; let go, it lies where the pointer was last."""
    ours(window, desk)
    canvas = window.canvas
    canvas.set_zoom(1.6)
    view, start = canvas.viewport(), middle(window, "Alone")
    edge = QPoint(view.width() - 6, start.y())
    moved = list[object]()
    move = canvas._hand.runner.move
    monkeypatch.setattr(canvas._hand.runner, "move", lambda pointer: (moved.append(pointer), move(pointer)))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, edge)
    before, part = len(moved), canvas.seen
    for down in range(1, 9):
        QTest.mouseMove(view, edge + QPoint(0, down))
    assert before == len(moved) == 1
    qtbot.waitUntil(lambda: canvas.seen.x > part.x)
    assert len(moved) > 1
    QTest.mouseMove(view, edge + QPoint(0, 40))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=edge + QPoint(0, 40))
    lies = middle(window, "Alone")
    assert abs(lies.x() - edge.x()) <= 16
    assert abs(lies.y() - edge.y() - 40) <= 16


def test_the_handle_of_a_flow_is_taken_where_it_is_seen(window: Window, desk: Desk) -> None:
    """It lies on the edge of a card: a press on it takes the flow's end, not the card; the numbers stay."""
    ours(window, desk)
    flow = window.editor.map.flow_numbered(1)
    assert flow is not None
    before = window.editor.map.step(flow.target)
    window.editor.select([flow.id])
    end = window.canvas.tokens.point(window.editor.routes[flow.id].points[-1])
    drag(window, window.canvas.mapFromScene(QPointF(end.x + 2, end.y)), middle(window, "Alone"))
    after = window.editor.map.flow(flow.id)
    assert after.target == step_id(window, "Alone")
    assert after.wait == flow.wait
    assert window.editor.map.step(flow.target) == before


def test_shift_and_wheel_go_sideways(window: Window) -> None:
    """Wheel is up and down, with Shift it is left and right."""
    canvas = window.canvas
    canvas.set_zoom(2.0)
    canvas.refresh()
    canvas.horizontalScrollBar().setValue(canvas.horizontalScrollBar().minimum())
    before, high = canvas.horizontalScrollBar().value(), canvas.verticalScrollBar().value()
    at = QPointF(200, 200)
    turn = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    canvas.wheelEvent(turn)
    assert canvas.horizontalScrollBar().value() > before
    assert canvas.verticalScrollBar().value() == high


def test_a_note_is_written_where_it_sticks(window: Window) -> None:
    """N opens a text over the map; Enter keeps it, and so does Esc: no text is lost. An empty one leaves nothing."""
    window.editor.select(["f6"])
    window.do("note")
    assert window.canvas.text.isVisible()
    window.canvas.text.insertPlainText("Ask Tom's deputy")
    QTest.keyClick(window.canvas.text, Qt.Key.Key_Escape)
    notes = [note for note in window.editor.map.others("note") if isinstance(note, Note)]
    assert [(note.text, note.on) for note in notes] == [("Ask Tom's deputy", "f6")]
    window.do("note")
    QTest.keyClick(window.canvas.text, Qt.Key.Key_Return)
    assert len(list(window.editor.map.others("note"))) == 1


def test_a_number_begins_a_line_of_its_own(window: Window) -> None:
    """A line left standing waits aside, and comes back with the next slash."""
    window.scribe.begin()
    QTest.keyClicks(window.scribe.line, "Dev: Half a thought")
    QTest.keyClick(window.scribe.line, Qt.Key.Key_Escape)
    assert window.canvas.hasFocus()
    QTest.keyClicks(window.canvas, "6")
    assert window.scribe.line.text() == "6"
    QTest.keyClick(window.scribe.line, Qt.Key.Key_Return)
    assert window.editor.selection == ("f6",)
    window.canvas.setFocus()
    window.editor.select([])
    window.do("scribe")
    assert window.scribe.line.text() == "Dev: Half a thought"


def test_a_new_step_stands_where_it_was_pointed_at(window: Window, desk: Desk) -> None:
    """Beside what is there it moves a little aside, not far down into a lane that has to grow."""
    ours(window, desk)
    step = window.editor.map.step(step_id(window, "Run"))
    lane = step.lane
    place = window.canvas.place_of(step.id)
    assert place is not None
    QTest.mouseDClick(
        window.canvas.viewport(),
        Qt.MouseButton.LeftButton,
        pos=window.canvas.mapFromScene(QPointF(place.right + 30, place.center.y)),
    )
    (new,) = (each for each in window.editor.map.steps_of(lane) if each.id != step.id)
    assert new.y == step.y
    assert 144 < abs(new.x - step.x) < 208


def test_an_undone_line_is_named_in_full_words(window: Window) -> None:
    """What is taken back is said as it was typed, without a half word at its end."""
    typed(window, "Ops: Predict on new data > Dev: Show the prediction of next month's churn | wait 2d, ok 9/10")
    label = window.editor.history.undo_label or ""
    assert label.startswith("Ops: Predict on new data > Dev: Show the prediction")
    assert label.endswith("…")


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_pause_of_the_pointer_tells_the_measure(window: Window) -> None:
    """The pill says 6/10, the tooltip says %C/A; a name that looks like markup is shown as it is."""
    editor, canvas = window.editor, window.canvas
    editor.rename("train", "<b>Train</b> & test")
    assert "%C/A 60 %" in tip_of(editor, "f6")
    assert tip_of(editor, "ops") == ""
    pill = canvas.picture.get("pills", "f6")
    assert pill is not None
    at = canvas.mapFromScene(QPointF(*pill.bounds.center))
    QApplication.sendEvent(canvas.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, canvas.viewport().mapToGlobal(at)))
    assert "&lt;b&gt;Train&lt;/b&gt; &amp; test" in QToolTip.text()
    QToolTip.hideText()


def test_a_file_is_dropped_on_the_window(window: Window, tmp_path: Path) -> None:
    """A map opens; anything else gets one sentence, and the map that is open stays."""
    good, bad = tmp_path / "ours.crosslane", tmp_path / "note.txt"
    good.write_text(write_text(template("churn-model")), encoding="utf-8")
    bad.write_text("hello", encoding="utf-8")
    for path in (bad, good):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        window.shell.dropEvent(QDropEvent(QPointF(5, 5), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
        said = window.message.label.text()
        assert "note.txt" in said if path == bad else window.editor.map.head.title == template("churn-model").head.title


def test_a_line_is_bent_by_its_piece_and_keeps_to_it(window: Window, desk: Desk) -> None:
    """The first press chooses the flow, a drag moves the piece that it takes; one step to undo, and tidy-up leaves it."""
    ours(window, desk)
    editor, canvas = window.editor, window.canvas
    editor.commit(tidied_map(editor.map), "Tidy up")
    run = editor.map.step(step_id(window, "Run"))
    editor.commit(place_steps(editor.map, {run.id: (run.x + 400, run.y)}), "Move")
    canvas.fit()
    flow = next(flow for flow in editor.map.drawn_flows if flow.source == step_id(window, "Review"))
    points = editor.routes[flow.id].points
    shares = (point_along(points, share / 20) for share in range(7, 14))
    at = next(
        point for point in shares if (spot := canvas.picture.at(canvas.tokens.point(point))) and spot.layer == "flows"
    )
    piece = piece_at(points, at)
    level = abs(points[piece].x - points[piece + 1].x) > 1
    to = Point(at.x, at.y + 96) if level else Point(at.x + 96, at.y)
    start, end = (canvas.mapFromScene(QPointF(*canvas.tokens.point(point))) for point in (at, to))
    editor.select([flow.id])
    drag(window, start, end)
    bends = editor.map.flow(flow.id).bends
    assert bends
    # What is drawn keeps to them, and so does a tidy-up.
    assert any(abs((point.y - to.y) if level else (point.x - to.x)) <= 8 for point in editor.routes[flow.id].points)
    tidied = editor.map.apply(tidied_map(editor.map))
    assert tidied.flow(flow.id).bends == bends
    assert [step.x for step in tidied.steps] == [step.x for step in editor.map.steps]
    editor.undo()
    assert editor.map.flow(flow.id).bends == ()
