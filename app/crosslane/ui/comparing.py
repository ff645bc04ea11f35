"""Two versions side by side, or now and how it could be: chosen, and compared where it keeps the window from nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from crosslane.analysis.sayings import headline
from crosslane.editor import Editor, Topic
from crosslane.exchange.between import Row, between_now_and, between_together
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Scenario
from crosslane.storage.versions import Kept, between_kept_and
from crosslane.ui.compared import Compared
from crosslane.ui.dialogs.choose import Choice, Choose
from crosslane.ui.theme import palette_of
from crosslane.ui.window import Window

Versions = Callable[[], Sequence[tuple[str, str, int]]]
KeptAt = Callable[[int], Kept]
KIND = "compare"
NONE = (
    "Nothing to compare with yet: Ctrl+S names the map as it is now, so that later ones can be compared with it; "
    "W asks what if, and keeps it as how it could be."
)


class Comparing(QObject):
    """Fills a page with what a function of the map finds in parts: at once where that is quick, else beside the window."""

    def __init__(self, window: Window, page: Compared, parts: Callable[..., Iterator[Any]], *args: Any) -> None:
        super().__init__(page)
        self._window, self._editor, self._page = window, window.editor, page
        self._parts, self._args = parts, args
        self._map = self._editor.map
        self._forget = self._editor.subscribe(self._on_topic)
        page.finished.connect(self._end)
        self._ask()

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map" and self._editor.map is not self._map:
            self._map = self._editor.map
            self._ask()

    def _ask(self) -> None:
        map_ = self._map
        if self._editor.is_compared_quickly:
            try:
                self._came(map_, list(self._parts(map_, *self._args)))
            except Problem as problem:
                self._page.show_said(str(problem))
            return
        function = f"{self._parts.__module__}:{self._parts.__qualname__}"
        came = partial(self._came, map_)
        self._window.mirror.ask(KIND, map_, function, came, *self._args, failed=self._page.show_said)

    def _came(self, map_: Map, parts: list[Any]) -> None:
        self._page.show_found(map_, between_together(parts))

    def _end(self, _: int) -> None:
        self._forget()
        self._window.errands.cancel(KIND)
        self._page.deleteLater()
        self._window.canvas.setFocus()


class _Opened:
    """The comparison that is open, if one is; another map closes it."""

    def __init__(self, window: Window, versions: Versions, kept_at: KeptAt) -> None:
        self._window, self._versions, self._kept_at = window, versions, kept_at
        self._page: Compared | None = None

    def choose(self) -> None:
        """Let a named version or a kept what-if be chosen, and show what lies between it and now."""
        window = self._window
        choices = [Choice(name, at[:10], partial(self._show, name, seq)) for name, at, seq in self._versions()]
        could = (s for s in window.editor.map.others("scenario") if isinstance(s, Scenario))
        choices += [Choice(s.name or "A what-if", "how it could be", partial(self._show_could, s)) for s in could]
        Choose("Compare now with", choices, window.shell, empty=NONE).exec()
        window.canvas.setFocus()

    def show_editor(self, _: Editor) -> None:
        """Another map is open: what is compared is not on it."""
        if self._page is not None:
            self._page.accept()

    def _show(self, name: str, seq: int) -> None:
        try:
            kept = self._kept_at(seq)
        except Problem as problem:
            self._window.say(str(problem), problem=True)
            return
        self._open(f"From “{name}” to now", "today", between_kept_and, kept)

    def _show_could(self, scenario: Scenario) -> None:
        heading = f"From now to “{scenario.name or 'how it could be'}”"
        self._open(heading, "now", between_now_and, scenario.id, not self._window.in_room)

    def _open(self, heading: str, now: str, parts: Callable[..., Iterator[Any]], *args: Any) -> None:
        window, editor = self._window, self._window.editor
        self._page = page = Compared(heading, palette_of(window.dark and not window.in_room), window.shell)
        page.strips.show_rows([Row(now, headline(editor.figures, editor.map.head.calendar), tuple(editor.strip))])
        Comparing(window, page, parts, *args)
        page.finished.connect(self._closed)
        page.open()

    def _closed(self, _: int) -> None:
        self._page = None


def bind_comparing(window: Window, versions: Versions, kept_at: KeptAt) -> None:
    """Give the window the action that compares a named version, or how it could be, with the map as it is now.

    `versions` gives (name, when, edit) of those there are, `kept_at` where the map is kept as it was after an edit.
    """
    opened = _Opened(window, versions, kept_at)
    window.bind("compare", opened.choose)
    window.furnish([opened])
