"""What a drawn flow means, and how honest the numbers are while some are missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.flow import analyse, figures_json
from crosslane.analysis.ladder import strip
from crosslane.analysis.montecarlo import sample_map
from crosslane.analysis.where import said_again
from crosslane.model.edits import set_fields
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity, at_most, exact
from crosslane.model.values import Duration


def test_two_numbers_give_an_answer() -> None:
    """One wait and one process time: at least so much, and what to ask next."""
    figures = analyse(a_map(step("a", "2h"), step("b"), step("c"), flow("a", "b", "3d"), flow("b", "c")))
    assert figures.map.lead_time.bound == "at-least"
    assert figures.map.lead_time.value == pytest.approx(26)
    assert "flow:b-c.wait" in figures.map.missing
    assert figures.map.ask_next == "flow:b-c.wait"


def test_an_empty_map_has_no_results_and_no_fault() -> None:
    """Nothing drawn, nothing claimed."""
    figures = analyse(Map.of())
    assert figures.map.lead_time.bound == "unknown"
    assert figures.warnings == ()


def test_at_most_once_and_until_right() -> None:
    """Rework of 3 in 10: once is 1.3 rounds, until right 1/0.7."""
    body = [step("make", "10h"), step("check", "0h"), step("end", type="end")]
    flows = [flow("make", "check", "0"), flow("check", "end", "0")]
    until = analyse(a_map(*body, *flows, flow("check", "make", "0", type="rework", probability=0.3)))
    once = analyse(a_map(*body, *flows, flow("check", "make", "0", type="rework", probability=0.3, max_repeats=1)))
    twice = analyse(a_map(*body, *flows, flow("check", "make", "0", type="rework", probability=0.3, max_repeats=2)))
    assert until.map.lead_time.value == pytest.approx(10 / 0.7)
    assert once.map.lead_time.value == pytest.approx(13)
    assert twice.map.lead_time.value == pytest.approx(10 * (1 + 0.3 + 0.09))
    assert once.flows["check-make"].traversals == pytest.approx(0.3)
    assert twice.steps["make"].visits == pytest.approx(1.39)


def test_a_drawn_return_replaces_the_written_share() -> None:
    """The same failure is never counted twice: with a return of 3 in 10 the share is 7 in 10."""
    steps = [step("a", "1h"), step("b", "1h", lane="ops"), step("c", "1h", lane="ops")]
    flows = [flow("a", "b", "1h", pca=0.6), flow("b", "c", "1h"), flow("b", "a", "0", type="rework", probability=0.3)]
    figures = analyse(a_map(*steps, *flows))
    assert figures.map.rolled_pca.value == pytest.approx(0.7)
    assert any(w.code == "share-and-return" and "fourth" in w.sentence for w in figures.warnings)


def test_an_open_choice_is_a_range_never_an_equal_split() -> None:
    """Nobody said how many go which way: from the shortest to the longest."""
    steps = [step("a", "1h", type="decision"), step("quick", "1h"), step("slow", "9h"), step("end", type="end")]
    flows = [flow("a", "quick", "0"), flow("a", "slow", "0"), flow("quick", "end", "0"), flow("slow", "end", "0")]
    figures = analyse(a_map(*steps, *flows))
    lead = figures.map.lead_time
    assert (lead.bound, lead.value, lead.low, lead.high) == ("between", None, 2, 10)
    assert any(warning.code == "open-choice" for warning in figures.warnings)


def test_the_last_share_follows_from_the_others() -> None:
    """6 in 10 one way leaves 4 in 10 for the other."""
    steps = [step("a", "0h", type="decision"), step("b", "10h"), step("c", "20h")]
    figures = analyse(a_map(*steps, flow("a", "b", "0", probability=0.6), flow("a", "c", "0")))
    assert figures.map.lead_time.value == pytest.approx(14)
    assert figures.flows["a-c"].traversals == pytest.approx(0.4)


def test_a_loop_that_nobody_leaves_is_named() -> None:
    """Always sent back: no number, one sentence, no crash."""
    steps = [step("a", "1h"), step("b", "1h")]
    figures = analyse(a_map(*steps, flow("a", "b", "0"), flow("b", "a", "0", type="rework", probability=1.0)))
    assert figures.map.lead_time.bound == "unknown"
    assert figures.map.error is not None
    assert figures.warnings[0].code == "loop-without-exit"


def test_some_of_the_branches() -> None:
    """Two optional reviews: the mean of the maximum, not the maximum of the means."""
    steps = [step("a", "0h", split="some"), step("b", "10h"), step("c", "20h"), step("d", "0h")]
    flows = [
        flow("a", "b", "0", probability=0.5),
        flow("a", "c", "0", probability=0.5),
        flow("b", "d", "0"),
        flow("c", "d", "0"),
    ]
    figures = analyse(a_map(*steps, *flows))
    assert figures.map.lead_time.value == pytest.approx(0.25 * 0 + 0.25 * 10 + 0.5 * 20)


def test_the_first_arrival_may_start_a_step() -> None:
    """Join "any": later branches are ignored."""
    steps = [step("a", "0h"), step("b", "10h"), step("c", "2h"), step("d", "1h", join="any")]
    flows = [flow("a", "b", "0"), flow("a", "c", "0"), flow("b", "d", "0"), flow("c", "d", "0")]
    assert analyse(a_map(*steps, *flows)).map.lead_time.value == pytest.approx(3)


def test_lead_time_ends_where_value_is_delivered() -> None:
    """A timer after the delivery belongs to nobody's lead time."""
    steps = [step("a", "1h"), step("b", "1h", value_delivered=True), step("c", "1h")]
    figures = analyse(a_map(*steps, flow("a", "b", "1h"), flow("b", "c", "4w")))
    assert figures.map.lead_time.value == pytest.approx(3)
    assert figures.flows["b-c"].saved_if_removed.value == 0
    assert figures.flows["b-c"].traversals == 1


