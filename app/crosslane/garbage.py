"""When nobody looks for garbage: work that makes many small things which hold no circles needs no collector.

Nothing that is made again and again holds any: editing, results, what-if, panels.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many more things than there were at the last look are worth another one.
WORTH = 100_000


@contextmanager
def no_collection() -> Iterator[None]:
    """Let the collector rest meanwhile: it would walk all that there is again and again, and find nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Collector:
    """The interpreter's collector, which looks for garbage by itself unless there is a reason to let it rest."""

    def __init__(self) -> None:
        """Begin without a reason."""
        self._reasons: set[str] = set()
        self._kept = 0

    def rest(self, reason: str) -> None:
        """Let it rest, until no reason is left."""
        self._reasons.add(reason)
        gc.disable()

    def go_on(self, reason: str) -> None:
        """A reason to let it rest is gone."""
        self._reasons.discard(reason)
        if not self._reasons:
            gc.enable()

    def rests_for(self, reason: str) -> bool:
        """Say whether it rests for a reason."""
        return reason in self._reasons

    def look_through(self) -> None:
        """Look through what has come while it rested, if that is much: it takes many frames."""
        if self._reasons and gc.get_freeze_count() + gc.get_count()[0] > self._kept + WORTH:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._kept = gc.get_freeze_count()


collector = Collector()
