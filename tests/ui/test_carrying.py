"""Very many steps under a hand: what is seen of them moves at once, the map follows when it lets go, and nothing flickers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.rows import nobody, rows

from crosslane.drawing.picture import Element, Layer
from crosslane.editor import Editor
from crosslane.model.edits.steps import make_room
from crosslane.model.records import Note
from crosslane.paint.painter import Detail, paint_elements
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.theme import apply_theme

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def is_drawn(canvas: Canvas) -> bool:
    """Say whether all is drawn, and painted as far as it is in sight."""
    return not (canvas.picture.owed or canvas._going_on.is_active or canvas._showing.item.shown.is_coming)


@pytest.fixture(params=["small", "large"])
def canvas(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Canvas]:
    """Return a view for which eight steps are very many; of a large map what changes is drawn in portions."""
    monkeypatch.setattr("crosslane.tools.carry.MANY", 8)
    apply_theme(qapp, dark=False)
    editor = Editor(rows(80, 5, Note(id="n", text="Look here", on="s16")))
    if request.param == "large":
        monkeypatch.setattr("crosslane.editor.LARGE", 100)
        monkeypatch.setattr("crosslane.editor.PORTION", 12)
        monkeypatch.setattr("crosslane.ui.canvas.showing.FAR", 20)
        editor.aside = nobody
    made = Canvas(editor)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.set_zoom(0.75)
    made.centerOn(QPointF(900, 200))
    qtbot.waitUntil(lambda: is_drawn(made), timeout=20_000)
    QApplication.processEvents()
    yield made
    made.unsubscribe()


def grabbed(canvas: Canvas) -> QImage:
    """Return what stands on the screen, painted whenever."""
    return QApplication.primaryScreen().grabWindow(canvas.winId()).toImage()


def place(canvas: Canvas, id_: str) -> QRect:
    """Return where a card is in the view, on the picture."""
    found = canvas.picture.get("cards", id_)
    assert found is not None
    # Without its edge, where lines come and go.
    rect = found.bounds.grown(-8)
    return canvas.mapFromScene(rect.x, rect.y, rect.w, rect.h).boundingRect()


def alike(one: QImage, other: QImage) -> bool:
    """Say whether two pictures are the same but for shades that were rounded twice."""
    a, b = (bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits()) for image in (one, other))
    return len(a) == len(b) and max((abs(x - y) for x, y in zip(a, b, strict=True)), default=0) <= 3


def test_what_is_carried_is_seen_where_it_is_and_the_map_follows_in_the_end(canvas: Canvas, qtbot: QtBot) -> None:
    """Room is made in one step, the same that the verb makes; in no frame after it does anything lie where it was."""
    editor, view, before = canvas.editor, canvas.viewport(), canvas.editor.map
    canvas.run_tool("space")
    card = place(canvas, "s17")
    begin = card.topLeft() - QPoint(16, 0)
    shown = grabbed(canvas).copy(card)
    QTest.mousePress(view, LEFT, NONE, begin)
    for n in range(1, 9):
        QTest.mouseMove(view, begin + QPoint(12 * n, 3))
        QApplication.processEvents()
    assert editor.map is before
    to = card.translated(96, 0)
    assert alike(grabbed(canvas).copy(to), shown)
    assert not alike(grabbed(canvas).copy(card), shown)
    QTest.mouseRelease(view, LEFT, NONE, begin + QPoint(96, 3))
    after = before.apply(make_room(before, canvas.pointer(begin, NONE).at.x, 96 / 0.75))
    assert {step.id: step.x for step in editor.map.steps} == {step.id: step.x for step in after.steps}
    for _ in range(200):
        QApplication.processEvents()
        assert alike(
            grabbed(canvas).copy(to.adjusted(8, 8, -8, -8)), shown.copy(8, 8, card.width() - 16, card.height() - 16)
        )
    qtbot.waitUntil(lambda: canvas._showing.item.carrying.carried is None, timeout=20_000)
    qtbot.waitUntil(lambda: is_drawn(canvas), timeout=20_000)
    assert place(canvas, "s17") == to
    QApplication.processEvents()
    at_rest = grabbed(canvas)
    canvas._showing.item.shown.forget()
    view.update()
    QApplication.processEvents()
    assert grabbed(canvas) == at_rest
    assert editor.undo()
    assert {step.id: step.x for step in editor.map.steps} == {step.id: step.x for step in before.steps}


def test_a_hand_that_gives_up_leaves_nothing_behind(canvas: Canvas, qtbot: QtBot) -> None:
    """Nor does a click: nothing is done by it."""
    editor, view, before, shown = canvas.editor, canvas.viewport(), canvas.editor.map, grabbed(canvas)
    begin = place(canvas, "s17").topLeft() - QPoint(16, 0)
    for by in (60, 0):
        canvas.run_tool("space")
        QTest.mousePress(view, LEFT, NONE, begin)
        if by:
            QTest.mouseMove(view, begin + QPoint(by, 0))
            QApplication.processEvents()
            assert grabbed(canvas) != shown
            QTest.keyClick(canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(view, LEFT, NONE, begin)
        qtbot.waitUntil(lambda: canvas._showing.item.carrying.carried is None)
        QApplication.processEvents()
        assert grabbed(canvas) == shown
        assert editor.map is before


def test_a_frame_paints_what_lies_between_and_nothing_else(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stays and what moves were painted before; also a view that scrolls under the hand looks as if painted at once."""
    painted: list[tuple[Layer, str]] = []

    def counted(painter: QPainter, layer: Layer, elements: Iterable[Element], detail: Detail) -> None:
        found = list(elements)
        painted.extend((layer, element.id) for element in found)
        paint_elements(painter, layer, found, detail)

    for module in ("carrying", "kept"):
        monkeypatch.setattr(f"crosslane.ui.canvas.{module}.paint_elements", counted)
    view, carrying = canvas.viewport(), canvas._showing.item.carrying
    canvas.run_tool("space")
    begin = place(canvas, "s17").topLeft() - QPoint(16, 0)
    QTest.mousePress(view, LEFT, NONE, begin)
    for n in range(1, 4):
        QTest.mouseMove(view, begin + QPoint(12 * n, 3))
        QApplication.processEvents()
    QTest.qWait(100)
    assert carrying._staying.stale.isEmpty()
    painted.clear()
    QTest.mouseMove(view, begin + QPoint(48, 3))
    QApplication.processEvents()
    # From before the press to behind it, five steps on.
    assert {id_ for layer, id_ in painted if layer == "flows"} == {f"f{n}" for n in range(11, 16)}
    assert not [key for key in painted if key[0] == "cards"]
    bar = canvas.horizontalScrollBar()
    for by in (40, -90):
        bar.setValue(bar.value() + by)
        QApplication.processEvents()
        QTest.mouseMove(view, begin + QPoint(48 + by // 2, 3))
        QApplication.processEvents()
        shown = grabbed(canvas)
        carrying._staying.forget()
        carrying._moving.forget()
        view.update()
        QApplication.processEvents()
        assert alike(grabbed(canvas), shown)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)


def test_steps_that_are_dragged_keep_their_rings(canvas: Canvas) -> None:
    """Very many selected steps are carried like those that make room, in both directions, and stay selected."""
    editor, view, before = canvas.editor, canvas.viewport(), canvas.editor.map
    editor.select([f"s{n}" for n in range(12, 28)])
    QApplication.processEvents()
    card = place(canvas, "s17")
    with_ring = card.adjusted(-14, -14, 14, 14)
    shown = grabbed(canvas).copy(with_ring)
    begin = card.center()
    QTest.mousePress(view, LEFT, NONE, begin)
    for n in range(1, 5):
        QTest.mouseMove(view, begin + QPoint(6 * n, 3 * n))
        QApplication.processEvents()
    assert editor.map is before
    left_edge = QRect(with_ring.topLeft(), QPoint(with_ring.left() + 10, with_ring.bottom()))
    assert alike(grabbed(canvas).copy(left_edge.translated(24, 12)), shown.copy(0, 0, 11, with_ring.height()))
    QTest.mouseRelease(view, LEFT, NONE, begin + QPoint(24, 12))
    assert editor.map.step("s17").x == before.step("s17").x + 32
    assert len(editor.selection) == 16


def test_a_second_press_takes_nothing_along(canvas: Canvas, qtbot: QtBot) -> None:
    """A double click gives the gesture up that its first press began: all is seen where it is."""
    view, shown = canvas.viewport(), grabbed(canvas)
    begin = place(canvas, "s17").topLeft() - QPoint(16, 0)
    canvas.run_tool("space")
    QTest.mousePress(view, LEFT, NONE, begin)
    QTest.mouseMove(view, begin + QPoint(60, 0))
    QApplication.processEvents()
    assert grabbed(canvas) != shown
    canvas._hand.cancel()
    qtbot.waitUntil(lambda: canvas._showing.item.carrying.carried is None)
    QApplication.processEvents()
    assert grabbed(canvas) == shown
