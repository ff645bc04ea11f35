"""Verbs: plain functions that take a map and say what changes, as a diff.

May import the rest of model.
Stores, history, views and anything that remembers never belong here; menus, tools, scribe line and importers share them.
"""

from crosslane.model.edits.arrange import align, distribute, straighten
from crosslane.model.edits.clipboard import copied, duplicate, paste
from crosslane.model.edits.fields import pin, rename, set_fields
from crosslane.model.edits.flows import connect, insert_on_flow, reconnect, would_close_loop
from crosslane.model.edits.lanes import add_lane, merge_lanes, move_lane, remove_lane
from crosslane.model.edits.notes import add_note, answer, decide, rehomed, take_on, vote
from crosslane.model.edits.removing import remove
from crosslane.model.edits.steps import (
    add_step,
    append_step,
    beside_others,
    make_room,
    move_steps,
    shift_lane,
    stand_between,
)

__all__ = [
    "add_lane",
    "add_note",
    "add_step",
    "align",
    "answer",
    "append_step",
    "beside_others",
    "connect",
    "copied",
    "decide",
    "distribute",
    "duplicate",
    "insert_on_flow",
    "make_room",
    "merge_lanes",
    "move_lane",
    "move_steps",
    "paste",
    "pin",
    "reconnect",
    "rehomed",
    "remove",
    "remove_lane",
    "rename",
    "set_fields",
    "shift_lane",
    "stand_between",
    "straighten",
    "take_on",
    "vote",
    "would_close_loop",
]
