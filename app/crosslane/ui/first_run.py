"""The card of the first start, over the canvas: three things to try, none required."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crosslane.ui.text import button, plain_label

HEADING = "This is how data travels through four teams, and where it waits."
LINES = (
    "Example: all numbers are invented.",
    "1   Click the thick red line: see what it adds and what could be tried.",
    "2   Press / and type  Ops: Predict on new data > Dev: Show the prediction | wait 2d : the bar below shrinks.",
    "3   Your own map:",
)


class FirstRun(QFrame):
    """One card; it goes away by itself with the first edit, or by its buttons."""

    def __init__(self, parent: QWidget, own: Callable[[], object], workshop: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(HEADING)
        self.setFixedWidth(520)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(6)
        box.addWidget(plain_label(HEADING, "heading"))
        for line in LINES:
            box.addWidget(plain_label(line))
        row = QHBoxLayout()
        row.addWidget(button("Start ours", lambda: self._leave(own), "primary"))
        row.addWidget(button("Show me a workshop in 10 minutes", lambda: self._leave(workshop)))
        row.addWidget(button("Just let me look", lambda: self._leave(None), "flat"))
        row.addStretch(1)
        box.addLayout(row)
        self.adjustSize()
        self.raise_()
        self.show()

    def _leave(self, then: Callable[[], object] | None) -> None:
        self.hide()
        self.deleteLater()
        if then is not None:
            then()

    def place(self) -> None:
        """Stand at the lower left of the canvas, clear of the costliest handoff."""
        parent = self.parentWidget()
        if parent is not None:
            self.adjustSize()
            self.move(150, max(8, parent.height() - self.height() - 24))


SHORT_WORKSHOP = (
    "A workshop in ten minutes: 1. Press Ctrl+N and name what you follow. 2. Ask where it ends, and type it: Dev: Show it. "
    "3. Ask who hands it to them: press / and type < Ops: Deploy. 4. Go back to the start like this. "
    "5. Ask how long each handoff waits: type 1 2d. 6. Look at the thickest line, and take one practice on."
)
