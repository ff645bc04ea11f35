"""Labels that never read a map's text as anything but text, and small pieces every panel is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QSizePolicy

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QLayout, QListWidgetItem, QWidget

# What Qt calls TextFormat.PlainText and FocusPolicy.TabFocus, as numbers for setProperty: the first use of the
# namespace Qt makes PySide build all its enumerations, 20 ms that the first paint cannot spare.
PLAIN_TEXT, TAB_FOCUS = 0, 1
# Words of more letters may be broken where a label shows them.
LONG_WORD = 24
# Pixels of the letters of a desk.
LETTERS = 13


def grown(pixels: float) -> int:
    """Return pixels meant for the letters of a desk as the letters of now need them: more of them in Room view."""
    letters = QApplication.font().pixelSize()
    # Without our own letters, those of the desktop are given in points.
    return round(pixels * letters / LETTERS) if letters > 0 else round(pixels)


def open_at(page: QWidget, width: int, height: int) -> None:
    """Give a page of its own a size meant for the letters of a desk: as much more as they need now and its window has."""
    owner = page.parentWidget()
    room = owner.window() if owner is not None else page
    page.resize(
        max(width, min(grown(width), room.width() - 40)),
        max(height, min(grown(height), room.height() - 60)),
    )


def breakable(text: str) -> str:
    """Return a text in which very long words may be broken: a label cannot be narrower than its longest word."""
    if max(map(len, text.split()), default=0) <= LONG_WORD:
        return text
    words = (word if len(word) <= LONG_WORD else _in_pieces(word) for word in text.split(" "))
    return " ".join(words)


def _in_pieces(word: str) -> str:
    half = LONG_WORD // 2
    return "\u200b".join(word[at : at + half] for at in range(0, len(word), half))


def plain_label(text: str, name: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that shows text as it is, wrapped, selectable by nobody's markup."""
    label = QLabel(parent)
    label.setProperty("textFormat", PLAIN_TEXT)
    label.setText(breakable(text))
    if label.text() != text:
        label.setAccessibleName(text)
    label.setWordWrap(True)
    if name:
        label.setObjectName(name)
    return label


class Clipped(QLabel):
    """A label of one line that gives way to the buttons beside it; what does not fit ends in an ellipsis."""

    def __init__(self, name: str, least: int = 0) -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setObjectName(name)
        self.setMinimumWidth(least)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
            return
        # In the first paint no title is there yet, and every class of Qt is made when it is first named.
        from PySide6.QtGui import QPainter  # noqa: PLC0415  (see above)

        # Drawn by hand: Qt's own way needs its enumerations.
        shown = self.text()
        while shown and metrics.horizontalAdvance(shown + "…") > self.width():
            shown = shown[:-1].rstrip()
        middle = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter = QPainter(self)
        painter.drawText(0, middle, shown + "…")
        painter.end()


def plain_tip(widget: QWidget | QListWidgetItem, text: str) -> None:
    """Give something a tip that shows text as it is; Qt itself would take what looks like markup for markup."""
    widget.setToolTip(tip_text(text))


def tip_text(text: str) -> str:
    """Return a text as tips take it, so that it is shown as it is."""
    # The html module knows every entity there is, and takes longer to load than the chrome takes to paint.
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        text = text.replace(sign, entity)
    return f"<qt>{text}</qt>" if text else ""


def button(words: str, do: Callable[[], object], name: str = "", tip: str = "") -> QPushButton:
    """Return a button; its words are its name for screen readers."""
    made = QPushButton(words)
    made.clicked.connect(lambda _=False: do())
    made.setAccessibleName(words)
    if name:
        made.setObjectName(name)
    if tip:
        plain_tip(made, tip)
    return made


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout, layouts within it too."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


def mark(name: str, on: bool, *parts: QWidget) -> None:
    """Set a property that the style sheet asks for on the first widget, and dress all of them by it."""
    parts[0].setProperty(name, on)
    for part in parts:
        part.style().unpolish(part)
        part.style().polish(part)


def level_line() -> QFrame:
    """Return a thin level line."""
    line = QFrame()
    line.setObjectName("line")
    return line
