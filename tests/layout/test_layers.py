"""Columns by network simplex."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.layout.layers import Arc, layered
from crosslane.layout.orient import turned_by_depth, turned_from_sources

acyclic = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(0, 2), st.integers(1, 3)).map(
        lambda row: (row[0], min(3, row[0] + row[1]), row[2], row[3])
    ),
    min_size=1,
    max_size=8,
)


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


@given(arrows, st.sampled_from(["sources", "depth", "shuffled"]))
def test_turning_the_chosen_arrows_leaves_no_circle(arcs: list[tuple[int, int]], how: str) -> None:
    """Every orientation can be walked forward only."""
    turned = {
        "sources": lambda: turned_from_sources(7, arcs),
        "depth": lambda: turned_by_depth(7, arcs),
        "shuffled": lambda: turned_by_depth(7, arcs, seed=3),
    }[how]()
    forward = {(b, a) if back else (a, b) for (a, b), back in zip(arcs, turned, strict=True)}
    left = set(range(7))
    while sources := {v for v in left if not any(b == v and a in left for a, b in forward)}:
        left -= sources
    assert not left


def test_a_loop_turns_one_arrow() -> None:
    """A ring of four is opened at one place only."""
    ring = [(0, 1), (1, 2), (2, 3), (3, 0)]
    assert sum(turned_from_sources(4, ring)) == sum(turned_by_depth(4, ring)) == 1


def reached_from(beginnings: set[int], arcs: set[tuple[int, int]]) -> set[int]:
    found = set(beginnings)
    while more := {b for a, b in arcs if a in found} - found:
        found |= more
    return found


@given(arrows)
def test_only_what_has_no_way_in_begins(arcs: list[tuple[int, int]]) -> None:
    """What the sources lead to is reached from them by arrows that were not turned."""
    sources = set(range(7)) - {b for _, b in arcs}
    turned = turned_from_sources(7, arcs)
    straight = {arc for arc, back in zip(arcs, turned, strict=True) if not back}
    assert reached_from(sources, straight) == reached_from(sources, set(arcs))


def test_rework_leads_back_and_the_first_step_does_not() -> None:
    """A start, a step, a check that sends back: though turning the way to the check costs as little, the return turns."""
    assert turned_from_sources(4, [(0, 1), (1, 2), (2, 1), (2, 3)]) == [False, False, True, False]
    # A detour that returns to the step after the start: a drawing that began at the detour would turn as many.
    assert turned_from_sources(5, [(0, 1), (1, 2), (2, 3), (3, 1), (2, 4)]) == [False, False, False, True, False]
