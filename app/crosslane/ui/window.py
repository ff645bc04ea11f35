"""The window: canvas, scribe line, time strip and panels brought together around one editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QWidget

from crosslane.actions import ACTIONS, EDITS, MISSING, Action
from crosslane.drawing.theme import EDITING, LIGHT, ROOM
from crosslane.editor import Editor, Topic
from crosslane.mirror import Mirror
from crosslane.ui.canvas.text_edit import awaits_name
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.errands import Errands
from crosslane.ui.icons import paint_icons
from crosslane.ui.message import Answer, MessageBar
from crosslane.ui.scribe_line import ScribeLine
from crosslane.ui.shell import Shell
from crosslane.ui.strip import Strip
from crosslane.ui.text import plain_tip
from crosslane.ui.theme import NARROW_ROOM_SCALE, ROOM_SCALE, palette_of

Handler = Callable[[], object]
NARROW_ROOM = 1600


class Part(Protocol):
    """Something that shows one map at a time."""

    def show_editor(self, editor: Editor) -> None: ...


class Window(QObject):
    """One map at a time in a shell. `bind` gives the actions that need more than the editor."""

    def __init__(self, shell: Shell, editor: Editor) -> None:
        super().__init__(shell)
        self.shell = shell
        self.editor = editor
        self.dark = False
        self.in_room = False
        self.dress_application: Callable[[bool, float], None] = lambda _dark, _scale: None
        self._handlers: dict[str, Handler] = {}
        self._modes: list[Callable[[bool], None]] = []
        # What people wait for, and what can wait: sampling and ways from scratch take seconds on a large map.
        self.errands, self.patient_errands = Errands(self), Errands(self)
        for errands in (self.errands, self.patient_errands):
            shell.closing.connect(errands.close)
        self._look_at(editor)
        self.canvas = Canvas(editor)
        self.scribe = ScribeLine(editor)
        self.strip = Strip(editor)
        self.message = MessageBar(self.canvas)
        self._parts: list[Part] = [self.canvas, self.scribe, self.strip]
        self._fill()
        self._unsubscribe = editor.subscribe(self._on_topic)
        self._bind_own()
        self._refresh_words()

    def _fill(self) -> None:
        self.shell.clear_below()
        self.shell.put_middle(self.canvas)
        self.shell.rows.addWidget(self.scribe)
        self.shell.rows.addWidget(self.strip)
        self.shell.asked.connect(self.do)
        self.canvas.asked.connect(self.do)
        self.canvas.typed.connect(self._typed)
        self.scribe.left.connect(self._leave_scribe)
        self.scribe.grew.connect(self._grew)
        self.canvas.setFocus()

    def furnish(self, parts: Iterable[Part]) -> None:
        """Take in parts that came later; they follow the map that is shown."""
        self._parts += parts

    def on_mode(self, listener: Callable[[bool], None]) -> None:
        """Call the listener with whether Room view is on, whenever that changes."""
        self._modes.append(listener)

    # Actions

    def bind(self, id_: str, do: Handler) -> None:
        """Say what an action of the window does."""
        self._handlers[id_] = do

    def _bind_own(self) -> None:
        own: dict[str, Handler] = {
            "scribe": self._typed,
            "zoom_in": lambda: self._zoom(1.25),
            "zoom_out": lambda: self._zoom(0.8),
            "zoom_100": lambda: self._zoom(1.0 / self.canvas.zoom),
            "fit": lambda: self.canvas.fit(anyhow=True),
            "fit_selection": self._fit_selection,
            "room": lambda: self.show_room(not self.in_room),
            "full_screen": lambda: (
                self.shell.showNormal() if self.shell.isFullScreen() else self.shell.showFullScreen()
            ),
            "panels": lambda: self.show_panels(self.shell.tabs.isHidden()),
            "outline": self._fold_outline,
            "dark": lambda: self.set_dark(not self.dark),
            "edit_text": self.canvas.edit_text,
            "escape": self._escape,
            "next_part": lambda: self._go_to_part(1),
            "previous_part": lambda: self._go_to_part(-1),
            "quit": self.shell.close,
        }
        self._handlers.update(own)
        for tool in ("connect", "space", "hand"):
            self._handlers[tool] = partial(self.canvas.run_tool, tool)
        self._handlers["select_tool"] = lambda: self.canvas.run_tool("select")

    def do(self, id_: str) -> None:
        """Do an action by its id; while it makes no sense, nothing happens and what is missing is said."""
        action = next((a for a in ACTIONS if a.id == id_), None)
        if action is not None and not action.enabled(self.editor):
            if id_ in MISSING:
                self.say(MISSING[id_])
            return
        if id_ in EDITS and not self.editor.store.may_edit():
            return
        unnamed, before = self.canvas.text.commit(), self.editor.map
        if id_ in self._handlers:
            self._handlers[id_]()
        elif action is not None and action.do is not None:
            action.do(self.editor)
            if action.menu in ("Insert", "Arrange") and awaits_name(self.editor, before, unnamed):
                # All of a map that grows stays in view, where all of it was.
                self.canvas.keep_in_view()
                self.canvas.edit_text()

    def listed(self) -> list[Action]:
        """Return what can be done now, for the palette."""
        return [a for a in ACTIONS if a.enabled(self.editor) and (a.do is not None or a.id in self._handlers)]

    def _escape(self) -> None:
        """Nothing is selected and no tool at hand: what is asked is refused, then Room view ends."""
        if not self.message.refuse() and self.in_room:
            self.show_room(False)

    def _go_to_part(self, by: int) -> None:
        asked = [self.message] if self.message.asks else []
        parts: list[QWidget] = [self.canvas, *asked, self.scribe.line, self.shell.tabs, self.shell.left]
        shown = [part for part in parts if part.isVisible()]
        now = next((at for at, part in enumerate(shown) if part.hasFocus() or part.isAncestorOf(_focused(self))), 0)
        part = shown[(now + by) % len(shown)]
        (part.focusProxy() or part).setFocus()

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

    def show_panels(self, shown: bool) -> None:
        """Show or hide the outline and the panels."""
        self.shell.show_sides(shown and not self.in_room)

    def _fold_outline(self) -> None:
        """Fold the outline, or unfold it and go there."""
        if self.in_room:
            return
        folds = not self.shell.left.isHidden()
        self.shell.fold_left(folds)
        if folds:
            self.canvas.setFocus()
        else:
            self.show_panels(True)
            (self.shell.left.focusProxy() or self.shell.left).setFocus()

    def show_room(self, on: bool) -> None:
        """Change between the editing window and Room view: the same drawing, other sizes, always light."""
        if on == self.in_room:
            return
        self.in_room = on
        self.canvas.fit(soon=True)
        self.shell.show_sides(not on)
        for part in (self.shell.top, self.scribe):
            part.setVisible(not on)
        self.scribe.enlarge(on)
        for listener in self._modes:
            listener(on)
        self._dress()
        self.canvas.setFocus()

    def set_dark(self, dark: bool) -> None:
        """Take dark or light colours; Room view stays light."""
        self.dark = dark
        self._dress()

    def _dress(self) -> None:
        palette = LIGHT if self.in_room else palette_of(self.dark)
        self.canvas.fit(soon=True)
        wide = self.shell.width() >= NARROW_ROOM
        self.dress_application(
            self.dark and not self.in_room, 1.0 if not self.in_room else ROOM_SCALE if wide else NARROW_ROOM_SCALE
        )
        paint_icons(self.shell.top, palette.text)
        self.canvas.dress(ROOM if self.in_room else EDITING, palette, room=self.in_room)
        self.strip.dress(palette, room=self.in_room)
        self.message.enlarge(self.in_room)

    # The scribe line

    def _typed(self, text: str = "") -> None:
        if not text.isdigit() and not self.editor.store.may_edit():
            return
        self.scribe.show()
        self.scribe.begin(text)

    def _leave_scribe(self) -> None:
        self.scribe.setVisible(not self.in_room)
        self.canvas.setFocus()

    def _grew(self) -> None:
        if self.in_room:
            self._leave_scribe()
        self.canvas.keep_in_view()

    # Editor

    def show_editor(self, editor: Editor) -> None:
        """Work on another map."""
        self._unsubscribe()
        self.editor = editor
        self._look_at(editor)
        self._unsubscribe = editor.subscribe(self._on_topic)
        for part in self._parts:
            part.show_editor(editor)
        self._refresh_words()
        self._show_saved()
        self.message.clear()
        QTimer.singleShot(0, self.canvas, self.canvas.fit)

    def _look_at(self, editor: Editor) -> None:
        """Have what takes long computed in worker processes, which are told of the map's changes only."""
        self.mirror, self.patient_mirror = Mirror(self.errands.ask), Mirror(self.patient_errands.ask)
        editor.aside, editor.aside_for_ways = self.mirror.ask, self.patient_mirror.ask

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map":
            self._refresh_words()
            self.message.edited()
        elif topic == "message" and self.editor.message is not None:
            self.say(self.editor.message.text, problem=self.editor.message.problem)
        elif topic == "saved":
            self._show_saved()

    def _show_saved(self) -> None:
        """Say whether what was typed is on disk, in the way of a problem when it never will be."""
        editor, label = self.editor, self.shell.saved
        kept = "Saved" if editor.saved else "Saving…" if editor.kept else "Not saved"
        label.setText("Only looking" if editor.store.is_closed else kept)
        label.setObjectName("soft" if editor.kept and not editor.store.is_closed else "problem")
        label.style().polish(label)

    def say(self, text: str, *, problem: bool = False) -> None:
        """Show one sentence for a while; a problem stays until the next edit."""
        self.message.say(text, problem=problem)

    def ask(self, text: str, *answers: Answer, quiet: bool = False) -> None:
        """Ask something over the canvas; the last answer is what Esc means.

        A quiet question takes the keyboard from nobody; its first answer is what counts when nobody gives one.
        """
        self.message.ask(text, answers, quiet=quiet)

    def menu_place(self, pointed: QPoint) -> QPoint:
        """Return where a context menu opens: at the pointer when it is over the canvas, else at what is selected."""
        over = self.canvas.viewport().rect().contains(self.canvas.viewport().mapFromGlobal(pointed))
        return pointed if over else self.canvas.menu_place()

    def _refresh_words(self) -> None:
        head = self.editor.map.head
        self.shell.title.setText(head.title or "A new map")
        parts = [head.team or "", "Example: all numbers are invented" if head.example else ""]
        self.shell.badge.setText(" · ".join(part for part in parts if part))
        plain_tip(self.shell.title, self.shell.title.text())
        self.shell.badge.setVisible(bool(self.shell.badge.text()))
        self.shell.setWindowTitle(f"{head.title or 'A new map'} - Crosslane")


def _focused(window: Window) -> QWidget:
    return window.shell.focusWidget() or window.canvas
