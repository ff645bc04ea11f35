"""Live routes: what a change touches is laid anew, all else keeps its way; at rest they can be those from scratch."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.layout.live import FEW, PATIENT, Router
from crosslane.layout.of_map import route_map
from crosslane.model import edits
from crosslane.model.diff import drops, puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Record, Step

STEPS = 30


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
    after = router.routes(grown, moving=True, alone=False)
    below = [f.id for f in map_.drawn_flows if {map_.step(f.source).lane, map_.step(f.target).lane} == {"l2"}]
    assert below
    by = {after[id_].points[0].y - before[id_].points[0].y for id_ in below}
    assert len(by) == 1
    assert by != {0.0}


def test_a_hub_runs_straight_only_while_a_hand_moves_it() -> None:
    """Where no simple way is free; at rest a detour is looked for."""
    map_ = many(hub=PATIENT + 4)
    router = started(map_)
    moved = map_.apply(edits.set_fields(map_, "s0", x=500, y=600))
    hurried = router.routes(moved, moving=True, alone=False)
    straight = {id_ for id_, route in hurried.items() if route.straight}
    rested = router.routes(moved, alone=False)
    assert straight
    assert not any(rested[id_].straight for id_ in straight)


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
