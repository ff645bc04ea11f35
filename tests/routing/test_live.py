"""Live routes: what a change touches is laid anew, all else keeps its way; at rest they can be those from scratch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.geometry import Point
from crosslane.model import edits
from crosslane.model.diff import drops, puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Record, Step
from crosslane.routing.live import FEW, PLACED, Router
from crosslane.routing.of_map import cards_of, route_map
from crosslane.routing.space import Route

STEPS = 30


@pytest.fixture(autouse=True)
def _a_busy_machine_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is laid in one frame is a matter of time; here it is all that belongs to it."""
    monkeypatch.setattr("crosslane.routing.live.SHARE", 60.0)
    monkeypatch.setattr("crosslane.routing.live.HASTY_SHARE", 60.0)


def many(hub: int = 0) -> Map:
    """Return three lanes of two rows with two flows out of each step, and so many more out of the first."""
    records: list[Record] = [Lane(id=f"l{n}", name=f"Team {n}", order=str(n)) for n in range(3)]
    for n in range(STEPS):
        column, row = divmod(n, 6)
        records.append(Step(id=f"s{n}", lane=f"l{row // 2}", name=str(n), x=column * 208, y=32 + row % 2 * 104))
        records += [Flow(id=f"f{n}-{way}", source=f"s{n}", target=f"s{n + way}") for way in (1, 6) if n + way < STEPS]
    records += [Flow(id=f"h{n}", source="s0", target=f"s{n}") for n in range(1, hub + 1)]
    return Map.of(records)


def started(map_: Map) -> Router:
    router = Router()
    assert len(map_.drawn_flows) > FEW
    router.routes(map_)
    assert not router.rough
    return router


def test_a_moved_step_lays_its_flows_and_those_in_its_way() -> None:
    """All others keep the very same route."""
    map_ = many()
    router = started(map_)
    before = router.routes(map_)
    moved = map_.apply(edits.set_fields(map_, "s14", x=3 * 208 - 64))
    after = router.routes(moved, moving=True, alone=False)
    own = {f.id for f in (*map_.flows_from("s14"), *map_.flows_into("s14"))}
    anew = {id_ for id_, route in after.items() if before[id_] is not route}
    assert own <= anew
    assert router.laid == len(anew) or router.laid >= len(own)
    assert len(anew) <= len(own) + 4
    assert router.rough


def test_a_wait_lays_nothing() -> None:
    """Words are none of a router's business."""
    map_ = many()
    router = started(map_)
    before = router.routes(map_)
    said = map_.apply(edits.set_fields(map_, "f3-1", wait="3w"))
    assert router.routes(said, alone=False) is before
    assert router.laid == 0


def test_a_lane_that_grows_takes_the_flows_below_along() -> None:
    """They are moved, not looked for."""
    map_ = many()
    router = started(map_)
    before = router.routes(map_)
    grown = map_.apply(edits.set_fields(map_, "l0", height=400))
    after = router.routes(grown, alone=False)
    below = [f.id for f in map_.drawn_flows if {map_.step(f.source).lane, map_.step(f.target).lane} == {"l2"}]
    assert below
    by = {after[id_].points[0].y - before[id_].points[0].y for id_ in below}
    assert len(by) == 1
    assert by != {0.0}


def test_a_hub_takes_its_flows_along_and_they_are_looked_for_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While a hand moves it, all hang on their cards and most keep their shape; at rest all are laid."""
    monkeypatch.setattr("crosslane.routing.live.HASTY_SHARE", 0.0)
    map_ = many(hub=24)
    router = started(map_)
    moved = map_.apply(edits.set_fields(map_, "s0", x=500, y=600))
    hurried = router.routes(moved, moving=True, alone=False)
    card = cards_of(moved)["s0"].grown(0.5)
    own = [flow.id for flow in moved.flows_from("s0")]
    assert router.laid == 1
    assert set(own) & router.owed.keys()
    assert all(card.contains(hurried[id_].points[0]) for id_ in own)
    monkeypatch.setattr("crosslane.routing.live.HASTY_SHARE", 60.0)
    router.routes(moved, moving=True, alone=False)
    assert not router.owed
    rested = router.routes(moved, alone=False)
    assert not any(rested[id_].straight for id_ in own)


def test_what_takes_many_flows_comes_in_portions_those_in_sight_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lane grows: what is asked for first has moved at once, the rest when it is their turn, and none is laid."""
    monkeypatch.setattr("crosslane.routing.live.SHARE", 0.0)
    map_ = many()
    router = started(map_)
    before = router.routes(map_)
    grown = map_.apply(edits.set_fields(map_, "l0", height=400))
    below = [f.id for f in map_.drawn_flows if {map_.step(f.source).lane, map_.step(f.target).lane} == {"l2"}]
    seen = below[-3:]
    after = router.routes(grown, most=2, alone=False, first=lambda: seen)
    assert all(after[id_] != before[id_] for id_ in seen)
    assert any(after[id_] is before[id_] for id_ in below)
    while router.owed:
        after = router.routes(grown, most=2, alone=False)
    assert router.laid == 0
    assert all(after[id_].points[0].y - before[id_].points[0].y == 160 for id_ in below)
    crossing = [f.id for f in map_.drawn_flows if map_.is_handoff(f)]
    cards = cards_of(grown)
    ends = {f.id: (cards[f.source].grown(0.5), cards[f.target].grown(0.5)) for f in grown.drawn_flows}
    assert crossing
    assert all(ends[id_][0].contains(route.points[0]) for id_, route in after.items())
    assert all(ends[id_][1].contains(route.points[-1]) for id_, route in after.items())
    assert all(a.x == b.x or a.y == b.y for r in after.values() for a, b in pairwise(r.points) if not r.straight)


