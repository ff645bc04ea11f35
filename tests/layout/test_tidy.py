"""Tidy-up of maps: an edit like any other."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from crosslane.exchange.mapfile import read_file
from crosslane.layout.tidy import first_places, graph_of, score_of_map, tidied_map
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect
from crosslane.model.records import Flow, Lane, Step
from crosslane.routing.of_map import route_map
from crosslane.settings import resource

ENDS = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("b", "f"), ("f", "g"), ("g", "d"), ("e", "h")]


def heap(seed: int = 1) -> Map:
    """Return a map after twenty minutes of talk: eight steps anywhere in three lanes."""
    dice = random.Random(seed)
    lanes = [Lane(id=f"l{i}", name=f"Lane {i}", order=str(i + 1)) for i in range(3)]
    steps = [
        Step(id=id_, lane=f"l{i % 3}", name=id_, x=dice.randrange(6) * 160, y=32 + dice.randrange(3) * 80)
        for i, id_ in enumerate("abcdefgh")
    ]
    flows = [Flow(id=f"f{i}", number=i + 1, source=a, target=b) for i, (a, b) in enumerate(ENDS)]
    return Map.of([*lanes, *steps, *flows])


def covered(map_: Map) -> int:
    bands = lane_bands(map_)
    cards = [step_rect(step, bands) for step in map_.steps]
    return sum(a.intersects(b) for i, a in enumerate(cards) for b in cards[i + 1 :])


def test_the_heap_becomes_readable_and_keeps_its_steps_and_lanes() -> None:
    """Same steps, same lanes, and less for the eye to do."""
    before = heap()
    after = before.apply(tidied_map(before))
    assert {(s.id, s.lane) for s in after.steps} == {(s.id, s.lane) for s in before.steps}
    assert covered(after) == 0
    assert score_of_map(after).total < score_of_map(before).total


def test_a_second_tidy_up_changes_nothing() -> None:
    """There is nothing left to do, and nothing is done."""
    after = heap().apply(tidied_map(heap()))
    assert tidied_map(after) == {}


def test_pinned_steps_stay_and_nobody_covers_them() -> None:
    """What somebody has nailed down is not moved by a key."""
    map_ = heap()
    map_ = Map.of([*map_.records(), map_.step("c").but(pinned=True, x=208, y=40)])
    after = map_.apply(tidied_map(map_))
    assert (after.step("c").x, after.step("c").y) == (208, 40)
    assert covered(after) == 0


def test_only_the_selection_is_tidied() -> None:
    """Steps that are not selected do not move, and the selected ones stay where the selection begins."""
    map_ = heap()
    after = map_.apply(tidied_map(map_, only=["a", "b", "c"]))
    assert all(after.step(id_) == map_.step(id_) for id_ in "defgh")


def test_after_a_small_edit_what_was_tidied_stays() -> None:
    """A new step finds its place; the others keep their column and row."""
    tidy = heap().apply(tidied_map(heap()))
    last = {step.id: (step.x, step.y) for step in tidy.steps}
    more = Map.of([*tidy.records(), Step(id="new", lane="l1"), Flow(id="n", source="h", target="new")])
    after = more.apply(tidied_map(more))
    assert all((after.step(id_).x, after.step(id_).y) == place for id_, place in last.items())
    assert covered(after) == 0


def test_bends_drawn_by_hand_stay_while_their_ends_move_together_only() -> None:
    """A hand-drawn bend that would lead nowhere goes with the same undo step."""
    map_ = heap()
    map_ = Map.of([*map_.records(), map_.flow("f0").but(bends=((40, 40),))])
    after = map_.apply(tidied_map(map_))
    assert after.flow("f0").bends == ()
    assert after.apply(tidied_map(after)).flow("f0") == after.flow("f0")


def test_steps_whose_lane_is_missing_are_left_alone() -> None:
    """An orphan belongs nowhere yet; it is not placed among others."""
    map_ = Map.of([*heap().records(), Step(id="lost", lane="gone", x=5, y=5)])
    assert "lost" not in {node.id for node in graph_of(map_).nodes}
    assert "lost" not in tidied_map(map_)


def test_an_empty_map_is_tidy() -> None:
    """No steps, no edit."""
    assert tidied_map(Map.of([])) == {}


def test_a_map_that_nobody_arranged_gets_first_places_and_any_other_keeps_its_own() -> None:
    """Written by hand, a map leaves out where its steps lie; one step with a place is an arrangement already."""
    written = Map.of([r.but(x=0, y=0) if isinstance(r, Step) else r for r in heap().records()])
    after = written.apply(first_places(written))
    assert covered(after) == 0
    assert score_of_map(after) == score_of_map(heap().apply(tidied_map(heap())))
    assert first_places(after) == {}
    begun = Map.of([*written.records(), written.step("c").but(x=208)])
    assert first_places(begun) == {}


@pytest.mark.parametrize("template", ["feature-store", "stream-fraud"])
def test_flows_at_one_side_of_a_step_leave_room_for_each_others_heads(template: str) -> None:
    """Where two flows meet a side of a step there are twelve units between them, unless they are one line there."""
    map_ = read_file(resource("templates", f"{template}.crosslane"))
    tidy = map_.apply(tidied_map(map_, afresh=True))
    ends: dict[tuple[str, float | None, float | None], list[float]] = {}
    for id_, route in route_map(tidy).items():
        flow = tidy.flow(id_)
        for step, (end, near) in ((flow.source, route.points[:2]), (flow.target, route.points[:-3:-1])):
            level = abs(end.y - near.y) < 1
            side = (step, end.x, None) if level else (step, None, end.y)
            ends.setdefault(side, []).append(end.y if level else end.x)
    gaps = [b - a for at in ends.values() for a, b in pairwise(sorted(at))]
    assert gaps
    assert all(gap < 0.5 or gap >= 12 for gap in gaps)
