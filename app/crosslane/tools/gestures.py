"""The gestures: move, band, connect, reconnect, lanes, space. Press above the first yield, release below the loop."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass

from crosslane.editor import Editor
from crosslane.geometry import Point, Rect
from crosslane.layout.of_map import cards_of
from crosslane.model import edits
from crosslane.model.edits.flows import why_not
from crosslane.model.edits.steps import make_room
from crosslane.model.plan import CARD_H, CARD_W, lane_at, lane_bands
from crosslane.model.records import Flow, Step
from crosslane.tools.events import Cancel, Pointer

Gesture = Generator[None, Pointer | None, None]


@dataclass
class Overlay:
    """What a gesture shows besides its draft: a rubber band, a line being drawn, the step or lane it would land on."""

    band: Rect | None = None
    line: tuple[Point, Point] | None = None
    target: str | None = None
    refused: bool = False
    border: float | None = None


class Runner:
    """Runs one gesture at a time: `start` it, `move` it, `finish` or `cancel` it."""

    def __init__(self) -> None:
        """Begin idle."""
        self._gesture: Gesture | None = None

    @property
    def busy(self) -> bool:
        """Say whether a gesture is going on."""
        return self._gesture is not None

    def start(self, gesture: Gesture) -> None:
        """Begin a gesture; one that is going on is cancelled."""
        self.cancel()
        self._gesture = gesture
        self._step(lambda: next(gesture))

    def move(self, pointer: Pointer) -> None:
        """Tell the gesture where the pointer is."""
        if self._gesture is not None:
            gesture = self._gesture
            self._step(lambda: gesture.send(pointer))

    def finish(self) -> None:
        """Release: the gesture does what it came to."""
        if self._gesture is not None:
            gesture = self._gesture
            self._step(lambda: gesture.send(None))
            self._gesture = None

    def cancel(self) -> None:
        """Escape: the gesture leaves no trace."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            with suppress(Cancel, StopIteration):
                gesture.throw(Cancel)

    def _step(self, act: object) -> None:
        try:
            act()  # type: ignore[operator]  # a call of this gesture, bound above
        except StopIteration:
            self._gesture = None


def move_cards(editor: Editor, press: Pointer, overlay: Overlay) -> Gesture:
    """Move the selected steps with the pointer; a single step dropped on a flow goes between its two ends."""
    ids = [id_ for id_ in editor.selection if isinstance(editor.map.get(id_), Step)]
    name = f"Move {len(ids)} steps" if len(ids) > 1 else "Move step"
    with editor.store.edit(name) as edit:
        pointer: Pointer | None = press
        drop: str | None = None
        while (pointer := (yield)) is not None:
            dx, dy = pointer.at.x - press.at.x, pointer.at.y - press.at.y
            edit.replace(edits.move_steps(edit.before, ids, dx, dy))
            drop = _flow_under(editor, ids, pointer) if len(ids) == 1 else None
            overlay.target = drop
        if drop is not None:
            edit.apply(edits.insert_on_flow(edit.map, drop, ids[0]))
    overlay.target = None


def _flow_under(editor: Editor, ids: list[str], pointer: Pointer) -> str | None:
    """Return the flow on which the moved card would be dropped: its route passes the card's middle, and it is not its own."""
    own = {f.id for id_ in ids for f in (*editor.map.flows_from(id_), *editor.map.flows_into(id_))}
    middle = Rect(pointer.at.x - 20, pointer.at.y - 14, 40, 28)
    if own:
        return None
    for id_, route in editor.routes.items():
        pieces = zip(route.points, route.points[1:], strict=False)
        if any(Rect.spanning(a, b).grown(1).intersects(middle) for a, b in pieces):
            return id_
    return None


def band(editor: Editor, press: Pointer, overlay: Overlay) -> Gesture:
    """Select what the rubber band encloses; with Shift or Ctrl in addition to what is selected."""
    before = editor.selection if press.shift or press.ctrl else ()
    cards = cards_of(editor.map)
    pointer: Pointer | None = press
    try:
        while (pointer := (yield)) is not None:
            overlay.band = Rect.spanning(press.at, pointer.at)
            editor.select([*before, *(id_ for id_, card in cards.items() if overlay.band.encloses(card))])
    finally:
        overlay.band = None


