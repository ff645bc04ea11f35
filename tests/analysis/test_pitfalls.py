"""Known ways to be wrong about flow that no other test here names: what the result must not be."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.flow import analyse
from crosslane.analysis.outlook import outlook, refined
from crosslane.model.records import Lane


def test_the_mean_of_the_latest_is_later_than_the_latest_of_the_means() -> None:
    """Two branches of 1 to 9 days each: waiting for both takes longer than either on average, and that is said with its error."""
    steps = [step("a", "0h"), step("b", "8-40-72h"), step("c", "8-40-72h"), step("d", "0h")]
    map_ = a_map(*steps, *(flow(*ends, "0") for ends in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))))
    figures = analyse(map_)
    told = refined(map_, figures, outlook(map_, figures)).map
    assert figures.map.method == "approximate"
    assert told.method == "simulated"
    assert isinstance(told.error, float)
    assert told.error > 0
    assert (told.lead_time.value or 0) > 40 + 3 * told.error
    assert told.lead_time.value == pytest.approx(figures.map.lead_time.value, abs=5 * told.error)


def test_even_waits_race_as_even_waits() -> None:
    """Two weekly runs side by side, each somewhere in its week: the later is two thirds of a week away, not half."""
    steps = [step("a", "0h"), step("b", "0h", cadence="30h"), step("c", "0h", cadence="30h"), step("d", "0h")]
    flows = [flow("a", "b"), flow("a", "c"), flow("b", "d", "0"), flow("c", "d", "0")]
    map_ = a_map(*steps, *flows)
    figures = analyse(map_)
    told = refined(map_, figures, outlook(map_, figures)).map
    assert isinstance(told.error, float)
    assert told.lead_time.value == pytest.approx(20, abs=5 * told.error)


def test_a_wait_and_an_inventory_that_disagree_are_asked_about() -> None:
    """A day was said, but 80 items wait at 20 a week: four weeks. The wait that was said stays."""
    map_ = a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "1d", wip=80), demand="20/w")
    found = analyse(map_)
    assert [w.code for w in found.warnings] == ["wait-and-inventory"]
    assert found.flows["a-b"].wait.value == pytest.approx(8)
    assert not analyse(a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "3w", wip=80), demand="20/w")).warnings


def test_no_queue_is_predicted_for_batches_or_beyond_full_load() -> None:
    """Theory for single items says nothing about batches; and nothing waits a mean time where the queue only grows."""
    for fields, demand in (({"people": 1, "batch_size": 5}, "0.5/h"), ({"people": 1}, "1/h"), ({"people": 1}, "2/h")):
        found = analyse(a_map(step("a", "1h", **fields), step("b", "0h"), flow("a", "b", "0"), demand=demand)).steps[
            "a"
        ]
        assert found.predicted_wait.bound == "unknown"
        assert found.predicted_by is None


def test_float_noise_never_turns_the_order() -> None:
    """Two flows that cost the same but for the last bits keep the order of the map."""
    steps = [step(name, "0h") for name in "abcd"]
    flows = [flow("a", "b", "0.3h"), flow("b", "c", "0.1h", probability=1.0), flow("c", "d", "18 min")]
    found = analyse(a_map(*steps, *flows)).where_time_goes.time
    assert [place.on for place in found] == ["a-b", "c-d", "b-c"]


def test_a_lane_of_many_people_is_one_queue_for_all_its_steps() -> None:
    """Two people, two steps of 4 h, 1.5 items a day: 75 % busy together, and both steps wait in the same queue."""
    lane = Lane(id="dev", order="1", people=2)
    found = analyse(a_map(step("a", "4h"), step("b", "4h"), flow("a", "b", "0"), lanes=(lane,), demand="1.5/d"))
    assert found.lanes["dev"].busy.value == pytest.approx(0.75)
    both = [found.steps[name].predicted_wait.value for name in "ab"]
    assert both == pytest.approx([4 * 0.75**2 / (1 - 0.75**2)] * 2)


def test_an_inventory_before_a_choice_is_divided_by_what_passes_there() -> None:
    """Half of all items take a way where ten wait: twenty items' worth of demand; simulated it takes as long."""
    steps = [step("a", "0h", type="decision"), step("b", "0h"), step("c", "0h")]
    flows = [flow("a", "b", wip=10, probability=0.5), flow("a", "c", "0", probability=0.5)]
    found = analyse(a_map(*steps, *flows, demand="10/d"))
    assert found.flows["a-b"].wait.value == pytest.approx(16)
    assert found.map.lead_time.value == pytest.approx(8)
