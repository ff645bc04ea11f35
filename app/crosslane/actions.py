"""What can be done, as data: one list for menus, palette, context menu and shortcut sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crosslane.editor import Editor
from crosslane.model import edits
from crosslane.model.edits.arrange import Line
from crosslane.model.edits.steps import Direction
from crosslane.model.map import Map
from crosslane.model.records import MAP_ID, Flow, Lane, Step

Menu = Literal["Map", "Edit", "Insert", "View", "Arrange", "Help"]


@dataclass(frozen=True)
class Action:
    """One thing that can be done: its words, keys, where it is listed, and when it makes sense.

    `do` works on the editor; an action without it is the window's own and is bound there by its id. `canvas_only` keys
    are single letters and the like: they work while the canvas has the focus. Actions of one `group` share a submenu of
    that name.
    """

    id: str
    words: str
    keys: tuple[str, ...] = ()
    menu: Menu = "Edit"
    do: Callable[[Editor], object] | None = None
    enabled: Callable[[Editor], bool] = lambda _: True
    canvas_only: bool = False
    icon: str = ""
    context: bool = False
    group: str = ""


def _steps(editor: Editor) -> list[str]:
    return [id_ for id_ in editor.selection if isinstance(editor.map.get(id_), Step)]


def _has_steps(editor: Editor) -> bool:
    return bool(_steps(editor))


def _may_change_lanes(editor: Editor) -> bool:
    return _has_steps(editor) or _lane(editor) is not None


def _one_step(editor: Editor) -> bool:
    return len(editor.selection) == 1 and _has_steps(editor)


def _has_selection(editor: Editor) -> bool:
    return bool(editor.selection)


# Where lanes run from top to bottom, what lies on the map in one direction lies on the screen in another.
_TURNED: dict[Direction, Direction] = {"right": "down", "down": "right", "left": "up", "up": "left"}


def append_beside(editor: Editor, direction: Direction) -> bool:
    """Append a step on that side of the one selected, as the screen shows the map."""
    return append(editor, _TURNED[direction] if editor.map.head.is_turned else direction)


def append(editor: Editor, direction: Direction) -> bool:
    """Append the next step to the one selected, connected, and select it; the direction is the map's."""
    if not _one_step(editor):
        return False
    before = set(editor.map.ids())
    done = editor.run("Append step", edits.append_step, editor.selection[0], direction=direction)
    new = [step.id for step in editor.map.steps if step.id not in before]
    if new:
        editor.select(new)
    return done


def turn_lanes(editor: Editor) -> bool:
    """Draw the lanes from top to bottom, or across again: a view of the same map, for screen and exports alike."""
    orientation = "horizontal" if editor.map.head.is_turned else "vertical"
    return editor.set(MAP_ID, "Turn the lanes", orientation=orientation)


def nudge(editor: Editor, dx: int, dy: int) -> bool:
    """Move the selected steps by so many map units; one undo step for a row of nudges."""
    chosen = _steps(editor)
    gesture = f"nudge:{','.join(chosen)}"
    return bool(chosen) and editor.run("Move", edits.move_steps, chosen, dx, dy, snap=False, gesture=gesture)


def remove(editor: Editor) -> bool:
    """Remove what is selected."""
    count = len(editor.selection)
    return editor.run("Remove" if count == 1 else f"Remove {count} things", edits.remove, editor.selection)


def duplicate(editor: Editor) -> bool:
    """Copy what is selected beside itself and select the copy."""
    before = set(editor.map.ids())
    done = editor.run("Duplicate", edits.duplicate, editor.selection)
    editor.select(id_ for id_ in editor.map.ids() if id_ not in before and isinstance(editor.map.get(id_), Step))
    return done


def merge_down(editor: Editor) -> bool:
    """Merge the selected lane with the one below it."""
    lane = _lane(editor)
    below = edits.lanes.lane_below(editor.map, lane.id, 1) if lane else None
    return bool(lane and below) and editor.run("Merge lanes", edits.merge_lanes, lane.id if lane else "", below)


def _lane(editor: Editor) -> Lane | None:
    record = editor.map.get(editor.selection[0]) if len(editor.selection) == 1 else None
    return record if isinstance(record, Lane) else None


def shift_lane_order(editor: Editor, down: int) -> bool:
    """Move the selected lane, or else the selected steps, one lane up or down."""
    lane = _lane(editor)
    if lane is None:
        return editor.run("Move to another lane", edits.shift_lane, _steps(editor), down)
    ids = [each.id for each in editor.map.lanes]
    at = ids.index(lane.id) + (2 if down > 0 else -1)
    if not 0 <= at <= len(ids):
        return False
    return editor.run("Move lane", edits.move_lane, lane.id, ids[at] if at < len(ids) else None)


