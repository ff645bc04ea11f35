"""What a view of a large map shows is kept: where much changes it is painted in pieces, and nothing is seen half."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.rows import nobody, rows

from crosslane.drawing.draw import draw
from crosslane.drawing.picture import Layer, Picture
from crosslane.drawing.theme import DARK, EDITING
from crosslane.editor import Editor
from crosslane.geometry import Rect
from crosslane.model import edits
from crosslane.model.diff import puts
from crosslane.paint.painter import Detail, painting
from crosslane.turns import Turns
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.theme import apply_theme

AREA = (0, 0, 700, 500)


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return what tells of each painting of a part of the picture in how many pieces it came so far."""
    found: list[int] = []

    def counted(
        painter: QPainter, picture: Picture, areas: Sequence[Rect], layers: tuple[Layer, ...], detail: Detail
    ) -> Turns[None]:
        found.append(0)
        for _ in painting(painter, picture, areas, layers, detail):
            found[-1] += 1
            yield

    monkeypatch.setattr("crosslane.ui.canvas.shown.painting", counted)
    return found


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Canvas]:
    """Return a view for which eighty steps are very many and twenty-five elements much; a turn paints one of them."""
    monkeypatch.setattr("crosslane.editor.LARGE", 100)
    monkeypatch.setattr("crosslane.ui.canvas.layers._MOST_AT_ONCE", 24)
    monkeypatch.setattr("crosslane.ui.canvas.shown.PORTION", 0.0)
    apply_theme(qapp, dark=False)
    editor = Editor(rows(80, 1))
    editor.aside = nobody
    made = Canvas(editor)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.set_zoom(0.75)
    qtbot.waitUntil(lambda: is_drawn(made), timeout=20_000)
    QApplication.processEvents()
    yield made
    made.unsubscribe()


def is_drawn(canvas: Canvas) -> bool:
    """Say whether all is drawn, and painted as far as it is in sight."""
    return not (canvas.picture.owed or canvas._going_on.is_active or canvas._showing.item.shown.is_coming)


def grabbed(canvas: Canvas) -> QImage:
    """Return what stands on the screen, painted whenever."""
    return QApplication.primaryScreen().grabWindow(canvas.winId()).toImage().copy(*AREA)


def afresh(canvas: Canvas) -> QImage:
    """Return what stands on the screen where nothing was kept."""
    canvas._showing.item.shown.forget()
    canvas.viewport().update()
    QApplication.processEvents()
    return grabbed(canvas)


def rename_all(canvas: Canvas) -> None:
    """Change all that is in view, and draw it."""
    editor = canvas.editor
    editor.commit(puts(editor.map, [step.but(name=f"Other {n}") for n, step in enumerate(editor.map.steps)]), "Rename")
    while canvas._going_on.is_active or canvas.picture.awaited:
        QApplication.processEvents()
    assert canvas._showing.item.shown.is_coming


def test_what_much_changed_is_painted_in_pieces_and_seen_when_all_of_it_is(
    canvas: Canvas, painted: list[int], qtbot: QtBot
) -> None:
    before = grabbed(canvas)
    rename_all(canvas)
    turns = 0
    while canvas._showing.item.shown.is_coming:
        assert grabbed(canvas) == before
        if turns % 3 == 0:
            # Also what is uncovered meanwhile.
            canvas.viewport().update(100, 100, 90, 90)
        QApplication.processEvents()
        turns += 1
    QApplication.processEvents()
    assert painted[0] > 40
    assert turns > painted[0]
    after = grabbed(canvas)
    assert after != before
    assert after == afresh(canvas)


@pytest.mark.parametrize("way", ["scrolled", "zoomed", "dressed"])
def test_a_view_that_is_another_meanwhile_shows_all_of_it_at_once(canvas: Canvas, way: str) -> None:
    rename_all(canvas)
    QApplication.processEvents()
    if way == "scrolled":
        bar = canvas.horizontalScrollBar()
        bar.setValue(bar.value() + 40)
    elif way == "zoomed":
        canvas.set_zoom(0.8)
    else:
        canvas.dress(EDITING, DARK, room=False)
    QApplication.processEvents()
    assert not canvas._showing.item.shown.is_coming
    assert grabbed(canvas) == afresh(canvas)


def test_what_changes_meanwhile_is_seen_with_the_rest(canvas: Canvas, painted: list[int]) -> None:
    before = grabbed(canvas)
    rename_all(canvas)
    QApplication.processEvents()
    canvas.editor.run("Rename", edits.rename, "s4", "Yet another")
    canvas.editor.select(["s4"])
    while canvas._showing.item.shown.is_coming:
        assert grabbed(canvas) == before
        QApplication.processEvents()
    QApplication.processEvents()
    # Of that only what is around the card is painted once more.
    assert painted[1] < painted[0]
    assert grabbed(canvas) == afresh(canvas)


