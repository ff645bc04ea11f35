"""Drawing the bends of a flow: a piece of its line moves with the pointer."""

from __future__ import annotations

from crosslane.editor import Editor
from crosslane.model import edits
from crosslane.routing.bends import dragged, piece_at
from crosslane.routing.of_map import cards_of
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Gesture, Overlay


def bend(editor: Editor, press: Pointer, _: Overlay, flow_id: str) -> Gesture:
    """Put a piece of a flow's line elsewhere; the flow keeps to these bends as long as its two steps lie as they do."""
    flow, points, cards = editor.map.flow(flow_id), editor.routes[flow_id].points, cards_of(editor.map)
    piece = piece_at(points, press.at)
    with editor.store.edit("Bend a line") as edit:
        pointer: Pointer | None
        while (pointer := (yield)) is not None:
            bends = dragged(points, piece, pointer.at, cards[flow.source], cards[flow.target])
            edit.replace(edits.set_fields(edit.before, flow_id, bends=bends))
