"""Three ways to the same mean: exact, sampled side by side, simulated item by item. They share nothing but the numbers."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from tests.analysis.random_maps import FIXED, SPREAD, random_map

from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import sample_map
from crosslane.analysis.simulate import simulate_map
from crosslane.exchange.templates import template, template_ids
from crosslane.model.map import Map
from laws.flows import flow_maps

ERRORS = 5.0  # Standard errors. The same maps and seeds every time; `fuzz_chance.py` tries others.


def near(one: float, other: float, error: float) -> bool:
    """Say whether two means differ by no more than chance."""
    return abs(one - other) <= ERRORS * error + 1e-6 * max(1.0, abs(other))


def check(map_: Map) -> None:
    """Compare the three; where the exact engine calls itself approximate, only sampling and simulation of nested maps."""
    figures = analyse(map_)
    lead = figures.map.lead_time
    assert lead.bound == "exact"
    assert lead.value is not None
    sampled, run = sample_map(map_, figures, 3000), simulate_map(map_, items=1000)
    assert sampled is not None
    assert run is not None
    error = run.half_width / 1.96
    if figures.map.method == "exact":
        assert near(sampled.mean, lead.value, sampled.error)
        assert near(run.mean, lead.value, error)


@pytest.mark.parametrize("seed", range(25))
def test_nested_maps_take_what_they_take(seed: int) -> None:
    """Choices, loops until right or at most n times, branches side by side, some of them, in one another."""
    check(random_map(Random(seed), times=FIXED))


@pytest.mark.parametrize("seed", range(15))
def test_spread_branches_are_sampled_and_simulated_alike(seed: int) -> None:
    """With times that spread the last of several branches is nobody's mean: sampling and simulation agree on it."""
    map_ = random_map(Random(seed), times=SPREAD)
    figures = analyse(map_)
    sampled, run = sample_map(map_, figures, 3000), simulate_map(map_, items=1000)
    assert sampled is not None
    assert run is not None
    assert near(sampled.mean, run.mean, (sampled.error**2 + (run.half_width / 1.96) ** 2) ** 0.5)


@pytest.mark.parametrize("seed", range(15))
def test_what_does_not_nest_is_exact_or_says_that_it_is_not(seed: int) -> None:
    """Returns out of branches and second starts: a result that calls itself exact is."""
    check(random_map(Random(seed), wild=True))


@given(flow_maps())
def test_any_map_that_is_called_exact_takes_what_items_take(map_: Map) -> None:
    """Branches that cross, die out, come back or are first: items followed one by one take as long in the mean."""
    figures = analyse(map_).map
    if figures.method != "exact" or figures.lead_time.value is None:
        return
    for items in (500, 20_000):  # a difference by chance does not stay
        run = simulate_map(map_, items=items)
        if run is None or near(run.mean, figures.lead_time.value, run.half_width / 1.96):
            return
    assert run.mean == figures.lead_time.value


@pytest.mark.parametrize("id_", template_ids())
def test_templates_take_what_they_take(id_: str) -> None:
    """All twelve maps that are shipped, where everything that items pass is said."""
    map_ = template(id_)
    figures = analyse(map_)
    sampled, run = sample_map(map_, figures, 4000), simulate_map(map_, items=1000)
    lead = figures.map.lead_time
    assert (sampled is None) == (lead.bound != "exact")
    assert run is not None
    if sampled is not None and lead.value is not None and figures.map.method == "exact":
        assert near(sampled.mean, lead.value, sampled.error)
        assert near(run.mean, lead.value, run.half_width / 1.96)
