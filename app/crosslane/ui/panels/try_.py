"""What to try: for what is selected the best card for each lever, with its reasons; and always the team's own idea."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.analysis.telling import grounds, handing, told
from crosslane.analysis.where import step_name
from crosslane.editor import Editor
from crosslane.model.records import Experiment, Flow, Step
from crosslane.practices.estimate import would_bring
from crosslane.practices.sides import gaps
from crosslane.practices.sounding import sounding
from crosslane.practices.suggest import Place, Suggestion, advise_at, under_way
from crosslane.ui.dialogs.experiment import REFUSED
from crosslane.ui.panels.card import Card, Unfolded, Wants, folded_card
from crosslane.ui.panels.heard import chips, offered
from crosslane.ui.panels.scrolled import Scrolled
from crosslane.ui.panels.trying import TriedCard
from crosslane.ui.text import button, plain_label
from crosslane.ui.tile import Tile

NOTHING = "Select a handoff, or say what waits: type 1 2d. Then there is something to try."


class WhatToTry(Scrolled):
    """Cards for the selected flow or step; without one, for the place of the practice to try next on this map.

    `answer` asks for the field of what is selected to be filled in, `read` for the page of a practice, `do` for an
    action of the window by its id.
    """

    answer = Signal(str)
    read = Signal(str)
    do = Signal(str)
    topics = ("map", "advice", "selection")

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, "What to try", parent)
        self._forget()

    def followed(self) -> None:
        """Fold everything: it was about another map."""
        self._forget()

    def _forget(self) -> None:
        self._all = self._why = False
        self._on = ""
        self._unfolded = Unfolded()

    def _record(self) -> Flow | Step | None:
        map_, selection = self.editor.map, self.editor.selection
        record = map_.get(selection[0]) if len(selection) == 1 else None
        if isinstance(record, Flow | Step):
            return record
        promoted = self.editor.promoted
        if promoted is not None:
            return map_.flow(promoted[0])
        top = self.editor.figures.where_time_goes.time
        return map_.flow(top[0].on) if top else None

    def build(self, box: QVBoxLayout) -> None:
        """Show what can be tried at what is selected."""
        record, editor = self._record(), self.editor
        known = editor.map, editor.figures, editor.knowledge
        place = advise_at(*known, record.id) if record else None
        if record is None or place is None:
            box.addWidget(plain_label(NOTHING, "soft"))
            return
        if record.id != self._on:
            self._forget()
            self._on = record.id
        self._next(box, record.id)
        self._head(box, record)
        self._heard(box, record)
        self._questions(box, place)
        self._tried(box, record.id)
        self._cards(box, sounding(*known, place))
        self._own(box, record.id)

    # What this place is

    def _next(self, box: QVBoxLayout, here: str) -> None:
        """Show the one practice to try next on the whole map, or what is under way."""
        map_, promoted = self.editor.map, self.editor.promoted
        running = self._running()
        if running is not None and running.on != here:
            name = self._name(running)
            go = partial(self.editor.select, [running.on])
            box.addWidget(Tile(go, ("Under way", "section"), (name, "card-title"), (self._where(running.on), "soft")))
        elif promoted is not None and running is None:
            more = would_bring(promoted, self.editor.knowledge, map_.head.calendar)
            words = self.editor.knowledge.practices[promoted.practice].card
            if promoted.on == here:
                told = f"Next on this map: {words[:1].lower()}{words[1:]}"
                box.addWidget(plain_label(f"{told}. {more}" if more else f"{told}.", "soft"))
            else:
                lines = ("Next on this map", "section"), (words, "card-title"), (self._where(promoted.on), "soft")
                tile = (*lines, (more, "soft")) if more else lines
                box.addWidget(Tile(partial(self.editor.select, [promoted.on]), *tile))

    def _running(self) -> Experiment | None:
        return next(iter(under_way(self.editor.map)), None)

    def _where(self, on: str) -> str:
        record = self.editor.map.get(on)
        if not isinstance(record, Flow):
            return step_name(self.editor.map, on)
        number = f"Handoff {record.number}: " if record.number and self.editor.map.is_handoff(record) else ""
        return f"{number}{handing(self.editor.map, record)}"

    def _name(self, experiment: Experiment) -> str:
        known = self.editor.knowledge.practices.get(experiment.practice or "")
        return known.card if known else experiment.text or "Our own idea"

    def _head(self, box: QVBoxLayout, record: Flow | Step) -> None:
        map_, figures = self.editor.map, self.editor.figures
        heading = self._where(record.id)
        box.addWidget(plain_label(heading, "heading"))
        if not isinstance(record, Flow):
            return
        sentence = told(map_, figures, record)
        if sentence:
            box.addWidget(plain_label(sentence))
        for gap in gaps(map_, record):
            box.addWidget(plain_label(gap))
        why = button("Hide why" if self._why else "Why?", self._toggle_why, "link")
        why.setAccessibleName(f"Why? Where the numbers of this place come from: {heading}")
        box.addWidget(why, 0, Qt.AlignmentFlag.AlignLeft)
        if self._why:
            for line in grounds(map_, figures, record):
                box.addWidget(plain_label(line, "soft"))

    def _toggle_why(self) -> None:
        self._why = not self._why
        self.refresh()

    def _heard(self, box: QVBoxLayout, record: Flow | Step) -> None:
        """Show people's sentences with what they may mean."""
        for sentence, symptoms in offered(self.editor, record).items():
            box.addWidget(plain_label(f"“{sentence}”", "said"))
            for chip in chips(self.editor, record, symptoms):
                box.addWidget(chip)

    def _questions(self, box: QVBoxLayout, place: Place) -> None:
        if place.questions:
            box.addWidget(plain_label("Ask aloud", "section"))
        for name, ask in place.questions[:2]:
            box.addWidget(Tile(partial(self._ask, place.on, name), (ask, ""), style="plain", name=f"Answer: {ask}"))

    def _ask(self, on: str, field: str) -> None:
        self.editor.select([on])
        self.answer.emit(field)

    # What can be tried there

    def _tried(self, box: QVBoxLayout, on: str) -> None:
        for each in self.editor.map.on(on):
            if isinstance(each, Experiment):
                box.addWidget(TriedCard(self.editor, each, self._name(each)))

    def _cards(self, box: QVBoxLayout, place: Place) -> None:
        best = list(place.best_by_lever().values())
        shown = list(place.suggestions) if self._all else best
        sounds = [s for s in place.sounds_like if s.practice not in {each.practice for each in shown}]
        offered_here = [suggestion.practice for suggestion in (*shown, *sounds)]
        if self._unfolded.open not in (None, "", *offered_here):
            self._unfolded.open = None
        open_ = next(iter(offered_here), "") if self._unfolded.open is None else self._unfolded.open
        self._show_cards(box, place, shown, open_)
        if not best:
            self._nothing(box, place)
        elif len(place.suggestions) > len(best):
            words = "Only the best of each" if self._all else f"All {len(place.suggestions)} in order of score"
            box.addWidget(button(words, self._show_all, "link"), 0, Qt.AlignmentFlag.AlignLeft)
        if sounds:
            box.addWidget(plain_label("What you said sounds like", "section"))
            self._show_cards(box, place, sounds, open_)

    def _show_cards(self, box: QVBoxLayout, place: Place, shown: Sequence[Suggestion], open_: str) -> None:
        wants = Wants(self.refresh, self.read.emit, partial(self._take, place.on), partial(self._refuse, place.on))
        for suggestion in shown:
            if suggestion.practice == open_:
                busy = self._running() is not None
                box.addWidget(Card(place, suggestion, self.editor, self._unfolded, wants, busy=busy))
            else:
                box.addWidget(folded_card(suggestion, self.editor, partial(self._open, suggestion.practice)))

    def _nothing(self, box: QVBoxLayout, place: Place) -> None:
        words = "No evidence yet, so nothing is suggested."
        if place.sounds_like:
            words = "Nothing is recorded yet that shows what to try."
        if place.questions:
            words += " One answer to what is asked above may change that."
        box.addWidget(plain_label(words, "soft"))
        typical = () if place.sounds_like else place.typical
        if typical:
            box.addWidget(plain_label("Typical here, without evidence", "section"))
        for id_ in typical:
            practice = self.editor.knowledge.practices[id_]
            read = partial(self.read.emit, id_)
            box.addWidget(Tile(read, (practice.card, ""), style="plain", name=f"Read about: {practice.card}"))

    def _open(self, practice: str) -> None:
        self._unfolded.open, self._unfolded.refusing = practice, ""
        self.refresh()

    def _show_all(self) -> None:
        self._all = not self._all
        self.refresh()

    def _own(self, box: QVBoxLayout, on: str) -> None:
        box.addSpacing(4)
        box.addWidget(plain_label("None of these. Our own idea:", "section"))
        line = QLineEdit()
        line.setPlaceholderText("What do we try here?")
        line.setAccessibleName("None of these. Our own idea")
        line.returnPressed.connect(lambda: self._take_own(on, line.text().strip()))
        box.addWidget(line)
        if isinstance(self.editor.map.get(on), Flow):
            row = QHBoxLayout()
            for words, id_ in (("Ask both sides…", "two_sides"), ("Agreement…", "agreement")):
                row.addWidget(button(words, partial(self._page, on, id_), "link"))
                row.addSpacing(12)
            row.addStretch(1)
            box.addLayout(row)
        decided = [*self.editor.map.others("experiment"), *self.editor.map.others("verdict")]
        if decided:
            words = f"What we decided ({len(decided)})"
            box.addWidget(button(words, partial(self.do.emit, "decisions"), "link"), 0, Qt.AlignmentFlag.AlignLeft)

    def _page(self, on: str, id_: str) -> None:
        """Open a page about this place."""
        self.editor.select([on])
        self.do.emit(id_)

    def _take_own(self, on: str, text: str) -> None:
        if text:
            self._taken(partial(self.editor.own_idea, on, text))

    def _take(self, on: str, suggestion: Suggestion, status: str, expected: str | None) -> None:
        self._taken(partial(self.editor.take_on, on, suggestion, status, expected))

    def _taken(self, take: Callable[[], bool]) -> None:
        """Take something on; the keyboard goes on with what has to be said of it, which stands elsewhere on the page."""
        before = {each.id for each in self.editor.map.others("experiment")}
        if not take():
            return
        for card in self.findChildren(TriedCard):
            if card.id not in before:
                self.ensureWidgetVisible(card)
                card.go_on()

    def _refuse(self, on: str, suggestion: Suggestion, why: str) -> None:
        self._unfolded.refusing = ""
        self.editor.refuse(on, suggestion.practice, why)
        self.editor.say(REFUSED[why])
