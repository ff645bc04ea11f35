"""Returns out of branches that run at the same time: the moment when one is decided counts, not when it arrives."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import sample
from crosslane.analysis.net import read_net
from crosslane.analysis.simulate import simulate_map
from crosslane.model.map import Map


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
    assert analyse(a_map(*body, *ways, once, back)).map.method == "approximate"
