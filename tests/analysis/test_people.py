"""People: what depends on one person, whose time is shared, which theory predicts a queue."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.capacity import queue_wait
from crosslane.analysis.flow import analyse
from crosslane.analysis.simulate import plan_of
from crosslane.model.records import Lane


def test_one_person_in_two_places_stops_more_than_either() -> None:
    """One person checks in two places of a choice, 5 and 3 of 10 items: without them 8 of 10 stop. No name is said."""
    steps = [
        step("in", "1h", type="decision"),
        step("quick", "1h", people=1, owners=("Ana",)),
        step("full", "1h", people=1, owners=("Ana",)),
        step("none", "1h", people=1, owners=("Ben",)),
    ]
    flows = [flow("in", to, "0", probability=p) for to, p in (("quick", 0.5), ("full", 0.3), ("none", 0.2))]
    found = analyse(a_map(*steps, *flows)).where_time_goes.depends_on_one
    assert [(place.on, place.amount.value) for place in found] == [
        ("full", pytest.approx(0.8)),
        ("none", pytest.approx(0.2)),
    ]
    assert found[0].sentence == "full and quick depend on the same one person: 8 of 10 items pass there."


def test_one_person_twice_in_a_row_counts_once() -> None:
    """Both steps of every item: all stop, not twice as many as there are."""
    steps = [step("a", "1h", people=1, owners=("Ana",)), step("b", "1h", people=1, owners=("Ana",))]
    found = analyse(a_map(*steps, flow("a", "b", "1h"))).where_time_goes.depends_on_one
    assert [place.amount.value for place in found] == [pytest.approx(1.0)]


@pytest.mark.parametrize(
    ("people", "variability", "theory", "spread"),
    [
        (2, None, "Erlang C (M/M/c)", 1.0),
        (2, "normal", "Erlang C (M/M/c)", 1.0),
        (1, "high", "Kingman (M/G/1)", 2.0),
        (3, "low", "Sakasegawa (G/G/m)", 0.25),
        (1, "none", "Kingman (M/G/1)", 0.0),
    ],
)
def test_a_predicted_queue_says_by_which_theory(people: int, variability: str, theory: str, spread: float) -> None:
    """The number and the theory stand side by side, for "Why?"."""
    map_ = a_map(step("a", "2h", people=people, variability=variability), step("b"), flow("a", "b", "0"), demand="2/d")
    found = analyse(map_).steps
    assert found["a"].predicted_by == theory
    assert found["a"].predicted_wait.value == pytest.approx(queue_wait(people, 0.25, 2.0, spread))
    assert found["b"].predicted_by is None


def test_kingman_is_exact_for_one_server() -> None:
    """Pollaczek and Khinchine, M/G/1: half of (1 + cs2), times rho / (1 - rho), times the service time."""
    assert queue_wait(1, 0.4, 2.0, 0.25) == pytest.approx((1 + 0.25) / 2 * 0.8 / 0.2 * 2.0)


def test_people_named_twice_are_said_to_be_shared() -> None:
    """Two steps name three people where the lane has two: one sentence asks whether that is meant."""
    lane = Lane(id="dev", order="1", name="Dev", people=2)
    map_ = a_map(step("a", "1h", people=2), step("b", "1h", people=1), flow("a", "b", "0"), lanes=(lane,), demand="2/d")
    found = [warning for warning in analyse(map_).warnings if warning.code == "shared-people"]
    assert [warning.on for warning in found] == [("dev", "a", "b")]
    assert found[0].sentence.startswith("Dev has 2 people and its steps name 3")


def test_queues_of_a_bank() -> None:
    """Erlang C through a map: 3 tellers, 72 an hour, 2 minutes each: 2.16 minutes in the queue, 80 % busy."""
    map_ = a_map(step("teller", "2 min", people=3), step("out", type="end"), flow("teller", "out", "0"), demand="72/h")
    teller = analyse(map_).steps["teller"]
    assert teller.utilisation.value == pytest.approx(0.8)
    assert (teller.predicted_wait.value or 0) * 60 == pytest.approx(2.157303370786516)


def test_a_lane_that_cannot_keep_up_says_how_the_queue_grows() -> None:
    """One person, 9 hours an item, 7 items in a week of 40 hours: 4.4 are done, and the rest stays."""
    lane = Lane(id="dev", name="Dev", order="1", people=1)
    map_ = a_map(step("a", "6h"), step("b", "3h"), flow("a", "b", "0"), lanes=(lane,), demand="7/w")
    said = [warning.sentence for warning in analyse(map_).warnings]
    assert "Dev, all its steps together, cannot keep up: the queue grows by 2.5 a week." in said


def test_the_queue_of_a_shared_pool_is_simulated_as_it_is_predicted() -> None:
    """One person of a lane named at both its steps is one person in the simulation too."""
    lane = Lane(id="dev", name="Dev", order="1", people=1)
    steps = [step("a", "1h", people=1), step("b", "1h", people=1)]
    plan = plan_of(a_map(*steps, flow("a", "b", "0"), lanes=(lane,), demand="2/d"))
    assert plan.pools == {"dev": 1}
    assert plan.people == {"a": "dev", "b": "dev"}
