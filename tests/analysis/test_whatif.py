"""What if: several changes at once, in which order, and what people are told about it."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.flow import analyse
from crosslane.analysis.sayings import headline
from crosslane.analysis.whatif import Change, changed, effect, kept, next_best, of_scenario, scaled
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Scenario, Step
from crosslane.model.values import Calendar


def branches() -> Map:
    """Two branches that run beside one another, 9 and 7 hours of waiting, and a wait of 2 hours after them."""
    steps = [step("a", "1h"), step("b", "1h"), step("c", "1h"), step("d", "1h", lane="ops"), step("e", "1h")]
    flows = [
        flow("a", "b", "9h"),
        flow("a", "c", "7h"),
        flow("b", "d", "0h"),
        flow("c", "d", "0h"),
        flow("d", "e", "2h"),
    ]
    return a_map(*steps, *flows, item="model")


@pytest.mark.parametrize(
    ("said", "half"),
    [
        ("3d", "1.5d"),
        ("1-5d", "0.5-2.5d"),
        ("1-3-10d", "0.5-1.5-5d"),
        ("~3h", "~1.5h"),
        ("2w elapsed", "1w elapsed"),
        ("a sprint", "40h"),
        ("90 min", "45 min"),
        ("0", "0"),
    ],
)
def test_half_of_what_people_said(said: str, half: str) -> None:
    """Half a time is written as people would say it, in their own unit where it has a number."""
    assert scaled(said, 0.5, Calendar()) == half


def test_removing_and_halving_agree_with_the_figures() -> None:
    """What a what-if gives is what the list promised for it: the recomputed difference."""
    map_ = branches()
    figures = analyse(map_)
    for id_, found in figures.flows.items():
        for how, saved in (("remove", found.saved_if_removed), ("halve", found.saved_if_halved)):
            gone = effect(map_, changed(map_, [Change(id_, how)]))  # type: ignore[arg-type]  # one of the two
            assert gone.saved.value == pytest.approx(saved.value)


def test_savings_beside_one_another_do_not_add() -> None:
    """9 and 7 hours at the same time: each alone saves 2 or nothing, both together 9."""
    map_ = branches()
    both = effect(map_, changed(map_, [Change("a-b"), Change("a-c")]))
    assert analyse(map_).flows["a-b"].saved_if_removed.value == pytest.approx(2)
    assert analyse(map_).flows["a-c"].saved_if_removed.value == 0
    assert both.saved.value == pytest.approx(9)


def test_the_next_best_is_greedy() -> None:
    """First one of the two that save 2 hours; then the branch that decides by then; the order is recomputed."""
    found = next_best(branches(), {}, 3)
    assert [best.change.on for best in found] == ["a-b", "a-c", "d-e"]
    assert [best.saved.value for best in found] == pytest.approx([2, 7, 2])
    assert found[-1].left.value == pytest.approx(4)
    assert [best.change.on for best in next_best(branches(), changed(branches(), [Change("a-b")]), 1)] == ["a-c"]


def test_a_halved_process_time_shortens_the_step_by_as_much() -> None:
    """The step's own waiting stays: 2 h of work in 8 h become 1 h in 7."""
    map_ = a_map(step("a", "2h", lead_time="8h"), step("b", "1h"), flow("a", "b", "0"))
    assert effect(map_, changed(map_, [Change("a", "halve")])).after.map.lead_time.value == pytest.approx(8)
    assert analyse(map_).steps["a"].saved_if_halved.value == pytest.approx(1)


def test_a_set_share_rescales_those_beside_it() -> None:
    """Shares of one choice stay 10 of 10, and the sentences say which followed."""
    steps = [step("a", "1h", type="decision"), step("b", "1h"), step("c", "1h"), step("d", "1h")]
    flows = [flow("a", to, "0", probability=p) for to, p in (("b", 0.5), ("c", 0.25), ("d", 0.25))]
    map_ = a_map(*steps, *flows)
    diff = changed(map_, [Change("a-b", "set", "probability", 0.8)])
    after = map_.apply(diff)
    assert [after.flow(id_).probability for id_ in ("a-b", "a-c", "a-d")] == pytest.approx([0.8, 0.1, 0.1])
    assert any("8 of 10 to b, 1 of 10 to c, 1 of 10 to d" in text for text in effect(map_, diff).sentences)