def test_little_is_painted_in_the_turn_that_changed_it(canvas: Canvas, painted: list[int]) -> None:
    canvas.editor.run("Rename", edits.rename, "s4", "Yet another")
    assert not canvas._showing.item.shown.is_coming
    QApplication.processEvents()
    assert len(painted) == 1
    assert grabbed(canvas) == afresh(canvas)


def test_rings_come_and_go_without_the_picture_being_painted(canvas: Canvas, painted: list[int]) -> None:
    before = grabbed(canvas)
    canvas.editor.select([step.id for step in canvas.editor.map.steps])
    QApplication.processEvents()
    marked = grabbed(canvas)
    assert marked != before
    canvas.editor.select([])
    QApplication.processEvents()
    assert grabbed(canvas) == before
    assert not painted
    canvas.editor.select([step.id for step in canvas.editor.map.steps])
    assert afresh(canvas) == marked


def test_a_press_meanwhile_shows_what_changed(canvas: Canvas) -> None:
    """Under a hand what stays is painted apart, and all of it as it is now."""
    rename_all(canvas)
    canvas.editor.select(["s4"])
    with canvas.editor.store.edit("Move step") as edit:
        edit.replace(edits.move_steps(edit.before, ["s4"], 8, 8))
        for _ in range(3):
            QApplication.processEvents()
        shown = grabbed(canvas)
        assert not canvas._showing.item.shown.is_coming
        canvas._showing.item.lifted.kept.forget()
        canvas.viewport().update()
        QApplication.processEvents()
        assert grabbed(canvas) == shown


def drag(canvas: Canvas) -> None:
    """Move a step as a hand does, and let it rest until what is seen apart is to lie in its order again."""
    canvas.editor.select(["s4"])
    with canvas.editor.store.edit("Move step") as edit:
        for n in range(1, 4):
            edit.replace(edits.move_steps(edit.before, ["s4"], 8 * n, 8))
            QApplication.processEvents()
    while not canvas._showing.item.shown.is_ahead:
        QApplication.processEvents()


def zoom(canvas: Canvas) -> None:
    """Turn the wheel, and let it rest until what is seen is to be sharp again."""
    at, none, held = QPointF(240, 180), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier
    where, phase = QPointF(canvas.viewport().mapToGlobal(at)), Qt.ScrollPhase.NoScrollPhase
    for _ in range(2):
        event = QWheelEvent(at, where, QPoint(), QPoint(0, -40), none, held, phase, False)
        QApplication.sendEvent(canvas.viewport(), event)
        QApplication.processEvents()
    while not canvas._showing.item.shown.is_ahead:
        QApplication.processEvents()


@pytest.mark.parametrize("gesture", [drag, zoom])
def test_after_a_gesture_all_is_painted_in_pieces_and_seen_as_it_was_until_then(
    canvas: Canvas, painted: list[int], monkeypatch: pytest.MonkeyPatch, gesture: Callable[[Canvas], None]
) -> None:
    monkeypatch.setattr("crosslane.ui.canvas.layers._MOST_SHARP", 24)
    gesture(canvas)
    painted.clear()
    before, turns = grabbed(canvas), 0
    while canvas._showing.item.shown.is_coming:
        assert grabbed(canvas) == before
        QApplication.processEvents()
        turns += 1
    QApplication.processEvents()
    assert turns > painted[0] > 40
    assert len(painted) == 1
    assert not canvas._showing.item.lifted.keys
    assert not canvas._showing.item.zoomed.is_on
    assert grabbed(canvas) == afresh(canvas)


@pytest.mark.parametrize("gesture", [drag, zoom])
@pytest.mark.parametrize("way", ["scrolled", "changed", "dragged", "zoomed"])
def test_what_happens_before_all_is_painted_after_a_gesture_is_seen(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch, gesture: Callable[[Canvas], None], way: str
) -> None:
    monkeypatch.setattr("crosslane.ui.canvas.layers._MOST_SHARP", 24)
    gesture(canvas)
    for _ in range(3):
        QApplication.processEvents()
    if way == "scrolled":
        bar = canvas.horizontalScrollBar()
        bar.setValue(bar.value() + 40)
    elif way == "changed":
        canvas.editor.run("Rename", edits.rename, "s5", "Yet another")
    else:
        {"dragged": drag, "zoomed": zoom}[way](canvas)
    item = canvas._showing.item
    while item.shown.is_coming or item.lifted.keys or item.zoomed.is_on or not is_drawn(canvas):
        QApplication.processEvents()
    QApplication.processEvents()
    assert grabbed(canvas) == afresh(canvas)


def test_of_a_small_map_nothing_is_kept(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, dark=False)
    canvas = Canvas(Editor(rows(20, 1)))
    qtbot.addWidget(canvas)
    canvas.show()
    QApplication.processEvents()
    canvas.editor.run("Move steps", edits.move_steps, [step.id for step in canvas.editor.map.steps], 8, 0)
    assert not canvas._showing.item.shown.is_begun
    assert not canvas._showing.item.shown.is_coming
    assert canvas.picture.count("cards") == draw(canvas._showing.scene_now()).count("cards")
    canvas.unsubscribe()
