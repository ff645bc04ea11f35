"""Straight runs: blocks move where that makes another piece straight, push what is in their way, and stop at lanes."""

from __future__ import annotations

from crosslane.layout.align import Cell, align
from crosslane.layout.levels import Levels, Problem, levels_of
from crosslane.layout.ports import Sides

GAP = 20.0


def _levels(arcs: list[tuple[int, int]], layer: list[int]) -> Levels:
    n = len(layer)
    return levels_of(
        Problem(1, [0] * n, [40.0] * n, [40.0] * n, arcs, [False] * len(arcs)), layer, [False] * len(arcs), "source"
    )


def _aligned(levels: Levels, y: list[float], high: float, held: tuple[int, ...] = ()) -> Sides:
    leaving = {(chain[0], k): 0.0 for k, chain in enumerate(levels.chains)}
    entering = {(chain[-1], k): 0.0 for k, chain in enumerate(levels.chains)}
    cells = [
        [Cell(list(layer), [i * (40.0 + GAP) for i in range(len(layer))], 0.0, high - (len(layer) - 1) * (40.0 + GAP))]
        for layer in levels.layers
    ]
    sides = Sides([40.0] * levels.n, y, leaving, entering)
    align(levels, sides, cells, held)
    return sides


def test_a_straight_run_moves_as_one_to_meet_what_it_leads_to() -> None:
    """Two boxes in a row lead to a third that lies lower: after the move both pieces run straight."""
    levels = _levels([(0, 1), (1, 2)], [0, 1, 2])
    sides = _aligned(levels, [0.0, 0.0, 100.0], 200.0)
    assert abs(sides.bend(0, 0, 1)) < 0.01
    assert abs(sides.bend(1, 1, 2)) < 0.01


def test_what_is_in_the_way_is_pushed_along_while_the_lane_has_room() -> None:
    """A box above another meets a flow that comes lower: the other gives way downwards, their distance stays."""
    levels = _levels([(0, 1)], [0, 1, 1])
    sides = _aligned(levels, [100.0, 0.0, 60.0], 300.0, held=(0,))
    assert abs(sides.bend(0, 0, 1)) < 0.01
    assert sides.y[2] - sides.y[1] >= 40.0 + GAP - 0.01


def test_nothing_is_pushed_out_of_its_lane() -> None:
    """Where the lane ends below the second box, nobody moves and the flow keeps its bend."""
    levels = _levels([(0, 1)], [0, 1, 1])
    sides = _aligned(levels, [100.0, 0.0, 60.0], 100.0, held=(0,))
    assert sides.y == [100.0, 0.0, 60.0]
    assert abs(sides.bend(0, 0, 1)) > 1


def test_held_boxes_stay() -> None:
    """Boxes that people know where they are do not move for a straight line."""
    levels = _levels([(0, 1)], [0, 1])
    sides = _aligned(levels, [0.0, 100.0], 200.0, held=(0, 1))
    assert sides.y == [0.0, 100.0]
