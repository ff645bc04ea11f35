"""What the panels beside the canvas are: a page that scrolls, built anew when the map says something else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crosslane.editor import Editor, Topic
from crosslane.ui.staying import held_on, hold_again, pressed_by_enter


class Scrolled(QScrollArea):
    """Follows an editor; where the page is scrolled to, and what on it has the keyboard, stays when it is built anew."""

    topics: tuple[Topic, ...] = ("map",)

    def __init__(self, editor: Editor, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self._stale = True
        self.unsubscribe = editor.subscribe(self._on_topic)

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self.unsubscribe()
        self.editor = editor
        self.unsubscribe = editor.subscribe(self._on_topic)
        self.followed()
        self.refresh()

    def followed(self) -> None:
        """Forget what was about the map before; another one is followed now."""

    def build(self, box: QVBoxLayout) -> None:
        """Put into the box what the page shows now."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Build the page anew, as soon as somebody can see it."""
        self._stale = True
        if self.isVisible():
            self._rebuild()

    def _on_topic(self, topic: Topic) -> None:
        if topic in self.topics:
            self.refresh()

    def showEvent(self, event: object) -> None:  # noqa: N802  (Qt's name)
        if self._stale:
            self._rebuild()
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event, passed on

    def _rebuild(self) -> None:
        self._stale = False
        held, place = held_on(self.widget()), self.verticalScrollBar().value()
        page = QWidget()
        page.setObjectName("page")
        box = QVBoxLayout(page)
        box.setContentsMargins(14, 14, 14, 14)
        box.setSpacing(8)
        self.build(box)
        box.addStretch(1)
        # What is on the old page may have asked for this: it goes when it has finished speaking.
        old = self.takeWidget()
        self.setWidget(page)
        page.show()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.verticalScrollBar().setValue(place)
        if held is not None:
            hold_again(page, held, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)
