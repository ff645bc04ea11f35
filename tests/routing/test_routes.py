"""Live routes: orthogonal, around cards, apart from each other, with a place for their pill."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.geometry import Point, Rect
from crosslane.routing.detour import detour
from crosslane.routing.routes import Care, Link, Route, Space, route_all
from crosslane.routing.space import PILL_H, PILL_W


def card(column: float, row: float) -> Rect:
    return Rect(column * 208, 32 + row * 136, 144, 72)


def routed(cards: dict[str, Rect], *links: Link) -> dict[str, Route]:
    return route_all(links, Space(cards, [136, 272, 408]))


def bends(route: Route) -> int:
    return len(route.points) - 2


def runs_through(route: Route, rect: Rect) -> bool:
    return any(Rect.spanning(a, b).grown(0.5).intersects(rect.grown(-2)) for a, b in pairwise(route.points))


def test_neighbours_in_a_lane_are_joined_by_a_straight_line() -> None:
    """Out on the right, in on the left, no corner."""
    route = routed({"a": card(0, 0), "b": card(1, 0)}, Link("f", "a", "b"))["f"]
    assert route.points == (Point(144, 68), Point(208, 68))
    assert not route.straight


def test_a_step_right_below_is_reached_upright() -> None:
    """The shortest way down is down."""
    route = routed({"a": card(0, 0), "b": card(0, 1)}, Link("f", "a", "b"))["f"]
    assert bends(route) == 0
    assert route.pill.y == 136


@pytest.mark.parametrize("care", ["full", "live", "quick", "hasty"])
def test_cards_that_touch_are_joined_by_a_line_that_can_be_drawn(care: Care) -> None:
    """It has two ends, also while a hand holds one of the cards."""
    cards = {"a": Rect(0, 32, 144, 72), "b": Rect(0, 104, 144, 72)}
    assert len(route_all([Link("f", "a", "b")], Space(cards, [272]), care)["f"].points) > 1


def test_a_handoff_has_its_pill_on_the_lane_border() -> None:
    """Where work changes hands, the wait is written."""
    route = routed({"a": card(0, 0), "b": card(1, 1)}, Link("f", "a", "b"))["f"]
    assert route.pill.y == 136
    assert bends(route) <= 2


def test_rework_returns_below_the_cards_and_the_cycle_closes_above_them() -> None:
    """What comes back is seen coming back; the data loop is seen closing."""
    cards = {"a": card(0, 0), "b": card(1, 0), "c": card(2, 0)}
    found = routed(cards, Link("r", "c", "a", "rework"), Link("o", "c", "a", "cycle"))
    assert max(p.y for p in found["r"].points) > cards["a"].bottom
    assert min(p.y for p in found["o"].points) < cards["a"].y


def test_a_flow_that_leads_back_goes_straight_back_and_off_the_place_where_another_arrives() -> None:
    """Arriving and leaving in one place, the two would read as one line."""
    cards = {"a": card(0, 0), "b": card(1, 0), "c": card(0, 2)}
    routes = routed(cards, Link("there", "a", "b"), Link("back", "b", "c"))
    assert bends(routes["back"]) == 1
    assert routes["back"].points[-1] in {Point(144, 340), Point(72, 304), Point(54, 304), Point(90, 304)}
    ends = [routes["there"].points[-1], routes["back"].points[0]]
    assert ends[0].x != ends[1].x or abs(ends[0].y - ends[1].y) > 5


def test_a_flow_leaves_beside_the_place_where_another_arrives() -> None:
    """Both would like the middle of the same side."""
    cards = {"a": card(0, 0), "b": card(1, 1), "c": card(2, 0), "d": card(0, 2)}
    routes = routed(cards, *(Link(f"{a}{b}", a, b) for a, b in ("ab", "cb", "bd")))
    pieces = {id_: list(pairwise(route.points)) for id_, route in routes.items()}
    for one, other in combinations(pieces, 2):
        for (a, b), (c, d) in ((p, q) for p in pieces[one] for q in pieces[other]):
            if a.x == b.x == c.x == d.x:
                assert min(max(a.y, b.y), max(c.y, d.y)) <= max(min(a.y, b.y), min(c.y, d.y)), (one, other)
            if a.y == b.y == c.y == d.y:
                assert min(max(a.x, b.x), max(c.x, d.x)) <= max(min(a.x, b.x), min(c.x, d.x)), (one, other)


def test_a_card_in_the_way_is_walked_around() -> None:
    """Never through a step."""
    cards = {"a": card(0, 0), "wall": card(1, 0), "b": card(2, 0)}
    route = routed(cards, Link("f", "a", "b"))["f"]
    assert not runs_through(route, cards["wall"])
    assert not route.straight


def test_flows_between_the_same_steps_lie_beside_each_other() -> None:
    """Two flows are two lines."""
    found = routed({"a": card(0, 0), "b": card(1, 1)}, Link("f", "a", "b"), Link("g", "a", "b"))
    assert found["f"].points != found["g"].points


def test_pills_of_neighbouring_handoffs_do_not_cover_each_other() -> None:
    """Four handoffs over one border: four numbers can be read."""
    cards = {f"a{i}": card(i, 0) for i in range(4)} | {f"b{i}": card(i + 1, 1) for i in range(4)}
    found = routed(cards, *(Link(f"f{i}", f"a{i}", f"b{i}") for i in range(4)))
    pills = [Rect(r.pill.x - PILL_W / 2, r.pill.y - PILL_H / 2, PILL_W, PILL_H) for r in found.values()]
    assert not any(a.intersects(b) for a, b in combinations(pills, 2))


def test_bends_drawn_by_hand_are_kept() -> None:
    """The router does not know better than the person who dragged a line."""
    route = routed({"a": card(0, 0), "b": card(2, 0)}, Link("f", "a", "b", bends=((104.0, 200.0),)))["f"]
    assert any(p.y == 268 for p in route.points)


def test_a_walled_in_card_is_joined_by_a_straight_line_that_says_so() -> None:
    """No way is no lie: the line is marked, not drawn around nothing."""
    walls = {
        "top": Rect(-400, -20, 1000, 40), "low": Rect(-400, 116, 1000, 40),
        "left": Rect(-60, -20, 40, 176), "right": Rect(164, -20, 40, 176),
    }  # fmt: skip
    route = routed({"a": card(0, 0), "b": card(4, 2), **walls}, Link("f", "a", "b"))["f"]
    assert route.straight
    assert len(route.points) == 2


def test_a_detour_is_the_shortest_way_with_few_corners() -> None:
    """Around a wall, not around the world."""
    wall = Rect(200, -300, 40, 700)
    cards = [Rect(0, 0, 100, 60), wall, Rect(400, 0, 100, 60)]
    way = detour(cards[0], cards[2], cards, [wall.grown(3)])
    assert way[0] == cards[0].center
    assert way[-1] == cards[2].center
    assert min(p.y for p in way) == wall.y - 12


places = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=9, unique=True)


@given(places, st.data())
def test_no_route_on_the_grid_runs_through_a_foreign_card(at: list[tuple[int, int]], data: st.DataObject) -> None:
    """Cards on columns and rows leave room for every way, in every order and at every care."""
    cards = {f"s{i}": card(*place) for i, place in enumerate(at)}
    ends = st.sampled_from(sorted(cards))
    pairs = data.draw(st.lists(st.tuples(ends, ends).filter(lambda p: p[0] != p[1]), max_size=8))
    kinds = data.draw(st.lists(st.sampled_from(["forward", "rework", "cycle", "information"]), min_size=8, max_size=8))
    links = [Link(f"f{i}", a, b, kind) for i, ((a, b), kind) in enumerate(zip(pairs, kinds, strict=False))]
    care = data.draw(st.sampled_from(["quick", "live", "full"]))
    found = route_all(links, Space(cards, [136, 272, 408]), care)
    for link in links:
        route = found[link.id]
        assert not route.straight
        foreign = [rect for id_, rect in cards.items() if id_ not in (link.source, link.target)]
        assert not any(runs_through(route, rect) for rect in foreign)
        assert all(abs(a.x - b.x) < 0.5 or abs(a.y - b.y) < 0.5 for a, b in pairwise(route.points))


def test_routing_needs_neither_numpy_nor_networkx() -> None:
    """Routes belong to the first paint; libraries for numbers come later."""
    code = "import sys, crosslane.routing.of_map; sys.exit(bool({'numpy', 'networkx'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": ":".join(sys.path)}).returncode
        == 0
    )


def test_flows_of_a_hub_laid_a_few_at_a_time_leave_it_where_all_of_them_would() -> None:
    """They share its side with the others, whether those are laid now or lie already."""
    cards = {"hub": card(7, 0)} | {f"s{n}": card(n, n % 3) for n in range(7)}
    links = [Link(f"f{n}", "hub", f"s{n}", "rework") for n in range(7)]
    together = route_all(links, Space(cards, []), "quick")
    assert len({route.points[0] for route in together.values()}) == 7
    some = route_all(links[2:4], Space(cards, []), "quick", links)
    assert {id_: route.points[0] for id_, route in some.items()} == {
        id_: together[id_].points[0] for id_ in ("f2", "f3")
    }


def test_links_whose_turn_comes_late_take_their_first_way_past_the_cards() -> None:
    """A frame has room for few that mind all others: the first are laid so, and who comes later as quickly as can be."""
    cards = {name: card(column, row) for column in range(3) for row, name in enumerate(f"{column}{r}" for r in "abc")}
    links = [Link(f"{a}-{b}", a, b) for a, b in (("0a", "2c"), ("0c", "2a"), ("0b", "2a"), ("1a", "2b"), ("0a", "1c"))]

    def laid(care: Care, until: float | None) -> dict[str, Route]:
        return route_all(links, Space(cards, []), care, until=until)

    careful, quick = laid("live", None), laid("quick", None)
    assert careful != quick
    assert laid("live", float("inf")) == careful
    assert laid("live", 0.0) == quick
