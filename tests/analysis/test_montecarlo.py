"""Sampled lead times: they agree with the exact ones within their own error, and keep silent where they cannot."""

from __future__ import annotations

from tests.analysis.maps import a_map, flow, step

from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import sample
from crosslane.analysis.net import read_net


def test_rework_and_spread_agree_with_the_exact_mean() -> None:
    """Items that come back three times in ten take, on average, what the exact result says."""
    back = flow("b", "a", "4h", type="rework", probability=0.3)
    map_ = a_map(step("a", "2h"), step("b", "1h"), flow("a", "b", "8h"), back)
    sampled, exact = sample(read_net(map_)), analyse(map_).map.lead_time.value
    assert sampled is not None
    assert exact is not None
    assert abs(sampled.mean - exact) < 4 * sampled.error
    assert sampled.p50 <= sampled.p85 <= sampled.p95


def test_the_same_seed_gives_the_same_percentiles() -> None:
    """Printing the results twice prints the same."""
    back = flow("b", "a", "4h", type="rework", probability=0.3)
    net = read_net(a_map(step("a", "2h"), step("b", "1h"), flow("a", "b", "8h"), back))
    assert sample(net, seed=3) == sample(net, seed=3) != sample(net, seed=4)


def test_a_missing_number_gives_no_percentiles() -> None:
    """Nobody said the wait: percentiles of a lower bound would pretend to know it."""
    assert sample(read_net(a_map(step("a", "2h"), step("b", "1h"), flow("a", "b")))) is None


def test_of_branches_side_by_side_the_longest_decides() -> None:
    """Two branches of equal work and waits of 1 and 4 hours: every item takes six hours, along the longer one."""
    map_ = a_map(step("a", "1h"), step("b", "1h"), step("c", "1h"), flow("a", "b", "1h"), flow("a", "c", "4h"))
    sampled = sample(read_net(map_))
    assert sampled is not None
    assert sampled.mean == sampled.p95 == 6.0
    assert (sampled.critical["c"], sampled.critical["b"]) == (1.0, 0.0)
