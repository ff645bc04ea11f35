"""How much of a map a view shows, and how large."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crosslane.drawing.theme import ROOM
from crosslane.geometry import Rect
from crosslane.ui.canvas.fitting import EDGE, TALLEST, scale_for, taller

SIDES = st.floats(300, 4000)


@given(SIDES, SIDES, SIDES, SIDES)
def test_a_wide_map_uses_the_height_of_the_room(w: float, h: float, wide: float, high: float) -> None:
    """Lanes grow downwards only, never out of the view, and letters stay as they are."""
    around, view = Rect(0, 0, w, h), (wide, high)
    tokens = taller(ROOM, around, view, 1.6)
    grown = tokens.sy / ROOM.sy
    assert 0.99 <= grown <= TALLEST + 0.01
    assert (tokens.sx, tokens.name, tokens.pill) == (ROOM.sx, ROOM.name, ROOM.pill)
    before, after = min(scale_for(around, view), 1.6), min(scale_for(Rect(0, 0, w, h * grown), view), 1.6)
    assert after >= before * 0.99, "nothing gets smaller by it"
    if 1.02 < grown < TALLEST - 0.02:
        assert abs((h * grown + 2 * EDGE) * after - high) < high * 0.02, "it fills the view"
