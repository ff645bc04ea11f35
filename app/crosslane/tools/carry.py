"""Very many steps in one hand: they are shown where they would lie, and the map follows when the hand lets go."""

from __future__ import annotations

from collections.abc import Callable, Collection

from crosslane.editor import Editor
from crosslane.model.diff import Diff
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Carried, Gesture, Overlay

# More steps than this are carried: to have the map follow each move would take several frames.
MANY = 60


def is_carried(editor: Editor, ids: Collection[str]) -> bool:
    """Say whether steps are too many for the map to follow each move of them; one that is only looked at moves nothing."""
    return len(ids) > MANY and not editor.store.is_closed


def carry(
    editor: Editor,
    overlay: Overlay,
    label: str,
    ids: Collection[str],
    way: Callable[[Pointer], tuple[float, float]],
    verb: Callable[[Pointer], Diff],
) -> Gesture:
    """Carry steps by the way that a pointer says, on the map; released elsewhere, the edit is what the verb says."""
    held = frozenset(ids)
    try:
        with editor.store.edit(label) as edit:
            overlay.carried, last = Carried(held, (0.0, 0.0)), None
            pointer: Pointer | None
            while (pointer := (yield)) is not None:
                overlay.carried, last = Carried(held, way(pointer)), pointer
            # It is not in the hand any more when the map follows.
            overlay.clear()
            if last is not None and any(way(last)):
                edit.leave(verb(last))
    finally:
        overlay.clear()
