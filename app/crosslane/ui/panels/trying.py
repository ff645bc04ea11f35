"""What is being tried at a place: who, with whom, until when, filled in where it stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.editor import Editor
from crosslane.model import edits
from crosslane.model.records import Experiment
from crosslane.ui.dialogs.experiment import STATES, ExperimentPage
from crosslane.ui.text import button, plain_label

# What has to be said before it can begin, with the words before it.
_LINES = (("owner", "Who"), ("partner", "With"), ("review", "Looked at on"), ("stop_if", "Stop if"))
_EXAMPLES = {"partner": "somebody from the other lane", "review": "2027-01-25"}


class TriedCard(QFrame):
    """One experiment; a line that is left or finished with Enter is kept."""

    def __init__(self, editor: Editor, experiment: Experiment, name: str) -> None:
        """Show an experiment that is called so."""
        super().__init__()
        self._editor, self._experiment, self.id = editor, experiment, experiment.id
        self.setObjectName("card")
        state = dict(STATES)[experiment.status]
        self.setAccessibleName(f"{state}: {name}")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 12)
        box.setSpacing(6)
        box.addWidget(plain_label(state, "section"))
        box.addWidget(plain_label(name, "card-title"))
        if experiment.status in ("planned", "running"):
            box.addLayout(self._lines(name))
        row = QHBoxLayout()
        more = button("All of it…", self._open, "link")
        more.setAccessibleName(f"All of it: {name}")
        back = button("Take back", self._take_back, "link")
        back.setAccessibleName(f"Take back: {name}")
        # What the keyboard goes on with: the first line, where there are any.
        self._first: QWidget = self.findChild(QLineEdit) or more
        row.addWidget(more)
        row.addSpacing(12)
        row.addWidget(back)
        row.addStretch(1)
        box.addLayout(row)

    def go_on(self) -> None:
        """Give the keyboard to what is said of it first."""
        self._first.setFocus()

    def _lines(self, name: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for at, (field, words) in enumerate(_LINES):
            line = QLineEdit(getattr(self._experiment, field) or "")
            line.setCursorPosition(0)
            line.setAccessibleName(f"{words}: {name}")
            line.setPlaceholderText(_EXAMPLES.get(field, ""))
            line.editingFinished.connect(partial(self._keep, field, line))
            grid.addWidget(plain_label(words, "section"), at, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(line, at, 1)
        return grid

    def _keep(self, field: str, line: QLineEdit) -> None:
        now = self._editor.map.get(self._experiment.id)
        text = line.text().strip() or None
        if isinstance(now, Experiment) and text != getattr(now, field):
            self._editor.set(now.id, "Plan the experiment", **{field: text})

    def _open(self) -> None:
        now = self._editor.map.get(self._experiment.id)
        if isinstance(now, Experiment):
            ExperimentPage(self._editor, now, self).exec()

    def _take_back(self) -> None:
        self._editor.run("Take back", edits.remove, [self._experiment.id])
