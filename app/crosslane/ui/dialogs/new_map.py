"""A new map: three questions, none required; an empty wall, or an example with its preview."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crosslane.analysis.flow import analyse
from crosslane.analysis.heat import heat
from crosslane.analysis.sayings import headline
from crosslane.drawing.draw import draw
from crosslane.drawing.scene import Scene
from crosslane.drawing.theme import EDITING, Palette, worn
from crosslane.model.map import Map
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import paint_picture
from crosslane.routing.of_map import route_map
from crosslane.ui.text import button, grown, level_line, open_at, plain_label, plain_tip

LANES = ("Outside", "Dev", "Ops", "Analytics", "AI")
PREVIEW = QSize(236, 124)


def preview(map_: Map, palette: Palette) -> QPixmap:
    """Return a small picture of a map."""
    figures = analyse(map_)
    tokens = worn(EDITING, map_.head.orientation)
    picture = draw(Scene(map_, figures, heat(figures), route_map(map_), tokens, palette, QtMeasure()))
    bounds = picture.bounds
    ratio = 2
    image = QImage(PREVIEW * ratio, QImage.Format.Format_ARGB32)
    image.fill(QColor(palette.panel))
    painter = QPainter(image)
    scale = min(PREVIEW.width() * ratio / bounds.w, PREVIEW.height() * ratio / bounds.h)
    painter.translate(
        (PREVIEW.width() * ratio - bounds.w * scale) / 2, (PREVIEW.height() * ratio - bounds.h * scale) / 2
    )
    painter.scale(scale, scale)
    painter.translate(-bounds.x, -bounds.y)
    paint_picture(painter, picture)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


class NewMap(QDialog):
    """Asks what is followed, who takes part and what should be better; `example` is the id chosen, or None."""

    def __init__(self, examples: list[tuple[str, Map]], palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("New map")
        self.example: str | None = None
        open_at(self, 860, 640)
        self.title = QLineEdit()
        self.title.setPlaceholderText("for example: a churn model, from question to live")
        self.title.setAccessibleName("What do we follow from start to end?")
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText("for example: six weeks instead of four months, by June")
        self.purpose.setAccessibleName("What should be better, and by when?")
        self.others = QLineEdit()
        self.others.setPlaceholderText("others, with commas")
        self.others.setAccessibleName("Other lanes")
        self.boxes = [QCheckBox(name) for name in LANES]
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 22, 28, 20)
        box.setSpacing(8)
        box.addWidget(plain_label("What do we follow from start to end?", "card-title"))
        box.addWidget(self.title)
        box.addSpacing(6)
        box.addWidget(plain_label("Who takes part?", "card-title"))
        row = QHBoxLayout()
        row.setSpacing(16)
        for at, check in enumerate(self.boxes):
            check.setChecked(at > 0)
            row.addWidget(check)
        row.addWidget(self.others, 1)
        box.addLayout(row)
        box.addSpacing(6)
        box.addWidget(plain_label("What should be better, and by when?", "card-title"))
        box.addWidget(self.purpose)
        box.addSpacing(4)
        start = button("Start with an empty wall", self.accept, "primary")
        start.setDefault(True)
        box.addWidget(start, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(level_line())
        box.addWidget(plain_label("Or begin from an example. All its numbers are invented.", "card-title"))
        self.list = self._examples(examples, palette)
        box.addWidget(self.list, 1)
        box.addWidget(plain_label("It stays on this computer. Nothing is sent anywhere.", "soft"))

    def _examples(self, examples: list[tuple[str, Map]], palette: Palette) -> QListWidget:
        shown = QListWidget()
        shown.setViewMode(QListWidget.ViewMode.IconMode)
        shown.setIconSize(PREVIEW)
        shown.setGridSize(PREVIEW + QSize(22, grown(56)))
        shown.setResizeMode(QListWidget.ResizeMode.Adjust)
        shown.setMovement(QListWidget.Movement.Static)
        shown.setWordWrap(True)
        shown.setAccessibleName("Examples")
        for id_, map_ in examples:
            words = f"{map_.head.title}\n{headline(analyse(map_), map_.head.calendar)}"
            item = QListWidgetItem(QIcon(preview(map_, palette)), words)
            item.setData(Qt.ItemDataRole.UserRole, id_)
            plain_tip(item, " ".join((map_.head.story or "").split()))
            shown.addItem(item)
        shown.itemActivated.connect(self._choose)
        shown.itemClicked.connect(self._choose)
        return shown

    def _choose(self, item: QListWidgetItem) -> None:
        self.example = item.data(Qt.ItemDataRole.UserRole)
        self.accept()

    def lanes(self) -> list[str]:
        """Return the names of the lanes that take part."""
        chosen = [check.text() for check in self.boxes if check.isChecked()]
        return chosen + [name.strip() for name in self.others.text().split(",") if name.strip()]
