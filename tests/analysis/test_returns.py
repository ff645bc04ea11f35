"""Returns out of branches that run at the same time: the moment when one is decided counts, not when it arrives."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import sample
from crosslane.analysis.net import read_net
from crosslane.analysis.outlook import outlook, outlook_told, refined
from crosslane.analysis.simulate import simulate_map
from crosslane.model.map import Map
from crosslane.model.records import Record


def two_checks(times: tuple[str, str], waits: tuple[str, str], targets: tuple[str, str], join: str = "all") -> Map:
    """An hour of z and of a, then two checks beside each other: 3 of 10 come back from b, 4 of 10 from c; an hour of d."""
    steps = [step("z", "1h"), step("a", "1h", split="all"), step("b", times[0]), step("c", times[1])]
    ways = [flow(*ends, "0h") for ends in (("z", "a"), ("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))]
    back = [
        flow(source, target, wait, type="rework", probability=share, id=f"back-{source}")
        for source, target, wait, share in zip("bc", targets, waits, (0.3, 0.4), strict=True)
    ]
    return a_map(*steps, step("d", "1h", join=join), *ways, *back)


@pytest.mark.parametrize(
    ("map_", "hours"),
    [
        # b decides first, at 2 h, however long its way back is: 1 + 0.3 (2 + 10) + 0.28 (5 + 1) + 0.42 * 5, each round.
        (two_checks(("2h", "5h"), ("10h", "1h"), ("a", "a")), 2 + 8.38 / 0.42),
        # Both at 2 h: where both come back the one that leads further back counts, on whichever side it stands.
        (two_checks(("2h", "2h"), ("0h", "0h"), ("a", "z")), 2 + 3.4 / 0.42),
        (two_checks(("2h", "2h"), ("0h", "0h"), ("z", "a")), 2 + 3.3 / 0.42),
        # The first to arrive goes on and the other is ignored; a return at the very moment of an arrival comes first.
        (two_checks(("2h", "3h"), ("4h", "1h"), ("a", "a"), "any"), 2 + 4.2 / 0.7),
        (two_checks(("2h", "2h"), ("4h", "1h"), ("a", "a"), "any"), 2 + 4.48 / 0.42),
    ],
)
def test_exact_sampled_and_simulated_agree(map_: Map, hours: float) -> None:
    """Three ways to count, which share nothing but the map, and the sum by hand."""
    found, sampled, simulated = analyse(map_).map, sample(read_net(map_)), simulate_map(map_)
    assert found.method == "exact"
    assert found.lead_time.value == pytest.approx(hours)
    assert sampled is not None
    assert sampled.mean == pytest.approx(hours, abs=4 * sampled.error)
    assert simulated is not None
    assert simulated.agrees_with(hours, 4)


def test_two_steps_are_as_late_as_one_of_both_their_times() -> None:
    """Equal moments are equal whichever way they are added up: b in two steps of an hour beside c of two."""
    map_ = two_checks(("1h", "2h"), ("0h", "0h"), ("a", "z"))
    longer = map_.flow("a-b").but(target="b0")
    more = [record for record in map_.records() if record.id != "a-b"]
    found = Map.of([*more, longer, step("b0", "1h"), flow("b0", "b", "0h", number=9)])
    assert analyse(found).map.lead_time.value == pytest.approx(2 + 3.4 / 0.42)
    simulated = simulate_map(found)
    assert simulated is not None
    assert simulated.agrees_with(2 + 3.4 / 0.42, 4)


def test_a_counted_return_in_a_branch_that_items_come_to_again_is_not_called_exact() -> None:
    """At most once, says the return from b; coming to b a second time from d, it is counted anew: that is simulated."""
    body = [step("a", "1h", split="all"), step("b", "1h"), step("c", "1h"), step("d", "1h")]
    ways = [flow(*ends, "0h") for ends in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))]
    once = flow("b", "b", "0h", type="rework", probability=0.5, max_repeats=1)
    assert analyse(a_map(*body, *ways, once)).map.method == "exact"
    back = flow("d", "a", "0h", type="rework", probability=0.5)
    assert analyse(a_map(*body, *ways, once, back)).map.method == "simulated"


def a_race(*flows: Record) -> Map:
    """An hour each of a, b and d; what comes from b is ten hours on its way."""
    ways = [flow(*ends) for ends in (("s", "a", "0h"), ("s", "b", "0h"), ("a", "d", "0h"), ("b", "d", "10h"))]
    return a_map(step("s", "0h", split="all"), *(step(name, "1h") for name in "abd"), *ways, *flows)


def test_what_comes_from_elsewhere_is_awaited_however_often_a_branch_is_done_again() -> None:
    """E max(N, 11) + 1 where N is how often a is done, 1 in 10 being right: 12 + 0.9^11 / 0.1."""
    map_ = a_race(flow("a", "a", "0h", type="rework", probability=0.9))
    found = analyse(map_)
    hours = 12 + 0.9**11 / 0.1
    assert found.map.lead_time.value == pytest.approx(hours)
    told = refined(found, outlook(map_, found)).map
    assert (told.method, told.lead_time.value) == ("approximate", pytest.approx(hours))
    simulated = simulate_map(map_)
    assert simulated is not None
    assert simulated.agrees_with(hours, 4)


@pytest.mark.parametrize(("split", "most", "hours"), [("one", 2, 6.65625), ("some", 2, 7.6603515625)])
def test_what_a_step_once_began_with_does_not_begin_it_again(split: str, most: int, hours: float) -> None:
    """From d a quarter comes back to b, past a; where nothing leads on from b the item is at its end.

    One of two ways: m = 4 + 1/4 (2 + m'/2) each round, twice at most; then 0.7 (2 + m) + 0.3 (3 + m/2).
    """
    steps = [step("s", "1h", split="one"), step("a", "1h"), step("b", "2h", split=split), step("c", "1h")]
    steps += [step("d", "4h"), step("e", type="end"), step("x", type="end")]
    ways = [flow("s", "a", "0h", probability=0.7), flow("s", "b", "0h", probability=0.3), flow("a", "d", "0h")]
    ways += [flow("b", "d", "0h", probability=0.5), flow("d", "e", "0h")]
    ways += [flow("b", "x" if split == "one" else "c", "0h", probability=0.5)]
    ways += [flow("c", "d", "0h")] if split == "some" else []
    map_ = a_map(*steps, *ways, flow("d", "b", "0h", type="rework", probability=0.25, max_repeats=most))
    found, simulated = analyse(map_).map, simulate_map(map_)
    assert (found.method, found.lead_time.value) == ("exact", pytest.approx(hours))
    assert simulated is not None
    assert simulated.agrees_with(hours, 4)


def test_where_exactness_ends_the_simulated_mean_stands_everywhere() -> None:
    """A branch that may die out after the other is through: 0.5 (8 + 2) + 0.5 * 8 is what items followed one by one take."""
    steps = [
        step("s", "0h", split="all"),
        step("a", "8h", split="some"),
        step("b", "1h"),
        step("c", "1h"),
        step("d", "1h"),
    ]
    ways = [flow("s", "a", "0h"), flow("s", "b", "0h"), flow("a", "c", "0h", probability=0.5), flow("c", "d", "0h")]
    map_ = a_map(*steps, *ways, flow("b", "d", "0h"))
    found = analyse(map_)
    chance = outlook(map_, found)
    told = refined(found, chance).map
    assert told.method == "simulated"
    assert isinstance(told.error, float)
    assert told.lead_time.value == pytest.approx(9, abs=4 * told.error)
    assert (told.lead_time.low, told.lead_time.high) == (told.lead_time.value, told.lead_time.value)
    assert outlook_told(map_, chance)[0].startswith("Simulated, items take 1 day on average, give or take 2 min")


def test_value_delivered_among_crossing_branches_that_come_back() -> None:
    """What is delivered in one of them ends the round there, however many rounds there are, and nothing leads on from it."""
    steps = [step("s", "1h", split="all"), *(step(n, "2h", split="all") for n in "ab"), step("c", "1h")]
    steps += [step("d", "4h", value_delivered=True), step("e", "1h")]
    ends = ["s-a", "s-b", "a-c", "a-d", "b-c", "b-d", "c-e", "d-e"]
    flows = [flow(*way.split("-"), "1h") for way in ends]
    figures = analyse(a_map(*steps, *flows, flow("c", "a", "1h", type="rework", probability=0.5)))
    # 1 h, 1 h of waiting, 2 h, 1 h of waiting and 4 h: whatever comes back takes place beside them.
    assert figures.map.lead_time.value == pytest.approx(9.0)
