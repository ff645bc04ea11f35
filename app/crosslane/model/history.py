"""Undo and redo over finished edits, the same after a restart as before.

The history is nothing but a reading of the journal: feed it the rows in order and it knows what can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from crosslane.model.diff import Diff, invert, rebase, squash
from crosslane.model.store import Event, Origin, Store


class Row(Protocol):
    """What the history needs of a journal row; a finished `Event` is one."""

    @property
    def seq(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def origin(self) -> Origin: ...
    @property
    def gesture(self) -> str | None: ...
    @property
    def undoes(self) -> int | None: ...
    @property
    def diff(self) -> Diff: ...


@dataclass(frozen=True)
class UndoStep:
    """One or more edits that undo takes back together; `seq` is that of the first."""

    seq: int
    label: str
    gesture: str | None
    diff: Diff


class History:
    """What can be undone and redone, newest last."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        """Read the journal's rows, oldest first."""
        self._undo: list[UndoStep] = []
        self._redo: list[UndoStep] = []
        for row in rows:
            self.read(row)

    def follow(self, store: Store) -> None:
        """Keep reading what the store finishes from now on."""
        store.subscribe(lambda event: None if event.draft else self.read(event))

    def read(self, row: Row | Event) -> None:
        """Take in one finished edit. Remote edits and session notes are nobody's to undo; a baseline ends all undo."""
        if row.origin == "user":
            self._redo.clear()
            self._push(row)
        elif row.origin == "undo":
            self._move(row, self._undo, self._redo)
        elif row.origin == "redo":
            self._move(row, self._redo, self._undo)
        elif row.origin == "baseline":
            self._undo.clear()
            self._redo.clear()

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        return self._redo[-1].label if self._redo else None

    def undo(self, store: Store) -> bool:
        """Take back the newest step that still changes something, field by field; returns False when there is none."""
        return self._back(store, self._undo, "undo")

    def redo(self, store: Store) -> bool:
        """Do again what was undone last; returns False when there is nothing."""
        return self._back(store, self._redo, "redo")

    def seal(self) -> None:
        """Let the next edit begin an undo step of its own even when it has the gesture of the last."""
        if self._undo:
            last = self._undo[-1]
            self._undo[-1] = UndoStep(last.seq, last.label, None, last.diff)

    def _back(self, store: Store, stack: list[UndoStep], origin: Origin) -> bool:
        for step in reversed(stack.copy()):
            diff = rebase(invert(step.diff), store.map)
            if store.commit(diff, step.label, origin=origin, undoes=step.seq):
                return True
            # Others have changed all of it since. It stays: the journal does not tell that it was tried, and what is
            # read from it later must be what is known here; it also may come to change something again.
        return False

    def _push(self, row: Row | Event) -> None:
        last = self._undo[-1] if self._undo else None
        if last and row.gesture and last.gesture == row.gesture:
            self._undo[-1] = UndoStep(last.seq, last.label, last.gesture, squash(last.diff, row.diff))
        else:
            self._undo.append(UndoStep(row.seq, row.label, row.gesture, row.diff))

    @staticmethod
    def _move(row: Row | Event, source: list[UndoStep], target: list[UndoStep]) -> None:
        source[:] = [step for step in source if step.seq != row.undoes]
        target.append(UndoStep(row.seq, row.label, None, row.diff))
