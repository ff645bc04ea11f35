"""Boxes settle in the rows of their lane, where nothing gets harder to read by it."""

from __future__ import annotations

from crosslane.geometry import Rect
from crosslane.layout.polish import Board, keeps_off, laid
from crosslane.layout.settling import settled

BANDS = [(0.0, 300.0)]
APART, REACH = 32.0, 104.0


def board(tops: list[float], arcs: list[tuple[int, int]], columns: list[int] | None = None) -> Board:
    rects = [Rect(208.0 * (columns[i] if columns else i), top, 144, 72) for i, top in enumerate(tops)]
    found = Board(rects, arcs, [[] for _ in arcs], BANDS, 14, 8)
    assert all(laid(found, k) for k in range(len(arcs)))
    return found


def tops(found: Board) -> list[float]:
    return [rect.y for rect in found.rects]


def test_a_box_a_little_off_comes_into_the_row_and_its_arrows_with_it() -> None:
    found = settled(board([32, 56, 32], [(0, 1), (1, 2)]), [0, 0, 0], APART, REACH)
    assert tops(found) == [32, 32, 32]
    assert [len(line) for line in found.lines] == [2, 2]
    assert all(keeps_off(found, k) for k in range(2))


def test_what_is_held_stays() -> None:
    assert tops(settled(board([32, 56, 32], [(0, 1), (1, 2)]), [0, 0, 0], APART, REACH, held={1})) == [32, 56, 32]


def test_a_box_without_room_in_the_row_stays() -> None:
    crowded = board([32, 136, 32, 32], [(0, 1)], columns=[0, 1, 1, 2])
    lower = settled(crowded, [0, 0, 0, 0], APART, REACH + 1)
    assert tops(lower) == [32, 136, 32, 32]


def test_a_box_stays_where_a_line_runs_through_its_place_in_the_row() -> None:
    crossed = board([32, 100, 32], [(0, 2), (0, 1)])
    assert tops(settled(crossed, [0, 0, 0], APART, REACH)) == [32, 100, 32]


def test_boxes_in_rows_of_their_own_stay() -> None:
    assert tops(settled(board([32, 160], [(0, 1)]), [0, 0], APART, REACH)) == [32, 160]
    assert tops(settled(board([32, 32, 160, 160], [(0, 1), (2, 3)]), [0, 0, 0, 0], APART, REACH)) == [32, 32, 160, 160]


def test_boxes_that_level_arrows_join_move_together() -> None:
    found = settled(board([32, 56, 56, 32], [(1, 2)]), [0, 0, 0, 0], APART, REACH)
    assert tops(found) == [32, 32, 32, 32]
    assert [len(line) for line in found.lines] == [2]
    half = settled(board([32, 56, 56, 32], [(1, 2)]), [0, 0, 0, 0], APART, REACH, held={2})
    assert tops(half) == [32, 56, 56, 32]
