"""Lanes from top to bottom: the same map and the same drawing, read the other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.drawing.draw import draw
from crosslane.drawing.picture import Picture
from crosslane.drawing.shapes import Box, hatching
from crosslane.drawing.theme import EDITING, ROOM, Tokens, worn
from crosslane.geometry import Rect
from crosslane.model.map import Map
from drawing.scenes import scene, two_lanes

TURNED = worn(EDITING, "vertical")
FAR = st.floats(-5000, 5000)


def bounds(picture: Picture, layer: str, id_: str) -> Rect:
    element = picture.get(layer, id_)  # type: ignore[arg-type]  # names of layers
    assert element is not None
    return element.bounds


def turned(map_: Map) -> Picture:
    return draw(scene(map_, tokens=TURNED))


def test_lanes_stand_beside_each_other_and_the_flow_runs_down() -> None:
    """In the order of the map, each with its header above it; what comes later lies lower."""
    picture = turned(two_lanes())
    first, second = bounds(picture, "lanes", "ai"), bounds(picture, "lanes", "ops")
    assert first.right <= second.x + 1
    assert (first.y, first.bottom) == (second.y, second.bottom)
    header = bounds(picture, "headers", "ai")
    assert header.bottom == pytest.approx(first.y)
    assert (header.x, header.w) == (first.x, first.w)
    assert bounds(picture, "cards", "build").bottom < bounds(picture, "cards", "run").y


def test_cards_lie_in_their_lane_and_stay_wider_than_high() -> None:
    picture = turned(two_lanes())
    for lane, step in (("ai", "build"), ("ops", "run")):
        card = bounds(picture, "cards", step)
        assert bounds(picture, "lanes", lane).encloses(card)
        assert card.w > 1.5 * card.h


def test_a_pill_covers_no_card_of_its_own_flow() -> None:
    """Between cards that lie close below each other it stands beside the line."""
    map_ = two_lanes()
    near = Map.of([*map_.records(), map_.step("run").but(lane="ai", x=160)])
    picture = turned(near)
    pill = bounds(picture, "pills", "hand")
    assert not any(pill.grown(-2).intersects(bounds(picture, "cards", step)) for step in ("build", "run"))


def test_a_map_is_worn_as_it_says() -> None:
    """Turned once, not again; a map across wears the sizes as they are."""
    assert worn(EDITING, "horizontal") is EDITING
    assert worn(TURNED, "vertical") is TURNED


@pytest.mark.parametrize("tokens", [EDITING, TURNED, ROOM.turn(), EDITING.turn(1.4)])
@given(x=FAR, y=FAR)
def test_a_place_on_the_picture_is_that_place_on_the_map(tokens: Tokens, x: float, y: float) -> None:
    """Back and forth, and a rectangle is where its corners are: so the hand meets what the eye sees."""
    assert tokens.back(tokens.point((x, y))) == pytest.approx((x, y), abs=1e-6)
    rect, corner = tokens.rect(Rect(x, y, 144, 72)), tokens.point((x + 144, y + 72))
    assert (rect.right, rect.bottom) == pytest.approx((corner.x, corner.y), abs=1e-6)


@pytest.mark.parametrize("bar", [Rect(10, 20, 7, 90), Rect(10, 20, 90, 7)])
def test_hatched_bars_are_hatched_all_along_and_inside(bar: Rect) -> None:
    """The lane outside has one on its left, or on top of it."""
    strokes = hatching(bar)
    assert len(strokes) > 5
    assert all(bar.grown(0.01).contains(point) for stroke in strokes for point in stroke)
    hatched = [s for s in turned(two_lanes()).get("headers", "ai").shapes if isinstance(s, Box)]  # type: ignore[union-attr]  # it is there
    assert hatched[1].rect.w > hatched[1].rect.h
