"""The canvas widget: shows the editor's picture, and passes mouse and keys to those who know what they mean."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QToolTip, QWidget

from crosslane.drawing.picture import Picture, Spot
from crosslane.drawing.theme import EDITING, LIGHT, ROOM, Palette, Tokens, worn
from crosslane.editor import Editor, Topic
from crosslane.garbage import collector
from crosslane.geometry import Point, Rect
from crosslane.model.records import Flow, Lane, Note, Step
from crosslane.paint.painter import color
from crosslane.tools.events import Pointer
from crosslane.ui.canvas.aim import Aim
from crosslane.ui.canvas.foreground import Foreground, edge_of, header_shift, pad_of
from crosslane.ui.canvas.hand import Grip, Hand
from crosslane.ui.canvas.keys import Keys, tab
from crosslane.ui.canvas.showing import Showing
from crosslane.ui.canvas.text_edit import TextEdit, awaits_name
from crosslane.ui.canvas.tips import tip_of
from crosslane.ui.text import tip_text
from crosslane.ui.turns import Soon, painted

PAD_ZOOM = 0.4
NOTE_W = 152.0
# Milliseconds without a move after which a hand that holds something rests.
RESTED = 120


class Canvas(QGraphicsView):
    """One map to look at and to work on. `asked` is emitted with an action's id for what the window has to do."""

    asked = Signal(str)
    typed = Signal(str)
    painted = Signal()
    moved = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.tokens: Tokens = EDITING
        self.palette_: Palette = LIGHT
        self.tool = "select"
        self.room = False
        self._seen = False
        self._going_on = Soon(self, self._go_on)
        self._hand = Hand(self, self)
        self._showing = Showing(self, self._hand.overlay, self)
        self._foreground = Foreground(self._showing.measure)
        self._hand.shows.connect(self._showing.mark)
        self._aim = Aim(self, self._wear, self)
        self._aim.moved.connect(self.moved)
        self._keys = Keys(self._escape, self._type)
        self.text = TextEdit(self)
        self._set_up()
        self.destroyed.connect(lambda: collector.go_on("map"))
        self._follow(editor)
        self.refresh()

    def _follow(self, editor: Editor) -> None:
        self.unsubscribe = editor.subscribe(self._on_topic)
        editor.in_sight = self._showing.flows_in_sight
        self._spare()

    def _spare(self) -> None:
        """Have a large map not looked through for garbage: it would take several frames each time, and find nothing."""
        if self.editor.portion is not None:
            collector.rest("map")
        else:
            collector.go_on("map")

    def _set_up(self) -> None:
        self.setScene(self._showing.scene)
        self.setAccessibleName("Map")
        self.setAccessibleDescription(
            "The map as a picture. Tab walks through lanes, steps and flows; the outline holds the same as text."
        )
        self.viewport().setAccessibleName("Map")
        # Every pixel is painted, so that a pan moves what was seen; under a style sheet Qt would not take that for granted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    # Showing

    def show_editor(self, editor: Editor) -> None:
        """Look at another map."""
        self.text.commit()
        self._hand.cancel()
        self.unsubscribe()
        self.editor = editor
        gc.unfreeze()
        self._showing.begin()
        self._follow(editor)
        self.refresh()

    def dress(self, tokens: Tokens, palette: Palette, *, room: bool) -> None:
        """Draw with other sizes and colours."""
        if (tokens, palette, room) == (self.tokens, self.palette_, self.room) and not self._aim.is_fitting:
            return
        self.tokens, self.palette_, self.room = tokens, palette, room
        # Nothing but the map in the room: the strip and the outline of what is selected say where one is.
        bars = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if room else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(bars)
        self.setVerticalScrollBarPolicy(bars)
        self._showing.begin()
        if not self._aim.is_fitting:
            self.refresh()

    def refresh(self) -> None:
        """Bring the picture up to date with the editor; only what changed is drawn and painted anew.

        A large picture that is drawn for the first time comes in portions.
        """
        if self.is_turned != self.tokens.turned:
            # The map was turned, or another one is looked at: its sizes are others.
            self._wear(worn(ROOM if self.room else EDITING, self.editor.map.head.orientation))
            QTimer.singleShot(0, self, self.fit)
        if self.backgroundBrush().color() != color(self.palette_.window):
            self.setBackgroundBrush(color(self.palette_.window))
        if self._showing.refresh():
            # Under a moving hand each move brings the next portion; it comes by itself when the hand rests.
            self._going_on.start(RESTED if self.editor.store.busy else 0)

    def _go_on(self) -> None:
        """Draw the next portion; with the last one, what was fitted may have to be fitted anew."""
        if self._showing.follow_far() or self._showing.look_far():
            self._going_on.start(0)
            return
        self.refresh()
        if not self._going_on.is_active and self.editor.portion is not None:
            self._spare()
            gc.freeze()
        if not self._going_on.is_active:
            self._aim.fit_again()

    @property
    def zoom(self) -> float:
        """The scale at which the map is seen."""
        return self.transform().m11()

    @property
    def picture(self) -> Picture:
        """The picture as it is shown."""
        return self._showing.picture

    @property
    def extent(self) -> Rect:
        """Where the map's own things are, in map units."""
        return self._showing.extent

    @property
    def is_at_rest(self) -> bool:
        """Say whether the view shows what it would show of this map without anything selected."""
        return self._aim.is_at_rest

    @property
    def is_turned(self) -> bool:
        """Say whether the map's lanes run from top to bottom."""
        return self.editor.map.head.is_turned

    @property
    def seen(self) -> Rect:
        """The part of the picture that is in view."""
        found = self.mapToScene(self.viewport().rect()).boundingRect()
        return Rect(found.x(), found.y(), found.width(), found.height())

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("map", "draft", "ways", "ghost"):
            if self._showing.takes_a_turn(topic):
                # After the one that made the changes, or brought the ways.
                self._going_on.start(0)
            else:
                self.refresh()
            self.moved.emit()
        elif topic == "selection":
            self._showing.mark()
            self._reveal()
            self._announce()

    def _announce(self) -> None:
        text = self.editor.describe_selection()
        if text and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _reveal(self) -> None:
        if len(self.editor.selection) != 1 or self._hand.runner.busy or not self.isVisible():
            return
        rect = self.place_of(self.editor.selection[0])
        if rect is not None:
            self._aim.reveal(rect)

    def place_of(self, id_: str) -> Rect | None:
        """Return where a record is on the picture."""
        return self._showing.place_of(id_)

    # Where it looks

    def fit(self, rect: Rect | None = None, *, anyhow: bool = False, soon: bool = False) -> None:
        """Show a part of the picture, or the map: all of it, as long as its letters can be read, or `anyhow`.

        `soon` is when all that is under way has taken its place; until then nothing of the map is drawn.
        """
        if soon:
            self._aim.fit_soon()
        else:
            self._aim.fit(rect, anyhow=anyhow)

    def keep_in_view(self, below: int | None = None) -> None:
        """Fit the map anew, grown or only proposed, where it was fitted; a view of one's own stays.

        `below` are pixels at the foot of the view that are left to what stands there from now on.
        """
        if below is not None:
            self.setViewportMargins(0, 0, 0, below)
        if not self._is_behind:
            self._aim.fit_again()

    @property
    def _is_behind(self) -> bool:
        """Say whether much of a large map has yet to be drawn where it lies now: it is fitted with the last portion."""
        return self._going_on.is_active and self.editor.portion is not None and not self.editor.is_opening

    def set_zoom(self, scale: float, at: QPointF | None = None) -> None:
        """Zoom to a scale, keeping the point under the pointer where it is."""
        self._aim.set_zoom(scale, at)

    def _wear(self, tokens: Tokens) -> None:
        if tokens != self.tokens:
            self.tokens = tokens
            self._showing.begin()

    # What stands on top of the picture

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        headers, region, hidden = self.picture.extent("headers"), event.region(), QRegion()
        if headers is not None:
            # What lies under the headers is not seen, whatever comes there.
            under = self.mapFromScene(QRectF(*headers.moved(*self._header_shift()))).boundingRect()
            hidden = QRegion(under.adjusted(2, 2, -2, -2))
            region = region.subtracted(hidden)
        pieces = [self.mapToScene(piece).boundingRect() for piece in region]  # type: ignore[attr-defined]  # it can be walked through; the stubs do not know
        item = self._showing.item
        item.region, item.hidden, item.ground = region, hidden, color(self.palette_.window)
        item.exposed = [Rect(piece.x(), piece.y(), piece.width(), piece.height()) for piece in pieces]
        super().paintEvent(event)
        painted()

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        if not self._seen:
            self._seen = True
            self.painted.emit()
        over, carried = self._foreground, self._showing.item.carrying.carried
        over.paint(
            painter, self.picture, self.editor, self._hand.overlay, self.palette_, self.tokens, self.seen, carried
        )
        over.paint_headers(painter, self.picture, self.editor, self.palette_, self._header_shift())
        pad = self.pad()
        if pad is not None:
            over.paint_pad(painter, pad, self.palette_)

    def _header_shift(self) -> Point:
        """Return how far the headers are moved, so that they stay at the edge of the view."""
        corner = self.mapToScene(0, 0)
        return header_shift(Point(corner.x(), corner.y()), self.picture, self.tokens)

    def pad(self) -> Rect | None:
        """Return the place of the pad that appends the next step: right of the one selected step."""
        if len(self.editor.selection) != 1 or self._hand.runner.busy or self.room or self.zoom < PAD_ZOOM:
            return None
        return pad_of(self.picture, self.editor.selection[0])

    # The hand

    def pointer(self, at: QPoint, held: Qt.KeyboardModifier) -> Pointer:
        """Return a place of the view as a place of the map, with what lies there."""
        scene = self.mapToScene(at)
        here = (scene.x(), scene.y())
        modifiers = Qt.KeyboardModifier
        return Pointer(
            self.tokens.back(here),
            self._spot(here),
            bool(held & modifiers.ShiftModifier),
            bool(held & modifiers.ControlModifier),
            bool(held & modifiers.AltModifier),
        )

    def grip(self, at: Point) -> Grip:
        """Say from what a drag would draw a flow: the pad, or the edge of the one selected step."""
        here, pad = self.tokens.point(at), self.pad()
        if pad is None:
            return ""
        if pad.grown(3).contains(here):
            return "pad"
        return "edge" if edge_of(self.picture, self.editor.selection[0], here) else ""

    def _spot(self, at: tuple[float, float]) -> Spot | None:
        shift = self._header_shift()
        header = self.picture.at((at[0] - shift.x, at[1] - shift.y)) if any(shift) else None
        if header is not None and header.layer == "headers":
            return header
        return self.picture.at(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self.text.commit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.press(event)
        self._showing.arm()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self._hand.move(event)
        if not event.buttons() or self._hand.runner.busy:
            self.viewport().setCursor(self._hand.cursor(self.pointer(event.position().toPoint(), event.modifiers())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        shown, before = self.picture.source, self.editor.map
        is_on_pad = self._hand.release()
        if is_on_pad:
            self.asked.emit("append")
        if event.button() == Qt.MouseButton.LeftButton and self.tool in ("connect", "space"):
            self.tool = "select"
        if self.picture.source is shown and not self._showing.is_far_behind:
            # An edit that was made has been shown with it.
            self.refresh()
        if not is_on_pad and awaits_name(self.editor, before):
            self.edit_text()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        pointer = self.pointer(event.position().toPoint(), event.modifiers())
        self._hand.cancel()
        if pointer.spot is not None and pointer.spot.layer == "lanes":
            if not self.editor.new_step_at(pointer.spot.id, pointer.at):
                return
        elif pointer.spot is not None:
            self.editor.select([pointer.spot.id])
        else:
            return
        self.edit_text()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  (Qt's name)
        if event.reason() != QContextMenuEvent.Reason.Keyboard:
            scene = self.mapToScene(event.pos())
            spot = self._spot((scene.x(), scene.y()))
            if spot is not None and spot.layer != "lanes" and spot.id not in self.editor.selection:
                self.editor.select([spot.id])
        self.asked.emit("context_menu")

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            scene = self.mapToScene(event.pos())
            spot = None if self.room else self._spot((scene.x(), scene.y()))
            said = tip_of(self.editor, spot.id) if spot is not None else ""
            QToolTip.showText(event.globalPos(), tip_text(said), self.viewport())
            return True
        return super().viewportEvent(event)

    def menu_place(self) -> QPoint:
        """Return where the context menu opens for the keyboard: at what is selected."""
        place = self.place_of(self.editor.selection[0]) if self.editor.selection else None
        at = self.mapFromScene(QPointF(place.center.x, place.bottom)) if place else self.viewport().rect().center()
        return self.viewport().mapToGlobal(at)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  (Qt's name)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._showing.zoom()
            self.set_zoom(self.zoom * 1.0015 ** event.angleDelta().y(), event.position())
            self.refresh()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar, turned = self.horizontalScrollBar(), event.angleDelta()
            bar.setValue(bar.value() - (turned.y() or turned.x()))
            event.accept()
        else:
            super().wheelEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802  (Qt's name)
        self._showing.hurry()
        on_view = [(each, each.pos()) for each in self.viewport().children() if isinstance(each, QWidget)]
        super().scrollContentsBy(dx, dy)
        for each, place in on_view:
            # Qt takes along what stands on the view.
            each.move(place)
        if self.editor.is_opening:
            # What comes into view has a way at once; the others have theirs when all are laid.
            self._going_on.start(0)
        if self._showing.choose_detail() or self.tokens.turned:
            self.viewport().update()
        elif dx:
            # What was seen is moved, not painted anew; but headers stay at the edge of the view.
            left = max(0, self.mapFromScene(QPointF(self.picture.bounds.x, 0)).x())
            wide = left + round(self.tokens.header * self.zoom) + abs(dx) + 4
            self.viewport().update(0, 0, wide, self.viewport().height())
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        if self._seen and not self._is_behind:
            self._aim.fit_resized()

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and tab(self.editor, event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == Qt.Key.Key_Space and not self.room:
            self._hand.space_held = True
        elif not self._keys.press(self.editor, event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hand.space_held = False
        super().keyReleaseEvent(event)

    def _escape(self) -> None:
        if self._hand.cancel():
            self.refresh()
        elif self.tool != "select":
            self.run_tool("select")
        elif self.editor.selection:
            self.editor.select([])
        else:
            self.asked.emit("escape")

    def _type(self, text: str) -> bool:
        """Pass what is typed on to the scribe line: digits always, all of it in Room view."""
        if self.room or text.isdigit():
            self.typed.emit(text)
            return True
        return False

    # Text in place

    def edit_text(self) -> None:
        """Edit the name of what is selected where it stands."""
        if len(self.editor.selection) != 1 or not self.editor.store.may_edit():
            return
        id_ = self.editor.selection[0]
        record, place = self.editor.map.get(id_), self.place_of(id_)
        if place is None or not isinstance(record, Step | Lane | Flow | Note):
            return
        shift = self._header_shift() if isinstance(record, Lane) else Point(0.0, 0.0)
        corner = self.mapFromScene(QPointF(place.x + shift.x, place.y + shift.y))
        size = (place.w * self.zoom, place.h * self.zoom)
        self.text.open(id_, _text_of(record), corner, size, self.tokens.name * self.zoom, self._named)

    def write(self, id_: str | None, done: Callable[[str], object]) -> None:
        """Let a new text be written, over a record or else in the middle of the view; `done` gets it if there is one."""
        place = self.place_of(id_) if id_ else None
        scene = QPointF(place.right, place.y) if place else QPointF(*self.seen.center)
        size = (NOTE_W * self.zoom, 0.0)
        self.text.open("", "", self.mapFromScene(scene), size, self.tokens.sub * self.zoom, lambda _, text: done(text))

    def _named(self, id_: str, text: str) -> None:
        if id_ in self.editor.map:
            self.editor.rename(id_, text)

    def run_tool(self, name: str) -> None:
        """Take a tool in hand; connecting and making room are for one press, the others stay."""
        self.tool = name
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if name == "connect" else Qt.CursorShape.ArrowCursor)


def _text_of(record: Step | Lane | Flow | Note) -> str:
    if isinstance(record, Note):
        return record.text
    return (record.label or "") if isinstance(record, Flow) else record.name
