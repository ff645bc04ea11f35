"""Where a view looks: fitted to the map or to a part of it, or at a scale and place of somebody's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtWidgets import QScrollBar, QWidget

from crosslane.drawing.picture import Picture
from crosslane.drawing.theme import Tokens
from crosslane.editor import Editor
from crosslane.geometry import Rect
from crosslane.ui.canvas.fitting import WIDEST_EDITING, WIDEST_ROOM, Sight, scale_for, sight_of

ZOOM_LEAST, ZOOM_MOST = 0.08, 4.0


class Aimed(Protocol):
    """What is aimed: a view of a picture that scrolls and scales."""

    editor: Editor
    tokens: Tokens
    room: bool

    @property
    def picture(self) -> Picture: ...
    @property
    def extent(self) -> Rect: ...
    @property
    def seen(self) -> Rect: ...
    def refresh(self) -> None: ...
    def place_of(self, id_: str) -> Rect | None: ...
    def viewport(self) -> QWidget: ...
    def horizontalScrollBar(self) -> QScrollBar: ...  # noqa: N802  (Qt's name)
    def verticalScrollBar(self) -> QScrollBar: ...  # noqa: N802  (Qt's name)
    def maximumViewportSize(self) -> QSize: ...  # noqa: N802  (Qt's name)
    def mapToScene(self, at: QPoint, /) -> QPointF: ...  # noqa: N802  (Qt's name)
    def resetTransform(self) -> None: ...  # noqa: N802  (Qt's name)
    def scale(self, x: float, y: float, /) -> None: ...
    def centerOn(self, x: float, y: float, /) -> None: ...  # noqa: N802  (Qt's name)
    def ensureVisible(self, rect: QRectF, x: int, y: int, /) -> None: ...  # noqa: N802  (Qt's name)


class Aim(QObject):
    """Aims one view, and remembers whether it is fitted to the map: then it is fitted anew as the map or the view grows.

    `wear` has the view drawn with other sizes from the next refresh on; `moved` is emitted when another part may be in view.
    """

    moved = Signal()

    def __init__(self, view: Aimed, wear: Callable[[Tokens], object], parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._wear = view, wear
        self.is_fitted = True
        # Fitted whole, also where letters become too small to read.
        self._anyhow = False
        # Whether the view is being fitted now, or soon.
        self.is_fitting = False
        # How large the view was when it was fitted.
        self._fitted_to: tuple[float, float] | None = None

    @property
    def is_at_rest(self) -> bool:
        """Say whether the view shows what it would show of this map without anything selected."""
        if not self.is_fitted or self._anyhow:
            return False
        sight = self._sight(())
        return sight.whole or self._view.seen.encloses(sight.part)

    def fit(self, rect: Rect | None = None, *, anyhow: bool = False) -> None:
        """Show a part of the picture, or the map: all of it, as long as its letters can be read, or `anyhow`."""
        view = self._view
        self._anyhow, self._fitted_to = anyhow, self._size()
        if rect is not None:
            self._look(scale_for(rect, self._size(), WIDEST_ROOM if view.room else WIDEST_EDITING), rect)
        else:
            # Twice at most: pills that stand above the first lane are known when they are drawn.
            for _ in range(2):
                sight = self._sight(view.editor.selection[:1])
                self._wear(sight.tokens)
                self._look(sight.scale, sight.part)
                pills = view.picture.extent("pills")
                if not sight.whole or pills is None or view.seen.encloses(pills):
                    break
        self.is_fitted = rect is None
        self.moved.emit()

    def fit_soon(self) -> None:
        """Fit the map when all that is under way has taken its place; until then nothing of it is drawn."""
        if not self.is_fitting:
            self.is_fitting = True
            self._view.viewport().setUpdatesEnabled(False)
            QTimer.singleShot(0, self, self._fit_at_last)

    def _fit_at_last(self) -> None:
        self.is_fitting = False
        self.fit()
        self._view.viewport().setUpdatesEnabled(True)

    def fit_again(self) -> None:
        """Fit the map anew, grown or only proposed, where it was fitted; a view of one's own stays."""
        if self.is_fitted:
            self.fit(anyhow=self._anyhow)

    def fit_resized(self) -> None:
        """Follow a view that has become larger or smaller; not one of which a scroll bar takes some, or gives it back."""
        if self.is_fitted and not self.is_fitting and self._size() != self._fitted_to:
            self.is_fitting = True
            self.fit(anyhow=self._anyhow)
            self.is_fitting = False

    def reveal(self, rect: Rect) -> None:
        """Bring a place of the picture into view."""
        view = self._view
        if view.room and self.is_fitted and not view.seen.encloses(rect):
            self.fit()
        else:
            view.ensureVisible(QRectF(*rect), 40, 40)

    def _look(self, scale: float, part: Rect) -> None:
        self.set_zoom(scale)
        self._view.refresh()
        self._view.centerOn(part.center.x, part.center.y)

    def _sight(self, chosen: Sequence[str]) -> Sight:
        view = self._view
        place = view.place_of(chosen[0]) if chosen else None
        at = view.tokens.back(place.center) if place is not None else None
        turned = view.editor.map.head.is_turned
        return sight_of(self._extent(), self._size(), at, turned=turned, room=view.room, anyhow=self._anyhow)

    def _extent(self) -> Rect:
        picture, tokens = self._view.picture, self._view.tokens
        found = [picture.extent(layer) for layer in ("notes", "pills")]
        rects = [rect for rect in found if rect is not None]
        back = [Rect.spanning(tokens.back((r.x, r.y)), tokens.back((r.right, r.bottom))) for r in rects]
        return reduce(Rect.united, back, self._view.extent)

    def _size(self) -> tuple[float, float]:
        # As large as without scroll bars: a map that fits needs none.
        room = self._view.maximumViewportSize()
        return float(room.width()), float(room.height())

    def set_zoom(self, scale: float, at: QPointF | None = None) -> None:
        """Zoom to a scale, keeping the point under the pointer, or else the middle, where it is."""
        self.is_fitted = False
        view, scale = self._view, min(max(scale, ZOOM_LEAST), ZOOM_MOST)
        fixed = (at or QPointF(view.viewport().rect().center())).toPoint()
        before = view.mapToScene(fixed)
        view.resetTransform()
        view.scale(scale, scale)
        after = view.mapToScene(fixed)
        bars = view.horizontalScrollBar(), view.verticalScrollBar()
        for bar, delta in zip(bars, (before.x() - after.x(), before.y() - after.y()), strict=True):
            bar.setValue(bar.value() + round(delta * scale))
        view.viewport().update()
        self.moved.emit()
