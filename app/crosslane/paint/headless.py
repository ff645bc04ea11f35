"""Qt for pixels and PDF alone: without a screen, whatever the windows of this computer use."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

_held: list[QCoreApplication] = []


def begin_without_screen() -> None:
    """Have Qt ready for painting in this process; a window's process is ready already."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        # It lasts as long as the process: what was painted with it may not outlive it.
        _held.append(QGuiApplication([]))
