"""Takes the still that the next start begins with: some seconds after the last edit, and on closing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QObject
from PySide6.QtGui import QPainter, QPicture
from PySide6.QtWidgets import QWidget

from crosslane.drawing.picture import Layer
from crosslane.editor import Topic
from crosslane.paint.painter import color, painting
from crosslane.turns import Turns, at_once, by_the_clock
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.still import Head, Size, Still, write_still
from crosslane.ui.strip import Strip
from crosslane.ui.turns import Soon, in_turns
from crosslane.ui.window import Window

REST_MS = 4000
# So many seconds of each turn it is painted.
PAINT_SHARE = 0.004
_LAYERS: tuple[Layer, ...] = ("lanes", "flows", "cards", "notes", "pills", "headers")


def take_still(window: Window, of: str) -> Still:
    """Return the canvas, which shows the whole map, and the strip as they are; nothing is marked as selected."""
    return at_once(taking_still(window, of))


def taking_still(window: Window, of: str) -> Turns[Still]:
    """Take a still, some milliseconds in a turn."""
    shell, sizes = window.shell, [_size(part) for part in (window.canvas, window.scribe, window.strip)]
    head = Head(of, window.dark, shell.title.text(), shell.badge.text(), sizes[0], sizes[1], sizes[2])
    canvas = yield from _recorded(partial(_paint_canvas, canvas=window.canvas))
    strip = yield from _recorded(partial(_paint_strip, strip=window.strip))
    return Still(head, canvas, strip)


def _size(part: QWidget) -> Size:
    return part.width(), part.height()


def _recorded(paint: Callable[[QPainter], Turns[None]]) -> Turns[bytes]:
    picture = QPicture()
    painter = QPainter(picture)
    try:
        yield from paint(painter)
    finally:
        # Also where it is given up half way.
        painter.end()
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(kept)
    return bytes(kept.data().data())


def _paint_canvas(painter: QPainter, canvas: Canvas) -> Turns[None]:
    painter.fillRect(canvas.rect(), color(canvas.palette_.window))
    painter.setTransform(canvas.viewportTransform())
    yield from by_the_clock(painting(painter, canvas.picture, canvas.seen, _LAYERS), PAINT_SHARE)


def _paint_strip(painter: QPainter, strip: Strip) -> Turns[None]:
    yield
    yield from strip.painting(painter)


class StillKeeper(QObject):
    """Writes a still whenever the library and the view are at rest, and once more at the very end."""

    def __init__(self, window: Window, path: Path, state: Callable[[], str]) -> None:
        """Take a window, the place of the still, and what tells the state of the map in the library, "" for none."""
        super().__init__(window)
        self._window, self._path, self._state = window, path, state
        self._rest = Soon(self, self._keep_in_turns, REST_MS)
        self._keeping: Turns[None] | None = None
        self._forget = window.editor.subscribe(self._on_topic)
        window.furnish([self])
        window.shell.closing.connect(self._at_the_end)
        self._rest.start()

    def show_editor(self, editor: object) -> None:  # noqa: ARG002  (the window's)
        """Follow another map."""
        self._forget()
        self._forget = self._window.editor.subscribe(self._on_topic)
        self._begin_anew()

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("map", "saved"):
            self._begin_anew()

    def _begin_anew(self) -> None:
        if self._keeping is not None:
            self._keeping.close()
            self._keeping = None
        self._rest.start()

    def _keep_in_turns(self) -> None:
        self._keeping = self._taking()
        in_turns(self, self._keeping)

    def keep(self) -> None:
        """Take and write a still, unless the map is being worked on or only a part of it is in view."""
        at_once(self._taking())

    def _taking(self) -> Turns[None]:
        window = self._window
        calm = window.editor.saved and not window.editor.ghost and not window.in_room
        state = self._state() if calm and window.canvas.is_at_rest else ""
        if len(state) <= 1:
            return
        shown, seen = window.canvas.picture, window.canvas.seen
        yield
        still = yield from taking_still(window, state)
        if window.canvas.picture is shown and window.canvas.seen == seen:
            write_still(self._path, still)

    def _at_the_end(self) -> None:
        """The window goes away: what is in view no longer matters."""
        window = self._window
        self._rest.stop()
        if self._keeping is not None:
            self._keeping.close()
        window.editor.select([])
        if not window.in_room and not window.canvas.is_at_rest:
            window.canvas.fit()
        self.keep()
