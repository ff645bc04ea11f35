"""Exports of a large map come from a process of their own; the window listens meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosslane.exchange.embedded import open_any
from crosslane.exchange.raster import copied_picture, export_as
from crosslane.exchange.shown import Wish
from crosslane.model.errors import Problem
from crosslane.ui.beside import Beside
from crosslane.ui.window import Window


@pytest.fixture
def beside(window: Window, monkeypatch: pytest.MonkeyPatch) -> Beside:
    """Return what works beside a window for which every map is large."""
    monkeypatch.setattr("crosslane.ui.beside.LARGE", 0)
    return Beside(window)


def test_a_large_map_is_exported_beside_the_window(
    beside: Beside, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    """The file holds the map; what was said meanwhile is said, and only one such work is under way."""
    path, done = tmp_path / "a.png", list[object]()
    beside.do("export", done.append, "Exporting…", export_as, Wish("png"), path)
    assert not path.exists()
    assert window.message.label.text() == "Exporting…"
    beside.do("copy", done.append, "Drawing…", copied_picture)
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    assert done == [None]
    assert len(open_any(path).steps) == len(window.editor.map.steps)
    assert not beside._errands.worker.busy


def test_what_goes_wrong_beside_is_said(beside: Beside, window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    """In one sentence, as in the window."""
    beside.do("export", lambda _: None, "Exporting…", export_as, Wish("svg"), tmp_path / "no" / "a.svg")
    qtbot.waitUntil(lambda: not beside._errands.worker.busy, timeout=60_000)
    assert "cannot be written" in window.message.label.text()


def test_a_small_map_is_exported_at_once(window: Window, tmp_path: Path) -> None:
    """Nothing is started for it; a Problem is the caller's."""
    beside, done = Beside(window), list[object]()
    for kind in ("svg", "png", "pdf", "md"):
        beside.do("export", done.append, "", export_as, Wish(kind), tmp_path / f"a.{kind}")
    assert len(done) == 4
    assert all((tmp_path / f"a.{kind}").stat().st_size > 500 for kind in ("svg", "png", "pdf", "md"))
    assert beside._errands.worker.pid is None
    with pytest.raises(Problem, match="cannot be written"):
        beside.do("export", done.append, "", export_as, Wish("svg"), tmp_path / "no" / "a.svg")
