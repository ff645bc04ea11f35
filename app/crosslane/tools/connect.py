"""Joining steps: a line is drawn from one to the next; an end of a flow is dragged to another step."""

from __future__ import annotations

from crosslane.editor import Editor
from crosslane.geometry import Point
from crosslane.model import edits
from crosslane.model.edits.flows import why_not
from crosslane.model.plan import CARD_H, CARD_W, lane_at, lane_bands
from crosslane.model.records import Step
from crosslane.routing.of_map import cards_of
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Gesture, Overlay


def connect(editor: Editor, press: Pointer, overlay: Overlay, source: str) -> Gesture:
    """Draw a flow from a step to the one under the pointer; over an empty lane, a new step comes with it."""
    last = press
    pointer: Pointer | None = press
    start = cards_of(editor.map)[source].center
    try:
        while (pointer := (yield)) is not None:
            last = pointer
            over = _step_under(editor, pointer)
            overlay.line, overlay.target = (start, pointer.at), over if over != source else None
            overlay.refused = _is_refused(editor, source, over, pointer)
        if overlay.target is not None:
            _join(editor, source, overlay.target)
        elif not overlay.refused and abs(last.at.x - start.x) + abs(last.at.y - start.y) > CARD_W:
            _new_step_at(editor, source, last.at)
    finally:
        overlay.clear()


def _step_under(editor: Editor, pointer: Pointer) -> str | None:
    spot = pointer.spot
    return spot.id if spot is not None and isinstance(editor.map.get(spot.id), Step) else None


def _is_refused(editor: Editor, source: str, over: str | None, pointer: Pointer) -> bool:
    if over is not None:
        return over != source and why_not(editor.map, source, over) is not None
    # A new step needs a lane, and a place where nothing lies yet.
    return lane_at(pointer.at.y, lane_bands(editor.map)) is None


def _join(editor: Editor, source: str, target: str) -> None:
    number = editor.map.head.next_number
    if editor.run("Connect", edits.connect, source, target):
        editor.select([flow.id for flow in editor.map.flows if flow.number == number])


def _new_step_at(editor: Editor, source: str, at: Point) -> None:
    bands = lane_bands(editor.map)
    lane_id = lane_at(at.y, bands)
    if lane_id is None:
        return
    added = edits.add_step(editor.map, lane_id, x=at.x - CARD_W / 2, y=at.y - bands[lane_id].top - CARD_H / 2)
    new = next(iter(added))
    joined = edits.connect(editor.map.apply(added), source, new)
    if editor.commit({**added, **joined}, "Append step"):
        editor.select([new])


def reconnect(editor: Editor, press: Pointer, overlay: Overlay, flow_id: str, end: str) -> Gesture:  # noqa: ARG001  (every gesture begins with its press)
    """Drag one end of a flow to another step; the flow keeps its number and everything said of it."""
    flow = editor.map.flow(flow_id)
    fixed = cards_of(editor.map)[flow.target if end == "source" else flow.source].center
    pointer: Pointer | None
    try:
        while (pointer := (yield)) is not None:
            overlay.line = (fixed, pointer.at) if end == "target" else (pointer.at, fixed)
            overlay.target = _step_under(editor, pointer)
            overlay.refused = overlay.target is None
        if overlay.target is not None:
            ends = {end: overlay.target}
            editor.run("Reconnect", lambda map_: edits.reconnect(map_, flow_id, **ends))
    finally:
        overlay.clear()
