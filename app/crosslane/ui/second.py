"""Two starts of the program on one library: the window that has it comes to the front, any other one only looks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from crosslane.model.errors import Problem
from crosslane.ui.window import Window

EVERY_MS = 1000


class Doorbell(QObject):
    """Brings the window to the front when somebody starts the program again; `answer` takes a wish, "" for no map."""

    def __init__(
        self, window: Window, folder: Path, answer: Callable[[], str | None], open_named: Callable[[str], object]
    ) -> None:
        super().__init__(window)
        self._window, self._answer, self._open = window, answer, open_named
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(self._rung)
        # Somebody may have knocked before anybody listened.
        self._rung()

    def _rung(self) -> None:
        wish = self._answer()
        if wish is None:
            return
        shell = self._window.shell
        shell.setWindowState(shell.windowState() & ~Qt.WindowState.WindowMinimized)
        front = QApplication.activeModalWidget() or shell
        front.raise_()
        front.activateWindow()
        # Nothing changes behind a dialog that is open.
        if wish and front is shell:
            self._open(wish)


class Following(QObject):
    """Keeps a window that only looks up with the one that edits, and lets it edit once that one is closed."""

    def __init__(self, window: Window, follow: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._follow = window, follow
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        with suppress(Problem):
            said = self._follow()
            if said:
                self._timer.stop()
                self._window.say(said)
