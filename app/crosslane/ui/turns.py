"""Work that would stop the window, a piece in each turn of the event loop."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from crosslane.turns import Turns


def in_turns(owner: QObject, work: Turns[None]) -> None:
    """Do each piece of the work in a turn of its own, as long as the owner is there."""
    timer = QTimer(owner, interval=0)

    def go_on() -> None:
        try:
            next(work)
        except BaseException as error:
            timer.stop()
            timer.deleteLater()
            if not isinstance(error, StopIteration):
                raise

    timer.timeout.connect(go_on)
    timer.start()
