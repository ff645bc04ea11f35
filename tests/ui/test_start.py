"""The start: chrome first, then the map as it was last seen, then the map itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane.desk import Desk, own_map
from crosslane.first_picture import example_state, kept_still, shipped_still, show_first_picture
from crosslane.main import open_window
from crosslane.storage.glance import last_state
from crosslane.ui import still_keeper
from crosslane.ui.first_run import FirstRun
from crosslane.ui.look import Look
from crosslane.ui.shell import Shell
from crosslane.ui.still import Still, StillView, read_still, write_still
from crosslane.ui.still_keeper import StillKeeper, take_still
from crosslane.ui.text import PLAIN_TEXT, TAB_FOCUS
from crosslane.ui.theme import apply_theme
from crosslane.ui.window import Window

HEAVY = ("pydantic", "numpy", "networkx", "sqlite_utils", "pypdf", "crosslane.ui.panels", "crosslane.exchange")
START = """
import sys
from crosslane.main import start
def told():
    print(sorted(m for m in {heavy!r} if m in sys.modules))
    app.exit()
app, shell = start(None, None)
shell.{signal}.connect(told)
app.exec()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSLANE_HOME", str(tmp_path))
    return tmp_path


def opened(qtbot: QtBot, qapp: QApplication, home: Path, *, dark: bool = False) -> tuple[Window, Desk]:
    """Return a window of 1440 x 860 on the library of a home, as a start shows it."""
    apply_theme(qapp, dark=dark)
    shell, desk = Shell(), Desk(home / "library.db")
    qtbot.addWidget(shell)
    with qtbot.waitActive(shell):
        shell.show()
    window = open_window(qapp, shell, desk, None, Look(dark=dark))
    qtbot.waitUntil(lambda: desk.library is not None)
    qapp.processEvents()
    return window, desk


def image_of(still: Still) -> QImage:
    """Return a still's canvas as it is shown."""
    view = StillView(still.canvas, still.head.canvas)
    view.resize(*still.head.canvas)
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def differing(a: QImage, b: QImage) -> float:
    """Return the share of pixels that differ by more than smoothing does."""
    assert a.size() == b.size()
    one, two = bytes(a.constBits()), bytes(b.constBits())
    return sum(abs(x - y) > 40 for x, y in zip(one[1::16], two[1::16], strict=True)) / (len(one) / 16)


@pytest.mark.parametrize(
    ("signal", "more"),
    [
        ("painted", ("sqlite3", "dataclasses", "json", "platformdirs", "crosslane.desk")),
        ("map_painted", ("platformdirs",)),
    ],
)
def test_what_is_not_imported_before_the_first_paints(home: Path, signal: str, more: tuple[str, ...]) -> None:
    """Neither records nor numbers nor panels nor exporters are loaded before chrome and map are seen."""
    code = START.format(heavy=HEAVY + more, signal=signal)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[0] == "[]"


