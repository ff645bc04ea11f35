"""Lanes change places by their headers."""

from __future__ import annotations

from crosslane.editor import Editor
from crosslane.model import edits
from crosslane.model.plan import lane_bands
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Gesture, Overlay


def move_lane(editor: Editor, press: Pointer, overlay: Overlay, lane_id: str) -> Gesture:  # noqa: ARG001  (every gesture begins with its press)
    """Drag a lane's header to another place, with all that is in it."""
    before: str | None = lane_id
    pointer: Pointer | None
    try:
        while (pointer := (yield)) is not None:
            bands = lane_bands(editor.map)
            before = next((id_ for id_, b in bands.items() if pointer.at.y < b.top + b.height / 2), None)
            overlay.border = bands[before].top if before else max((b.bottom for b in bands.values()), default=0)
        if before != lane_id:
            editor.run("Move lane", edits.move_lane, lane_id, before)
    finally:
        overlay.clear()
