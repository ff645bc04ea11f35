"""One suggestion as a card: open with all that a team needs to decide, or folded to its title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.editor import Editor
from crosslane.practices.advice import Place, Suggestion
from crosslane.practices.because import because
from crosslane.practices.beginning import around
from crosslane.practices.estimate import Asked, beginning_with, expected, what_is_asked
from crosslane.practices.knowledge import Practice
from crosslane.practices.trial import signal_of
from crosslane.ui.dialogs.experiment import REASONS, REFUSED
from crosslane.ui.text import button, grown, plain_label
from crosslane.ui.tile import Tile

LEVERS = {
    "shorten-wait": "Shorten the wait",
    "fewer-come-back": "Fewer come back",
    "less-dependence": "Less depends on one person",
    "other": "Also worth a try",
}


@dataclass
class Unfolded:
    """What is unfolded on the cards of a panel, by practice; `open` is the one card that is open ("" for none)."""

    open: str | None = None
    why: set[str] = field(default_factory=set)
    tools: set[str] = field(default_factory=set)
    refusing: str = ""
    guess: dict[str, str] = field(default_factory=dict)
    guessing: str = ""


@dataclass(frozen=True)
class Wants:
    """What a card asks of its panel: to be built anew, to be read about, to be taken on, to be refused."""

    again: Callable[[], object]
    read: Callable[[str], object]
    take: Callable[[Suggestion, str, str | None], object]
    refuse: Callable[[Suggestion, str], object]


def folded_card(suggestion: Suggestion, editor: Editor, unfold: Callable[[], object]) -> Tile:
    """Return a card of which only lever and title show; a press opens it."""
    title = editor.knowledge.practices[suggestion.practice].card
    lever = LEVERS[suggestion.lever]
    return Tile(unfold, (lever, "lever"), (title, "card-title"), name=f"{lever}: {title}. Open this card")


class Card(QFrame):
    """An open card."""

    def __init__(
        self, place: Place, suggestion: Suggestion, editor: Editor, unfolded: Unfolded, wants: Wants, *, busy: bool
    ) -> None:
        """Show a suggestion for a place; `busy` says that something else is being tried on this map."""
        super().__init__()
        self._place, self._suggestion, self._editor = place, suggestion, editor
        self._unfolded, self._wants, self._id = unfolded, wants, suggestion.practice
        self._practice = editor.knowledge.practices[suggestion.practice]
        self.setObjectName("card")
        self.setAccessibleName(f"{LEVERS[suggestion.lever]}: {self._practice.card}")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(12, 12, 12, 12)
        self._box.setSpacing(6)
        self._box.addWidget(plain_label(LEVERS[suggestion.lever], "lever"))
        self._box.addWidget(plain_label(self._practice.card, "card-title"))
        self._box.addLayout(self._rows())
        self._add_why()
        self._box.addSpacing(2)
        if unfolded.refusing == self._id:
            self._add_reasons()
        else:
            self._add_choices(busy=busy)
        self._add_foot()

    # What it says

    def _rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        record = self._editor.map.get(self._place.on)
        said = tuple(getattr(record, "said", ()))
        rows: list[tuple[str, str | QWidget]] = [
            ("Because", because(self._place, self._suggestion, said, self._editor.knowledge))
        ]
        gives = self._would_give()
        if gives is not None:
            rows.append(("Would give", gives))
        rows.append(("This week", self._suggestion.first_step))
        rows.append(("Look for", self._signal()))
        if self._suggestion.before:
            first = self._suggestion.begin_with or self._suggestion.before[0]
            rows.append(("Begin with", self._beginning(self._editor.knowledge.practices[first])))
        if self._suggestion.not_if:
            rows.append(("Not if", self._suggestion.not_if))
        for at, (words, told) in enumerate(rows):
            grid.addWidget(plain_label(words, "section"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(plain_label(told) if isinstance(told, str) else told, at, 1)
        return grid

    def _beginning(self, first: Practice) -> QWidget:
        """Return what has to be in place before, with a way to try that instead."""
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        if self._suggestion.begin_with:
            box.addWidget(plain_label(first.card))
        begin = beginning_with(self._suggestion, self._editor.figures, self._place.on, first)
        if rest := around(self._suggestion, self._editor.knowledge):
            box.addWidget(plain_label(rest, "soft"))
        take = button("Try that first", partial(self._wants.take, begin, "planned", None), "link")
        take.setAccessibleName(f"Try that first: {first.card}")
        box.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _signal(self) -> str:
        return signal_of(self._editor.map, self._editor.figures, self._place.on, self._practice)

    def _expected(self) -> str:
        guess = self._unfolded.guess.get(self._id, "")
        return expected(self._editor.map, self._editor.figures, self._place.on, self._suggestion, guess)

    def _would_give(self) -> QWidget | None:
        asked = what_is_asked(self._editor.map, self._place.on, self._suggestion)
        if asked is None:
            return None
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(plain_label(self._expected()))
        if self._unfolded.guessing != self._id and not self._unfolded.guess.get(self._id):
            change = button("We expect something else", self._guessing, "link")
            change.setAccessibleName(f"We expect something else of: {self._practice.card}")
            box.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)
            return made
        row = QHBoxLayout()
        row.setSpacing(6)
        label = plain_label(asked.words, "soft")
        label.setWordWrap(False)
        row.addWidget(label)
        row.addWidget(self._guess_line(asked))
        row.addStretch(1)
        box.addLayout(row)
        return made

    def _guessing(self) -> None:
        self._unfolded.guessing = self._id
        self._wants.again()

    def _guess_line(self, asked: Asked) -> QLineEdit:
        line = QLineEdit(self._unfolded.guess.get(self._id, ""))
        line.setPlaceholderText(asked.example)
        line.setAccessibleName(f"We expect something else of: {self._practice.card}. {asked.words}")
        line.setFixedWidth(grown(84))
        # The page is built anew by it, and the line with it: not while the line still speaks.
        line.editingFinished.connect(lambda: QTimer.singleShot(0, line, lambda: self._guess(line.text())))
        return line

    def _guess(self, text: str) -> None:
        if text.strip() != self._unfolded.guess.get(self._id, ""):
            self._unfolded.guess[self._id] = text.strip()
            self._wants.again()

    def _add_why(self) -> None:
        row = QHBoxLayout()
        shown = self._id in self._unfolded.why
        why = button("Hide why" if shown else "Why?", partial(self._toggle, self._unfolded.why), "link")
        why.setAccessibleName(f"Why {self._practice.card}?")
        more = button("Read more", partial(self._wants.read, self._id), "link")
        more.setAccessibleName(f"Read more: {self._practice.card}")
        row.addWidget(why)
        row.addSpacing(12)
        row.addWidget(more)
        row.addStretch(1)
        self._box.addLayout(row)
        if shown:
            self._add_points()

    def _add_points(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for at, reason in enumerate(self._suggestion.because):
            grid.addWidget(plain_label(f"{reason.points:.1f}", "section"), at, 0, _TOP_RIGHT)
            grid.addWidget(plain_label(reason.sentence, "soft"), at, 1)
        last = len(self._suggestion.because)
        grid.addWidget(plain_label(f"{self._suggestion.score:.1f}", "section"), last, 0, _TOP_RIGHT)
        grid.addWidget(plain_label("together. How points are given is our setting.", "soft"), last, 1)
        self._box.addLayout(grid)

    def _add_foot(self) -> None:
        row = QHBoxLayout()
        row.addWidget(plain_label(" · ".join(names_of(self._suggestion)), "soft"), 1)
        self._box.addLayout(row)
        if not self._practice.tools:
            return
        shown = self._id in self._unfolded.tools
        tools = button("Hide tools" if shown else "Tools…", partial(self._toggle, self._unfolded.tools), "link")
        tools.setAccessibleName(f"Tools for {self._practice.card}")
        row.addWidget(tools, 0, Qt.AlignmentFlag.AlignTop)
        if shown:
            self._box.addWidget(plain_label(self._practice.tools, "soft"))

    def _toggle(self, shown: set[str]) -> None:
        shown ^= {self._id}
        self._wants.again()

    # What can be done with it

    def _add_choices(self, *, busy: bool) -> None:
        row = QHBoxLayout()
        text = self._expected() if self._unfolded.guess.get(self._id) else None
        take = partial(self._wants.take, self._suggestion, "planned", text)
        park = partial(self._wants.take, self._suggestion, "parked", text)
        row.setSpacing(0)
        # One at a time: while something is being tried, what else is good waits.
        row.addWidget(button("Try this too" if busy else "We try this", take, "flat" if busy else "primary"))
        row.addWidget(button("Park", park, "primary" if busy else "flat"))
        row.addWidget(button("Not for us…", partial(self._refusing, self._id), "flat"))
        row.addStretch(1)
        self._box.addLayout(row)

    def _refusing(self, id_: str) -> None:
        self._unfolded.refusing = id_
        self._wants.again()

    def _add_reasons(self) -> None:
        self._box.addWidget(plain_label("Why not for us?", "section"))
        for why, words in REASONS.items():
            after = REFUSED[why].split(": ", 1)[-1]
            do = partial(self._wants.refuse, self._suggestion, why)
            self._box.addWidget(Tile(do, (words, ""), (f"{after[:1].upper()}{after[1:]}", "soft")))
        self._box.addWidget(button("Never mind", partial(self._refusing, ""), "link"), 0, Qt.AlignmentFlag.AlignLeft)


_TOP_RIGHT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight


def names_of(suggestion: Suggestion) -> tuple[str, str]:
    """Return how the Ops and the principle of a suggestion are called."""
    # The article is read when the first card is shown, not when the window starts.
    from crosslane.practices.article import shipped_article  # noqa: PLC0415  (see above)

    article = shipped_article()
    ops = {kind.id: kind.name for kind in article.ops}
    principles = {p.id: p.name for p in article.principle}
    return ops.get(suggestion.ops, suggestion.ops), principles.get(suggestion.principle, suggestion.principle)
