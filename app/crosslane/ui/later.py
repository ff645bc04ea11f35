"""Doing something once nobody has asked for it again for a moment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

REST_MS = 150


class Later(QObject):
    """Calls what was asked for last, after a rest; asking again begins the rest anew."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._do: Callable[[], None] = lambda: None
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._over)

    def ask(self, do: Callable[[], None]) -> None:
        """Call this after a rest."""
        self._do = do
        self._timer.start()

    def _over(self) -> None:
        self._do()
