"""A map held in the worker process, so that a job on it needs only what changed since the last.

`Mirror` is the window's side: it hands over records in portions, because packing thousands of them takes longer than a
frame. `hold` and `derived` are the other side; what they hold goes with their process, and is then handed over anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from itertools import count
from typing import Any, Protocol

from crosslane.model.diff import Change, since
from crosslane.model.map import Map
from crosslane.model.records import Record

# So many records are handed over at a time.
PORTION = 200
LOST = "lost"
Then = Callable[[Any], object]


class Ask(Protocol):
    """What hands a job to the process: see `Worker.ask`."""

    def __call__(self, kind: str, then: Then, function: Any, *args: Any, failed: Callable[[str], object]) -> None: ...


class Mirror:
    """Keeps one map in the worker process up to date, and asks for jobs on it."""

    _names = count()

    def __init__(self, ask: Ask) -> None:
        """Begin with nothing handed over."""
        self._ask = ask
        self._begin()

    def _begin(self) -> None:
        self._name, self._sent = f"map {next(Mirror._names)}", 0
        self._held = Map.of()

    def ask(
        self,
        kind: str,
        map_: Map,
        function: str,
        then: Then,
        *args: Any,
        failed: Callable[[str], object] = lambda _: None,
        tries: int = 3,
    ) -> None:
        """Have "module:function" called with the map and arguments; a newer job of a kind replaces the older.

        A function that yields gives `then` a list of what it yielded.
        """
        self._hand_over(map_)
        name = self._name

        def heard(found: Any) -> None:
            if not isinstance(found, str) or found != LOST:
                then(found)
            elif tries:
                if self._name == name:
                    self._begin()
                self.ask(kind, map_, function, then, *args, failed=failed, tries=tries - 1)
            else:
                failed("The map did not reach the helper process.")

        self._ask(kind, heard, "crosslane.mirror:derived", name, self._sent, function, args, failed=failed)

    def _hand_over(self, map_: Map) -> None:
        differing = since(self._held, map_)
        changed = [change.after for change in differing.values() if change.after is not None]
        gone = [id_ for id_, change in differing.items() if change.after is None]
        self._held = map_
        for at in range(0, max(len(changed), len(gone) and 1), PORTION):
            self._sent += 1
            self._ask(
                f"{self._name}: {self._sent}",
                lambda _: None,
                "crosslane.mirror:hold",
                self._name,
                self._sent,
                changed[at : at + PORTION],
                [] if at else gone,
                failed=lambda _: None,
            )


_held: dict[str, tuple[int, Map]] = {}


def hold(name: str, number: int, changed: Iterable[Record], gone: Iterable[str]) -> None:
    """Take portion `number` of a map in; one that does not follow on the last is of no use, and neither is what was held."""
    so_far, map_ = _held.get(name, (0, Map.of()))
    if number == 1:
        # One map at a time is looked at.
        _held.clear()
    elif number != so_far + 1:
        _held.pop(name, None)
        return
    diff = {record.id: Change(None, record) for record in changed} | {id_: Change(None, None) for id_ in gone}
    _held[name] = (number, map_.apply(diff))


def derived(name: str, number: int, function: str, args: tuple[Any, ...]) -> Any:
    """Call a function with the map as it is after portion `number`; `LOST` when that is not here."""
    held = _held.get(name)
    if held is None or held[0] != number:
        return LOST
    module, _, called = function.partition(":")
    return partial(getattr(import_module(module), called), held[1])(*args)
