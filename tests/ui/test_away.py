"""A large map is looked through for garbage while people look at another program, and not when a dialog closes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane import wiring
from crosslane.garbage import collector

ACTIVE, INACTIVE = Qt.ApplicationState.ApplicationActive, Qt.ApplicationState.ApplicationInactive


@pytest.fixture
def looks(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told when it is looked through."""
    found: list[str] = []
    monkeypatch.setattr(collector, "look_through", lambda: found.append("look"))
    monkeypatch.setattr(wiring, "AWAY_MS", 60)
    return found


def test_people_who_are_away_wait_for_nothing(qapp: QApplication, qtbot: QtBot, looks: list[str]) -> None:
    owner = QObject()
    wiring.Away(qapp, owner)
    qapp.applicationStateChanged.emit(INACTIVE)
    assert not looks
    qtbot.waitUntil(lambda: bool(looks))


def test_nobody_is_away_for_an_instant(qapp: QApplication, qtbot: QtBot, looks: list[str]) -> None:
    owner = QObject()
    away = wiring.Away(qapp, owner).soon
    qapp.applicationStateChanged.emit(INACTIVE)
    assert away.isActive()
    qapp.applicationStateChanged.emit(ACTIVE)
    assert not away.isActive()
    qtbot.wait(90)
    assert not looks
