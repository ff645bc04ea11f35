"""One line to type: a name, with what it is for said above it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.ui.text import button, grown, plain_label


class AskLine(QDialog):
    """Asks for one line; Enter takes it, and nothing typed is nothing taken."""

    def __init__(self, title: str, asks: str, example: str, does: str, parent: QWidget | None = None) -> None:
        """Show the question with an example of an answer; `does` are the words on what takes it."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(grown(460))
        self.line = QLineEdit()
        self.line.setPlaceholderText(example)
        self.line.setAccessibleName(asks)
        self.take = button(does, self.accept, "primary")
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.take.setEnabled(bool(text.strip())))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Cancel", self.reject))
        foot.addWidget(self.take)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(10)
        box.addWidget(plain_label(title, "heading"))
        box.addWidget(plain_label(asks, "soft"))
        box.addWidget(self.line)
        box.addSpacing(4)
        box.addLayout(foot)
        self.line.setFocus()

    def asked(self) -> str:
        """Open, and return what was typed; "" when it was closed without."""
        return self.line.text().strip() if self.exec() else ""
