"""Where time goes: three sentences first, the rest on demand; a press goes to the place; what if is asked beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crosslane.analysis.figures import Place
from crosslane.analysis.sayings import headline, work_and_wait
from crosslane.analysis.telling import grounds, handing_over, through
from crosslane.analysis.whatif import Change
from crosslane.editor import Editor
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow
from crosslane.ui.next_line import FIRST_WAIT, instead_of_times
from crosslane.ui.panels.mending import mends_of
from crosslane.ui.panels.scrolled import Scrolled
from crosslane.ui.text import button, level_line, plain_label
from crosslane.ui.tile import Tile
from crosslane.ui.whatif import WhatIf

NO_WAITS = f"No waits yet. {FIRST_WAIT}"
# Where exactness ends, it is said.
NOT_EXACT = {
    "approximate": "Close, not exact: how long branches beside one another take spreads, or more is open than was looked at.",
    "simulated": "Estimated: branches here hang together in ways that are not computed exactly.",
}
FIRST, LOOK_AT = 3, 4


class WhereTimeGoes(Scrolled):
    """The time list, open at its first three; what sets the pace, comes back, depends on one person on demand.

    `answer` asks for a field of what is selected to be filled in, `do` for an action of the window by its id.
    """

    answer = Signal(str)
    do = Signal(str)

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, "Where time goes", parent)
        self._open: set[str] = set()
        self._chances: tuple[Map | None, list[str]] = (None, [])
        self._chance_line = plain_label("", "soft")
        self.what_if = WhatIf(editor, self, lazy=True)
        self.what_if.hide()
        self.what_if.closed.connect(self._end)

    def followed(self) -> None:
        """Fold everything, ask nothing: it was about another map."""
        self._open = set()
        self._chances = (None, [])
        self.what_if.hide()
        self.what_if.show_editor(self.editor)

    # What sampling tells

    def show_outlook(self, map_: Map, said: list[str]) -> None:
        """Show what sampling tells of a map, as long as that is the map shown."""
        self._chances = (map_, said)
        self._chance_line.setMinimumHeight(0)
        self._tell_chances()

    def _tell_chances(self) -> None:
        of, said = self._chances
        self._chance_line.setText("\n".join(said) if of is self.editor.map else "")
        # Before the page is built the line stands nowhere, and shown it would be a window of its own.
        self._chance_line.setHidden(not said or self._chance_line.parent() is None)

    def _put_chance_line(self, box: QVBoxLayout) -> None:
        """Put the line for what sampling tells; until that has come, room is kept for it."""
        height = self._chance_line.height() if self._chance_line.text() else self._chance_line.minimumHeight()
        self._chance_line = plain_label("", "soft")
        box.addWidget(self._chance_line)
        self._chance_line.setMinimumHeight(0 if self._chances[0] is self.editor.map else height)
        self._tell_chances()

    # What if

    def ask(self, on: str | None) -> None:
        """Ask what would be if something about a flow were otherwise."""
        self.what_if.begin(on)
        self.what_if.show()
        self.verticalScrollBar().setValue(0)
        self.what_if.how.setFocus()

    def _halve(self, on: str) -> None:
        if self.what_if.isHidden():
            self.what_if.begin(on)
            self.what_if.show()
        try:
            self.what_if.take(Change(on, "halve"))
        except Problem as problem:
            self.editor.say(str(problem))
        self.verticalScrollBar().setValue(0)

    def _end(self) -> None:
        self.what_if.hide()
        self.setFocus()

    # The page

    def build(self, box: QVBoxLayout) -> None:
        """Show what follows from the map as it is."""
        box.addWidget(self.what_if)
        box.setSpacing(4)
        figures, calendar = self.editor.figures, self.editor.map.head.calendar
        box.addWidget(plain_label(headline(figures, calendar), "heading"))
        box.addWidget(plain_label(work_and_wait(figures, calendar), "soft"))
        if figures.map.method in NOT_EXACT:
            box.addWidget(plain_label(NOT_EXACT[figures.map.method], "soft"))
        self._put_chance_line(box)
        self._known(box)
        where = figures.where_time_goes
        self._time(box, where.time)
        self._more(box, "pace", "What sets the pace", where.pace)
        self._more(box, "comes_back", "What comes back", where.comes_back, through(self.editor.map, figures))
        self._more(box, "one", "What depends on one person", where.depends_on_one)
        self._handing_over(box)
        self._look_at(box)

    def _handing_over(self, box: QVBoxLayout) -> None:
        said = handing_over(self.editor.map, self.editor.figures)
        if said and self._fold(box, "handed", "Who hands to whom"):
            for sentence in said:
                box.addWidget(plain_label(sentence))
            matrix = button("As a matrix…", partial(self.do.emit, "view_matrix"), "link")
            box.addWidget(matrix, 0, Qt.AlignmentFlag.AlignLeft)

    def _known(self, box: QVBoxLayout) -> None:
        whole = self.editor.figures.map
        if not whole.asked:
            return
        box.addWidget(plain_label(f"{whole.known} of {whole.asked} numbers are known.", "soft"))
        if whole.ask_next:
            ask = f"Ask next: {self.editor.question_for(whole.ask_next)}"
            box.addWidget(Tile(partial(self._answer, whole.ask_next), (ask, ""), style="plain"))

    def _answer(self, missing: str) -> None:
        id_, field = missing.split(":", 1)[1].rsplit(".", 1)
        self.editor.select([id_])
        self.answer.emit(field)

    def _time(self, box: QVBoxLayout, places: tuple[Place, ...]) -> None:
        box.addSpacing(10)
        box.addWidget(plain_label("Where time goes", "section"))
        if not places and not self.editor.figures.awaited:
            said = instead_of_times(self.editor.figures)
            box.addWidget(plain_label(NO_WAITS if said == FIRST_WAIT else said, "soft"))
        shown = "time" in self._open
        for place in places if shown else places[:FIRST]:
            self._entry(box, place)
        if len(places) > FIRST:
            words = "Only the first three" if shown else f"All {len(places)}"
            self._link(box, words, "time", f"{words}: where time goes")

    def _entry(self, box: QVBoxLayout, place: Place) -> None:
        go = partial(self.editor.select, [place.on])
        box.addWidget(Tile(go, (place.sentence, ""), style="plain", name=f"Go there: {place.sentence}"))
        row = QHBoxLayout()
        row.setSpacing(14)
        sentence = self.editor.what_if_halved(place.on)
        if sentence:
            half = button("What if half?", partial(self._halve, place.on), "link", sentence)
            half.setAccessibleName(f"What if it waited half as long? {sentence}")
            row.addWidget(half)
        why = button("Hide why" if place.on in self._open else "Why?", partial(self._toggle, place.on), "link")
        why.setAccessibleName(f"Why? {place.sentence}")
        row.addWidget(why)
        row.addStretch(1)
        box.addLayout(row)
        record = self.editor.map.get(place.on)
        if place.on in self._open and isinstance(record, Flow):
            for line in grounds(self.editor.map, self.editor.figures, record):
                box.addWidget(plain_label(line, "soft"))
        box.addSpacing(8)

    def _fold(self, box: QVBoxLayout, name: str, heading: str) -> bool:
        """Put a heading that folds what is under it; returns whether that shows."""
        shown = name in self._open
        box.addSpacing(4)
        self._link(box, f"{'▾' if shown else '▸'}  {heading}", name, f"{heading}, {'open' if shown else 'folded'}")
        return shown

    def _more(self, box: QVBoxLayout, name: str, heading: str, places: tuple[Place, ...], whole: str = "") -> None:
        if not places or not self._fold(box, name, heading):
            return
        if whole:
            box.addWidget(plain_label(whole))
        for place in places[:5]:
            go = partial(self.editor.select, [place.on])
            box.addWidget(Tile(go, (place.sentence, ""), style="plain", name=f"Go there: {place.sentence}"))

    def _look_at(self, box: QVBoxLayout) -> None:
        warnings = self.editor.figures.warnings
        if not warnings:
            return
        box.addSpacing(8)
        box.addWidget(level_line())
        box.addSpacing(4)
        box.addWidget(plain_label("To look at", "section"))
        shown = "warnings" in self._open
        for warning in warnings if shown else warnings[:LOOK_AT]:
            go = partial(self.editor.select, warning.on)
            box.addWidget(Tile(go, (warning.sentence, ""), style="plain", name=f"Go there: {warning.sentence}"))
            row = QHBoxLayout()
            for words, do in mends_of(self.editor, warning):
                made = button(words, do, "chip-button")
                made.setAccessibleName(f"{words}: {warning.sentence}")
                row.addWidget(made)
            row.addStretch(1)
            box.addLayout(row)
        if len(warnings) > LOOK_AT:
            words = "Only the first" if shown else f"All {len(warnings)}"
            self._link(box, words, "warnings", f"{words}: to look at")

    def _link(self, box: QVBoxLayout, words: str, name: str, spoken: str) -> None:
        made = button(words, partial(self._toggle, name), "link")
        made.setAccessibleName(spoken)
        box.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _toggle(self, name: str) -> None:
        self._open ^= {name}
        self.refresh()