def test_a_saving_beside_an_unknown_branch_reads_up_to() -> None:
    """The other branch may turn out longer: then less is saved."""
    steps = [step("a", "0h"), step("b", "1h"), step("c", "1h"), step("d", "1h")]
    flows = [flow("a", "b", "9h"), flow("b", "d", "0"), flow("a", "c"), flow("c", "d", "0")]
    saved = analyse(a_map(*steps, *flows)).flows["a-b"].saved_if_removed
    assert (saved.bound, saved.value) == ("at-most", 9)


def test_one_sided_efficiency() -> None:
    """Unknown waits leave it at most, unknown work at least, both unknown."""
    steps = [step("a", "1h"), step("b", "1h")]
    assert analyse(a_map(*steps, flow("a", "b"))).map.flow_efficiency.bound == "at-most"
    assert analyse(a_map(step("a", "1h"), step("b"), flow("a", "b", "2h"))).map.flow_efficiency.bound == "at-least"
    assert analyse(a_map(step("a", "1h"), step("b"), flow("a", "b"))).map.flow_efficiency.bound == "unknown"


def test_three_values_give_a_range_and_a_spread() -> None:
    """PERT: mean (low + 4 likely + high)/6; low sums lows, high sums highs; "about" has no upper end."""
    exactly = analyse(a_map(step("a", "1-3-11h"), step("b", "1h"), flow("a", "b", "1h"))).map
    assert exactly.lead_time.value == pytest.approx(6)
    assert (exactly.lead_time.low, exactly.lead_time.high) == (3, 13)
    assert exactly.sd == pytest.approx(10 / 6)
    roughly = analyse(a_map(step("a", "~3h"), step("b", "1h"), flow("a", "b", "1h"))).map
    assert (roughly.lead_time.bound, roughly.lead_time.high) == ("exact", None)


