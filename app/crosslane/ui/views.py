"""Other views of the same map on pages of their own: ladder, what handoffs add, how lead times spread; each can be exported."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Picture
from crosslane.editor import Editor, Topic
from crosslane.exchange.mapfile import replace_file
from crosslane.exchange.raster import export_sheet
from crosslane.exchange.views import VIEWS, svg_of_sheet, view_sheet
from crosslane.model.errors import Problem
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import paint_picture
from crosslane.ui.text import button, plain_label
from crosslane.ui.theme import palette_of
from crosslane.ui.window import Window

SHOWN = ("ladder", "bars", "spread")
_PAD = 20
_LEAST = 0.6


class PictureView(QWidget):
    """A picture as wide as there is room, never larger than life; a click selects what it is about."""

    def __init__(self, picture: Picture, editor: Editor) -> None:
        super().__init__()
        self._picture, self._editor = picture, editor

    @property
    def _scale(self) -> float:
        room = max(1.0, self.width() - 2.0 * _PAD)
        return max(_LEAST, min(1.0, room / max(1.0, self._picture.bounds.w)))

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        bounds = self._picture.bounds
        return QSize(round(bounds.w * _LEAST) + 2 * _PAD, round(bounds.h * self._scale) + 2 * _PAD)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bounds = self._picture.bounds
        painter.translate(_PAD, _PAD)
        painter.scale(self._scale, self._scale)
        painter.translate(-bounds.x, -bounds.y)
        paint_picture(painter, self._picture)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        bounds, at = self._picture.bounds, event.position()
        spot = self._picture.at(((at.x() - _PAD) / self._scale + bounds.x, (at.y() - _PAD) / self._scale + bounds.y))
        if spot is not None and ":" in spot.id:
            self._editor.select([spot.id.split(":", 1)[1]])


class Views(QDialog):
    """The views on tabs; they follow the map while the page is open."""

    def __init__(self, editor: Editor, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Views")
        self.resize(1180, 640)
        self._editor, self._palette, self._measure = editor, palette, QtMeasure()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Views")
        for name in SHOWN:
            self.tabs.addTab(QWidget(), VIEWS[name].name)
        self.tabs.currentChanged.connect(lambda _: self._show())
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Export…", self._export))
        foot.addWidget(button("Close", self.accept, "primary"))
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 14, 20, 16)
        page.addWidget(self.tabs, 1)
        page.addLayout(foot)
        self._forget = editor.subscribe(self._on_topic)
        self.finished.connect(lambda _: self._forget())
        self._show()
        self.tabs.setFocus()

    @property
    def name(self) -> str:
        """The view that is shown."""
        return SHOWN[self.tabs.currentIndex()]

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map":
            self._show()

    def _show(self) -> None:
        view, map_ = VIEWS[self.name], self._editor.map
        picture = view.draw(map_, self._editor.figures, self._palette, self._measure)
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 10, 0, 6)
        if picture is None:
            box.addWidget(plain_label(view.empty), 1, Qt.AlignmentFlag.AlignCenter)
        else:
            area = QScrollArea()
            area.setWidgetResizable(True)
            shown = PictureView(picture, self._editor)
            told = [place.sentence for place in self._editor.figures.where_time_goes.time[:3]]
            shown.setAccessibleName(" ".join([f"{view.name}.", *told]))
            area.setWidget(shown)
            box.addWidget(area, 1)
        box.addWidget(plain_label(view.foot, "soft"))
        at = self.tabs.currentIndex()
        self.tabs.blockSignals(True)
        old = self.tabs.widget(at)
        self.tabs.removeTab(at)
        self.tabs.insertTab(at, page, view.name)
        self.tabs.setCurrentIndex(at)
        self.tabs.blockSignals(False)
        if old is not None:
            old.deleteLater()

    def _export(self) -> None:
        said = export_view(self, self.name, self._editor)
        if said:
            self._editor.say(said)


def export_view(parent: QWidget, name: str, editor: Editor) -> str:
    """Ask where to, and write a view there; returns what to say."""
    sheet = view_sheet(name, editor.map, QtMeasure())
    if sheet is None:
        return f"There is nothing to draw yet. {VIEWS[name].empty}"
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export", f"{name}.pdf", "Pictures (*.pdf *.svg *.png)")
    if not chosen:
        return ""
    path = Path(chosen)
    try:
        if path.suffix.lower() == ".svg":
            replace_file(path, svg_of_sheet(sheet).encode())
        else:
            path = path if path.suffix.lower() == ".png" else path.with_suffix(".pdf")
            export_sheet(sheet, path)
    except Problem as problem:
        return str(problem)
    return f"Exported to {path.name}."


def bind_views(window: Window) -> None:
    """Give the window the action that opens the other views of its map."""
    window.bind("views", partial(show_views, window))


def show_views(window: Window) -> None:
    """Open the views over the window."""
    Views(window.editor, palette_of(window.dark and not window.in_room), window.shell).exec()
    window.canvas.setFocus()
