"""What was taken on, parked or refused: a list to come back to, and each experiment with who, until when and stop-if."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from crosslane.analysis.where import step_name, title
from crosslane.editor import Editor, Topic
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.model.records import Experiment, Flow, Verdict
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.trial import crossings, signal_in_time
from crosslane.ui.text import button, clear_layout, level_line, plain_label
from crosslane.ui.window import Window

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
        self.resize(620, 560)
        self.editor, self.id = editor, experiment.id
        self.fields = {name: QLineEdit(getattr(experiment, name) or "") for name, _, _ in FIELDS}
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
        box.addWidget(plain_label(_name(experiment, editor.knowledge), "heading"))
        box.addWidget(plain_label(_where(editor.map, experiment.on), "soft"))
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


class Decisions(QDialog):
    """All that the team decided on this map; each can be opened, gone to, or taken back."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What we decided")
        self.resize(720, 560)
        self.editor = editor
        self._page = QVBoxLayout()
        self._page.setSpacing(8)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(self._page)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Close", self.accept, "primary"))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.addWidget(plain_label("What we decided", "heading"))
        box.addWidget(area, 1)
        box.addLayout(foot)
        self._forget = editor.subscribe(self._on_topic)
        self.finished.connect(lambda _: self._forget())
        self._refresh()

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map":
            self._refresh()

    def _refresh(self) -> None:
        clear_layout(self._page)
        map_ = self.editor.map
        tried = [e for e in map_.others("experiment") if isinstance(e, Experiment)]
        verdicts = [v for v in map_.others("verdict") if isinstance(v, Verdict)]
        taken, parked = ([e for e in tried if (e.status == "parked") is is_parked] for is_parked in (False, True))
        for heading, records in (("Taken on", taken), ("Parked", parked), ("Not for us", verdicts)):
            if records:
                self._page.addWidget(plain_label(heading, "section"))
            for record in records:
                self._add(record)
        if not tried and not verdicts:
            self._page.addWidget(
                plain_label("Nothing yet: take a card on, park it, or say why it is not for you.", "soft")
            )
        self._page.addStretch(1)

    def _add(self, record: Experiment | Verdict) -> None:
        knowledge, map_ = self.editor.knowledge, self.editor.map
        self._page.addWidget(plain_label(_name(record, knowledge), "card-title"))
        self._page.addWidget(plain_label(f"{_where(map_, record.on)}. {_state(record)}", "soft"))
        row = QHBoxLayout()
        made = [button("Take back", partial(self._take_back, record), "link")]
        if map_.get(record.on) is not None:
            made.insert(0, button("Go there", partial(self._go, record.on), "link"))
        if isinstance(record, Experiment):
            made.insert(0, button("Who, until when…", partial(self._open, record), "link"))
        for each in made:
            each.setAccessibleName(f"{each.text()}: {_name(record, knowledge)}")
            row.addWidget(each)
        row.addStretch(1)
        self._page.addLayout(row)
        self._page.addWidget(level_line())

    def _open(self, record: Experiment) -> None:
        ExperimentPage(self.editor, record, self).exec()

    def _go(self, on: str) -> None:
        self.editor.select([on])
        self.accept()

    def _take_back(self, record: Experiment | Verdict) -> None:
        self.editor.run("Take back", edits.remove, [record.id])


def _name(record: Experiment | Verdict, knowledge: Knowledge) -> str:
    practice = knowledge.practices.get(record.practice or "")
    if practice:
        return practice.title
    if isinstance(record, Experiment):
        return record.text or "Our own idea"
    symptom = knowledge.symptoms.get(record.symptom or "")
    return symptom.title if symptom else "A finding"


def _state(record: Experiment | Verdict) -> str:
    if isinstance(record, Verdict):
        return f"{REFUSED.get(record.why or '', '')} {record.reason or ''}".strip()
    state = dict(STATES)[record.status]
    return f"{state}. Looked at on {record.review}." if record.review and record.status != "parked" else f"{state}."


def _where(map_: Map, on: str) -> str:
    record = map_.get(on)
    if isinstance(record, Flow):
        return title(map_, record)
    return step_name(map_, on) if record is not None else "No longer on the map"


def bind_decisions(window: Window) -> None:
    """Give the window the action that lists what was decided."""
    window.bind("decisions", partial(show_decisions, window))


def show_decisions(window: Window) -> None:
    """Open the list over the window."""
    Decisions(window.editor, window.shell).exec()
    window.canvas.setFocus()
