"""The screen a window opens on. Where there is none, one sentence says so instead of a page of Qt's."""

from __future__ import annotations

import ctypes
import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from crosslane.gate import refuse

_WITHOUT = "see crosslane --help for what works without."
# What Qt needs for a window under X11, by the name of the file and of its package on Debian and Ubuntu.
_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def has_screen() -> bool:
    """Say whether a window has somewhere to open, as far as the environment knows."""
    somewhere = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in somewhere)


def make_application() -> QApplication:
    """Return the application of this process; where Qt cannot begin, it ends the process with 2 and one sentence."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    heard: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        heard.append(text)
        if kind == QtMsgType.QtFatalMsg:
            # Qt ends the process right after this, with a core dump.
            os._exit(refuse(why_no_screen(" ".join(heard))))

    before = qInstallMessageHandler(hear)
    application = QApplication(sys.argv[:1])
    qInstallMessageHandler(before)
    sys.stderr.write("".join(f"{text}\n" for text in heard))
    return application


def why_no_screen(heard: str) -> str:
    """Return what is wrong, and what to do, from what Qt said before it gave up."""
    asked = os.environ.get("QT_QPA_PLATFORM")
    if "Could not find the Qt platform plugin" in heard and asked:
        return f"QT_QPA_PLATFORM asks for {asked!r}, which this Qt does not have: leave it out."
    if "could not connect to display" in heard:
        names = [os.environ[name] for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
        return f"The screen {' or '.join(names) or 'here'} does not answer, so no window can open: {_WITHOUT}"
    # Qt names this one whatever is missing.
    if "libxcb-cursor0" in heard and (missing := [package for file, package in _LIBRARIES.items() if not _loads(file)]):
        return f"No window can open without the system's {', '.join(missing)}: install that, then start again."
    return f"Qt cannot open a window here ({' '.join(heard.split())[:200]}): {_WITHOUT}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