def test_batches_wait_half_their_interval() -> None:
    """A weekly run: on average half a week."""
    figures = analyse(a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", batch_every="1w")))
    assert figures.flows["a-b"].wait.value == pytest.approx(20)


def test_a_cycle_is_followed_once_round() -> None:
    """Where cutting leaves no start, the cycle's target is the start."""
    steps = [step("use", "1h"), step("learn", "1h")]
    figures = analyse(a_map(*steps, flow("use", "learn", "2h"), flow("learn", "use", "5h", type="cycle")))
    assert figures.map.lead_time.value == pytest.approx(4)


def test_minutes_or_months_is_asked() -> None:
    """A bare m is kept as typed and unknown until somebody says."""
    figures = analyse(a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "3m")))
    assert figures.map.lead_time.bound == "at-least"
    assert any(warning.code == "minutes-or-months" for warning in figures.warnings)


def test_the_strip_is_the_lead_time_to_scale() -> None:
    """Work and waits in order; a wait that comes by twice is twice as long."""
    steps = [step("a", "2h"), step("b", "1h", lane="ops"), step("end", type="end")]
    flows = [flow("a", "b", "4h"), flow("b", "end", "0"), flow("b", "a", "0", type="rework", probability=0.5)]
    map_ = a_map(*steps, *flows)
    pieces = strip(map_, analyse(map_))
    assert [(p.kind, p.hours) for p in pieces] == [("work", 4), ("wait", 8), ("work", 2)]
    assert sum(p.hours for p in pieces) == pytest.approx(analyse(map_).map.lead_time.value)


def test_the_json_keeps_its_names() -> None:
    """The names of the command line are a promise."""
    found = figures_json(analyse(a_map(step("a", "1h"), step("b", "1h", lane="ops"), flow("a", "b", "1d"))))
    assert list(found) == ["map", "steps", "flows", "lanes", "matrix", "where_time_goes", "warnings"]
    assert list(found["map"]) == [
        "lead_time", "sd", "p50", "p85", "p95", "process_time", "effort", "flow_efficiency", "rolled_pca",
        "handoffs_per_item", "wip", "capacity", "known", "asked", "missing", "assumed", "ask_next", "method", "error",
    ]  # fmt: skip
    assert list(found["flows"][0]) == [
        "id", "number", "handoff", "traversals", "wait", "saved_if_removed", "saved_if_halved", "loss", "slack", "criticality",
    ]  # fmt: skip
    assert found["map"]["lead_time"] == {"value": 10.0, "low": 10.0, "high": 10.0, "bound": "exact"}


def test_a_branch_that_always_comes_back_is_named() -> None:
    """In parallel branches too: one that never goes on leaves no number, and its step is named."""
    steps = [step("t", "1h"), step("s", "1h"), step("u", "1h"), step("end", type="end")]
    flows = [flow("t", "s", "0"), flow("t", "u", "0"), flow("u", "end", "0"), flow("s", "end", "0")]
    figures = analyse(a_map(*steps, *flows, flow("s", "t", "0", type="rework", probability=1.0)))
    assert figures.map.lead_time.bound == "unknown"
    assert "loop-without-exit" in [warning.code for warning in figures.warnings]


def test_an_assumed_number_is_used_but_not_known() -> None:
    """ "5 of 6 are known, 1 assumed": what nobody said or measured counts as neither known nor missing."""
    map_ = a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "1d"))
    guessed = map_.flow("a-b").but(wait=Duration(text="1d", source="assumed"))
    found = analyse(Map.of([*(r for r in map_.records() if r.id != "a-b"), guessed])).map
    assert (found.known, found.asked, found.missing, found.assumed) == (2, 3, (), ("flow:a-b.wait",))
    assert found.lead_time.value == pytest.approx(10)


def test_a_step_that_nothing_arrives_at_does_not_start() -> None:
    """One optional review in 2 of 10: what follows it alone is passed by 2 of 10 as well, and the rest ends before."""
    steps = [step("a", "1h", split="some"), step("review", "2h"), step("file", "4h")]
    figures = analyse(a_map(*steps, flow("a", "review", "0", probability=0.2), flow("review", "file", "0")))
    assert figures.map.lead_time.value == pytest.approx(1 + 0.2 * 6)
    assert figures.steps["file"].visits == pytest.approx(0.2)


