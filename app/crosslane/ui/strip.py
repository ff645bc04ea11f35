"""The time strip as a widget: the whole lead time to scale, live; a click goes to the place."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from crosslane.analysis.figures import AWAITED
from crosslane.analysis.sayings import headline, work_and_wait
from crosslane.drawing.picture import Picture
from crosslane.drawing.strip import EDITING_STRIP, PORTION, StripSizes, drawing_strip, room_strip
from crosslane.drawing.theme import LIGHT, Palette
from crosslane.editor import LARGE, Editor, Topic
from crosslane.geometry import Rect
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import Detail, color, painting
from crosslane.turns import Turns, at_once, by_the_clock
from crosslane.ui.next_line import instead_of_times
from crosslane.ui.turns import Soon, in_turns, painted

PAD = 18
SOON_MS = 30
# Room above and below the strip itself, as a share of its height.
_GAP = 0.66
# So many seconds of each turn it is painted.
PAINT_SHARE = 0.004
# So much wider on each side than what it marks is a mark.
_AROUND = 2.0
# All that says how a strip looks: the picture, its sizes and colours, how large it is, and how many pixels are one.
_Look = tuple[Picture, StripSizes, Palette, QSize, float]


def together(marks: Iterable[Rect]) -> list[Rect]:
    """Return rectangles of one height in their order from left to right, those as one that lie on one another."""
    found: list[list[float]] = []
    ordered = sorted(marks)
    for x, _, w, _ in ordered:
        if found and x < found[-1][1]:
            found[-1][1] = max(found[-1][1], x + w)
        else:
            found.append([x, x + w])
    return [Rect(x, ordered[0].y, right - x, ordered[0].h) for x, right in found]


def _painting(painter: QPainter, look: _Look) -> Turns[None]:
    picture, sizes, palette, size, _ = look
    painter.fillRect(QRect(QPoint(), size), color(palette.window))
    painter.translate(PAD, (size.height() - sizes.height) / 2)
    # However many pieces it has, its words are read.
    detail: Detail = "batched" if picture.count("flows") > PORTION else "full"
    yield from by_the_clock(painting(painter, picture, detail=detail), PAINT_SHARE)


class Strip(QWidget):
    """Shows where the lead time goes, in order."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._sizes: StripSizes = EDITING_STRIP
        self._palette: Palette = LIGHT
        self._in_room = False
        self._picture = Picture()
        # What was painted without a selection, and from what; what is being painted in turns to take its place.
        self._shown: tuple[_Look | None, QPixmap] = None, QPixmap()
        self._coming: tuple[_Look, Turns[None]] | None = None
        # What is marked on a picture where so much is selected.
        self._marked: tuple[tuple[Picture, tuple[str, ...]], list[QRectF]] | None = None
        # What the picture was drawn from.
        self._drawn: object = None
        # What is under way: a newer strip ends it.
        self._drawing: Turns[None] | None = None
        self._measure = QtMeasure()
        # On a large map the strip follows a moment later, in a turn of its own.
        self._soon = Soon(self, self._redraw, SOON_MS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._redraw()

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self.unsubscribe()
        self.editor = editor
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._redraw()

    def dress(self, palette: Palette, *, room: bool) -> None:
        """Draw in other colours, with the sizes of a desk, or those of a room as large as this is wide."""
        self._palette, self._in_room = palette, room
        self._suit()
        self._redraw()

    def _suit(self) -> None:
        sizes = room_strip(self.width()) if self._in_room else EDITING_STRIP
        if sizes != self._sizes:
            self._sizes = sizes
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(600, round(self._sizes.height * (1 + _GAP)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(300, round(self._sizes.height * (1 + _GAP)))

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("map", "draft") and len(self.editor.map) > LARGE:
            if not self._soon.is_active:
                self._soon.start()
        elif topic in ("map", "draft", "what_if", "answer"):
            self._redraw()
        elif topic == "selection":
            self.update()

    def _redraw(self) -> None:
        calendar = self.editor.map.head.calendar
        first, second = headline(self.editor.figures, calendar), work_and_wait(self.editor.figures, calendar)
        pieces, whole = self.editor.strip, 0.0
        if self.editor.what_if:
            # So that it shows what could go away: drawn to the scale of what is.
            whole, then = sum(piece.hours for piece in pieces), self.editor.answer
            if then is not None:
                pieces, first = then.strip, then.headline
            second = "How it could be" if then is not None else "How it could be is being worked out"
        awaited = self.editor.figures.map.method == AWAITED
        detail = second or ("The times are added up." if awaited else instead_of_times(self.editor.figures))
        room = self.width() - 2 * PAD
        of = (tuple(pieces), first, detail, room, self._sizes, self._palette)
        if (of, whole) != self._drawn:
            # Most edits of a large map leave the strip as it is: two thousand pieces take some frames to draw.
            self._drawn = of, whole
            if self._drawing is not None:
                self._drawing.close()
            self._drawing = self._in_turns(drawing_strip(*of, self._measure, whole))
            if len(pieces) > PORTION:
                in_turns(self, self._drawing)
            else:
                at_once(self._drawing)
        self.setAccessibleName(f"Time strip. {first}. {second}")

    def _in_turns(self, drawing: Turns[Picture]) -> Turns[None]:
        self._picture = yield from drawing
        self.update()

    def resizeEvent(self, event: object) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        self._suit()
        self._redraw()

    @property
    def _look(self) -> _Look:
        return self._picture, self._sizes, self._palette, self.size(), self.devicePixelRatioF()

    def painting(self, painter: QPainter) -> Turns[None]:
        """Paint the strip as it is without a selection, some milliseconds in a turn."""
        yield from _painting(painter, self._look)

    def _paint(self, look: _Look) -> Turns[None]:
        *_, size, ratio = look
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        try:
            yield from _painting(painter, look)
        finally:
            painter.end()
        self._shown = look, made
        if self._coming is not None:
            self._coming = None
            self.update()

    def _get_painted(self) -> None:
        """Have the strip painted without a selection, once; thousands of pieces in turns of their own, as long as it shows what it showed."""
        look, coming = self._look, self._coming
        if coming is not None and coming[0] != look:
            self._coming = None
            coming[1].close()
        if self._coming is not None or look == self._shown[0]:
            return
        work = self._paint(look)
        if self._picture.count("flows") > PORTION:
            self._coming = look, work
            in_turns(self, work)
        else:
            at_once(work)

    def _marks(self, picture: Picture) -> list[QRectF]:
        of = picture, self.editor.selection
        if self._marked is None or self._marked[0] != of:
            chosen = set(of[1])
            found = (e.bounds.grown(_AROUND) for e in picture.layer("flows") if e.id.split(":", 1)[1] in chosen)
            self._marked = of, [QRectF(*rect) for rect in together(found)]
        return self._marked[1]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        self._get_painted()
        look, shown = self._shown
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._palette.window))
        if look is not None:
            picture, sizes, palette, size, _ = look
            painter.drawPixmap(0, 0, shown)
            painter.translate(PAD, (size.height() - sizes.height) / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color(palette.focus), 3))
            painter.drawRects(self._marks(picture))
        painted()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        spot = self._picture.at((event.position().x() - PAD, self._sizes.height / 2))
        if spot is not None and ":" in spot.id:
            self.editor.select([spot.id.split(":", 1)[1]])
