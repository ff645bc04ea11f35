"""Ways follow their cards: they stay square and hang on, whatever moves."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crosslane.geometry import Point
from crosslane.model.plan import Band
from crosslane.routing.bending import Sinking, is_one_order, stretched
from crosslane.routing.routes import Route

numbers = st.integers(-400, 400).map(float)
ways = st.tuples(numbers, numbers)


def square(start: tuple[float, float], level: bool, lengths: list[float]) -> Route:
    """Return a route of square pieces, level and upright in turn."""
    points = [Point(*start)]
    for length in lengths:
        last = points[-1]
        points.append(Point(last.x + length, last.y) if level else Point(last.x, last.y + length))
        level = not level
    return Route(tuple(points), points[0])


routes = st.builds(square, ways, st.booleans(), st.lists(st.integers(20, 300).map(float), min_size=1, max_size=5))


@given(routes, ways, ways)
def test_a_stretched_way_is_square_and_ends_where_the_ends_are(
    route: Route, source: tuple[float, float], target: tuple[float, float]
) -> None:
    """Its pill stays on it."""
    after = stretched(route, source, target)
    assert after.points[0] == route.points[0].moved(*source)
    assert after.points[-1] == route.points[-1].moved(*target)
    assert all(a.x == b.x or a.y == b.y for a, b in pairwise(after.points))
    assert any(
        min(a.x, b.x) - 0.01 <= after.pill.x <= max(a.x, b.x) + 0.01
        and min(a.y, b.y) - 0.01 <= after.pill.y <= max(a.y, b.y) + 0.01
        for a, b in pairwise(after.points)
    )


@given(routes.filter(lambda route: len(route.points) > 2), ways)
def test_a_way_stays_square_past_the_place_where_its_end_meets_its_first_corner(
    route: Route, on: tuple[float, float]
) -> None:
    """There the first piece has no length, and could be taken for one of either kind."""
    (x, y), corner = route.points[:2]
    met = stretched(route, (corner.x - x, corner.y - y), (0.0, 0.0))
    assert met.points[0] == met.points[1]
    after = stretched(met, on, (0.0, 0.0))
    assert all(a.x == b.x or a.y == b.y for a, b in pairwise(after.points))


@given(routes)
def test_nothing_moves_where_no_lane_does(route: Route) -> None:
    """The very same route comes back."""
    bands = {"a": Band(0, 200), "b": Band(200, 200)}
    assert Sinking(bands, dict(bands)).sunk(route) is route


def test_what_lies_in_a_lane_keeps_its_distance_from_the_top() -> None:
    """A way through a border is longer, one below is moved, one in a strip that is gone has to be looked for."""
    before = {"a": Band(0, 200), "b": Band(200, 200)}
    grown = Sinking(before, {"a": Band(0, 240), "b": Band(240, 200)})
    through = Route((Point(10, 50), Point(90, 50), Point(90, 300), Point(200, 300)), Point(90, 200))
    sunk = grown.sunk(through)
    assert sunk is not None
    assert sunk.points == (Point(10, 50), Point(90, 50), Point(90, 340), Point(200, 340))
    assert sunk.pill == Point(90, 240)
    assert grown.is_still_above(199)
    assert not grown.is_still_above(200)
    shrunk = Sinking(before, {"a": Band(0, 160), "b": Band(160, 200)})
    assert shrunk.sunk(Route((Point(0, 180), Point(50, 180)), Point(20, 180))) is None


def test_lanes_that_change_places_are_not_in_one_order() -> None:
    """One that comes or goes does no harm."""
    before = {"a": Band(0, 200), "b": Band(200, 200)}
    assert is_one_order(before, {"a": Band(0, 200), "new": Band(200, 100), "b": Band(300, 200)})
    assert not is_one_order(before, {"b": Band(0, 200), "a": Band(200, 200)})
