"""Verbs that put steps in order."""

from __future__ import annotations

import pytest

from crosslane.model.edits.arrange import align, distribute, place_steps, straighten
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect
from crosslane.model.records import Flow, Lane, Step


@pytest.fixture
def map_() -> Map:
    """Three steps in the first lane, one in the second, and two handoffs."""
    lanes = [Lane(id="dev", order="1"), Lane(id="ops", order="2")]
    steps = [
        Step(id="a", lane="dev", x=0, y=32),
        Step(id="b", lane="dev", x=200, y=48),
        Step(id="c", lane="dev", x=640, y=56),
        Step(id="d", lane="ops", x=320, y=40),
    ]
    flows = [Flow(id="ab", source="a", target="b"), Flow(id="ad", source="a", target="d")]
    return Map.of([*lanes, *steps, *flows])


def place(map_: Map, id_: str) -> tuple[float, float]:
    return map_.step(id_).x, map_.step(id_).y


def test_aligning_at_the_top_takes_the_highest_of_each_lane(map_: Map) -> None:
    """Steps of one lane share a line; other lanes have their own."""
    after = map_.apply(align(map_, ["a", "b", "c", "d"], "top"))
    assert [after.step(id_).y for id_ in "abcd"] == [32, 32, 32, 40]


def test_aligning_at_the_left_stacks_whoever_would_be_covered(map_: Map) -> None:
    """Nobody disappears behind another: a step of the same lane takes the next free row."""
    after = map_.apply(align(map_, ["a", "b", "d"], "left"))
    assert place(after, "a") == (0, 32)
    assert after.step("d").x == 0
    assert after.step("b").y - after.step("a").y >= 72 or after.step("b").x >= 144


def test_spreading_puts_equal_gaps_between_the_outermost(map_: Map) -> None:
    """First and last stay; the others stand evenly between."""
    after = map_.apply(distribute(map_, ["a", "b", "c"]))
    assert [after.step(id_).x for id_ in "abc"] == [0, 320, 640]


def test_two_steps_cannot_be_spread(map_: Map) -> None:
    """There is nothing between two."""
    assert distribute(map_, ["a", "b"]) == {}


def test_a_flow_in_a_lane_is_made_level_and_a_handoff_upright(map_: Map) -> None:
    """The target moves to the height of the source, or below it in its own lane."""
    level = map_.apply(straighten(map_, "ab"))
    assert level.step("b").y == level.step("a").y
    upright = map_.apply(straighten(map_, "ad"))
    assert upright.step("d").x == upright.step("a").x


def test_a_pinned_end_stays_when_a_flow_is_made_straight(map_: Map) -> None:
    """The other end comes; with both pinned nothing moves."""
    pinned = map_.apply(place_steps(map_, {}))
    pinned = Map.of([*pinned.records(), pinned.step("d").but(pinned=True)])
    after = pinned.apply(straighten(pinned, "ad"))
    assert after.step("a").x == after.step("d").x == 320
    both = Map.of([*pinned.records(), pinned.step("a").but(pinned=True)])
    assert straighten(both, "ad") == {}


def test_placing_moves_named_steps_only_and_never_pinned_ones(map_: Map) -> None:
    """Places for unknown ids are ignored."""
    nailed = Map.of([*map_.records(), map_.step("a").but(pinned=True)])
    after = nailed.apply(place_steps(nailed, {"a": (8, 40), "b": (16, 40), "nobody": (0, 0)}))
    assert place(after, "a") == (0, 32)
    assert place(after, "b") == (16, 40)
    assert place(after, "c") == place(map_, "c")


def test_spreading_across_lanes_keeps_everybody_in_their_lane(map_: Map) -> None:
    """Heights are evened out as far as lanes allow."""
    after = map_.apply(distribute(map_, ["a", "b", "d"], "lane"))
    bands = lane_bands(after)
    assert all(step_rect(step, bands).y >= bands[step.lane].top for step in after.steps)
