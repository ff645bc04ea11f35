"""Letters, pills and lines for a scale: what is fitted into a small view is drawn larger, so that it stays legible."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from crosslane.drawing.theme import EDITING, ROOM, Tokens
from crosslane.model.plan import CARD_H

# A card has room for letters of so many map units, and for two lines of them within its height.
MOST_LETTERS, TWO_LINES = 22.0, 3.0
# Pixels that letters have at least, wherever the map's cards have room for them.
LEAST_LETTERS = 12.0
# The scale below which cards have no room for such letters, and how high lanes have to be drawn at it.
LEGIBLE = LEAST_LETTERS / MOST_LETTERS
LEGIBLE_STRETCH = MOST_LETTERS * TWO_LINES / CARD_H
# The room's sizes are meant for this scale, in pixels per map unit: the first example at 1920 x 1080.
ROOM_SCALE, ROOM_LEAST, ROOM_MOST = 1.1, 0.72, 1.6
# The header of a lane, in pixels where the map is small, and in map units at most.
HEADER, HEADER_MOST = 108.0, 200.0


def editing_sizes(scale: float, sy: float) -> Tokens:
    """Return the sizes of the editing window at so many pixels per map unit, with lanes stretched by `sy`."""
    most = min(MOST_LETTERS, CARD_H * sy / TWO_LINES)
    # Lines lose less than letters when all shrinks.
    heavy = _within(0.8 / scale, 1.0, 1.3)
    return replace(
        EDITING,
        sy=round(sy, 3),
        header=header_at(scale),
        lane_name=_within(ceil(15 / scale), EDITING.lane_name, 27),
        lane_title=_letters(scale, EDITING.lane_title, MOST_LETTERS),
        name=_letters(scale, EDITING.name, most, 12.5),
        sub=_letters(scale, EDITING.sub, most),
        pill_h=round(_within(23 / scale, EDITING.pill_h, 41)),
        pill=_letters(scale, EDITING.pill, MOST_LETTERS, 12.5),
        pill_sub=_letters(scale, EDITING.pill_sub, MOST_LETTERS),
        lines=_thick(EDITING.lines, heavy),
        radius=round(EDITING.radius * heavy, 1),
        card_pad=EDITING.card_pad if scale >= 0.8 else 8,
    )


def room_sizes(scale: float, sy: float) -> Tokens:
    """Return the sizes of Room view at so many pixels per map unit, with lanes stretched by `sy`."""
    share = _within(scale / ROOM_SCALE, ROOM_LEAST, ROOM_MOST) / scale
    most = min(MOST_LETTERS + 2, CARD_H * sy / TWO_LINES)
    return replace(
        ROOM,
        sx=1.0,
        sy=round(sy, 3),
        header=round(ROOM.header * share),
        lane_name=round(ROOM.lane_name * share),
        name=round(min(ROOM.name * share, most), 1),
        sub=round(min(ROOM.sub * share, most), 1),
        pill_h=round(ROOM.pill_h * share),
        pill=round(ROOM.pill * share, 1),
        pill_sub=round(ROOM.pill_sub * share, 1),
        lines=_thick(ROOM.lines, share),
        radius=round(ROOM.radius * share, 1),
    )


def header_at(scale: float) -> float:
    """Return the width of the lanes' headers of the editing window, in map units."""
    return round(_within(HEADER / scale, EDITING.header, HEADER_MOST))


def _letters(scale: float, least: float, most: float, pixels: float = LEAST_LETTERS) -> float:
    return float(ceil(_within(pixels / scale, least, max(least, most)) - 0.01))


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


def _thick(lines: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    cold, warm, hot, hottest = (round(width * by, 2) for width in lines)
    return cold, warm, hot, hottest