def test_the_wait_of_a_return_without_a_share_is_worth_nobody_knows_what() -> None:
    """How often it comes by is unknown, so what removing its wait saves is, too; it is not nothing."""
    steps = [step("a", "1h"), step("b", "1h"), step("c", "1h")]
    flows = [flow("a", "b", "0"), flow("b", "c", "0"), flow("b", "a", "3d", type="rework")]
    figures = analyse(a_map(*steps, *flows))
    assert figures.flows["b-a"].saved_if_removed.bound == "unknown"
    assert figures.flows["a-b"].loss.bound == "at-least"
    assert figures.map.lead_time.bound == "at-least"


def test_a_way_that_nobody_takes_costs_nothing() -> None:
    """Neither by its wait nor by what comes back from where it leads."""
    steps = (step("a", "1h", split="one"), step("b", "1h"), step("c", "1h"))
    never = flow("a", "b", "8h", probability=0.0)
    ways = (flow("a", "c", "2h", probability=1.0), flow("b", "c", "1h"))
    back = flow("b", "a", "1h", type="rework", probability=0.5)
    result = analyse(a_map(*steps, never, *ways, back)).flows["a-b"]
    assert (result.traversals, result.saved_if_removed.value, result.loss.value) == (0.0, 0.0, 0.0)


def test_a_third_way_of_an_open_choice_may_matter() -> None:
    """Three ways, nobody said how many go where: the middle one is on neither end, and still up to all may take it."""
    steps = [step("a", "0h", type="decision"), step("b", "1h"), step("c", "2h"), step("d", "3h")]
    figures = analyse(a_map(*steps, flow("a", "b", "0"), flow("a", "c", "5h"), flow("a", "d", "9h")))
    saved = figures.flows["a-c"].saved_if_removed
    assert (saved.bound, saved.low, saved.high) == ("between", 0.0, pytest.approx(5))


def test_no_ratio_is_claimed_while_another_branch_may_decide() -> None:
    """A wait beside the longest branch is unknown: that branch may decide, so work and its share are only bounded."""
    steps = [step("a", "1h"), step("b", "6h"), step("c", "1h"), step("d", "1h")]
    flows = [flow("a", "b", "2h"), flow("a", "c"), flow("b", "d", "0"), flow("c", "d", "0")]
    found = analyse(a_map(*steps, *flows)).map
    assert (found.process_time.bound, found.process_time.value) == ("at-least", pytest.approx(3))
    assert found.flow_efficiency.bound == "unknown"
    assert (found.lead_time.bound, found.lead_time.value) == ("at-least", pytest.approx(10))


def test_a_late_branch_may_become_the_first() -> None:
    """Join "any": the branch that is ignored today saves most, once its wait is gone."""
    steps = [step("a", "0h"), step("b", "1h"), step("c", "2h"), step("d", "1h", join="any")]
    flows = [flow("a", "b", "12h"), flow("a", "c", "5h"), flow("b", "d", "0"), flow("c", "d", "0")]
    figures = analyse(a_map(*steps, *flows))
    assert figures.map.lead_time.value == pytest.approx(8)
    assert figures.flows["a-b"].saved_if_removed.value == pytest.approx(6)
    assert figures.flows["a-c"].saved_if_removed.value == pytest.approx(5)


def test_a_split_may_lie_in_the_branch_of_another_and_be_come_to_past_it_as_well() -> None:
    """An optional check at d, in 2 of 10: behind the split at c, and straight from a and b. Every item is counted once."""
    steps = [
        step("a", "1h"),
        step("b", "1h"),
        step("c", "1h", split="all"),
        step("d", "1h", split="some"),
        step("e", "1h"),
    ]
    ways = [("a", "b", 0.5), ("a", "d", 0.5), ("b", "c", 0.3), ("b", "d", 0.3), ("b", "e", 0.3), ("d", "e", 0.2)]
    flows = [flow(source, target, "0", probability=share) for source, target, share in ways]
    back = flow("b", "a", "0", type="rework", probability=0.1)
    found = analyse(a_map(*steps, *flows, flow("c", "d", "0"), flow("c", "e", "0"), back)).map
    # From d 1.2 h; from c 1 h, then 2 h where the check is made and else the hour of e; a and b lead to each other.
    c = 1 + 0.2 * 2 + 0.8 * 1
    a = (1 + 0.5 * 1.2 + 0.5 * (1 + 0.3 * (c + 1.2 + 1))) / (1 - 0.5 * 0.1)
    assert found.lead_time.value == pytest.approx(a)


