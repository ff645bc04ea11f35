"""Ways between two boxes: what the rails say that they cost is what they cost when looked at piece by piece."""

from __future__ import annotations

import random
from itertools import pairwise
from math import inf

import numpy as np
import pytest

from crosslane.geometry import Point, Rect
from crosslane.layout.judging import (
    CROSSING,
    HIT,
    ON_TOP,
    ONE,
    OVERLAP,
    Around,
    Nearness,
    met_by_arrow,
    met_until,
)
from crosslane.layout.polish import Board, Line, costs_of, laid, polished, rails_for
from crosslane.layout.scoring import score_of
from crosslane.layout.ways import CLEAR, FAR, PORTS, Rails, around_one, cheapest_way, cost_now, starts_level

SPOTS = [Rect(x * 160.0, y * 110.0, 100, 60) for x in range(5) for y in range(4)]


def board(seed: int, track: float = 9) -> Board:
    """Return a dozen arrows between boxes on a grid, each laid on the best way that was left for it."""
    dice = random.Random(seed)
    arcs = [(a, b) for a, b in (dice.sample(range(len(SPOTS)), 2) for _ in range(12))]
    found = Board(SPOTS, arcs, [[] for _ in arcs], [(0, 440)], track, 5)
    for k in range(len(arcs)):
        assert laid(found, k)
    return found


def cost_by_pieces(board: Board, k: int, line: Line) -> float:
    """Return what a line costs, piece by piece."""
    points = line if starts_level(line) else [line[0], *line]
    return float(costs_of(board, k, np.array([points], float), np.array([len(line) - 2.0]))[0])


@pytest.mark.parametrize("track", [9, 14])
@pytest.mark.parametrize("seed", range(6))
def test_the_cheapest_way_costs_what_its_pieces_cost(seed: int, track: float) -> None:
    """Sums over rails and a look at every piece agree, for the line that is there and for the best one."""
    some = board(seed, track)
    for k, line in enumerate(some.lines):
        rails = rails_for(some, k)
        assert cost_now(rails, line) == pytest.approx(cost_by_pieces(some, k, line))
        cost, way = cheapest_way(rails, inf)
        assert cost == pytest.approx(cost_by_pieces(some, k, way))
        assert cost <= cost_now(rails, line) + 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_what_rails_meet_is_the_same_however_it_is_summed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where little lies around all of it is multiplied, and else what weighs anything is added up place by place.

    Much begins and ends right at a place here: it has begun behind that, and has ended there.
    """
    dice = np.random.default_rng(seed)
    lows = dice.integers(0, 20, (2, 2, 60))
    walls = np.stack([lows, lows + dice.integers(1, 9, lows.shape)], axis=2).reshape(2, 4, 60).astype(float)
    around = [
        Around(np.empty((6, 0)), np.empty(0, int), np.empty((6, 0)), np.empty(0, bool), each, Nearness(5, 0))
        for each in walls
    ]
    lines, places = dice.integers(0, 28, (2, 9)) + 0.5, dice.integers(0, 28, (2, 12)).astype(float)
    found = []
    for few in (0, 1000):
        monkeypatch.setattr("crosslane.layout.judging.SUMMED", few)
        found.append(met_until(lines, places, (around[0], around[1])))
    assert np.array_equal(*found)


def cheapest_by_walking(rails: Rails) -> float:
    """Return what the cheapest way of up to four corners costs, found leg by leg over all rails on which a way may turn."""
    found = inf
    for axis in (0, 1):
        begin, end = rails.facing(axis)
        straight = range(rails.turns, rails.turns + rails.straight[axis])
        found = min([found, *(rails.cost(axis, rail, begin, end) for rail in straight)])
        # What it costs to come to a rail from the one before, by both; at first from a port, along it, to any rail.
        ways = {
            (port, x): ended(rails, axis, 0, port, x)
            for port in range(rails.room, rails.room + PORTS)
            for x in (*range(rails.room), *range(rails.room + PORTS, rails.turns))
        }
        for corners in range(1, 5):
            here = axis if corners % 2 == 0 else 1 - axis
            last = [cost + ended(rails, here, 1, x, r) for (r, x), cost in ways.items() if x >= rails.room + PORTS]
            found = min([found, *(cost + corners for cost in last)])
            onward: dict[tuple[int, int], float] = {}
            for (r, x), cost in ways.items():
                for y in (*range(rails.room), *range(rails.room + PORTS, rails.turns)) if x < rails.room else ():
                    onward[x, y] = min(onward.get((x, y), inf), cost + rails.cost(here, x, r, y))
            ways = onward
    return found


def ended(rails: Rails, axis: int, which: int, port: int, turn: int) -> float:
    """Return what the leg on a port's rail costs between its box and a rail across; none leads along or into its box."""
    low, high = rails.edges + 2 * which, rails.edges + 2 * which + 1
    stops = rails.stops[axis]
    if stops[low] - CLEAR <= stops[turn] <= stops[high] + CLEAR or rails.where[axis][port] == FAR:
        return inf
    return rails.cost(axis, port, low if stops[turn] < stops[low] else high, turn)


