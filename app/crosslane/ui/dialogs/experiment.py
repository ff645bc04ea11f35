"""One experiment: who tries it with whom, until when, what to look for and when to stop."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crosslane.analysis.where import step_name, title
from crosslane.editor import Editor
from crosslane.model.map import Map
from crosslane.model.records import Experiment, Flow, Verdict
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.trial import crossings, signal_in_time
from crosslane.ui.text import button, plain_label, plain_tip

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


class ExperimentPage(QDialog):
    """One experiment; what is typed is kept as one step."""

    def __init__(self, editor: Editor, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Experiment")
        self.resize(760, 580)
        self.editor, self.id = editor, experiment.id
        self.fields = {name: _line(getattr(experiment, name)) for name, _, _ in FIELDS}
        self.status = QComboBox()
        self.status.setAccessibleName("State")
        for id_, words in STATES:
            self.status.addItem(words, id_)
        self.status.setCurrentIndex(max(0, self.status.findData(experiment.status)))
        self.in_time = plain_label("", "soft")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, words, example in FIELDS:
            self.fields[name].setAccessibleName(words)
            self.fields[name].setPlaceholderText(example)
            form.addRow(words, self.fields[name])
            if name == "review":
                form.addRow("", self.in_time)
        form.addRow("State", self.status)
        for name in ("start", "review"):
            self.fields[name].textChanged.connect(lambda _: self._tell_crossings())
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Leave it as it was", self.reject))
        keep = button("Keep", self._accept, "primary")
        keep.setDefault(True)
        foot.addWidget(keep)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(10)
        box.addWidget(plain_label(name_of(experiment, editor.knowledge), "heading"))
        box.addWidget(plain_label(where_of(editor.map, experiment.on), "soft"))
        box.addLayout(form)
        box.addStretch(1)
        box.addLayout(foot)
        self._tell_crossings()

    def _tell_crossings(self) -> None:
        experiment = self.editor.map.get(self.id)
        flow = self.editor.map.get(experiment.on) if isinstance(experiment, Experiment) else None
        if isinstance(flow, Flow):
            start, review = (self.fields[name].text().strip() for name in ("start", "review"))
            self.in_time.setText(signal_in_time(crossings(self.editor.map, self.editor.figures, flow, start, review)))

    def keep(self) -> None:
        """Keep what is typed."""
        typed = {name: line.text().strip() or None for name, line in self.fields.items()}
        self.editor.set(self.id, "Plan the experiment", status=self.status.currentData(), **typed)

    def _accept(self) -> None:
        self.keep()
        self.accept()


class VerdictPage(QDialog):
    """One refusal: the reason in the team's own words, who takes it where, as what; kept as one step."""

    def __init__(self, editor: Editor, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What we decided")
        self.resize(620, 380)
        self.editor, self.id = editor, verdict.id
        self.fields = {name: _line(getattr(verdict, name)) for name, _, _ in VERDICT_FIELDS}
        self.why, self.status = QComboBox(), QComboBox()
        for box, name, choices, now in (
            (self.why, "Why", REASONS.items(), verdict.why),
            (self.status, "State", VERDICT_STATES.items(), verdict.status),
        ):
            box.setAccessibleName(name)
            for id_, words in choices:
                box.addItem(words, id_)
            box.setCurrentIndex(box.findData(now))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Why", self.why)
        for name, words, example in VERDICT_FIELDS:
            self.fields[name].setAccessibleName(words)
            self.fields[name].setPlaceholderText(example)
            form.addRow(words, self.fields[name])
        form.addRow("State", self.status)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Leave it as it was", self.reject))
        keep = button("Keep", self._accept, "primary")
        keep.setDefault(True)
        foot.addWidget(keep)
        box_ = QVBoxLayout(self)
        box_.setContentsMargins(24, 18, 24, 16)
        box_.setSpacing(10)
        box_.addWidget(plain_label(name_of(verdict, editor.knowledge), "heading"))
        box_.addWidget(plain_label(where_of(editor.map, verdict.on), "soft"))
        box_.addLayout(form)
        box_.addStretch(1)
        box_.addLayout(foot)

    def keep(self) -> None:
        """Keep what is typed."""
        typed = {name: line.text().strip() or None for name, line in self.fields.items()}
        why, status = self.why.currentData(), self.status.currentData()
        self.editor.set(self.id, "Say why it is not for us", why=why, status=status, **typed)

    def _accept(self) -> None:
        self.keep()
        self.accept()


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
        return practice.title
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
