"""One open map and everything derived from it, without a window: what the user interface and the commands talk to.

The editor holds today's map, its history, what is selected, and the results that are pure functions of the map:
figures, time strip, advice. It knows no widget; views subscribe to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any, Literal

from crosslane.analysis.carried import carried
from crosslane.analysis.flow import Figures, analyse
from crosslane.analysis.heat import heat
from crosslane.analysis.ladder import Segment, strip
from crosslane.analysis.where import describe, question_for
from crosslane.geometry import Point
from crosslane.layout.of_map import Router, route_map
from crosslane.layout.routes import Route
from crosslane.model import edits
from crosslane.model.diff import Diff, patch
from crosslane.model.durations import saying
from crosslane.model.errors import Problem
from crosslane.model.history import History, Row
from crosslane.model.map import Map
from crosslane.model.plan import CARD_H, CARD_W, lane_bands, near_place
from crosslane.model.records import Flow
from crosslane.model.store import ChangeReason, Event, Store
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.own import in_use
from crosslane.practices.suggest import Advice, Suggestion, advise
from crosslane.practices.trial import planned

Topic = Literal["map", "draft", "selection", "message", "saved", "ghost", "what_if"]
Verb = Callable[..., Diff]
Carry = Callable[[Any, Map], Any]
# Seconds. What takes longer is computed after the frame, not in it.
SLOW = 0.04


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
        self.kept = True
        self.ghost: Diff = {}
        self._what_if: Diff = {}
        self._router = Router()
        self._listeners: list[Callable[[Topic], None]] = []
        # Set by a window: calls back as soon as nobody has done anything for a moment.
        self.later: Callable[[Callable[[], None]], None] | None = None
        # Set by a window: why a diff is made, where nobody said; None where that is not asked.
        self.why_of: Callable[[Diff], ChangeReason | None] = lambda _: None
        self._derived: dict[str, tuple[Map, Any]] = {}
        self._took: dict[str, float] = {}
        self._behind: set[str] = set()
        self._shown = map_
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
        found: Figures = self._of_map("figures", analyse, carried)
        return found

    @property
    def heat(self) -> dict[str, int]:
        """How much each flow adds, in four classes from 0 (cold) to 3."""
        found: dict[str, int] = self._of_map("heat", lambda _: heat(self.figures))
        return found

    @property
    def strip(self) -> Sequence[Segment]:
        """The lead time in order, work and waits, for the time strip."""
        found: Sequence[Segment] = self._of_map("strip", lambda map_: strip(map_, self.figures), _still_there)
        return found

    @property
    def routes(self) -> dict[str, Route]:
        """The way of every drawn flow; after an edit only what it touches is routed again."""
        found: dict[str, Route] = self._of_map("routes", self._router.routes)
        return found

    @property
    def ghost_routes(self) -> dict[str, Route]:
        """The way of every flow on the map as the preview would make it."""
        return route_map(self.map.apply(self.ghost))

    @property
    def advice(self) -> Advice:
        """What is seen on the shown map, and what could be tried."""
        found: Advice = self._of_map("advice", lambda map_: advise(map_, self.figures, in_use()))
        return found

    def _of_map(self, name: str, derive: Callable[[Map], Any], carry: Carry | None = None) -> Any:
        """Return what follows from the map: at once, or, where that takes longer than people wait, a little later.

        Until then what was known is carried over to the map of now.
        """
        map_, known = self.map, self._derived.get(name)
        if known is not None and known[0] is map_:
            return known[1]
        if known is not None and carry is not None and self.later is not None and self._took.get(name, 0.0) > SLOW:
            self._behind |= {name, "heat", "advice"}
            self.later(self._catch_up)
            found = carry(known[1], map_)
        else:
            began = perf_counter()
            found = derive(map_)
            self._took[name] = perf_counter() - began
        self._derived[name] = (map_, found)
        return found

    def _catch_up(self) -> None:
        """Compute what was put off, and tell everybody; while something is being dragged it stays put off."""
        if self.store.busy and self.later is not None:
            self.later(self._catch_up)
        elif self._behind:
            for name in self._behind:
                self._derived.pop(name, None)
            self._behind = set()
            self._tell("map")

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
        return self.store.commit(diff, label, gesture=gesture, why=why or self.why_of(diff))

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

    def rename(self, id_: str, text: str) -> bool:
        """Give a lane, step, flow, note or the map itself another text."""
        return self.run("Rename", edits.rename, id_, text)

    def new_step_at(self, lane_id: str, at: Point) -> bool:
        """Put a new step under a point of the map, and select it."""
        top = lane_bands(self.map)[lane_id].top
        before = set(self.map.ids())
        x, y = near_place(self.map, lane_id, at.x - CARD_W / 2, at.y - top - CARD_H / 2)
        done = self.run("New step", edits.add_step, lane_id, x=x, y=y)
        self.select(id_ for id_ in self.map.ids() if id_ not in before)
        return done

    def set(self, ids: Iterable[str] | str, label: str, **fields: Any) -> bool:
        """Set fields of records; edits of one field in a row are one undo step."""
        chosen = [ids] if isinstance(ids, str) else list(ids)
        gesture = f"field:{','.join(chosen)}:{','.join(fields)}"
        return self.run(label, edits.set_fields, chosen, gesture=gesture, **fields)

    def check(self, id_: str, **fields: Any) -> None:
        """Raise Problem when the record cannot hold these values."""
        edits.set_fields(self.map, id_, **fields)

    # Advice

    @property
    def knowledge(self) -> Knowledge:
        """What the advice is made of."""
        return in_use()

    def take_on(self, on: str, suggestion: Suggestion, status: str, expected: str | None = None) -> bool:
        """Take a suggestion on, or park it; `expected` in place of what is computed by rule of thumb."""
        label = "Park" if status == "parked" else "Take on"
        practice = self.knowledge.practices[suggestion.practice]
        fields = planned(self.map, self.figures, on, suggestion, practice, date.today())
        if expected:
            fields["expected"] = expected
        return self.run(label, edits.take_on, on, status=status, **fields)

    def own_idea(self, on: str, text: str) -> bool:
        """Take on an idea of the team's own."""
        return self.run("Take on our own idea", edits.take_on, on, text=text)

    def refuse(self, on: str, practice: str, why: str) -> bool:
        """Say that a practice is not for this place, and why; one that is in place is marked there."""
        diff = edits.decide(self.map, on, practice=practice, status="dismissed", why=why)  # type: ignore[arg-type]  # one of the four reasons
        record = self.map.get(on)
        if why == "in-place" and isinstance(record, Flow):
            marked = edits.set_fields(self.map, on, practices=(*record.practices, practice))
            diff = {**diff, **marked}
        return self.commit(diff, "Not for us")

    def question_for(self, missing: str) -> str:
        """Return the question to ask for a missing number, such as "flow:f-3kq8.wait"."""
        return question_for(self.map, missing)

    def what_if_halved(self, flow_id: str) -> str:
        """Return what half the wait would give, in one sentence; empty where that is not known."""
        saved, lead = self.figures.flows[flow_id].saved_if_halved, self.figures.map.lead_time
        if saved.value is None or lead.value is None or saved.value <= 0:
            return ""
        calendar = self.map.head.calendar
        bound = "at least " if lead.bound == "at-least" else ""
        before, after = saying(lead.value, calendar), saying(lead.value - saved.value, calendar)
        if before == after:
            return f"Half the wait would save about {saying(saved.value, calendar)}."
        return f"Half the wait: {bound}{after} instead of {bound}{before}."

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

    def describe_selection(self) -> str:
        """Return what is selected in words, for screen readers."""
        if len(self.selection) != 1:
            return f"{len(self.selection)} things selected" if self.selection else ""
        return describe(self.map, self.figures, self.selection[0])

    def say(self, text: str, *, problem: bool = False) -> None:
        """Show one sentence."""
        self.message = Message(text, problem)
        self._tell("message")

    def show_ghost(self, diff: Diff) -> None:
        """Show what a diff would do, without doing it; an empty one ends the preview."""
        self.ghost = diff
        self._tell("ghost")

    @property
    def what_if(self) -> Diff:
        """What is asked to be otherwise, without being so; an empty diff while nothing is asked."""
        return self._what_if

    @what_if.setter
    def what_if(self, diff: Diff) -> None:
        if diff != self._what_if:
            self._what_if = diff
            self._tell("what_if")

    def mark_saved(self, saved: bool, *, kept: bool = True) -> None:
        """Say whether every finished edit has reached the disk, and whether any will be kept at all."""
        if (saved, kept) != (self.saved, self.kept):
            self.saved, self.kept = saved, kept
            self._tell("saved")

    def subscribe(self, listener: Callable[[Topic], None]) -> Callable[[], None]:
        """Call the listener with what changed, from now on; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _on_event(self, event: Event) -> None:
        if _only_places(event.since):
            self._carry_over(event.map)
        self._shown = event.map
        gone = [id_ for id_ in self.selection if id_ not in event.map]
        self._tell("draft" if event.draft else "map")
        if gone and not event.draft:
            self.select([id_ for id_ in self.selection if id_ not in gone])

    def _carry_over(self, map_: Map) -> None:
        """Keep the results when only places changed: a drag computes nothing but routes."""
        for name in ("figures", "heat", "strip"):
            known = self._derived.get(name)
            if known is not None and known[0] is self._shown:
                self._derived[name] = (map_, known[1])

    def _tell(self, topic: Topic) -> None:
        for listener in tuple(self._listeners):
            listener(topic)


def _still_there(segments: Sequence[Segment], map_: Map) -> Sequence[Segment]:
    return [segment for segment in segments if segment.on in map_]


# Fields that say where something lies and nothing of what it means.
_PLACES = frozenset({"x", "y", "pinned", "bends", "waypoints", "height"})


def _only_places(diff: Diff) -> bool:
    """Say whether a diff moves records and changes nothing else; steps stay in their lanes."""
    changes = diff.values()
    return all(c.before is not None and c.after is not None and set(patch(c)) <= _PLACES for c in changes)
