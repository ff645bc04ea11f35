"""The window's start: the one place that knows everybody. Chrome first, then the map, then the rest."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from crosslane.desk import Desk
from crosslane.model.errors import Problem
from crosslane.settings import library_path, places
from crosslane.storage.read import last_open
from crosslane.ui.theme import apply_theme
from crosslane.ui.window import Window

_LOG = "crosslane.log"
PATIENCE_MS = 700


class _Once:
    """A call that happens once, whoever asks first."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._do: Callable[[], None] | None = do

    def __call__(self) -> None:
        do, self._do = self._do, None
        if do is not None:
            do()


def run_window(name: str | None, library: str | None) -> int:
    """Open the window on a map (a file, or a title or id in the library), else where one was last; returns the exit code."""
    application, _window = start(name, library)
    return application.exec()


def start(name: str | None, library: str | None) -> tuple[QApplication, Window]:
    """Show the window; the event loop is the caller's."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("crosslane")
    application.setDesktopFileName("crosslane")
    apply_theme(application, dark=False)
    desk = Desk(Path(library) if library else library_path())
    window = open_window(application, desk, name)
    window.show()
    return application, window


def open_window(application: QApplication, desk: Desk, name: str | None) -> Window:
    """Make the window with the map in it; the library is opened for writing right after the first paint."""
    problem = ""
    last = None
    try:
        last = last_open(desk.path) if desk.path.exists() else None
    except Problem as error:
        problem = str(error)
    desk.show_first(last)
    window = Window(desk.editor)
    _log_to(places().state, window)
    first = last is None and not name
    if first:
        window.show_first_run(lambda: window.do("new"), lambda: window.do("workshop"))
    QTimer.singleShot(0, window.canvas.fit)
    QTimer.singleShot(0, window.paint_icons)
    finish = _Once(lambda: _finish(application, window, desk, name, problem))
    window.canvas.painted.connect(lambda: QTimer.singleShot(0, finish))
    # A window that is never shown, or shown late, gets its library all the same.
    QTimer.singleShot(PATIENCE_MS, finish)
    return window


def _finish(application: QApplication, window: Window, desk: Desk, name: str | None, problem: str) -> None:
    """What can wait until the first paint: dialogs and exports, the writer, the map named on the command line."""
    # These bring half of the program along, and none of it is seen in the first picture.
    from crosslane.wiring import wire  # noqa: PLC0415  (see above)

    wire(application, window, desk)

    def told(saved: bool, sentence: str | None) -> None:
        # Called from the writer's thread: Qt carries it over.
        QTimer.singleShot(0, window, lambda: _heard(window, desk, saved, sentence))

    try:
        desk.open(told)
        if name:
            said = _open_named(desk, name)
            if said:
                window.say(said)
    except Problem as error:
        problem = str(error)
    if problem:
        window.say(problem)


def _open_named(desk: Desk, name: str) -> str:
    path = Path(name)
    if path.suffix or path.exists():
        return desk.open_file(path)
    found = desk.library.find(name) if desk.library else None
    if found is None:
        raise Problem(f"There is no file and no map in the library called {name!r}.")
    desk.open_map(found.id)
    return ""


def _heard(window: Window, desk: Desk, saved: bool, sentence: str | None) -> None:
    desk.editor.mark_saved(saved)
    if sentence:
        window.say(sentence)


def _log_to(folder: Path, window: Window) -> None:
    """Write what goes wrong inside to a file in the state folder, and say one sentence; never a traceback on screen."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        logging.basicConfig(filename=folder / _LOG, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    except OSError:
        logging.basicConfig(level=logging.CRITICAL)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("crosslane").error("unexpected", exc_info=(kind, error, trace))
        window.say("Something went wrong inside. Your map is saved; Help, Open the log folder shows what happened.")

    sys.excepthook = hook
