"""The mouse on the canvas: presses become gestures, the rest is panning and pointing."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from crosslane.editor import Editor
from crosslane.garbage import collector
from crosslane.geometry import Point
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Overlay, Runner
from crosslane.tools.press import connect_from, press_on

# What a press takes hold of beside the selected card: its pad, its edge, or neither.
Grip = Literal["pad", "edge", ""]
# A press that moves less than this is a click.
SLACK = 4
EDGE_ZONE, EDGE_STEP = 28, 18


class Surface(Protocol):
    """What the hand needs of the canvas."""

    editor: Editor
    tool: str

    def pointer(self, at: QPoint, held: Qt.KeyboardModifier) -> Pointer: ...
    def grip(self, at: Point) -> Grip: ...
    def viewport(self) -> QWidget: ...
    def horizontalScrollBar(self) -> QScrollBar: ...  # noqa: N802  (Qt's name)
    def verticalScrollBar(self) -> QScrollBar: ...  # noqa: N802  (Qt's name)


class Hand(QObject):
    """Runs one gesture at a time on a surface; near the edge of the view a drag scrolls it.

    `shows` is emitted when what a gesture shows may be another than before.
    """

    shows = Signal()

    def __init__(self, surface: Surface, parent: QObject) -> None:
        super().__init__(parent)
        self._surface = surface
        self.overlay = Overlay()
        self.runner = Runner()
        self.space_held = False
        self._pan: QPoint | None = None
        self._pressed_at: QPoint | None = None
        self._last: tuple[QPoint, Qt.KeyboardModifier] | None = None
        self._on_pad = False
        self._scroller = QTimer(self, interval=30)
        self._scroller.timeout.connect(self._scroll)

    @property
    def pans(self) -> bool:
        """Say whether a press would move the view instead of anything on it."""
        return self._surface.tool == "hand" or self.space_held

    def press(self, event: QMouseEvent) -> None:
        """Begin what a press of a button begins."""
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.MiddleButton or (self.pans and event.button() == Qt.MouseButton.LeftButton):
            self._pan = at
            self._surface.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = at
            self._begin(self._surface.pointer(at, event.modifiers()))

    def _begin(self, pointer: Pointer) -> None:
        surface = self._surface
        grip = surface.grip(pointer.at)
        self._on_pad = grip == "pad"
        gesture = (
            connect_from(surface.editor, pointer, self.overlay)
            if grip
            else press_on(surface.editor, pointer, self.overlay, surface.tool)
        )
        if gesture is not None:
            # To look through all of a map for garbage takes two frames; it waits until the hand lets go.
            collector.rest("hand")
            self.runner.start(gesture)

    def move(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        at = event.position().toPoint()
        if self._pan is not None:
            delta, self._pan = at - self._pan, at
            self._scroll_by(-delta.x(), -delta.y())
            return
        if self._pressed_at is not None and (at - self._pressed_at).manhattanLength() < SLACK:
            return
        self._pressed_at = None
        if self.runner.busy:
            self._last = at, event.modifiers()
            if self._push(at) is None:
                self._scroller.stop()
            elif self._scroller.isActive():
                # With the next scroll, not once for each: a large hub takes its time.
                return
            else:
                self._scroller.start()
            self._follow()

    def release(self) -> bool:
        """End what was begun; returns whether it was a click on the pad."""
        try:
            return self._release()
        finally:
            collector.go_on("hand")

    def _release(self) -> bool:
        if self._scroller.isActive():
            self._follow()
        self._scroller.stop()
        if self._pan is not None:
            self._pan = None
            self._surface.viewport().unsetCursor()
            return False
        clicked = self._on_pad and self._pressed_at is not None
        self._on_pad, self._pressed_at, self._last = False, None, None
        if clicked:
            self.runner.cancel()
        self.runner.finish()
        return clicked

    def cancel(self) -> bool:
        """Give back a gesture that is going on; returns whether there was one."""
        collector.go_on("hand")
        busy = self.runner.busy
        self._scroller.stop()
        self.runner.cancel()
        if busy:
            self.shows.emit()
        return busy

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        """Return the shape of the pointer over a place."""
        if self.pans:
            return Qt.CursorShape.OpenHandCursor
        if self.overlay.refused:
            return Qt.CursorShape.ForbiddenCursor
        tools = {"space": Qt.CursorShape.SplitHCursor, "connect": Qt.CursorShape.CrossCursor}
        if self._surface.tool in tools:
            return tools[self._surface.tool]
        on_something = pointer.spot is not None and pointer.spot.layer != "lanes"
        return Qt.CursorShape.PointingHandCursor if on_something else Qt.CursorShape.ArrowCursor

    # Scrolling at the edge

    def _push(self, at: QPoint) -> tuple[int, int] | None:
        rect = self._surface.viewport().rect()
        dx = -1 if at.x() < EDGE_ZONE else (1 if at.x() > rect.width() - EDGE_ZONE else 0)
        dy = -1 if at.y() < EDGE_ZONE else (1 if at.y() > rect.height() - EDGE_ZONE else 0)
        return (dx * EDGE_STEP, dy * EDGE_STEP) if dx or dy else None

    def _scroll(self) -> None:
        if self._last is None or not self.runner.busy:
            self._scroller.stop()
            return
        push = self._push(self._last[0])
        if push is not None:
            self._scroll_by(*push)
            self._follow()

    def _follow(self) -> None:
        """Take the gesture to where the pointer was last."""
        if self._last is not None:
            self.runner.move(self._surface.pointer(*self._last))
            self.shows.emit()

    def _scroll_by(self, dx: int, dy: int) -> None:
        for bar, by in ((self._surface.horizontalScrollBar(), dx), (self._surface.verticalScrollBar(), dy)):
            bar.setValue(bar.value() + by)
