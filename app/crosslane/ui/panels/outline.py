"""The outline: the whole map as a tree, for the keyboard and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QTreeView, QVBoxLayout, QWidget

from crosslane.editor import LARGE, Editor, Topic
from crosslane.ui.panels.outline_rows import ID, SWATCH, OutlineRows
from crosslane.ui.text import plain_label
from crosslane.ui.turns import Soon

INDENT = 16
SOON_MS = 50
# With more steps than this, a lane unfolds when it is selected or one of its steps is: the view lays out every open row.
MOST_OPEN = 300


class Outline(QWidget):
    """Lanes, their steps, and the flows out of each; selecting here selects on the canvas, F2 renames.

    The flows of a step unfold as soon as it or one of them is selected, so that the arrow keys walk through
    everything and the rest stays a short list; on a large map so do the steps of a lane.
    """

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._rows = OutlineRows(self)
        self._rows.renamed.connect(self._renamed)
        self._open = QPersistentModelIndex()
        self.tree = QTreeView()
        self.tree.setModel(self._rows)
        self.tree.setUniformRowHeights(True)
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
        # On a large map the outline follows a moment later, when what was done is painted.
        self._soon, self._next = Soon(self, self._fill, SOON_MS), Soon(self, self._follow)
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
        if topic == "map" and len(self.editor.map) > LARGE:
            self._soon.start()
        elif topic == "map":
            self._fill()
        elif topic == "selection" and len(self.editor.map) > LARGE:
            # Qt asks each row of a long lane; a rubber band that ends is painted first.
            self._next.start()
        elif topic == "selection":
            self._follow()

    def _fill(self) -> None:
        self._busy = True
        anew = self._rows.show_map(self.editor.map, self.editor.figures)
        if anew and len(self.editor.map.steps) <= MOST_OPEN:
            self.tree.expandToDepth(0)
        self._busy = False
        self._follow()

    def _unfold(self, index: QModelIndex) -> None:
        """Show the flows of the step that is selected, or that the selected flow leaves; fold those of the last."""
        step = index if index.parent().isValid() and not index.parent().parent().isValid() else index.parent()
        if self._open != step:
            if self._open.isValid():
                self.tree.setExpanded(self._rows.index_of(self._open.data(ID)), False)
            self._open = QPersistentModelIndex(step if step.parent().isValid() else QModelIndex())
        if self._open.isValid():
            self.tree.setExpanded(step, True)

    def _chosen(self, index: QModelIndex) -> None:
        id_ = index.data(ID)
        if id_ and not self._busy:
            self.editor.select([id_])

    def _renamed(self, id_: str, text: str) -> None:
        self.editor.rename(id_, text)

    def _follow(self) -> None:
        if not self.editor.selection or self._busy:
            return
        found = self._rows.index_of(self.editor.selection[-1])
        if found.isValid():
            self._busy = True
            self._unfold(found)
            self.tree.selectionModel().setCurrentIndex(found, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._busy = False
