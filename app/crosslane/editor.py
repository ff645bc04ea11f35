"""One open map and everything derived from it, without a window: what the user interface and the commands talk to.

The editor holds today's map, its history, what is selected, and the results that are pure functions of the map:
figures, time strip, advice. It knows no widget; views subscribe to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from crosslane.analysis.flow import Figures, analyse
from crosslane.analysis.heat import heat
from crosslane.analysis.ladder import Segment, strip
from crosslane.layout.of_map import Router
from crosslane.layout.routes import Route
from crosslane.model.diff import Diff
from crosslane.model.errors import Problem
from crosslane.model.history import History, Row
from crosslane.model.map import Map
from crosslane.model.records import Flow
from crosslane.model.store import ChangeReason, Event, Store

Topic = Literal["map", "draft", "selection", "message", "saved", "ghost"]
Verb = Callable[..., Diff]


@dataclass(frozen=True)
class Message:
    """One sentence for the user; a `problem` stays until the next edit, anything else fades."""

    text: str
    problem: bool = False


class Editor:
    """A map being edited: one store, its history, a selection, and the derived results of the shown map."""

    def __init__(self, map_: Map, *, last_seq: int = 0, rows: Iterable[Row] = ()) -> None:
        """Open a map whose journal ends at `last_seq`; `rows` are what undo may go back over, oldest first."""
        self.store = Store(map_, last_seq)
        self.history = History(rows)
        self.selection: tuple[str, ...] = ()
        self.message: Message | None = None
        self.saved = True
        self.ghost: Diff = {}
        self._router = Router()
        self._listeners: list[Callable[[Topic], None]] = []
        self._derived: dict[str, tuple[Map, Any]] = {}
        self.history.follow(self.store)
        self.store.subscribe(self._on_event)

    @property
    def map(self) -> Map:
        """The map as it is shown, with the draft of an open edit."""
        return self.store.shown

    # What follows from the map

    @property
    def figures(self) -> Figures:
        """The exact results of the shown map."""
        found: Figures = self._of_map("figures", analyse)
        return found

    @property
    def heat(self) -> dict[str, int]:
        """How much each flow adds, in four classes from 0 (cold) to 3."""
        found: dict[str, int] = self._of_map("heat", lambda _: heat(self.figures))
        return found

    @property
    def strip(self) -> Sequence[Segment]:
        """The lead time in order, work and waits, for the time strip."""
        found: Sequence[Segment] = self._of_map("strip", lambda map_: strip(map_, self.figures))
        return found

    @property
    def routes(self) -> dict[str, Route]:
        """The way of every drawn flow; after an edit only what it touches is routed again."""
        found: dict[str, Route] = self._of_map("routes", self._router.routes)
        return found

    def _of_map(self, name: str, derive: Callable[[Map], Any]) -> Any:
        known = self._derived.get(name)
        if known is None or known[0] is not self.map:
            known = self._derived[name] = (self.map, derive(self.map))
        return known[1]

    # Editing

    def run(
        self,
        label: str,
        verb: Verb,
        *args: Any,
        gesture: str | None = None,
        why: ChangeReason | None = None,
        **kwargs: Any,
    ) -> bool:
        """Do one verb as one undo step; a Problem becomes the message, and nothing is changed.

        Returns whether anything changed.
        """
        try:
            diff = verb(self.store.map, *args, **kwargs)
        except Problem as problem:
            self.say(str(problem), problem=True)
            return False
        return self.commit(diff, label, gesture=gesture, why=why)

    def commit(self, diff: Diff, label: str, *, gesture: str | None = None, why: ChangeReason | None = None) -> bool:
        """Finish a diff as one undo step; returns whether anything changed."""
        return self.store.commit(diff, label, gesture=gesture, why=why)

    def undo(self) -> bool:
        """Take back the last step, also one from before a restart; says what it was."""
        label = self.history.undo_label
        done = self.history.undo(self.store)
        self.say(f"Undone: {label}." if done else "Nothing left to undo.")
        return done

    def redo(self) -> bool:
        """Do again what was undone last; says what it was."""
        label = self.history.redo_label
        done = self.history.redo(self.store)
        self.say(f"Done again: {label}." if done else "Nothing left to redo.")
        return done

    # Selection and messages

    def select(self, ids: Iterable[str], *, add: bool = False) -> None:
        """Select records; with `add` what is selected already goes, what is not comes."""
        chosen = [id_ for id_ in dict.fromkeys(ids) if id_ in self.map]
        if add:
            kept = [id_ for id_ in self.selection if id_ not in chosen]
            chosen = kept + [id_ for id_ in chosen if id_ not in self.selection]
        if tuple(chosen) != self.selection:
            self.selection = tuple(chosen)
            self._tell("selection")

    def select_number(self, number: int) -> bool:
        """Select the flow that the room calls by this number; says so when there is none."""
        flow = self.map.flow_numbered(number)
        if flow is None:
            self.say(f"There is no handoff {number} on this map.", problem=True)
            return False
        self.select([flow.id])
        return True

    @property
    def chosen_flow(self) -> Flow | None:
        """The flow that is selected alone, or None."""
        record = self.map.get(self.selection[0]) if len(self.selection) == 1 else None
        return record if isinstance(record, Flow) else None

    def say(self, text: str, *, problem: bool = False) -> None:
        """Show one sentence."""
        self.message = Message(text, problem)
        self._tell("message")

    def show_ghost(self, diff: Diff) -> None:
        """Show what a diff would do, without doing it; an empty one ends the preview."""
        self.ghost = diff
        self._tell("ghost")

    def mark_saved(self, saved: bool) -> None:
        """Say whether every finished edit has reached the disk."""
        if saved != self.saved:
            self.saved = saved
            self._tell("saved")

    def subscribe(self, listener: Callable[[Topic], None]) -> Callable[[], None]:
        """Call the listener with what changed, from now on; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _on_event(self, event: Event) -> None:
        gone = [id_ for id_ in self.selection if id_ not in event.map]
        self._tell("draft" if event.draft else "map")
        if gone and not event.draft:
            self.select([id_ for id_ in self.selection if id_ not in gone])

    def _tell(self, topic: Topic) -> None:
        for listener in tuple(self._listeners):
            listener(topic)
