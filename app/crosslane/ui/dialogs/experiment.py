"""One experiment: who tries it with whom, until when, what to look for and when to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.analysis.where import step_name, title
from crosslane.editor import Editor
from crosslane.model.map import Map
from crosslane.model.records import Experiment, Flow, Verdict
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.trial import crossings, signal_in_time
from crosslane.ui.text import button, open_at, plain_label, plain_tip

FIELDS = (
    ("owner", "Who does it", ""),
    ("partner", "Who from the other lane helps", ""),
    ("start", "From", "2027-01-11"),
    ("review", "Looked at on", "2027-01-25"),
    ("signal", "What we look for", ""),
    ("stop_if", "We stop if", ""),
    ("expected", "What we expect", ""),
    ("ticket", "Ticket", ""),
    ("result", "What came of it", ""),
)
STATES = (
    ("planned", "Planned"),
    ("running", "Running"),
    ("kept", "We keep it"),
    ("dropped", "We stopped"),
    ("parked", "Parked"),
)
REASONS = {
    "in-place": "We do this already",
    "tried": "Tried, did not help",
    "not-ours": "Not ours to decide",
    "not-now": "Not now",
}
VERDICT_FIELDS = (
    ("reason", "In our words", ""),
    ("owner", "Who takes it further", ""),
    ("ticket", "Ticket", ""),
    ("date", "Looked at again on", "2027-03-01"),
)
VERDICT_STATES = {
    "dismissed": "Not for us",
    "in-discussion": "We talk about it",
    "open": "Open again",
    "accepted": "We accept it as it is",
    "in-progress": "Somebody is at it",
    "done": "Done",
}
REFUSED = {
    "in-place": "In place already: it counts as in place here, and is not suggested again.",
    "tried": "Tried, did not help: it is not suggested here again.",
    "not-ours": "Not ours to decide: take it to whoever decides.",
    "not-now": "Not now: it stays off the cards until you take this back.",
}


class _Page(QDialog):
    """A decision as a form: lines of its fields and its state; what is typed is kept as one step."""

    label = ""

    def __init__(
        self,
        editor: Editor,
        record: Experiment | Verdict,
        fields: Sequence[tuple[str, str, str]],
        states: Mapping[str, str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.editor, self.id = editor, record.id
        self.fields = {name: _line(getattr(record, name)) for name, _, _ in fields}
        self.status = _choice("State", states, record.status)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, words, example in fields:
            self.fields[name].setAccessibleName(words)
            self.fields[name].setPlaceholderText(example)
            self.form.addRow(words, self.fields[name])
        self.form.addRow("State", self.status)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Leave it as it was", self.reject))
        keep = button("Keep", self._accept, "primary")
        keep.setDefault(True)
        foot.addWidget(keep)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(10)
        box.addWidget(plain_label(name_of(record, editor.knowledge), "heading"))
        box.addWidget(plain_label(where_of(editor.map, record.on), "soft"))
        box.addLayout(self.form)
        box.addStretch(1)
        box.addLayout(foot)

    def typed(self) -> dict[str, str | None]:
        """Return what stands in the form, by field."""
        lines = {name: line.text().strip() or None for name, line in self.fields.items()}
        return {**lines, "status": self.status.currentData()}

    def keep(self) -> None:
        """Keep what is typed."""
        self.editor.set(self.id, self.label, **self.typed())

    def _accept(self) -> None:
        self.keep()
        self.accept()


class ExperimentPage(_Page):
    """One experiment; it says whether its signal can be seen until the review."""

    label = "Plan the experiment"

    def __init__(self, editor: Editor, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(editor, experiment, FIELDS, dict(STATES), parent)
        self.setWindowTitle("Experiment")
        open_at(self, 760, 580)
        self.in_time = plain_label("", "soft")
        names = [name for name, _, _ in FIELDS]
        self.form.insertRow(names.index("review") + 1, "", self.in_time)
        for name in ("start", "review"):
            self.fields[name].textChanged.connect(lambda _: self._tell_crossings())
        self._tell_crossings()

    def _tell_crossings(self) -> None:
        experiment = self.editor.map.get(self.id)
        flow = self.editor.map.get(experiment.on) if isinstance(experiment, Experiment) else None
        if isinstance(flow, Flow):
            start, review = (self.fields[name].text().strip() for name in ("start", "review"))
            self.in_time.setText(signal_in_time(crossings(self.editor.map, self.editor.figures, flow, start, review)))


class VerdictPage(_Page):
    """One refusal: the reason in the team's own words, who takes it where, as what."""

    label = "Say why it is not for us"

    def __init__(self, editor: Editor, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(editor, verdict, VERDICT_FIELDS, VERDICT_STATES, parent)
        self.setWindowTitle("What we decided")
        open_at(self, 620, 380)
        self.why = _choice("Why", REASONS, verdict.why)
        self.form.insertRow(0, "Why", self.why)

    def typed(self) -> dict[str, str | None]:
        """Return what stands in the form, by field."""
        return {**super().typed(), "why": self.why.currentData()}


def _choice(name: str, choices: Mapping[str, str], now: str | None) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for id_, words in choices.items():
        made.addItem(words, id_)
    made.setCurrentIndex(made.findData(now))
    return made


def _line(text: str | None) -> QLineEdit:
    """Return a line that shows how its text begins; all of it is in its tip."""
    line = QLineEdit(text or "")
    line.setCursorPosition(0)
    plain_tip(line, text or "")
    return line


def name_of(record: Experiment | Verdict, knowledge: Knowledge) -> str:
    """Return what was decided about, in words."""
    practice = knowledge.practices.get(record.practice or "")
    if practice:
        return practice.card
    if isinstance(record, Experiment):
        return record.text or "Our own idea"
    symptom = knowledge.symptoms.get(record.symptom or "")
    return symptom.title if symptom else "A finding"


def where_of(map_: Map, on: str) -> str:
    """Return the place of a decision, in words; it may be gone."""
    record = map_.get(on)
    if isinstance(record, Flow):
        return title(map_, record)
    return step_name(map_, on) if record is not None else "No longer on the map"
