"""Two versions side by side, or now and how it could be: to one scale, then in sentences what changed and what was learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from crosslane.analysis.compare import Comparison, Whys, compare, comparison_told
from crosslane.analysis.figures import Figures
from crosslane.analysis.ladder import strip
from crosslane.analysis.sayings import headline
from crosslane.analysis.whatif import effect, of_scenario
from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Picture
from crosslane.drawing.strip import StripSizes, draw_strip
from crosslane.editor import Editor
from crosslane.exchange.compared import FOOT, compared_picture, compared_sheet
from crosslane.exchange.mapfile import replace_file
from crosslane.exchange.raster import export_sheet
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Scenario
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import paint_picture
from crosslane.ui.dialogs.choose import Choice, Choose
from crosslane.ui.scroll import scroll_over
from crosslane.ui.text import button, open_at, plain_label
from crosslane.ui.theme import palette_of
from crosslane.ui.views import PictureView
from crosslane.ui.window import Window

Versions = Callable[[], Sequence[tuple[str, str, int]]]
MapAt = Callable[[int], Map]
WhysSince = Callable[[int], Whys]
# Two maps and what lies between them.
Drawn = tuple[Map, Map, Comparison]
# What a time strip shows of one version: when, the map, its results.
Shown = tuple[str, Map, Figures]
NONE = (
    "Nothing to compare with yet: Ctrl+S names the map as it is now, so that later ones can be compared with it; "
    "W asks what if, and keeps it as how it could be."
)
_SIZES = StripSizes(34, 220, 15, 12, 12)
_ROW = 52


class Strips(QWidget):
    """Time strips under one another, to the scale of the longest."""

    def __init__(self, rows: Sequence[Shown], palette: Palette) -> None:
        """Show each of the rows with its name and its lead time."""
        super().__init__()
        self._rows, self._palette, self._measure = rows, palette, QtMeasure()
        self._pieces = [strip(map_, figures) for _, map_, figures in rows]
        self._whole = max((sum(p.hours for p in pieces) for pieces in self._pieces), default=0.0)
        said = (f"{name}: {headline(figures, map_.head.calendar)}" for name, map_, figures in rows)
        self.setAccessibleName(". ".join(said))

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(560, _ROW * len(self._rows))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(400, _ROW * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  (Qt's name and signature)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (name, map_, figures) in enumerate(self._rows):
            painter.save()
            painter.translate(0, at * _ROW + 8)
            paint_picture(painter, self._picture(name, map_, figures, at))
            painter.restore()

    def _picture(self, name: str, map_: Map, figures: Figures, at: int) -> Picture:
        said = headline(figures, map_.head.calendar)
        room = float(self.width())
        pieces = self._pieces[at]
        return draw_strip(pieces, said, name, room, _SIZES, self._palette, self._measure, whole=self._whole)


class Compared(QDialog):
    """What lies between two maps: strips to one scale, then lines; those after an empty one are headings."""

    def __init__(
        self,
        heading: str,
        rows: Sequence[Shown],
        told: Sequence[str],
        palette: Palette,
        parent: QWidget | None = None,
        *,
        drawn: Drawn | None = None,
    ) -> None:
        """Show the rows, what is told, and with `drawn` (older, newer, what lies between) the drawing of both."""
        super().__init__(parent)
        self.setWindowTitle("Compare")
        open_at(self, 1000, 680)
        self._heading, self._told, self._drawn = heading, told, drawn
        self.said = plain_label("", "soft")
        lines = QVBoxLayout()
        lines.addWidget(Strips(rows, palette))
        lines.addSpacing(6)
        after_empty = False
        for at, line in enumerate(told):
            if line and after_empty:
                lines.addSpacing(8)
            if line:
                lines.addWidget(
                    plain_label(line.strip(), "card-title" if at == 0 else "section" if after_empty else "")
                )
            after_empty = not line
        lines.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.addWidget(plain_label(heading, "heading"))
        tabs = QTabWidget()
        tabs.tabBar().setAccessibleName("Compare")
        tabs.addTab(scroll_over(lines, heading), "In words")
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        if drawn is not None:
            tabs.addTab(_picture(drawn, palette), "Drawn")
            foot.addWidget(button("Export…", self._export))
        foot.addWidget(button("Close", self.accept, "primary"))
        box.addWidget(tabs, 1)
        box.addLayout(foot)

    def _export(self) -> None:
        kinds = "Pictures (*.pdf *.svg *.png);;Text (*.txt)"
        chosen, _ = QFileDialog.getSaveFileName(self, "Export", "compared.pdf", kinds)
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the comparison: the drawing, or as text what is told."""
        try:
            if path.suffix.lower() == ".txt":
                replace_file(path, ("\n".join(self._told) + "\n").encode())
            elif self._drawn is not None:
                path = path if path.suffix.lower() in (".svg", ".png") else path.with_suffix(".pdf")
                export_sheet(compared_sheet(*self._drawn, self._heading, QtMeasure()), path)
        except Problem as problem:
            self.said.setText(str(problem))
            return
        self.said.setText(f"Exported to {path.name}.")