def order_of(map_: Map) -> list[str]:
    """Return lanes, their steps and the flows out of each step, in reading order: what Tab walks through."""
    walk: list[str] = []
    for lane in map_.lanes:
        walk.append(lane.id)
        for step in map_.steps_of(lane.id):
            walk += [step.id, *(flow.id for flow in map_.flows_from(step.id))]
    return walk


def walk(editor: Editor, by: int) -> None:
    """Select the next or previous element in reading order."""
    order = order_of(editor.map)
    if not order:
        return
    at = (
        order.index(editor.selection[-1]) + by
        if editor.selection and editor.selection[-1] in order
        else (0 if by > 0 else -1)
    )
    editor.select([order[at % len(order)]])


def along(editor: Editor, forward: bool) -> None:
    """Walk along flows: from a step to the flow out of it (or into it), from a flow to the step at its end."""
    record = editor.map.get(editor.selection[-1]) if editor.selection else None
    if isinstance(record, Flow):
        editor.select([record.target if forward else record.source])
    elif isinstance(record, Step):
        flows = editor.map.flows_from(record.id) if forward else editor.map.flows_into(record.id)
        editor.select([flows[0].id] if flows else [record.id])


def turn(editor: Editor, by: int) -> None:
    """At a fork, choose the next or previous of the flows that leave the same step."""
    flow = editor.chosen_flow
    if flow is not None:
        beside = [other.id for other in editor.map.flows_from(flow.source)]
        editor.select([beside[(beside.index(flow.id) + by) % len(beside)]])


def _append_beside(direction: Direction, words: str, keys: str) -> Action:
    def do(editor: Editor) -> object:
        return append_beside(editor, direction)

    return Action(f"append_{direction}", words, (keys,), "Insert", do, _one_step, canvas_only=True)


def _window(id_: str, words: str, keys: str = "", menu: Menu = "Map", icon: str = "") -> Action:
    return Action(id_, words, tuple(k for k in keys.split(" | ") if k), menu, icon=icon)


def _pin(editor: Editor) -> bool:
    pinned = all(editor.map.step(id_).pinned for id_ in _steps(editor))
    done = editor.run("Let go" if pinned else "Pin", edits.pin, _steps(editor), not pinned)
    if done:
        editor.say("Let go: tidy-up may move it." if pinned else "Pinned: it stays where it is when the map is tidied.")
    return done


def _straighten(editor: Editor) -> bool:
    flow = editor.chosen_flow
    if flow is None:
        return False
    done = editor.run("Straighten", edits.straighten, flow.id)
    if not done:
        editor.say("It is as straight as its two steps allow.")
    return done


def _is_bent(editor: Editor) -> bool:
    return editor.chosen_flow is not None and bool(editor.chosen_flow.bends)


def _unbend(editor: Editor) -> bool:
    flow = editor.chosen_flow
    return flow is not None and editor.run("Unbend", edits.set_fields, [flow.id], bends=())


# Which line of the map is meant where its lanes run from top to bottom.
_TURNED_LINE: dict[Line, Line] = {
    "left": "top", "center": "middle", "right": "bottom", "top": "left", "middle": "center", "bottom": "right",
}  # fmt: skip


def _align(line: Line, words: str) -> Action:
    def do(editor: Editor) -> bool:
        on_map = _TURNED_LINE[line] if editor.map.head.is_turned else line
        return editor.run(words, edits.align, _steps(editor), on_map) or _say_why_none_moves(editor)

    return Action(f"align_{line}", words, (), "Arrange", do, lambda e: len(_steps(e)) > 1, group="Align")


def _distribute(along: Literal["flow", "lane"], words: str) -> Action:
    def do(editor: Editor) -> bool:
        return editor.run(words, edits.distribute, _steps(editor), along) or _say_why_none_moves(editor)

    return Action(f"distribute_{along}", words, (), "Arrange", do, lambda e: len(_steps(e)) > 2, group="Distribute")


def _say_why_none_moves(editor: Editor) -> bool:
    """Say why steps that were to be put in order lie as before; return that nothing was done."""
    steps = [editor.map.step(id_) for id_ in _steps(editor)]
    if any(step.pinned for step in steps):
        editor.say("What is pinned stays where it is, and the others have nowhere to go.")
    elif len({step.lane for step in steps}) > 1:
        editor.say("Nothing moves: they lie in order, or each is alone in its lane.")
    else:
        editor.say("They lie in order already.")
    return False


_ARRANGE: tuple[Action, ...] = (
    _align("left", "Align left"),
    _align("center", "Align centres"),
    _align("right", "Align right"),
    _align("top", "Align tops"),
    _align("middle", "Align middles"),
    _align("bottom", "Align bottoms"),
    _distribute("flow", "Distribute along the flow"),
    _distribute("lane", "Distribute across the lanes"),
    Action(
        "straighten",
        "Straighten this handoff",
        (),
        "Arrange",
        _straighten,
        lambda e: e.chosen_flow is not None,
        context=True,
    ),
    Action("unbend", "Let this line find its way", (), "Arrange", _unbend, _is_bent, context=True),
)