def test_qt_makes_no_enumerations_before_the_chrome(home: Path) -> None:
    """The first use of the namespace Qt builds all of it, a sixth of the start; so it waits for the first paint."""
    seen = 'print("Qt" in vars(PySide6.QtCore), "QGraphicsView" in vars(PySide6.QtWidgets))'
    code = START.format(heavy=(), signal="painted").replace("print(sorted(", f"{seen}; print(sorted(")
    done = subprocess.run(
        [sys.executable, "-c", "import PySide6.QtCore, PySide6.QtWidgets" + code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[0] == "False False"


def test_numbers_stand_for_what_qt_calls_them() -> None:
    """The chrome says these two as numbers, to be quick."""
    assert Qt.TextFormat.PlainText.value == PLAIN_TEXT
    assert Qt.FocusPolicy.TabFocus.value == TAB_FOCUS


@pytest.mark.parametrize("dark", [False, True])
def test_the_shipped_still_is_the_example_as_it_is_drawn(
    qtbot: QtBot, qapp: QApplication, home: Path, *, dark: bool
) -> None:
    """What the very first start shows at once is what the canvas then shows; if not: packaging/make_stills.py."""
    shipped = read_still(shipped_still(dark), example_state(), dark=dark)
    assert shipped is not None, "run packaging/make_stills.py"
    window, desk = opened(qtbot, qapp, home, dark=dark)
    assert differing(image_of(shipped), image_of(take_still(window, "now"))) < 0.03, "run packaging/make_stills.py"
    assert shipped.head.title == window.shell.title.text()
    window.shell.close()
    desk.close()


def test_a_still_is_what_the_canvas_shows(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    """Playing it back gives the pixels of the canvas, but for smoothing."""
    window, desk = opened(qtbot, qapp, home)
    window.shell.findChild(StillKeeper).keep()
    for card in window.canvas.findChildren(FirstRun):
        card.hide()
    canvas = window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert differing(image_of(take_still(window, "now")), canvas) < 0.01
    assert not kept_still().exists()  # an example is not in the library
    window.shell.close()
    desk.close()


def test_a_still_is_taken_some_elements_in_a_turn(
    qtbot: QtBot, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In turns it is what it is at once; the window may be used meanwhile."""
    window, desk = opened(qtbot, qapp, home)
    at_once, taking = take_still(window, "now"), 0
    monkeypatch.setattr(still_keeper, "PAINT_SHARE", 0.0)
    work = still_keeper.taking_still(window, "now")
    while True:
        try:
            next(work)
        except StopIteration as done:
            in_turns: Still = done.value
            break
        taking += 1
    assert taking > len(window.editor.map.steps) // 4
    assert differing(image_of(in_turns), image_of(at_once)) == 0
    window.shell.close()
    desk.close()


def test_an_edit_meanwhile_begins_a_still_anew(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    """What is half taken is of no map that there is."""
    window, desk = opened(qtbot, qapp, home)
    desk.start(own_map("Ours", ["Dev", "Ops"], ""))
    qtbot.waitUntil(lambda: window.editor.saved)
    keeper = StillKeeper(window, home / "one.still", lambda: "now")
    window.canvas.fit()
    qapp.processEvents()
    keeper._keep_in_turns()
    window.editor.rename("map", "Theirs")
    qtbot.waitUntil(lambda: window.editor.saved)
    qapp.processEvents()
    assert not (home / "one.still").exists()
    keeper.keep()
    assert (home / "one.still").exists()
    window.shell.close()
    desk.close()


def test_the_next_start_begins_with_what_was_seen_last(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    """Closing leaves a still of the map as it is in the library, and it stands where the canvas will be."""
    window, desk = opened(qtbot, qapp, home)
    desk.start(own_map("Ours", ["Dev", "Ops"], ""))
    qapp.processEvents()
    window.shell.close()
    assert desk.library is None
    shell = Shell()
    qtbot.addWidget(shell)
    assert show_first_picture(shell, home / "library.db", dark=False)
    assert shell.title.text() == "Ours"
    with qtbot.waitSignal(shell.map_painted):
        shell.show()
    assert shell.rows.count() == 6
    Window(shell, Desk(home / "other.db").editor)
    assert shell.rows.count() == 6, "scribe line and strip take the places of what stood for them"


def test_a_still_of_other_records_is_not_shown(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    """Whatever changed the map in the meantime, what is on screen is never of yesterday."""
    window, desk = opened(qtbot, qapp, home)
    desk.start(own_map("Ours", ["Dev", "Ops"], ""))
    window.shell.close()
    before = last_state(home / "library.db")
    again = Desk(home / "library.db")
    again.open(lambda _saved, _sentence: None)
    again.open_map(again.maps()[0][0])
    again.editor.rename("map", "Theirs")
    again.close()
    assert last_state(home / "library.db") not in ("", "?", before)
    shell = Shell()
    qtbot.addWidget(shell)
    assert not show_first_picture(shell, home / "library.db", dark=False)


def test_damaged_and_foreign_stills_are_no_stills(tmp_path: Path) -> None:
    """A still that is cut off, changed, of other colours or of another program is not shown; nothing is said."""
    file = tmp_path / "state" / "a.still"
    still = read_still(shipped_still(False), example_state(), dark=False)
    assert still is not None
    write_still(file, still)
    assert read_still(file, example_state(), dark=False) is not None
    assert read_still(file, example_state(), dark=True) is None
    assert read_still(file, "else", dark=False) is None
    whole = file.read_bytes()
    for bad in (b"", b"{}\n", whole[:-9], whole[:-9] + b"123456789", b"\xff" + whole, whole.replace(b'"of"', b'"so"')):
        file.write_bytes(bad)
        assert read_still(file, example_state(), dark=False) is None
    write_still(Path("/proc/nowhere/a.still"), still)


def test_a_glance_at_what_is_no_library(tmp_path: Path) -> None:
    """In doubt it is said so; an empty library holds no map."""
    file = tmp_path / "library.db"
    file.write_text("no library")
    assert last_state(file) == "?"
    assert last_state(tmp_path / "missing.db") == "?"
    file.unlink()
    desk = Desk(file)
    desk.open(lambda _saved, _sentence: None)
    desk.close()
    assert last_state(file) == ""


def test_a_window_is_no_larger_than_its_screen(qtbot: QtBot) -> None:
    """On a small projector nothing lies outside."""
    shell = Shell()
    qtbot.addWidget(shell)
    shell.fit_screen()
    room = shell.screen().availableGeometry()
    assert shell.width() < room.width()
    assert shell.height() < room.height()


def test_a_long_title_gives_way(qtbot: QtBot) -> None:
    """However narrow the window, the top bar stays one row of buttons high, and a title makes no window wider."""
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show()
    least = shell.minimumSizeHint().width()
    shell.title.setText("How data travels through four teams, and where it waits " * 3)
    shell.badge.setText("Example: all numbers are invented")
    shell.resize(960, 540)
    QApplication.processEvents()
    assert shell.top.height() < 64
    assert shell.minimumSizeHint().width() == least


def test_a_room_does_not_see_what_is_said_to_who_works_here(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    """The welcome steps aside for Room view and comes back after it, but not once something was chosen."""
    window, desk = opened(qtbot, qapp, home)
    (card,) = window.canvas.findChildren(FirstRun)
    qtbot.waitUntil(card.isVisible, timeout=10_000)
    window.do("room")
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=10_000)
    window.do("room")
    qtbot.waitUntil(card.isVisible, timeout=10_000)
    window.do("room")
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=10_000)
    window.editor.select(["f6"])
    window.do("room")
    qtbot.wait(200)
    assert not card.isVisible()
    window.shell.close()
    desk.close()