def large() -> Map:
    """Return a map of more steps than are put into the space of a frame."""
    steps = [Step(id=f"s{n}", lane="l0", name=str(n), x=n * 208, y=32) for n in range(PLACED + 20)]
    flows = [Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}") for n in range(len(steps) - 1)]
    return Map.of([Lane(id="l0", name="Team", order="0"), *steps, *flows])


def test_a_large_map_that_is_opened_has_a_way_for_every_flow() -> None:
    """Those in sight have theirs at once; the others wait for the ways that are laid elsewhere, and then have those."""
    map_ = large()
    router = Router()
    seen = [f"f{PLACED - 20}", f"f{PLACED - 19}"]
    found = router.routes(map_, most=40, alone=False, first=lambda: seen)
    assert set(seen) == set(found)
    assert router.awaited
    assert not router.is_behind
    laid = route_map(map_)
    assert router.settle(map_, laid)
    while router.owed:
        found = router.routes(map_, most=40, alone=False)
    assert found == laid
    assert not router.rough


def test_a_large_map_that_nobody_lays_elsewhere_is_laid_here() -> None:
    """Where the other process fails, every flow has its way all the same, a few at a time."""
    map_ = large()
    router = Router()
    found = router.routes(map_, most=40, alone=False)
    router.awaited = False
    while router.owed:
        found = router.routes(map_, most=40, alone=False)
    assert found.keys() == {flow.id for flow in map_.drawn_flows}


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, STEPS - 1), st.integers(0, 6), st.integers(0, 3)), max_size=5))
def test_routes_at_rest_are_those_from_scratch(changes: list[tuple[int, int, int]]) -> None:
    """Whatever was moved, taken away and drawn before: settled, they hang on the map alone."""
    map_ = many()
    router = started(map_)
    for n, column, what in changes:
        id_ = f"s{n}"
        if what == 0 and id_ in map_:
            map_ = map_.apply(edits.remove(map_, [id_]))
        elif what == 1 and id_ in map_:
            map_ = map_.apply(puts(map_, [Flow(id=f"n{n}-{column}", source=id_, target=map_.steps[-1].id)]))
        elif what == 2 and map_.flows:
            map_ = map_.apply(drops(map_, [map_.flows[n % len(map_.flows)].id]))
        elif id_ in map_:
            map_ = map_.apply(edits.set_fields(map_, id_, x=column * 208 + 24))
        assert set(router.routes(map_, moving=True, alone=False)) == {f.id for f in map_.drawn_flows}
    router.routes(map_, alone=False)
    scratch = route_map(map_)
    assert router.settle(map_, scratch)
    assert router.routes(map_, alone=False) == scratch
    assert not router.settle(many(), scratch)


def test_what_very_many_changes_entail_begins_with_the_next_question() -> None:
    """To see what they are takes a turn of its own; then all flows come along, a portion at a time."""
    map_ = large()
    router = Router()
    router.routes(map_)
    before = router.routes(map_)
    moved = map_.apply(edits.move_steps(map_, [step.id for step in map_.steps], 8, 0))
    assert router.routes(moved, most=40, alone=False) is before
    assert router.is_behind
    while router.owed:
        after = router.routes(moved, most=40, alone=False)
    assert all(after[id_].points[0].x - before[id_].points[0].x == 8 for id_ in before)


