"""Percentiles and the odds of the order for the panel: asked for after a rest, when nobody waits for results, shown when they arrive."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from crosslane.editor import Editor, Topic
from crosslane.model.map import Map
from crosslane.ui.panels.where import WhereTimeGoes
from crosslane.ui.turns import Soon
from crosslane.ui.window import Window

REST_MS = 300
KIND = "outlook"
# By name: what it needs (NumPy) is loaded in the worker process only.
JOB = "crosslane.analysis.outlook:told_of"


class Outlooks(QObject):
    """Follows the map of a window; an answer for a map that has changed since is dropped."""

    def __init__(self, window: Window, panel: WhereTimeGoes) -> None:
        super().__init__(window)
        self._window, self._panel = window, panel
        self._rest = Soon(self, self._ask, REST_MS)
        self._unsubscribe: Callable[[], None] = lambda: None
        self.show_editor(window.editor)

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self._unsubscribe()
        self._editor = editor
        self._asked: Map | None = None
        self._unsubscribe = editor.subscribe(self._on_topic)
        self._rest.start()

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map" and self._editor.map is not self._asked:
            self._rest.start()

    def _ask(self) -> None:
        editor = self._editor
        if editor.awaits_results:
            # They come first, and are told like an edit.
            return
        self._asked = map_ = editor.map
        self._window.patient_mirror.ask(KIND, map_, JOB, lambda found: self._came(map_, found))

    def _came(self, map_: Map, said: list[str]) -> None:
        if self._editor.map is map_:
            self._panel.show_outlook(map_, said)


def bind_outlook(window: Window, panel: WhereTimeGoes) -> None:
    """Keep the panel told."""
    window.furnish([Outlooks(window, panel)])
