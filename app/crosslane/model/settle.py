"""What an edit entails: a removed step takes its flows along, new flows get numbers; nothing else cascades."""

from __future__ import annotations

from collections.abc import Set

from crosslane.model.diff import Change, Diff, squash
from crosslane.model.map import Map, tied_to
from crosslane.model.records import MAP_ID, Flow, MapRecord, Step


def settle(before: Map, diff: Diff) -> Diff:
    """Return the diff closed under what follows from it; settling a settled diff changes nothing.

    Numbers are given at birth from the map's `next_number` and never reused; a number that is already taken on
    today's map (two sides each drew "handoff 7") is given anew to the later one.
    """
    cascaded = squash(diff, _flows_of_removed_steps(before, diff))
    numbers = _numbers(before, cascaded)
    return squash(cascaded, numbers) if numbers else cascaded


def _flows_of_removed_steps(before: Map, diff: Diff) -> Diff:
    removed = {id_ for id_, change in diff.items() if isinstance(change.before, Step) and change.after is None}
    if not removed:
        return {}
    after = before.apply(diff)
    touching = sorted({flow for step in removed for flow in tied_to(after, step)})
    return {id_: Change(after.get(id_), None) for id_ in touching}


def _numbers(before: Map, diff: Diff) -> Diff:
    born = [c.after for c in diff.values() if isinstance(c.after, Flow) and _needs_look(c)]
    if not born:
        return {}
    # All others that stay have the number that they had: the map before tells, and the one after need not be made for it.
    others = diff.keys() - {id_ for id_, c in diff.items() if isinstance(c.after, Flow) and not _needs_look(c)}
    stored = diff[MAP_ID].after if MAP_ID in diff else before.get(MAP_ID)
    head = stored if isinstance(stored, MapRecord) else MapRecord(id=MAP_ID)
    next_number = max(head.next_number, _highest_but(before, others) + 1)
    changes: dict[str, Change] = {}
    given: set[int] = set()
    for flow in born:
        number = flow.number
        if number is None or number in given or _is_taken(before, number, others):
            number = next_number
            changes[flow.id] = Change(flow, flow.but(number=number))
        given.add(number)
        next_number = max(next_number, number + 1)
    if head.next_number != next_number:
        changes[MAP_ID] = Change(stored, head.but(next_number=next_number))
    return changes


def _is_taken(map_: Map, number: int, but: Set[str]) -> bool:
    """Say whether a flow has a number, other than these."""
    return any(id_ not in but for id_ in map_.groups.get(("number", str(number)), ()))


def _highest_but(map_: Map, but: Set[str]) -> int:
    """Return the highest number that a flow has which is none of these; 0 where there is none."""
    highest = map_.highest_number
    if _is_taken(map_, highest, but):
        return highest
    return max((flow.number or 0 for flow in map_.flows if flow.id not in but), default=0)


def _needs_look(change: Change) -> bool:
    old = change.before.number if isinstance(change.before, Flow) else None
    return isinstance(change.after, Flow) and (change.before is None or change.after.number != old)
