"""What was taken on, parked or refused: a list to come back to."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crosslane.editor import Editor, Topic
from crosslane.exchange.documents import findings_csv, findings_markdown
from crosslane.exchange.mapfile import replace_file
from crosslane.exchange.shown import shown
from crosslane.model import edits
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Experiment, Flow, Step, Verdict
from crosslane.ui.dialogs.experiment import REFUSED, STATES, ExperimentPage, VerdictPage, name_of, where_of
from crosslane.ui.scroll import scroll_over
from crosslane.ui.text import button, clear_layout, level_line, open_at, plain_label
from crosslane.ui.window import Window

# What was decided about something that was removed since; undo brings both together again.
GONE = "No longer on the map"
_HEADINGS = ("Taken on", "Parked", "Not for us", GONE)


class Decisions(QDialog):
    """All that the team decided on this map; each can be opened, gone to, or taken back."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What we decided")
        open_at(self, 720, 560)
        self.editor = editor
        self._page = QVBoxLayout()
        self._page.setSpacing(8)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Export…", self._export))
        foot.addWidget(button("Close", self.accept, "primary"))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.addWidget(plain_label("What we decided", "heading"))
        box.addWidget(scroll_over(self._page, "What we decided"), 1)
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
        every = [
            r for kind in ("experiment", "verdict") for r in map_.others(kind) if isinstance(r, Experiment | Verdict)
        ]
        lists: dict[str, list[Experiment | Verdict]] = {heading: [] for heading in _HEADINGS}
        for record in every:
            lists[_heading(record, map_)].append(record)
        for heading, records in lists.items():
            if records:
                self._page.addWidget(plain_label(heading, "section"))
            for record in records:
                self._add(record)
        if not every:
            self._page.addWidget(
                plain_label("Nothing yet: take a card on, park it, or say why it is not for you.", "soft")
            )
        self._page.addStretch(1)

    def _add(self, record: Experiment | Verdict) -> None:
        knowledge, map_ = self.editor.knowledge, self.editor.map
        self._page.addWidget(plain_label(name_of(record, knowledge), "card-title"))
        there = map_.get(record.on) is not None
        where = f"{where_of(map_, record.on)}. " if there else ""
        self._page.addWidget(plain_label(f"{where}{_state(record)}", "soft"))
        row = QHBoxLayout()
        made = [button("Take back", partial(self._take_back, record), "link")]
        chosen = self._chosen()
        if there:
            made.insert(0, button("Go there", partial(self._go, record.on), "link"))
        elif chosen:
            made.insert(
                0, button(f"It is about {where_of(map_, chosen)} now", partial(self._move, record, chosen), "link")
            )
        words = "Who, until when…" if isinstance(record, Experiment) else "Why, who, ticket…"
        made.insert(0, button(words, partial(self._open, record), "link"))
        for each in made:
            each.setAccessibleName(f"{each.text()}: {name_of(record, knowledge)}")
            row.addWidget(each)
        row.addStretch(1)
        self._page.addLayout(row)
        self._page.addWidget(level_line())

    def _chosen(self) -> str | None:
        """Return the flow or step that is selected alone, to which what was decided can be brought over."""
        chosen = self.editor.selection
        return chosen[0] if len(chosen) == 1 and isinstance(self.editor.map.get(chosen[0]), Flow | Step) else None

    def _move(self, record: Experiment | Verdict, on: str) -> None:
        self.editor.set(record.id, "Bring a decision over", on=on)

    def _open(self, record: Experiment | Verdict) -> None:
        page = ExperimentPage if isinstance(record, Experiment) else VerdictPage
        page(self.editor, record, self).exec()  # type: ignore[arg-type]  # each page gets its own kind

    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Export", "decisions.csv", "Lists (*.csv *.md)")
        if chosen:
            self.editor.say(self.export_to(Path(chosen)))

    def export_to(self, path: Path) -> str:
        """Write the list as Markdown, else as CSV, both for a tracker; names stay out. Returns what to say."""
        as_text = findings_markdown if path.suffix.lower() == ".md" else findings_csv
        path = path if path.suffix.lower() == ".md" else path.with_suffix(".csv")
        try:
            replace_file(path, as_text(shown(self.editor.map), self.editor.knowledge).encode())
        except Problem as problem:
            return str(problem)
        return f"Exported to {path.name}. Names stayed out."

    def _go(self, on: str) -> None:
        self.editor.select([on])
        self.accept()

    def _take_back(self, record: Experiment | Verdict) -> None:
        self.editor.run("Take back", edits.remove, [record.id])


def _heading(record: Experiment | Verdict, map_: Map) -> str:
    if map_.get(record.on) is None:
        return GONE
    if isinstance(record, Verdict):
        return "Not for us"
    return "Parked" if record.status == "parked" else "Taken on"


def _state(record: Experiment | Verdict) -> str:
    if isinstance(record, Verdict):
        return f"{REFUSED.get(record.why or '', '')} {record.reason or ''}".strip()
    state = dict(STATES)[record.status]
    return f"{state}. Looked at on {record.review}." if record.review and record.status != "parked" else f"{state}."


def bind_decisions(window: Window) -> None:
    """Give the window the action that lists what was decided."""
    window.bind("decisions", partial(show_decisions, window))


def show_decisions(window: Window) -> None:
    """Open the list over the window."""
    Decisions(window.editor, window.shell).exec()
    window.canvas.setFocus()
