"""The ways that tidy-up found stay with the flows: people see what was laid out, and move on from there."""

from __future__ import annotations

from itertools import pairwise

from crosslane.layout.graph import Options
from crosslane.layout.swimlanes import arrange
from crosslane.layout.tidy import as_drawn, graph_of, tidied_map
from crosslane.model.diff import drops, puts
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands
from crosslane.model.records import Flow, Lane, Record, Step
from crosslane.routing.live import Router
from crosslane.routing.of_map import cards_of, route_map


def busy() -> Map:
    """Return twelve steps in three lanes with enough flows that some pass others."""
    lanes = [Lane(id=f"l{i}", name=f"Lane {i}", order=str(i + 1)) for i in range(3)]
    steps = [Step(id=f"s{i:02}", lane=f"l{i * i % 3}", name=f"s{i}", x=i * 40, y=32) for i in range(12)]
    ends = [(i, i + 1) for i in range(11)] + [(0, 5), (2, 9), (7, 3), (11, 4), (1, 8), (6, 6)]
    flows = [Flow(id=f"f{k:02}", number=k + 1, source=f"s{a:02}", target=f"s{b:02}") for k, (a, b) in enumerate(ends)]
    return Map.of([*lanes, *steps, *flows])


def tidied() -> Map:
    """Return the busy map, tidied."""
    return busy().apply(tidied_map(busy()))


def with_(map_: Map, records: list[Record]) -> Map:
    """Return the map with some records put."""
    return map_.apply(puts(map_, records))


def test_people_see_the_ways_that_were_laid_out() -> None:
    """Crossings, bends and length of what is drawn are those of the arrangement."""
    arrangement, map_ = arrange(graph_of(busy()), Options()), tidied()
    drawn = as_drawn(busy(), arrangement)
    assert (drawn.score.crossings, drawn.score.bends) == (arrangement.score.crossings, arrangement.score.bends)
    assert drawn.routes == route_map(map_)
    assert {lane: (band.top, band.bottom) for lane, band in lane_bands(map_).items()} == drawn.bands
    assert all(flow.waypoints for flow in map_.drawn_flows)


def test_a_way_along_the_edge_of_a_card_that_came_near_is_given_up() -> None:
    """Three units off, as on the screen of a small map, it looks like the edge itself."""
    steps = [Step(id=id_, lane="l", name=id_, x=x, y=32) for id_, x in (("a", 0), ("b", 208), ("c", 416))]
    over = ((0, -36), (0, -60), (416, -60), (416, -36))
    map_ = Map.of([Lane(id="l", name="L", order="1"), *steps, Flow(id="f", source="a", target="c", waypoints=over)])
    line = route_map(map_)["f"].points
    assert line[1].y == line[0].y - 24
    near, far = (with_(map_, [map_.step("b").but(y=round(32 - 24 + off))]) for off in (4, 8))
    assert route_map(near)["f"].points != line
    assert route_map(far)["f"].points == line


def test_a_moved_step_takes_its_flows_along_and_the_others_keep_their_ways() -> None:
    """Flows of the step look for a new way; back at its place they run as before."""
    map_ = tidied()
    step = map_.step("s05")
    away = with_(map_, [step.but(x=step.x + 400, y=step.y + 8)])
    before, router = route_map(map_), Router()
    assert router.routes(map_) == before
    moved = router.routes(away)
    own = {flow.id for flow in map_.drawn_flows if "s05" in (flow.source, flow.target)}
    assert all(moved[id_].points != before[id_].points for id_ in own)
    assert sum(moved[id_].points == before[id_].points for id_ in set(before) - own) >= len(before) - len(own) - 3
    assert {id_: r.points for id_, r in router.routes(map_).items()} == {id_: r.points for id_, r in before.items()}


def test_a_card_in_the_way_is_gone_around() -> None:
    """Waypoints never lead through a step."""
    map_ = tidied()
    long = max(map_.drawn_flows, key=lambda flow: len(flow.waypoints))
    points = route_map(map_)[long.id].points
    a, b = max(pairwise(points), key=lambda piece: abs(piece[0].x - piece[1].x))
    lane = next(id_ for id_, band in lane_bands(map_).items() if band.top <= a.y <= band.bottom)
    top = lane_bands(map_)[lane].top
    wall = Step(id="wall", lane=lane, name="wall", x=round((a.x + b.x) / 2) - 72, y=max(0, round(a.y - top - 36)))
    assert route_map(with_(map_, [wall]))[long.id].points != points


def test_waypoints_of_a_file_that_make_no_sense_are_not_followed() -> None:
    """Slanted ones, ones that end in the air and ones that are cut short are as good as none."""
    map_ = tidied()
    flow = map_.flow("f00")
    usual = route_map(with_(map_, [flow.but(waypoints=())]))["f00"].points
    for odd in [((72, 0), (100, 30), (130, 60)), ((72, 0), (5000, 0)), ((72, 0),)]:
        assert route_map(with_(map_, [flow.but(waypoints=odd)]))["f00"].points == usual


def test_bends_that_somebody_drew_come_first() -> None:
    """Tidy-up leaves a flow with bends alone where its ends lie to each other as they did."""
    map_ = tidied()
    bent = with_(map_, [map_.flow("f03").but(bends=((0, -120), (300, -120)), waypoints=())])
    after = bent.apply(tidied_map(bent))
    assert after.flow("f03").bends == ((0, -120), (300, -120))
    assert after.flow("f03").waypoints == ()


def test_a_lane_is_as_high_as_the_flows_that_pass_below_its_cards_need() -> None:
    """Nothing of a flow runs outside the bands of the lanes."""
    map_ = tidied()
    low = max(band.bottom for band in lane_bands(map_).values())
    assert all(0 <= p.y <= low for route in route_map(map_).values() for p in route.points)


def test_what_is_new_finds_a_place_and_nothing_else_moves() -> None:
    """A new step with two flows, and one flow less: every other step lies to the unit where it lay."""
    map_ = tidied()
    new = Step(id="new", lane="l1", name="new")
    more = with_(map_, [new, *(Flow(id=f"new{k}", number=90 + k, source=a, target=b) for k, (a, b) in enumerate(NEW))])
    more = more.apply(drops(more, ["f04"]))
    after = more.apply(tidied_map(more))
    assert {s.id: (s.x, s.y) for s in after.steps if s.id != "new"} == {s.id: (s.x, s.y) for s in map_.steps}
    cards = cards_of(after)
    assert not any(cards["new"].intersects(card) for id_, card in cards.items() if id_ != "new")
    assert all(after.flow(f"new{k}").waypoints for k in range(len(NEW)))
    assert tidied_map(after) == {}


NEW = [("s02", "new"), ("new", "s08")]


def test_a_tidy_map_is_left_alone_unless_it_is_asked_to_be_laid_out_afresh() -> None:
    """A step dragged aside comes back into the order; asked afresh, all is as on the first day."""
    map_ = tidied()
    assert tidied_map(map_) == {}
    step = map_.step("s05")
    dragged = with_(map_, [step.but(x=step.x + 1500)])
    assert dragged.apply(tidied_map(dragged)).step("s05").x < step.x + 1500
    assert dragged.apply(tidied_map(dragged, afresh=True)) == map_
