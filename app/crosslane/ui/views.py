"""Other views of the same map on pages of their own: ladder, what handoffs add, how lead times spread; each can be exported."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import LAYERS, Element, Picture
from crosslane.drawing.shapes import Text
from crosslane.editor import LARGE, Editor, Topic
from crosslane.exchange.charts import table_csv
from crosslane.exchange.mapfile import replace_file
from crosslane.exchange.raster import export_sheet
from crosslane.exchange.views import VIEWS, view_sheet
from crosslane.geometry import Rect
from crosslane.model.errors import Problem
from crosslane.model.scribe.lines import lines
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import color, paint_picture
from crosslane.ui.text import button, grown, open_at, plain_label
from crosslane.ui.text_view import TextView
from crosslane.ui.theme import palette_of
from crosslane.ui.tiles import Tiles
from crosslane.ui.window import Window

SHOWN = ("ladder", "bars", "spread", "matrix", "timeline", "table", "text", "coverage", "roles", "tasks")
TEXT = "Text"
_PAD = 20
_LEAST = 0.6
_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class PictureView(QWidget):
    """A picture as wide as there is room, never larger than its letters are meant to be; a click or the arrows select what a piece is about.

    Enter goes back to the map with it.
    """

    def __init__(self, picture: Picture, editor: Editor, palette: Palette, name: str) -> None:
        super().__init__()
        self._picture, self._editor, self._palette, self._name = picture, editor, palette, name
        found = [element for element in picture.layer("cards") if ":" in element.id and element.id.split(":", 1)[1]]
        self._pieces = [element for element in found if element.id.split(":", 1)[1] in editor.map]
        is_large = picture.count("cards") + picture.count("flows") > LARGE
        self._tiles = Tiles(self, picture, _PAD) if is_large else None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._pieces else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    @property
    def _scale(self) -> float:
        room = max(1.0, self.width() - 2.0 * _PAD)
        return max(_LEAST, min(grown(100) / 100, room / max(1.0, self._picture.bounds.w)))

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        bounds = self._picture.bounds
        return QSize(round(bounds.w * _LEAST) + 2 * _PAD, round(bounds.h * self._scale) + 2 * _PAD)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bounds = self._picture.bounds
        seen, scale = event.rect(), self._scale
        if self._tiles is not None:
            self._tiles.paint(painter, seen, scale)
        painter.translate(_PAD, _PAD)
        painter.scale(scale, scale)
        painter.translate(-bounds.x, -bounds.y)
        if self._tiles is None:
            left, top = (seen.x() - _PAD) / scale + bounds.x, (seen.y() - _PAD) / scale + bounds.y
            paint_picture(painter, self._picture, Rect(left, top, seen.width() / scale, seen.height() / scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color(self._palette.focus), 2.5))
        for piece in self._selected():
            painter.drawRoundedRect(QRectF(*piece.bounds.grown(2)), 7, 7)

    def _selected(self) -> list[Element]:
        return [piece for piece in self._pieces if _about(piece) in self._editor.selection]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        bounds, at = self._picture.bounds, event.position()
        spot = self._picture.at(((at.x() - _PAD) / self._scale + bounds.x, (at.y() - _PAD) / self._scale + bounds.y))
        if spot is not None and ":" in spot.id:
            self._editor.select([spot.id.split(":", 1)[1]])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        by = _STEPS.get(Qt.Key(event.key())) if self._pieces else None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected():
            # Back to the map, where it is selected.
            self.window().close()
            return
        if by is None:
            super().keyPressEvent(event)
            return
        now = self._selected()
        at = self._pieces.index(now[0]) + by if now else (0 if by > 0 else -1)
        piece = self._pieces[at % len(self._pieces)]
        self._editor.select([_about(piece)])
        self._say()
        bounds = self._picture.bounds
        x, y = (piece.bounds.center.x - bounds.x) * self._scale, (piece.bounds.center.y - bounds.y) * self._scale
        port = self.parentWidget()
        area = port.parentWidget() if port is not None else None
        if isinstance(area, QScrollArea):
            area.ensureVisible(round(x) + _PAD, round(y) + _PAD, 160, 90)

    def _say(self) -> None:
        said = self._editor.describe_selection()
        self.setAccessibleDescription(said)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))


def _about(piece: Element) -> str:
    return piece.id.split(":", 1)[1]


class Views(QDialog):
    """The views on tabs; they follow the map and share its selection. `coverage` asks for the questions of coverage."""

    coverage = Signal()

    def __init__(self, editor: Editor, palette: Palette, parent: QWidget | None = None, *, at: str = SHOWN[0]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Views of this map")
        open_at(self, 1180, 660)
        self._editor, self._palette, self._measure = editor, palette, QtMeasure()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Views")
        self.tabs.tabBar().setAccessibleName("Views")
        self.text = TextView(editor)
        for name in SHOWN:
            if name == "text":
                self.tabs.addTab(self.text, TEXT)
            else:
                self.tabs.addTab(QWidget(), VIEWS[name].name)
        self.tabs.setCurrentIndex(SHOWN.index(at))
        self.tabs.currentChanged.connect(lambda _: self._show())
        self._answer = button("Answer the questions…", self.coverage.emit)
        foot = QHBoxLayout()
        foot.addWidget(self._answer)
        foot.addStretch(1)
        foot.addWidget(button("Export…", self._export))
        foot.addWidget(button("Close", self.accept, "primary"))
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 14, 20, 16)
        page.addWidget(self.tabs, 1)
        page.addLayout(foot)
        self._forget = editor.subscribe(self._on_topic)
        self.finished.connect(self._end)
        self._show()
        self.tabs.setFocus()

    def _end(self, _: int) -> None:
        self.text.stop()
        self._forget()

    @property
    def name(self) -> str:
        """The view that is shown."""
        return SHOWN[self.tabs.currentIndex()]

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map":
            self._show()
        elif topic == "selection":
            page = self.tabs.currentWidget()
            if page is not None:
                page.update()
                for picture in page.findChildren(PictureView):
                    picture.update()

    def _show(self) -> None:
        self._answer.setVisible(self.name == "coverage")
        if self.name == "text":
            return
        view, map_ = VIEWS[self.name], self._editor.map
        picture = view.draw(map_, self._editor.figures, self._palette, self._measure)
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 10, 0, 6)
        if picture is None:
            box.addWidget(plain_label(view.empty), 1, Qt.AlignmentFlag.AlignCenter)
        else:
            shown = PictureView(picture, self._editor, self._palette, view_told(self.name, picture))
            box.addWidget(picture_area(shown, view.name), 1)
            box.addWidget(plain_label(view.foot, "soft"))
        self._put(page, view.name)

    def _put(self, page: QWidget, name: str) -> None:
        """Put a page in place of the one in front; a picture that had the keyboard has it again."""
        at = self.tabs.currentIndex()
        self.tabs.blockSignals(True)
        old = self.tabs.widget(at)
        focused = old is not None and any(made.hasFocus() for made in old.findChildren(PictureView))
        self.tabs.removeTab(at)
        self.tabs.insertTab(at, page, name)
        self.tabs.setCurrentIndex(at)
        self.tabs.blockSignals(False)
        if old is not None:
            old.deleteLater()
        for made in page.findChildren(PictureView):
            # Made last, it would be reached after everything else.
            QWidget.setTabOrder(self.tabs.tabBar(), made)
            if focused:
                made.setFocus()

    def _export(self) -> None:
        said = export_view(self, self.name, self._editor)
        if said:
            self._editor.say(said)


def picture_area(shown: PictureView, name: str) -> QScrollArea:
    """Return an area that scrolls over a picture; its name is for screen readers."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setAccessibleName(name)
    if shown.focusPolicy() != Qt.FocusPolicy.NoFocus:
        # One stop for the keyboard: what walks through the picture scrolls it too.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(shown)
    return area


