"""Jogs that go where both sides of them can meet, and what keeps them."""

from __future__ import annotations

import pytest

from crosslane.geometry import Rect
from crosslane.layout import squeeze
from crosslane.layout.graph import Options
from crosslane.layout.scoring import clashing, score_of, tidied
from crosslane.layout.squeeze import Board, Gaps
from crosslane.layout.straighten import Jog, straightened
from crosslane.layout.swimlanes import arrange
from layout.diagrams import Case, all_diagrams, graph_of_case

GAPS = Gaps(20, 8, 8, 10, 40)
BANDS = [(-20.0, 400.0)]
Line = list[tuple[float, float]]


def squeezed_down(rects: list[Rect], lines: list[Line], arcs: list[tuple[int, int]]) -> Board:
    return squeeze.squeezed_down(Board(rects, lines, arcs), BANDS, GAPS)[0]


def test_boxes_move_so_that_the_line_between_them_is_straight() -> None:
    """A step that stands a little lower than the one before comes up to it."""
    rects = [Rect(0, 0, 50, 50), Rect(100, 30, 50, 50)]
    board = squeezed_down(rects, [[(50, 25), (75, 25), (75, 55), (100, 55)]], [(0, 1)])
    assert len(tidied(board.lines[0])) == 2
    assert board.rects[0].y == board.rects[1].y


def test_what_is_in_the_way_is_pushed_ahead() -> None:
    """The step below makes room, and keeps its distance."""
    rects = [Rect(0, 100, 50, 50), Rect(100, 30, 50, 50), Rect(100, 100, 50, 50), Rect(200, 100, 50, 50)]
    lines = [[(50, 125.0), (75, 125), (75, 55), (100, 55)], [(150, 125.0), (200, 125)]]
    board = squeezed_down(rects, lines, [(0, 1), (2, 3)])
    assert [len(tidied(line)) for line in board.lines] == [2, 2]
    assert board.rects[2].y - board.rects[1].bottom >= 20


def test_a_jog_between_the_sides_of_which_a_box_stands_stays() -> None:
    """A line that leads round a step still leads round it, however near its ends are."""
    rects = [Rect(0, 0, 50, 50), Rect(80, 40, 50, 50), Rect(200, 90, 50, 50)]
    around: Line = [(50, 25), (180, 25), (180, 115), (200, 115)]
    before: Line = [(130, 65), (190, 65), (190, 110), (200, 110)]
    board = squeezed_down(rects, [around, before], [(0, 2), (1, 2)])
    assert len(tidied(board.lines[0])) == 4


def test_a_jog_stays_where_its_end_costs_more_than_it_is_worth() -> None:
    """Three units pull one way, one the other: brought together, all gets longer by two for every unit that it was off."""
    fences, pulls = [(0, 1, 5, 0)], [(0, 1, -100, 1), (1, 2, -100, 1), (1, 3, -100, 1), (1, 4, -100, 1)]
    start = [0, 10, 20, 20, 20]
    jog = Jog(0, 1, 0, 0)
    for worth, gone in ((19, False), (40, True)):
        place = straightened(fences, [*pulls, (5, 0, -100, 3)], [jog], [*start, 0], worth)
        assert (place[1] == place[0]) == gone


def test_no_jog_goes_where_it_would_have_to_pass_something() -> None:
    """A distance that is kept by way of another group is as good as one that is kept at once."""
    fences = [(0, 1, 5, 0), (1, 2, 5, 0), (0, 2, 3, 0)]
    assert straightened(fences, [], [Jog(0, 2, 0, 2)], [0, 10, 20], 1000) == [0, 10, 20]


@pytest.mark.parametrize("case", all_diagrams(), ids=lambda case: case["name"])
def test_squeezing_takes_corners_and_adds_neither_crossings_nor_clashes(case: Case) -> None:
    """Whatever is drawn: as many crossings as before at most, no more corners, and no line on another one."""
    graph = graph_of_case(case)
    drawing = arrange(graph, Options(squeeze=False, thorough=False))
    at = {node.id: v for v, node in enumerate(graph.nodes)}
    arcs = [(at[edge.source], at[edge.target]) for edge in graph.edges if edge.source != edge.target]
    lines = [[(p.x, p.y) for p in drawing.routes[edge.id].points] for edge in graph.edges if edge.source != edge.target]
    board = Board([drawing.places[node.id] for node in graph.nodes], lines, arcs)
    gaps = Gaps(28, 9, 9, 16, 50)
    found, _ = squeeze.squeezed_down(squeeze.squeezed(board, gaps), list(drawing.bands.values()), gaps)
    before, after = score_of(lines), score_of(found.lines)
    assert after.crossings <= before.crossings
    assert after.bends <= before.bends
    assert not clashing(found.lines, arcs) - clashing(lines, arcs)
