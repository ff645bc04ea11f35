"""Sizes and colours: one drawing for the editing window, the room and paper, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslane.geometry import Point, Rect

if TYPE_CHECKING:  # colours are needed before the first records are
    from crosslane.model.values import Discipline


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
ROOM = Tokens(1.2, 1.35, 190, 30, 20, 22, 20, 52, 28, 22, (2.0, 5.0, 9.0, 14.0), 12, 13, False)
PAPER = EDITING
# For a whole map in a narrow view: larger letters, so that they stay legible when everything shrinks.
COMPACT = Tokens(1.2, 1.35, 168, 25, 18, 22, 19, 42, 22, 20, (2.5, 4.0, 7.0, 11.0), 12, 8, False)


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb; `heat` from cold to hottest, `lanes` the bar, `tints` the band, `heads` behind the name."""

    dark: bool
    paper: str
    window: str
    panel: str
    line: str
    text: str
    soft: str
    card: str
    card_edge: str
    accent: str
    on_accent: str
    focus: str
    disc: str
    on_disc: str
    cold: str
    pill: str
    heat: tuple[str, str, str, str]
    on_heat: str
    work: str
    note: str
    note_edge: str
    on_note: str
    lanes: dict[Discipline, str]
    tints: dict[Discipline, str]
    heads: dict[Discipline, str]


_LANES: dict[Discipline, str] = {
    "dev": "#0072B2",
    "ops": "#009E73",
    "analytics": "#E69F00",
    "ai": "#882255",
    "external": "#8B95A1",
    "other": "#5B6770",
}
LIGHT = Palette(
    dark=False,
    paper="#ffffff",
    window="#ffffff",
    panel="#ffffff",
    line="#e3e7eb",
    text="#1b1f24",
    soft="#505963",
    card="#ffffff",
    card_edge="#bcc4cd",
    accent="#0b57d0",
    on_accent="#ffffff",
    focus="#0b57d0",
    disc="#1b1f24",
    on_disc="#ffffff",
    cold="#8b95a1",
    pill="#ffffff",
    heat=("#8b95a1", "#e0776b", "#b3261e", "#6e0f12"),
    on_heat="#ffffff",
    work="#1b1f24",
    note="#fff4c2",
    note_edge="#d9c66a",
    on_note="#4a3f10",
    lanes=_LANES,
    tints={
        "dev": "#ebf3f8",
        "ops": "#ebf5f2",
        "analytics": "#fcf7ed",
        "ai": "#f5eef3",
        "external": "#fcfcfd",
        "other": "#f4f5f6",
    },
    heads={
        "dev": "#c7deed",
        "ops": "#c7e8de",
        "analytics": "#f8e8c7",
        "ai": "#e2cdd9",
        "external": "#fcfcfd",
        "other": "#dfe3e6",
    },
)
DARK = Palette(
    dark=True,
    paper="#14171a",
    window="#14171a",
    panel="#1a1e22",
    line="#2c3238",
    text="#e8ebee",
    soft="#a3adb7",
    card="#23282d",
    card_edge="#46505a",
    accent="#8ab4ff",
    on_accent="#0d1a33",
    focus="#8ab4ff",
    disc="#e8ebee",
    on_disc="#14171a",
    cold="#7c8791",
    pill="#1f2429",
    # On dark ground the order of heat is an order of brightness: what shouts is what is lightest.
    heat=("#7c8791", "#c2554a", "#f0685c", "#ffb1a6"),
    on_heat="#1a0605",
    work="#d5dae0",
    note="#4a4320",
    note_edge="#8a7c3a",
    on_note="#f7edc2",
    lanes={**_LANES, "ai": "#c0679a", "dev": "#3a86d8", "ops": "#2fc08a"},
    tints={
        "dev": "#16202a",
        "ops": "#15221f",
        "analytics": "#242015",
        "ai": "#231a21",
        "external": "#171a1d",
        "other": "#1b1f23",
    },
    heads={
        "dev": "#1d3446",
        "ops": "#1b3b33",
        "analytics": "#41371f",
        "ai": "#3d2735",
        "external": "#171a1d",
        "other": "#272d33",
    },
)
