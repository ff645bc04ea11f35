"""What if: waits gone, halved or set, several at once; what the whole would be then; kept as "how it could be"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.analysis.whatif import Change, changed, kept, of_scenario
from crosslane.analysis.where import title
from crosslane.editor import Editor, Topic
from crosslane.model import edits
from crosslane.model.diff import Diff, squash
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Scenario
from crosslane.model.scribe.remarks import read_share
from crosslane.turns import Turns
from crosslane.ui.scroll import scroll_over
from crosslane.ui.staying import held_on, hold_again, pressed_by_enter
from crosslane.ui.text import button, clear_layout, grown, level_line, open_at, plain_label
from crosslane.ui.turns import in_turns

HOWS = (("remove", "waits nothing"), ("halve", "waits half as long"), ("set", "waits"), ("pca", "arrives usable"))
AWAITED = "Being worked out…"
# Milliseconds after which it is said that something is awaited.
LATE_MS = 150
# So many flows are listed in a turn.
PORTION = 120
_EXAMPLES = {"set": "2d", "pca": "9/10"}


class WhatIf(QWidget):
    """Nothing on the map changes by asking: only "Make it so" does, as one step that can be undone.

    What is asked shows in the time strip while it is asked. `closed` says that nobody asks any more.
    """

    closed = Signal()

    def __init__(
        self, editor: Editor, parent: QWidget | None = None, *, on: str | None = None, lazy: bool = False
    ) -> None:
        """Begin at a flow, else at the one that adds most; a `lazy` one computes and lists nothing before it begins."""
        super().__init__(parent)
        self.editor = editor
        self._lazy = lazy
        self.lanes = True
        self._changes: list[Change] = []
        self._base: Diff = {}
        self.place, self.how, self.value = QComboBox(), QComboBox(), QLineEdit()
        self.name = QLineEdit()
        self.said = plain_label("", "problem")
        self._page = QVBoxLayout()
        self._listing: Turns[None] | None = None
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(self._build)
        self._lay_out()
        self._forget = editor.subscribe(self._on_topic)
        if not lazy:
            self.begin(on)

    def show_editor(self, editor: Editor) -> None:
        """Ask about another map."""
        self._forget()
        self.editor.what_if = {}
        self.editor = editor
        self._forget = editor.subscribe(self._on_topic)
        self._changes, self._base = [], {}
        if not self._lazy:
            self.begin(None)

    def begin(self, on: str | None) -> None:
        """Begin anew at a flow, else at the one that adds most."""
        self._changes, self._base = [], {}
        self._list_places(on)
        self._refresh()

    def end(self) -> None:
        """Ask nothing any more."""
        self._changes, self._base = [], {}
        self.editor.what_if = {}
        self.closed.emit()

    def stop(self) -> None:
        """Hear no more of the map."""
        self._stop_listing()
        self.editor.what_if = {}
        self._forget()

    def _lay_out(self) -> None:
        for words, field in (("Which handoff", self.place), ("What about it", self.how), ("How much", self.value)):
            field.setAccessibleName(words)
        for choice in (self.place, self.how):
            # A long name makes nothing wider than it is.
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
        for id_, words in HOWS:
            self.how.addItem(words, id_)
        self.how.currentIndexChanged.connect(lambda _: self._ready())
        self.value.returnPressed.connect(self.add)
        self.value.setMinimumWidth(grown(64))
        self.name.setPlaceholderText("Name it")
        self.name.setAccessibleName("Name of this what-if")
        self.name.returnPressed.connect(self.keep)
        asked = QHBoxLayout()
        asked.addWidget(self.how, 3)
        asked.addWidget(self.value, 2)
        asked.addWidget(button("Add", self.add))
        top = QHBoxLayout()
        top.addWidget(plain_label("What if…", "heading"), 1)
        close = button("Close", self.end, "link")
        close.setAccessibleName("Close what if")
        top.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 8)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self.place)
        box.addLayout(asked)
        box.addWidget(self.said)
        box.addLayout(self._page)
        box.addLayout(self._foot())
        box.addWidget(level_line())
        self.said.hide()
        self._ready()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.name, 1)
        foot.addWidget(button("Keep", self.keep))
        foot.addWidget(button("Make it so", self.make_it_so))
        return foot

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def _ready(self) -> None:
        how = self.how.currentData()
        self.value.setVisible(how in _EXAMPLES)
        self.value.setPlaceholderText(_EXAMPLES.get(how, ""))

    def _list_places(self, on: str | None) -> None:
        map_ = self.editor.map
        costly = dict.fromkeys(place.on for place in self.editor.figures.where_time_goes.time)
        rest = [f.id for f in map_.drawn_flows if f.id not in costly and f.type in ("forward", "rework")]
        self._stop_listing()
        self.place.clear()
        self._listing = self._list(map_, [*costly, *rest], on)
        next(self._listing, None)
        in_turns(self, self._listing)

    def _list(self, map_: Map, ids: Sequence[str], on: str | None) -> Turns[None]:
        """List flows, as many in a turn as there is time for; the one that is asked about is there at once."""
        ahead = [on] if on is not None and on in ids[PORTION:] else []
        listed = [*ids[:PORTION], *ahead, *(id_ for id_ in ids[PORTION:] if id_ != on)]
        for at, id_ in enumerate(listed):
            self.place.addItem(title(map_, map_.flow(id_)), id_)
            if at == 0 or id_ == on:
                self.place.setCurrentIndex(at)
            if at >= PORTION and at % PORTION == 0:
                yield

    def _stop_listing(self) -> None:
        if self._listing is not None:
            self._listing.close()
            self._listing = None

    # What is asked

    @property
    def diff(self) -> Diff:
        """All that would be otherwise, together."""
        if not self._base and not self._changes:
            return {}
        return squash(self._base, changed(self.editor.map.apply(self._base), self._changes))

    def add(self) -> None:
        """Add what is chosen to what would be otherwise."""
        how, on = self.how.currentData(), self.place.currentData()
        if on is None:
            return
        text = self.value.text().strip()
        try:
            if how == "pca":
                self.take(Change(on, "set", "pca", read_share(text)))
            elif how == "set":
                self.take(Change(on, "set", "wait", text))
            else:
                self.take(Change(on, how))
        except Problem as problem:
            self.said.setText(str(problem))
            self.said.show()

    def take(self, change: Change) -> None:
        """Add a change in place of what was asked about the same; raises Problem for one that makes no sense."""
        same = (change.on, change.field or "wait")
        wanted = [c for c in self._changes if (c.on, c.field or "wait") != same] + [change]
        changed(self.editor.map.apply(self._base), wanted)
        self._changes = wanted
        self.value.clear()
        self._refresh()

    def drop(self, change: Change) -> None:
        """Take a change back."""
        self._changes = [c for c in self._changes if c is not change]
        self._refresh()

    # How it could be

    def keep(self) -> None:
        """Keep what is asked on the map, under a name."""
        name = self.name.text().strip()
        if not self.diff or not name:
            self.said.setText("Add a change and type a name: then it is kept with the map.")
            self.said.show()
            return
        self.editor.run("Keep how it could be", kept, self.diff, name)
        self.name.clear()
        self._refresh()

    def make_it_so(self) -> None:
        """Change the map accordingly, in one step."""
        if self.diff and self.editor.commit(self.diff, "Make it so"):
            self._base, self._changes = {}, []
            self.editor.say("The map is as it could be. Ctrl+Z goes back.")
            self._refresh()

    def load(self, scenario: Scenario) -> None:
        """Look at a kept what-if again; further changes build on it."""
        self._base, self._changes = of_scenario(self.editor.map, scenario), []
        self._refresh()

    def _drop_kept(self, scenario: Scenario) -> None:
        self.editor.run(f"Drop {scenario.name}", edits.remove, [scenario.id])
        self._refresh()

    # What is shown

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("map", "answer"):
            self._refresh()

    def showEvent(self, event: object) -> None:  # noqa: N802  (Qt's name)
        if self._lazy:
            self._refresh()
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event, passed on

    def _refresh(self) -> None:
        if self._lazy and not self.isVisible() and not self.diff:
            return
        self.said.hide()
        diff = self.diff
        if self.isVisible() or diff:
            self.editor.what_if = diff
        if self._page.count() and self._is_awaited(diff):
            # What comes in a moment takes the place of what is there; nothing flickers.
            self._late.start()
        else:
            self._build()

    def _is_awaited(self, diff: Diff) -> bool:
        editor = self.editor
        known = [editor.next_best, editor.kept_what_ifs, *([editor.answer] if diff else [])]
        return any(each is None for each in known)

    def _build(self) -> None:
        """Show what is known by now."""
        self._late.stop()
        held = held_on(self)
        clear_layout(self._page)
        self._page.setSpacing(6)
        diff = self.diff
        self._show_effect(diff)
        for change in self._changes:
            row = QHBoxLayout()
            row.addWidget(plain_label(f"•  {_told(self.editor.map, change)}"), 1)
            back = button("Take back", partial(self.drop, change), "link")
            row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
            self._page.addLayout(row)
        self._show_next()
        self._show_kept()
        self._page.addStretch(1)
        if held is not None:
            # What had the keyboard may be gone; what takes its place shows in a moment.
            QTimer.singleShot(0, self, lambda: hold_again(self, held, self.how))

    def _show_effect(self, diff: Diff) -> None:
        if not diff:
            self._page.addWidget(
                plain_label("Choose above what could be otherwise, or take the next best below.", "soft")
            )
            return
        answer = self.editor.answer
        if answer is None:
            self._page.addWidget(plain_label(AWAITED, "soft"))
            return
        first, *more = answer.sentences if self.lanes else answer.in_room
        self._page.addWidget(plain_label(first, "card-title"))
        for sentence in more:
            self._page.addWidget(plain_label(sentence))

    def _show_next(self) -> None:
        best = self.editor.next_best
        if best is None or best:
            self._page.addWidget(level_line())
            self._page.addWidget(plain_label("Next best, one after the other: savings do not add up", "section"))
        if best is None:
            self._page.addWidget(plain_label(AWAITED, "soft"))
        for at, each in enumerate(best or ()):
            words = plain_label(each.sentence)
            row = QHBoxLayout()
            row.addWidget(words, 1)
            if at == 0:
                row.addWidget(button("Take it", partial(self.take, each.change), "link"), 0, Qt.AlignmentFlag.AlignTop)
            self._page.addLayout(row)

    def _show_kept(self) -> None:
        found = [s for s in self.editor.map.others("scenario") if isinstance(s, Scenario)]
        if found:
            self._page.addWidget(level_line())
            self._page.addWidget(plain_label("How it could be", "section"))
        said = self.editor.kept_what_ifs or {}
        for scenario in found:
            told = said.get(scenario.id, AWAITED)
            row = QHBoxLayout()
            row.addWidget(plain_label(f"{scenario.name}: {told[:1].lower()}{told[1:]}"), 1)
            for words, do in (("Look", self.load), ("Drop", self._drop_kept)):
                made = button(words, partial(do, scenario), "link")
                made.setAccessibleName(f"{words}: {scenario.name}")
                row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            self._page.addLayout(row)


def _told(map_: Map, change: Change) -> str:
    record = map_.get(change.on)
    name = title(map_, record) if isinstance(record, Flow) else change.on
    if change.how != "set":
        return f"{name} {dict(HOWS)[change.how]}"
    if change.field == "pca":
        return f"{name} arrives usable: {float(str(change.value)) * 10:g} of 10"
    return f"{name} waits {change.value}"


class WhatIfPage(QDialog):
    """The same on a page of its own, where no panel is shown."""

    def __init__(self, editor: Editor, parent: QWidget | None = None, *, on: str | None = None, lanes: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("What if")
        open_at(self, 520, 600)
        self.asked = WhatIf(editor, on=on)
        self.asked.lanes = lanes
        self.asked.closed.connect(self.accept)
        page = QVBoxLayout()
        page.addWidget(self.asked)
        page.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addWidget(scroll_over(page, "What if"))
        self.finished.connect(lambda _: self.asked.stop())
        self.asked.how.setFocus()
