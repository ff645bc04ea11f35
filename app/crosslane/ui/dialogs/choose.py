"""Choosing from a list by typing: actions, places on the map, maps of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crosslane.ui.text import open_at, plain_label, plain_tip

_Index = QModelIndex | QPersistentModelIndex
_HINT = Qt.ItemDataRole.UserRole + 1
GAP = 8
# Letters, from which on the whole words are told in a tooltip as well.
LONG = 60
# So many choices are listed at once; more than that nobody looks through, typing finds the others.
MOST = 200


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its words, a hint at the right, and what choosing does."""

    words: str
    hint: str
    do: Callable[[], object]


class _Hinted(QStyledItemDelegate):
    """Paints the words of a choice at the left, as far as there is room, and its hint at the right."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802  (Qt's name)
        super().initStyleOption(option, index)
        room = option.rect.width() - option.fontMetrics.horizontalAdvance(index.data(_HINT) or "") - 3 * GAP
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(0, super().sizeHint(option, index).height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        painter.setPen(option.palette.color(roles.HighlightedText if chosen else roles.PlaceholderText))
        painter.setFont(option.font)
        where = option.rect.adjusted(GAP, 0, -GAP, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(_HINT) or "")


class Choose(QDialog):
    """A field to type into and what it leaves of the list; Enter takes the first."""

    def __init__(
        self, title: str, choices: Sequence[Choice], parent: QWidget | None = None, *, empty: str = "Nothing found."
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        open_at(self, 560, 460)
        self._choices = choices
        self._sought = [f"{choice.words} {choice.hint}".lower() for choice in choices]
        self.line = QLineEdit()
        self.line.setPlaceholderText(title)
        self.line.setAccessibleName(title)
        self.line.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setAccessibleName("Choices")
        self.list.setItemDelegate(_Hinted(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.list.setUniformItemSizes(True)
        self._nothing, self._more = plain_label(empty, "soft"), plain_label("", "soft")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.addWidget(self.line)
        box.addWidget(self.list, 1)
        box.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._more)
        self._fill("")

    def _fill(self, text: str) -> None:
        words = text.lower().split()
        found = [at for at, sought in enumerate(self._sought) if all(word in sought for word in words)]
        self.list.clear()
        for at in found[:MOST]:
            choice = self._choices[at]
            item = QListWidgetItem(choice.words)
            item.setData(Qt.ItemDataRole.UserRole, at)
            item.setData(_HINT, choice.hint)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.words}. {choice.hint}".rstrip(" ."))
            plain_tip(item, choice.words if len(choice.words) > LONG else "")
            self.list.addItem(item)
        self._more.setText(f"{len(found) - MOST} more: type another word of it.")
        self._more.setVisible(len(found) > MOST)
        self.list.setCurrentRow(0)
        self.list.setVisible(self.list.count() > 0)
        self._nothing.setVisible(self.list.count() == 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem() is not None:
            self._take(self.list.currentItem())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        else:
            super().keyPressEvent(event)

    def _take(self, item: QListWidgetItem) -> None:
        choice = self._choices[item.data(Qt.ItemDataRole.UserRole)]
        self.accept()
        choice.do()