def test_a_share_that_follows_is_not_written() -> None:
    """Where one share follows from the others, setting a second one writes no third."""
    steps = [step("a", "1h", type="decision"), step("b", "1h"), step("c", "1h")]
    map_ = a_map(*steps, flow("a", "b", "0", probability=0.5), flow("a", "c", "0"))
    assert set(changed(map_, [Change("a-b", "set", "probability", 0.8)])) == {"a-b"}


def test_a_counted_queue_can_be_halved() -> None:
    """80 items at 20 a week are 4 weeks; half of it is 2, also when nobody said a wait."""
    map_ = a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", wip=80), demand="20/w")
    after = map_.apply(changed(map_, [Change("a-b", "halve")]))
    assert analyse(after).flows["a-b"].wait.value == pytest.approx(80)


def test_what_is_unknown_is_not_halved() -> None:
    """Half of unknown is unknown: one sentence says what to do."""
    map_ = a_map(step("a", "1h"), step("b", "1h"), flow("a", "b"))
    with pytest.raises(Problem, match="Set it instead"):
        changed(map_, [Change("a-b", "halve")])
    with pytest.raises(Problem, match="not on the map"):
        changed(map_, [Change("gone")])
    with pytest.raises(Problem, match="no field"):
        changed(map_, [Change("a-b", "set", "colour", 1)])
    with pytest.raises(Problem, match="Only a time"):
        changed(map_, [Change("a-b", "halve", "pca")])


def test_it_says_the_new_total_and_what_is_largest_then() -> None:
    """Three facts in the room's words: the whole before and after, what adds most then."""
    said = effect(branches(), changed(branches(), [Change("a-b")])).sentences
    assert said[0] == "About 2 days before, about 1.5 days then: about 2 hours less for every model."
    assert said[1] == "Then a to c adds most: about 7 hours."


def test_before_and_after_are_said_in_one_unit() -> None:
    """Months and weeks are not mixed in one sentence: what is read aloud adds up."""
    map_ = a_map(
        step("a", "5w"), step("b", "1w"), step("c", "1h"), flow("a", "b", wait="12w"), flow("b", "c", wait="2d")
    )
    said = effect(map_, changed(map_, [Change("a-b")])).sentences
    assert said[0] == "About 4.5 months before, about 1.5 months then: about 3 months less for every item."
    (first,) = next_best(map_, {}, 1)
    assert first.sentence == "a to b: about 3 months less. About 1.5 months remain."
    short = a_map(step("a", "1d"), step("b", "0h"), flow("a", "b", wait="3d"))
    assert next_best(short, {}, 1)[0].sentence.endswith("About 1 day remains.")


def test_before_then_and_less_add_up_aloud() -> None:
    """3.6 and 2.3 weeks are said as 3.5 and 2.5: then 1.3 weeks less are 1, not 1.5. Smaller savings keep their unit."""
    map_ = a_map(step("a", "1.6w"), step("b", "0"), flow("a", "b", "2w"))
    said = effect(map_, changed(map_, [Change("a-b", "set", value="0.7w")])).sentences[0]
    assert said == "About 3.5 weeks before, about 2.5 weeks then: about 1 week less for every item."
    said = effect(map_, changed(map_, [Change("a-b", "set", value="8d")])).sentences[0]
    assert said == "About 3.5 weeks before, about 3 weeks then: about 2 days less for every item."


def test_what_remains_reads_otherwise_where_something_was_saved() -> None:
    """1.6 and 1.5 months are both said as 1.5: then all is said in weeks, so that each saving can be seen."""
    map_ = a_map(
        step("a", "5w"), step("b", "1w"), step("c", "1h"), flow("a", "b", wait="12w"), flow("b", "c", wait="2d")
    )
    assert [best.sentence for best in next_best(map_, {}, 2)] == [
        "a to b: about 12 weeks less. About 6.5 weeks remain.",
        "b to c: about 2 days less. About 6 weeks remain.",
    ]


def test_where_nothing_else_is_known_it_says_so() -> None:
    """The only number of a map removed leaves no time that is known, not "no times yet"."""
    map_ = a_map(step("a"), step("b"), flow("a", "b", wait="2d"))
    assert next_best(map_, {}, 1)[0].sentence == "a to b: about 2 days less. No time that is known remains."
    said = effect(map_, changed(map_, [Change("a-b")])).sentences[0]
    assert said == "At least 2 days before, no time that is known then: about 2 days less for every item."


