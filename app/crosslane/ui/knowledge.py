"""The knowledge to read: what the program knows, a page at a time, found by typing. Plain text throughout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crosslane.practices.article import shipped_article, shipped_glossary
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.own import FOLDER, own_of
from crosslane.practices.pages import Page, Part, Shelved, every_page, page_of_own
from crosslane.settings import places
from crosslane.ui.text import button, grown, open_at, plain_label
from crosslane.ui.window import Window

FIRST = "article"
_WIDEST = 640


class KnowledgePages(QDialog):
    """At the left a field to type into and what it leaves of the contents, at the right the page."""

    def __init__(self, knowledge: Knowledge, parent: QWidget | None = None, *, at: str = FIRST) -> None:
        """Open at the page of that id: "article", "roles", "words", "practice:ID" or "symptom:ID"."""
        super().__init__(parent)
        self.setWindowTitle("What Crosslane knows")
        open_at(self, 1040, 720)
        folder = places().data / FOLDER
        self._pages = every_page(knowledge, shipped_article(), shipped_glossary())
        self._pages.insert(3, Shelved("About", "own", page_of_own(own_of(folder), str(folder))))
        self.line = QLineEdit()
        self.line.setPlaceholderText("Find a practice, what people say, a word")
        self.line.setAccessibleName("Find a page")
        self.line.textChanged.connect(lambda words: self._fill(words, None))
        self.list = QListWidget()
        self.list.setAccessibleName("Contents")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._show)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self._fill("", at)
        self.line.setFocus()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.line)
        left.addWidget(self.list, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(20, 18, 12, 18)
        columns.setSpacing(18)
        columns.addLayout(left, 2)
        columns.addWidget(self.area, 4)

    def open_at(self, id_: str) -> None:
        """Show the page of an id, whatever is typed."""
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self._fill("", id_)

    def _fill(self, words: str, at: str | None) -> None:
        found = [page for page in self._pages if page.holds(words)]
        if words:
            # The general pages have nearly every word somewhere.
            found.sort(key=lambda page: (not page.is_titled(words), ":" not in page.id))
        self.list.blockSignals(True)
        self.list.clear()
        shelf = ""
        chosen: QListWidgetItem | None = None
        for page in found:
            if page.shelf != shelf and not words:
                shelf = page.shelf
                self._add_heading(shelf)
            item = QListWidgetItem(page.page.title)
            item.setData(Qt.ItemDataRole.UserRole, page)
            self.list.addItem(item)
            if chosen is None or page.id == at:
                chosen = item
        self.list.blockSignals(False)
        if chosen is not None:
            self.list.setCurrentItem(chosen)
            self.list.scrollToItem(chosen)
            self._show(chosen)
        else:
            self._show_page(Page("Nothing has these words", (), (Part("", ("Type fewer or other words.",)),)))

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        bold = item.font()
        bold.setBold(True)
        item.setFont(bold)
        self.list.addItem(item)

    def _show(self, item: QListWidgetItem | None) -> None:
        shelved = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(shelved, Shelved):
            self._show_page(shelved.page)

    def _show_page(self, page: Page) -> None:
        sheet = QWidget()
        sheet.setObjectName("page")
        sheet.setMaximumWidth(grown(_WIDEST))
        box = QVBoxLayout(sheet)
        box.setContentsMargins(12, 4, 20, 20)
        box.setSpacing(6)
        box.addWidget(plain_label(page.title, "page-title"))
        if page.labels:
            box.addWidget(plain_label(" · ".join(page.labels), "soft"))
        for part in page.parts:
            self._add_part(box, part)
        box.addStretch(1)
        self.area.setWidget(sheet)
        self.area.setAccessibleName(page.title)
        self.area.verticalScrollBar().setValue(0)

    def _add_part(self, box: QVBoxLayout, part: Part) -> None:
        body = [plain_label(text) for text in part.paragraphs] + [plain_label(_item(item)) for item in part.items]
        if part.heading:
            box.addSpacing(8)
        if part.folded:
            opened = button(f"{part.heading}…", lambda: None, "link")
            opened.clicked.connect(partial(_unfold, opened, body, part.heading))
            box.addWidget(opened, 0, Qt.AlignmentFlag.AlignLeft)
        elif part.heading:
            box.addWidget(plain_label(part.heading, "heading"))
        for label in body:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.addWidget(label)
            label.setVisible(not part.folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.line.hasFocus():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._go(step)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + (bar.pageStep() if event.key() == Qt.Key.Key_PageDown else -bar.pageStep()))
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
                self.list.setCurrentRow(row)
                return
            row += step


def _item(text: str) -> str:
    return text if text[:1].isdigit() else f"•  {text}"


def _unfold(opened: QWidget, body: Sequence[QWidget], heading: str) -> None:
    shown = body[0].isHidden()
    for label in body:
        label.setVisible(shown)
    opened.setAccessibleName(heading if shown else f"{heading}, folded")


def bind_knowledge(window: Window) -> None:
    """Give the window the action that opens what can be read."""
    window.bind("knowledge", partial(show_knowledge, window))


def show_knowledge(window: Window, at: str = FIRST, parent: QWidget | None = None) -> None:
    """Open the knowledge at a page."""
    KnowledgePages(window.editor.knowledge, parent or window.shell, at=at).exec()
