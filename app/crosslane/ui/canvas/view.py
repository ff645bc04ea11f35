"""The canvas widget: shows the editor's picture, turns mouse and keys into gestures and actions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from crosslane.actions import along, nudge, walk
from crosslane.drawing.draw import MARGIN, Scene, draw
from crosslane.drawing.lanes import LEAD
from crosslane.drawing.measure import wrap
from crosslane.drawing.picture import Layer, Picture, Spot
from crosslane.drawing.shapes import Text
from crosslane.drawing.theme import COMPACT, EDITING, LIGHT, Palette, Tokens
from crosslane.editor import Editor, Topic
from crosslane.geometry import Point, Rect
from crosslane.model.records import Flow, Lane, Note, Step
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import color, paint_picture, paint_shapes
from crosslane.tools.events import Pointer
from crosslane.tools.gestures import Overlay, Runner, connect, press_on
from crosslane.ui.canvas.foreground import pad_of, paint_overlay, paint_pad, paint_selection, ring
from crosslane.ui.canvas.layers import PictureItem
from crosslane.ui.canvas.text_edit import TextEdit

ZOOM_LEAST, ZOOM_MOST = 0.08, 4.0
PAD_ZOOM = 0.4
EMPTY_LANES = "Where does it end? Type who, a colon, and the last thing that happens."
EMPTY_MAP = "Type  Dev: write code > Ops: deploy | wait 3d  and press Enter."
EDGE = 16.0
# Below this scale the editing sizes are hard to read: the whole map is then drawn with larger letters.
LEGIBLE_ZOOM = 0.78


class Canvas(QGraphicsView):
    """One map to look at and to work on. `asked` is emitted with an action's id for what the window has to do."""

    asked = Signal(str)
    typed = Signal(str)
    painted = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.tokens: Tokens = EDITING
        self.palette_: Palette = LIGHT
        self.tool = "select"
        self.room = False
        self._measure = QtMeasure()
        self._scene = QGraphicsScene(self)
        self._item = PictureItem()
        self._scene.addItem(self._item)
        self._picture = Picture()
        self._overlay = Overlay()
        self._runner = Runner()
        self._pan: QPoint | None = None
        self._space_held = False
        self._seen = False
        self._text = TextEdit(self)
        self._set_up()
        self.unsubscribe = editor.subscribe(self._on_topic)
        self.refresh()

    def _set_up(self) -> None:
        self.setScene(self._scene)
        self.setAccessibleName("Map")
        self.setAccessibleDescription(
            "The map as a picture. Tab walks through lanes, steps and flows; the outline holds the same as text."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    # Showing

    def show_editor(self, editor: Editor) -> None:
        """Look at another map."""
        self.unsubscribe()
        self.editor = editor
        self._picture = Picture()
        self.unsubscribe = editor.subscribe(self._on_topic)
        self.refresh()

    def dress(self, tokens: Tokens, palette: Palette, *, room: bool) -> None:
        """Draw with other sizes and colours."""
        self.tokens, self.palette_, self.room = tokens, palette, room
        self._picture = Picture()
        self.refresh()

    def refresh(self) -> None:
        """Bring the picture up to date with the editor; only what changed is drawn and painted anew."""
        shown = self.editor.map.apply(self.editor.ghost) if self.editor.ghost else self.editor.map
        ghost = bool(self.editor.ghost)
        routes = self.editor.ghost_routes if ghost else self.editor.routes
        scene = Scene(
            shown,
            self.editor.figures,
            self.editor.heat,
            routes,
            self.tokens,
            self.palette_,
            self._measure,
            width=self._least_width(),
            numbers=not shown.head.numbers_hidden,
            ghosts=frozenset(self.editor.ghost),
        )
        self._picture = draw(scene, self._picture)
        bounds = self._picture.bounds
        self._item.show_picture(self._picture, bounds)
        around = bounds.grown(EDGE)
        self._scene.setSceneRect(QRectF(*around))
        self.setBackgroundBrush(color(self.palette_.window))
        for rect in scene.changed:
            self._item.update(QRectF(*rect.grown(6)))
        self.viewport().update()

    def _least_width(self) -> float:
        room = self.viewport().width() / max(self.zoom, 0.01) - self.tokens.header - 2 * EDGE - 4
        return max(320.0, room / self.tokens.sx - 2 * LEAD)

    @property
    def zoom(self) -> float:
        """The scale at which the map is seen."""
        return self.transform().m11()

    @property
    def picture(self) -> Picture:
        """The picture as it is shown."""
        return self._picture

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("map", "draft", "ghost"):
            self.refresh()
        elif topic == "selection":
            self.viewport().update()
            self._reveal()
            self._announce()

    def _announce(self) -> None:
        text = self.editor.describe_selection()
        if text and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _reveal(self) -> None:
        if len(self.editor.selection) == 1 and not self._runner.busy and self.isVisible():
            rect = self.place_of(self.editor.selection[0])
            if rect is not None:
                self.ensureVisible(QRectF(*rect), 40, 40)

    def place_of(self, id_: str) -> Rect | None:
        """Return where a record is on the picture."""
        layers: tuple[Layer, ...] = ("cards", "pills", "notes", "headers", "flows")
        for layer in layers:
            element = self._picture.get(layer, id_)
            if element is not None:
                return element.bounds
        return None

    # Zoom

    def fit(self, rect: Rect | None = None) -> None:
        """Show the whole map, or a part of it; a whole map that gets small is drawn with larger letters."""
        if rect is None and not self.room:
            self._wear(EDITING)
            if self._fitting(self._content()) < LEGIBLE_ZOOM:
                self._wear(COMPACT)
        around = rect or self._content()
        scale = self._fitting(around)
        self.set_zoom(min(max(scale, ZOOM_LEAST), 1.6 if self.room else 1.25))
        self.refresh()
        self.centerOn(around.center.x, around.center.y)

    def keep_in_view(self) -> None:
        """Show the whole map again when it grew out of a view that showed it whole."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        content = self._content()
        if content.right > seen.right() + 1 or content.bottom > seen.bottom() + 1 or content.x < seen.left() - 1:
            self.fit()

    def _fitting(self, around: Rect) -> float:
        view = self.viewport().rect()
        return min((view.width() - 2) / (around.w + 2 * EDGE), (view.height() - 2) / (around.h + 2 * EDGE))

    def _wear(self, tokens: Tokens) -> None:
        if tokens is not self.tokens:
            self.tokens = tokens
            self._picture = Picture()
            self.refresh()

    def _content(self) -> Rect:
        """Return where the map's own things are: lanes reach as far as the view, they do not count sideways."""
        picture = self._picture
        bounds = picture.bounds
        layers: tuple[Layer, ...] = ("cards", "pills", "flows", "notes", "headers")
        rects = [element.bounds for layer in layers for element in picture.layer(layer)]
        right = max((rect.right for rect in rects), default=bounds.right) + MARGIN * self.tokens.sx
        return Rect(bounds.x, bounds.y, max(right - bounds.x, 320.0), bounds.h)

    def set_zoom(self, scale: float, at: QPointF | None = None) -> None:
        """Zoom to a scale, keeping the point under the pointer where it is."""
        scale = min(max(scale, ZOOM_LEAST), ZOOM_MOST)
        view = at or QPointF(self.viewport().rect().center())
        before = self.mapToScene(view.toPoint())
        self.resetTransform()
        self.scale(scale, scale)
        after = self.mapToScene(view.toPoint())
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, delta in zip(bars, (before.x() - after.x(), before.y() - after.y()), strict=True):
            bar.setValue(bar.value() + round(delta * scale))
        self.viewport().update()

    # Painting on top

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        if not self._seen:
            self._seen = True
            self.painted.emit()
        paint_selection(painter, self._picture, self.editor.selection, self.palette_, self.tokens)
        paint_overlay(painter, self._picture, self._overlay, self.palette_, self.tokens)
        self._paint_headers(painter)
        if not self.editor.map.steps:
            self._paint_prompt(painter)
        pad = self._pad()
        if pad is not None and self.zoom >= PAD_ZOOM:
            paint_pad(painter, pad, self.palette_)

    def _paint_headers(self, painter: QPainter) -> None:
        """Headers stay at the left edge when the map is scrolled sideways."""
        left = self.mapToScene(0, 0).x()
        own = self._picture.bounds.x
        painter.save()
        painter.translate(max(0.0, left - own), 0)
        paint_picture(painter, self._picture, None, ("headers",))
        for id_ in self.editor.selection:
            element = self._picture.get("headers", id_)
            if element is not None:
                ring(painter, element.bounds.grown(-6), self.palette_.focus, 2.0, 4)
        painter.restore()

    def _paint_prompt(self, painter: QPainter) -> None:
        """An empty wall says what to do next."""
        bounds = self._picture.bounds
        at = Point(bounds.x + self.tokens.header + 40, bounds.y + 44 * self.tokens.sy)
        words = EMPTY_LANES if self.editor.map.lanes else EMPTY_MAP
        size = self.tokens.name * 1.1
        lines = wrap(words, min(420.0, bounds.right - at.x - 24), size, 600, 4, self._measure)
        texts = [
            Text(Point(at.x, at.y + n * size * 1.4), line, size, self.palette_.soft, 600)
            for n, line in enumerate(lines)
        ]
        paint_shapes(painter, texts)

    def _header_shift(self) -> float:
        return max(0.0, self.mapToScene(0, 0).x() - self._picture.bounds.x)

    def _pad(self) -> Rect | None:
        """The place of the pad that appends the next step: right of the one selected step."""
        if len(self.editor.selection) != 1 or self._runner.busy or self.room:
            return None
        return pad_of(self._picture, self.editor.selection[0])

    # The hand

    def _pointer(self, event: QMouseEvent) -> Pointer:
        scene = self.mapToScene(event.position().toPoint())
        at = (scene.x(), scene.y())
        held = event.modifiers()
        return Pointer(
            self.tokens.back(at),
            self._spot(at),
            bool(held & Qt.KeyboardModifier.ShiftModifier),
            bool(held & Qt.KeyboardModifier.ControlModifier),
            bool(held & Qt.KeyboardModifier.AltModifier),
        )

    def _spot(self, at: tuple[float, float]) -> Spot | None:
        shift = self._header_shift()
        header = self._picture.at((at[0] - shift, at[1])) if shift else None
        if header is not None and header.layer == "headers":
            return header
        return self._picture.at(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self._text.commit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or self._space_held or self.tool == "hand":
            self._pan = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pointer = self._pointer(event)
        pad = self._pad()
        on_picture = self.tokens.point(pointer.at)
        if pad is not None and pad.grown(3).contains(on_picture):
            self._runner.start(connect(self.editor, pointer, self._overlay, self.editor.selection[0]))
            self._pad_pressed = True
            return
        self._pad_pressed = False
        gesture = press_on(self.editor, pointer, self._overlay, self.tool)
        if gesture is not None:
            self._runner.start(gesture)

    _pad_pressed = False
    _pressed_moved = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        if self._pan is not None:
            delta = event.position().toPoint() - self._pan
            self._pan = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - delta.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - delta.y())
            self.viewport().update()
            return
        pointer = self._pointer(event)
        if self._runner.busy:
            self._pressed_moved = True
            self._runner.move(pointer)
            self.viewport().update()
        self.viewport().setCursor(self._cursor(pointer))

    def _cursor(self, pointer: Pointer) -> Qt.CursorShape:
        if self.tool == "hand" or self._space_held:
            return Qt.CursorShape.OpenHandCursor
        if self.tool == "space":
            return Qt.CursorShape.SplitHCursor
        if self.tool == "connect":
            return Qt.CursorShape.CrossCursor
        on = pointer.spot.layer if pointer.spot else None
        return (
            Qt.CursorShape.PointingHandCursor
            if on in ("cards", "pills", "flows", "headers", "notes")
            else Qt.CursorShape.ArrowCursor
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        if self._pan is not None:
            self._pan = None
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            return
        clicked_pad = self._pad_pressed and not self._pressed_moved
        if clicked_pad:
            self._runner.cancel()
            self.asked.emit("append")
        self._runner.finish()
        self._pad_pressed = self._pressed_moved = False
        if self.tool != "hand" and event.button() == Qt.MouseButton.LeftButton and self.tool in ("connect", "space"):
            self.tool = "select"
        self.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        pointer = self._pointer(event)
        self._runner.cancel()
        if pointer.spot is None or pointer.spot.layer == "lanes":
            if pointer.spot is not None:
                self.editor.new_step_at(pointer.spot.id, pointer.at)
                self.edit_text()
        else:
            self.editor.select([pointer.spot.id])
            self.edit_text()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  (Qt's name)
        scene = self.mapToScene(event.pos())
        spot = self._spot((scene.x(), scene.y()))
        if spot is not None and spot.layer != "lanes" and spot.id not in self.editor.selection:
            self.editor.select([spot.id])
        self.asked.emit("context_menu")

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  (Qt's name)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * 1.0015 ** event.angleDelta().y(), event.position())
            self.refresh()
        else:
            super().wheelEvent(event)
            self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802  (Qt's name)
        super().scrollContentsBy(dx, dy)
        # Headers are painted at the edge of the view, so they have to follow every scroll.
        self.viewport().update()

    # Keys

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            walk(self.editor, 1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        handled = self._arrow(event) or self._other_key(event)
        if (
            not handled
            and event.text()
            and event.text().isprintable()
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            handled = self._typed(event.text())
        if not handled:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> bool:
        """Pass what is typed on to the scribe line: digits always, all of it in Room view."""
        if self.room or text.isdigit():
            self.typed.emit(text)
            return True
        return False

    def _arrow(self, event: QKeyEvent) -> bool:
        steps: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() not in steps:
            return False
        dx, dy = steps[event.key()]
        held = event.modifiers()
        if held & Qt.KeyboardModifier.AltModifier and dx:
            along(self.editor, dx > 0)
        elif not self.editor.selection:
            walk(self.editor, 1 if dx + dy > 0 else -1)
        else:
            far = 64 if held & Qt.KeyboardModifier.ShiftModifier else 8
            nudge(self.editor, dx * far, dy * far)
        return True

    def _other_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self._runner.busy:
                self._runner.cancel()
            elif self.tool != "select":
                self.tool = "select"
            else:
                self.editor.select([])
            self.viewport().update()
            return True
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
            return True
        return False

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
        super().keyReleaseEvent(event)

    # Text in place

    def edit_text(self) -> None:
        """Edit the name of what is selected where it stands."""
        if len(self.editor.selection) != 1:
            return
        id_ = self.editor.selection[0]
        record, place = self.editor.map.get(id_), self.place_of(id_)
        if place is None or not isinstance(record, Step | Lane | Flow | Note):
            return
        text = (
            record.text
            if isinstance(record, Note)
            else (record.label or "")
            if isinstance(record, Flow)
            else record.name
        )
        shift = self._header_shift() if isinstance(record, Lane) else 0.0
        corner = self.mapFromScene(QPointF(place.x + shift, place.y))
        self._text.open(id_, text, corner, place.w * self.zoom, self.tokens.name * self.zoom, self._named)

    def _named(self, id_: str, text: str) -> None:
        if id_ in self.editor.map:
            self.editor.rename(id_, text)

    def run_tool(self, name: str) -> None:
        """Take a tool in hand; connecting from a selected step starts at once on the next press."""
        self.tool = name
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if name == "connect" else Qt.CursorShape.ArrowCursor)
