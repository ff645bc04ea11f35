"""The window as people use it: by keyboard and by mouse, on the canvas, in the scribe line, in the panels."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crosslane.desk import LAID_OUT, Desk, own_map
from crosslane.exchange.mapfile import write_text
from crosslane.main import open_window
from crosslane.model.map import Map
from crosslane.model.records import Experiment, Lane, Step
from crosslane.ui.first_run import FirstRun
from crosslane.ui.shell import Shell
from crosslane.ui.window import Window


def panel(window: Window, at: int) -> QWidget:
    """Turn to a panel and return it."""
    window.shell.tabs.setCurrentIndex(at)
    found = window.shell.tabs.widget(at)
    assert found is not None
    return found


def type_line(window: Window, text: str) -> None:
    """Type a line into the scribe line and press Enter."""
    window.scribe.begin()
    window.scribe.line.clear()
    QTest.keyClicks(window.scribe.line, text)
    QTest.keyClick(window.scribe.line, Qt.Key.Key_Return)


def at_card(window: Window, id_: str, dx: float = 0.0) -> QPoint:
    """Return where a card's middle is in the canvas's viewport."""
    place = window.canvas.place_of(id_)
    assert place is not None
    return window.canvas.mapFromScene(QPointF(place.center.x + dx, place.center.y))


def drag(window: Window, start: QPoint, end: QPoint) -> None:
    """Drag with the left button in a few moves."""
    view = window.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(view, start + (end - start) * part)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_the_first_start_shows_the_example(window: Window, desk: Desk) -> None:
    """The article's loop, said to be invented, and the card with its three ways on."""
    assert window.shell.title.text() == "The data loop"
    assert "invented" in window.shell.badge.text()
    assert len(window.shell.findChildren(FirstRun)) == 1
    assert desk.map_id is None


def test_the_first_edit_makes_a_copy(qtbot: QtBot, window: Window, desk: Desk) -> None:
    """The bar shrinks, the copy is saved under its own id, the example is an example no more; undo works."""

    def takes(hours: float) -> None:
        # On a busy computer figures may follow a moment later.
        qtbot.waitUntil(lambda: window.editor.figures.map.lead_time.value == pytest.approx(hours))

    before = window.editor.figures.map.lead_time.value
    assert before is not None
    type_line(window, "Ops: Predict on new data > Dev: Show the prediction | wait 2d")
    takes(before - 24)
    assert desk.map_id is not None
    assert not window.editor.map.head.example
    window.do("undo")
    takes(before)


def test_a_map_typed_from_nothing(window: Window, desk: Desk) -> None:
    """A newcomer's three-step map with one wait, without opening a menu."""
    desk.start(own_map("Ours", ["Dev", "Ops", "AI"], ""))
    type_line(window, "Dev: Show score")
    type_line(window, "Dev: Show score < Ops: Deploy")
    type_line(window, "Ops: Deploy < AI: Train")
    type_line(window, "1 3d 6/10")
    map_ = desk.editor.map
    assert [step.name for step in sorted(map_.steps, key=lambda s: s.x)] == ["Train", "Deploy", "Show score"]
    assert map_.flow_numbered(1).wait.text == "3d"
    assert map_.flow_numbered(1).pca == 0.6
    assert desk.editor.figures.map.lead_time.bound == "at-least"


def test_a_typo_never_makes_a_lane(window: Window) -> None:
    """A near miss is asked about; Enter takes the lane that is there."""
    window.scribe.begin()
    window.scribe.line.setText("Analitics: Check the numbers")
    window.scribe._read()
    assert "Analytics" in window.scribe.said.text()
    window.scribe.accept()
    assert [lane.name for lane in window.editor.map.lanes] == ["Outside", "Dev", "Ops", "Analytics", "AI"]


def test_nonsense_is_explained_and_kept(window: Window) -> None:
    """What cannot be read stays in the line, with one sentence above it."""
    type_line(window, "Dev: A > Ops: B | wait soon")
    assert window.scribe.line.text() == "Dev: A > Ops: B | wait soon"
    assert "not read as a time" in window.scribe.said.text()


def test_dragging_a_step_is_one_undo_step(window: Window) -> None:
    """The card follows the hand, joins the lane it is dropped in, and comes back whole."""
    before = window.editor.map.step("etl")
    drag(window, at_card(window, "etl"), at_card(window, "etl") + QPoint(40, -90))
    after = window.editor.map.step("etl")
    assert (after.lane, after.lane == before.lane) == ("ops", False)
    window.do("undo")
    assert window.editor.map.step("etl") == before


