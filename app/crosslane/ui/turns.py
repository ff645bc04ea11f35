"""Work that would stop the window, a piece in each turn of the event loop.

All that waits has its pieces one after the other, whoever it belongs to, and none in a turn in which the window painted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

from crosslane.turns import Turns


class _Round(QObject):
    """Whose turn it is: of all that waits, the first has one piece done, and goes to the end where it has more."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._waiting = deque[tuple[QObject, Callable[[], bool]]]()
        self._is_taken = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._turn)

    def add(self, owner: QObject, piece: Callable[[], bool]) -> None:
        """Call a piece until it says that there is no more, as long as its owner is there."""
        self._waiting.append((owner, piece))
        if not self._timer.isActive():
            self._timer.start()

    def take(self) -> None:
        """This turn is taken."""
        self._is_taken = bool(self._waiting)

    def _turn(self) -> None:
        if self._is_taken:
            self._is_taken = False
            self._timer.start()
            return
        owner, piece = self._waiting.popleft()
        if self._waiting:
            # Before the piece, which may open a dialog with an event loop of its own.
            self._timer.start()
        if isValid(owner) and piece():
            self.add(owner, piece)


_rounds: list[_Round] = []


def _round() -> _Round:
    if not _rounds or not isValid(_rounds[0]):
        _rounds[:] = [_Round(QCoreApplication.instance())]
    return _rounds[0]


def painted() -> None:
    """Say that much is painted in this turn: what waits leaves it to that."""
    _round().take()


def in_turns(owner: QObject, work: Turns[None]) -> None:
    """Do each piece of the work in a turn of its own, as long as the owner is there."""

    def go_on() -> bool:
        try:
            next(work)
        except StopIteration:
            return False
        return True

    _round().add(owner, go_on)


class Soon(QObject):
    """Something to be done once, after some milliseconds, in a turn of its own; to start it again begins anew, as with a timer."""

    def __init__(self, owner: QObject, do: Callable[[], object], interval: int = 0) -> None:
        super().__init__(owner)
        self._do, self._interval = do, interval
        self._is_queued = self._is_wanted = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._queue)

    def start(self, interval: int | None = None) -> None:
        """Do it after so many milliseconds, or after the usual ones."""
        self._is_wanted = True
        self._timer.stop()
        wait = self._interval if interval is None else interval
        if wait:
            self._timer.start(wait)
        else:
            self._queue()

    def stop(self) -> None:
        """Do not do it after all."""
        self._timer.stop()
        self._is_wanted = False

    @property
    def is_active(self) -> bool:
        """Say whether it is still to be done."""
        return self._is_wanted

    def _queue(self) -> None:
        if not self._is_queued:
            self._is_queued = True
            _round().add(self, self._piece)

    def _piece(self) -> bool:
        self._is_queued = False
        if self._is_wanted and not self._timer.isActive():
            self._is_wanted = False
            self._do()
        return False
