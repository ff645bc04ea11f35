"""A button that is as tall as its words need: what a panel offers to press, at any width of the panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout

from crosslane.ui.text import mark, plain_label


class Tile(QPushButton):
    """Lines of words under one another; a press does something. Its name for screen readers is all its words."""

    def __init__(self, do: Callable[[], object], *lines: tuple[str, str], style: str = "tile", name: str = "") -> None:
        """Show lines of (words, style of the label)."""
        super().__init__()
        self.setObjectName(style)
        self.setAccessibleName(name or ", ".join(words for words, _ in lines))
        self.clicked.connect(lambda _=False: do())
        box = QVBoxLayout(self)
        self.setContentsMargins(0, 0, 0, 0)
        side, above = {"tile": (14, 10), "plain": (0, 2)}.get(style, (12, 6))
        box.setContentsMargins(side, above, side, above)
        box.setSpacing(2)
        self._labels: list[QLabel] = []
        for words, look in lines:
            label = plain_label(words, look)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._labels.append(label)
            box.addWidget(label)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  (Qt's name)
        super().focusInEvent(event)
        self._underline()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  (Qt's name)
        super().focusOutEvent(event)
        self._underline()

    def _underline(self) -> None:
        """Where there is no frame, the words themselves say that they have the keyboard."""
        if self.objectName() == "plain":
            for label in self._labels:
                mark("focused", self.hasFocus(), label)

    def words(self) -> str:
        """Return what stands on it."""
        return " ".join(label.text() for label in self._labels)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else QSize()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(40, self.heightForWidth(max(40, self.width())))

    def event(self, event: QEvent) -> bool:
        # A push button does not ask its layout again by itself.
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
