"""Ports of a side: in their order, apart from each other, and straight across where both sides allow."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crosslane.layout.ports import Side, Sides, reach


def test_a_port_may_slide_as_far_as_the_others_can_make_room() -> None:
    """Three arrows on a side of 48 units: the upper one reaches the top but leaves room for the two below it."""
    found = reach({0: Side([7, 8, 9], 48.0)})
    assert found[0, 7] == (-20.0, 8.0)
    assert found[0, 8] == (-14.0, 14.0)
    assert found[0, 9] == (-8.0, 20.0)


def test_fixed_ports_keep_their_neighbours_away_and_the_free_ones_spread_between_them() -> None:
    """With the lower port fixed high up, the one above has little room, and lies between it and the top."""
    side = Side([1, 2], 48.0)
    side.fix(2, -8.0)
    assert side.room(1) == (-20.0, -14.0)
    found = side.spread()
    assert found[2] == -8.0
    assert -24.0 < found[1] <= -14.0


def test_a_side_without_height_has_one_place() -> None:
    """A side of no length still has room for its arrows: all at its middle."""
    side = Side([1, 2], 0.0)
    assert side.room(1) == (0.0, 0.0)
    assert side.room(2) == (0.0, 0.0)


def test_boxes_that_overlap_in_height_are_joined_straight_and_others_are_not() -> None:
    """Two boxes of 48 units, their middles 30 apart, share 10 units inside their margins; 60 apart they share none."""
    for apart, straight in ((30.0, True), (60.0, False)):
        leaving, entering = {(0, 0): 0.0}, {(1, 0): 0.0}
        sides = Sides([48.0, 48.0], [0.0, apart], leaving, entering)
        assert sides.straighten(0, 0, 1) is straight
        sides.spread()
        assert (abs(sides.bend(0, 0, 1)) < 0.01) is straight


def test_the_range_of_a_piece_tells_how_far_its_first_box_is_from_straight() -> None:
    """A box 60 units above the other has to come 20 to 100 units lower."""
    sides = Sides([48.0, 48.0], [0.0, 60.0], {(0, 0): 0.0}, {(1, 0): 0.0})
    assert sides.range(0, 0, 1) == pytest.approx((20.0, 100.0))


def test_arrows_that_cannot_be_told_apart_share_ports_but_never_with_those_of_the_other_way() -> None:
    """A hundred arrows on forty units, every third comes in: ports lie at least four units apart, in one role each."""
    turned = set(range(0, 100, 3))
    found = Side(range(100), 48.0, turned).spread()
    places = sorted(set(found.values()))
    assert len(places) > 2
    assert all(b - a >= 3.9 for a, b in pairwise(places))
    assert {found[k] for k in turned}.isdisjoint(found[k] for k in range(100) if k not in turned)


def test_arrows_that_share_ports_keep_their_order_where_roles_do_not_mix() -> None:
    """Fifty that leave above fifty that arrive: from top to bottom as they came."""
    found = Side(range(100), 48.0, range(50, 100)).spread()
    assert [found[k] for k in range(100)] == sorted(found.values())
