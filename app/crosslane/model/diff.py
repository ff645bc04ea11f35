"""Changes as values: what a record was and what it is.

A diff maps record ids to changes. `None` stands for "is not there".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from crosslane.model.records import Record

if TYPE_CHECKING:
    from crosslane.model.map import Map


class Change(NamedTuple):
    """One record before and after an edit."""

    before: Record | None
    after: Record | None


Diff = Mapping[str, Change]


def invert(diff: Diff) -> Diff:
    """Return the diff that takes this one back."""
    return {id_: Change(change.after, change.before) for id_, change in diff.items()}


def squash(*diffs: Diff) -> Diff:
    """Return one diff with the effect of all of them, in turn; records unchanged in the end are left out."""
    total: dict[str, Change] = {}
    for diff in diffs:
        for id_, change in diff.items():
            first = total[id_].before if id_ in total else change.before
            total[id_] = Change(first, change.after)
    return {id_: change for id_, change in total.items() if change.before != change.after}


def patch(change: Change) -> dict[str, tuple[Any, Any]]:
    """Return the changed fields of a record that is there before and after, as name: (before, after)."""
    if change.before is None or change.after is None:
        return {}
    old, new = vars(change.before), vars(change.after)
    if old.keys() != new.keys():
        return {name: (old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name)}
    # Most values of a changed copy are the very same: nothing is asked of them.
    return {name: (was, new[name]) for name, was in old.items() if was is not new[name] and was != new[name]}


def is_same(change: Change, names: frozenset[str], *, apart: bool = False) -> bool:
    """Say whether a record is there before and after, with the same in these fields, or in all `apart` from them.

    In a third of the time that it takes to tell what differs, for thousands of changes.
    """
    old, new = change
    if old is None or new is None or type(old) is not type(new):
        return False
    values = _values_of(type(old), names, apart)
    return values(old.__dict__) == values(new.__dict__)


@cache
def _values_of(record_type: type[Record], names: frozenset[str], apart: bool) -> Callable[[dict[str, Any]], object]:
    chosen = [name for name in record_type.model_fields if (name in names) != apart]
    return itemgetter(*chosen) if chosen else lambda _: None


def rebase(diff: Diff, on: Map) -> Diff:
    """Return the diff as it reads on today's records: only fields that still hold what the diff changed them from.

    A record that the diff removes goes only if it is still what it was apart from fields that others changed; one
    that it adds comes only if there is none; one that has gone since stays gone.
    """
    today, rebased = on.ids(), dict[str, Change]()
    for id_, change in diff.items():
        # Most are as the diff left them: nothing is asked of the very same record.
        found = change if (now := today.get(id_)) is change.before else _rebased(change, now)
        if found is not None and (found is change or found.before != found.after):
            rebased[id_] = found
    return rebased


def _rebased(change: Change, today: Record | None) -> Change | None:
    if change.before is None:
        return Change(None, change.after) if today is None else None
    if today is None or change.after is None:
        return None if today is None else Change(today, None)
    if today == change.before:
        return change
    still = {name: new for name, (old, new) in patch(change).items() if getattr(today, name, old) == old}
    return Change(today, today.but(**still)) if still else None


def between(old: Map, new: Map) -> Diff:
    """Return the diff that makes the old map the new one."""
    ids = {**old.ids(), **new.ids()}
    changes = {id_: Change(old.get(id_), new.get(id_)) for id_ in ids}
    return {id_: change for id_, change in changes.items() if change.before != change.after}


def since(old: Map, new: Map) -> Diff:
    """Return what differs by the identity of records: quick, for maps that share most of them; equal ones may be in it."""
    before, after = old.ids(), new.ids()
    touched = new.descent.differs_from(old.descent)
    if touched is not None:
        changes = ((id_, Change(before.get(id_), after.get(id_))) for id_ in touched)
        return {id_: change for id_, change in changes if change.before is not change.after}
    found = {id_: Change(before.get(id_), record) for id_, record in after.items() if before.get(id_) is not record}
    if len(before) + sum(change.before is None for change in found.values()) != len(after):
        found |= {id_: Change(record, None) for id_, record in before.items() if id_ not in after}
    return found


def is_far(old: Map, new: Map, most: int) -> bool:
    """Say whether more records than so many differ by their identity; nobody looks at many more."""
    touched = new.descent.differs_from(old.descent)
    before, after = old.ids(), new.ids()
    others = (id_ for id_ in (since(old, new) if touched is None else touched) if before.get(id_) is not after.get(id_))
    return len(list(islice(others, most + 1))) > most


def puts(on: Map, records: Iterable[Record]) -> Diff:
    """Return the diff that makes these records what the map holds; unchanged ones are left out."""
    changes = {record.id: Change(on.get(record.id), record) for record in records}
    return {id_: change for id_, change in changes.items() if change.before != change.after}


def drops(on: Map, ids: Iterable[str]) -> Diff:
    """Return the diff that removes these records; ids that are not there are left out."""
    found = ((id_, on.get(id_)) for id_ in ids)
    return {id_: Change(record, None) for id_, record in found if record is not None}
