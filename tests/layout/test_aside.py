"""Flows that cross are moved apart, into columns where the one ends before the other begins."""

from __future__ import annotations

import pytest

from crosslane.layout.aside import moved_aside
from crosslane.layout.graph import Options
from crosslane.layout.levels import Levels, Problem, levels_of
from crosslane.layout.order import Ordering, improved, ordered, ordered_on
from crosslane.layout.passing import passed
from crosslane.layout.swimlanes import arrange
from layout.diagrams import Case, all_diagrams, graph_of_case


def problem(lane: list[int], arcs: list[tuple[int, int]]) -> Problem:
    n = len(lane)
    return Problem(max(lane) + 1, lane, [100.0] * n, [50.0] * n, arcs, [False] * len(arcs))


def cost(levels: Levels, crossings: int) -> float:
    return 24.0 * crossings + levels.size


def well(ordering: Ordering) -> int:
    improved(ordering, 8, 8)
    passed(ordering.levels, 2)
    return ordered_on(ordering.levels, 0, 8)


def test_a_chain_begins_behind_a_flow_that_cuts_through_it() -> None:
    """A step hands over to two others: to one that goes on across the lane of a chain, and to the chain itself."""
    crossed = problem([0, 0, 2, 1, 1, 1], [(0, 1), (1, 2), (0, 3), (3, 4), (4, 5)])
    levels = levels_of(crossed, [0, 1, 2, 1, 2, 3], [False] * 5, "target")
    assert ordered(levels, 0, 8, 8) == 1
    before = cost(levels, 1)
    after, moved = moved_aside(crossed, levels, before, cost, well)
    assert after == cost(moved, 0) < before
    assert ordered_on(moved, 0, 0) == 0
    assert moved.layer[2] <= moved.layer[3]


def test_a_crossing_that_order_forces_stays() -> None:
    """Each of two steps hands over to both of two others, so neither flow can end before the other begins."""
    forced = problem([0, 1, 0, 1], [(0, 2), (0, 3), (1, 2), (1, 3)])
    levels = levels_of(forced, [0, 0, 1, 1], [False] * 4, "target")
    assert ordered(levels, 0, 8, 8) == 1
    assert moved_aside(forced, levels, cost(levels, 1), cost, well) == (cost(levels, 1), levels)


def test_a_crossing_is_kept_where_long_flows_would_cost_more() -> None:
    """With crossings cheaper than a passing point, columns stay as they are."""
    crossed = problem([0, 0, 2, 1, 1, 1], [(0, 1), (1, 2), (0, 3), (3, 4), (4, 5)])
    levels = levels_of(crossed, [0, 1, 2, 1, 2, 3], [False] * 5, "target")
    crossings = ordered(levels, 0, 8, 8)

    def mild(levels: Levels, crossings: int) -> float:
        return 0.5 * crossings + levels.size

    assert moved_aside(crossed, levels, mild(levels, crossings), mild, well)[1] is levels


@pytest.mark.parametrize("case", all_diagrams(), ids=lambda case: case["name"])
def test_arrows_still_lead_to_the_right_but_for_returns(case: Case) -> None:
    """What was turned round stays so, nothing else is, and separate parts and lonely boxes keep a column."""
    graph = graph_of_case(case)
    columns = arrange(graph, Options.compact()).columns
    lanes = {lane: at for at, lane in enumerate(graph.lanes)}
    at = {node.id: i for i, node in enumerate(graph.nodes)}
    arcs = [(at[edge.source], at[edge.target]) for edge in graph.edges if edge.source != edge.target]
    drawn = problem([lanes[node.lane] for node in graph.nodes], arcs)
    layer = [columns[node.id] for node in graph.nodes]
    turned = [layer[a] > layer[b] for a, b in arcs]
    levels = levels_of(drawn, layer, turned, "source")
    before = cost(levels, ordered(levels, 0, 2, 0))
    after, moved = moved_aside(drawn, levels, before, cost, well)
    assert after <= before
    assert min(moved.layer, default=0) == 0
    assert all(
        (moved.layer[a] >= moved.layer[b]) if back else (moved.layer[a] <= moved.layer[b])
        for (a, b), back in zip(arcs, turned, strict=True)
    )
