"""The window's chrome: top bar and empty columns. It is painted before the first record is read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from crosslane.ui.text import TAB_FOCUS, Clipped, button, level_line, mark, plain_label

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QResizeEvent

MENUS = ("Map", "Edit", "Insert", "Arrange", "View", "Help")
TABS = ("Details", "Where time goes", "What to try")
ICONS = (("undo", "Undo", "undo-2"), ("redo", "Redo", "redo-2"))
WORDS = (("tidy", "Tidy up"), ("export", "Export"), ("room", "Room view"), ("present", "Present"))
COLUMNS = (168, 932, 340)
SIZE = (1440, 860)
FRAME = (8, 40)
LEAST_LEFT = 150
BARE_BUTTON, WIDE_SEARCH, LEAST_TITLE = (40, 32), 200, 100
SEARCH = "Find or do anything    Ctrl+K"
# Qt.Key.Key_Escape, as a number like TAB_FOCUS.
ESCAPE = 0x01000000
# Pixels; below it the top bar leaves out what is said elsewhere.
NARROW = 1320


class Shell(QMainWindow):
    """What the window is made of before it shows a map. `asked` carries the id of an action, `dropped` a file's path.

    `painted` is emitted once, when the chrome and all in it is there; `map_painted` for the map: first its still, where
    there is one.
    """

    asked = Signal(str)
    dropped = Signal(str)
    closing = Signal()
    painted = Signal()
    map_painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seen = False
        self._sizes: list[int] = list(COLUMNS)
        self._below: list[QWidget] = []
        self._folds_left: bool | None = None
        self._left_width = COLUMNS[0]
        self.setWindowTitle("Crosslane")
        self.setAcceptDrops(True)
        self.resize(*SIZE)
        self.menu = QMenuBar()
        self.menus: dict[str, QMenu] = {name: self.menu.addMenu(f"&{name}") for name in MENUS}
        self.brand: QLabel = _one_line("Crosslane", "brand")
        self.title: QLabel = Clipped("title", LEAST_TITLE)
        self.badge: QLabel = Clipped("badge", LEAST_TITLE)
        self.saved: QLabel = _one_line("Saved")
        self.top = self._top()
        self.left: QWidget = QWidget()
        self.middle: QWidget = QWidget()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Panels")
        self.tabs.setMinimumWidth(330)
        for words in TABS:
            self.tabs.addTab(QWidget(), words)
        self.columns = QSplitter()
        self.rows = QVBoxLayout()
        self._lay_out()
        # Else the first button would be given it.
        self.setFocus()

    def _lay_out(self) -> None:
        self.columns.setHandleWidth(1)
        self.columns.setChildrenCollapsible(False)
        self.left.setMinimumWidth(LEAST_LEFT)
        for column in (self.left, self.middle, self.tabs):
            self.columns.addWidget(column)
        self.columns.setSizes(list(COLUMNS))
        self.columns.setStretchFactor(1, 1)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self.rows)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        rows: tuple[QWidget, ...] = (self.top, level_line(), self.columns, level_line())
        for row in rows:
            self.rows.addWidget(row, 1 if row is self.columns else 0)
        self.setCentralWidget(page)

    def _top(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("top")
        # Else its words would keep the window from being made narrower.
        bar.setMinimumWidth(1)
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 16, 8)
        row.addWidget(self.brand)
        self.menu.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.menu)
        row.addSpacing(12)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.badge)
        row.addLayout(names)
        row.addStretch(1)
        for id_, words, name in ICONS:
            made = self._button(id_, words, name)
            made.setText("")
            # As wide as it will be with its icon, which comes after the first paint.
            made.setFixedSize(*BARE_BUTTON)
            row.addWidget(made)
        row.addSpacing(6)
        for id_, words in WORDS:
            row.addWidget(self._button(id_, words))
        row.addStretch(1)
        row.addWidget(self.saved)
        row.addSpacing(12)
        self.search = self._button("palette", SEARCH, "search")
        self.search.setObjectName("search")
        self.search.setMinimumWidth(WIDE_SEARCH)
        row.addWidget(self.search)
        return bar

    def suit_width(self) -> None:
        """In a narrow window the top bar says less, so that the title keeps its room; it stays one row."""
        narrow = self.width() < NARROW
        if narrow == bool(self.top.property("narrow")):
            return
        if self.isVisible():
            mark("narrow", narrow, self.top, *self.top.findChildren(QPushButton))
        else:
            # It is dressed when it is shown.
            self.top.setProperty("narrow", narrow)
        self.brand.setHidden(narrow)
        self.search.setText("Ctrl+K" if narrow else SEARCH)
        self.search.setMinimumWidth(0 if narrow else WIDE_SEARCH)

    def _button(self, id_: str, words: str, name: str = "") -> QPushButton:
        made = button(words, partial(self.asked.emit, id_), tip=words)
        made.setProperty("icon_name", name)
        made.setProperty("focusPolicy", TAB_FOCUS)
        return made

    # Places for the parts that come later

    def show_sides(self, shown: bool) -> None:
        """Show or hide the left and the right column; they come back as wide as they were."""
        # Before the window is shown, a splitter knows no sizes: those asked for are kept instead.
        if not shown and not self.tabs.isHidden() and self.isVisible():
            self._sizes = self.column_sizes()
        self.left.setVisible(shown and self._has_left())
        self.tabs.setVisible(shown)
        if shown and self._sizes:
            self.columns.setSizes(self._sizes)
            self._sizes = []

    def fold_left(self, folded: bool | None = None) -> None:
        """Hide the left column, or show it, from now on; None says that it is there in wide windows."""
        self._folds_left = folded
        if not self.tabs.isHidden():
            sizes = self.column_sizes()
            self.left.setVisible(self._has_left())
            if self._has_left():
                self.columns.setSizes(sizes)

    def _has_left(self) -> bool:
        return self.width() >= NARROW if self._folds_left is None else not self._folds_left

    def _keep_left(self) -> None:
        if not self.left.isHidden() and self.columns.sizes()[0] > 0:
            self._left_width = self.columns.sizes()[0]

    def column_sizes(self) -> list[int]:
        """Return how wide the columns are; a left one that is folded counts as wide as it was."""
        self._keep_left()
        left, middle, right = self.columns.sizes()
        return [left, middle, right] if left else [self._left_width, max(1, middle - self._left_width), right]

    def set_columns(self, sizes: list[int]) -> None:
        """Make the columns so wide, now and when they come back."""
        self._sizes = sizes
        self.columns.setSizes(sizes)

    def fit_screen(self) -> None:
        """Be no larger than the screen has room for, with the frame that the system puts around."""
        room = self.screen().availableGeometry()
        self.resize(min(self.width(), room.width() - FRAME[0]), min(self.height(), room.height() - FRAME[1]))

    def put_below(self, part: QWidget, height: int) -> None:
        """Show a part below the columns until the real ones come."""
        part.setFixedHeight(height)
        self._below.append(part)
        self.rows.addWidget(part)

    def clear_below(self) -> None:
        """Make room below the columns."""
        for part in self._below:
            self.rows.removeWidget(part)
            part.deleteLater()
        self._below = []

    def put_left(self, part: QWidget) -> None:
        """Show a part in the left column."""
        part.setMinimumWidth(LEAST_LEFT)
        self._put(0, part)
        self.left = part

    def put_middle(self, part: QWidget) -> None:
        """Show a part in the middle column."""
        self._put(1, part)
        self.middle = part

    def _put(self, at: int, part: QWidget) -> None:
        sizes = self.columns.sizes()
        # Asked before: whatever is replaced is hidden by that.
        shown = not (self.left, self.middle)[at].isHidden()
        old = self.columns.replaceWidget(at, part)
        part.setVisible(shown)
        if old is not None:
            old.deleteLater()
        self.columns.setStretchFactor(1, 1)
        if shown:
            self.columns.setSizes(sizes)

    def put_tab(self, at: int, part: QWidget, words: str) -> None:
        """Show a panel behind the tab of that place."""
        current = self.tabs.currentIndex()
        old = self.tabs.widget(at)
        self.tabs.removeTab(at)
        if old is not None:
            old.deleteLater()
        self.tabs.insertTab(at, part, words)
        self.tabs.setCurrentIndex(current)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            # What is in it is painted in the same turn, after it.
            QTimer.singleShot(0, self, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        self.suit_width()
        if not self.tabs.isHidden() and self.left.isHidden() == self._has_left():
            self.fold_left(self._folds_left)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  (Qt's name)
        # Nobody presses Tab before the first paint.
        from crosslane.ui.focus import focused_in, go_on, tab_order  # noqa: PLC0415  (see above)

        parts = (self.top, self.left, self.middle, self.tabs.tabBar(), self.tabs)
        return go_on(tab_order(self, parts, self.middle), focused_in(self), forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        # Esc that nobody needed on its way up leads back to the map.
        if event.key() == ESCAPE and not self.middle.hasFocus():
            self.middle.setFocus()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  (Qt's name)
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  (Qt's name)
        for url in event.mimeData().urls()[:1]:
            self.dropped.emit(url.toLocalFile())


def _one_line(text: str, name: str = "soft") -> QLabel:
    label = plain_label(text, name)
    label.setWordWrap(False)
    return label
