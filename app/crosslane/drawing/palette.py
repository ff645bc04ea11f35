"""Colours, light and dark. They are needed before the chrome is painted, so nothing else is imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crosslane.model.values import Discipline


class Palette(NamedTuple):
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
