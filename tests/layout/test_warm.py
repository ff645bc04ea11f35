"""What people know of a map: small edits, then tidy, and nearly everything is where it was."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.geometry import Rect
from crosslane.layout.graph import Arrangement, Edge, Node, Options
from crosslane.layout.swimlanes import arrange
from crosslane.layout.warm import Before
from layout.diagrams import all_diagrams, graph_of_case
from layout.helpers import case, faults, graph, on_top


def test_tidying_again_moves_nothing() -> None:
    """A drawing laid out with itself as the one before is the same drawing, to a fraction of a unit."""
    diagram, first = case("pizza"), pizza()
    again = arrange(diagram, Options.compact(), Before.of(first))
    for id_, rect in first.places.items():
        assert again.places[id_] == pytest.approx(rect, abs=0.5)


@cache
def pizza() -> Arrangement:
    """Return the tidy pizza order, laid out once."""
    return arrange(case("pizza"), Options.compact())


@given(st.integers(0, 23))
@settings(max_examples=12)
def test_without_one_flow_hardly_anything_moves(gone: int) -> None:
    """Dropping a flow flips no two steps, and only few of them move at all."""
    diagram, first = case("pizza"), pizza()
    less = replace(diagram, edges=diagram.edges[:gone] + diagram.edges[gone + 1 :])
    then = arrange(less, Options.compact(), Before.of(first))
    assert faults(less, then) == []
    assert _flipped(first.places, then.places) == 0


def _flipped(before: Mapping[str, Rect], after: Mapping[str, Rect]) -> int:
    ids = sorted(before)
    return sum(
        (before[a][axis] - before[b][axis]) * (after[a][axis] - after[b][axis]) < 0
        for i, a in enumerate(ids)
        for b in ids[i + 1 :]
        for axis in (0, 1)
        if abs(before[a][axis] - before[b][axis]) > 2 and abs(after[a][axis] - after[b][axis]) > 2
    )


@given(st.integers(0, 17), st.integers(0, 17), st.integers(0, 3))
@settings(max_examples=12)
def test_a_new_step_finds_a_place_among_the_others(source: int, target: int, lane: int) -> None:
    """A step added between two others stands in its lane, covers nobody and turns nobody around."""
    diagram, first = case("pizza"), pizza()
    new = Node("new", diagram.lanes[lane], 83, 68)
    edges = (Edge("in", diagram.nodes[source].id, "new"), Edge("out", "new", diagram.nodes[target].id))
    more = replace(diagram, nodes=(*diagram.nodes, new), edges=diagram.edges + edges)
    then = arrange(more, Options.compact(), Before.of(first))
    assert faults(more, then) == []
    assert _flipped(first.places, {id_: then.places[id_] for id_ in first.places}) <= 6


def test_a_map_of_mostly_new_steps_is_laid_out_afresh() -> None:
    """Where little is left of the last drawing, it does not bind."""
    chain = graph(1, [0, 0, 0, 0], [(0, 1), (1, 2), (2, 3)])
    odd = Before({"n3": Rect(0, 32, 144, 72)}, {"l0": (0, 136)})
    assert arrange(chain, None, odd).places == arrange(chain).places


def test_a_long_process_is_folded_to_the_page() -> None:
    """Twenty steps in a row become strips below each other, still in their lanes."""
    long = graph(2, [int(i % 5 == 2) for i in range(20)], [(i, i + 1) for i in range(19)])
    flat, page = arrange(long), arrange(long, Options(aspect=1.6))
    assert faults(long, page) == []

    assert _shape(page) < 0.5 * _shape(flat)


def _shape(drawing: Arrangement) -> float:
    rects = drawing.places.values()
    return max(r.right for r in rects) / max(r.bottom for r in rects)


def test_with_the_distances_of_maps_tidying_again_moves_nothing_either() -> None:
    """Steps that stand off the rows of their lane, for the sake of straight flows, stay there."""
    diagram = case("pizza")
    first = arrange(diagram, Options())
    again = arrange(diagram, Options(), Before.of(first))
    moved = [id_ for id_, rect in first.places.items() if again.places[id_] != pytest.approx(rect, abs=0.5)]
    assert len(moved) <= len(first.places) // 10
    assert again.bands == first.bands


@pytest.mark.parametrize("name", ["collaboration-6", "stores-2", "hub-2"])
@pytest.mark.parametrize("options", [Options(), Options.compact()])
def test_one_new_step_moves_at_most_a_seventh_of_the_others(name: str, options: Options) -> None:
    """A step between any two others, in any lane: it finds a place, and its flows share lines with those of their steps."""
    diagram = next(graph_of_case(each) for each in all_diagrams() if each["name"] == name)
    first = arrange(diagram, options)
    dice = random.Random(name)
    for _ in range(3):
        a, b = dice.sample([node.id for node in diagram.nodes], 2)
        edges = (Edge("in", a, "new"), Edge("out", "new", b))
        new = Node("new", dice.choice(diagram.lanes), 100, 30)
        more = replace(diagram, nodes=(*diagram.nodes, new), edges=diagram.edges + edges)
        then = arrange(more, options, Before.of(first))
        assert faults(more, then) == []
        assert on_top(more, then.routes) == []
        moved = sum(then.places[id_].moved(-r.x, -r.y) != (0, 0, r.w, r.h) for id_, r in first.places.items())
        assert moved <= 0.15 * len(first.places)


def test_a_lane_too_low_for_a_new_step_grows_and_what_lies_below_sinks_with_it() -> None:
    """A step as high as two lanes in the empty lane of three: the rows below go down together, nothing else happens."""
    three = graph(3, [0, 0, 2, 2], [(0, 1), (1, 2), (2, 3)])
    first = arrange(three)
    tall = replace(three, nodes=(*three.nodes, Node("new", "l1", 144, 300)))
    then = arrange(tall, None, Before.of(first))
    assert faults(tall, then) == []
    assert [then.places[id_] for id_ in ("n0", "n1")] == [first.places[id_] for id_ in ("n0", "n1")]
    down = {then.places[id_].y - first.places[id_].y for id_ in ("n2", "n3")}
    assert len(down) == 1
    assert down.pop() == then.bands["l1"][1] - first.bands["l1"][1] > 0


def test_lines_of_a_touched_up_drawing_stay_in_the_lanes() -> None:
    """A way above the first lane would be shorter for the new step; it is not taken."""
    diagram, first = case("pizza"), pizza()
    low, high = first.bands[diagram.lanes[0]][0], first.bands[diagram.lanes[-1]][1]
    for a, b in pairwise(diagram.nodes):
        more = replace(diagram, edges=(*diagram.edges, Edge("more", b.id, a.id)))
        then = arrange(more, Options.compact(), Before.of(first))
        assert all(low <= point.y <= high for route in then.routes.values() for point in route.points)