@pytest.mark.parametrize("seed", range(3))
def test_no_way_over_the_rails_is_cheaper_than_the_one_that_is_found(seed: int) -> None:
    """Whatever is left out of the search because its ends cost too much: the cheapest way is among the rest."""
    some = board(seed)
    for k in range(0, 12, 3):
        rails = rails_for(some, k)
        best = cheapest_by_walking(rails)
        for limit in (inf, best + 30.0, best + 0.5):
            assert cheapest_way(rails, limit)[0] == pytest.approx(best)


def test_what_meets_by_arrow_is_twice_what_crosses_in_all() -> None:
    """Every crossing is met by both of its arrows; nothing else costs as long as nothing touches."""
    some = board(1)
    crossings = score_of(some.lines).crossings
    assert crossings > 0
    all_ = met_by_arrow(some.level, some.upright, some.ends)
    assert all_.sum() == 2 * 24 * crossings
    chosen = [1, 4, 7]
    assert list(met_by_arrow(some.level, some.upright, some.ends, chosen)[chosen]) == list(all_[chosen])


def test_a_way_begins_and_ends_on_the_sides_of_its_boxes_and_keeps_below_the_limit() -> None:
    """With what the best one costs as the limit there is no way left."""
    some = board(2)
    for k, (a, b) in enumerate(some.arcs):
        cost, line = cheapest_way(rails_for(some, k), inf)
        assert len(line) - 2 <= 4
        for point, box in ((line[0], a), (line[-1], b)):
            assert SPOTS[box].grown(0.1).contains(Point(*point))
            assert not SPOTS[box].grown(-0.1).contains(Point(*point))
        assert cheapest_way(rails_for(some, k), cost) == (cost, [])


def test_an_arrow_is_looked_at_again_only_when_something_changed_around_it() -> None:
    """A change far away is no news, one beside it is."""
    some = board(3)
    polished(some, 6)
    first = len(some.changes)
    assert not polished_again(some)
    assert len(some.changes) == first
    k = next(iter(some.looked))
    assert not some.is_news(k)
    assert some.without_news() == set(some.looked)
    some.take(k, some.lines[k])
    assert some.is_news(k)
    assert k not in some.without_news()


def polished_again(some: Board) -> bool:
    """Say whether another round changes any line."""
    before = list(some.lines)
    return polished(some, 1) != before


@pytest.mark.parametrize(("height", "is_through"), [(59.0, True), (60.0, True), (62.0, True), (70.0, False)])
def test_a_line_never_runs_along_or_inside_its_own_box(height: float, *, is_through: bool) -> None:
    """Out on the right, back below: only well below."""
    two = Board([Rect(0, 0, 100, 60), Rect(-200, 0, 100, 60)], [(0, 1)], [[]], [(-20, 90)], 9, 5)
    line: Line = [(100, 30), (112, 30), (112, height), (-212, height), (-212, 30), (-200, 30)]
    assert (cost_by_pieces(two, 0, line) >= HIT) == is_through


@pytest.mark.parametrize(
    ("other", "corners"), [([(90.0, 300.0), (400.0, 300.0)], 1), ([(90.0, 150.0), (400.0, 150.0)], 2)]
)
def test_arrows_that_are_too_many_for_a_round_still_go_round_one_corner_where_nobody_is_near(
    other: Line, corners: int
) -> None:
    """Two corners become one without a look at any other way, unless another line would be met on it."""
    boxes = [Rect(0, 0, 100, 60), Rect(300, 200, 100, 60), Rect(-10, 120, 100, 200), Rect(400, 120, 100, 200)]
    line = [(100.0, 30.0), (200.0, 30.0), (200.0, 230.0), (300.0, 230.0)]
    some = Board(boxes, [(0, 1), (2, 3)], [line, other], [(-20, 500)], 9, 5)
    assert len(polished(some, 1, most=0)[0]) - 2 == corners


