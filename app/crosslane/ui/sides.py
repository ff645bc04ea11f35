"""The card with two sides: giver and receiver answer apart, hidden from one another, and see both answers together."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.analysis.where import title
from crosslane.editor import Editor
from crosslane.model.durations import read
from crosslane.model.edits.sides import SIDES, Side, said_by, say_as
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow
from crosslane.model.scribe.remarks import read_share
from crosslane.model.values import Duration
from crosslane.practices.sides import FIELDS, gaps
from crosslane.ui.text import button, clear_layout, open_at, plain_label
from crosslane.ui.window import Window

_ASKS = {"wait": "How long does it wait?", "pca": "Of ten, how many can be used as they arrive?"}
_EXAMPLES = {"wait": "3d", "pca": "6/10"}


class TwoSides(QDialog):
    """Asks one side after the other; an answer is covered as soon as the other side is asked."""

    def __init__(self, editor: Editor, flow: Flow, parent: QWidget | None = None) -> None:
        """Begin with whoever has not answered yet; with both answers, show them."""
        super().__init__(parent)
        self.setWindowTitle("Seen from both sides")
        open_at(self, 560, 380)
        self.editor, self.flow_id = editor, flow.id
        self.fields: dict[str, QLineEdit] = {}
        self.said = plain_label("", "problem")
        self._page = QVBoxLayout()
        self._page.setSpacing(10)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.addWidget(plain_label(title(editor.map, flow), "heading"))
        box.addLayout(self._page, 1)
        box.addWidget(self.said)
        self.show_next()

    @property
    def asked(self) -> Side | None:
        """The side that is asked now; None when both have answered."""
        given = said_by(self.editor.map, self.flow_id, FIELDS[-1])
        return next((side for side in SIDES if side not in given), None)

    def show_next(self) -> None:
        """Ask the side that has not answered, or show both answers together."""
        self.said.hide()
        clear_layout(self._page)
        self.fields = {}
        side = self.asked
        if side is None:
            self._reveal()
        else:
            self._ask(side)

    def _ask(self, side: Side) -> None:
        lane = _lane_of(self.editor.map, self.editor.map.flow(self.flow_id), side)
        who = f"{lane}: you {'give' if side == 'giver' else 'receive'}. The other side looks away."
        self._page.addWidget(plain_label(who, "card-title"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for field in FIELDS:
            line = QLineEdit()
            line.setPlaceholderText(_EXAMPLES[field])
            line.setAccessibleName(f"{lane}. {_ASKS[field]}")
            line.returnPressed.connect(partial(self.answer, side))
            self.fields[field] = line
            form.addRow(_ASKS[field], line)
        self._page.addLayout(form)
        self._page.addStretch(1)
        self._foot(("That is our answer", partial(self.answer, side), "primary"))
        self.fields[FIELDS[0]].setFocus()

    def answer(self, side: Side) -> None:
        """Keep what one side typed; what cannot be read is answered in one sentence and stays to be mended."""
        typed = {field: line.text().strip() for field, line in self.fields.items()}
        try:
            read(typed["wait"], self.editor.map.head.calendar)
            read_share(typed["pca"])
        except Problem as problem:
            self.said.setText(str(problem))
            self.said.show()
            return
        for field, text in typed.items():
            diff = say_as(self.editor.map, self.flow_id, side, field, text or "?")
            self.editor.store.note(diff, "Answer for one side")
        self.show_next()

    def _reveal(self) -> None:
        flow = self.editor.map.flow(self.flow_id)
        self._page.addWidget(plain_label("Both have answered.", "card-title"))
        for sentence in gaps(self.editor.map, flow):
            self._page.addWidget(plain_label(sentence))
        self._page.addWidget(plain_label("What do you agree on? It becomes the number of the map.", "section"))
        for side in SIDES:
            words = ", ".join(_told(field, said_by(self.editor.map, flow.id, field).get(side, "?")) for field in FIELDS)
            lane = _lane_of(self.editor.map, flow, side)
            self._page.addWidget(button(f"As {lane} says: {words}", partial(self.agree, side), "entry"))
        self._page.addStretch(1)
        self._foot(("Ask both again", self.again, ""), ("Close", self.accept, "primary"))

    def agree(self, side: Side) -> None:
        """Take one side's answers as what the team agreed; the answers stay, so that the gap is not forgotten."""
        map_ = self.editor.map
        wait, share = (said_by(map_, self.flow_id, field)[side] for field in FIELDS)
        who = _lane_of(map_, map_.flow(self.flow_id), side)
        said = Duration(text=wait, said_by=who)
        self.editor.set(self.flow_id, "Agree on a handoff", wait=said, pca=read_share(share))
        self.accept()

    def again(self) -> None:
        """Forget both answers and ask anew."""
        for side in SIDES:
            for field in FIELDS:
                diff = say_as(self.editor.map, self.flow_id, side, field, None)
                if diff:
                    self.editor.store.note(diff, "Ask both sides again")
        self.show_next()

    def _foot(self, *buttons: tuple[str, object, str]) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        for words, do, name in buttons:
            row.addWidget(button(words, do, name))  # type: ignore[arg-type]  # all of them are calls
        self._page.addLayout(row)


def _told(field: str, text: str) -> str:
    return f"waits {text}" if field == "wait" else f"{text} usable"


def _lane_of(map_: Map, flow: Flow, side: Side) -> str:
    lane = map_.lane_of(flow.source if side == "giver" else flow.target)
    return lane.name if lane and lane.name else side


def bind_sides(window: Window) -> None:
    """Give the window the action that asks both sides of the selected handoff."""
    window.bind("two_sides", partial(show_sides, window))


def show_sides(window: Window) -> None:
    """Ask both sides of the selected flow."""
    flow = window.editor.chosen_flow
    if flow is not None:
        TwoSides(window.editor, flow, window.shell).exec()
        window.canvas.setFocus()
