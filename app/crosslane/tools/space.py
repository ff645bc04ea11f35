"""Room is made, or taken away, along the flow."""

from __future__ import annotations

from crosslane.editor import Editor
from crosslane.model.edits.steps import closes_by, make_room, right_of
from crosslane.model.plan import snapped
from crosslane.tools.carry import carry, is_carried
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Gesture, Overlay


def space(editor: Editor, press: Pointer, overlay: Overlay) -> Gesture:
    """Make room, or close it: everything right of the press moves with the pointer."""
    x, map_, label = press.at.x, editor.map, "Make room"
    ids = [step.id for step in right_of(map_, x)]
    if is_carried(editor, ids):
        most = closes_by(map_, x)
        yield from carry(
            editor,
            overlay,
            label,
            ids,
            lambda pointer: (snapped(max(pointer.at.x - x, most)), 0.0),
            lambda pointer: make_room(map_, x, pointer.at.x - x),
        )
        return
    with editor.store.edit(label) as edit:
        pointer: Pointer | None
        while (pointer := (yield)) is not None:
            edit.replace(make_room(edit.before, x, pointer.at.x - x))
