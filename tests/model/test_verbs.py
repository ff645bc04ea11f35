"""The verbs behind menus, gestures and the scribe line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.model import edits
from crosslane.model.edits.flows import suggested_type, why_not
from crosslane.model.edits.notes import name_key
from crosslane.model.edits.steps import make_room
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.ordering import key_between, keys
from crosslane.model.plan import LANE_MIN, LANE_PAD, PITCH_X, PITCH_Y, is_free, lane_at, lane_bands
from crosslane.model.records import Experiment, Flow, Lane, MapRecord, Step, Verdict


@pytest.fixture
def map_() -> Map:
    return Map.of(
        [
            MapRecord(id="map", next_number=3),
            Lane(id="dev", name="Dev", order="1"),
            Lane(id="ops", name="Ops", order="2"),
            Step(id="a", lane="dev", name="A", x=0, y=LANE_PAD),
            Step(id="b", lane="ops", name="B", x=208, y=LANE_PAD),
            Step(id="c", lane="ops", name="C", x=416, y=LANE_PAD),
            Flow(id="ab", source="a", target="b", number=1),
            Flow(id="bc", source="b", target="c", number=2),
        ]
    )


def test_a_new_lane_knows_its_discipline(map_: Map) -> None:
    """Its name says what it is; it comes last or before another."""
    after = map_.apply(edits.add_lane(map_, "Analytics", before="ops"))
    assert [lane.name for lane in after.lanes] == ["Dev", "Analytics", "Ops"]
    assert after.lanes[1].discipline == "analytics"


def test_lanes_change_places_with_all_that_is_in_them(map_: Map) -> None:
    """Only one record changes, whatever the lane holds."""
    diff = edits.move_lane(map_, "ops", "dev")
    assert set(diff) == {"ops"}
    assert [lane.id for lane in map_.apply(diff).lanes] == ["ops", "dev"]


def test_lanes_with_foreign_keys_get_fresh_ones() -> None:
    """Equal order keys of another program leave no room between: all are written anew."""
    map_ = Map.of([Lane(id=i, order="a0") for i in "xyz"])
    after = map_.apply(edits.move_lane(map_, "z", "x"))
    assert [lane.id for lane in after.lanes] == ["z", "x", "y"]


def test_lanes_merge(map_: Map) -> None:
    """Analytics and AI are sometimes one team: the steps keep their places to one another."""
    after = map_.apply(edits.merge_lanes(map_, "dev", "ops"))
    assert {step.lane for step in after.steps} == {"dev"}
    assert not any(after.is_handoff(flow) for flow in after.flows)
    assert after.step("c").x - after.step("b").x == 208


def test_the_only_lane_stays_while_it_holds_steps(map_: Map) -> None:
    """Removing a lane takes its steps along, but never the last wall."""
    after = map_.apply(edits.remove(map_, ["ops"]))
    assert [step.id for step in after.steps] == ["a"]
    with pytest.raises(Problem, match="only lane"):
        edits.remove(after, ["dev"])


@pytest.mark.parametrize(
    ("direction", "lane", "x"), [("right", "dev", PITCH_X), ("down", "ops", PITCH_X), ("left", "dev", 0)]
)
def test_the_next_step_comes_connected(map_: Map, direction: str, lane: str, x: int) -> None:
    """One key: a step one column on, joined to the one selected; to the left it comes before."""
    after = map_.apply(edits.append_step(map_, "a", "New", direction=direction))
    new = next(step for step in after.steps if step.name == "New")
    assert new.lane == lane
    assert new.x >= x
    ends = {(f.source, f.target) for f in after.flows} - {("a", "b"), ("b", "c")}
    assert ends == {(new.id, "a")} if direction == "left" else {("a", new.id)}


def test_new_steps_avoid_what_is_there(map_: Map) -> None:
    """The nearest free place below, then further on."""
    after = map_.apply(edits.add_step(map_, "ops", "New", x=208, y=LANE_PAD))
    new = next(step for step in after.steps if step.name == "New")
    assert (new.x, new.y) == (208, LANE_PAD + PITCH_Y)
    assert is_free(after, "ops", new.x, new.y, frozenset({new.id}))


def test_moving_follows_the_lane_under_the_card(map_: Map) -> None:
    """Membership is data: dropped in another band, the step joins that lane; nothing else moves."""
    diff = edits.move_steps(map_, ["a"], 16, LANE_MIN)
    after = map_.apply(diff)
    assert set(diff) == {"a"}
    assert (after.step("a").lane, after.step("a").x) == ("ops", 16)
    assert edits.move_steps(map_, ["a"], -999, -999) == {}


def test_a_step_put_on_another_card_lies_beside_it() -> None:
    """In the nearest place of the lane; who only comes near stays, and steps that move together keep to each other."""
    steps = [Step(id=id_, lane="l", name=id_, x=x, y=y) for id_, x, y in (("a", 0, 32), ("b", 208, 32), ("c", 320, 40))]
    map_ = Map.of([Lane(id="l", name="L", order="1"), *steps])
    moved = map_.apply(edits.beside_others(map_, ["c"])).step("c")
    assert (moved.x, moved.y) == (360, 40)
    assert edits.beside_others(map_, ["a"]) == {}
    assert edits.beside_others(map_, ["b", "c"]) == {}


def test_the_space_tool_makes_room_and_never_pushes_cards_together(map_: Map) -> None:
    """Everything to the right moves by as much; closing stops before cards meet."""
    wider = map_.apply(make_room(map_, 300, 96))
    assert [wider.step(i).x for i in "abc"] == [0, 208, 512]
    closed = map_.apply(make_room(map_, 300, -900))
    assert closed.step("c").x > closed.step("b").x + 144


def test_a_flow_knows_what_it_is(map_: Map) -> None:
    """Backward with another way out is rework, without one a cycle; to itself it is rework."""
    assert suggested_type(map_, "c", "a") == "cycle"
    assert suggested_type(map_, "b", "a") == "rework"
    assert suggested_type(map_, "a", "c") == "forward"
    assert suggested_type(map_, "a", "a") == "rework"


def test_illegal_joins_say_why(map_: Map) -> None:
    """Before release, in one sentence."""
    assert "joins two steps" in (why_not(map_, "a", "dev") or "")
    with pytest.raises(Problem):
        edits.connect(map_, "a", "nowhere")


def test_reconnecting_keeps_the_numbers(map_: Map) -> None:
    """Another end, the same number, wait and all that was said."""
    said = map_.apply(edits.set_fields(map_, "ab", wait="3d", pca=0.6))
    after = said.apply(edits.reconnect(said, "ab", target="c"))
    assert after.flow("ab") == said.flow("ab").but(target="c")


def test_a_step_dropped_on_a_flow_goes_between(map_: Map) -> None:
    """The wait stays before the step; a new flow leads on."""
    added = map_.apply(edits.add_step(map_, "dev", "New"))
    new = next(step.id for step in added.steps if step.name == "New")
    after = added.apply(edits.insert_on_flow(added, "ab", new))
    assert after.flow("ab").target == new
    assert [f.target for f in after.flows_from(new)] == ["b"]


def test_copies_are_new_records(map_: Map) -> None:
    """Steps, and the flows between them, under new ids and new numbers."""
    after = map_.apply(edits.duplicate(map_, ["b", "c"]))
    assert len(after.steps) == 5
    assert len(after.flows) == 3
    assert len({flow.id for flow in after.flows}) == 3


def test_fields_are_checked_as_a_whole(map_: Map) -> None:
    """A value that a field cannot hold changes nothing, and the sentence names it."""
    with pytest.raises(Problem, match="soon"):
        edits.set_fields(map_, ["ab", "bc"], wait="soon")
    with pytest.raises(Problem, match="pca"):
        edits.set_fields(map_, "ab", pca=3)


def test_verdicts_find_their_place_after_redrawing(map_: Map) -> None:
    """The flow is drawn anew between the same steps: the verdict moves to it by its name key."""
    decided = map_.apply(edits.decide(map_, "ab", practice="team-api", status="dismissed", why="not-now"))
    assert name_key(decided, "ab", "team-api") == "team-api | dev: a | ops: b | "
    redrawn = decided.apply(edits.remove(decided, ["ab"]))
    redrawn = redrawn.apply(edits.connect(redrawn, "a", "b"))
    new = next(flow.id for flow in redrawn.flows if flow.id != "bc")
    home = redrawn.apply(edits.rehomed(redrawn))
    assert [v.on for v in home.others("verdict") if isinstance(v, Verdict)] == [new]


def test_an_experiment_is_taken_on(map_: Map) -> None:
    """It stands on its flow."""
    after = map_.apply(edits.take_on(map_, "ab", practice="team-api", owner="Ana"))
    assert [e.practice for e in after.on("ab") if isinstance(e, Experiment)] == ["team-api"]


def test_lanes_grow_with_their_content(map_: Map) -> None:
    """A second row makes the lane higher; the lanes below move down."""
    bands = lane_bands(map_)
    after = map_.apply(edits.add_step(map_, "dev", "New", x=0, y=LANE_PAD))
    grown = lane_bands(after)
    assert grown["dev"].height > bands["dev"].height
    assert grown["ops"].top == grown["dev"].bottom
    assert lane_at(-50, grown) == "dev"
    assert lane_at(9999, grown) == "ops"


@given(st.lists(st.integers(0, 40), max_size=60))
def test_there_is_always_room_between_two_keys(places: list[int]) -> None:
    """Wherever something is put, its key sorts between its neighbours'."""
    order = keys(3)
    for place in places:
        at = place % (len(order) + 1)
        low, high = order[at - 1] if at else None, order[at] if at < len(order) else None
        order.insert(at, key_between(low, high))
    assert order == sorted(set(order))
