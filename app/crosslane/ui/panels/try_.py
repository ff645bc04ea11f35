"""What to try: for the selected flow the best card for each lever, with its reasons; and always the team's own idea."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QInputDialog, QScrollArea, QVBoxLayout, QWidget

from crosslane.analysis.sayings import about
from crosslane.analysis.where import title
from crosslane.editor import Editor, Topic
from crosslane.model.records import Experiment, Flow
from crosslane.practices.sides import gaps
from crosslane.practices.suggest import Place, Suggestion
from crosslane.ui.dialogs.experiment import REFUSED, ExperimentPage
from crosslane.ui.text import button, plain_label

LEVERS = {
    "shorten-wait": "Shorten the wait",
    "fewer-come-back": "Fewer come back",
    "less-dependence": "Less depends on one person",
    "other": "Also worth a try",
}
REASONS = {
    "in-place": "We do this already",
    "tried": "Tried, did not help",
    "not-ours": "Not ours to decide",
    "not-now": "Not now",
}


class WhatToTry(QScrollArea):
    """Cards for the selected flow; without one, for the flow that adds most."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("What to try")
        self._all = False
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._stale = True

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self.unsubscribe()
        self.editor = editor
        self.unsubscribe = editor.subscribe(self._on_topic)
        self._refresh()

    def _on_topic(self, topic: Topic) -> None:
        if topic in ("map", "selection"):
            self._refresh()

    def showEvent(self, event: object) -> None:  # noqa: N802  (Qt's name)
        if self._stale:
            self._build()
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event, passed on

    def _refresh(self) -> None:
        """Advice is computed when somebody looks, not behind a closed tab."""
        self._stale = True
        if self.isVisible():
            self._build()

    def _flow(self) -> Flow | None:
        if self.editor.chosen_flow is not None:
            return self.editor.chosen_flow
        top = self.editor.figures.where_time_goes.time
        return self.editor.map.flow(top[0].on) if top else None

    def _build(self) -> None:
        self._stale = False
        page = QWidget()
        page.setObjectName("page")
        box = QVBoxLayout(page)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(10)
        flow = self._flow()
        place = self.editor.advice.flows.get(flow.id) if flow else None
        if flow is None or place is None:
            box.addWidget(
                plain_label("Select a flow, or say what waits: type 1 2d. Then there is something to try.", "soft")
            )
        else:
            self._head(box, flow, place)
            self._experiments(box, flow)
            self._cards(box, flow, place)
            box.addWidget(button("None of these. Our own idea…", lambda: self._own(flow), "link"))
        box.addStretch(1)
        self.setWidget(page)

    def _head(self, box: QVBoxLayout, flow: Flow, place: Place) -> None:
        box.addWidget(plain_label(title(self.editor.map, flow), "heading"))
        for entry in self.editor.figures.where_time_goes.time:
            if entry.on == flow.id:
                box.addWidget(plain_label(entry.sentence))
        for sentence in gaps(self.editor.map, flow):
            box.addWidget(plain_label(sentence))
        for sentence in flow.said:
            box.addWidget(plain_label(f"“{sentence}”"))
        heard = [s for s, _ in place.recognised if s not in flow.symptoms]
        for symptom in heard[:3]:
            words = self.editor.knowledge.symptoms[symptom].title
            box.addWidget(button(f"Did you mean: {words.lower()}?", partial(self._pin, flow, symptom), "entry"))
        if place.questions:
            box.addWidget(plain_label("Ask aloud", "section"))
            for _, ask in place.questions[:2]:
                box.addWidget(plain_label(ask))

    def _pin(self, flow: Flow, symptom: str) -> None:
        self.editor.set(flow.id, "Note what people said", symptoms=(*flow.symptoms, symptom))

    def _experiments(self, box: QVBoxLayout, flow: Flow) -> None:
        for each in self.editor.map.on(flow.id):
            if isinstance(each, Experiment):
                known = self.editor.knowledge.practices.get(each.practice or "")
                state = "Parked" if each.status == "parked" else "Taken on"
                box.addWidget(plain_label(f"{state}: {known.card if known else each.text}", "card-title"))
                if each.review and each.status != "parked":
                    box.addWidget(plain_label(f"Looked at on {each.review}.", "soft"))
                box.addWidget(button("Who, until when…", partial(self._plan, each), "link"))

    def _plan(self, experiment: Experiment) -> None:
        ExperimentPage(self.editor, experiment, self).exec()

    def _cards(self, box: QVBoxLayout, flow: Flow, place: Place) -> None:
        best = list(place.best_by_lever().values())
        for suggestion in list(place.suggestions) if self._all else best:
            box.addWidget(self._card(flow, suggestion))
        if not best:
            words = (
                "No evidence yet, so nothing is suggested. One answer above may change that."
                if place.questions
                else "Nothing to suggest here."
            )
            box.addWidget(plain_label(words, "soft"))
            for id_ in place.typical:
                box.addWidget(plain_label(f"Typical here: {self.editor.knowledge.practices[id_].card}", "soft"))
        elif len(place.suggestions) > len(best):
            words = "Only the best of each" if self._all else f"All {len(place.suggestions)} in order of score"
            box.addWidget(button(words, self._show_all, "link"))

    def _show_all(self) -> None:
        self._all = not self._all
        self._build()

    def _card(self, flow: Flow, suggestion: Suggestion) -> QFrame:
        practice = self.editor.knowledge.practices[suggestion.practice]
        card = QFrame()
        card.setObjectName("card")
        card.setAccessibleName(f"{LEVERS[suggestion.lever]}: {practice.card}")
        box = QVBoxLayout(card)
        box.setContentsMargins(14, 12, 14, 12)
        box.setSpacing(4)
        box.addWidget(plain_label(LEVERS[suggestion.lever], "lever"))
        box.addWidget(plain_label(practice.card, "card-title"))
        box.addLayout(self._rows(suggestion))
        if self._all:
            box.addWidget(
                plain_label(
                    f"Score {suggestion.score:g}. {practice.ops} · {practice.principle}. Tools: {practice.tools}",
                    "soft",
                )
            )
        row = QHBoxLayout()
        row.addWidget(button("We try this", lambda: self._take(flow, suggestion, "planned"), "primary"))
        row.addWidget(button("Park", lambda: self._take(flow, suggestion, "parked"), "flat"))
        row.addWidget(button("Not for us…", lambda: self._refuse(flow, suggestion), "flat"))
        row.addStretch(1)
        box.addLayout(row)
        return card

    def _rows(self, suggestion: Suggestion) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        calendar = self.editor.map.head.calendar
        rows = [("Because", " ".join(reason.sentence for reason in suggestion.because[:2]))]
        if suggestion.would_give.bound != "unknown":
            how = "if the wait halves" if suggestion.lever == "shorten-wait" else "if nothing comes back"
            rows.append(("Would give", f"{about(suggestion.would_give, calendar)}, {how}"))
        rows += [
            ("This week", suggestion.first_step),
            ("Look for", self.editor.knowledge.practices[suggestion.practice].signals.soon_measured),
        ]
        if suggestion.begin_with:
            rows.append(("Begin with", self.editor.knowledge.practices[suggestion.begin_with].card))
        if suggestion.not_if:
            rows.append(("Not if", suggestion.not_if))
        for at, (words, text) in enumerate(rows):
            grid.addWidget(plain_label(words, "section"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(plain_label(text), at, 1)
        return grid

    def _take(self, flow: Flow, suggestion: Suggestion, status: str) -> None:
        self.editor.take_on(flow.id, suggestion, status)

    def _refuse(self, flow: Flow, suggestion: Suggestion) -> None:
        words, chosen = QInputDialog.getItem(self, "Not for us", "Why not?", list(REASONS.values()), 0, False)
        if chosen:
            why = next(key for key, value in REASONS.items() if value == words)
            self.editor.refuse(flow.id, suggestion.practice, why)
            self.editor.say(REFUSED[why])

    def _own(self, flow: Flow) -> None:
        text, chosen = QInputDialog.getText(self, "Our own idea", "What do we try at this handoff?")
        if chosen and text.strip():
            self.editor.own_idea(flow.id, text.strip())
