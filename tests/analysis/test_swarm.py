"""Loops of many places, in which items are walked all at once."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis import swarm
from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import Sampled, sample_map
from crosslane.model.map import Map

SIDE = 4


def _wandering(spread: bool) -> Map:
    """Return a board whose squares lead to their neighbours alike; the last one has a way out, and a step after it."""
    squares = [(i, j) for i in range(SIDE) for j in range(SIDE)]
    records = [step(f"s{i}{j}", "1-3h" if spread and i == j else "1h", split="one") for i, j in squares]
    last = f"s{SIDE - 1}{SIDE - 1}"
    for i, j in squares:
        near = [(a, b) for a, b in squares if abs(a - i) + abs(b - j) == 1]
        ends = [f"s{a}{b}" for a, b in near] + (["out"] if f"s{i}{j}" == last else [])
        wait = "1-2-6h" if spread and i == 1 else "2h"
        records += [flow(f"s{i}{j}", end, wait, probability=1 / len(ends)) for end in ends]
    return a_map(*records, step("out", "5h"))


def _sampled(map_: Map) -> Sampled:
    found = sample_map(map_, analyse(map_), 10_000)
    assert found is not None
    return found


@pytest.mark.parametrize("spread", [False, True])
def test_items_in_a_wide_loop_take_as_long_as_is_exact(spread: bool) -> None:
    map_ = _wandering(spread)
    exact, sampled = analyse(map_), _sampled(map_)
    assert exact.map.method == "exact"
    assert abs(sampled.mean - (exact.map.lead_time.value or 0.0)) < 4 * sampled.error
    assert sampled.sd == pytest.approx(exact.map.sd, rel=0.05)
    for id_, figures in {**exact.steps, **exact.flows}.items():
        assert sampled.critical.get(id_, 0.0) == pytest.approx(figures.criticality, abs=0.03), id_


def test_walked_at_once_or_place_by_place_chance_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    map_ = _wandering(spread=True)
    at_once = _sampled(map_)
    monkeypatch.setattr(swarm, "_MARKS", 100_000)
    in_lots = _sampled(map_)
    monkeypatch.setattr(swarm, "_MANY", 10**9)
    one_by_one = _sampled(map_)
    assert (
        len({at_once.mean, in_lots.mean, one_by_one.mean}) == 3
    )  # Chance falls otherwise: all three are really walked.
    for other in (at_once, in_lots):
        assert abs(other.mean - one_by_one.mean) < 4 * (other.error**2 + one_by_one.error**2) ** 0.5
        assert other.critical.keys() == one_by_one.critical.keys()
