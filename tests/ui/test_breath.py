"""The breath that says where to look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.ui.canvas import breath
from crosslane.ui.canvas.breath import Breath
from crosslane.ui.canvas.view import Canvas


@pytest.fixture
def canvas(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Canvas:
    monkeypatch.setattr(breath, "BREATH_MS", 60)
    shown = Canvas(Editor(template("loop")))
    qtbot.addWidget(shown)
    shown.resize(1200, 700)
    shown.show()
    shown.fit()
    return shown


def test_it_breathes_once_and_is_gone(canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies around the pill, takes no clicks, and leaves nothing behind."""
    monkeypatch.setattr(breath, "may_move", lambda: True)
    pill = next(iter(canvas.picture.layer("pills")))
    ring = Breath(canvas, pill.id, "#0b57d0")
    assert ring.isVisible()
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    centre = canvas.mapFromScene(pill.bounds.center.x, pill.bounds.center.y)
    assert (ring.geometry().center() - centre).manhattanLength() < 4
    with qtbot.waitSignal(ring.destroyed, timeout=2000):
        pass
    assert not canvas.viewport().findChildren(Breath)


def test_it_ends_when_the_view_moves(canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing hangs where the handoff was."""
    monkeypatch.setattr(breath, "may_move", lambda: True)
    ring = Breath(canvas, next(iter(canvas.picture.layer("pills"))).id, "#0b57d0")
    with qtbot.waitSignal(ring.destroyed, timeout=2000):
        canvas.set_zoom(2.0)
        assert not ring.isVisible()


def test_who_wants_no_motion_gets_none(canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop's wish is followed."""
    monkeypatch.setattr(breath, "may_move", lambda: False)
    ring = Breath(canvas, next(iter(canvas.picture.layer("pills"))).id, "#0b57d0")
    assert not ring.isVisible()
