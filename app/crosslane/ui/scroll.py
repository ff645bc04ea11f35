"""A page that scrolls up and down and never sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def scroll_over(layout: QLayout, name: str) -> QScrollArea:
    """Return an area that scrolls over what is in a layout; its name is for screen readers."""
    inner = QWidget()
    inner.setObjectName("page")
    inner.setLayout(layout)
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area
