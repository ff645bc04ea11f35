"""The window: top bar, outline, canvas, panels, scribe line and time strip, brought together around one editor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from crosslane.actions import ACTIONS, Action
from crosslane.drawing.strip import EDITING_STRIP, ROOM_STRIP
from crosslane.drawing.theme import EDITING, LIGHT, ROOM
from crosslane.editor import Editor, Topic
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.first_run import FirstRun
from crosslane.ui.icons import icon
from crosslane.ui.panels.details import Details
from crosslane.ui.panels.outline import Outline
from crosslane.ui.panels.try_ import WhatToTry
from crosslane.ui.panels.where import WhereTimeGoes
from crosslane.ui.scribe_line import ScribeLine
from crosslane.ui.strip import Strip
from crosslane.ui.text import button, level_line, plain_label
from crosslane.ui.theme import palette_of

TOP = (
    ("undo", "Undo", "undo-2"),
    ("redo", "Redo", "redo-2"),
    ("tidy", "Tidy up", "wand-sparkles"),
    ("export", "Export", "download"),
    ("room", "Room view", "users"),
    ("present", "Present", "presentation"),
)
QUESTION = "Which handoff do we look at first?"
Handler = Callable[[], object]


class Window(QMainWindow):
    """One map at a time. `bind` gives the actions that need more than the editor; `closing` is emitted on the way out."""

    closing = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self.dark = False
        self.in_room = False
        self.dress_application: Callable[[bool], None] = lambda _dark: None
        self._handlers: dict[str, Handler] = {}
        self._actions: dict[str, QAction] = {}
        self.first_run: FirstRun | None = None
        self.setWindowTitle("Crosslane")
        self.resize(1440, 860)
        self._build()
        self._make_actions()
        self._make_menus()
        self._unsubscribe = editor.subscribe(self._on_topic)
        self._message_timer = QTimer(self, singleShot=True, interval=7000)
        self._message_timer.timeout.connect(lambda: self.message.setText(""))
        self._bind_own()
        self._refresh_words()

    # Parts

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        self.canvas = Canvas(self.editor)
        self.outline = Outline(self.editor)
        self.details = Details(self.editor)
        self.where = WhereTimeGoes(self.editor)
        self.to_try = WhatToTry(self.editor)
        self.scribe = ScribeLine(self.editor)
        self.strip = Strip(self.editor)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Panels")
        for words, panel in (("Details", self.details), ("Where time goes", self.where), ("What to try", self.to_try)):
            self.tabs.addTab(panel, words)
        self.tabs.setMinimumWidth(330)
        self.splitter = self._columns()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.top = self._top()
        self.room_top = self._room_top()
        rows: tuple[QWidget, ...] = (
            self.top,
            self.room_top,
            level_line(),
            self.splitter,
            level_line(),
            self.scribe,
            self.strip,
        )
        for row in rows:
            box.addWidget(row, 1 if row is self.splitter else 0)
        self.room_top.hide()
        self.setCentralWidget(page)
        self.canvas.setFocus()
        self.canvas.asked.connect(self.do)
        self.canvas.typed.connect(self.scribe.begin)
        self.scribe.left.connect(self.canvas.setFocus)
        self.scribe.grew.connect(self.canvas.keep_in_view)

    def _columns(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        columns: tuple[QWidget, ...] = (self.outline, self.canvas, self.tabs)
        for column in columns:
            splitter.addWidget(column)
        splitter.setSizes([196, 880, 364])
        splitter.setStretchFactor(1, 1)
        return splitter

    def _top(self) -> QFrame:
        bar = QFrame()
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 8, 16, 8)
        row.addWidget(self._fixed(plain_label("Crosslane", "brand")))
        row.addSpacing(24)
        names = QVBoxLayout()
        names.setSpacing(0)
        self.title, self.badge = plain_label("", "title"), plain_label("", "badge")
        names.addWidget(self.title)
        names.addWidget(self.badge)
        row.addLayout(names, 2)
        for id_, words, name in TOP:
            made = button(words, partial(self.do, id_), tip=words)
            made.setProperty("icon_name", name)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if id_ in ("undo", "redo"):
                made.setText("")
            row.addWidget(made)
        row.addSpacing(12)
        self.message: QLabel = plain_label("", "soft")
        row.addWidget(self.message, 3)
        self.saved = plain_label("Saved", "soft")
        row.addWidget(self._fixed(self.saved))
        search: QPushButton = button("Find or do anything    Ctrl+K", lambda: self.do("palette"), "flat")
        search.setProperty("icon_name", "search")
        row.addWidget(search)
        return bar

    @staticmethod
    def _fixed(label: QLabel) -> QLabel:
        label.setWordWrap(False)
        return label

    def _room_top(self) -> QFrame:
        bar = QFrame()
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 10, 24, 10)
        self.room_title = self._fixed(plain_label("", ""))
        self.room_question = self._fixed(plain_label(QUESTION, ""))
        self.room_clock = self._fixed(plain_label("", ""))
        for label, size, weight in (
            (self.room_title, 24, 600),
            (self.room_question, 34, 700),
            (self.room_clock, 34, 700),
        ):
            label.setStyleSheet(f"font-size: {size}px; font-weight: {weight};")
        row.addWidget(self.room_title)
        row.addStretch(1)
        row.addWidget(self.room_question)
        row.addStretch(1)
        row.addWidget(self.room_clock)
        return bar

    # Actions

    def bind(self, id_: str, do: Handler) -> None:
        """Say what an action of the window does."""
        self._handlers[id_] = do

    def _bind_own(self) -> None:
        own: dict[str, Handler] = {
            "scribe": self.scribe.begin,
            "zoom_in": lambda: self._zoom(1.25),
            "zoom_out": lambda: self._zoom(0.8),
            "zoom_100": lambda: self.canvas.set_zoom(1.0),
            "fit": self.canvas.fit,
            "fit_selection": self._fit_selection,
            "room": self.toggle_room,
            "full_screen": lambda: self.showNormal() if self.isFullScreen() else self.showFullScreen(),
            "panels": self._toggle_panels,
            "dark": lambda: self.set_dark(not self.dark),
            "edit_text": self.canvas.edit_text,
            "connect": lambda: self.canvas.run_tool("connect"),
            "space": lambda: self.canvas.run_tool("space"),
            "hand": lambda: self.canvas.run_tool("hand"),
            "select_tool": lambda: self.canvas.run_tool("select"),
            "context_menu": self._context_menu,
            "quit": self.close,
        }
        self._handlers.update(own)

    def _make_actions(self) -> None:
        for action in ACTIONS:
            made = QAction(action.words, self)
            made.setShortcuts([QKeySequence(keys) for keys in action.keys])
            context = (
                Qt.ShortcutContext.WidgetWithChildrenShortcut
                if action.canvas_only
                else Qt.ShortcutContext.WindowShortcut
            )
            made.setShortcutContext(context)
            made.triggered.connect(lambda _=False, i=action.id: self.do(i))
            (self.canvas if action.canvas_only else self).addAction(made)
            self._actions[action.id] = made
        # Single characters would be swallowed while somebody types: they belong to the canvas.
        for id_ in ("scribe", "shortcuts", "fit", "fit_selection", "panels"):
            self.removeAction(self._actions[id_])
            self.canvas.addAction(self._actions[id_])
            self._actions[id_].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _make_menus(self) -> None:
        bar = self.menuBar()
        menus: dict[str, QMenu] = {}
        for action in ACTIONS:
            if action.menu not in menus:
                menus[action.menu] = bar.addMenu(f"&{action.menu}")
                menus[action.menu].aboutToShow.connect(self._enable)
            menus[action.menu].addAction(self._actions[action.id])

    def _enable(self) -> None:
        for action in ACTIONS:
            self._actions[action.id].setEnabled(action.enabled(self.editor))

    def do(self, id_: str) -> None:
        """Do an action by its id; nothing happens while it makes no sense."""
        action = next((a for a in ACTIONS if a.id == id_), None)
        if action is not None and not action.enabled(self.editor):
            return
        if id_ in self._handlers:
            self._handlers[id_]()
        elif action is not None and action.do is not None:
            action.do(self.editor)

    def listed(self) -> list[Action]:
        """Return what can be done now, for the palette."""
        return [a for a in ACTIONS if a.enabled(self.editor) and (a.do is not None or a.id in self._handlers)]

    def _context_menu(self) -> None:
        menu = QMenu(self)
        self._enable()
        for action in ACTIONS:
            if action.context:
                menu.addAction(self._actions[action.id])
        menu.exec(self.cursor().pos())

    # Views

    def _zoom(self, by: float) -> None:
        self.canvas.set_zoom(self.canvas.zoom * by)
        self.canvas.refresh()

    def _fit_selection(self) -> None:
        places = [p for id_ in self.editor.selection if (p := self.canvas.place_of(id_)) is not None]
        if places:
            whole = places[0]
            for place in places[1:]:
                whole = whole.united(place)
            self.canvas.fit(whole.grown(60))

    def _toggle_panels(self) -> None:
        shown = self.tabs.isVisible()
        self.tabs.setVisible(not shown)
        self.outline.setVisible(not shown)

    def toggle_room(self) -> None:
        """Change between the editing window and Room view: the same drawing, other sizes, always light."""
        self.in_room = not self.in_room
        for part in (self.top, self.outline, self.tabs):
            part.setVisible(not self.in_room)
        self.menuBar().setVisible(not self.in_room)
        self.room_top.setVisible(self.in_room)
        self.scribe.setVisible(not self.in_room)
        self._dress()
        QTimer.singleShot(0, self.canvas.fit)
        self.canvas.setFocus()

    def set_dark(self, dark: bool) -> None:
        """Take dark or light colours; Room view stays light."""
        self.dark = dark
        self._dress()

    def paint_icons(self) -> None:
        """Give the buttons their icons in today's colours."""
        for made in self.top.findChildren(QPushButton):
            name = made.property("icon_name")
            if name:
                made.setIcon(icon(name, palette_of(self.dark).text))

    def _dress(self) -> None:
        palette = LIGHT if self.in_room else palette_of(self.dark)
        self.dress_application(self.dark and not self.in_room)
        self.paint_icons()
        self.canvas.dress(ROOM if self.in_room else EDITING, palette, room=self.in_room)
        self.strip.dress(ROOM_STRIP if self.in_room else EDITING_STRIP, palette)

    # Editor

    def show_editor(self, editor: Editor) -> None:
        """Work on another map."""
        self._unsubscribe()
        self.editor = editor
        self._unsubscribe = editor.subscribe(self._on_topic)
        for part in (self.canvas, self.outline, self.details, self.where, self.to_try, self.scribe, self.strip):
            part.show_editor(editor)
        self._refresh_words()
        self.message.setText("")
        if self.first_run is not None:
            self.first_run.hide()
        QTimer.singleShot(0, self.canvas.fit)

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map":
            self._refresh_words()
            if self.first_run is not None:
                self.first_run.hide()
        elif topic == "message" and self.editor.message is not None:
            self.say(self.editor.message.text)
        elif topic == "saved":
            self.saved.setText("Saved" if self.editor.saved else "Saving…")
        elif topic == "selection" and self.editor.chosen_flow is not None and self.tabs.currentIndex() == 1:
            self.tabs.setCurrentIndex(2)

    def say(self, text: str) -> None:
        """Show one sentence for a while."""
        self.message.setText(text)
        self.message.setToolTip("")
        self._message_timer.start()

    def _refresh_words(self) -> None:
        head = self.editor.map.head
        self.title.setText(head.title or "A new map")
        parts = [head.team or "", "Example: all numbers are invented" if head.example else ""]
        self.badge.setText(" · ".join(part for part in parts if part))
        self.badge.setVisible(bool(self.badge.text()))
        self.room_title.setText(head.title or "")
        self.setWindowTitle(f"{head.title or 'A new map'} - Crosslane")

    def show_first_run(self, own: Handler, workshop: Handler) -> None:
        """Show only the canvas, the strip and one card."""
        self.first_run = FirstRun(self.canvas, own, workshop)
        QTimer.singleShot(0, self.first_run.place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        if self.first_run is not None and self.first_run.isVisible():
            self.first_run.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        self.closing.emit()
        super().closeEvent(event)

    def state(self) -> str:
        """Return what the window looks like, as text for the session."""
        return bytes(self.saveGeometry().toBase64().data()).decode()

    def restore(self, state: str) -> None:
        """Look as before; Qt keeps the window on a screen that is there."""
        self.restoreGeometry(QByteArray.fromBase64(state.encode()))
