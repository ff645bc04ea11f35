"""What the panels beside the canvas are: a page that scrolls, built anew when the map says something else."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crosslane.editor import Editor, Topic


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
        focused, place = self._focused(), self.verticalScrollBar().value()
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
        if focused:
            self._focus_again(focused)

    def _focused(self) -> str:
        """Return the name of what has the keyboard on the page, else ""."""
        old, has = self.widget(), self.focusWidget()
        inside = old is not None and has is not None and has.hasFocus() and old.isAncestorOf(has)
        return has.accessibleName() if inside and has is not None else ""

    def _focus_again(self, name: str) -> None:
        """Give the keyboard back to what has the same name, else to the first there is: never to nobody."""
        page = self.widget()
        able = [w for w in _walk(page) if w.focusPolicy() & Qt.FocusPolicy.TabFocus] if page is not None else []
        again = next((w for w in able if w.accessibleName() == name), able[0] if able else self)
        again.setFocus()


def _walk(page: QWidget) -> Iterator[QWidget]:
    """Yield what is on a page in the order of the keyboard."""
    here = page.nextInFocusChain()
    while here is not None and here is not page:
        if page.isAncestorOf(here) and here.isVisibleTo(page):
            yield here
        here = here.nextInFocusChain()
