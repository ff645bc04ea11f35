"""The tracks of a channel: nobody runs on top of anybody, whatever has to be turned for it."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from crosslane.layout.graph import Options
from crosslane.layout.tracks import Piece, laid

WIDE = 10_000.0


def level_parts(piece: Piece) -> list[tuple[float, float, float]]:
    """Return the level parts of a piece that runs from x = -WIDE to x = WIDE, as (y, from, to)."""
    corners = [(-WIDE, piece.start), *piece.corners(0.0), (WIDE, piece.end)]
    return [(y, min(x, u), max(x, u)) for (x, y), (u, v) in pairwise(corners) if abs(y - v) < 0.5]


def upright_parts(piece: Piece) -> list[tuple[float, float, float]]:
    """Return the upright parts of a piece, as (x, from, to)."""
    corners = piece.corners(0.0)
    return [(x, min(y, v), max(y, v)) for (x, y), (u, v) in pairwise(corners) if abs(x - u) < 0.5]


def on_each_other(pieces: list[Piece]) -> list[tuple[int, int]]:
    """Return the pairs of pieces of which level or upright parts lie on one another for more than a unit."""
    return [
        (a.arrow, b.arrow)
        for a, b in combinations(pieces, 2)
        for parts in (level_parts, upright_parts)
        for at, low, high in parts(a)
        for other, first, last in parts(b)
        if abs(at - other) < 2 and min(high, last) - max(low, first) > 1
    ]


def test_one_that_comes_in_where_another_goes_out_lies_left_of_it() -> None:
    """The first goes out at 50, where the second comes in: only one order keeps them apart."""
    first, second = Piece(0, 0.0, 50.0), Piece(1, 50.0, 120.0)
    laid([first, second], [], Options())
    assert second.offset < first.offset
    assert first.turn is None is second.turn


@pytest.mark.parametrize("apart", [-5.0, -1.0, 0.0, 1.0, 5.0])
def test_level_pieces_too_near_to_be_told_apart_never_lie_beside_each_other(apart: float) -> None:
    """As if they were on one line: beside each other, a few units apart, nobody can say which goes where."""
    going, coming = Piece(0, 0, 100), Piece(1, 100 + apart, 300)
    for channel in ([going, coming], [coming, going]):
        laid(channel, [], Options())
        assert coming.offset < going.offset


def test_two_that_change_places_turn_once_between_each_other() -> None:
    """No order keeps these apart: one of them goes half way on the left of the other and the rest on the right."""
    pieces = [Piece(0, 0.0, 60.0), Piece(1, 60.0, 0.0)]
    width = laid(pieces, [], Options())
    assert on_each_other(pieces) == []
    turned, other = sorted(pieces, key=lambda piece: piece.turn is None)
    assert turned.turn == 30.0
    assert turned.offset < other.offset < turned.second == width


def test_a_turn_keeps_off_what_runs_straight_through_the_channel() -> None:
    """A straight arrow half way between the two: the turn is above or below it."""
    pieces = [Piece(0, 0.0, 60.0), Piece(1, 60.0, 0.0), Piece(2, 30.0, 30.0)]
    laid(pieces, [], Options())
    assert [piece.turn for piece in pieces if piece.turn is not None] in ([15.0], [45.0])


def test_a_channel_of_straight_arrows_has_no_width() -> None:
    """Nothing upright, nothing to lay."""
    pieces = [Piece(0, 10.0, 10.2), Piece(1, 40.0, 40.0)]
    assert laid(pieces, [], Options()) < 0
    assert pieces[0].corners(0.0) == []


@pytest.mark.parametrize("options", [Options(), Options.compact()])
def test_any_change_of_places_is_laid_without_anybody_on_another(options: Options) -> None:
    """Up to forty arrows that come in at some heights and go out at the same ones in any order, circles of all lengths."""
    for seed in range(60):
        dice = random.Random(seed)
        heights = [14.0 * row for row in range(dice.randrange(2, 41))]
        ends = dice.sample(heights, len(heights))
        pieces = [Piece(k, a, b) for k, (a, b) in enumerate(zip(heights, ends, strict=True))]
        laid(pieces, [100.0, 300.0], options)
        assert on_each_other(pieces) == [], seed


@pytest.mark.parametrize("pitch", [2, 7, 20])
def test_few_pieces_get_the_tracks_that_many_would(pitch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few pieces are held against each other in lists and many in arrays: what comes of it is the same."""
    for seed in range(60):
        dice = random.Random(seed)
        heights = [
            (dice.randrange(40) * pitch / 2, dice.randrange(40) * pitch / 2) for _ in range(dice.randrange(2, 13))
        ]
        sides = [(dice.choice((-1, -1, 1)), dice.choice((-1, 1, 1))) for _ in heights]
        found = []
        for few in (0, len(heights) * 2):
            monkeypatch.setattr("crosslane.layout.tracks.FEW", few)
            pieces = [Piece(at, *ends, *side) for at, (ends, side) in enumerate(zip(heights, sides, strict=True))]
            found.append((laid(pieces, [10.0 * pitch], Options()), pieces))
        assert found[0] == found[1]