def test_a_click_on_one_of_several_selects_it_alone_and_a_drag_moves_all(window: Window) -> None:
    """As everywhere: which of the two it is, is known when the hand lets go."""
    window.editor.select(["etl", "lake"])
    before = [window.editor.map.step(id_) for id_ in ("etl", "lake")]
    drag(window, at_card(window, "etl"), at_card(window, "etl") + QPoint(60, 0))
    assert set(window.editor.selection) == {"etl", "lake"}
    assert all(window.editor.map.step(step.id).x > step.x for step in before)
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at_card(window, "lake"))
    assert window.editor.selection == ("lake",)


def test_a_step_dropped_on_another_lies_beside_it_in_one_undo_step(window: Window) -> None:
    """No card is hidden under another."""
    before = window.editor.map
    drag(window, at_card(window, "etl"), at_card(window, "lake") + QPoint(10, 4))
    etl, lake = (window.editor.map.step(id_) for id_ in ("etl", "lake"))
    assert etl.lane == lake.lane
    assert abs(etl.x - lake.x) >= 144 or abs(etl.y - lake.y) >= 72
    assert lake == before.step("lake")
    window.do("undo")
    assert window.editor.map.step("etl") == before.step("etl")


def test_escape_gives_a_drag_back(window: Window) -> None:
    """In the middle of a gesture nothing is decided yet."""
    before = window.editor.map
    view = window.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at_card(window, "etl"))
    QTest.mouseMove(view, at_card(window, "etl") + QPoint(60, 0))
    QTest.mouseMove(view, at_card(window, "etl") + QPoint(90, 0))
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton)
    assert window.editor.map == before


def test_a_rubber_band_selects(window: Window) -> None:
    """Everything it encloses, nothing else."""
    place = window.canvas.place_of("see")
    show = window.canvas.place_of("show")
    start = window.canvas.mapFromScene(QPointF(place.x - 20, place.y - 8))
    end = window.canvas.mapFromScene(QPointF(show.right + 10, show.bottom + 6))
    drag(window, start, end)
    assert set(window.editor.selection) == {"see", "show"}


def test_the_keyboard_alone_does_it(window: Window) -> None:
    """Walk with Tab, append with A, name it in place, delete, undo."""
    window.canvas.setFocus()
    window.editor.select(["lake"])
    QTest.keyClick(window.canvas, Qt.Key.Key_A)
    new = window.editor.selection[0]
    assert new != "lake"
    assert [f.source for f in window.editor.map.flows_into(new)] == ["lake"]
    QTest.keyClick(window.canvas, Qt.Key.Key_F2)
    QTest.keyClicks(window.canvas.text, "Check it")
    QTest.keyClick(window.canvas.text, Qt.Key.Key_Return)
    assert window.editor.map.step(new).name == "Check it"
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert new not in window.editor.map
    window.do("undo")
    assert window.editor.map.step(new).name == "Check it"
    QTest.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert window.editor.selection != (new,)


def test_a_suggestion_is_taken_on(window: Window) -> None:
    """The best card of the costliest handoff; the experiment stands on the flow and is not offered again."""
    window.editor.select_number(6)
    to_try = panel(window, 2)
    first = next(iter(window.editor.advice.flows["f6"].best_by_lever().values()))
    button = next(b for b in to_try.findChildren(QPushButton) if b.text() == "We try this")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    taken = [e for e in window.editor.map.on("f6") if isinstance(e, Experiment)]
    assert [e.practice for e in taken] == [first.practice]
    assert first.practice not in [s.practice for s in window.editor.advice.flows["f6"].suggestions]


def test_a_field_is_checked_before_it_is_kept(window: Window) -> None:
    """A time that cannot be read is explained below its field; the map keeps what it had."""
    details = panel(window, 0)
    window.editor.select(["f6"])
    line = next(i for i in details.findChildren(QLineEdit) if i.accessibleName() == "Wait")
    line.setText("soon")
    line.editingFinished.emit()
    assert window.editor.map.flow("f6").wait.text == "3w"
    line.setText("2w")
    line.editingFinished.emit()
    assert window.editor.map.flow("f6").wait.text == "2w"


def test_room_view_is_light_and_types_to_the_line(window: Window) -> None:
    """F8 shows canvas, question and strip alone; a digit goes to the scribe line."""
    window.set_dark(True)
    window.do("room")
    assert not window.shell.tabs.isVisible()
    assert window.canvas.palette_.dark is False
    QTest.keyClicks(window.canvas, "5")
    assert window.scribe.line.text() == "5"
    window.do("room")
    assert window.shell.tabs.isVisible()


