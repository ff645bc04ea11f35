"""What giver and receiver of a handoff say of it, each for themselves."""

from __future__ import annotations

from typing import Literal

from crosslane.model.diff import Change, Diff, puts
from crosslane.model.ids import new_id
from crosslane.model.map import Map
from crosslane.model.records import Estimate

Side = Literal["giver", "receiver"]
SIDES: tuple[Side, Side] = ("giver", "receiver")


def say_as(map_: Map, on: str, side: Side, field: str, text: str | None) -> Diff:
    """Keep what one side says of a field, None takes it back; for `Store.note`: outside undo."""
    old = [e for e in map_.on(on) if isinstance(e, Estimate) and (e.field, e.side) == (field, side)]
    if text is None:
        return {e.id: Change(e, None) for e in old}
    said = old[0].but(text=text) if old else Estimate(id=new_id(side, map_), on=on, field=field, text=text, side=side)
    return puts(map_, [said])


def said_by(map_: Map, on: str, field: str) -> dict[Side, str]:
    """Return what each side said of a field, as it was typed."""
    return {e.side: e.text for e in map_.on(on) if isinstance(e, Estimate) and e.field == field and e.side is not None}
