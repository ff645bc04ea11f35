"""Jobs for the worker process, asked for by the window: answers come back in the window's own time."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from crosslane.ui.turns import Soon
from crosslane.worker import Failed, Function, Then, Worker

TICK_MS = 15


class Errands(QObject):
    """A worker process that belongs to a window; it starts with the first job."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.worker = Worker()
        self._next = Soon(self, self._tick, TICK_MS)

    def ask(
        self, kind: str, then: Then, function: Function, *args: Any, failed: Failed = lambda _sentence: None
    ) -> None:
        """Have a module's function, or "module:function", called in the process; `then` gets its result, `failed` a sentence.

        A newer job of the same kind replaces the older one, whose callbacks are never called.
        """
        self.worker.ask(kind, then, function, *args, failed=failed)
        if not self._next.is_active:
            self._next.start()

    def cancel(self, kind: str) -> None:
        """Forget the job of a kind; when it is running, it is ended."""
        self.worker.cancel(kind)

    def close(self) -> None:
        """End the process."""
        self._next.stop()
        self.worker.close()

    def _tick(self) -> None:
        # Before the answers are heard: what goes wrong with one is no reason not to hear the others.
        self._next.start()
        if not self.worker.poll():
            self._next.stop()
