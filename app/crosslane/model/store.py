"""The one gate through which a map changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import is_
from typing import Literal

from crosslane.model.diff import Diff, drops, invert, puts, squash
from crosslane.model.map import Map
from crosslane.model.records import Record
from crosslane.model.settle import settle

# Before edits of more records than this the map is kept, for as many of them as are taken back soon.
MUCH, REMEMBERED = 100, 4
Origin = Literal["user", "undo", "redo", "remote", "session", "baseline"]
ChangeReason = Literal["changed", "learned"]


@dataclass(frozen=True)
class Event:
    """What listeners get: a finished edit (with its `seq`), or the draft of one that is still open.

    `diff` is the whole edit against the map before it; `since` is what differs from the map last announced, so that a
    view which follows drafts updates by `since`, and one that does not by the `diff` of finished edits. `undoes` is the
    seq of the edit that an undo or redo takes back. Edits with one `gesture` are one undo step.
    """

    diff: Diff
    since: Diff
    map: Map
    label: str
    draft: bool = False
    seq: int = 0
    origin: Origin = "user"
    gesture: str | None = None
    undoes: int | None = None
    why: ChangeReason | None = None


Listener = Callable[[Event], None]


class Edit:
    """An open edit; what it puts and drops shows at once as a draft."""

    def __init__(self, before: Map, announce: Callable[[Diff], None]) -> None:
        """Begin on the map `before`; `announce` gets the settled diff so far."""
        self.before = before
        self.diff: Diff = {}
        self._announce = announce

    @property
    def map(self) -> Map:
        """The map as it is with what the edit did so far."""
        return self.before.apply(self.diff)

    def put(self, *records: Record) -> None:
        """Add records or replace those of the same id."""
        self.apply(puts(self.map, records))

    def drop(self, *ids: str) -> None:
        """Remove records; flows of a removed step go along."""
        self.apply(drops(self.map, ids))

    def apply(self, diff: Diff) -> None:
        """Add a diff to the edit."""
        self.replace(squash(self.diff, diff))

    def replace(self, diff: Diff) -> None:
        """Make the edit do this instead of what it did so far: a drag computes each move from where it began."""
        self.diff = settle(self.before, diff)
        self._announce(self.diff)

    def leave(self, diff: Diff) -> None:
        """Make the edit come to this in the end, without a draft of it: a hand that carries very much shows it itself."""
        self.diff = settle(self.before, diff)


class Store:
    """Holds today's map, lets one edit at a time change it, and tells its listeners."""

    def __init__(self, map_: Map, last_seq: int = 0) -> None:
        """Begin with a map whose journal ends at `last_seq`."""
        self._map = map_
        self._shown = map_
        self._seq = last_seq
        self._draft: Diff = {}
        # The maps before the last edits of very much, which undo and redo come back to.
        self._left: list[Map] = []
        self._open: Edit | None = None
        self._listeners: list[Listener] = []
        # Set where a map is only looked at: called instead of every edit, which then changes nothing.
        self.refuse: Callable[[], object] | None = None

    @property
    def map(self) -> Map:
        """The map after the last finished edit."""
        return self._map

    @property
    def shown(self) -> Map:
        """The map as views show it: with the draft of an open edit."""
        return self._shown

    @property
    def busy(self) -> bool:
        """Say whether an edit is open."""
        return self._open is not None

    @property
    def seq(self) -> int:
        """The number of the last finished edit."""
        return self._seq

    @property
    def is_closed(self) -> bool:
        """Say whether the map is only looked at."""
        return self.refuse is not None

    def may_edit(self) -> bool:
        """Say whether edits are taken; where they are not, `refuse` is called."""
        if self.refuse is not None:
            self.refuse()
        return self.refuse is None

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener on every event from now on, in order of subscribing; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def edit(self, label: str, *, gesture: str | None = None, why: ChangeReason | None = None) -> Iterator[Edit]:
        """Open the one edit; leaving commits it, leaving by an exception takes it back without a trace.

        Raises RuntimeError while another edit is open.
        """
        if self._open is not None:
            raise RuntimeError("an edit is already open")
        edit = self._open = Edit(self._map, lambda diff: None if self.refuse else self._show(diff, label, gesture))
        try:
            yield edit
        except BaseException:
            self._open = None
            self._show({}, label, gesture)
            raise
        self._open = None
        self.commit(edit.diff, label, gesture=gesture, why=why)

    def commit(
        self,
        diff: Diff,
        label: str,
        *,
        origin: Origin = "user",
        gesture: str | None = None,
        undoes: int | None = None,
        why: ChangeReason | None = None,
        after: Map | None = None,
    ) -> bool:
        """Finish a whole edit at once; returns False, and tells nobody, when it changes nothing.

        `after` is the map after it, where that is known of a diff that entails nothing more.

        Undo and redo are taken as they are: they know all that went along, and a flow that somebody else drew since
        waits as an orphan for its step. A map that is only looked at takes "remote" edits, and refuses all others.
        Raises RuntimeError while an edit is open.
        """
        if self._open is not None:
            raise RuntimeError("an edit is already open")
        if self.refuse is not None and origin != "remote":
            if diff:
                self.refuse()
            return False
        if origin in ("undo", "redo"):
            after = self._known_after(diff)
        settled = diff if origin in ("undo", "redo") or after is not None else settle(self._map, diff)
        if not settled:
            self._show({}, label, gesture)
            return False
        since = squash(invert(self._draft), settled) if self._draft else settled
        if len(settled) > MUCH:
            self._left = [*self._left, self._map][-REMEMBERED:]
        self._map = self._shown = after if after is not None else self._map.apply(settled)
        self._draft = {}
        self._seq += 1
        self._tell(Event(settled, since, self._map, label, False, self._seq, origin, gesture, undoes, why))
        return True

    def _known_after(self, diff: Diff) -> Map | None:
        """Return the map after a diff where that is the very one from before an edit, with all that is known of it."""
        if len(diff) <= MUCH:
            return None
        return next((map_ for map_ in reversed(self._left) if _is_after(map_, self._map, diff)), None)

    def note(self, diff: Diff, label: str) -> bool:
        """Save votes, estimates, answers and timers: journaled, outside undo."""
        return self.commit(diff, label, origin="session")

    def _show(self, diff: Diff, label: str, gesture: str | None) -> None:
        since = squash(invert(self._draft), diff)
        self._draft = diff
        if since:
            # A hand that moves within the grid leaves the very map that was announced, with all that is known of it.
            self._shown = self._map.apply(diff) if diff else self._map
            self._tell(Event(diff, since, self._shown, label, True, gesture=gesture))

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)


def _is_after(map_: Map, before: Map, diff: Diff) -> bool:
    """Say whether a map holds the very records that another one has after a diff."""
    touched, was, now = map_.descent.differs_from(before.descent), before.ids(), map_.ids()
    if touched is None or any(was.get(id_) is not now.get(id_) for id_ in touched - diff.keys()):
        return False
    return all(map(is_, map(now.get, diff), [after for _, after in diff.values()]))
