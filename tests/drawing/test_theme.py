"""The promises of the palettes, computed."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from crosslane.drawing.theme import DARK, EDITING, LIGHT, ROOM, Palette, Tokens
from crosslane.geometry import Point, Rect

both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
# Linear RGB as seen without one kind of cone (Viénot, Brettel and Mollon 1999; tritan: Brettel's simplified form).
BLINDNESS = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "tritan": ((1.0, 0.14461, -0.14461), (0.0, 0.85924, 0.14076), (0.0, 0.85924, 0.14076)),
}


def linear(name: str) -> tuple[float, ...]:
    parts = [int(name[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def luminance(name: str) -> float:
    r, g, b = linear(name)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    r, g, b = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(a: str, b: str, blindness: str) -> float:
    matrix = BLINDNESS[blindness]
    seen = [lab(tuple(sum(m * c for m, c in zip(row, linear(n), strict=True)) for row in matrix)) for n in (a, b)]
    return sum((p - q) ** 2 for p, q in zip(*seen, strict=True)) ** 0.5


@both
def test_text_is_legible_on_every_ground_it_stands_on(palette: Palette) -> None:
    """Body text has a contrast of at least 4.5 on cards, lane headers, bands, panels and notes."""
    grounds = [palette.paper, palette.card, palette.panel, palette.pill, *palette.tints.values()]
    assert min(contrast(palette.text, ground) for ground in [*grounds, *palette.heads.values()]) >= 4.5
    assert min(contrast(palette.soft, ground) for ground in grounds) >= 4.5
    assert min(contrast(palette.soft, ground) for ground in palette.heads.values()) >= 4.5
    assert contrast(palette.on_note, palette.note) >= 4.5
    assert contrast(palette.on_accent, palette.accent) >= 4.5


@both
def test_numbers_are_legible_in_discs_and_hot_pills(palette: Palette) -> None:
    """What a pill says can be read in every heat, on the pill and in its disc."""
    assert contrast(palette.on_disc, palette.disc) >= 4.5
    assert min(contrast(palette.on_heat, palette.heat[level]) for level in (2, 3)) >= 4.5
    assert contrast(palette.heat[2], palette.pill) >= 4.5 or palette.dark


def test_heat_darkens_steadily_on_white() -> None:
    """Turned to grey, the order of heat is an order of darkness."""
    greys = [luminance(LIGHT.heat[level]) for level in (1, 2, 3)]
    assert all(a > b + 0.01 for a, b in pairwise(greys))


def test_heat_brightens_steadily_on_black() -> None:
    """On dark ground the hottest is the brightest, in grey too."""
    greys = [luminance(DARK.heat[level]) for level in (1, 2, 3)]
    assert all(a < b - 0.01 for a, b in pairwise(greys))


@both
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_lane_bars_stay_apart_under_colour_blindness(palette: Palette, blindness: str) -> None:
    """The four disciplines differ for eyes without one kind of cone; the name is written as well."""
    bars = [palette.lanes[d] for d in ("dev", "ops", "analytics", "ai")]
    assert min(apart(a, b, blindness) for a, b in combinations(bars, 2)) > 8


@both
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_heat_steps_stay_apart_under_colour_blindness(palette: Palette, blindness: str) -> None:
    """Neighbouring steps of heat differ for eyes without one kind of cone; thickness says the same."""
    assert min(apart(a, b, blindness) for a, b in pairwise(palette.heat)) > 8


@pytest.mark.parametrize(("tokens", "least"), [(EDITING, 12), (ROOM, 20)], ids=["editing", "room"])
def test_no_text_is_smaller_than_promised(tokens: Tokens, least: float) -> None:
    """Nothing under 12 px at the desk, nothing under 20 px in the room."""
    assert min(tokens.lane_name, tokens.lane_title, tokens.name, tokens.sub, tokens.pill, tokens.pill_sub) >= least


def test_thickness_says_the_same_as_heat() -> None:
    """Every step of heat is thicker than the one before, in both views."""
    for tokens in (EDITING, ROOM):
        assert all(a < b for a, b in pairwise(tokens.lines))


def test_places_go_to_the_picture_and_back() -> None:
    """A place on the picture of a room that is higher than the map is found again on the map."""
    tokens = replace(ROOM, sx=1.2, sy=1.35)
    on_picture = tokens.point((200, 100))
    assert tokens.back(on_picture) == pytest.approx(Point(200, 100))
    assert tokens.rect(Rect(10, 20, 30, 40)) == pytest.approx(Rect(12, 27, 36, 54))
