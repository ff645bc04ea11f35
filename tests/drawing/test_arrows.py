"""Arrow heads."""

from __future__ import annotations

import pytest

from crosslane.drawing.arrows import arrow_head, before_head
from crosslane.geometry import Point

LINE = (Point(0, 0), Point(100, 0))


def test_the_tip_is_where_the_line_ends() -> None:
    """The head points along the last piece, with its wings on both sides."""
    tip, left, right = arrow_head(LINE, 10)
    assert tip == (100, 0)
    assert left.x == right.x == 90
    assert left.y == -right.y != 0


@pytest.mark.parametrize(("length", "end"), [(10, 92), (0, 100), (120, 20), (300, 100)])
def test_the_line_stops_inside_its_head(length: float, end: float) -> None:
    """A thick line must not show beside the tip; of a piece shorter than the head some is left, unless it is far shorter."""
    assert before_head(LINE, length)[-1] == Point(end, 0)


def test_a_head_does_not_reach_around_the_corner() -> None:
    """On a short last piece it is shorter and as wide: else it would stand beside the line with its tip painted over."""
    tip, left, right = arrow_head((Point(0, 0), Point(50, 0), Point(50, 12)), 20)
    assert tip == (50, 12)
    assert left.y == right.y == 0
    assert abs(left.x - right.x) == pytest.approx(18.4)
