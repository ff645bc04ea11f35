"""The one bundled font, loaded once, so that layout is the same everywhere."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from crosslane.settings import resource

FAMILY = "Inter"


@lru_cache(maxsize=1)
def load_fonts() -> str:
    """Register the bundled font and return its family name; needs a QGuiApplication."""
    families: list[str] = []
    for file in sorted(resource("fonts").glob("*.*tf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else QFont().family()


@lru_cache(maxsize=512)
def font(size: float, weight: int) -> QFont:
    """Return the font at a size in picture units (pixels of the painter) and a weight of 400, 600 or 700."""
    made = QFont(load_fonts())
    made.setPixelSize(1)
    made.setPixelSize(max(1, round(size)))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Other shapes of the same character, such as "(" before a capital, are lost when the text of a PDF is searched.
    made.setFeature(QFont.Tag("calt"), 0)
    return made
