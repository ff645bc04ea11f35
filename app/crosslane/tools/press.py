"""What a press begins: which gesture, by the tool at hand and by what lies under the pointer."""

from __future__ import annotations

from crosslane.drawing.picture import Spot
from crosslane.editor import Editor
from crosslane.geometry import path_length
from crosslane.model.records import Flow
from crosslane.tools.bend import bend
from crosslane.tools.connect import connect, reconnect
from crosslane.tools.events import Pointer
from crosslane.tools.gesture import Gesture, Overlay
from crosslane.tools.lanes import move_lane
from crosslane.tools.select import band, hold_cards, move_note
from crosslane.tools.space import space

# How near to the end of a selected flow a press takes hold of that end.
GRIP = 28
# How near to the handle at its end, wherever that lies.
HANDLE = 9


def press_on(editor: Editor, press: Pointer, overlay: Overlay, tool: str) -> Gesture | None:
    """Return the gesture that a press begins with the tool at hand, after selecting what it hits."""
    if tool == "space":
        return space(editor, press, overlay)
    held = editor.chosen_flow
    if held is not None and tool == "select" and not (press.shift or press.ctrl):
        # The handles of the selected flow lie on the edges of cards, and stand above them.
        end = _end_of(editor, press, overlay, held, HANDLE)
        if end is not None:
            return end
    spot = press.spot
    if spot is None or spot.layer == "lanes":
        if not (press.shift or press.ctrl):
            editor.select([])
        return band(editor, press, overlay)
    if tool == "connect" and spot.layer == "cards":
        return connect(editor, press, overlay, spot.id)
    if press.shift or press.ctrl:
        editor.select([spot.id], add=True)
        return None
    return _hold(editor, press, overlay, spot)


def _hold(editor: Editor, press: Pointer, overlay: Overlay, spot: Spot) -> Gesture | None:
    already = editor.selection == (spot.id,)
    if spot.layer != "cards" or spot.id not in editor.selection:
        editor.select([spot.id])
    if spot.layer == "headers":
        return move_lane(editor, press, overlay, spot.id)
    if spot.layer == "cards":
        return hold_cards(editor, press, overlay, spot.id)
    if spot.layer == "notes":
        return move_note(editor, press, overlay, spot.id)
    record = editor.map.get(spot.id)
    if not already or not isinstance(record, Flow):
        return None
    end = _end_of(editor, press, overlay, record, GRIP)
    if end is None and spot.layer == "flows" and record.id in editor.routes and record.source != record.target:
        return bend(editor, press, overlay, record.id)
    return end


def _end_of(editor: Editor, press: Pointer, overlay: Overlay, flow: Flow, reach: float) -> Gesture | None:
    if flow.id not in editor.routes:
        return None
    points = editor.routes[flow.id].points
    # Of a short line the middle is left to be bent.
    reach = min(reach, path_length(points) / 3)
    for end, point in (("source", points[0]), ("target", points[-1])):
        if abs(point.x - press.at.x) + abs(point.y - press.at.y) < reach:
            return reconnect(editor, press, overlay, flow.id, end)
    return None


def connect_from(editor: Editor, press: Pointer, overlay: Overlay) -> Gesture:
    """Return the gesture that draws a flow from the one selected step: a drag from its pad or its edge."""
    return connect(editor, press, overlay, editor.selection[0])
