"""The order in which Tab goes through the window: as one reads it, whenever a part was made.

Qt's own order is the order of making, and most of the window is made anew while people work.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

# Things whose middles are this near in height, in pixels, stand in one row.
_ROW = 12


def tab_order(window: QWidget, parts: Sequence[QWidget], aside: QWidget) -> list[QWidget]:
    """Return what Tab reaches in a window: part by part, each from top to bottom and from left to right.

    `parts` come in their order, what is in none of them last. `aside` is left out, for Tab has a meaning of its own
    there; what lies on it is not.
    """
    found = [w for w in window.findChildren(QWidget) if w is not aside and w.window() is window and _takes_tab(w)]

    def place(widget: QWidget) -> tuple[int, int, int]:
        part = next((at for at, part in enumerate(parts) if part is widget or part.isAncestorOf(widget)), len(parts))
        middle = widget.mapTo(window, QPoint(0, widget.height() // 2))
        return part, middle.y() // _ROW, middle.x()

    return sorted(found, key=place)


def _takes_tab(widget: QWidget) -> bool:
    if not (widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
        return False
    if isinstance(widget, QScrollArea):
        # It is there to be scrolled, which matters only where nothing in it can be reached.
        return not any(_takes_tab(child) for child in widget.findChildren(QWidget))
    return widget.focusProxy() is None


def go_on(order: Sequence[QWidget], now: QWidget | None, forward: bool) -> bool:
    """Give the next or the previous of an order the focus, and scroll to it; says whether there is one."""
    if not order:
        return False
    at = next((at for at, each in enumerate(order) if each is now), None)
    goal = order[(at + (1 if forward else -1)) % len(order)] if at is not None else order[0 if forward else -1]
    goal.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    parent = goal.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(goal)
        parent = parent.parentWidget()
    return True


def focused_in(window: QWidget) -> QWidget | None:
    """Return what has the focus, if it is in this window."""
    now = QApplication.focusWidget()
    return now if now is not None and now.window() is window else None
