"""Of two windows on one library one edits; the other only looks, follows along, and takes over when the first is closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crosslane.desk import LOOKS, NOT_KEPT, REFUSED, TAKEN_OVER, Desk
from crosslane.editor import Editor
from crosslane.main import open_window
from crosslane.storage.knock import is_taken, knock, place_of
from crosslane.storage.read import last_open
from crosslane.storage.schema import create
from crosslane.ui.shell import Shell
from crosslane.ui.window import Window


@pytest.fixture
def second(qtbot: QtBot, qapp: QApplication, window: Window, desk: Desk) -> Iterator[Window]:
    window.editor.rename(window.editor.map.steps[0].id, "Typed in the first")
    qtbot.waitUntil(lambda: window.shell.saved.text() == "Saved")
    shell, other = Shell(), Desk(desk.path)
    qtbot.addWidget(shell)
    second = open_window(qapp, shell, other, None)
    shell.show()
    qtbot.waitUntil(lambda: second.message.label.text() == LOOKS)
    yield second
    other.close()
    shell.close()


def test_a_second_window_refuses_edits_with_one_sentence(second: Window) -> None:
    before = second.editor.map
    assert second.shell.saved.text() == "Only looking"
    assert not second.editor.rename(before.steps[0].id, "Typed in the second window")
    assert second.message.label.text() == REFUSED
    assert second.editor.map is before
    second.message.clear()
    second.do("undo")
    assert second.message.label.text() == REFUSED


def test_nothing_can_be_typed_where_it_would_be_lost(second: Window) -> None:
    """Text on the canvas, new maps and fields are refused at once, the scribe line keeps what stands in it."""
    second.editor.select([second.editor.map.steps[0].id])
    for id_ in ("edit_text", "new", "note", "scribe", "append"):
        second.message.clear()
        second.do(id_)
        assert second.message.label.text() == REFUSED, id_
    assert not second.canvas.text.isVisible()
    fields = [field for field in second.shell.tabs.widget(0).findChildren(QLineEdit) if field.isVisibleTo(second.shell)]
    assert fields
    assert not any(field.isEnabled() for field in fields)
    second.scribe.line.setText("Dev: a > Ops: b")
    second.scribe.accept()
    assert second.message.label.text() == REFUSED
    assert second.scribe.line.text() == "Dev: a > Ops: b"


def test_a_card_does_not_follow_the_pointer_where_it_may_not_move(second: Window) -> None:
    step = second.editor.map.steps[0]
    place = second.canvas.place_of(step.id)
    assert place is not None
    at = second.canvas.mapFromScene(place.center.x, place.center.y)
    view = second.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    for dx in (20, 40, 60):
        at.setX(at.x() + dx)
        QTest.mouseMove(view, at)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    assert second.editor.map.step(step.id) == step
    assert second.message.label.text() == REFUSED


def test_a_second_window_follows_and_takes_over(qtbot: QtBot, second: Window, window: Window, desk: Desk) -> None:
    step = window.editor.map.steps[0].id
    window.editor.rename(step, "Said a moment ago")
    qtbot.waitUntil(lambda: second.editor.map.step(step).name == "Said a moment ago")
    assert desk.close()
    qtbot.waitUntil(lambda: second.message.label.text() == TAKEN_OVER)
    assert second.shell.saved.text() == "Saved"
    assert second.editor.rename(step, "Typed in the second")
    qtbot.waitUntil(lambda: second.editor.saved)
    assert second.editor.undo()
    assert second.editor.map.step(step).name == "Said a moment ago"


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_who_starts_the_program_again_gets_the_window_that_is_there(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path
) -> None:
    assert is_taken(desk.path)
    file = tmp_path / "churn.crosslane"
    file.write_text('{"format": "crosslane-map", "version": 1}\n{"kind": "map", "id": "map", "title": "Churn"}\n')
    heard: list[bool] = []
    asking = threading.Thread(target=lambda: heard.append(knock(desk.path, str(file), patience=10)))
    asking.start()
    qtbot.waitUntil(lambda: window.editor.map.head.title == "Churn")
    asking.join()
    assert heard == [True]


def test_a_knock_that_nobody_hears_is_taken_back(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    assert not is_taken(library)
    assert not knock(library, "", patience=0.05)
    assert not place_of(library).exists()


def not_kept(qtbot: QtBot, qapp: QApplication, path: Path, said: str) -> None:
    """Open a window on a library that cannot be used, edit, and look at what it says and to whom it points."""
    shell = Shell()
    qtbot.addWidget(shell)
    window = open_window(qapp, shell, Desk(path), None)
    shell.show()
    qtbot.waitUntil(lambda: said in window.message.label.text())
    why = window.message.label.text()
    window.editor.rename(window.editor.map.steps[0].id, "Typed all the same")
    assert window.message.label.text() == NOT_KEPT.format(why=why)
    assert shell.saved.text() == "Not saved"
    shell.close()


def test_a_library_that_cannot_be_opened_says_that_nothing_is_kept(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """At the first edit, with what is wrong and what to do; and in the top bar as long as it is so."""
    path = tmp_path / "library.db"
    path.write_text("This is no library of maps.")
    not_kept(qtbot, qapp, path, "no library of Crosslane")


def test_each_failure_of_the_library_has_its_own_sentence(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """A newer library is no matter of other windows, and neither is a place where no folder can be made."""
    newer = tmp_path / "newer.db"
    create(newer)
    data = bytearray(newer.read_bytes())
    data[60:64] = (999).to_bytes(4, "big")
    newer.write_bytes(data)
    not_kept(qtbot, qapp, newer, "update the program")
    (tmp_path / "file").write_text("in the way")
    not_kept(qtbot, qapp, tmp_path / "file" / "library.db", "choose another place")


def test_what_a_quick_hand_types_before_the_library_is_open_is_kept(tmp_path: Path) -> None:
    """The map is shown first, and the library opened for writing a moment later; so with an example, and with a map."""
    path = tmp_path / "library.db"
    for begun, names in ((None, ("One", "Two")), (True, ("Three",))):
        desk = Desk(path)
        desk.show_first(last_open(path) if begun else None)
        step = desk.editor.map.steps[0].id
        for name in names:
            desk.editor.rename(step, name)
        desk.open(lambda _saved, _sentence: None)
        desk.editor.rename(desk.editor.map.steps[1].id, "Later")
        shown = desk.editor.map
        assert desk.close()
        found = last_open(path)
        assert found is not None
        assert found.map == shown
        assert found.map.step(step).name == names[-1]
        again = Editor(found.map, last_seq=found.seq, rows=found.rows)
        while again.undo():
            pass
        assert again.map.step(step).name not in names


def test_a_window_closed_before_the_library_was_open_keeps_what_was_typed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """Closing opens it then; where nothing was typed it makes no library."""
    for named in ("", "Typed at once"):
        path = tmp_path / (named or "nothing") / "library.db"
        path.parent.mkdir()
        shell, desk = Shell(), Desk(path)
        qtbot.addWidget(shell)
        window = open_window(qapp, shell, desk, None)
        assert desk.library is None
        if named:
            window.editor.rename(window.editor.map.steps[0].id, named)
        shell.close()
        found = last_open(path) if path.exists() else None
        assert (found is not None) == bool(named)
        assert found is None or found.map.steps[0].name == named


def test_a_map_begun_before_the_library_was_open_opens_it_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """What opens it in due course finds it open; it is not taken for another window's."""
    shell, desk = Shell(), Desk(tmp_path / "library.db")
    qtbot.addWidget(shell)
    window = open_window(qapp, shell, desk, None)
    desk.start(desk.editor.map)
    saved: list[bool] = []
    desk.open(lambda all_saved, _sentence: saved.append(all_saved))
    assert not desk.looks
    window.editor.rename(window.editor.map.steps[0].id, "Named")
    qtbot.waitUntil(lambda: bool(saved) and saved[-1], timeout=10_000)
    assert desk.close()
