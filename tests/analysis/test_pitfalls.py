"""Known ways to be wrong about flow that no other test here names: what the result must not be."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.flow import analyse
from crosslane.analysis.outlook import outlook, refined
from crosslane.analysis.rank import Lead, rank_stability
from crosslane.analysis.simulate import simulate_map
from crosslane.model.diff import Change
from crosslane.model.records import Lane


def test_the_mean_of_the_latest_is_later_than_the_latest_of_the_means() -> None:
    """Two branches of 1 to 9 days each: waiting for both takes longer than either on average, and that is said with its error."""
    steps = [step("a", "0h"), step("b", "8-40-72h"), step("c", "8-40-72h"), step("d", "0h")]
    map_ = a_map(*steps, *(flow(*ends, "0") for ends in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))))
    figures = analyse(map_)
    told = refined(figures, outlook(map_, figures)).map
    assert told.method == "approximate"
    assert isinstance(told.error, float)
    assert told.error > 0
    assert (told.lead_time.value or 0) > 40 + 3 * told.error
    run = simulate_map(map_)
    assert run is not None
    assert run.agrees_with(told.lead_time.value or 0, 4)


def test_even_waits_race_as_even_waits() -> None:
    """Two weekly runs side by side, each somewhere in its week: the later is two thirds of a week away, not half."""
    steps = [step("a", "0h"), step("b", "0h", cadence="30h"), step("c", "0h", cadence="30h"), step("d", "0h")]
    flows = [flow("a", "b"), flow("a", "c"), flow("b", "d", "0"), flow("c", "d", "0")]
    map_ = a_map(*steps, *flows)
    figures = analyse(map_)
    told = refined(figures, outlook(map_, figures)).map
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


def test_totals_are_sums_of_means_never_of_likely_values() -> None:
    """Mostly two days and now and then a month adds more than four days always: by the mean, and a median is no sum."""
    steps = [step(name, "0h") for name in "abc"]
    map_ = a_map(*steps, flow("a", "b", "4d"), flow("b", "c", "1-2-30d"))
    figures = analyse(map_)
    mean = (1 + 4 * 2 + 30) / 6 * 8
    assert figures.map.lead_time.value == pytest.approx(32 + mean)
    assert [place.on for place in figures.where_time_goes.time] == ["b-c", "a-b"]
    told = refined(figures, outlook(map_, figures)).map
    assert told.p50 is not None
    assert told.p50 < (told.lead_time.value or 0) - 1


def test_no_wait_is_a_number_and_keeps_the_order_of_the_map() -> None:
    """Flows that wait nothing are known and cost nothing; flows that wait alike stand in the order of their numbers."""
    steps = [step(name, "1h") for name in "abcd"]
    found = analyse(a_map(*steps, flow("c", "d", "2h"), flow("b", "c", "0h"), flow("a", "b", "2h")))
    assert found.map.missing == ()
    assert found.flows["b-c"].saved_if_removed.value == 0
    assert [place.on for place in found.where_time_goes.time] == ["c-d", "a-b"]


@pytest.mark.parametrize("text", ["-2h", "-1-3d", "3--1d"])
def test_nothing_waits_less_than_nothing(text: str) -> None:
    """A negative time is refused with a sentence and counts as unknown: the sum stays a lower bound."""
    found = analyse(a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", text)))
    assert [warning.code for warning in found.warnings] == ["not-a-time"]
    assert found.map.lead_time.bound == "at-least"
    assert found.map.lead_time.value == pytest.approx(2)


def test_what_is_said_of_some_items_only_is_no_end_of_theirs() -> None:
    """Nine of ten are accounted for: the tenth is asked about and goes the known ways; it does not end half way."""
    steps = [step("a", "1h"), step("b", "1h"), step("c", "1h")]
    flows = [flow("a", "b", "0h", probability=0.6), flow("a", "c", "0h", probability=0.3)]
    found = analyse(a_map(*steps, *flows))
    assert [warning.code for warning in found.warnings] == ["shares-not-one"]
    assert found.steps["b"].reached + found.steps["c"].reached == pytest.approx(1)
    assert found.map.lead_time.value == pytest.approx(2)


def test_where_everything_passes_is_no_bottleneck_by_itself() -> None:
    """A hub on every way, with no wait and nobody counted, is in none of the four lists."""
    ends = "abc"
    steps = [step(name, "1h") for name in ends] + [step("hub", "1h")] + [step(f"to-{name}", "1h") for name in ends]
    flows = [flow(name, "hub", "0h") for name in ends] + [flow("hub", f"to-{name}", "1h") for name in ends]
    where = analyse(a_map(*steps, *flows)).where_time_goes
    assert not any("hub" in place.on.split("-")[-1:] or place.on == "hub" for place in where.time)
    assert (where.pace, where.comes_back, where.depends_on_one) == ((), (), ())


def test_two_savings_within_their_rounding_are_a_close_call() -> None:
    """ "3d" is two and a half to three and a half days: beside 3.2 d nothing is clear, beside 5 d the order is."""

    def lead(other: str) -> Lead:
        map_ = a_map(step("a", "1h"), step("b", "1h"), step("c", "1h"), flow("a", "b", "3d"), flow("b", "c", other))
        found = rank_stability(map_, analyse(map_))
        assert found is not None
        return found

    assert not lead("3.2d").is_clear
    assert lead("5d").is_clear
    assert lead("5d").first == "b-c"


def test_open_items_that_the_times_do_not_explain_are_asked_about() -> None:
    """Thirty items are open at a step of a day, at five a week: its times explain one. Results stay what they were."""
    plain = a_map(step("a", "1d"), step("b", "1h"), flow("a", "b", "0h"), demand="5/w")
    found = analyse(plain.apply({"a": Change(plain.step("a"), plain.step("a").but(wip=30))}))
    assert [warning.code for warning in found.warnings] == ["open-items-and-time"]
    assert found.map == analyse(plain).map


def test_a_first_step_that_had_to_be_guessed_is_named() -> None:
    """All steps have a way in and lead to all: the first drawn is taken, and said; marked as a start it is silent."""
    ways = [("none", "head", 0.5), ("none", "none", 0.5), ("head", "end", 0.5), ("head", "none", 0.5)]
    flows = [flow(source, target, "0h", probability=share) for source, target, share in ways]
    steps = [step("none", "1h"), step("head", "1h"), step("end", "0h", type="end")]
    found = analyse(a_map(*steps, *flows))
    assert found.map.lead_time.value == pytest.approx(6)
    assert [warning.code for warning in found.warnings] == ["no-start"]
    marked = [steps[0].but(type="start"), *steps[1:]]
    assert analyse(a_map(*marked, *flows)).warnings == ()