def test_an_open_choice_may_lie_in_a_loop_of_forward_flows() -> None:
    """By one of its ways items come round again; both are worth their mean."""
    steps = (step("a", "1h"), step("b", "1h", split="one"), step("c", "1h"), step("d", "2h"), step("e", "1h"))
    into = (flow("a", "b", "1h"), flow("b", "c", "0h"), flow("b", "d", "0h"), flow("d", "e", "0h"))
    out = (flow("c", "a", "0h", probability=0.3), flow("c", "e", "0h", probability=0.7))
    lead = analyse(a_map(*steps, *into, *out)).map.lead_time
    # By d: 1 + 1 + 1 + 2 + 1 hours. By c, three of ten times round again: (1 + 1 + 1 + 1 + 0.7) / 0.7.
    assert lead.bound == "between"
    assert lead.low == pytest.approx(6.0)
    assert lead.high == pytest.approx(4.7 / 0.7)


def test_a_loop_of_forward_flows_says_how_many_are_usable_as_a_return_does() -> None:
    """4 of 10 go back to be mended: then 6 of 10 get through, whatever share was written on the way there as well."""
    body = [step("a", "1h", "dev", pca=0.6), step("b", "1h", "ops"), step("e", None, "ops", type="end")]
    ways = [flow("a", "b", "0h"), flow("b", "e", "0h", probability=0.6)]
    direct = a_map(*body, *ways, flow("b", "a", "0h", probability=0.4))
    aside = a_map(*body, *ways, step("mend", "1h", "dev"), flow("b", "mend", "0h"), flow("mend", "a", "0h"))
    returned = a_map(*body, *ways[:1], flow("b", "e", "0h"), flow("b", "a", "0h", type="rework", probability=0.4))
    for map_ in (direct, aside, returned):
        found = analyse(map_).map.rolled_pca
        assert (found.bound, found.value) == ("exact", pytest.approx(0.6))


def test_what_lies_in_a_store_waits_there() -> None:
    """20 pieces in a store that half of ten a day come to: four days; a time that was said comes first."""
    body = [step("a", "0h", split="one"), step("b", "0h")]
    ways = [flow("a", "q", "0h", probability=0.5), flow("a", "b", "0h", probability=0.5), flow("q", "b", "0h")]
    counted = analyse(a_map(*body, step("q", None, type="store", wip=20), *ways, demand="10/d"))
    assert counted.map.lead_time.value == pytest.approx(0.5 * 32)
    said = step("q", None, type="store", wip=20, lead_time="1d")
    assert analyse(a_map(*body, said, *ways, demand="10/d")).map.lead_time.value == pytest.approx(0.5 * 8)


def test_warnings_name_places_as_people_would() -> None:
    """Several steps are a list; a step that is done again does not come back to itself; no share at all cannot be scaled."""
    ring = a_map(*(step(n, "1h") for n in "abcd"), *(flow(*ends, "0h") for ends in ("ab", "bc", "cd", "da")))
    assert analyse(ring).warnings[0].sentence.startswith("Nothing ever leaves a, b and 2 more: draw a way out")
    again = a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "0h"), flow("a", "a", "0h", type="rework"))
    assert analyse(again).warnings[0].sentence.startswith("How many of 10 are done again at a?")
    dead_end = a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "0h"), flow("b", "b", "0h"))
    assert analyse(dead_end).warnings[0].on == ("b",)
    none = [flow("a", "b", "0h", probability=0.0), flow("a", "c", "0h", probability=0.0)]
    assert (
        analyse(a_map(*(step(n, "1h") for n in "abc"), *none)).warnings[0].sentence.startswith("Nothing ever goes on")
    )


