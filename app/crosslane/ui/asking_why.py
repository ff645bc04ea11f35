"""A number that reads otherwise on a map with a named version: the work changed, or we know better now? Only the first
counts as improvement, the second is what is taken where nobody says."""

from __future__ import annotations

from collections.abc import Callable, Sized

from PySide6.QtCore import QObject, QTimer

from crosslane.analysis.compare import Fact, numbers_changed
from crosslane.editor import Editor
from crosslane.model.diff import Diff, squash
from crosslane.model.map import Map
from crosslane.model.store import ChangeReason, Event
from crosslane.ui.window import Window

# So long nothing is asked while a field is still being typed into.
REST_MS = 900
LEARNED, CHANGED = "We know better now", "The work changed"


class AsksWhy(QObject):
    """Follows the map of a window; asks quietly after a number changed, and keeps the answer with the edit."""

    def __init__(self, window: Window, versions: Callable[[], Sized]) -> None:
        """`versions` gives the named versions of the open map."""
        super().__init__(window)
        self._window, self._versions = window, versions
        self._facts: dict[tuple[str, str], Fact] = {}
        self._pending: tuple[Diff, str, str | None] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        self.show_editor(window.editor)
        window.bind("work_changed", self.say_changed)

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self._editor = editor
        self._before: Map = editor.store.map
        self._forget()
        editor.why_of = self._why_of
        editor.store.subscribe(self._on_event)

    def _why_of(self, diff: Diff) -> ChangeReason | None:
        """Take it as learned, where there is a version to compare with and a number that was known is another."""
        return "learned" if numbers_changed(self._editor.store.map, diff) and len(self._versions()) else None

    def _on_event(self, event: Event) -> None:
        if event.draft or event.origin == "session":
            return
        before, self._before = self._before, event.map
        if event.why != "learned" or event.origin != "user":
            self._forget()
            return
        goes_on = self._pending is not None and event.gesture is not None and self._pending[2] == event.gesture
        diff = squash(self._pending[0], event.diff) if goes_on and self._pending else event.diff
        found = {(fact.on, fact.field): fact for fact in numbers_changed(before, event.diff)}
        self._facts = {**self._facts, **found} if goes_on else found
        self._pending = diff, event.label, event.gesture
        self._rest.start()

    def _forget(self) -> None:
        self._rest.stop()
        self._facts, self._pending = {}, None

    def _ask(self) -> None:
        if not self._facts or self._window.message.asks:
            return
        first, *more = self._facts.values()
        others = f" And {len(more)} more." if more else ""
        words = f"{first.sentence}{others} Did the work change, or do we know better now?"
        self._window.ask(words, (LEARNED, lambda: None), (CHANGED, self.say_changed), quiet=True)

    def say_changed(self) -> None:
        """Keep the last change of numbers as a change of the work; it stays one step to undo."""
        pending, editor = self._pending, self._editor
        if pending is None:
            editor.say("No number changed just now that was known when the last version was named.")
            return
        diff, label, gesture = pending
        if editor.history.undo(editor.store):
            editor.commit(diff, label, gesture=gesture, why="changed")
            editor.say("Kept as a change of the work: it counts when versions are compared.")
        self._forget()


def bind_asking_why(window: Window, versions: Callable[[], Sized]) -> None:
    """Let the window ask."""
    window.furnish([AsksWhy(window, versions)])
