"""Room is made, or taken away, along the flow."""

from __future__ import annotations

from crosslane.editor import Editor
from crosslane.model.edits.steps import make_room
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Gesture, Overlay


def space(editor: Editor, press: Pointer, _: Overlay) -> Gesture:
    """Make room, or close it: everything right of the press moves with the pointer."""
    with editor.store.edit("Make room") as edit:
        pointer: Pointer | None
        while (pointer := (yield)) is not None:
            edit.replace(make_room(edit.before, press.at.x, pointer.at.x - press.at.x))
