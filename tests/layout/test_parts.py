"""The parts of tidy-up, each for itself."""

from __future__ import annotations

import pytest

from crosslane.geometry import Rect
from crosslane.layout import polish, squeeze
from crosslane.layout.canon import canonical
from crosslane.layout.effort import QUICK, THOROUGH, USUAL, effort_for
from crosslane.layout.graph import Edge, LayoutGraph, Node, Options
from crosslane.layout.levels import Problem, levels_of
from crosslane.layout.order import ordered, ordered_on
from crosslane.layout.parts import set_apart
from crosslane.layout.rows import heights_of
from crosslane.layout.scoring import Line, clashing, score_of, tidied
from crosslane.layout.squeeze import Gaps

GAPS = Gaps(20, 8, 8, 10, 40)


def problem(lane: list[int], arcs: list[tuple[int, int]]) -> Problem:
    n = len(lane)
    return Problem(max(lane) + 1, lane, [100.0] * n, [50.0] * n, arcs, [False] * len(arcs))


def test_a_score_counts_crossings_corners_and_length_of_what_is_drawn() -> None:
    """One crossing, two corners, and points on a straight line are no corners."""
    score = score_of([[(0, 0), (50, 0), (100, 0)], [(50, -10), (50, 10), (70, 10), (70, 30)]])
    assert (score.crossings, score.bends, score.length) == (1, 2, 160)


def test_lines_that_only_touch_do_not_cross() -> None:
    """An end on a line is a touch."""
    assert score_of([[(0, 0), (100, 0)], [(50, 0), (50, 40)]]).crossings == 0


def test_repeated_points_and_straight_corners_go() -> None:
    """A line back over itself keeps its turning point."""
    assert tidied([(0, 0), (0, 0), (5, 0), (9, 0), (9, 7)]) == [(0, 0), (9, 0), (9, 7)]
    assert tidied([(0, 0), (9, 0), (5, 0)]) == [(0, 0), (9, 0), (5, 0)]


def test_lines_on_top_of_each_other_clash() -> None:
    """Parallel at a distance is fine, on top is not."""
    assert clashing([[(0, 0), (50, 0)], [(40, 1), (90, 1)], [(0, 9), (90, 9)]]) == {0, 1}


def test_two_boxes_swap_to_untangle_their_arrows_but_never_leave_their_lane() -> None:
    """Crossed pairs in one lane are uncrossed; with lanes between they stay."""
    tangled = problem([0, 0, 0, 0], [(0, 3), (1, 2)])
    levels = levels_of(tangled, [0, 0, 1, 1], [False, False], "source")
    assert ordered(levels, 0, 4, 4) == 0
    bound = problem([0, 1, 0, 1], [(0, 3), (1, 2)])
    levels = levels_of(bound, [0, 0, 1, 1], [False, False], "source")
    assert ordered(levels, 0, 4, 4) == 1
    assert [levels.lane[v] for v in levels.layers[1]] == [0, 1]


def test_a_way_may_turn_beside_a_box_that_it_passes() -> None:
    """Near either end it would cross somebody; halfway, beside the box there, it crosses nobody."""
    near, far = [(20, 120), (130, 120)], [(330, 90), (440, 90)]
    boxes = [Rect(0, 0, 50, 50), Rect(400, 200, 50, 50), Rect(200, 90, 60, 60)]
    boxes += [Rect(-30, 95, 50, 50), Rect(130, 95, 20, 50), Rect(310, 65, 20, 50), Rect(440, 65, 50, 50)]
    line = [(50, 25), (58, 25), (58, 225), (400, 225)]
    board = polish.Board(boxes, [(0, 1), (3, 4), (5, 6)], [line, near, far], [(-50, 300)], 8, 4)
    found = polish.polished(board, 1)
    assert score_of(found).crossings == 0
    assert score_of(found).bends == 2


def test_a_way_over_boxes_far_off_does_not_dip_between_them() -> None:
    """A return that was led over two columns stays up there: the corners down and up again between them are needless."""
    boxes = [Rect(400, 300, 50, 50), Rect(0, 300, 50, 50), Rect(100, 60, 50, 50), Rect(280, 60, 50, 50)]
    boxes += [Rect(100, 600, 50, 50), Rect(280, 600, 50, 50)]
    dipping = [
        (400, 325),
        (380, 325),
        (380, 40),
        (250, 40),
        (250, 200),
        (190, 200),
        (190, 40),
        (70, 40),
        (70, 325),
        (50, 325),
    ]
    columns = [[(125, 110), (125, 600)], [(305, 110), (305, 600)]]
    board = polish.Board(boxes, [(0, 1), (2, 4), (3, 5)], [dipping, *columns], [(0, 700)], 14, 8)
    found = polish.polished(board, 1)
    assert score_of(found).crossings == 0
    assert score_of(found).bends <= 4