def test_what_cannot_be_followed_is_named_with_what_is_missing() -> None:
    """A flow to nowhere, a time and a rate that are none, and shares of starts that are more than all items."""
    lost = a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "0h"), flow("a", "gone", "1h"))
    assert (
        analyse(lost).warnings[0].sentence.startswith("A flow from a to gone is not followed: gone is not on the map")
    )
    odd = a_map(step("a", "3 moons"), step("b", "1h"), flow("a", "b", None, wip=3, frequency="often"))
    said = [warning.sentence for warning in analyse(odd).warnings]
    assert [sentence.split(" is not read")[0] for sentence in said] == ["a: '3 moons'", "a to b: 'often'"]
    ways = [flow("a", "c", "0h"), flow("b", "c", "0h")]
    more = a_map(*(step(n, "1h", type="start", share=0.7) for n in "ab"), step("c", "1h"), *ways)
    assert [(w.code, w.on) for w in analyse(more).warnings] == [("starts-not-one", ("a", "b"))]
    whole = a_map(*(step(n, "1h", type="start", share=0.5) for n in "ab"), step("c", "1h"), *ways)
    assert not analyse(whole).warnings


def test_a_share_left_out_among_others_makes_the_rolled_one_a_bound() -> None:
    """Within one lane nothing is asked; but where some flows say how many are usable, one that does not is a gap."""
    body = [step(name, "1h") for name in "abc"]
    both = a_map(
        *body,
        flow("a", "b", "0h", pca=0.8),
        flow("b", "c", "0h", pca=0.9),
        step("d", None, type="end"),
        flow("c", "d", "0h", pca=1.0),
    )
    assert analyse(both).map.rolled_pca == exact(pytest.approx(0.72))
    one = a_map(
        *body,
        flow("a", "b", "0h", pca=0.8),
        flow("b", "c", "0h"),
        step("d", None, type="end"),
        flow("c", "d", "0h", pca=1.0),
    )
    assert analyse(one).map.rolled_pca == at_most(pytest.approx(0.8))


@pytest.mark.parametrize("most", [None, 1])
def test_criticality_is_the_share_of_items_for_which_a_flow_is_on_the_way_at_all(most: int | None) -> None:
    """What every item takes once counts fully however often it comes back; drawn items take each flow as often."""
    body = [
        step("a", "1h"),
        step("b", "2h", split="one"),
        step("c", "1h"),
        step("d", "1h"),
        step("e", None, type="end"),
    ]
    ways = [flow(*ends, "0h") for ends in ("ab", "cd", "de")]
    ways += [flow("b", "c", "0h", probability=0.3), flow("b", "d", "0h", probability=0.5)]
    back = [("b", "a", 0.2, most), ("d", "c", 0.3, most), ("d", "b", 0.2, None)]
    ways += [flow(s, t, "0h", type="rework", probability=p, max_repeats=n) for s, t, p, n in back]
    map_ = a_map(step("in", None, type="start"), flow("in", "a", "0h"), *body, *ways)
    found = analyse(map_)
    assert found.flows["d-e"].criticality == pytest.approx(1.0)
    assert found.flows["a-b"].criticality == pytest.approx(1.0)
    # On the first of the ways from d to its end, 3 of 8 return to c at least once, however often they may.
    assert found.flows["d-c"].criticality == pytest.approx(0.375)
    drawn = sample_map(map_, found, 20_000)
    assert drawn is not None
    for id_, place in found.flows.items():
        assert drawn.critical.get(id_, 0.0) == pytest.approx(place.criticality, abs=0.016), id_


def test_lows_and_highs_of_work_are_summed_too() -> None:
    """1-3-10 d, then 1-5 d twice: 3.8 and 3 d as means, twice as effort of branches; an estimate has no upper end."""
    map_ = a_map(step("a", "1-3-10d"), step("b", "1-5d"), flow("a", "b", "2d", handling="2-4h"))
    for found in (analyse(map_).map.process_time, analyse(map_).map.effort):
        assert found == exact(pytest.approx(23 / 6 * 8 + 3 * 8 + 3), pytest.approx(18), pytest.approx(124))
    open_ended = analyse(a_map(step("a", "~3h"), step("b", "2-4h"), flow("a", "b", "1h"))).map.process_time
    assert open_ended == Quantity(6.0, 5.0, None, "exact")
    back = a_map(
        step("a", "1-3h"), flow("a", "a", "0", type="rework", probability=0.5), step("b", "1h"), flow("a", "b")
    )
    assert analyse(back).map.process_time == exact(pytest.approx(5), pytest.approx(3), pytest.approx(7))


