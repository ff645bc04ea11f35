"""The outline: the whole map as a tree, for the keyboard and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTreeView, QVBoxLayout, QWidget

from crosslane.analysis.where import describe, step_name
from crosslane.drawing.palette import LIGHT
from crosslane.drawing.pills import wait_words
from crosslane.editor import Editor, Topic
from crosslane.model.records import Flow
from crosslane.model.values import Discipline
from crosslane.ui.text import plain_label

INDENT, SWATCH = 16, 10
_ID = Qt.ItemDataRole.UserRole


class Outline(QWidget):
    """Lanes, their steps, and the flows out of each; selecting here selects on the canvas, F2 renames.

    The flows of a step unfold as soon as it or one of them is selected, so that the arrow keys walk through
    everything and the rest stays a short list.
    """

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._model = QStandardItemModel(self)
        self._model.itemChanged.connect(self._renamed)
        self.tree = QTreeView()
        self.tree.setModel(self._model)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(INDENT)
        self.tree.setRootIsDecorated(False)
        self.tree.setIconSize(QSize(SWATCH, SWATCH))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setAccessibleName("Outline")
        self.tree.setEditTriggers(QTreeView.EditTrigger.EditKeyPressed)
        self.tree.selectionModel().currentChanged.connect(self._chosen)
        self._busy = False
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 4, 8)
        box.addWidget(plain_label("Outline", "section"))
        box.addWidget(self.tree)
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._fill()

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self.unsubscribe()
        self.editor = editor
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._fill()

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map":
            self._fill()
        elif topic == "selection":
            self._follow()

    def _fill(self) -> None:
        self._busy = True
        self._model.clear()
        map_ = self.editor.map
        for lane in map_.lanes:
            row = self._item(lane.id, lane.name or "Lane", heavy=True)
            row.setIcon(_swatch(lane.discipline))
            for step in map_.steps_of(lane.id):
                under = self._item(step.id, step_name(map_, step.id) if step.name else "New step")
                for flow in map_.flows_from(step.id):
                    under.appendRow(self._item(flow.id, self._flow_words(flow), editable=False))
                row.appendRow(under)
            self._model.appendRow(row)
        self.tree.expandToDepth(0)
        self._busy = False
        self._follow()

    def _flow_words(self, flow: Flow) -> str:
        map_ = self.editor.map
        number = f"{flow.number}  " if map_.is_handoff(flow) else ""
        waits = wait_words(flow, map_.head.calendar) or "?"
        return f"{number}to {step_name(map_, flow.target)}, {waits}"

    def _item(self, id_: str, words: str, *, heavy: bool = False, editable: bool = True) -> QStandardItem:
        item = QStandardItem(words)
        item.setData(id_, _ID)
        item.setEditable(editable)
        item.setData(describe(self.editor.map, self.editor.figures, id_), Qt.ItemDataRole.AccessibleTextRole)
        if heavy:
            font = item.font()
            font.setWeight(font.Weight.DemiBold)
            item.setFont(font)
        return item

    def _unfold(self, index: QModelIndex) -> None:
        """Show the flows of the step that is selected, or that the selected flow leaves; fold those of all others."""
        step = index if index.parent().isValid() and not index.parent().parent().isValid() else index.parent()
        for row in range(self._model.rowCount()):
            lane = self._model.index(row, 0)
            for at in range(self._model.rowCount(lane)):
                each = self._model.index(at, 0, lane)
                self.tree.setExpanded(each, each == step)

    def _chosen(self, index: object) -> None:
        id_ = getattr(index, "data", lambda _: None)(_ID)
        if id_ and not self._busy:
            self.editor.select([id_])

    def _renamed(self, item: QStandardItem) -> None:
        if not self._busy:
            self.editor.rename(item.data(_ID), item.text())

    def _follow(self) -> None:
        if not self.editor.selection or self._busy:
            return
        wanted = self.editor.selection[-1]
        start = self._model.index(0, 0)
        found = (
            self._model.match(start, _ID, wanted, 1, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
            if start.isValid()
            else []
        )
        if found:
            self._busy = True
            self._unfold(found[0])
            self.tree.selectionModel().setCurrentIndex(found[0], QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._busy = False


def _swatch(discipline: Discipline) -> QIcon:
    """Return the hue of a lane as a small square; outside is hatched, as on the canvas. The name stands beside it."""
    made = QPixmap(SWATCH * 3, SWATCH * 3)
    made.setDevicePixelRatio(3)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hue, square = QColor(LIGHT.lanes[discipline]), QRectF(0, 0, SWATCH, SWATCH)
    shape = QPainterPath()
    shape.addRoundedRect(square, 2, 2)
    if discipline == "external":
        painter.setClipPath(shape)
        painter.setPen(QPen(hue, 2))
        for x in range(0, 2 * SWATCH, 4):
            painter.drawLine(QPointF(x, 0), QPointF(x - SWATCH, SWATCH))
    else:
        painter.fillPath(shape, hue)
    painter.end()
    return QIcon(made)