def test_parts_are_set_apart_only_where_one_passes_the_lanes_of_another() -> None:
    """A handoff over a lane meets what lies there; what lies below everything stays where it was."""
    crossed = problem([0, 2, 0, 1, 1, 3, 3], [(0, 1), (1, 2), (3, 4), (5, 6)])
    columns = set_apart(crossed, [0, 1, 2, 0, 1, 0, 1])
    assert columns == [0, 1, 2, 3, 4, 0, 1]
    beside = problem([0, 1, 2, 3], [(0, 1), (2, 3)])
    assert set_apart(beside, [0, 1, 0, 1]) == [0, 1, 0, 1]


def test_a_chain_gets_one_height() -> None:
    """Boxes that follow each other lie level."""
    chain = problem([0, 0, 0], [(0, 1), (1, 2)])
    levels = levels_of(chain, [0, 1, 2], [False, False], "source")
    ordered(levels, 0, 4, 4)
    heights = heights_of(levels, chain, Options(), 4)
    assert heights.y[0] == heights.y[1] == heights.y[2]


def test_a_long_arrow_passes_columns_in_the_lane_it_comes_from_or_goes_to() -> None:
    """Passing points belong to a lane like boxes do."""
    long = problem([0, 1], [(0, 1)])
    assert levels_of(long, [0, 3], [False], "source").lane[2:] == [0, 0]
    assert levels_of(long, [0, 3], [False], "target").lane[2:] == [1, 1]


def test_a_needless_step_in_a_line_is_taken_out() -> None:
    """Two corners to go up and down again become none."""
    rects = [Rect(0, 0, 50, 50), Rect(200, 0, 50, 50)]
    line = [(50.0, 10.0), (100.0, 10.0), (100.0, 40.0), (200.0, 40.0)]
    board = polish.Board(rects, [(0, 1)], [line], [(0, 50)], 8, 4)
    (found,) = polish.polished(board, 1)
    assert len(found) == 2
    assert found[0][1] == found[1][1]


def test_a_line_is_not_made_straight_through_a_box() -> None:
    """Fewer corners never cost a hit."""
    rects = [Rect(0, 0, 50, 50), Rect(200, 0, 50, 50), Rect(100, -100, 40, 300)]
    around = [(25.0, 50.0), (25.0, 220.0), (225.0, 220.0), (225.0, 50.0)]
    board = polish.Board(rects, [(0, 1)], [around], [(-100, 300)], 8, 4)
    (found,) = polish.polished(board, 2)
    assert all(y in (-108.0, 208.0, 216.0, -116.0, 220.0) or x in (25.0, 225.0) for x, y in found[1:-1])
    assert score_of([found]).bends >= 2


def test_squeezing_pulls_boxes_together_and_keeps_their_order() -> None:
    """The line between two boxes becomes as short as the gap allows."""
    board = squeeze.Board([Rect(0, 0, 50, 50), Rect(300, 0, 50, 50)], [[(50, 25), (300, 25)]], [(0, 1)])
    found = squeeze.squeezed(board, GAPS)
    assert found.rects[1].x - found.rects[0].right == 20
    assert found.lines[0] == [(50, 25), (70, 25)]


def test_squeezing_never_moves_a_line_over_a_box() -> None:
    """What stands between two boxes stays between them."""
    rects = [Rect(0, 0, 50, 50), Rect(100, 20, 50, 10), Rect(400, 0, 50, 50)]
    board = squeeze.Board(rects, [[(25, 50), (25, 90), (425, 90), (425, 50)]], [(0, 2)])
    found = squeeze.squeezed(board, GAPS).rects
    assert found[0].right + 20 <= found[1].x
    assert found[1].right + 20 <= found[2].x


def test_squeezing_down_keeps_boxes_in_their_lanes() -> None:
    """Lanes become as low as their content, never lower than a lane is."""
    board = squeeze.Board([Rect(0, 80, 50, 50), Rect(0, 500, 50, 50)], [[(25, 130), (25, 500)]], [(0, 1)])
    found, bands = squeeze.squeezed_down(board, [(0, 300), (300, 700)], GAPS)
    for rect, (top, bottom) in zip(found.rects, bands, strict=True):
        assert top + 10 <= rect.y
        assert rect.bottom + 10 <= bottom
    assert found.rects[1].y - found.rects[0].bottom == 20