@pytest.mark.parametrize("pieces", [0, 1, 2, 3, 5, 20])
def test_very_many_changes_are_looked_into_in_pieces_and_whoever_asks_has_the_rest_at_once(pieces: int) -> None:
    """However much was looked into when the next edit came, the ways are those of who looked into all at once."""
    map_ = many()
    moved = map_.apply(edits.move_steps(map_, [step.id for step in map_.steps[:20]], 8, 208))
    fewer = moved.apply(drops(moved, ["s3", "f7-1"]))
    one, other = started(map_), started(map_)
    there = [one.follow(moved) for _ in range(pieces)]
    assert there == sorted(there, reverse=True)
    assert one.has_followed(moved) == (pieces == 20)
    if pieces != 2:
        assert one.routes(moved, alone=False) == other.routes(moved, alone=False)
    else:
        other.routes(moved, alone=False)
    assert one.has_followed(moved) == (pieces != 2)
    assert one.routes(fewer, alone=False).keys() == other.routes(fewer, alone=False).keys()
    assert one.routes(fewer) == other.routes(fewer)


def test_a_map_that_was_got_to_know_in_turns_has_the_ways_of_one_that_was_not() -> None:
    """Also after an edit that brings the missing end of a flow."""
    whole = large()
    map_ = whole.apply(drops(whole, ["s5"]))
    one, other = Router(), Router()
    turns = sum(1 for _ in one.preparing(map_))
    assert turns > 2
    for each in (map_, whole):
        assert one.routes(each) == other.routes(each)
    assert {"f4", "f5"} <= one.routes(whole).keys()


def test_a_route_reaches_as_far_down_as_its_lowest_point_or_its_pill() -> None:
    """What lies wholly above lanes that move is left alone: pills beside a line may hang lower than all of it."""
    points = (Point(0, 10), Point(50, 10), Point(50, 90), Point(80, 90))
    assert Route(points, Point(50, 40)).lowest == 90
    assert Route(points, Point(50, 120)).lowest == 120


def test_ways_that_are_known_are_taken_over_with_their_map() -> None:
    """Nothing is laid for it; what moves afterwards finds everything where it is."""
    map_ = many()
    router = started(map_)
    moved = map_.apply(edits.arrange.place_steps(map_, {step.id: (step.x + 104, step.y) for step in map_.steps[::2]}))
    goal = route_map(moved)
    router.adopt(moved, goal)
    assert (router.routes(moved, alone=False), router.laid, router.rough) == (goal, 0, False)
    back = moved.apply(edits.set_fields(moved, "s14", x=map_.step("s14").x + 312))
    router.routes(back)
    assert router.routes(back).keys() == goal.keys()
    start = router.routes(back)["f14-1"].points[0]
    assert cards_of(back)["s14"].grown(1.5).contains(start)


def test_ways_from_scratch_are_compared_when_it_is_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """However short its share of a frame: what is equal stays the very same, and an edit meanwhile lays none of that anew."""
    monkeypatch.setattr("crosslane.routing.live.SHARE", 0.0)
    map_ = many()
    router = started(map_)
    before = router.routes(map_)
    other = {**route_map(map_), "f3-1": Route(before["f3-1"].points, Point(0, 0))}
    assert router.settle(map_, other)
    seen = router.routes(map_, most=2, alone=False, first=lambda: ["f3-1"])
    assert seen["f3-1"] == other["f3-1"]
    assert 0 < len(router.owed) < len(before) - 2
    assert all(seen[id_] is route for id_, route in before.items() if id_ != "f3-1")
    moved = map_.apply(edits.set_fields(map_, "s14", x=3 * 208 - 64))
    while router.owed:
        after = router.routes(moved, most=2, alone=False)
    assert sum(after[id_] is route for id_, route in before.items()) > len(before) - 10


def test_an_edit_before_ways_from_scratch_are_taken_has_those_laid_that_would_be_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They came for cards that lie elsewhere now: nobody has them, and what is there may be of no use either."""
    monkeypatch.setattr("crosslane.routing.live.SHARE", 0.0)
    map_ = many()
    router = started(map_)
    moved = map_.apply(edits.arrange.place_steps(map_, {step.id: (step.x + 104, step.y) for step in map_.steps[::2]}))
    router.adopt(moved, route_map(moved))
    back = moved.apply(edits.set_fields(moved, "s14", x=map_.step("s14").x + 312))
    router.routes(moved, most=2, alone=False)
    assert router.owed
    while True:
        after = router.routes(back, most=2, alone=False)
        if not router.owed:
            break
    cards = cards_of(back)
    ends = {flow.id: cards[flow.source].grown(1.5) for flow in back.drawn_flows}
    assert all(ends[id_].contains(route.points[0]) for id_, route in after.items())


def test_some_ways_alone_are_not_taken_over() -> None:
    """A flow that came meanwhile has none: all are laid as ever."""
    map_ = many()
    router = started(map_)
    moved = map_.apply(edits.set_fields(map_, "s14", x=3 * 208 - 64))
    goal = route_map(moved)
    del goal["f3-1"]
    router.adopt(moved, goal)
    assert router.routes(moved).keys() == route_map(moved).keys()
    assert router.rough
