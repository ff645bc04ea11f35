"""Sizes and colours: one drawing for the editing window, the room and paper, light and dark."""

from __future__ import annotations

from dataclasses import dataclass

from crosslane.drawing.palette import DARK, LIGHT, Palette
from crosslane.geometry import Point, Rect

__all__ = ["DARK", "EDITING", "LIGHT", "PAPER", "ROOM", "Palette", "Tokens"]


@dataclass(frozen=True)
class Tokens:
    """Sizes in picture units; (sx, sy) stretch map units, so that larger text finds its room."""

    sx: float
    sy: float
    header: float
    lane_name: float
    lane_title: float
    name: float
    sub: float
    pill_h: float
    pill: float
    pill_sub: float
    lines: tuple[float, float, float, float]
    radius: float
    card_pad: float
    shows_titles: bool

    def point(self, point: tuple[float, float]) -> Point:
        """Return a map point on the picture."""
        return Point(point[0] * self.sx, point[1] * self.sy)

    def rect(self, rect: Rect) -> Rect:
        """Return a map rectangle on the picture."""
        return Rect(rect.x * self.sx, rect.y * self.sy, rect.w * self.sx, rect.h * self.sy)

    def back(self, point: tuple[float, float]) -> Point:
        """Return a picture point on the map."""
        return Point(point[0] / self.sx, point[1] / self.sy)


EDITING = Tokens(1.0, 1.0, 128, 18, 12, 14, 12, 28, 13, 12, (2.0, 2.5, 4.5, 7.0), 8, 10, True)
# In pixels of a full-size projection; how much of them there is at another scale says `drawing.sizes`.
ROOM = Tokens(1.0, 1.0, 182, 30, 20, 23, 20, 52, 28, 22, (2.0, 5.0, 9.0, 14.0), 12, 11, False)
PAPER = EDITING