def test_where_the_queue_goes_next() -> None:
    """When the step that sets the pace works twice as fast, the next one does."""
    lanes = (Lane(id="dev", order="1", people=1), Lane(id="ops", order="2", people=1))
    steps = [step("slow", "4h", people=1), step("next", "3h", lane="ops", people=1)]
    map_ = a_map(*steps, flow("slow", "next", "1h"), lanes=lanes, demand="8/w")
    said = effect(map_, changed(map_, [Change("slow", "halve")])).sentences
    assert any(text.startswith("The queue goes on to the next place: next can do 13 items a week") for text in said)
    kept_pace = effect(map_, changed(map_, [Change("slow-next")])).sentences
    assert any(text.startswith("The pace stays: slow can do 10 items a week") for text in kept_pace)


def test_it_warns_when_fewer_arrive_usable() -> None:
    """Handing over sooner and worse is no gain for who receives it."""
    map_ = a_map(step("a", "1h", pca=0.9), step("b", "1h", lane="ops"), flow("a", "b", "3d"))
    quick = effect(map_, changed(map_, [Change("a-b"), Change("a", "set", "pca", 0.6)]))
    assert any("6 of 10 arrive usable instead of 9 of 10. What does the receiver see?" in s for s in quick.sentences)
    assert not any("usable" in text for text in effect(map_, changed(map_, [Change("a-b")])).sentences)


def test_a_saving_beside_unknown_branches_reads_up_to() -> None:
    """Nobody knows how long the other branch takes: the saving may be smaller."""
    steps = [step("a", "0h"), step("b", "1h"), step("c", "1h"), step("d", "1h")]
    map_ = a_map(*steps, flow("a", "b", "9h"), flow("b", "d", "0h"), flow("a", "c"), flow("c", "d", "0h"))
    gone = effect(map_, changed(map_, [Change("a-b")]))
    assert gone.saved.bound == "at-most"
    assert "up to" in gone.sentences[0]


def test_unknown_numbers_in_line_do_not_blur_a_saving() -> None:
    """What nobody knows is on both sides of the difference: it cancels."""
    map_ = a_map(step("a", "1h"), step("b"), step("c", "1h"), flow("a", "b", "9h"), flow("b", "c"))
    assert effect(map_, changed(map_, [Change("a-b")])).saved.bound == "exact"


def test_how_it_could_be_is_kept_and_reads_as_the_same_what_if() -> None:
    """Kept on the map as a scenario, opened again: the same results; what has gone since is left out."""
    map_ = branches()
    diff = changed(map_, [Change("a-b", "halve"), Change("d", "set", "pca", 0.5), Change("d-e")])
    with_it = map_.apply(kept(map_, diff, "Less waiting"))
    scenario = with_it.others("scenario")[0]
    assert isinstance(scenario, Scenario)
    assert with_it.apply(of_scenario(with_it, scenario)).flow("a-b") == map_.apply(diff).flow("a-b")
    assert set(of_scenario(with_it, scenario)) == set(diff)
    smaller = Map.of(r for r in with_it.records() if not (isinstance(r, Flow | Step) and r.id in ("d", "d-e", "e")))
    assert set(of_scenario(smaller, scenario)) == {"a-b"}


def test_an_estimate_is_called_so_once_and_not_in_every_sentence() -> None:
    """The headline of a map that is only estimated says it; what would be is compared in plain words."""
    steps = [step("a", "1h", split="all"), step("b", "1h"), step("c", "1h"), step("d", "1h")]
    ways = [flow("a", "b", "4h"), *(flow(*ends, "0h") for ends in (("a", "c"), ("b", "d"), ("c", "d")))]
    ways += [flow("b", "b", "0h", type="rework", probability=0.5, max_repeats=1)]
    map_ = a_map(*steps, *ways, flow("d", "a", "0h", type="rework", probability=0.5))
    figures = analyse(map_)
    assert figures.map.method == "simulated"
    assert headline(figures, map_.head.calendar).endswith(" (estimated)")
    assert "estimated" not in " ".join(effect(map_, changed(map_, [Change("a-b", "halve")])).sentences)
