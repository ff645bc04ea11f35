"""Export: the format, and what may leave the laptop; names stay out unless somebody says so."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from crosslane.exchange.shown import Wish
from crosslane.ui.text import plain_label

FORMATS = (
    ("pdf", "PDF, one page, vector"),
    ("svg", "SVG, vector, opens in browsers"),
    ("png", "PNG, pixels"),
    ("md", "Markdown summary"),
)


class Export(QDialog):
    """Asks for the format and for what goes along."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.format = QComboBox()
        for id_, words in FORMATS:
            self.format.addItem(words, id_)
        self.scale = QComboBox()
        for scale in (1, 2, 3, 4):
            self.scale.addItem(f"{scale} x", float(scale))
        self.scale.setCurrentIndex(1)
        self.names = QCheckBox("With people's names")
        self.notes = QCheckBox("With notes")
        self.sentences = QCheckBox("With what people said")
        self.carry = QCheckBox("Can be opened again in Crosslane (carries what it shows)")
        self.carry.setChecked(True)
        form = QFormLayout()
        form.addRow("Format", self.format)
        form.addRow("Scale of a PNG", self.scale)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(8)
        box.addWidget(plain_label("Export", "heading"))
        box.addLayout(form)
        for check in (self.names, self.notes, self.sentences, self.carry):
            box.addWidget(check)
        box.addWidget(
            plain_label("What leaves the laptop leaves by an export that you chose. Nothing is sent.", "soft")
        )
        box.addWidget(buttons)

    def wish(self) -> Wish:
        """Return what was chosen."""
        return Wish(
            self.format.currentData(),
            self.names.isChecked(),
            self.notes.isChecked(),
            self.sentences.isChecked(),
            self.carry.isChecked(),
            self.scale.currentData(),
        )