def test_sentences_are_large_in_the_room_only(window: Window) -> None:
    """What is said in Room view can be read from the back row; at the desk it is as small as before."""

    def height() -> int:
        window.say("Something was done.")
        return window.message.label.font().pixelSize()

    desk = height()
    window.do("room")
    assert height() > desk
    window.do("room")
    assert height() == desk


def test_undo_reaches_back_past_a_restart(qtbot: QtBot, qapp: QApplication, window: Window, desk: Desk) -> None:
    """Closed and opened again: the same map, and the last step can still be taken back."""
    type_line(window, "6 1w")
    type_line(window, "6 5/10")
    desk.close()
    again = Desk(desk.path)
    shell = Shell()
    qtbot.addWidget(shell)
    second = open_window(qapp, shell, again, None)
    qtbot.waitUntil(lambda: again.library is not None)
    assert second.editor.map.flow("f6").pca == 0.5
    second.do("undo")
    assert second.editor.map.flow("f6").pca == 0.6
    second.do("undo")
    assert second.editor.map.flow("f6").wait.text == "3w"
    again.close()


def test_everything_has_a_name(window: Window) -> None:
    """Every button and field can be told apart by a screen reader."""
    window.editor.select(["f6"])
    panel(window, 0)
    for kind in (QPushButton, QLineEdit, QComboBox, QPlainTextEdit):
        for widget in window.shell.findChildren(kind):
            if widget.isVisible():
                assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget


def test_copy_and_paste_between_maps(window: Window, desk: Desk) -> None:
    """Steps and the flows between them, under new ids, in the lane of the same name."""
    window.editor.select(["lake", "train"])
    window.do("copy")
    desk.start(own_map("Other", ["AI"], ""))
    window.do("paste")
    assert sorted(step.name for step in desk.editor.map.steps) == ["Build the model", "Data lake"]
    assert [flow.wait.text for flow in desk.editor.map.flows] == ["1w"]


def test_what_others_put_on_the_clipboard_is_read(window: Window, desk: Desk) -> None:
    """What was copied here is known; anything else is not taken for it."""
    window.editor.select(["lake"])
    window.do("copy")
    data = QMimeData()
    other = Map.of([Lane(id="l", name="Ops"), Step(id="x", lane="l", name="From elsewhere")])
    data.setData("application/x-crosslane", QByteArray(write_text(other).encode()))
    QApplication.clipboard().setMimeData(data)
    window.do("paste")
    assert [desk.editor.map.step(id_).name for id_ in desk.editor.selection] == ["From elsewhere"]


def test_a_linked_file_follows(window: Window, desk: Desk, tmp_path: Path) -> None:
    """Opened from a file, edited, closed: the file holds what the window showed."""
    path = tmp_path / "m.crosslane"
    path.write_text(
        '{"format": "crosslane-map", "version": 1}\n{"kind": "map", "id": "map"}\n{"kind": "lane", "id": "d", "name": "Dev"}\n'
    )
    desk.open_file(path)
    type_line(window, "Dev: Build")
    desk.save_file()
    assert '"name": "Build"' in path.read_text()


def test_a_file_written_by_hand_is_laid_out(desk: Desk, tmp_path: Path) -> None:
    """Steps without places do not open as a heap; one undo takes the places back, the next opening is told nothing."""
    path = tmp_path / "hand.crosslane"
    steps = "".join(f'{{"kind": "step", "id": "{id_}", "lane": "d", "name": "{id_}"}}\n' for id_ in "abc")
    lane = '{"kind": "lane", "id": "d", "name": "Dev"}\n'
    path.write_text(f'{{"format": "crosslane-map", "version": 1}}\n{{"kind": "map", "id": "map"}}\n{lane}{steps}')
    assert desk.open_file(path) == LAID_OUT
    assert len({(step.x, step.y) for step in desk.editor.map.steps}) == 3
    desk.save_file()
    assert desk.open_file(path) == ""
    desk.editor.undo()
    assert {(step.x, step.y) for step in desk.editor.map.steps} == {(0, 0)}


def test_columns_come_back_as_wide_as_they_are_meant(qtbot: QtBot) -> None:
    """Hidden before the window was ever shown, as at the first start: the outline is not squeezed to its least."""
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show_sides(False)
    shell.show()
    shell.show_sides(True)
    assert shell.columns.sizes()[0] > 160
