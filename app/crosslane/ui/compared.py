"""The page of a comparison: time strips to one scale, in sentences what changed and what was learned, and both versions drawn.

What is large on it is put together in turns, so that it can be read and left meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from crosslane.drawing.palette import Palette
from crosslane.drawing.strip import PORTION, StripSizes, drawing_strip
from crosslane.editor import LARGE, Editor
from crosslane.exchange.between import Between, Row
from crosslane.exchange.compared import FOOT, compared_sheet, drawing_compared
from crosslane.exchange.mapfile import replace_file
from crosslane.exchange.raster import export_sheet
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import color, painting
from crosslane.turns import Turns, at_once, by_the_clock
from crosslane.ui.text import button, clear_layout, open_at, plain_label
from crosslane.ui.turns import in_turns
from crosslane.ui.views import PictureView, picture_area

AWAITED = "Being worked out…"
# So many seconds of each turn the page is put together.
SHARE = 0.005
_SIZES = StripSizes(34, 220, 15, 12, 12)
_ROW = 52
# So many lines are written in a piece.
_LINES = 20


class Strips(QWidget):
    """Time strips under one another, to the scale of the longest."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette, self._measure = palette, QtMeasure()
        self._rows: Sequence[Row] = ()
        self._painted = QPixmap()
        self._painting: Turns[None] | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show each of the rows with its name and its lead time."""
        self._rows = rows
        self.setAccessibleName(". ".join(f"{row.when}: {row.headline}" for row in rows))
        self.updateGeometry()
        self._paint()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(560, _ROW * len(self._rows))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(400, _ROW * len(self._rows))

    def resizeEvent(self, event: object) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        self._paint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        if not self._painted.isNull() and self._painted.devicePixelRatio() != self.devicePixelRatioF():
            self._paint()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._painted)

    def _paint(self) -> None:
        """Have the rows painted; thousands of pieces in turns of their own, in place of what was under way."""
        if self._painting is not None:
            self._painting.close()
            self._painting = None
        if not self._rows or self.size().isEmpty():
            return
        self._painting = self._paint_rows()
        if sum(len(row.strip) for row in self._rows) > PORTION:
            in_turns(self, by_the_clock(self._painting, SHARE))
        else:
            at_once(self._painting)

    def _paint_rows(self) -> Turns[None]:
        ratio, width = self.devicePixelRatioF(), float(self.width())
        whole = max((sum(piece.hours for piece in row.strip) for row in self._rows), default=0.0)
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        try:
            painter.translate(0, 8)
            for row in self._rows:
                of = (row.strip, row.headline, row.when, width, _SIZES, self._palette, self._measure)
                picture = yield from drawing_strip(*of, whole)
                # However many pieces it has, its words are read.
                yield from painting(painter, picture, detail="batched" if len(row.strip) > PORTION else "full")
                painter.translate(0, _ROW)
        finally:
            painter.end()
        self._painted = made
        self.update()


class Lines(QPlainTextEdit):
    """Lines to be read and copied, however many: the first of several sums up, those after an empty one are headings."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("told")
        self.setAccessibleName("In words")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self._plain, self._strong, self._heading = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        for strong in (self._strong, self._heading):
            strong.setFontWeight(QFont.Weight.DemiBold)
        self._heading.setForeground(color(palette.soft))
        self._writing: Turns[None] | None = None

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines in place of others, thousands of them in turns."""
        if self._writing is not None:
            self._writing.close()
        self.clear()
        self._writing = self._write(lines)
        if len(lines) > LARGE:
            in_turns(self, by_the_clock(self._writing, SHARE))
        else:
            at_once(self._writing)

    def _write(self, lines: Sequence[str]) -> Turns[None]:
        cursor, after_empty = QTextCursor(self.document()), False
        for at, line in enumerate(lines):
            style = self._strong if at == 0 and len(lines) > 1 else self._heading if after_empty else self._plain
            cursor.insertText(f"\n{line.strip()}" if at else line.strip(), style)
            after_empty = not line
            if at == 0:
                # Who reads begins there, whatever is written below.
                self.moveCursor(QTextCursor.MoveOperation.Start)
            if at % _LINES == 0:
                yield


class Compared(QDialog):
    """What lies between two maps: strips to one scale and lines, and the drawing of both; what is not known yet is awaited."""

    def __init__(self, heading: str, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare")
        open_at(self, 1000, 680)
        self._heading, self._palette = heading, palette
        self._found: tuple[Map, Between] | None = None
        self._drawing: Turns[None] | None = None
        self.said = plain_label("", "soft")
        self.strips, self.lines = Strips(palette), Lines(palette)
        words, drawn = QWidget(), QWidget()
        box = QVBoxLayout(words)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.strips)
        box.addWidget(self.lines, 1)
        self._drawn = QVBoxLayout(drawn)
        self._drawn.setContentsMargins(0, 8, 0, 0)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName("Compare")
        self.tabs.addTab(words, "In words")
        self.tabs.addTab(drawn, "Drawn")
        self.export = button("Export…", self._export)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.export)
        foot.addWidget(button("Close", self.accept, "primary"))
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 18, 24, 16)
        page.addWidget(plain_label(heading, "heading"))
        page.addWidget(self.tabs, 1)
        page.addLayout(foot)
        self.show_said(AWAITED)

    def show_said(self, sentence: str) -> None:
        """Show a sentence in place of what is not known."""
        self.export.setEnabled(False)
        self.lines.show_lines([sentence])
        said = plain_label(sentence, "soft")
        said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._put_drawn(said)

    def show_found(self, new: Map, found: Between) -> None:
        """Show what lies between an older map and the newer one."""
        self._found = new, found
        self.export.setEnabled(True)
        self.strips.show_rows(found.rows)
        self.lines.show_lines(found.told)
        if self._drawing is not None:
            self._drawing.close()
        self._drawing = self._draw(new, found)
        if len(found.routes) > LARGE:
            in_turns(self, by_the_clock(self._drawing, SHARE))
        else:
            at_once(self._drawing)

    def _draw(self, new: Map, found: Between) -> Turns[None]:
        picture = yield from drawing_compared(new, found, self._palette, QtMeasure())
        yield
        self._put_drawn(picture_area(PictureView(picture, Editor(new), self._palette, f"Drawn. {FOOT}"), "Drawn"))

    def _put_drawn(self, made: QWidget) -> None:
        clear_layout(self._drawn)
        self._drawn.addWidget(made, 1)

    def _export(self) -> None:
        kinds = "Pictures (*.pdf *.svg *.png);;Text (*.txt)"
        chosen, _ = QFileDialog.getSaveFileName(self, "Export", "compared.pdf", kinds)
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the comparison: the drawing, or as text what is told."""
        if self._found is None:
            return
        new, found = self._found
        try:
            if path.suffix.lower() == ".txt":
                replace_file(path, ("\n".join(found.told) + "\n").encode())
            else:
                path = path if path.suffix.lower() in (".svg", ".png") else path.with_suffix(".pdf")
                export_sheet(compared_sheet(new, found, self._heading, QtMeasure()), path)
        except Problem as problem:
            self.said.setText(str(problem))
            return
        self.said.setText(f"Exported to {path.name}.")
