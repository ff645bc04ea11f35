"""Zooming over very much of a map: while a wheel turns what was seen is scaled, and when it rests all is as if painted at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane.drawing.picture import Layer, Picture
from crosslane.drawing.theme import DARK, EDITING
from crosslane.editor import Editor
from crosslane.geometry import Rect
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration
from crosslane.paint.painter import Detail, paint_picture
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.theme import apply_theme

AT = QPointF(240, 180)


def rows(count: int) -> Map:
    """Return steps in rows of six in two lanes, each handing on to the next."""
    records: list[Record] = [
        MapRecord(id="map"),
        Lane(id="l0", name="Ours", order="0"),
        Lane(id="l1", name="Theirs", order="1"),
    ]
    for n in range(count):
        column, row = divmod(n, 6)
        records.append(Step(id=f"s{n}", lane=f"l{row % 2}", name=f"Step {n}", x=column * 208, y=32 + row // 2 * 104))
    wait = Duration(text="2d")
    records += [Flow(id=f"f{n}", number=n + 1, source=f"s{n}", target=f"s{n + 1}", wait=wait) for n in range(count - 1)]
    return Map.of(records)


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Canvas]:
    """Return a view for which thirty cards, flows and pills are very many."""
    monkeypatch.setattr("crosslane.ui.canvas.layers._MOST_SHARP", 30)
    # On a busy machine a wheel that turns is not taken for one that rests.
    monkeypatch.setattr("crosslane.ui.canvas.showing.ZOOM_RESTED", 500)
    apply_theme(qapp, dark=False)
    made = Canvas(Editor(rows(90)))
    qtbot.addWidget(made)
    made.resize(800, 560)
    made.show()
    made.set_zoom(0.8)
    made.centerOn(QPointF(1500, 300))
    QApplication.processEvents()
    yield made
    made.unsubscribe()


def turn(canvas: Canvas, by: int) -> None:
    """Turn the wheel over one place, and let the view be painted."""
    where, none, held = (
        QPointF(canvas.viewport().mapToGlobal(AT)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
    )
    QApplication.sendEvent(
        canvas.viewport(),
        QWheelEvent(AT, where, QPoint(), QPoint(0, by), none, held, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.processEvents()


def grabbed(canvas: Canvas) -> QImage:
    """Return what stands on the screen, painted whenever."""
    return QApplication.primaryScreen().grabWindow(canvas.winId()).toImage()


def difference(one: QImage, other: QImage) -> float:
    """Return the mean difference of two pictures' pixels, in shades of 255."""
    small = [image.convertToFormat(QImage.Format.Format_Grayscale8) for image in (one, other)]
    a, b = (bytes(image.constBits()) for image in small)
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / len(a)


@pytest.mark.parametrize("turns", [(40, 40, 40), (-40, -40, -40, -40), (40, -40, -40, 40, -40)])
def test_when_the_wheel_rests_all_is_sharp(canvas: Canvas, qtbot: QtBot, turns: Sequence[int]) -> None:
    """In between it looks much the same, in the same places; in the end pixel for pixel."""
    for by in turns:
        turn(canvas, by)
    under_way = grabbed(canvas)
    qtbot.waitUntil(lambda: not canvas._showing.item.zoomed.is_on)
    QApplication.processEvents()
    at_rest = grabbed(canvas)
    canvas.viewport().update()
    QApplication.processEvents()
    assert grabbed(canvas) == at_rest
    assert 0 < difference(under_way, at_rest) < 6
    # It is no picture of before: that differs by far more.
    turn(canvas, 40)
    assert difference(grabbed(canvas), at_rest) > 2 * difference(under_way, at_rest)


def test_while_the_wheel_turns_only_what_comes_into_view_is_painted(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearer nothing is painted, farther the rim; what is zoomed over is not very much when few things are in sight."""
    painted: list[float] = []

    def counted(
        painter: QPainter, picture: Picture, areas: Sequence[Rect], layers: Sequence[Layer], detail: Detail | None
    ) -> None:
        painted.append(sum(area.w * area.h for area in areas))
        paint_picture(painter, picture, areas, layers, detail)

    turn(canvas, 20)
    monkeypatch.setattr("crosslane.ui.canvas.layers.paint_picture", counted)
    turn(canvas, 20)
    assert painted == []
    for _ in range(4):
        turn(canvas, -40)
    assert painted
    assert max(painted) < canvas.seen.w * canvas.seen.h / 4
    canvas.set_zoom(3.0)
    turn(canvas, 20)
    # All but what the headers hide.
    assert painted[-1] > canvas.seen.w * canvas.seen.h * 0.4


def test_what_changes_meanwhile_is_seen_at_once(canvas: Canvas, qtbot: QtBot) -> None:
    """An edit, or other colours: nothing is shown of a painting of before."""
    for change in (
        lambda: canvas.editor.run("Move", edits.move_steps, ["s42", "s43"], 24, 8),
        lambda: canvas.dress(EDITING, DARK, room=False),
    ):
        turn(canvas, -20)
        change()
        QApplication.processEvents()
        canvas.viewport().update()
        QApplication.processEvents()
        changed = grabbed(canvas)
        qtbot.waitUntil(lambda: not canvas._showing.item.zoomed.is_on)
        QApplication.processEvents()
        # Through a kept painting shades are rounded twice.
        assert difference(grabbed(canvas), changed) < 0.05