def _picture(drawn: Drawn, palette: Palette) -> QScrollArea:
    old, new, found = drawn
    picture = compared_picture(old, new, found, palette, QtMeasure())
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setAccessibleName("Drawn")
    area.setWidget(PictureView(picture, Editor(new), palette, f"Drawn. {FOOT}"))
    return area


def shown_of(found: Comparison, old: Map, new: Map) -> list[Shown]:
    """Return the strips of a comparison: as written then, as it is now believed to have been, today."""
    rows: list[Shown] = [("as it was written then", old, found.recorded)]
    if found.learned:
        rows.append(("what we now believe it was", found.believed, found.then))
    return [*rows, ("today", new, found.now)]


def bind_comparing(window: Window, versions: Versions, map_at: MapAt, whys: WhysSince) -> None:
    """Give the window the action that compares a named version, or how it could be, with the map as it is now.

    `versions` gives (name, when, edit) of those there are, `map_at` the map as it was after an edit, `whys` why fields
    changed since.
    """
    window.bind("compare", partial(choose_version, window, versions, map_at, whys))


def choose_version(window: Window, versions: Versions, map_at: MapAt, whys: WhysSince) -> None:
    """Let a named version or a kept what-if be chosen, and show what lies between it and now."""
    choices = [Choice(name, at[:10], partial(_show, window, map_at, whys, name, seq)) for name, at, seq in versions()]
    could = (s for s in window.editor.map.others("scenario") if isinstance(s, Scenario))
    choices += [Choice(s.name or "A what-if", "how it could be", partial(_show_could, window, s)) for s in could]
    Choose("Compare now with", choices, window.shell, empty=NONE).exec()
    window.canvas.setFocus()


def _palette(window: Window) -> Palette:
    return palette_of(window.dark and not window.in_room)


def _show(window: Window, map_at: MapAt, whys: WhysSince, name: str, seq: int) -> None:
    try:
        old, new = map_at(seq), window.editor.map
        found = compare(old, new, whys(seq))
    except Problem as problem:
        window.say(str(problem), problem=True)
        return
    heading, told, palette = f"From “{name}” to now", comparison_told(found), _palette(window)
    Compared(heading, shown_of(found, old, new), told, palette, window.shell, drawn=(old, new, found)).exec()


def _show_could(window: Window, scenario: Scenario) -> None:
    now = window.editor.map
    diff = of_scenario(now, scenario)
    then = now.apply(diff)
    found, told = compare(now, then), effect(now, diff, lanes=not window.in_room)
    rows: list[Shown] = [("now", now, told.before), ("how it could be", then, told.after)]
    facts = [fact.sentence.replace(", now ", ", then ") for fact in (*found.changed, *found.learned)]
    lines = [*told.sentences, "", "What would be otherwise", *facts]
    heading = f"From now to “{scenario.name or 'how it could be'}”"
    Compared(heading, rows, lines, _palette(window), window.shell, drawn=(now, then, found)).exec()
