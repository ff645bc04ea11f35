"""Coverage: principles by Ops, the team's own answers typed as digits, and what could come next where least is agreed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from crosslane.drawing.grid import Place
from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Picture
from crosslane.editor import Editor
from crosslane.exchange.views import coverage_picture, names_of_cells
from crosslane.model import edits
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import color, paint_picture
from crosslane.practices.coverage import LEVELS, Covered, answers_of, cover, field_of, weakest
from crosslane.ui.knowledge import show_knowledge
from crosslane.ui.text import button, clear_layout, grown, plain_label
from crosslane.ui.theme import palette_of
from crosslane.ui.views import export_view
from crosslane.ui.window import Window

_PAD = 4
# Pixels at a desk: the grid, and what stands beside it.
_WIDE, _LEAST_WIDE, _BESIDE, _MARGINS = 760, 620, 400, 120
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class CoverageGrid(QWidget):
    """The grid: arrows and clicks choose a cell, digits answer it."""

    chosen = Signal()
    answered = Signal(object)

    def __init__(self, size: tuple[int, int], palette: Palette, scale: float = 1.0) -> None:
        """Begin at the first cell of `size` rows and columns, drawn at a scale."""
        super().__init__()
        self.at: Place = (0, 0)
        self._size, self._palette = size, palette
        self._picture = Picture()
        self._scale = scale
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, picture: Picture) -> None:
        """Show another state of the grid."""
        self._picture = picture
        self.updateGeometry()
        self.update()

    def go(self, place: Place) -> None:
        """Choose a cell."""
        self.at = place
        self.update()
        self.chosen.emit()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        bounds = self._picture.bounds
        return QSize(round(bounds.w * self._scale) + 2 * _PAD, round(bounds.h * self._scale) + 2 * _PAD)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_PAD, _PAD)
        painter.scale(self._scale, self._scale)
        paint_picture(painter, self._picture)
        element = self._picture.get("cards", f"{self.at[0]},{self.at[1]}")
        if element is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color(self._palette.focus), 2.5))
            painter.drawRoundedRect(QRectF(*element.bounds.grown(1)), 6, 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        at = event.position()
        spot = self._picture.at(((at.x() - _PAD) / self._scale, (at.y() - _PAD) / self._scale))
        if spot is not None and spot.layer == "cards":
            row, column = spot.id.split(",")
            self.go((int(row), int(column)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        rows, columns = self._size
        if event.key() in _ARROWS:
            down, right = _ARROWS[Qt.Key(event.key())]
            self.go(((self.at[0] + down) % rows, (self.at[1] + right) % columns))
        elif event.text() in LEVELS and event.text():
            self.answered.emit(int(event.text()))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.answered.emit(None)
        else:
            super().keyPressEvent(event)


class Coverage(QDialog):
    """The grid, and beside it the question of the cell that is chosen."""

    exported = Signal()
    read = Signal(str)

    def __init__(self, editor: Editor, palette: Palette, parent: QWidget | None = None) -> None:
        """Show the coverage of the editor's map; `exported` and `read` (a practice) are asked for by buttons."""
        super().__init__(parent)
        self.setWindowTitle("Coverage")
        self._editor, self._palette, self._measure = editor, palette, QtMeasure()
        self._principles, self._ops = names_of_cells()
        # As large as the letters beside it, where there is room for both.
        beside = grown(_BESIDE)
        room = (parent.width() if parent else _WIDE + beside + _MARGINS) - _MARGINS - beside
        self._wide = max(_LEAST_WIDE, min(_WIDE, room))
        scale = max(1.0, min(grown(100) / 100, room / self._wide))
        self.grid = CoverageGrid((len(self._principles), len(self._ops)), palette, scale)
        self.grid.chosen.connect(self._show_cell)
        self.grid.answered.connect(self.answer)
        self.levels = QButtonGroup(self)
        self.answering = self._teams()
        self._beside = QVBoxLayout()
        self._beside.setSpacing(8)
        side = QWidget()
        side.setFixedWidth(beside)
        side.setLayout(self._beside)
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(self.grid, 1)
        row.addWidget(side)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 18, 24, 16)
        page.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(plain_label("Coverage: seven principles by four Ops", "heading"), 1)
        top.addWidget(self.answering)
        page.addLayout(top)
        how = "Arrows choose a cell, 0 to 4 answers it and goes on, Delete takes the answer back. It is no score of a team."
        page.addWidget(plain_label(how, "soft"))
        page.addLayout(row)
        page.addLayout(self._foot())
        self._refresh()
        self.grid.setFocus()

    def _teams(self) -> QComboBox:
        """Return who can answer: all together, or each team that is a lane of its own."""
        made = QComboBox()
        made.setAccessibleName("Who answers")
        made.addItem("All together", "")
        for lane in self._editor.map.lanes:
            if lane.discipline != "external":
                made.addItem(lane.name or "A lane", lane.id)
        made.currentIndexChanged.connect(lambda _: self._refresh())
        return made

    @property
    def lane(self) -> str:
        """The lane that answers, "" for all together."""
        return str(self.answering.currentData() or "")

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Export…", self.exported.emit))
        foot.addWidget(button("Close", self.accept, "primary"))
        return foot

    @property
    def cell(self) -> Covered:
        """The cell that is chosen."""
        return self._cells[list(self._principles)[self.grid.at[0]], list(self._ops)[self.grid.at[1]]]

    def answer(self, level: int | None) -> None:
        """Keep the team's answer for the chosen cell and go on to the next one that was not asked."""
        cell = self.cell
        text = None if level is None else str(level)
        diff = edits.answer(self._editor.map, "map", field_of((cell.principle, cell.ops), self.lane), text)
        if diff:
            self._editor.store.note(diff, "Answer a question of coverage")
        if level is not None:
            self.grid.at = self._next_open()
        self._refresh()
        self.grid.setFocus()

    def _next_open(self) -> Place:
        """Return the next cell in reading order without an answer; where all have one, simply the next."""
        columns = len(self._ops)
        count = len(self._principles) * columns
        given = answers_of(self._editor.map, self.lane)
        first = self.grid.at[0] * columns + self.grid.at[1] + 1
        order = [divmod((first + n) % count, columns) for n in range(count)]
        ids = [(list(self._principles)[row], list(self._ops)[column]) for row, column in order]
        return next((place for place, cell in zip(order, ids, strict=True) if cell not in given), order[0])

    def _refresh(self) -> None:
        map_, knowledge = self._editor.map, self._editor.knowledge
        self._cells = cover(map_, knowledge, answers_of(map_, self.lane))
        picture = coverage_picture(map_, knowledge, self._wide, self._palette, self._measure, self.lane)
        self.grid.show_picture(picture)
        self._show_cell()

    def _show_cell(self) -> None:
        cell = self.cell
        name = f"{self._principles[cell.principle]} in {self._ops[cell.ops]}"
        said = "not asked" if cell.level is None else cell.levels[cell.level]
        self.grid.setAccessibleName(f"{name}: {said}. {cell.question}")
        clear_layout(self._beside)
        self._beside.addWidget(plain_label(name, "section"))
        self._beside.addWidget(plain_label(cell.question))
        self._add_levels(cell)
        self._add_practices("In place on this map", cell.in_place)
        self._add_practices("Could come next", cell.next_practices[:3])
        self._beside.addStretch(1)
        self._add_weakest()

    def _add_levels(self, cell: Covered) -> None:
        self.levels = QButtonGroup(self)
        for level, words in enumerate(cell.levels):
            # A radio button does not wrap, its label does.
            made = QRadioButton(str(level))
            made.setAccessibleName(f"{level}: {words}")
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            # Digits differ in width; what stands beside them shall not.
            made.setFixedWidth(grown(38))
            made.setChecked(cell.level == level)
            made.clicked.connect(partial(self.answer, level))
            self.levels.addButton(made, level)
            row = QHBoxLayout()
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(plain_label(words), 1)
            self._beside.addLayout(row)

    def _add_practices(self, heading: str, ids: tuple[str, ...]) -> None:
        known = [self._editor.knowledge.practices[id_] for id_ in ids if id_ in self._editor.knowledge.practices]
        if known:
            self._beside.addWidget(plain_label(heading, "section"))
        for practice in known:
            self._beside.addWidget(
                button(practice.card, partial(self.read.emit, practice.id), "link"), 0, Qt.AlignmentFlag.AlignLeft
            )

    def _add_weakest(self) -> None:
        lowest = weakest(self._cells)
        if not lowest:
            return
        self._beside.addWidget(plain_label("Where least is agreed yet", "section"))
        for cell in lowest:
            place = (list(self._principles).index(cell.principle), list(self._ops).index(cell.ops))
            words = f"{self._principles[cell.principle]} in {self._ops[cell.ops]}"
            self._beside.addWidget(button(words, partial(self.grid.go, place), "link"), 0, Qt.AlignmentFlag.AlignLeft)


def bind_coverage(window: Window) -> None:
    """Give the window the action that shows the coverage of its map."""
    window.bind("coverage", partial(show_coverage, window))


def show_coverage(window: Window) -> None:
    """Open the page over the window; the map behind it is the one that is answered for."""
    dialog = Coverage(window.editor, palette_of(window.dark), window.shell)
    dialog.read.connect(lambda id_: show_knowledge(window, f"practice:{id_}", dialog))
    dialog.exported.connect(lambda: window.say(export_view(dialog, "coverage", window.editor)))
    dialog.exec()
    window.canvas.setFocus()
