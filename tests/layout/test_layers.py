"""Columns by network simplex."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.layout.layers import Arc, layered
from crosslane.layout.orient import in_loops, turned_by_depth, turned_by_flows, turned_from_sources

Turning = Callable[[int, Sequence[tuple[int, int]]], list[bool]]
acyclic = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(0, 2), st.integers(1, 3)).map(
        lambda row: (row[0], min(3, row[0] + row[1]), row[2], row[3])
    ),
    min_size=1,
    max_size=8,
)


def turned_by_flow(n: int, arcs: Sequence[tuple[int, int]], rounds: int = 4) -> list[bool]:
    """Which arrows lead against the flow after so many rounds."""
    return turned_by_flows(n, arcs, [rounds])[0]


def span(layer: Sequence[int], arcs: list[Arc]) -> int:
    return sum(weight * (layer[b] - layer[a]) for a, b, _, weight in arcs)


def fits(layer: Sequence[int], arcs: list[Arc]) -> bool:
    return all(layer[b] - layer[a] >= least for a, b, least, _ in arcs)


@given(acyclic)
@settings(max_examples=30)
def test_no_other_columns_make_the_arrows_shorter(arcs: list[Arc]) -> None:
    """The sum of lengths is the least there is: all layerings of a small graph are tried."""
    layer = layered(4, arcs)
    assert fits(layer, arcs)
    assert span(layer, arcs) == min(span(tried, arcs) for tried in product(range(7), repeat=4) if fits(tried, arcs))


def test_a_bypass_does_not_stretch_the_chain() -> None:
    """A chain of three with a shortcut takes three columns; its loose end stays beside its neighbour."""
    layer = layered(4, [(0, 1, 1, 1), (1, 2, 1, 1), (0, 2, 1, 1), (3, 2, 1, 1)])
    assert layer == [0, 1, 2, 1]


def test_parts_without_arrows_between_them_each_begin_at_the_left() -> None:
    """Every part of a map starts in the first column."""
    assert layered(5, [(0, 1, 1, 1), (2, 3, 1, 1)]) == [0, 1, 0, 1, 0]


arrows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda a: a[0] != a[1]), max_size=18)


@given(arrows, st.sampled_from(["sources", "depth", "shuffled", "flow", "loops"]))
def test_turning_the_chosen_arrows_leaves_no_circle(arcs: list[tuple[int, int]], how: str) -> None:
    """Every orientation can be walked forward only."""
    turned = {
        "sources": lambda: turned_from_sources(7, arcs),
        "depth": lambda: turned_by_depth(7, arcs),
        "shuffled": lambda: turned_by_depth(7, arcs, seed=3),
        "flow": lambda: turned_by_flow(7, arcs),
        "loops": lambda: [a and b for a, b in zip(turned_by_flow(7, arcs), in_loops(7, arcs), strict=True)],
    }[how]()
    forward = {(b, a) if back else (a, b) for (a, b), back in zip(arcs, turned, strict=True)}
    left = set(range(7))
    while sources := {v for v in left if not any(b == v and a in left for a, b in forward)}:
        left -= sources
    assert not left


@given(arrows)
def test_arrows_in_loops_lead_back_to_their_beginning(arcs: list[tuple[int, int]]) -> None:
    """Part of a loop are those arrows whose end leads back to their beginning."""
    assert in_loops(7, arcs) == [a in reached_from({b}, set(arcs)) for a, b in arcs]


@given(arrows)
def test_several_numbers_of_rounds_at_once_are_the_same_as_each_by_itself(arcs: list[tuple[int, int]]) -> None:
    """However many rounds are asked for, and in whatever order."""
    assert turned_by_flows(7, arcs, (4, 1, 8)) == [turned_by_flow(7, arcs, rounds) for rounds in (4, 1, 8)]


def test_a_loop_turns_one_arrow() -> None:
    """A ring of four is opened at one place only."""
    ring = [(0, 1), (1, 2), (2, 3), (3, 0)]
    assert sum(turned_from_sources(4, ring)) == sum(turned_by_depth(4, ring)) == sum(turned_by_flow(4, ring)) == 1


def test_of_many_arrows_those_are_turned_that_lead_far_back() -> None:
    """Forty columns of ten, and one arrow in twelve from anywhere back to anywhere: they are found, and not others."""
    dice = random.Random(1)
    wide, n = 10, 400
    forth = [(v, v // wide * wide + wide + dice.randrange(wide)) for v in range(n - wide) for _ in range(2)]
    forth += [(v // wide * wide - wide + dice.randrange(wide), v) for v in range(wide, n)]
    back = [(dice.randrange(a // wide * wide), a) for a in dice.choices(range(wide, n), k=len(forth) // 12)]
    order = list(range(n))
    dice.shuffle(order)
    arcs = sorted({(order[a], order[b]) for a, b in forth}) + [(order[b], order[a]) for a, b in back]
    turned = turned_by_flow(n, arcs)
    assert sum(turned) < 1.1 * len(back)
    forward = [((b, a) if is_turned else (a, b)) + (1, 1) for (a, b), is_turned in zip(arcs, turned, strict=True)]
    meant = [(a, b, 1, 1) for a, b in arcs[: -len(back)]] + [(b, a, 1, 1) for a, b in arcs[-len(back) :]]
    assert span(layered(n, forward), forward) < 1.5 * span(layered(n, meant), meant)


def reached_from(beginnings: set[int], arcs: set[tuple[int, int]]) -> set[int]:
    found = set(beginnings)
    while more := {b for a, b in arcs if a in found} - found:
        found |= more
    return found


@pytest.mark.parametrize("turning", [turned_from_sources, turned_by_flow])
@given(arcs=arrows)
def test_only_what_has_no_way_in_begins(turning: Turning, arcs: list[tuple[int, int]]) -> None:
    """What the sources lead to is reached from them by arrows that were not turned."""
    sources = set(range(7)) - {b for _, b in arcs}
    turned = turning(7, arcs)
    straight = {arc for arc, back in zip(arcs, turned, strict=True) if not back}
    assert reached_from(sources, straight) == reached_from(sources, set(arcs))


@pytest.mark.parametrize("turning", [turned_from_sources, turned_by_flow])
def test_rework_leads_back_and_the_first_step_does_not(turning: Turning) -> None:
    """A start, a step, a check that sends back: though turning the way to the check costs as little, the return turns."""
    assert turning(4, [(0, 1), (1, 2), (2, 1), (2, 3)]) == [False, False, True, False]
    # A detour that returns to the step after the start: a drawing that began at the detour would turn as many.
    assert turning(5, [(0, 1), (1, 2), (2, 3), (3, 1), (2, 4)]) == [False, False, False, True, False]
