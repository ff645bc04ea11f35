"""Long work on a large map that people asked for, such as an export: in a process of its own, which ends with the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crosslane.editor import LARGE
from crosslane.mirror import Mirror
from crosslane.ui.errands import Errands
from crosslane.ui.window import Window


class Beside:
    """Does one piece of work on the window's map at a time; not behind what the window computes for itself."""

    def __init__(self, window: Window) -> None:
        """Nothing is started before the first piece of work."""
        self._window, self._errands = window, Errands(window)
        window.shell.closing.connect(self._errands.close)

    def do(
        self, kind: str, then: Callable[[Any], object], busy: str, function: Callable[..., Any], *args: object
    ) -> None:
        """Call a module's function with the map and arguments, and `then` with what it returns.

        Of a small map that is at once, and a Problem is raised; else `busy` is said meanwhile, and a problem when it comes.
        """
        map_ = self._window.editor.map
        if len(map_) <= LARGE:
            then(function(map_, *args))
            return

        if self._errands.worker.busy:
            self._window.say("One of these is still under way: try again when it is done.")
            return

        def done(found: Any) -> None:
            self._errands.close()
            then(found)

        def failed(sentence: str) -> None:
            self._errands.close()
            self._window.say(sentence, problem=True)

        self._window.say(busy)
        name = f"{function.__module__}:{function.__name__}"
        Mirror(self._errands.ask).ask(kind, map_, name, done, *args, failed=failed)
