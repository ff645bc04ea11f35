"""What differs from one map to the next, where items go the same ways on both."""

from __future__ import annotations

from crosslane.model.diff import patch, since
from crosslane.model.map import Map

# What a step or flow takes, and what is no part of the way that items go.
TIMES = {"process_time", "lead_time", "wait", "handling"}
ASIDE = {"pca", "name", "note", "people", "medium", "carries", "waits_for", "owners", "practices", "symptoms", "said"}
# So many changed records at once are another map: looking for what differs would cost more than it saves.
_FEW = 20


def fields_changed(seen: Map, map_: Map) -> dict[str, set[str]] | None:
    """Return the changed fields of steps and flows, where only times and what is beside the ways differ."""
    if abs(len(seen.ids()) - len(map_.ids())) > _FEW:
        return None
    changes = since(seen, map_)
    if len(changes) > _FEW:
        return None
    found = {id_: set(patch(change)) for id_, change in changes.items()}
    for id_, change in changes.items():
        if change.before is None or change.after is None or change.before.kind not in ("step", "flow"):
            return None
        if not found[id_] <= TIMES | ASIDE:
            return None
    return found