def view_told(name: str, picture: Picture) -> str:
    """Return a view in words, for those who cannot see it: its name and what stands in it."""
    told = [
        shape.text
        for layer in LAYERS
        for element in picture.layer(layer)
        for shape in element.shapes
        if isinstance(shape, Text)
    ]
    return ". ".join([f"{VIEWS[name].name}.", *told])


def export_view(parent: QWidget, name: str, editor: Editor) -> str:
    """Ask where to, and write a view there; returns what to say."""
    if name == "text":
        return _export_text(parent, editor)
    sheet = view_sheet(name, editor.map, QtMeasure())
    if sheet is None:
        return f"There is nothing to draw yet. {VIEWS[name].empty}"
    kinds = "Pictures (*.pdf *.svg *.png)" + (";;Table (*.csv)" if name == "table" else "")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export", f"{name}.pdf", kinds)
    if not chosen:
        return ""
    path = Path(chosen)
    try:
        if path.suffix.lower() == ".csv":
            replace_file(path, table_csv(editor.map, editor.figures).encode())
        else:
            path = path if path.suffix.lower() in (".svg", ".png") else path.with_suffix(".pdf")
            export_sheet(sheet, path)
    except Problem as problem:
        return str(problem)
    return f"Exported to {path.name}."


def _export_text(parent: QWidget, editor: Editor) -> str:
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export", "map.txt", "Text (*.txt)")
    if not chosen:
        return ""
    try:
        replace_file(Path(chosen), ("\n".join(lines(editor.map)) + "\n").encode())
    except Problem as problem:
        return str(problem)
    return f"Exported to {Path(chosen).name}."


def bind_views(window: Window) -> None:
    """Give the window the actions that open the other views of its map: beside it, so that both can be seen."""
    opened = _Opened(window)
    window.bind("views", opened.show)
    for name in SHOWN:
        window.bind(f"view_{name}", partial(opened.show, name))
    window.furnish([opened])


class _Opened:
    """The views that are open, if they are; another map closes them."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._views: Views | None = None

    def show(self, name: str = SHOWN[0]) -> None:
        """Open a view, or turn the open ones to it."""
        if self._views is not None:
            self._views.tabs.setCurrentIndex(SHOWN.index(name))
        else:
            window = self._window
            palette = palette_of(window.dark and not window.in_room)
            self._views = views = Views(window.editor, palette, window.shell, at=name)
            views.coverage.connect(lambda: window.do("coverage"))
            views.finished.connect(self._closed)
            views.show()
        self._views.activateWindow()

    def show_editor(self, _: Editor) -> None:
        """Another map is open: its views are others."""
        if self._views is not None:
            self._views.accept()

    def _closed(self, _: int) -> None:
        views, self._views = self._views, None
        if views is not None:
            views.deleteLater()
        self._window.canvas.setFocus()
