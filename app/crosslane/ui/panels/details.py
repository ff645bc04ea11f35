"""Details of what is selected: the few fields everybody needs first, the rest folded."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crosslane.analysis.where import title
from crosslane.editor import LARGE, Editor, Topic
from crosslane.model.errors import Problem
from crosslane.model.records import MAP_ID, Flow, Record, Step
from crosslane.ui.panels.fields import BY_KIND, Field, read, said_back, shown
from crosslane.ui.panels.heard import chips, offered
from crosslane.ui.panels.mending import asked_split
from crosslane.ui.panels.words import choice_words
from crosslane.ui.text import button, clear_layout, grown, level_line, plain_label
from crosslane.ui.turns import Soon

REST_MS = 600


class Several(QWidget):
    """Choices of which more than one may be true."""

    changed = Signal()

    def __init__(self, field: Field, text: str) -> None:
        super().__init__()
        self.setAccessibleName(field.words)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        self._boxes: dict[str, QCheckBox] = {}
        for at, value in enumerate(field.choices):
            box = QCheckBox(choice_words(field.name, value))
            box.setAccessibleName(f"{field.words} {box.text()}")
            box.clicked.connect(self.changed)
            self._boxes[value] = box
            grid.addWidget(box, at // 2, at % 2)
        self.show_text(text)

    def text(self) -> str:
        """Return the chosen words of the map, with spaces between."""
        return " ".join(value for value, box in self._boxes.items() if box.isChecked())

    def show_text(self, text: str) -> None:
        """Choose what a text of words says."""
        for value, box in self._boxes.items():
            box.setChecked(value in text.split())


Input = QLineEdit | QComboBox | QPlainTextEdit | Several


class Details(QScrollArea):
    """The fields of the one thing selected, or of the map when nothing is."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Details")
        self._id = ""
        self._unfolded = False
        self._inputs: dict[str, tuple[Field, Input, QLabel]] = {}
        self._chips = QVBoxLayout()
        # On a large map a moment later: what was done is painted first.
        self._soon = Soon(self, self._refresh)
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._build()

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self.unsubscribe()
        self.editor = editor
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._build()

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("selection", "map") and len(self.editor.map) > LARGE:
            self._soon.start()
        elif topic == "selection":
            self._build()
        elif topic == "map":
            self._refresh()
        elif topic == "saved":
            self._allow()

    def _allow(self) -> None:
        """Take nothing in where a map is only looked at: what was typed there would be lost."""
        for _, widget, _ in self._inputs.values():
            widget.setEnabled(not self.editor.store.is_closed)

    def _record(self) -> Record | None:
        selection = self.editor.selection
        if not selection:
            return self.editor.map.head
        return self.editor.map.get(selection[0]) if len(selection) == 1 else None

    def _build(self) -> None:
        record = self._record()
        page = QWidget()
        page.setObjectName("page")
        box = QVBoxLayout(page)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(8)
        self._inputs, self._chips = {}, QVBoxLayout()
        self._id = record.id if record else ""
        if record is None or record.kind not in BY_KIND:
            count = len(self.editor.selection)
            box.addWidget(
                plain_label(f"{count} things are selected." if count > 1 else "Nothing to fill in here.", "soft")
            )
        else:
            box.addWidget(plain_label(self._heading(record), "heading"))
            self._form(box, record, [f for f in BY_KIND[record.kind] if f.first])
            box.addLayout(self._chips)
            self._tell_heard()
            rest = [f for f in BY_KIND[record.kind] if not f.first]
            if rest:
                box.addWidget(level_line())
                box.addWidget(
                    button("Less" if self._unfolded else "More fields", self._fold, "link"),
                    0,
                    Qt.AlignmentFlag.AlignLeft,
                )
                if self._unfolded:
                    self._form(box, record, rest)
        box.addStretch(1)
        self._allow()
        self.setWidget(page)

    def _tell_heard(self) -> None:
        """Offer what the sentences that were typed here may mean."""
        record = self._record()
        clear_layout(self._chips)
        if isinstance(record, Step):
            self._ask_split(record)
        if isinstance(record, Flow | Step) and record.said:
            for symptoms in offered(self.editor, record).values():
                for chip in chips(self.editor, record, symptoms):
                    self._chips.addWidget(chip)

    def _ask_split(self, step: Step) -> None:
        question, answers = asked_split(self.editor, step)
        if question:
            self._chips.addWidget(plain_label(question))
        for words, do in answers:
            self._chips.addWidget(button(words, do, "chip-button"), 0, Qt.AlignmentFlag.AlignLeft)

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        QTimer.singleShot(0, self._build)

    def go_to(self, name: str) -> None:
        """Give the keyboard to a field of what is selected, unfolding the rest where it is among them."""
        if self._soon.is_active:
            self._refresh()
        if name not in self._inputs and not self._unfolded:
            self._unfolded = True
            self._build()
        if name in self._inputs:
            widget = self._inputs[name][1]
            self.ensureWidgetVisible(widget)
            widget.setFocus()

    def _heading(self, record: Record) -> str:
        if isinstance(record, Flow):
            return title(self.editor.map, record)
        if isinstance(record, Step):
            return " ".join(record.name.split()) or "New step"
        return "The map" if record.id == MAP_ID else str(getattr(record, "name", record.kind))

    def _form(self, box: QVBoxLayout, record: Record, fields: list[Field]) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        for field in fields:
            widget = self._input(field, record)
            said = plain_label(self._echo(field, shown(field, record)), "soft")
            said.setVisible(bool(said.text()))
            label = plain_label(field.words, "soft")
            label.setWordWrap(False)
            label.setBuddy(widget)
            form.addRow(label, widget)
            form.addRow(said)
            self._inputs[field.name] = (field, widget, said)
        box.addLayout(form)

    def _echo(self, field: Field, text: str) -> str:
        return said_back(field, text, self.editor.map.head.calendar)

    def _input(self, field: Field, record: Record) -> Input:
        text = shown(field, record)
        if field.kind in ("choice", "sure"):
            return self._combo(field, text)
        if field.kind == "lines":
            return self._lines(field, text)
        if field.kind == "several":
            boxes = Several(field, text)
            boxes.changed.connect(lambda: self._write(field, boxes.text(), boxes))
            return boxes
        line = QLineEdit(text)
        line.setCursorPosition(0)
        line.setPlaceholderText(field.hint)
        line.setAccessibleName(field.words)
        timer = QTimer(line, singleShot=True, interval=REST_MS)
        timer.timeout.connect(lambda: self._write(field, line.text(), line, gentle=True))
        line.textEdited.connect(lambda _: timer.start())
        line.editingFinished.connect(lambda: self._write(field, line.text(), line))
        return line

    def _combo(self, field: Field, text: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(field.words)
        choices = ("yes", "no") if field.kind == "sure" else field.choices
        fixed = field.name in ("type", "discipline")
        for value in (() if fixed else ("",)) + choices:
            combo.addItem(choice_words(field.name, value), value)
        combo.setCurrentIndex(max(0, combo.findData(text)))
        combo.activated.connect(lambda _: self._write(field, combo.currentData(), combo))
        return combo

    def _lines(self, field: Field, text: str) -> QPlainTextEdit:
        edit = QPlainTextEdit(text)
        edit.setAccessibleName(field.words)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(grown(64))
        timer = QTimer(edit, singleShot=True, interval=REST_MS)
        timer.timeout.connect(lambda: self._write(field, edit.toPlainText(), edit))
        edit.textChanged.connect(timer.start)
        return edit

    def _write(self, field: Field, text: str, widget: QWidget, *, gentle: bool = False) -> None:
        if field.name not in self._inputs or self._inputs[field.name][1] is not widget:
            return
        said = self._inputs[field.name][2]
        record = self._record()
        if record is None or record.id != self._id or text == shown(field, record):
            return
        try:
            self.editor.check(self._id, **{field.name: read(field, text)})
        except Problem as problem:
            if not gentle:
                said.setText(str(problem))
                said.setVisible(True)
            return
        said.setText(self._echo(field, text))
        said.setVisible(bool(said.text()))
        self.editor.set(self._id, f"Set {field.words.lower()}", **{field.name: read(field, text)})

    def _refresh(self) -> None:
        """Show what changed elsewhere, without touching the field that is being typed."""
        record = self._record()
        if record is None or record.id != self._id:
            self._build()
            return
        self._tell_heard()
        for field, widget, _ in self._inputs.values():
            text = shown(field, record)
            if widget.hasFocus() or widget.isAncestorOf(self.focusWidget() or self):
                continue
            widget.blockSignals(True)
            if isinstance(widget, QComboBox):
                widget.setCurrentIndex(max(0, widget.findData(text)))
            elif isinstance(widget, QLineEdit) and widget.text() != text:
                widget.setText(text)
            elif isinstance(widget, Several):
                widget.show_text(text)
            elif isinstance(widget, QPlainTextEdit) and widget.toPlainText() != text:
                widget.setPlainText(text)
            widget.blockSignals(False)