@pytest.mark.parametrize("level", [True, False])
def test_a_last_leg_is_long_enough_for_its_head_where_there_is_room(*, level: bool) -> None:
    """The piece before it moves off the box, if there is room for that, and stays else: both boxes have others beside them."""
    line = [(100.0, 30.0), (286.0, 30.0), (286.0, 230.0), (300.0, 230.0)]
    boxes = [Rect(x, y + off, 100, 60) for x, y in ((0, 0), (300, 200)) for off in (0, -72, 72)]
    wall = Rect(120, 50, 154, 500)
    if not level:
        line, wall = [(y, x) for x, y in line], Rect(wall.y, wall.x, wall.h, wall.w)
        boxes = [Rect(y, x, h, w) for x, y, w, h in boxes]
    lengths = []
    for around in ([], [wall]):
        some = Board([*boxes, *around], [(0, 3)], [line], [(-200, 700)], 14, 8)
        ((ax, ay), (bx, by)) = polished(some, 1)[0][-2:]
        lengths.append(abs(ax - bx) + abs(ay - by))
    assert lengths[0] >= 20
    assert lengths[1] == 14


@pytest.mark.parametrize(("track", "inset"), [(9, 10.0), (14, 16.0)])
def test_ports_keep_further_off_the_corners_where_tracks_are_wide(track: float, inset: float) -> None:
    """Where tracks are narrow, as in diagrams without pills, an arrow may take a place that saves a crossing."""
    boxes = [Rect(0, 0, 100, 100), Rect(300, -200, 100, 60)]
    rails = rails_for(Board(boxes, [(0, 1)], [[]], [(-300, 300)], track, 5), 0)
    assert min(rails.where[0][rails.room : rails.room + PORTS]) == inset


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_better_than_the_shortest_line_round_one_corner(seed: int) -> None:
    """Where it meets nothing, the search finds no cheaper way."""
    dice = random.Random(seed)
    boxes = dice.sample(SPOTS, 8)
    arcs = [(a, b) for a, b in (dice.sample(range(len(boxes)), 2) for _ in range(12))]
    some = Board(boxes, arcs, [[] for _ in arcs], [(0, 440)], 9, 5)
    found = 0
    for k, (a, b) in enumerate(arcs):
        for line in around_one(boxes[a], boxes[b], 10.0):
            length = sum(abs(x - u) + abs(y - v) for (x, y), (u, v) in pairwise(line))
            if cost_by_pieces(some, k, line) == pytest.approx(1 + length / 150):
                assert cheapest_way(rails_for(some, k), inf)[0] == pytest.approx(1 + length / 150)
                found += 1
        assert laid(some, k)
    assert found


@pytest.mark.parametrize(
    ("third", "way"),
    [
        (Rect(400, 400, 60, 60), [(100, 50), (210, 50), (210, 200)]),
        (Rect(180, 30, 60, 60), [(90, 60), (90, 210), (200, 210)]),
        (Rect(112, 50, 20, 160), [(90, 60), (90, 215), (200, 215)]),
    ],
)
def test_a_line_takes_the_corner_that_is_free(third: Rect, way: Line) -> None:
    """Level first, else upright first; what stands in both ways has it look for other ends."""
    boxes = [Rect(0, 0, 100, 60), Rect(200, 200, 100, 60), third]
    line: Line = [(100, 30), (106, 30), (106, 230), (200, 230)]
    some = Board(boxes, [(0, 1)], [line], [(-320, 540)], 9, 5)
    assert polished(some, 1) == [way]


HUB, PARTNER, LATER, EARLIER = Rect(0, 0, 50, 50), Rect(200, -40, 60, 62), Rect(400, 22, 60, 60), Rect(-200, 0, 60, 60)


@pytest.mark.parametrize(("other", "crowded"), [((0, 2), True), ((2, 0), True), ((3, 2), False), ((2, 3), False)])
def test_flows_of_one_box_rather_crowd_than_cross(other: tuple[int, int], *, crowded: bool) -> None:
    """Those that lead to it and from it too: its side may be too short for all. Others' lines keep their distance."""
    rects = [HUB, PARTNER, LATER, EARLIER]

    def cost(apart: float) -> float:
        line = [(rects[v].x if v == 2 else rects[v].right, 20 + apart) for v in other]
        return cost_by_pieces(
            Board(rects, [(0, 1), other], [[(50, 20), (200, 20)], line], [], 9, 5), 0, [(50, 20), (200, 20)]
        )

    free = cost(9)
    assert 0 < cost(4) - free < CROSSING if crowded else cost(4) - free >= OVERLAP
    assert cost(ONE - 1) - free >= ON_TOP