_VIEWS: tuple[Action, ...] = tuple(
    Action(f"view_{id_}", words, (), "View", group="Views")
    for id_, words in (
        ("ladder", "View: value stream ladder"),
        ("bars", "View: what handoffs add"),
        ("spread", "View: how lead times spread"),
        ("matrix", "View: handoff matrix"),
        ("timeline", "View: timeline by Ops"),
        ("table", "View: table"),
        ("text", "View: the map as text"),
        ("roles", "View: roles by Ops"),
        ("tasks", "View: tasks of each role"),
    )
)

ACTIONS: tuple[Action, ...] = (
    _window("new", "New map…", "Ctrl+N"),
    _window("open", "Open a file…", "Ctrl+O"),
    _window("library", "Maps in the library…", "Ctrl+L"),
    _window("name_version", "Name this version…", "Ctrl+S"),
    _window("compare", "Compare with a version, or with how it could be…"),
    _window("work_changed", "The last number: the work itself changed", "", "Edit"),
    _window("save_copy", "Save a copy as file…", "Ctrl+Shift+S"),
    _window("export", "Export…", "Ctrl+Shift+E", icon="download"),
    _window("print", "Print…", "Ctrl+P"),
    _window("copy_picture", "Copy as picture", "Ctrl+Shift+C"),
    _window("quit", "Quit", "Ctrl+Q"),
    Action("undo", "Undo", ("Ctrl+Z",), "Edit", Editor.undo, lambda e: e.history.undo_label is not None, icon="undo-2"),
    Action(
        "redo",
        "Redo",
        ("Ctrl+Y", "Ctrl+Shift+Z"),
        "Edit",
        Editor.redo,
        lambda e: e.history.redo_label is not None,
        icon="redo-2",
    ),
    Action("cut", "Cut", ("Ctrl+X",), "Edit", None, _has_steps),
    Action("copy", "Copy", ("Ctrl+C",), "Edit", None, _has_selection),
    Action("paste", "Paste", ("Ctrl+V",), "Edit"),
    Action("duplicate", "Duplicate", ("Ctrl+D",), "Edit", duplicate, _has_steps, context=True),
    Action("remove", "Delete", ("Delete", "Backspace"), "Edit", remove, _has_selection, True, context=True),
    Action("select_all", "Select all", ("Ctrl+A",), "Edit", lambda e: e.select(s.id for s in e.map.steps)),
    Action("edit_text", "Edit text", ("F2", "Return"), "Edit", None, _has_selection, True, context=True),
    _window("find", "Find…", "Ctrl+F", "Edit", "search"),
    _window("palette", "Do anything…", "Ctrl+K | Ctrl+Shift+P", "Edit"),
    Action(
        "append", "Append the next step", ("A",), "Insert", lambda e: append(e, "right"), _one_step, True, context=True
    ),
    _append_beside("right", "Append to the right", "Ctrl+Right"),
    _append_beside("left", "Append to the left", "Ctrl+Left"),
    _append_beside("up", "Append above", "Ctrl+Up"),
    _append_beside("down", "Append below", "Ctrl+Down"),
    Action("connect", "Connect", ("C",), "Insert", None, canvas_only=True),
    Action("note", "Stick a note", ("N",), "Insert", None, canvas_only=True, context=True),
    _window("add_lane", "Add a lane…", "", "Insert"),
    _window("scribe", "Type a line", "/", "Insert"),
    Action("tidy", "Tidy up", ("Ctrl+T",), "Arrange", None, lambda e: bool(e.map.steps), icon="wand-sparkles"),
    Action("fold", "Tidy up to the shape of a page", (), "Arrange", None, lambda e: bool(e.map.steps)),
    Action("space", "Make room (space tool)", ("S",), "Arrange", None, canvas_only=True),
    Action("select_tool", "Select tool", ("V",), "Arrange", None, canvas_only=True),
    Action("hand", "Hand tool", ("H",), "Arrange", None, canvas_only=True),
    Action(
        "lane_up",
        "To the lane above",
        ("Alt+Up",),
        "Arrange",
        lambda e: shift_lane_order(e, -1),
        _may_change_lanes,
        True,
        context=True,
    ),
    Action(
        "lane_down",
        "To the lane below",
        ("Alt+Down",),
        "Arrange",
        lambda e: shift_lane_order(e, 1),
        _may_change_lanes,
        True,
        context=True,
    ),
    Action(
        "merge_lane",
        "Merge with the lane below",
        (),
        "Arrange",
        merge_down,
        lambda e: _lane(e) is not None,
        context=True,
    ),
    *_ARRANGE,
    Action("pin", "Pin where it is, or let go", (), "Arrange", _pin, _has_steps, context=True),
    _window("zoom_in", "Zoom in", "Ctrl++ | Ctrl+=", "View"),
    _window("zoom_out", "Zoom out", "Ctrl+-", "View"),
    _window("zoom_100", "100 %", "Ctrl+0", "View"),
    _window("fit", "Fit the map", "Ctrl+1 | Shift+1", "View"),
    _window("fit_selection", "Fit the selection", "Shift+2", "View"),
    Action("turn_lanes", "Lanes from top to bottom, or across", (), "View", turn_lanes, lambda e: bool(e.map.lanes)),
    _window("room", "Room view", "F8", "View", "users"),
    _window("present", "Present", "F5", "View", "presentation"),
    _window("full_screen", "Full screen", "F11", "View"),
    Action("what_if", "What if…", ("W",), "View", None, lambda e: bool(e.map.drawn_flows), True, context=True),
    Action(
        "agreement", "Agreement for this handoff…", (), "Edit", None, lambda e: e.chosen_flow is not None, context=True
    ),
    Action("two_sides", "Ask both sides…", (), "Edit", None, lambda e: e.chosen_flow is not None, context=True),
    _window("decisions", "What we decided…", "Ctrl+Shift+D", "View"),
    _window("views", "Other views of this map…", "F7", "View"),
    *_VIEWS,
    _window("coverage", "Coverage: principles by Ops…", "", "View"),
    _window("dark", "Dark colours", "", "View"),
    _window("outline", "Fold or unfold the outline", "Ctrl+Shift+O", "View"),
    _window("panels", "Hide or show panels", "Z", "View"),
    _window("next_part", "Next part of the window", "F6", "View"),
    _window("previous_part", "Previous part of the window", "Shift+F6", "View"),
    _window("knowledge", "What Crosslane knows: practices, words, the article…", "F1", "Help"),
    _window("shortcuts", "Keys and gestures", "?", "Help"),
    _window("log", "Open the log folder", "", "Help"),
    _window("about", "About Crosslane", "", "Help"),
)

