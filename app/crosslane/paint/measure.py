"""Text measured as Qt will paint it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFontMetricsF

from crosslane.paint.fonts import font


@lru_cache(maxsize=512)
def _metrics(size: float, weight: int) -> QFontMetricsF:
    return QFontMetricsF(font(size, weight))


class QtMeasure:
    """Widths of text in the bundled font; remembers what it measured."""

    def __init__(self) -> None:
        """Begin with an empty memory."""
        self._known: dict[tuple[str, float, int], float] = {}

    def width(self, text: str, size: float, weight: int) -> float:
        """Return the width in picture units."""
        key = (text, size, weight)
        if key not in self._known:
            self._known[key] = _metrics(size, weight).horizontalAdvance(text) * size / max(1, round(size))
        return self._known[key]
