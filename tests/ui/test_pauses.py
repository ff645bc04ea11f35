"""A large map is looked through for garbage when nobody edits it, also where nobody ever looks at another program."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crosslane.garbage import collector
from crosslane.ui.window import Window
from crosslane.wiring import looking_in_pauses


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told when it is looked through."""
    found: list[str] = []
    monkeypatch.setattr(collector, "look_through", lambda: found.append("look"))
    return found


@pytest.fixture
def minute(window: Window) -> Callable[[], None]:
    """What happens every minute, once nothing is new."""
    found = looking_in_pauses(window)
    found()
    return found


def test_a_pause_is_used(looks: list[str], minute: Callable[[], None]) -> None:
    minute()
    assert looks


def test_not_while_a_hand_holds_something(looks: list[str], minute: Callable[[], None]) -> None:
    collector.rest("hand")
    try:
        minute()
    finally:
        collector.go_on("hand")
    assert not looks


def test_not_while_people_edit(looks: list[str], minute: Callable[[], None], window: Window) -> None:
    window.editor.set("etl", "Name", name="ETL at night")
    minute()
    assert not looks
    minute()
    assert looks
