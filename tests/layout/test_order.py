"""Who lies above whom: what was counted before is counted anew only where an order has changed since."""

from __future__ import annotations

import random

import pytest

from crosslane.layout.levels import Levels, Problem, levels_of
from crosslane.layout.order import Ordering, ordered


def levels_at_random(seed: int) -> Levels:
    """Return a layered graph of thirty boxes in three lanes and six columns, a few arrows of it upright."""
    dice = random.Random(seed)
    layer = [dice.randrange(6) for _ in range(30)]
    pairs = [tuple(dice.sample(range(30), 2)) for _ in range(45)]
    arcs = [(a, b) if layer[a] <= layer[b] else (b, a) for a, b in pairs]
    lanes = [dice.randrange(3) for _ in range(30)]
    problem = Problem(3, lanes, [100.0] * 30, [60.0] * 30, arcs, [False] * len(arcs))
    return levels_of(problem, layer, [False] * len(arcs), "source")


def counted_afresh(levels: Levels, ordering: Ordering) -> int:
    """Return the crossings of an order as they are counted by somebody who has never seen it."""
    return Ordering(levels, [float(place) for place in ordering.place]).crossings()


@pytest.mark.parametrize("seed", range(12))
def test_crossings_are_those_of_the_order_as_it_is_now(seed: int) -> None:
    """After every sweep and swap the sum is the one from scratch, and what a swap says it saved is saved."""
    levels = levels_at_random(seed)
    ordering = Ordering(levels, [float(v) for v in range(levels.size)])
    for turn in range(6):
        ordering.sweep(back=turn % 2 == 1)
        before = ordering.crossings()
        assert before == counted_afresh(levels, ordering)
        saved = ordering.swap_neighbours()
        assert ordering.crossings() == before - saved == counted_afresh(levels, ordering)
    kept, count = ordering.snapshot(), ordering.crossings()
    ordering.sweep(back=True)
    ordering.restore(kept)
    assert ordering.crossings() == count


def test_an_order_without_crossings_is_left_as_it_is() -> None:
    """Two arrows side by side: there is nothing to sweep for."""
    problem = Problem(1, [0] * 4, [100.0] * 4, [60.0] * 4, [(0, 2), (1, 3)], [False, False])
    levels = levels_of(problem, [0, 0, 1, 1], [False, False], "source")
    assert ordered(levels, 0, 8, 8) == 0
    assert levels.layers == [[0, 1], [2, 3]]
