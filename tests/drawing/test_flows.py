"""Lines of flows, and leaps over lines that are unrelated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crosslane.drawing.flows import MOST_FOR_JUMPS, find_jumps, flow_line, jumps_on
from crosslane.drawing.shapes import Line
from crosslane.drawing.theme import LIGHT, ROOM
from crosslane.geometry import Point
from crosslane.model.records import Flow, Step
from crosslane.model.values import Duration
from crosslane.routing.routes import Route
from drawing.scenes import kit, scene, two_lanes

LEVEL = Route((Point(0, 50), Point(200, 50)), Point(100, 50))
UPRIGHT = Route((Point(100, 0), Point(100, 100)), Point(100, 20))


def flow(id_: str = "f", **fields: Any) -> Flow:
    return Flow(id=id_, **{"source": f"{id_}1", "target": f"{id_}2", "wait": Duration(text="2d"), **fields})


def line(heat: int = 0, route: Route = LEVEL, **fields: Any) -> Line:
    (drawn,) = flow_line(kit(), flow(**fields), route, heat).shapes
    assert isinstance(drawn, Line)
    return drawn


def test_heat_is_colour_and_thickness() -> None:
    """A costlier flow is darker and thicker; its arrow head has its colour and grows with it."""
    cold, hot = line(0), line(3)
    assert (cold.stroke, hot.stroke) == (LIGHT.heat[0], LIGHT.heat[3])
    assert hot.width > cold.width
    assert hot.arrow > cold.arrow > 0


def test_a_wait_that_nobody_said_is_dotted() -> None:
    """Unknown shows before any number does; things waiting count as said."""
    assert line(wait=None).dash == "dotted"
    assert line(wait=None, wip=4).dash == "solid"
    assert line().dash == "solid"


def test_kinds_of_flows_can_be_told_apart() -> None:
    """Returns are dashed, the loop is dotted, information is thin and dashed."""
    assert line(type="rework").dash == "dashed"
    assert line(type="cycle").dash == "dotted"
    information = line(type="information")
    assert information.dash == "dashed"
    assert information.width < line().width


def test_a_return_is_red_and_never_thick() -> None:
    """Where things come back is seen without shouting down what costs most."""
    back = line(3, type="rework")
    assert back.stroke == LIGHT.heat[3]
    assert back.width < line(3).width
    assert line(0, type="rework").stroke == LIGHT.heat[2]


def test_a_route_that_was_not_found_is_marked() -> None:
    """A straight line through cards is dashed, so that nobody takes it for a drawn way."""
    assert line(route=Route(LEVEL.points, LEVEL.pill, straight=True)).dash == "dashed"


def test_lines_grow_in_the_room() -> None:
    """Places stretch with the view, and the same heat is thicker."""
    (drawn,) = flow_line(kit(ROOM), flow(), LEVEL, 2).shapes
    assert isinstance(drawn, Line)
    assert drawn.points[-1] == ROOM.point((200, 50))
    assert drawn.width == ROOM.lines[2]


def test_unrelated_lines_are_leapt_over() -> None:
    """The level line leaps where it crosses an upright one that shares no card with it."""
    found = find_jumps([flow("a"), flow("b")], {"a": LEVEL, "b": UPRIGHT})
    assert found == {"a": (Point(100, 50),)}


def test_lines_of_one_card_just_cross() -> None:
    """Flows that share an end belong together: no leap."""
    assert find_jumps([flow("a"), flow("b", source="a1")], {"a": LEVEL, "b": UPRIGHT}) == {}


def test_no_leap_at_corners_and_ends() -> None:
    """A leap needs room on both lines."""
    touching = Route((Point(100, 50), Point(100, 100)), Point(0, 0))
    at_end = Route((Point(196, 0), Point(196, 100)), Point(0, 0))
    assert find_jumps([flow("a"), flow("b")], {"a": LEVEL, "b": touching}) == {}
    above_card = Route((Point(100, 0), Point(100, 62)), Point(0, 0))
    assert find_jumps([flow("a"), flow("b")], {"a": LEVEL, "b": at_end}) == {}
    # It would be taken for a part of the other one's head.
    assert find_jumps([flow("a"), flow("b")], {"a": LEVEL, "b": above_card}) == {}


def test_very_large_maps_do_without_leaps() -> None:
    """Where leaps would be clutter there are none."""
    routes = {**{f"x{n}": LEVEL for n in range(MOST_FOR_JUMPS + 1)}, "x0": UPRIGHT}
    steps = [Step(id=id_, lane="ai", name=id_) for id_ in ("x01", "x02")]
    flows = [flow(id_, **({} if id_ == "x0" else {"source": "build", "target": "run"})) for id_ in routes]
    many = scene(two_lanes(*steps, *flows))
    assert replace(many, routes=routes).jumps == {}
    crossing = {"x0": UPRIGHT, "x1": LEVEL}
    # Also as long as most flows have no way yet.
    assert replace(many, routes=crossing).jumps == {}
    assert replace(scene(two_lanes(*steps, *flows[:2])), routes=crossing).jumps == {"x1": (Point(100, 50),)}


@pytest.mark.parametrize(("a", "b", "order"), [(0, 200, [60, 100]), (200, 0, [100, 60])])
def test_leaps_follow_the_way_of_the_line(a: float, b: float, order: list[float]) -> None:
    """Leaps come in the order of the line, also when it runs to the left; those on other pieces do not count."""
    found = jumps_on(Point(a, 50), Point(b, 50), [Point(100, 50), Point(60, 50), Point(80, 90)])
    assert [point.x for point, _ in found] == order
    assert {side for _, side in found} == {1 if b > a else -1}
