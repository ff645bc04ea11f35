"""The scribe line as a widget: type while people talk; ghosts on the canvas, questions and mistakes above the line."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from crosslane.editor import Editor
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step
from crosslane.model.scribe import Completions, Reading, complete, line_of, read_line
from crosslane.ui.next_line import HOW_LONG, WHO_HANDS, backwards_from, first_number, has_waits, without_offer
from crosslane.ui.text import mark, plain_label
from crosslane.ui.typo import underline, without_place

HINT = "Type while they talk:  Dev: write code > Ops: deploy | wait 3d, ok 6/10     (press / )"
LEAST_TYPED = 2
LONGEST_LABEL = 56


class ScribeLine(QWidget):
    """One line of text that becomes map. `left` is emitted when the keyboard goes back to the canvas."""

    left = Signal()
    grew = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.said: QLabel = plain_label("", "problem")
        self.said.setWordWrap(True)
        self.said.hide()
        self.line = QLineEdit()
        self.line.setObjectName("scribe")
        self.line.setPlaceholderText(HINT)
        self.line.setAccessibleName("Scribe line")
        self.line.setClearButtonEnabled(True)
        self._reading = Reading({})
        self._aside = self._begun = ""
        self._offered = Completions(0)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.line)
        self._completer.activated.connect(self._complete)
        self._list = QListView()
        self._list.setAccessibleName("Completions")
        self._list.setObjectName("completions")
        self._completer.setPopup(self._list)
        self._rest = QTimer(self, singleShot=True, interval=60)
        self._rest.timeout.connect(self._read)
        self.line.textEdited.connect(lambda _: self._rest.start())
        self.line.installEventFilter(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 6)
        box.setSpacing(4)
        box.addWidget(self.said)
        box.addWidget(self.line)

    def show_editor(self, editor: Editor) -> None:
        """Write into another map."""
        self.editor = editor
        self._aside = self._begun = ""
        self.line.clear()
        self._read()

    def enlarge(self, large: bool) -> None:
        """Use letters that a room can read, or those of a desk."""
        mark("room", large, self.line)
        mark("room", large, self.said)
        mark("room", large, self._list)

    def begin(self, text: str = "") -> None:
        """Take the keyboard, with a text to start from."""
        fresh = not self.line.hasFocus()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            # What was left standing waits aside: what is typed now is another thought.
            self._aside = self.line.text() if fresh and self.line.text() else self._aside
            self.line.setText(text if fresh else self.line.text() + text)
            self._read()
        elif self._aside and not self.line.text():
            self.line.setText(self._aside)
            self._aside = ""
            self._read()
        elif not self.line.text() and len(self.editor.map.steps) == 1:
            self._offer_before(self.editor.map.steps[0].id, "")
        elif not self.line.text():
            self._prefill()

    def _prefill(self) -> None:
        """Start from what is selected: the flow's own line, or the step with an arrow."""
        record = self.editor.map.get(self.editor.selection[0]) if len(self.editor.selection) == 1 else None
        if isinstance(record, Flow):
            self.line.setText(line_of(self.editor.map, record))
        elif isinstance(record, Step):
            lane = self.editor.map.lane_of(record.id)
            self.line.setText(f"{lane.name if lane else ''}: {' '.join(record.name.split())} > ")

    def _offer_before(self, chosen: str | None, typed: str) -> None:
        """Ask who comes before, with the line begun; whoever has another thought types it behind, or clears the line."""
        self._begun = backwards_from(self.editor.map, chosen, typed)
        if self._begun:
            self.line.setText(self._begun)
            self._say(WHO_HANDS, calm=True)

    @property
    def _typed(self) -> str:
        """What somebody typed, without a beginning that was only offered."""
        return without_offer(self.line.text(), self._begun)

    def eventFilter(self, watched: object, event: object) -> bool:  # noqa: N802  (Qt's name)
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if self._begun and self.line.text() == self._begun and event.text().isdigit():
                # A handoff's number is no answer to the question, but a line of its own.
                self.line.clear()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._list.isVisible():
                    self._list.hide()
                self.accept(second=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            if event.key() == Qt.Key.Key_Tab and self._list.isVisible() and self._offered.texts:
                self._complete(self._offered.texts[max(0, self._list.currentIndex().row())])
                return True
        return False

    def _leave(self) -> None:
        """Go back to the canvas; what was typed stays in the line, its preview goes."""
        self._list.hide()
        self._rest.stop()
        self.editor.show_ghost({})
        self._say("")
        if not self._typed.strip():
            self.line.clear()
        self.left.emit()

    def _read(self) -> None:
        underline(self.line, None, "")
        selected = self.editor.selection[0] if len(self.editor.selection) == 1 else None
        self._reading = read_line(self.editor.map, self._typed, selected=selected)
        self.editor.show_ghost(self._reading.diff)
        self._say(self._reading.question or "")
        self._offer()

    def _say(self, text: str, *, calm: bool = False) -> None:
        mark("calm", calm, self.said)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _offer(self) -> None:
        """Offer what could stand at the cursor, as soon as two letters of it are typed."""
        at = self.line.cursorPosition()
        self._offered = complete(self.editor.map, self.line.text(), at)
        if at - self._offered.start >= LEAST_TYPED and self._offered.texts:
            self._words.setStringList(list(self._offered.texts))
            self._completer.complete()
        else:
            self._list.hide()

    def _complete(self, name: str) -> None:
        text, at, start = self.line.text(), self.line.cursorPosition(), self._offered.start
        self.line.setText(text[:start] + name + text[at:])
        self.line.setCursorPosition(start + len(name))
        self._list.hide()
        self._read()

    def accept(self, *, second: bool = False) -> None:
        """Do what the line says; `second` takes the other answer to its question."""
        self._rest.stop()
        if self._begun and not self._typed:
            self._end_offers()
            return
        if self._typed != self.line.text():
            self.line.setText(self._typed)
            self._begun = ""
        self._read()
        reading = self._reading
        if reading.problem:
            self._say(reading.problem if reading.column is None else without_place(reading.problem))
            underline(self.line, reading.column, self.palette().color(QPalette.ColorRole.BrightText).name())
            return
        self.editor.show_ghost({})
        diff = reading.other if second and reading.other is not None else reading.diff
        typed, before = self._typed, self.editor.map
        if diff and not self.editor.store.may_edit():
            return
        if diff:
            self.editor.commit(diff, _label(typed))
        if reading.select:
            self.editor.select(reading.select)
        self.grew.emit()
        self.line.clear()
        self._say("")
        self._reading = Reading({})
        self._go_on(before, typed)

    def _go_on(self, before: Map, typed: str) -> None:
        """Say what the first number does, and ask for what comes before the step that was just typed."""
        said = first_number(before, self.editor.map)
        if said:
            self.editor.say(said)
        self._begun = ""
        if before is not self.editor.map and self.line.hasFocus() and not self.line.property("room"):
            self._offer_before(self.editor.selection[0] if len(self.editor.selection) == 1 else None, typed)

    def _end_offers(self) -> None:
        """The beginning is reached: the next question is how long things wait."""
        self._begun = ""
        self.line.clear()
        waits = has_waits(self.editor.map) or not self.editor.map.drawn_flows
        self._say("" if waits else HOW_LONG, calm=True)


def _label(line: str) -> str:
    """Return what an edit by a line is called where it is undone: the line, or as much of it as is needed to know it."""
    words = " ".join(line.split())
    return words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1].rstrip(" |,") + "…"