def test_boxes_that_are_to_stay_hold_against_the_pull() -> None:
    """A place to stay outweighs a shorter line."""
    board = squeeze.Board([Rect(0, 0, 50, 50), Rect(300, 0, 50, 50)], [[(50, 25), (300, 25)]], [(0, 1)])
    found = squeeze.squeezed(board, GAPS, {0: 0.0, 1: 300.0})
    assert [rect.x for rect in found.rects] == [0, 300]


def test_the_canonical_order_does_not_depend_on_the_given_one() -> None:
    """Boxes are told apart by what they are joined to."""
    nodes = [Node(id_, "l", 10, 10) for id_ in "abc"]
    edges = (Edge("1", "a", "b"), Edge("2", "b", "c"))
    one, _ = canonical(LayoutGraph(("l",), tuple(nodes), edges))
    two, _ = canonical(LayoutGraph(("l",), tuple(reversed(nodes)), edges))
    assert [n.id for n in one] == [n.id for n in two]


def test_rings_that_differ_only_in_their_length_are_told_apart() -> None:
    """Rings of ten and of eleven, each with one way across: those who write the names decide nothing."""
    joined = [(f"a{i}", f"a{(i + 1) % 10}") for i in range(10)] + [(f"b{i}", f"b{(i + 1) % 11}") for i in range(11)]
    edges = tuple(Edge(f"{a}{b}", a, b) for a, b in [*joined, ("a0", "a2"), ("b0", "b2")])
    nodes = tuple(Node(id_, "l", 10, 10) for id_ in sorted({a for a, _ in joined}))
    one, _ = canonical(LayoutGraph(("l",), nodes, edges))
    two, _ = canonical(LayoutGraph(("l",), nodes[::-1], edges[::-1]))
    assert [n.id for n in one] == [n.id for n in two]


@pytest.mark.parametrize("size", [0, 60, 61, 500, 5000, 10**9])
def test_every_size_has_its_effort(size: int) -> None:
    """Larger maps get less of it, none gets none."""
    assert effort_for(size, thorough=False) in [effort for _, effort in QUICK]
    assert effort_for(size, thorough=True) in [effort for _, effort in THOROUGH]


@pytest.mark.parametrize("size", [50, 110, 160, 275])
def test_where_flows_cross_much_at_first_a_first_answer_orders_and_reroutes_fewer(size: int) -> None:
    """As many as on maps that people draw change nothing; a thorough look tries as much as ever."""
    plain, usual, tangled = (
        effort_for(size, thorough=False, crossings=crossings) for crossings in (0, int(USUAL * size), 2 * size)
    )
    assert usual == plain
    assert tangled.kept == 1
    assert tangled.rounds * (tangled.most or size) < (plain.rounds + plain.again) * (plain.most or size)
    assert effort_for(size, thorough=True, crossings=2 * size) == effort_for(size, thorough=True)


def test_a_little_tangled_map_gets_the_effort_of_a_larger_one() -> None:
    """What is to do is told by steps, flows and crossings together."""
    assert effort_for(90, thorough=False, crossings=40) == effort_for(134, thorough=False)


@pytest.mark.parametrize("size", [412, 825, 2750])
def test_a_large_tangled_map_is_rerouted_as_any_of_its_size(size: int) -> None:
    """What is quick as it is would only be drawn worse."""
    assert effort_for(size, thorough=False, crossings=3 * size) == effort_for(size, thorough=False)


def test_an_order_goes_on_from_where_it_was() -> None:
    """Ordering on never loses what an earlier look has found."""
    arcs = [(a, 6 + (5 * a + d) % 6) for a in range(6) for d in (0, 2)]
    levels = levels_of(problem([0] * 12, arcs), [0] * 6 + [1] * 6, [False] * len(arcs), "source")
    first = ordered(levels, 3, 1, 0)
    assert first > 0
    assert ordered_on(levels, 6, 6) <= first


def test_lines_that_share_an_end_may_share_a_piece_but_not_run_beside_it() -> None:
    """Two arrows out of one box are one line as far as they go together; one that comes back is another line."""
    lines: list[Line] = [[(0, 0), (50, 0)], [(0, 0), (90, 0)]]
    assert clashing(lines, [(0, 1), (0, 2)]) == set()
    assert clashing(lines, [(0, 1), (2, 0)]) == {0, 1}
    beside: list[Line] = [[(0, 0), (50, 0)], [(0, 1), (90, 1)]]
    assert clashing(beside, [(0, 1), (0, 2)]) == {0, 1}