def connect(editor: Editor, press: Pointer, overlay: Overlay, source: str) -> Gesture:
    """Draw a flow from a step to the one under the pointer; over an empty lane, a new step comes with it."""
    last = press
    pointer: Pointer | None = press
    start = cards_of(editor.map)[source].center
    try:
        while (pointer := (yield)) is not None:
            last = pointer
            over = pointer.spot.id if pointer.spot and pointer.spot.layer == "cards" else None
            overlay.line, overlay.target = (start, pointer.at), over
            overlay.refused = over is not None and why_not(editor.map, source, over) is not None
        target = overlay.target
        if target is not None and target != source:
            if editor.run("Connect", edits.connect, source, target):
                _select_newest_flow(editor)
        elif target is None and abs(last.at.x - start.x) + abs(last.at.y - start.y) > CARD_W:
            _new_step_at(editor, source, last.at)
    finally:
        overlay.line, overlay.target, overlay.refused = None, None, False


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


def _select_newest_flow(editor: Editor) -> None:
    flows = [flow for flow in editor.map.flows if flow.number == editor.map.head.next_number - 1]
    editor.select([flow.id for flow in flows])


def reconnect(editor: Editor, press: Pointer, overlay: Overlay, flow_id: str, end: str) -> Gesture:
    """Drag one end of a flow to another step; the flow keeps its number and everything said of it."""
    flow = editor.map.flow(flow_id)
    cards = cards_of(editor.map)
    fixed = cards[flow.target if end == "source" else flow.source].center
    pointer: Pointer | None = press
    try:
        while (pointer := (yield)) is not None:
            over = pointer.spot.id if pointer.spot and pointer.spot.layer == "cards" else None
            overlay.line, overlay.target = (fixed, pointer.at) if end == "target" else (pointer.at, fixed), over
        if overlay.target is not None:
            ends = {end: overlay.target}
            editor.run("Reconnect", lambda map_: edits.reconnect(map_, flow_id, **ends))
    finally:
        overlay.line, overlay.target = None, None


def move_lane(editor: Editor, press: Pointer, overlay: Overlay, lane_id: str) -> Gesture:
    """Drag a lane's header to another place, with all that is in it."""
    before: str | None = lane_id
    pointer: Pointer | None = press
    try:
        while (pointer := (yield)) is not None:
            bands = lane_bands(editor.map)
            before = next((id_ for id_, b in bands.items() if pointer.at.y < b.top + b.height / 2), None)
            overlay.border = bands[before].top if before else max((b.bottom for b in bands.values()), default=0)
        if before != lane_id:
            editor.run("Move lane", edits.move_lane, lane_id, before)
    finally:
        overlay.border = None


def space(editor: Editor, press: Pointer, _: Overlay) -> Gesture:
    """Make room, or close it: everything right of the press moves with the pointer."""
    with editor.store.edit("Make room") as edit:
        pointer: Pointer | None = press
        while (pointer := (yield)) is not None:
            edit.replace(make_room(edit.before, press.at.x, pointer.at.x - press.at.x))


def press_on(editor: Editor, press: Pointer, overlay: Overlay, tool: str) -> Gesture | None:
    """Return the gesture that a press begins with the tool at hand, after selecting what it hits."""
    if tool == "space":
        return space(editor, press, overlay)
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
    if spot.layer == "headers":
        editor.select([spot.id])
        return move_lane(editor, press, overlay, spot.id)
    if spot.layer == "cards":
        if spot.id not in editor.selection:
            editor.select([spot.id])
        return move_cards(editor, press, overlay)
    already = editor.selection == (spot.id,)
    editor.select([spot.id])
    record = editor.map.get(spot.id)
    return _end_of(editor, press, overlay, record) if already and isinstance(record, Flow) else None


def _end_of(editor: Editor, press: Pointer, overlay: Overlay, flow: Flow) -> Gesture | None:
    points = editor.routes[flow.id].points
    for end, point in (("source", points[0]), ("target", points[-1])):
        if abs(point.x - press.at.x) + abs(point.y - press.at.y) < 28:
            return reconnect(editor, press, overlay, flow.id, end)
    return None
