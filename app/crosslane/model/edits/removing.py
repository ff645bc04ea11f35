"""Removing what is selected."""

from __future__ import annotations

from collections.abc import Iterable

from crosslane.model.diff import Diff, drops, squash
from crosslane.model.edits.lanes import remove_lane
from crosslane.model.map import Map
from crosslane.model.records import MAP_ID, Lane


def remove(map_: Map, ids: Iterable[str]) -> Diff:
    """Remove records: a lane takes its steps along, a step its flows (by settling); the map itself stays.

    Raises Problem when the only lane would go while steps remain in it.
    """
    chosen = [id_ for id_ in ids if id_ != MAP_ID]
    diff: Diff = drops(map_, (id_ for id_ in chosen if not isinstance(map_.get(id_), Lane)))
    for id_ in chosen:
        if isinstance(map_.get(id_), Lane):
            diff = squash(diff, remove_lane(map_.apply(diff), id_))
    return diff
