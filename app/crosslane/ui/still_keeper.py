"""Takes the still that the next start begins with: some seconds after the last edit, and on closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QObject
from PySide6.QtGui import QPainter, QPicture
from PySide6.QtWidgets import QWidget

from crosslane.drawing.picture import Layer
from crosslane.editor import Topic
from crosslane.paint.painter import color, paint_picture
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.still import Head, Size, Still, write_still
from crosslane.ui.turns import Soon
from crosslane.ui.window import Window

REST_MS = 4000
_LAYERS: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills", "headers")


def take_still(window: Window, of: str) -> Still:
    """Return the canvas, which shows the whole map, and the strip as they are; nothing is marked as selected."""
    shell, sizes = window.shell, [_size(part) for part in (window.canvas, window.scribe, window.strip)]
    head = Head(of, window.dark, shell.title.text(), shell.badge.text(), sizes[0], sizes[1], sizes[2])
    return Still(head, _recorded(lambda p: _paint_canvas(p, window.canvas)), _recorded(window.strip.paint))


def _size(part: QWidget) -> Size:
    return part.width(), part.height()


def _recorded(paint: Callable[[QPainter], object]) -> bytes:
    picture = QPicture()
    painter = QPainter(picture)
    paint(painter)
    painter.end()
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(kept)
    return bytes(kept.data().data())


def _paint_canvas(painter: QPainter, canvas: Canvas) -> None:
    painter.fillRect(canvas.rect(), color(canvas.palette_.window))
    painter.setTransform(canvas.viewportTransform())
    paint_picture(painter, canvas.picture, canvas.seen, _LAYERS)


class StillKeeper(QObject):
    """Writes a still whenever the library and the view are at rest, and once more at the very end."""

    def __init__(self, window: Window, path: Path, state: Callable[[], str]) -> None:
        """Take a window, the place of the still, and what tells the state of the map in the library, "" for none."""
        super().__init__(window)
        self._window, self._path, self._state = window, path, state
        self._rest = Soon(self, self.keep, REST_MS)
        self._forget = window.editor.subscribe(self._on_topic)
        window.furnish([self])
        window.shell.closing.connect(self._at_the_end)
        self._rest.start()

    def show_editor(self, editor: object) -> None:  # noqa: ARG002  (the window's)
        """Follow another map."""
        self._forget()
        self._forget = self._window.editor.subscribe(self._on_topic)
        self._rest.start()

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("map", "saved"):
            self._rest.start()

    def keep(self) -> None:
        """Take and write a still, unless the map is being worked on or only a part of it is in view."""
        window = self._window
        calm = window.editor.saved and not window.editor.ghost and not window.in_room
        state = self._state() if calm and window.canvas.is_at_rest else ""
        if len(state) > 1:
            write_still(self._path, take_still(window, state))

    def _at_the_end(self) -> None:
        """The window goes away: what is in view no longer matters."""
        window = self._window
        self._rest.stop()
        window.editor.select([])
        if not window.in_room and not window.canvas.is_at_rest:
            window.canvas.fit()
        self.keep()
