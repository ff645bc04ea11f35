"""What has the keyboard keeps it when the page that it stands on is made anew."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

# What had the keyboard: its name for screen readers, and which it was on its page.
Held = tuple[str, int]


def held_on(page: QWidget | None) -> Held | None:
    """Return what has the keyboard on a page, None where nothing of it has."""
    has = page.window().focusWidget() if page is not None else None
    if page is None or has is None or not has.hasFocus() or not page.isAncestorOf(has):
        return None
    able = list(_walk(page))
    return has.accessibleName(), able.index(has) if has in able else 0


def hold_again(page: QWidget, held: Held, otherwise: QWidget) -> None:
    """Give the keyboard to what has that name (or begins with it), else to what is in its place, else to something else."""
    name, at = held
    able = list(_walk(page))
    beside = able[min(at, len(able) - 1)] if able else otherwise
    named = (w for w in able if w.accessibleName() == name)
    begins = (w for w in able if name and w.accessibleName().startswith(name))
    next(named, next(begins, beside)).setFocus()


def pressed_by_enter(page: QWidget, event: QKeyEvent) -> bool:
    """Press the button on a page that has the keyboard, where Enter was pressed; outside of dialogs Qt leaves it out."""
    has = page.window().focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not isinstance(has, QAbstractButton):
        return False
    has.click()
    return True


def _walk(page: QWidget) -> Iterator[QWidget]:
    """Yield what Tab reaches on a page in the order in which it was made."""
    here = page.nextInFocusChain()
    while here is not None and here is not page:
        if page.isAncestorOf(here) and here.isVisibleTo(page) and here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield here
        here = here.nextInFocusChain()
