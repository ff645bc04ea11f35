"""The last picture of a map, kept beside the library: it is on screen while the map itself is still being read.

A still is shown only for exactly the records it was taken of, by the same version of the program. It is made of what
Qt plays back by itself, so it needs neither the records nor the drawing.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPicture
from PySide6.QtWidgets import QWidget

from crosslane import __version__
from crosslane.ui.shell import Shell

NAME = "last-seen.still"
Size = tuple[int, int]


class Head(NamedTuple):
    """What a still shows: `of` is the state of the map it was taken of; sizes are those of canvas, scribe line, strip."""

    of: str
    dark: bool
    title: str
    badge: str
    canvas: Size
    scribe: Size
    strip: Size
    parts: tuple[int, int] = (0, 0)
    check: int = 0
    program: str = __version__


class Still(NamedTuple):
    """The canvas and the time strip as they were painted."""

    head: Head
    canvas: bytes
    strip: bytes


def read_still(path: Path, of: str, *, dark: bool) -> Still | None:
    """Return the still of a state of a map in light or dark; None when there is no such, or it is damaged."""
    try:
        line, body = path.read_bytes().split(b"\n", 1)
        noted = json.loads(line)
        sizes = {name: tuple(noted[name]) for name in ("canvas", "scribe", "strip", "parts")}
        head = Head(**{**noted, **sizes})
        whole = len(body) == sum(head.parts) and zlib.crc32(body) == head.check
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if not whole or not of or (head.of, head.dark, head.program) != (of, dark, __version__):
        return None
    return Still(head, body[: head.parts[0]], body[head.parts[0] :])


def write_still(path: Path, still: Still) -> None:
    """Write a still; a folder that cannot be written to is no reason not to close."""
    body = still.canvas + still.strip
    noted = {**still.head._asdict(), "parts": (len(still.canvas), len(still.strip)), "check": zlib.crc32(body)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(json.dumps(noted).encode() + b"\n" + body)
    except OSError:
        return


class StillView(QWidget):
    """Shows one part of a still, as large as the place allows. `painted` is emitted once."""

    painted = Signal()

    def __init__(self, data: bytes, size: Size) -> None:
        super().__init__()
        self._picture = QPicture()
        kept = QBuffer()
        kept.setData(data)
        kept.open(QBuffer.OpenModeFlag.ReadOnly)
        self._picture.load(kept)
        self._size = size
        self._seen = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        painter = QPainter(self)
        scale = min(self.width() / max(1, self._size[0]), self.height() / max(1, self._size[1]))
        painter.scale(scale, scale)
        painter.drawPicture(0, 0, self._picture)
        painter.end()
        if not self._seen:
            self._seen = True
            self.painted.emit()


def show_still(shell: Shell, still: Still) -> None:
    """Show the map as it was last seen, until it is there."""
    head = still.head
    shell.title.setText(head.title)
    shell.badge.setText(head.badge)
    shell.badge.setVisible(bool(head.badge))
    canvas = StillView(still.canvas, head.canvas)
    canvas.painted.connect(shell.map_painted)
    shell.put_below(QWidget(), head.scribe[1])
    shell.put_below(StillView(still.strip, head.strip), head.strip[1])
    shell.put_middle(canvas)
