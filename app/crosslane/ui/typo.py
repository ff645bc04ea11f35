"""A wavy line under the part of a typed line that is not understood."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit

_PLACE = re.compile(r"^At place \d+: | at place \d+(?= )")


def part_at(text: str, column: int) -> tuple[int, int]:
    """Return (begin, end) of the part of a scribe line that begins at or around a column; never empty in a text."""
    begin = min(column, max(len(text) - 1, 0))
    found = re.search(r"[,|<>]", text[begin + 1 :])
    return begin, begin + 1 + found.start() if found else len(text.rstrip()) or len(text)


def underline(line: QLineEdit, column: int | None, color: str) -> None:
    """Mark what stands at a column, or, with None, nothing any more; the text and the cursor stay as they are."""
    marks = []
    if column is not None and line.text():
        begin, end = part_at(line.text(), column)
        looks = QTextCharFormat()
        looks.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        looks.setUnderlineColor(QColor(color))
        looks.setForeground(QColor(color))
        # Places are counted from the cursor.
        kind = QInputMethodEvent.AttributeType.TextFormat
        marks.append(QInputMethodEvent.Attribute(kind, begin - line.cursorPosition(), end - begin, looks))
    QCoreApplication.sendEvent(line, QInputMethodEvent("", marks))


def without_place(sentence: str) -> str:
    """Return a sentence without the number of its place, for where the place is marked."""
    said = _PLACE.sub("", sentence)
    return said[:1].upper() + said[1:]
