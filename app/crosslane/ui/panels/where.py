"""Where time goes: sentences first; a click goes to the place; halving a wait shows the new total before it is done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crosslane.analysis.figures import Place
from crosslane.analysis.sayings import headline, work_and_wait
from crosslane.editor import Editor, Topic
from crosslane.model.map import Map
from crosslane.ui.text import button, level_line, plain_label

NO_WAITS = "No waits yet. Type 1 2d: handoff 1 waits two days."


class WhereTimeGoes(QScrollArea):
    """Four short lists; the first is open, the others on demand."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Where time goes")
        self._open: set[str] = {"time"}
        self._chances: tuple[Map | None, list[str]] = (None, [])
        self._chance_line = plain_label("", "soft")
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._build()

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self.unsubscribe()
        self.editor = editor
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._build()

    def _on_topic(self, topic: Topic) -> None:
        if topic == "map":
            self._build()

    def show_outlook(self, map_: Map, said: list[str]) -> None:
        """Show what sampling tells of a map, as long as that is the map shown."""
        self._chances = (map_, said)
        self._chance_line.setMinimumHeight(0)
        self._tell_chances()

    def _tell_chances(self) -> None:
        of, said = self._chances
        self._chance_line.setText("\n".join(said) if of is self.editor.map else "")
        self._chance_line.setHidden(not said)

    def _put_chance_line(self, box: QVBoxLayout) -> None:
        """Put the line for what sampling tells; until that has come, room is kept for it."""
        height = self._chance_line.height() if self._chance_line.text() else self._chance_line.minimumHeight()
        self._chance_line = plain_label("", "soft")
        box.addWidget(self._chance_line)
        self._chance_line.setMinimumHeight(0 if self._chances[0] is self.editor.map else height)
        self._tell_chances()

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        box = QVBoxLayout(page)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(6)
        figures, map_ = self.editor.figures, self.editor.map
        calendar = map_.head.calendar
        box.addWidget(plain_label(headline(figures, calendar), "heading"))
        box.addWidget(plain_label(work_and_wait(figures, calendar), "soft"))
        self._put_chance_line(box)
        box.addWidget(plain_label(f"{figures.map.known} of {figures.map.asked} numbers are known.", "soft"))
        if figures.map.ask_next:
            box.addWidget(plain_label("Ask next: " + self.editor.question_for(figures.map.ask_next), "soft"))
        where = figures.where_time_goes
        lists = [("time", "Where time goes", where.time[:5]), ("pace", "What sets the pace", where.pace)]
        lists.append(("comes_back", "What comes back", where.comes_back[:5]))
        lists.append(("one", "What depends on one person", where.depends_on_one[:5]))
        for name, heading, places in lists:
            self._list(box, name, heading, places)
        if figures.warnings:
            box.addWidget(level_line())
            box.addWidget(plain_label("To look at", "section"))
            for warning in figures.warnings[:6]:
                box.addWidget(button(warning.sentence, partial(self.editor.select, warning.on), "entry"))
        box.addStretch(1)
        self.setWidget(page)

    def _list(self, box: QVBoxLayout, name: str, heading: str, places: tuple[Place, ...]) -> None:
        if not places and name != "time":
            return
        box.addSpacing(8)
        shown = name in self._open
        if name == "time":
            box.addWidget(plain_label(heading, "section"))
        else:
            box.addWidget(
                button(("Hide: " if shown else "Show: ") + heading.lower(), lambda: self._toggle(name), "link")
            )
        if not shown:
            return
        if not places:
            box.addWidget(plain_label(NO_WAITS, "soft"))
        for place in places:
            box.addWidget(self._entry(place))

    def _entry(self, place: Place) -> QWidget:
        entry = QWidget()
        box = QVBoxLayout(entry)
        box.setContentsMargins(0, 2, 0, 6)
        box.setSpacing(2)
        label = plain_label(place.sentence)
        box.addWidget(label)
        row = button("Go there", lambda: self.editor.select([place.on]), "link")
        row.setAccessibleName(f"Go there: {place.sentence}")
        box.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        if place.kind == "flow" and place.on in self.editor.figures.flows:
            sentence = self.editor.what_if_halved(place.on)
            if sentence:
                box.addWidget(plain_label(sentence, "soft"))
        return entry

    def _toggle(self, name: str) -> None:
        self._open ^= {name}
        self._build()
