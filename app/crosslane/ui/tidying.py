"""Tidy-up as people meet it: laid out beside the window, shown as a ghost with its numbers, taken with Enter or left with Esc.

A first answer comes at once; while people look, a better one may take its place. An edit ends it all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from crosslane.editor import Editor, Topic
from crosslane.mirror import Mirror
from crosslane.model.diff import Change, Diff, puts
from crosslane.model.map import Map
from crosslane.model.plan import CARD_W, lane_bands
from crosslane.model.records import Step
from crosslane.routing.space import Route
from crosslane.turns import Turns, at_once
from crosslane.ui.canvas.glide import Glide
from crosslane.ui.errands import Errands
from crosslane.ui.turns import in_turns
from crosslane.ui.window import Window

# By name: what it needs (NumPy) is loaded in the worker process only.
JOB, READY = "crosslane.layout.proposal:proposed", "crosslane.layout.proposal:ready"
Numbers = tuple[int, int, float]
Fields = Mapping[str, Mapping[str, Any]]
FIRST, BETTER = "tidy", "tidy-thorough"
# A thorough look takes up to a dozen times as long: with more steps nobody would wait for it.
MOST_THOROUGH = 300
# What people look at gives way to a drawing that costs less than this share of it: for less, it would only seem to jump.
WORTH = 0.97
# So long after the window has come, the process that lays out gets ready, so that the first tidy-up does not wait for it.
READY_MS = 4000
# A sheet of A4 or A3 on its side, less what the title and the strip below take.
PAGE = 1.6
# A drawing so many times as wide as high is read in parts, or not at all: folding is offered.
LONG = 3.0
# After so many milliseconds a layout is one that somebody may not want to wait for.
LONG_MS = 1500
# So many steps are put where they would lie in one turn of the event loop.
PORTION = 200
# Pixels around the question at the foot of the view.
FOOT = 28
BUSY, STOPPED = "Laying it out…", "Everything stays where it is."
DONE = "Same steps, same lanes, tidied. Ctrl+Z goes back."


class Tidying(QObject):
    """One tidy-up at a time."""

    def __init__(self, window: Window) -> None:
        """Follow the window's map."""
        super().__init__(window)
        self._window, self._editor = window, window.editor
        # A process of its own: the results of a large map may keep the window's busy for seconds.
        self._errands, self._glide = Errands(self), Glide()
        self._mirror = Mirror(self._errands.ask)
        window.shell.closing.connect(self._errands.close)
        self._map: Map | None = None
        # Whether what comes may be folded: all of the map, and it was not asked for folded.
        self._folds = False
        self._total: float | None = None
        self._awaited: set[str] = set()
        # Whether the view leaves its foot to what is said.
        self._has_foot = False
        window.message.gone.connect(self._on_gone)
        self._forget: Callable[[], None] = self._editor.subscribe(self._on_topic)
        QTimer.singleShot(READY_MS, self, self._get_ready)

    def _get_ready(self) -> None:
        self._errands.ask("tidy-ready", lambda _: None, READY)

    @property
    def waits(self) -> bool:
        """Say whether a first answer is still on its way."""
        return self._map is not None and self._total is None

    def show_editor(self, editor: Editor) -> None:
        """Follow another map; what was asked of the other one is forgotten."""
        self.end()
        self._forget()
        self._editor, self._mirror = editor, Mirror(self._errands.ask)
        self._forget = editor.subscribe(self._on_topic)

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map" and self._map is not None and self._editor.map is not self._map:
            self.end()
            self._window.message.clear()

    def end(self) -> None:
        """Forget what was asked, and show the map as it is."""
        self._forget_answers()
        if self._editor.ghost:
            self._editor.show_ghost({})
        self._take_foot_back()

    def _forget_answers(self) -> None:
        for kind in (FIRST, BETTER):
            self._errands.cancel(kind)
        self._map, self._total = None, None
        self._awaited = set()

    def fold(self) -> None:
        """Ask for a tidy-up of all that folds a long process to the shape of a page."""
        self._ask(None, PAGE)

    def tidy(self) -> None:
        """Ask for a tidy-up of what is selected, if that is more than one step, else of all."""
        editor = self._editor
        steps = tuple(id_ for id_ in editor.selection if isinstance(editor.map.get(id_), Step))
        self._ask(steps if len(steps) > 1 else None)

    def _ask(self, only: tuple[str, ...] | None, aspect: float | None = None) -> None:
        self.end()
        editor = self._editor
        self._map, self._folds = editor.map, only is None and aspect is None
        self._window.say(BUSY)
        QTimer.singleShot(LONG_MS, self, partial(self._offer_to_stop, editor.map))
        self._awaited = {FIRST, BETTER} if len(editor.map.steps) <= MOST_THOROUGH and not aspect else {FIRST}
        asking = self._asking(editor.map, self._awaited, only, aspect)
        if editor.portion is None:
            at_once(asking)
        else:
            in_turns(self, asking)

    def _asking(self, map_: Map, awaited: set[str], only: tuple[str, ...] | None, aspect: float | None) -> Turns[None]:
        """Hand over what is asked, unless the map was edited or something else asked meanwhile."""
        editor = self._editor
        if self._map is not map_ or self._awaited is not awaited:
            return
        lines = [[(x, y) for x, y in route.points] for route in editor.routes.values()]
        # While flows are drawn in haste, their lines are no measure of the map as it is.
        drawn = lines if editor.is_settled else None
        yield
        if self._awaited is not awaited:
            return
        ask, first = self._mirror.ask, partial(self._came, map_, FIRST)
        ask(FIRST, map_, JOB, first, only, False, aspect, drawn, failed=self._failed)
        if BETTER in awaited:
            better = partial(self._came, map_, BETTER)
            ask(BETTER, map_, JOB, better, only, True, None, drawn, failed=self._no_better)

    def _offer_to_stop(self, map_: Map) -> None:
        """Say that it takes a while, with the way out, as long as it does."""
        if self._map is map_ and self.waits:
            self._window.ask(BUSY, ("Stop", self._stop))

    def _stop(self) -> None:
        self.end()
        self._window.say(STOPPED)

    def _failed(self, sentence: str) -> None:
        self.end()
        self._window.say(f"It could not be laid out. {sentence}", problem=True)

    def _no_better(self, _: str) -> None:
        self._awaited.discard(BETTER)
        self._say_if_tidy()

    def _say_if_tidy(self) -> None:
        if self._map is not None and not self._awaited and self._total is None:
            pinned = sum(step.pinned for step in self._map.steps)
            self.end()
            self._window.say(f"It is tidy already{', as far as pinned steps let it be' if pinned else ''}.")

    def _came(self, map_: Map, kind: str, parts: Sequence[Any]) -> None:
        fields, before, after = parts[0]
        if self._map is not map_ or self._editor.map is not map_:
            return
        self._awaited.discard(kind)
        total = _total(after) if fields else None
        if total is None or (self._total is not None and total >= self._total * WORTH):
            self._say_if_tidy()
            return
        self._total = total
        routes = {id_: route for portion in parts[1:] for id_, route in portion.items()}
        in_turns(self, self._offer(map_, fields, routes, _question(before, after, in_room=self._window.in_room)))

    def _offer(self, map_: Map, fields: Fields, routes: dict[str, Route], question: str) -> Turns[None]:
        """Show what came and ask about it, unless another answer came or the map was edited meanwhile."""
        total, diff, ids = self._total, dict[str, Change](), list(fields)
        for at in range(0, len(ids), PORTION):
            found = ((record, fields[id_]) for id_ in ids[at : at + PORTION] if (record := map_.get(id_)) is not None)
            diff |= puts(map_, (record.but(**values) for record, values in found))
            yield
        shown = map_.apply(diff)
        yield
        # In order before it is drawn: to order thousands and to draw them are a turn each.
        _ = shown.lanes
        yield
        if self._map is not map_ or self._total != total:
            return
        self._editor.show_ghost(diff, (shown, routes))
        yield
        if self._map is map_ and self._total == total:
            fold = [("Fold it to a page", self.fold)] if self._folds and _is_long(shown) else []
            take = ("Tidy up", partial(self._take, diff, routes))
            self._window.ask(question, take, *fold, ("Leave it as it is", self.end))
            self._leave_foot()

    def _leave_foot(self) -> None:
        """Have what is said stand below what it is about."""
        self._has_foot = True
        self._window.canvas.keep_in_view(below=self._window.message.height() + FOOT)

    def _on_gone(self) -> None:
        # A question that was answered is not the end: what follows says what becomes of the view.
        if self._map is None:
            # In a turn of its own: an edit may have ended what was said, and has enough to draw itself.
            QTimer.singleShot(0, self, self._take_foot_back)

    def _take_foot_back(self) -> None:
        if self._has_foot:
            self._has_foot = False
            self._window.canvas.keep_in_view(below=0)

    def _take(self, diff: Diff, routes: dict[str, Route]) -> None:
        def done() -> None:
            # The view has left its foot to the question; what is said now stands there.
            self._window.say(DONE)
            self._window.canvas.keep_in_view()

        # Steps go to where they were shown, in the view in which they were shown there.
        self._forget_answers()
        self._glide.run(self._editor, diff, routes, "Tidy up", done, self._take_foot_back)


def _total(numbers: Numbers) -> float:
    crossings, bends, length = numbers
    return 24.0 * crossings + bends + length / 150.0


def _is_long(map_: Map) -> bool:
    """Say whether a map is much longer along its flow than its lanes are high."""
    high = max((band.bottom for band in lane_bands(map_).values()), default=0.0)
    return max((step.x + CARD_W for step in map_.steps), default=0.0) > LONG * high


def _question(before: Numbers, after: Numbers, *, in_room: bool) -> str:
    sentence = "This is how it would look."
    if in_room:
        return sentence
    crossings = f"Crossings {before[0]} to {after[0]}"
    # Where steps lay on one another, there is nothing to compare with.
    longer = round((after[2] / before[2] - 1) * 100) if after[2] < 10 * before[2] else 0
    length = f", lines {abs(longer)} % {'longer' if longer > 0 else 'shorter'}" if longer else ""
    return f"{sentence} {crossings}, bends {before[1]} to {after[1]}{length}."


def bind_tidying(window: Window) -> Tidying:
    """Give the window the action that tidies up."""
    tidying = Tidying(window)
    window.furnish([tidying])
    window.bind("tidy", tidying.tidy)
    window.bind("fold", tidying.fold)
    return tidying
