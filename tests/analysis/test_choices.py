"""Choices that nobody decided: whatever they turn out to be, every result lies in the range that is told."""

from __future__ import annotations

import pytest
from tests.analysis.maps import a_map, step
from tests.analysis.maps import flow as flow_that_says

from crosslane.analysis.flow import analyse
from crosslane.model.quantity import Quantity, between
from crosslane.model.records import Flow


def flow(source: str, target: str, wait: str = "0h", **fields: object) -> Flow:
    """Return a flow that waits nothing unless it says so."""
    return flow_that_says(source, target, wait, **fields)


def near(low: float, high: float) -> Quantity:
    """Return a range that is compared to within rounding."""
    return between(pytest.approx(low), pytest.approx(high))


def test_two_ends_of_the_same_length_may_differ_in_what_is_usable() -> None:
    """Both take no time; of what goes to the one 9 in 10 are usable, of what goes to the other 8."""
    choice = step("a", "0h", split="one", pca=0.9)
    ways = flow("a", "b"), flow("a", "c")
    found = analyse(a_map(choice, step("b", "0h", pca=0.9), step("c", "0h", pca=0.8), *ways)).map
    assert found.lead_time.value == 0.0
    assert found.rolled_pca == near(0.72, 0.81)
    assert found.method == "exact"


def test_the_way_between_the_shortest_and_the_longest_may_be_most_work() -> None:
    """Waiting ten hours or none takes no work; the five hours between them do."""
    ways = flow("a", "b"), flow("a", "c"), flow("a", "d", "10h")
    found = analyse(a_map(step("a", "0h", split="one"), step("b", "0h"), step("c", "5h"), step("d", "0h"), *ways)).map
    assert (found.lead_time, found.effort, found.process_time) == (between(0, 10), between(0, 5), between(0, 5))


def test_a_choice_beside_another_start_is_a_range_too() -> None:
    """The hour is spent by all that go there, or by none: the other start leads where the choice may not."""
    map_ = a_map(
        step("s", "0h", split="one"), step("a", "1h"), step("b", "0h"), step("t", "0h", split="some"), step("e", "0h"),
        flow("s", "a"), flow("s", "b"), flow("b", "e"), flow("t", "e", probability=0.5),
    )  # fmt: skip
    found = analyse(map_).map
    assert (found.lead_time, found.effort) == (between(0, 1), between(0, 1))


def test_of_ways_that_race_the_risky_one_may_be_longer_although_it_is_shorter_in_the_mean() -> None:
    """Beside five hours: five, six, or nine every second time and else none. The mean of the last is least, its end latest."""
    map_ = a_map(
        step("s", "0h", split="all"), step("beside", "5h"), step("a", "0h", split="one"), step("five", "5h"),
        step("six", "6h"), step("risky", "0h"), step("nine", "9h"), step("e", "0h"),
        flow("s", "beside"), flow("s", "a"), flow("beside", "e"), flow("a", "five"), flow("a", "six"), flow("a", "risky"),
        flow("five", "e"), flow("six", "e"), flow("nine", "e"),
        flow("risky", "nine", probability=0.5), flow("risky", "e", probability=0.5),
    )  # fmt: skip
    assert analyse(map_).map.lead_time == near(5, 7)


def test_some_of_the_ways_that_nobody_decided_may_be_the_shortest() -> None:
    """The first starts the end: by the quick one alone, or with the slow one, after an hour; by the slow one alone after nine."""
    map_ = a_map(
        step("s", "0h", split="some"), step("quick", "1h"), step("slow", "9h"), step("e", "0h", join="any"),
        flow("s", "quick"), flow("s", "slow"), flow("quick", "e"), flow("slow", "e"),
    )  # fmt: skip
    found = analyse(map_)
    assert found.map.lead_time == between(0, 9)
    assert found.steps["slow"].saved_if_halved == near(0, 4.5)


def test_what_comes_back_by_a_way_between_the_ends_is_counted() -> None:
    """Of three ways only the middle one is ever sent back, three in ten times: up to 3/7 of an item come back."""
    map_ = a_map(
        step("s", "0h", "ops", split="one"), step("a", "1h"), step("b", "0h"), step("c", "9h"),
        flow("s", "a"), flow("s", "b"), flow("s", "c"), flow("a", "s", type="rework", probability=0.3),
    )  # fmt: skip
    found = analyse(map_)
    assert found.lanes["dev"].rework_sent == near(0, 3 / 7)
    assert found.lanes["ops"].rework_received == near(0, 3 / 7)


def test_a_way_that_nobody_takes_at_one_end_is_left_out_of_what_a_return_costs() -> None:
    """Returns within returns, and a choice of which one way leads on within them: results, not a fault of the program."""
    map_ = a_map(
        step("s0", "0h"), step("s1", "0h", split="one"), step("s3", "0h", split="one"), step("s4", "0h"),
        flow("s0", "s1"), flow("s1", "s3"), flow("s1", "s4"), flow("s3", "s4"),
        flow("s4", "s1", type="rework", probability=0.3), flow("s1", "s0", type="rework", probability=0.2),
        flow("s3", "s3", type="rework", probability=0.2),
    )  # fmt: skip
    assert analyse(map_).map.lead_time.value == 0.0


def test_of_more_ways_than_are_looked_at_the_ends_are_not_called_exact() -> None:
    """Seven choices in a row have 128 ways to turn out: from the shortest to the longest, and close."""
    records = [step("s0", "0h", split="one")]
    for n in range(7):
        records += [step(f"a{n}", "1h"), step(f"b{n}", "3h"), step(f"s{n + 1}", "0h", split="one")]
        records += [flow(f"s{n}", f"a{n}"), flow(f"s{n}", f"b{n}"), flow(f"a{n}", f"s{n + 1}")]
        records += [flow(f"b{n}", f"s{n + 1}")]
    found = analyse(a_map(*records)).map
    assert (found.lead_time, found.method) == (between(7, 21), "approximate")
