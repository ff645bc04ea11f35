"""Two versions side by side in sentences: what changed in the work, what is only known better now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from crosslane.analysis.compare import compare, comparison_told
from crosslane.model.map import Map
from crosslane.ui.dialogs.choose import Choice, Choose
from crosslane.ui.text import button, plain_label
from crosslane.ui.window import Window

Versions = Callable[[], Sequence[tuple[str, str, int]]]
MapAt = Callable[[int], Map]
NONE = "No named versions yet: Ctrl+S names the map as it is now, then later ones can be compared with it."


class Compared(QDialog):
    """The differences between an older map and today's, as text."""

    def __init__(self, name: str, old: Map, new: Map, parent: QWidget | None = None) -> None:
        """Compare the version of that name with the map as it is now."""
        super().__init__(parent)
        self.setWindowTitle("Compare")
        self.resize(640, 560)
        inner = QWidget()
        inner.setObjectName("page")
        lines = QVBoxLayout(inner)
        for at, line in enumerate(comparison_told(compare(old, new))):
            if line:
                style = "card-title" if at == 0 else "" if line.startswith("  ") or at < 3 else "section"
                lines.addWidget(plain_label(line.strip(), style))
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.addWidget(plain_label(f"From \u201c{name}\u201d to now", "heading"))
        box.addWidget(area, 1)
        box.addWidget(button("Close", self.accept, "primary"), 0, Qt.AlignmentFlag.AlignRight)


def bind_comparing(window: Window, versions: Versions, map_at: MapAt) -> None:
    """Give the window the action that compares a named version with the map as it is now.

    `versions` gives (name, when, edit) of those there are, `map_at` the map as it was after an edit.
    """
    window.bind("compare", partial(choose_version, window, versions, map_at))


def choose_version(window: Window, versions: Versions, map_at: MapAt) -> None:
    """Let a named version be chosen, and show what lies between it and now."""
    choices = [Choice(name, at[:10], partial(_show, window, map_at, name, seq)) for name, at, seq in versions()]
    Choose("Compare with a version", choices, window.shell, empty=NONE).exec()
    window.canvas.setFocus()


def _show(window: Window, map_at: MapAt, name: str, seq: int) -> None:
    Compared(name, map_at(seq), window.editor.map, window.shell).exec()
