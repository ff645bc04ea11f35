"""The agreement of a handoff, edited by both sides together and exported on one page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from crosslane.analysis.where import title
from crosslane.editor import Editor
from crosslane.exchange.documents import page_markdown, page_sheet
from crosslane.exchange.mapfile import replace_file
from crosslane.exchange.raster import export_sheet
from crosslane.model.durations import read
from crosslane.model.errors import Problem
from crosslane.model.records import Flow
from crosslane.model.values import Agreement, Duration
from crosslane.paint.measure import QtMeasure
from crosslane.practices.agreement import ASKS, PROPOSED, agreement_page, as_it_is, known_before, proposed_checks
from crosslane.ui.text import button, open_at, plain_label
from crosslane.ui.window import Window

_LINES = (
    ("handed_over", "What is handed over"),
    ("expected_wait", "Expected wait"),
    ("ask", "Whom to ask"),
    ("way_back", "The way back"),
    ("review", "Looked at again on"),
)


class AgreementPage(QDialog):
    """One field for each thing to agree on; empty ones stay open and are asked on the page."""

    def __init__(self, editor: Editor, flow: Flow, parent: QWidget | None = None) -> None:
        """Show what is agreed for a flow of the editor's map."""
        super().__init__(parent)
        self.setWindowTitle("Agreement")
        open_at(self, 620, 560)
        self.editor, self.flow_id = editor, flow.id
        agreed = flow.agreement or Agreement()
        self.fields: dict[str, QLineEdit] = {}
        self.checks = QPlainTextEdit("\n".join(agreed.checks))
        self.said = plain_label("", "problem")
        known = known_before(editor.map, flow)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name, words in _LINES:
            value = getattr(agreed, name)
            line = QLineEdit(value.text if isinstance(value, Duration) else value or "")
            asked = ASKS[name][:1].upper() + ASKS[name][1:]
            line.setPlaceholderText(f"{asked} So far: {known[name]}" if name in known else asked)
            line.setAccessibleName(words)
            self.fields[name] = line
            form.addRow(words, line)
            if name == "handed_over":
                self.checks.setPlaceholderText(ASKS["checks"][:1].upper() + ASKS["checks"][1:])
                self.checks.setAccessibleName("Accepted when, one check a line")
                self.checks.setTabChangesFocus(True)
                self.checks.setMaximumHeight(96)
                form.addRow("Accepted when, one check a line", self.checks)
                form.addRow("", self._proposals(flow))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(10)
        box.addWidget(plain_label(title(editor.map, flow), "heading"))
        if today := as_it_is(editor.map, flow, editor.knowledge):
            box.addWidget(plain_label(today, "soft"))
        box.addLayout(form)
        box.addWidget(self.said)
        box.addLayout(self._foot())
        self.said.hide()

    def _proposals(self, flow: Flow) -> QWidget:
        """Return the checks to choose from, each a link that writes it down; what is written down is gone from them."""
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        written = self.checks.toPlainText()
        texts = [text for text in proposed_checks(flow, self.editor.knowledge) if text not in written]
        self.proposals = [button(f"+ {text}", partial(self._write_down, text), "link") for text in texts]
        if texts:
            box.addWidget(plain_label(PROPOSED, "soft"))
        for link in self.proposals:
            link.setAccessibleName(f"Write down: {link.text()[2:]}")
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _write_down(self, text: str) -> None:
        lines = [line for line in self.checks.toPlainText().splitlines() if line.strip()]
        self.checks.setPlainText("\n".join([*lines, text] if text not in lines else lines))
        for link in self.proposals:
            if link.text() == f"+ {text}":
                link.hide()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(button("Export…", self._export))
        foot.addStretch(1)
        foot.addWidget(button("Leave it as it was", self.reject))
        keep = button("Agree", self._accept, "primary")
        keep.setDefault(True)
        foot.addWidget(keep)
        return foot

    def keep(self) -> bool:
        """Keep what is typed with the map; an expected wait that cannot be read is answered in one sentence."""
        typed = {name: line.text().strip() or None for name, line in self.fields.items()}
        wait = typed.pop("expected_wait")
        checks = tuple(line.strip() for line in self.checks.toPlainText().splitlines() if line.strip())
        try:
            if wait:
                read(wait, self.editor.map.head.calendar)
            agreed = Agreement(**typed, checks=checks, expected_wait=Duration(text=wait) if wait else None)
        except (Problem, ValueError) as problem:
            self.said.setText(str(problem) if isinstance(problem, Problem) else "Something typed here is too long.")
            self.said.show()
            return False
        value = agreed if agreed != Agreement() else None
        if value != self._flow.agreement:
            self.editor.set(self.flow_id, "Agree on a handoff", agreement=value)
        return True

    @property
    def _flow(self) -> Flow:
        return self.editor.map.flow(self.flow_id)

    def _accept(self) -> None:
        if self.keep():
            self.accept()

    def _export(self) -> None:
        if not self.keep():
            return
        name, _ = QFileDialog.getSaveFileName(self, "Export", "agreement.pdf", "Documents (*.pdf *.md)")
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the page as Markdown, else as PDF; whom to ask is on it, for that is what it is for."""
        page = agreement_page(self.editor.map, self._flow, self.editor.knowledge)
        try:
            if path.suffix.lower() == ".md":
                replace_file(path, page_markdown(page).encode())
            else:
                path = path.with_suffix(".pdf")
                export_sheet(page_sheet(page, self.editor.map, QtMeasure()), path, page="a4 upright")
            self.editor.say(f"Exported to {path.name}.")
        except Problem as problem:
            self.said.setText(str(problem))
            self.said.show()


def bind_agreement(window: Window) -> None:
    """Give the window the action that opens the agreement of the selected handoff."""
    window.bind("agreement", partial(show_agreement, window))


def show_agreement(window: Window) -> None:
    """Open the agreement of the selected flow."""
    flow = window.editor.chosen_flow
    if flow is not None:
        AgreementPage(window.editor, flow, window.shell).exec()
        window.canvas.setFocus()
