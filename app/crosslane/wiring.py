"""What the window's actions do with the desk: new, open, export, copy, find and the like."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout
from PySide6.QtWidgets import QApplication, QFileDialog

from crosslane.analysis.where import describe
from crosslane.desk import Desk, own_map
from crosslane.editor import Editor, Topic
from crosslane.exchange.mapfile import SUFFIX, read_text, text_of, write_file
from crosslane.exchange.raster import copied_picture, export_as, paint_map
from crosslane.exchange.shown import shown
from crosslane.exchange.templates import template, template_ids
from crosslane.garbage import collector
from crosslane.model import edits
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Record, Step
from crosslane.ui.beside import Beside
from crosslane.ui.clipboard import is_clipboard_ours, leave_clipboard
from crosslane.ui.dialogs.choose import Choice, Choose
from crosslane.ui.dialogs.export import Export
from crosslane.ui.dialogs.line import AskLine
from crosslane.ui.dialogs.new_map import NewMap
from crosslane.ui.theme import apply_theme, palette_of
from crosslane.ui.window import Window

MIME = "application/x-crosslane"
# Milliseconds after which people are thought to look at another program.
AWAY_MS = 3000


def wire(application: QApplication, window: Window, desk: Desk) -> None:
    """Bind every action that needs more than the editor, and let the desk show its maps in the window."""
    wiring = _Wiring(window, desk)
    desk.on_open(window.show_editor)
    window.dress_application = partial(apply_theme, application)
    window.shell.closing.connect(wiring.close)
    Away(application, window)
    window.shell.dropped.connect(lambda path: wiring.guarded(partial(wiring.open_path, Path(path)))())
    for name in (
        "new",
        "open",
        "library",
        "name_version",
        "save_copy",
        "export",
        "copy_picture",
        "cut",
        "copy",
        "paste",
        "note",
        "add_lane",
        "print",
    ):
        window.bind(name, wiring.guarded(getattr(wiring, name)))
    timer = QTimer(window, singleShot=True, interval=1000)
    timer.timeout.connect(wiring.guarded(wiring.save_file))
    desk.on_open(lambda editor: _follow(editor, desk, timer))


class Away(QObject):
    """Looks for garbage while people look at another program: there is time for it then.

    A moment later, and if they still do: where a menu or a dialog closes, no window is active for an instant.
    """

    def __init__(self, application: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self.soon = QTimer(self, singleShot=True, interval=AWAY_MS)
        self.soon.timeout.connect(collector.look_through)
        application.applicationStateChanged.connect(self._on_state)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.soon.stop()
        else:
            self.soon.start()


def _follow(editor: Editor, desk: Desk, timer: QTimer) -> None:
    """Rewrite the linked file a second after the last edit."""

    def heard(topic: Topic) -> None:
        if topic == "map" and desk.is_linked:
            timer.start()

    editor.subscribe(heard)


class _Wiring:
    def __init__(self, window: Window, desk: Desk) -> None:
        self.window, self.desk = window, desk
        self.shell = window.shell
        self.beside = Beside(window)
        # What was copied last, as it lies on the clipboard and as it will be read.
        self._on_clipboard: tuple[bytes, list[Record]] = b"", []

    def guarded(self, do: Callable[[], object]) -> Callable[[], None]:
        """Return the action with its Problem said as one sentence."""

        def run() -> None:
            try:
                do()
            except Problem as problem:
                self.window.say(str(problem))

        return run

    @property
    def map(self) -> Map:
        return self.desk.editor.store.map

    def new(self) -> None:
        dialog = NewMap([(id_, template(id_)) for id_ in template_ids()], palette_of(self.window.dark), self.shell)
        if not dialog.exec():
            return
        if dialog.example is not None:
            self.desk.show_example(dialog.example)
            return
        title = dialog.title.text().strip() or "A new map"
        self.desk.start(own_map(title, dialog.lanes(), dialog.purpose.text().strip()))
        self.window.scribe.begin()

    def open(self) -> None:
        filters = "Maps (*.crosslane *.svg *.png *.pdf);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self.shell, "Open a file", "", filters)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        self.window.say(self.desk.open_file(path) or f"{path.name} is open; the file follows what you edit.")

    def library(self) -> None:
        choices = [
            Choice(title or "A map", edited[:10], partial(self.desk.open_map, id_))
            for id_, title, edited in self.desk.maps()
        ]
        Choose("Open a map of the library", choices, self.shell, empty="No maps yet: Ctrl+N begins one.").exec()

    def name_version(self) -> None:
        asks = "Everything is saved already. What do we call the map as it is now?"
        name = AskLine(
            "Name this version", asks, "for example: before the first experiment", "Name it", self.shell
        ).asked()
        if name:
            self.desk.name_version(name)
            self.window.say(f"This version is called {name}.")

    def save_copy(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.shell, "Save a copy as file", f"{self._stem()}{SUFFIX}", f"Maps (*{SUFFIX})"
        )
        if name:
            write_file(self.map, Path(name) if Path(name).suffix else Path(name + SUFFIX))
            self.window.say(f"A copy is in {Path(name).name}.")

    def _stem(self) -> str:
        words = "".join(c if c.isalnum() or c in " -_" else "" for c in self.map.head.title).strip()
        return words or "map"

    def export(self) -> None:
        dialog = Export(self.shell)
        if not dialog.exec():
            return
        wish = dialog.wish()
        name, _ = QFileDialog.getSaveFileName(self.shell, "Export", f"{self._stem()}.{wish.format}")
        if name:
            said = f"Exported to {Path(name).name}." + ("" if wish.names else " Names stayed out.")
            self.beside.do("export", lambda _: self.window.say(said), "Exporting…", export_as, wish, Path(name))

    def copy_picture(self) -> None:
        title = shown(self.map).head.title
        self.beside.do("copy", partial(self._copied, title), "Drawing the picture…", copied_picture)

    def _copied(self, title: str, found: tuple[bytes, str]) -> None:
        png, svg = found
        data = QMimeData()
        data.setImageData(QImage.fromData(png))
        data.setData("image/svg+xml", QByteArray(svg.encode()))
        data.setText(title)
        QApplication.clipboard().setMimeData(data)
        self.window.say("The picture is copied; names stayed out.")

    def copy(self) -> None:
        editor = self.desk.editor
        records = edits.copied(editor.map, editor.selection)
        text = text_of(records).encode()
        self._on_clipboard = text, sorted(records, key=lambda record: record.id)
        data = QMimeData()
        data.setData(MIME, QByteArray(text))
        data.setText("\n".join(describe(editor.map, editor.figures, id_) for id_ in editor.selection))
        QApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        self.copy()
        self.window.do("remove")

    def paste(self) -> None:
        data = QApplication.clipboard().mimeData()
        if not data.hasFormat(MIME):
            self.window.say("Nothing to paste: copy steps first.")
            return
        editor = self.desk.editor
        text, (known, copied) = bytes(data.data(MIME).data()), self._on_clipboard
        # What was copied here has been read.
        records = copied if text == known else list(read_text(text.decode()).records())
        before = editor.map.ids()
        editor.run("Paste", edits.paste, [record for record in records if record.kind != "map"])
        came = editor.map.ids().keys() - before.keys()
        editor.select(sorted(id_ for id_ in came if isinstance(editor.map.get(id_), Step)))

    def note(self) -> None:
        editor, canvas = self.desk.editor, self.window.canvas
        on = editor.selection[0] if len(editor.selection) == 1 else None
        at = canvas.tokens.back(canvas.seen.center)
        canvas.write(
            on, lambda text: editor.run("Stick a note", edits.add_note, text, on=on, x=round(at.x), y=round(at.y))
        )

    def add_lane(self) -> None:
        asks = "Who takes part? One team or discipline."
        name = AskLine("Add a lane", asks, "for example: Security", "Add lane", self.shell).asked()
        if name:
            self.desk.editor.run("Add lane", edits.add_lane, name)

    def print(self) -> None:
        # Printing needs a library that some systems do not have, and nothing else does.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  (see above)

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setDocName(self.map.head.title or "A map")
        if QPrintDialog(printer, self.shell).exec():
            paint_map(shown(self.map), printer)
            self.window.say("Sent to the printer; names stayed out.")

    def save_file(self) -> None:
        said = self.desk.save_file()
        if said:
            self.window.say(said)

    def close(self) -> None:
        if sys.platform.startswith("linux"):
            leave_clipboard(ours=is_clipboard_ours())
        try:
            if not self.desk.close():
                self.window.say("Something is not on disk yet: save a copy as file before you leave.")
        except Problem as problem:
            self.window.say(str(problem))
