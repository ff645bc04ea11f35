"""Moving what is selected, and selecting with a rubber band."""

from __future__ import annotations

from collections.abc import Mapping

from crosslane.editor import Editor
from crosslane.geometry import GridIndex, Rect
from crosslane.model import edits
from crosslane.model.diff import Diff, squash
from crosslane.model.plan import snapped
from crosslane.model.records import Note, Step
from crosslane.routing.of_map import cards_of
from crosslane.routing.space import Route
from crosslane.tools.carry import carry, is_carried
from crosslane.tools.events import Cancel, Pointer
from crosslane.tools.gesture import Gesture, Overlay

# Around the pointer: a flow that passes here is the one a step is dropped on.
_REACH_X, _REACH_Y = 20, 14


def hold_cards(editor: Editor, press: Pointer, overlay: Overlay, pressed: str) -> Gesture:
    """Move the selected steps with the pointer; let go where they were, the one that was pressed is selected alone."""
    before, selection = editor.map, editor.selection
    yield from _move_cards(editor, press, overlay)
    if editor.map is before and editor.selection == selection != (pressed,):
        editor.select([pressed])


def _move_cards(editor: Editor, press: Pointer, overlay: Overlay) -> Gesture:
    """Move the selected steps with the pointer; a single step dropped on a flow goes between its two ends."""
    ids = [id_ for id_ in editor.selection if isinstance(editor.map.get(id_), Step)]
    name = f"Move {len(ids)} steps" if len(ids) > 1 else "Move step"
    if is_carried(editor, ids):
        yield from _carry_cards(editor, press, overlay, ids, name)
        return
    # As they lay before: under the moving card flows get out of its way, and could never be met.
    ways = dict(editor.routes)
    try:
        with editor.store.edit(name) as edit:
            pointer: Pointer | None = press
            while (pointer := (yield)) is not None:
                dx, dy = pointer.at.x - press.at.x, pointer.at.y - press.at.y
                edit.replace(edits.move_steps(edit.before, ids, dx, dy))
                overlay.target = _flow_under(editor, ids, pointer, ways) if len(ids) == 1 else None
            if overlay.target is not None:
                edit.apply(edits.insert_on_flow(edit.map, overlay.target, ids[0]))
                edit.apply(edits.stand_between(edit.map, ids[0]))
            elif edit.diff and (off := edits.beside_others(edit.map, ids)):
                # Without a draft: flows are looked for once, where it comes to lie.
                edit.leave(squash(edit.diff, off))
    finally:
        overlay.clear()


def _carry_cards(editor: Editor, press: Pointer, overlay: Overlay, ids: list[str], name: str) -> Gesture:
    map_, left = editor.map, min(editor.map.step(id_).x for id_ in ids)

    def way(pointer: Pointer) -> tuple[float, float]:
        return max(-left, snapped(pointer.at.x - press.at.x)), snapped(pointer.at.y - press.at.y)

    def verb(pointer: Pointer) -> Diff:
        return edits.move_steps(map_, ids, pointer.at.x - press.at.x, pointer.at.y - press.at.y)

    return carry(editor, overlay, name, ids, way, verb)


def _flow_under(editor: Editor, ids: list[str], pointer: Pointer, ways: Mapping[str, Route]) -> str | None:
    """Return the flow into which a card without flows of its own would be dropped."""
    if any(editor.map.flows_from(id_) or editor.map.flows_into(id_) for id_ in ids):
        return None
    middle = Rect(pointer.at.x - _REACH_X, pointer.at.y - _REACH_Y, 2 * _REACH_X, 2 * _REACH_Y)
    for id_, route in ways.items():
        pieces = zip(route.points, route.points[1:], strict=False)
        if any(Rect.spanning(a, b).grown(1).intersects(middle) for a, b in pieces):
            return id_
    return None


def move_note(editor: Editor, press: Pointer, overlay: Overlay, note_id: str) -> Gesture:
    """Move a note; dropped on a step, a flow or a lane's header it sticks there, dropped elsewhere it lies free."""
    note = editor.map.get(note_id)
    last = press
    pointer: Pointer | None = press
    try:
        while (pointer := (yield)) is not None:
            last = pointer
            spot = pointer.spot
            overlay.target = spot.id if spot and spot.layer in ("cards", "flows", "pills") else None
            overlay.line = (press.at, pointer.at)
        if isinstance(note, Note) and last is not press:
            place = (round(last.at.x), round(last.at.y)) if overlay.target is None else (note.x, note.y)
            editor.run("Move note", edits.set_fields, [note_id], on=overlay.target, x=place[0], y=place[1])
    finally:
        overlay.clear()


def band(editor: Editor, press: Pointer, overlay: Overlay) -> Gesture:
    """Select what the rubber band encloses; with Shift or Ctrl in addition to what is selected."""
    before = editor.selection if press.shift or press.ctrl else ()
    cards: GridIndex[str] = GridIndex()
    for id_, card in cards_of(editor.map).items():
        cards.put(id_, card)
    pointer: Pointer | None = press
    try:
        while (pointer := (yield)) is not None:
            around = overlay.band = Rect.spanning(press.at, pointer.at)
            inside = sorted(id_ for id_ in cards.within(around) if around.encloses(cards.rect(id_)))
            # The view follows the hand; panels and outline follow when it lets go.
            editor.select([*before, *inside], under_way=True)
    except Cancel:
        # What is enclosed so far stays selected.
        pass
    finally:
        overlay.clear()
    editor.select(editor.selection)
