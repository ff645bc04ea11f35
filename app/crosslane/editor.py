"""One open map and everything derived from it, without a window: what the user interface and the commands talk to.

The editor holds today's map, its history, what is selected, and the results that are pure functions of the map:
figures, time strip, advice. It knows no widget; views subscribe to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Literal

from crosslane.analysis.asking import Answer, answered, answering, asking_next, kept_told, next_found, telling_kept
from crosslane.analysis.figures import Figures
from crosslane.analysis.ladder import Segment
from crosslane.analysis.whatif import Best
from crosslane.analysis.where import describe, question_for
from crosslane.geometry import Point
from crosslane.model import edits
from crosslane.model.diff import Change, Diff, is_far, is_same
from crosslane.model.durations import saying
from crosslane.model.errors import Problem
from crosslane.model.history import History, Row
from crosslane.model.map import Map
from crosslane.model.plan import CARD_H, CARD_W, hold_bands, lane_bands, near_place
from crosslane.model.records import Flow
from crosslane.model.store import ChangeReason, Event, Store
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.own import in_use
from crosslane.practices.suggest import Advice, Promotion, Suggestion, advise
from crosslane.practices.trial import planned
from crosslane.results import (
    RESULTS,
    Aside,
    Asked,
    Following,
    How,
    Results,
    promoted_of,
    promoted_still,
    routes_together,
)
from crosslane.routing.live import Router
from crosslane.routing.of_map import route_map
from crosslane.routing.routes import Route
from crosslane.turns import Turns

Topic = Literal["map", "draft", "ways", "advice", "selection", "message", "saved", "ghost", "what_if", "answer"]
Verb = Callable[..., Diff]
# With more records than this, what is shown of a map comes in portions, at first of so many flows or steps: to draw the
# forty steps and their flows that these are takes half a frame.
LARGE, PORTION = 100, 24
# Of more changes than this it is remembered where all flows ran before and after, for as many of them as are taken back soon.
MUCH, REMEMBERED = 100, 4
# So many changes of the last edit are looked at in a piece: whether they mean anything.
LOOKED = 300
# Fields that say where something lies and nothing of what it means; steps in other lanes mean something.
_PLACES = frozenset({"x", "y", "pinned", "bends", "waypoints", "height"})


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
        self._told_selection: tuple[str, ...] = ()
        self.message: Message | None = None
        self.saved = True
        self.kept = True
        self.ghost: Diff = {}
        # What the preview was worked out from and what it comes to, and the ways of its flows once somebody asked.
        self._previewed: tuple[Map, Diff, Map] | None = None
        self._ghost_routes: dict[str, Route] | None = None
        # What is being finished, and the ways of all flows after it.
        self._laid: tuple[Diff, Mapping[str, Route]] | None = None
        # Maps before and after very much changed, with the ways of all flows.
        self._ways: list[tuple[Map, Mapping[str, Route]]] = []
        self._what_if: Diff = {}
        self._answers = Asked("what if", answering, answered, self._tell_answer)
        self._next = Asked("next best", asking_next, next_found, self._tell_answer)
        self._kept = Asked("kept what-ifs", telling_kept, kept_told, self._tell_answer)
        self._router = Router()
        self._listeners: list[Callable[[Topic], None]] = []
        self._following = Following(RESULTS, lambda: self._tell("map"))
        self._promoting = Following(self._promotion(), lambda: self._tell("advice"))
        # The last change, of which nobody has asked yet whether it means anything: the maps before and after it.
        # With what of it is not looked at yet.
        self._last: tuple[Map, Map, Iterator[Change]] | None = None
        self._advice: tuple[Map, Figures, Advice] | None = None
        self._asked = False
        # Set by a window: why a diff is made, where nobody said; None where that is not asked.
        self.why_of: Callable[[Diff], ChangeReason | None] = lambda _: None
        # Set by a window: who lays ways from scratch, where that is not who works out results, which people wait for more.
        self.aside_for_ways: Aside | None = None
        # And the flows in view, of which what comes in portions comes first.
        self.in_sight: Callable[[], Iterable[str]] = tuple
        self._shown = map_
        self.history.follow(self.store)
        self.store.subscribe(self._on_event)

    @property
    def map(self) -> Map:
        """The map as it is shown, with the draft of an open edit."""
        return self.store.shown

    # What follows from the map

    @property
    def aside(self) -> Aside | None:
        """Who computes what takes longer than a frame; None, and everything at once, without a window."""
        return self._following.aside

    @aside.setter
    def aside(self, aside: Aside | None) -> None:
        for one in (self._following, self._promoting, self._answers, self._next, self._kept):
            one.aside = aside

    @property
    def figures(self) -> Figures:
        """The exact results of the shown map; on a large map those of a moment ago, as long as it takes."""
        return self._results.figures

    @property
    def heat(self) -> Mapping[str, int]:
        """How much each flow adds, in four classes from 0 (cold) to 3."""
        return self._results.heat

    @property
    def strip(self) -> Sequence[Segment]:
        """The lead time in order, work and waits, for the time strip."""
        return self._results.strip

    @property
    def _results(self) -> Results:
        self._keep_results()
        return self._following.of(self.map)

    def _keep_results(self) -> None:
        """A drag computes nothing but routes: see whether the last change was no more. Whoever made it need not wait for that."""
        while self._last is not None:
            self._keep_on()

    def _keep_on(self) -> None:
        """Look at a piece of the last change."""
        if self._last is None:
            return
        before, after, left = self._last
        some = list(islice(left, LOOKED))
        if not all(is_same(change, _PLACES, apart=True) for change in some):
            self._last = None
        elif len(some) < LOOKED:
            self._following.keep(before, after)
            self._last = None

    @property
    def routes(self) -> dict[str, Route]:
        """The way of every drawn flow; after an edit only what it touches is routed again.

        As soon as nothing moves, the ways are those that the map would have from scratch. Flows of a large map that was
        just opened may be missing, and come with the next questions.
        """
        router, moving = self._router, self.store.busy
        alone, first = self.aside is None, self.in_sight
        found = router.routes(self.map, most=self.portion, moving=moving, alone=alone, first=first)
        if not moving and (router.awaited or (router.rough and not router.owed)):
            found = self._settled(found)
        return found

    @property
    def portion(self) -> int | None:
        """How much of a large map is shown at once when it is opened in a window; None: all of it."""
        return PORTION if self.aside is not None and len(self.map) > LARGE else None

    @property
    def owes_routes(self) -> bool:
        """Say whether flows have no way yet that the next question gives them."""
        return self._router.is_behind

    @property
    def is_settled(self) -> bool:
        """Say whether every flow that is drawn has the way that it would have from scratch."""
        return not (self._router.rough or self._router.awaited or self._router.owed)

    @property
    def is_opening(self) -> bool:
        """Say whether the ways of all flows are still being laid for the first time."""
        return self._router.awaited

    def _settled(self, found: dict[str, Route]) -> dict[str, Route]:
        map_ = self.map
        if self.aside is None:
            self._router.settle(map_, route_map(map_))
            return self._router.routes(map_)
        if not self._asked:
            self._asked = True
            came = partial(self._ways_came, map_)
            aside = self.aside_for_ways or self.aside
            aside("routes", map_, "crosslane.results:routes_in_parts", came, failed=self._ways_failed)
        return found

    def _ways_failed(self, _: str) -> None:
        # What was laid live stays; the next edit asks again. What nobody has laid is laid here.
        self._asked = False
        if self._router.awaited:
            self._router.awaited = False
            self._tell("ways")

    def _ways_came(self, map_: Map, parts: Sequence[Any]) -> None:
        self._asked = False
        self._router.settle(map_, routes_together(parts))
        self._tell("ways")

    @property
    def previewed(self) -> Map:
        """The map as the preview would make it."""
        known = self._previewed
        if known is None or known[0] is not self.map or known[1] is not self.ghost:
            self._previewed, self._ghost_routes = (self.map, self.ghost, self.map.apply(self.ghost)), None
            return self._previewed[2]
        return known[2]

    @property
    def ghost_routes(self) -> dict[str, Route]:
        """The way of every flow on the map as the preview would make it."""
        map_ = self.previewed
        if self._ghost_routes is None:
            self._ghost_routes = route_map(map_)
        return self._ghost_routes

    @property
    def advice(self) -> Advice:
        """What is seen on the shown map, and what could be tried."""
        map_, figures = self.map, self.figures
        if self._advice is None or self._advice[0] is not map_ or self._advice[1] is not figures:
            self._advice = (map_, figures, advise(map_, figures, in_use()))
        return self._advice[2]

    @property
    def awaits_results(self) -> bool:
        """Say whether results of the map as it is are still worked out beside the window."""
        _ = self.figures
        return self._following.is_awaited

    @property
    def promoted(self) -> Promotion | None:
        """The place of the one practice to try next on this map, the practice, and what it would give; None for none."""
        if self.awaits_results:
            # It follows from all results, and would keep who computes them from what people wait for more.
            return self._promoting.still(self.map)
        return self._promoting.of(self.map)

    def _promotion(self) -> How[Promotion | None]:
        kind, function = "promoted", "crosslane.results:promoted_in_parts"
        return How(kind, None, lambda _: self.advice.experiment, promoted_still, function, promoted_of)

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

    def commit(
        self,
        diff: Diff,
        label: str,
        *,
        gesture: str | None = None,
        why: ChangeReason | None = None,
        laid: Mapping[str, Route] | None = None,
    ) -> bool:
        """Finish a diff as one undo step; returns whether anything changed.

        `laid` are the ways of all flows after a diff that only moves things, known from a preview, which ends with it.
        """
        shown, after = self.ghost if laid is not None else {}, None
        if laid is not None:
            known = self._previewed
            after = known[2] if known is not None and known[0] is self.store.map and known[1] is diff else None
            self.ghost, self._laid = {}, (diff, laid)
        if why is None and laid is None:
            why = self.why_of(diff)
        done = self.store.commit(diff, label, gesture=gesture, why=why, after=after)
        self._laid = None
        if shown and not done:
            self._tell("ghost")
        return done

    def undo(self) -> bool:
        """Take back the last step, also one from before a restart; says what it was."""
        if not self.store.may_edit():
            return False
        label = self.history.undo_label
        done = self.history.undo(self.store)
        self.say(f"Undone: {label}." if done else "Nothing left to undo.")
        return done

    def redo(self) -> bool:
        """Do again what was undone last; says what it was."""
        if not self.store.may_edit():
            return False
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

    def select(self, ids: Iterable[str], *, add: bool = False, under_way: bool = False) -> None:
        """Select records; with `add` what is selected already goes, what is not comes.

        While it is `under_way`, as under a moving hand, nobody is told; the next selection that is not tells it.
        """
        chosen = [id_ for id_ in dict.fromkeys(ids) if id_ in self.map]
        if add:
            kept = [id_ for id_ in self.selection if id_ not in chosen]
            chosen = kept + [id_ for id_ in chosen if id_ not in self.selection]
        self.selection = tuple(chosen)
        if self.selection != self._told_selection and not under_way:
            self._told_selection = self.selection
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

    def show_ghost(self, diff: Diff, known: tuple[Map, dict[str, Route]] | None = None) -> None:
        """Show what a diff would do, without doing it; an empty one ends the preview.

        Whoever knows the map as it would be then and the ways of all its flows hands them over: both take their time.
        """
        self.ghost = diff
        if known is not None:
            self._previewed, self._ghost_routes = (self.map, diff, known[0]), known[1]
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

    def _tell_answer(self) -> None:
        self._tell("answer")

    @property
    def answer(self) -> Answer | None:
        """What would be if it were as is asked; None as long as that is not known. Then views are told of the answer."""
        return self._answers.of(self.map, self._what_if, quick=self._is_quick(2))

    @property
    def next_best(self) -> Sequence[Best] | None:
        """The waits that are best removed next, after all that is asked; None as long as they are not known."""
        return self._next.of(self.map, self._what_if, quick=self._is_quick(4))

    @property
    def kept_what_ifs(self) -> Mapping[str, str] | None:
        """What each kept what-if would do, by its id; None as long as it is not known."""
        count = sum(1 for _ in self.map.others("scenario"))
        return self._kept.of(self.map, quick=self._is_quick(1 + count)) if count else {}

    @property
    def is_compared_quickly(self) -> bool:
        """Whether another version of the map is compared with it within a frame."""
        return self._is_quick(3)

    def _is_quick(self, times: int) -> bool:
        return self._following.is_quick(self.map, times)

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
        laid = self._laid[1] if self._laid is not None and self._laid[0] == event.diff else None
        self._keep_results()
        self._last = self._shown, event.map, iter(() if laid is not None else event.since.values())
        if event.draft and len(event.map) > LARGE:
            # Lanes that grow under the hand would move half the map in every frame: they grow when it lets go.
            hold_bands(event.map, self.store.map)
        known = laid if event.draft or len(event.diff) <= MUCH else self._remembered(event, laid)
        if known is not None:
            self._router.adopt(event.map, known)
        self._shown = event.map
        gone = [id_ for id_ in self.selection if id_ not in event.map]
        self._tell("draft" if event.draft else "map")
        if gone and not event.draft:
            self.select([id_ for id_ in self.selection if id_ not in gone])

    def _remembered(self, event: Event, laid: Mapping[str, Route] | None) -> Mapping[str, Route] | None:
        """Return the ways of all flows after very many changes, where they are known, as of what is taken back."""
        before = self._router.known(self._shown)
        if before is not None:
            self._ways.append((self._shown, before))
        if laid is None and event.origin in ("undo", "redo"):
            laid = next((ways for map_, ways in reversed(self._ways) if not is_far(map_, event.map, 0)), None)
        if laid is not None:
            self._ways.append((event.map, laid))
        self._ways = self._ways[-REMEMBERED:]
        return laid

    def _tell(self, topic: Topic) -> None:
        for listener in tuple(self._listeners):
            listener(topic)


def getting_ready(editor: Editor) -> Turns[None]:
    """Get to know a large map in turns, before it is shown."""
    map_ = editor.map
    if len(map_) > LARGE:
        for known in ("steps", "flows", "drawn_flows", "highest_number"):
            yield
            getattr(map_, known)
        yield
        yield from editor._router.preparing(map_)
        yield


def follow_ways(editor: Editor) -> bool:
    """Look into a piece of what the last change entails for the ways of flows; returns whether that was left to do.

    Whoever asks for ways before nothing is left has all of it looked into at once.
    """
    if editor._router.has_followed(editor.map):
        return False
    if editor._last is not None:
        # Pieces of their own: whether thousands of changes mean anything for the results.
        editor._keep_on()
    else:
        editor._router.follow(editor.map)
    return True
