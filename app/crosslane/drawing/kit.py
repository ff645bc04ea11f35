"""What every part of a drawing needs: sizes, colours, a measure for text, and the team's working time."""

from __future__ import annotations

from dataclasses import dataclass

from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.theme import Palette, Tokens
from crosslane.model.values import Calendar


@dataclass(frozen=True)
class Kit:
    """The tools of one drawing: whether stickies are drawn, whether handoffs show their numbers, pinned cards their pins."""

    tokens: Tokens
    palette: Palette
    measure: TextMeasure
    calendar: Calendar
    notes: bool = True
    numbers: bool = True
    pins: bool = False
