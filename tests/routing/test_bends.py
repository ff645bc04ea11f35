"""Bends that somebody draws: where a piece is put it stays, and all corners are right ones."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.geometry import Point, Rect
from crosslane.routing.bends import dragged, piece_at
from crosslane.routing.routes import Link, Route, Space, route_all

SOURCE, TARGET = Rect(0, 32, 144, 72), Rect(416, 200, 144, 72)
CORNERED = (Point(144, 68), Point(300, 68), Point(300, 236), Point(416, 236))


def drawn(bends: tuple[tuple[int, int], ...], source: Rect = SOURCE, target: Rect = TARGET) -> Route:
    """Return the line of a flow with these bends."""
    return route_all([Link("f", "a", "b", bends=bends)], Space({"a": source, "b": target}, []))["f"]


def test_an_upright_piece_goes_sideways() -> None:
    """Both of its corners go with it, onto the grid."""
    bends = dragged(CORNERED, piece_at(CORNERED, Point(302, 150)), Point(222, 150), SOURCE, TARGET)
    assert drawn(bends).points == (Point(144, 68), Point(224, 68), Point(224, 236), Point(416, 236))


def test_a_straight_line_goes_around() -> None:
    """It leaves and reaches its cards from above then, and is straight again when it is put back."""
    beside = Rect(416, 32, 144, 72)
    line = (Point(144, 68), Point(416, 68))
    above = drawn(dragged(line, 0, Point(280, -24), SOURCE, beside), target=beside).points
    assert above == (Point(72, 32), Point(72, -24), Point(488, -24), Point(488, 32))
    assert dragged(above, 1, Point(280, 60), SOURCE, beside) == ()


@pytest.mark.parametrize("way", [CORNERED, ((144, 60), (488, 60), (488, 200)), ((72, 104), (72, 250), (416, 250))])
@given(x=st.integers(-400, 900), y=st.integers(-400, 900), share=st.integers(0, 2))
def test_wherever_a_piece_is_put_the_line_keeps_right_angles_and_its_cards(
    way: tuple[tuple[float, float], ...], x: int, y: int, share: int
) -> None:
    """It begins at the one card and ends at the other."""
    points = tuple(Point(*corner) for corner in way)
    route = drawn(dragged(points, min(share, len(points) - 2), Point(x, y), SOURCE, TARGET))
    assert all(abs(a.x - b.x) < 1 or abs(a.y - b.y) < 1 for a, b in pairwise(route.points))
    assert SOURCE.grown(1).contains(route.points[0])
    assert TARGET.grown(1).contains(route.points[-1])
