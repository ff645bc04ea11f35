"""Cards that touch or lie on one another are drawn with their flow, wherever the one is."""

from __future__ import annotations

import pytest

from crosslane.editor import Editor
from crosslane.geometry import Point
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step


@pytest.mark.parametrize("across", [-160, -140, -72, 0, 1, 71, 72, 73, 139, 140, 141, 160])
@pytest.mark.parametrize("down", [-73, -72, -71, 0, 1, 71, 72, 73])
def test_a_flow_between_cards_that_touch_has_a_way(across: int, down: int) -> None:
    there = Step(id="b", lane="l", x=300 + across, y=200 + down, name="B")
    records = [MapRecord(id="map"), Lane(id="l", order="a"), Step(id="a", lane="l", x=300, y=200, name="A"), there]
    map_ = Map.of([*records, Flow(id="f", number=1, source="a", target="b")])
    route = Editor(map_).routes["f"]
    assert route.points
    assert all(isinstance(point, Point) for point in (*route.points, route.pill))
