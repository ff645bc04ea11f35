"""The few shapes of which every picture consists; frozen, cheap, in picture units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosslane.geometry import Point, Rect

HATCH_GAP = 9

Dash = Literal["solid", "dashed", "dotted"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with rounded corners; no stroke when its width is 0."""

    rect: Rect
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    radius: float = 0.0
    dash: Dash = "solid"
    hatch: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline with rounded corners; `arrow` is the length of its head at the end, 0 for none.

    At each of `jumps`, places on level pieces, it leaps over a line that it has nothing to do with.
    """

    points: tuple[Point, ...]
    stroke: str
    width: float
    radius: float = 0.0
    dash: Dash = "solid"
    arrow: float = 0.0
    jumps: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon."""

    points: tuple[Point, ...]
    fill: str | None
    stroke: str | None = None
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Drum:
    """A store: a card with a curved lid and bottom."""

    rect: Rect
    lid: float
    fill: str
    stroke: str
    width: float


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; (x, y) is the start, middle or end of its baseline."""

    at: Point
    text: str
    size: float
    color: str
    weight: int = 400
    anchor: Anchor = "start"


Drawn = Box | Line | Shape | Drum | Text


def hatching(rect: Rect) -> list[tuple[Point, Point]]:
    """Return the slanted strokes of a hatched bar, upright or level: all inside it, so that no clip is needed."""
    strokes = []
    upright, side = rect.h >= rect.w, min(rect.w, rect.h)
    for at in range(0, int(max(rect.w, rect.h) - side) + 1, HATCH_GAP):
        x, y = (rect.x, rect.y + at) if upright else (rect.x + at, rect.y)
        strokes.append((Point(x, y + side), Point(x + side, y)))
    return strokes