def test_parts_are_told_of_the_lead_time_that_took_the_place_of_an_estimate() -> None:
    map_ = a_map(step("a", "2h"), step("b", "1h"), step("c", "1h"), flow("a", "b", "3d"), flow("b", "c", "2d"))
    figures = analyse(map_)
    longer = replace(figures, map=replace(figures.map, lead_time=exact(480.0)))
    (first, *_), (again, *_) = figures.where_time_goes.time, said_again(map_, longer).where_time_goes.time
    assert "of 1 week" in first.sentence
    assert "of 12 weeks" in again.sentence


def test_a_branch_without_a_share_may_make_it_sooner_also_beside_an_unknown_time() -> None:
    """Whether items also go straight to the end is open: with them the end waits for fewer, so that is the lower bound."""
    steps = [step("a", split="some"), step("b", "1h", split="some"), step("c", "0h")]
    map_ = a_map(
        *steps,
        flow("a", "b", "0h", probability=0.2),
        flow("a", "c", "0h"),
        flow("b", "c", "0h", probability=0.2),
    )
    known = map_.apply(set_fields(map_, ["a"], process_time=Duration(text="0h")))
    said = known.apply(set_fields(known, ["a-c"], probability=0.2))
    exact, open_, missing = (analyse(each).map.lead_time for each in (said, known, map_))
    assert (open_.bound, open_.low) == ("between", pytest.approx(0.04))
    assert (missing.bound, missing.value) == ("at-least", pytest.approx(0.04))
    assert exact.value == pytest.approx(0.168)


def test_a_start_of_which_nothing_is_known_may_end_where_no_way_on_is_taken() -> None:
    """It leads to the last step in two of ten cases; in the others it ends before, and may end later than that step."""
    steps = [step("a"), step("b", "0h"), step("c", "0h"), step("d", "0h", split="some"), step("e", "1h")]
    ways = (("a", "d", None), ("b", "c", 1 / 3), ("b", "d", 1 / 3), ("b", "e", 1 / 3), ("d", "e", 0.2))
    map_ = a_map(*steps, *(flow(a, b, "0h", probability=share) for a, b, share in ways))
    found = analyse(map_).steps["e"].saved_if_halved
    for hours in (0, 1):
        known = map_.apply(set_fields(map_, ["a"], process_time=Duration(text=f"{hours}h")))
        saved = analyse(known).steps["e"].saved_if_halved
        assert saved.value == pytest.approx(0.1 if hours else 0.7 / 3)
    assert (found.bound, found.value) == ("at-most", pytest.approx(0.7 / 3))


def test_more_come_back_from_where_a_return_without_a_share_leads_once_more() -> None:
    """What the flow and the returns from its target cost is a lower bound: who comes back elsewhere may get there again."""
    steps = [step(id_, "0h") for id_ in "abcde"]
    third = 1 / 3
    ways = (("a", "b", third), ("a", "c", third), ("a", "d", third), ("b", "c", 0.5), ("b", "d", 0.5), ("d", "e", None))
    back = flow("c", "b", "0h", type="rework", probability=0.1)
    again = flow("d", "d", "1h", type="rework", probability=0.1)
    on = flow("c", "e", "0h", probability=1 - 0.1)
    said = a_map(*steps, *(flow(a, b, "0h", probability=p) for a, b, p in ways), on, back, again)
    unsaid = said.apply(set_fields(said, ["c-b"], probability=None)).apply(set_fields(said, ["c-e"], probability=1.0))
    was, found = (analyse(each).flows["a-d"].loss for each in (said, unsaid))
    assert was.value is not None
    assert found.bound == "at-least"
    assert 0 < (found.value or 0) < was.value
