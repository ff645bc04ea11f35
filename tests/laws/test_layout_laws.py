"""Laws of tidy-up: whatever the map, lanes hold, cards keep apart, and flows run around them."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.layout.graph import Edge, LayoutGraph, Node, Options
from crosslane.layout.swimlanes import arrange
from layout.helpers import faults, graph, on_top


@st.composite
def large_graphs(draw: st.DrawFn) -> LayoutGraph:
    """Maps of up to sixty steps: cards and stores of several sizes, self loops, parallel flows, lanes without steps."""
    lanes = draw(st.integers(1, 7))
    sizes = st.sampled_from([(144, 72), (144, 104), (36, 36), (300, 140)])
    boxes = draw(st.lists(st.tuples(st.integers(0, lanes - 1), sizes), min_size=15, max_size=60))
    ends = st.integers(0, len(boxes) - 1)
    chain = [(i - 1, i) for i in range(1, len(boxes)) if draw(st.booleans())]
    arrows = chain + draw(st.lists(st.tuples(ends, ends), max_size=30))
    arrows += [(v, v) for v in draw(st.lists(ends, max_size=4))] + arrows[:2]
    nodes = tuple(Node(f"n{i}", f"l{lane}", w, h) for i, (lane, (w, h)) in enumerate(boxes))
    edges = tuple(Edge(f"e{k}", f"n{a}", f"n{b}") for k, (a, b) in enumerate(arrows))
    return LayoutGraph(tuple(f"l{i}" for i in range(lanes)), nodes, edges)


@st.composite
def graphs(draw: st.DrawFn) -> LayoutGraph:
    """Any map of up to fourteen steps: isolated ones, loops, parallel flows and empty lanes included."""
    lanes = draw(st.integers(1, 4))
    boxes = draw(st.lists(st.integers(0, lanes - 1), min_size=1, max_size=14))
    ends = st.integers(0, len(boxes) - 1)
    arrows = draw(st.lists(st.tuples(ends, ends), max_size=22))
    kinds = draw(
        st.lists(st.sampled_from(["forward", "forward", "rework", "cycle", "information"]), min_size=22, max_size=22)
    )
    return graph(lanes, boxes, arrows, kinds=dict(enumerate(kinds)))


@given(graphs(), st.sampled_from([Options(), Options.compact()]))
def test_any_map_is_tidied_without_leaving_lanes_covering_cards_or_running_through_them(
    graph: LayoutGraph, options: Options
) -> None:
    """Lanes keep their order, cards their lane and their distance, and no flow runs through a foreign card."""
    assert faults(graph, arrange(graph, options)) == []


@settings(max_examples=settings().max_examples // 3)
@given(large_graphs(), st.sampled_from([Options(), Options.compact()]))
def test_larger_maps_hold_the_same_laws_and_no_flow_hides_another(graph: LayoutGraph, options: Options) -> None:
    """Up to sixty steps: nothing leaves its lane, covers or cuts a card, and foreign flows never share a line."""
    drawing = arrange(graph, options)
    assert faults(graph, drawing) == []
    assert on_top(graph, drawing.routes) == []


@given(graphs())
def test_tidying_twice_is_tidying_once(graph: LayoutGraph) -> None:
    """A tidied map is tidy: the places it starts from do not matter."""
    first = arrange(graph)
    placed = tuple(
        Node(n.id, n.lane, n.w, n.h, first.places[n.id].x, first.places[n.id].y, n.pinned) for n in graph.nodes
    )
    assert arrange(LayoutGraph(graph.lanes, placed, graph.edges)).places == first.places


@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_give_the_same_drawing(graph: LayoutGraph, dice: random.Random) -> None:
    """Ids are names and nothing else: renaming all of them renames the drawing."""
    names = [n.id for n in graph.nodes]
    new = dict(zip(names, dice.sample([f"x{i}" for i in range(len(names))], len(names)), strict=True))
    renamed = LayoutGraph(
        graph.lanes,
        tuple(Node(new[n.id], n.lane, n.w, n.h) for n in graph.nodes),
        tuple(Edge(e.id, new[e.source], new[e.target], e.kind) for e in graph.edges),
    )
    before, after = arrange(graph), arrange(renamed)
    assert {new[id_]: rect for id_, rect in before.places.items()} == dict(after.places)
    assert before.score == after.score
