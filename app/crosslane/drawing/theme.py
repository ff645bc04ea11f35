"""Sizes and colours: one drawing for the editing window, the room and paper, light and dark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crosslane.drawing.palette import DARK, LIGHT, Palette
from crosslane.geometry import Point, Rect

if TYPE_CHECKING:
    from crosslane.model.values import Orientation

__all__ = ["DARK", "EDITING", "LIGHT", "PAPER", "ROOM", "Palette", "Tokens", "worn"]

# How map units are stretched along the flow and across the lanes where the flow runs downwards.
ALONG, ACROSS = 0.6, 2.0


@dataclass(frozen=True)
class Tokens:
    """Sizes in picture units.

    `sx` stretches map units along the flow and `sy` across the lanes, so that larger text finds its room. `turned`
    draws lanes from top to bottom beside each other: the same map, read the other way.
    """

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
    turned: bool = False

    def point(self, point: tuple[float, float]) -> Point:
        """Return a map point on the picture."""
        along, across = point[0] * self.sx, point[1] * self.sy
        return Point(across, along) if self.turned else Point(along, across)

    def rect(self, rect: Rect) -> Rect:
        """Return a map rectangle on the picture."""
        at = self.point((rect.x, rect.y))
        along, across = rect.w * self.sx, rect.h * self.sy
        return Rect(*at, across, along) if self.turned else Rect(*at, along, across)

    def back(self, point: tuple[float, float]) -> Point:
        """Return a picture point on the map."""
        along, across = reversed(point) if self.turned else point
        return Point(along / self.sx, across / self.sy)

    def turn(self, wider: float = 1.0) -> Tokens:
        """Return these sizes for lanes from top to bottom, so many times wider than they have to be.

        A card lies along the flow on the map; drawn downwards it is stretched so that it is wider than high again.
        """
        header = self.lane_name * 2 + self.lane_title * 2.6
        return replace(self, sx=self.sx * ALONG, sy=self.sy * ACROSS * wider, header=header, turned=True)


def worn(tokens: Tokens, orientation: Orientation) -> Tokens:
    """Return the sizes in which a map of an orientation is drawn."""
    return tokens.turn() if orientation == "vertical" and not tokens.turned else tokens


EDITING = Tokens(1.0, 1.0, 128, 18, 12, 14, 12, 28, 13, 12, (2.0, 2.5, 4.5, 7.0), 8, 10, True)
# In pixels of a full-size projection; how much of them there is at another scale says `drawing.sizes`.
ROOM = Tokens(1.0, 1.0, 182, 30, 20, 23, 20, 52, 28, 22, (2.0, 5.0, 9.0, 14.0), 12, 11, False)
PAPER = EDITING