# What is missing for an action that cannot be done now.
_MISSING: dict[str, tuple[str, ...]] = {
    "Select a step first.": ("cut", "duplicate", "pin"),
    "Select one step first.": ("append", "append_right", "append_left", "append_up", "append_down"),
    "Select something first.": ("copy", "remove", "edit_text"),
    "Select a step or a lane first.": ("lane_up", "lane_down"),
    "Select a lane first.": ("merge_lane",),
    "Select a handoff or another flow first.": ("straighten", "agreement", "two_sides"),
    "Select a flow that somebody bent first.": ("unbend",),
    "Select two steps or more first.": tuple(a.id for a in _ARRANGE if a.group == "Align"),
    "Select three steps or more first.": tuple(a.id for a in _ARRANGE if a.group == "Distribute"),
    "There is nothing to undo.": ("undo",),
    "There is nothing to redo.": ("redo",),
    "There is nothing on the map for it yet.": ("tidy", "fold", "turn_lanes", "what_if"),
}
MISSING = {id_: sentence for sentence, ids in _MISSING.items() for id_ in ids}

# Where a map is only looked at, these are refused before anybody has typed anything into a dialog.
_READING = frozenset({"find", "palette", "copy", "select_all", "space", "select_tool", "hand"})
_WRITING = frozenset({"new", "open", "name_version", "turn_lanes"})
EDITS = frozenset(a.id for a in ACTIONS if a.menu in ("Edit", "Insert", "Arrange")) - _READING | _WRITING

# What the hand does without an action of its own, for the sheet of keys: what happens, and by what.
GESTURES: tuple[tuple[str, str], ...] = (
    ("Select", "Click"),
    ("Add to the selection, or take out", "Shift or Ctrl and click"),
    ("Select with a rubber band", "Drag on empty canvas"),
    ("Pan", "Space or middle button and drag"),
    ("Zoom at the pointer", "Ctrl and wheel"),
    ("New step in a lane", "Double-click the empty lane"),
    ("Put a step on a flow", "Drop it there"),
    ("Connect", "Drag from the edge of a selected card"),
    ("Give a flow another end", "Drag its end"),
    ("Bend a flow", "Select it, drag its line"),
    ("Move a lane", "Drag its header"),
    ("Nudge, nudge far", "Arrows, Shift+arrows"),
    ("Next, previous element", "Tab, Shift+Tab"),
    ("Walk along a flow, choose at a fork", "Alt+Left, Alt+Right, Alt+Shift+Up, Alt+Shift+Down"),
    ("New line in a text", "Shift+Enter"),
    ("Cancel, then clear the selection", "Esc"),
)
