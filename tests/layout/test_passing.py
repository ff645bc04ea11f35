"""Where long arrows pass the columns between their ends."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.layout.levels import Levels, Problem, levels_of
from crosslane.layout.order import Ordering, ordered
from crosslane.layout.passing import passed


def levels(columns: list[int], lanes: list[int], arcs: list[tuple[int, int]]) -> Levels:
    problem = Problem(max(lanes) + 1, lanes, [1.0] * len(lanes), [1.0] * len(lanes), arcs, [False] * len(arcs))
    return levels_of(problem, columns, [False] * len(arcs), "source")


def crossings(graph: Levels) -> int:
    """Count them with the layers as they are."""
    height = [0.0] * graph.size
    for layer in graph.layers:
        for at, v in enumerate(layer):
            height[v] = at
    return Ordering(graph, height).crossings()


def test_a_long_arrow_goes_through_a_lane_where_it_crosses_nobody() -> None:
    """Steps go up and down between two lanes; an arrow from above all to below all goes below them from the first on."""
    graph = levels([0, 1, 2, 3, 4, 4], [0, 1, 0, 1, 0, 2], [(0, 5), (1, 2), (2, 3), (3, 4)])
    ordered(graph, 0, 4, 4)
    assert crossings(graph) == 1
    assert passed(graph, 1)
    assert crossings(graph) == 0
    assert not passed(graph, 1)
    assert {graph.lane[v] for v in graph.chains[0][1:-1]} != {0}


places = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=6, max_size=9)
joined = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=4, max_size=16)


@given(places, joined)
@settings(max_examples=60)
def test_no_pass_makes_it_worse(boxes: list[tuple[int, int]], arcs: list[tuple[int, int]]) -> None:
    """Boxes keep their order and their lanes, columns lead down the lanes, and there are no more crossings than before."""
    columns, lanes = [column for column, _ in boxes], [lane for _, lane in boxes]
    n = len(boxes)
    forth = [(a % n, b % n) for a, b in arcs if columns[a % n] < columns[b % n]]
    upright = [(a % n, b % n) for a, b in arcs if columns[a % n] == columns[b % n] and lanes[a % n] < lanes[b % n]][:2]
    graph = levels(columns, lanes, forth + upright)
    ordered(graph, 0, 2, 1)
    before, boxed = crossings(graph), [[v for v in layer if v < n] for layer in graph.layers]
    order = [list(layer) for layer in graph.layers]
    assert passed(graph, 3) or graph.layers == order
    assert [[v for v in layer if v < n] for layer in graph.layers] == boxed
    assert graph.lane[:n] == lanes
    assert all([graph.lane[v] for v in layer] == sorted(graph.lane[v] for v in layer) for layer in graph.layers)
    if not upright:
        assert crossings(graph) <= before


def test_of_ways_that_cross_as_little_the_level_one_is_taken() -> None:
    """An arrow that needs to cross nobody passes in the lane where it begins and ends, not in the one above."""
    graph = levels([0, 1, 2, 3, 1, 2], [1, 0, 0, 1, 2, 2], [(0, 3), (4, 5)])
    ordered(graph, 0, 1, 0)
    for v in graph.chains[0][1:-1]:
        layer = graph.layers[graph.layer[v]]
        layer.remove(v)
        layer.insert(0, v)
        graph.lane[v] = 0
    passed(graph, 1)
    assert crossings(graph) == 0
    assert [graph.layers[at].index(v) for at, v in enumerate(graph.chains[0][1:-1], 1)] == [1, 1]


def test_no_other_way_of_one_arrow_crosses_less() -> None:
    """Of all ways through the gaps of three columns, tried one by one, none is better than the one taken."""
    columns = [0, *[1] * 3, *[2] * 3, *[3] * 3, 4]
    lanes = [1, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]
    arcs = [(0, 10), (1, 6), (2, 4), (3, 5), (4, 9), (5, 7), (6, 8), (1, 5), (6, 7)]
    graph = levels(columns, lanes, arcs)
    ordered(graph, 0, 1, 0)
    passed(graph, 1)
    least = crossings(graph)
    points = graph.chains[0][1:-1]
    for gaps in product(range(4), repeat=3):
        for v, gap in zip(points, gaps, strict=True):
            layer = graph.layers[graph.layer[v]]
            layer.remove(v)
            layer.insert(gap, v)
            for u in layer:
                graph.lane[u] = 0 if u >= graph.n else graph.lane[u]
        assert _counted(graph) >= least


def _counted(graph: Levels) -> int:
    """Count crossings pair by pair, whatever the lanes are."""
    place = {v: at for layer in graph.layers for at, v in enumerate(layer)}
    pieces = [(graph.layer[u], place[u], place[v]) for chain in graph.chains for u, v in pairwise(chain)]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for at, one in enumerate(pieces)
        for other in pieces[:at]
    )
