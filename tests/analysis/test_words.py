"""What sentences say of odd maps: half unknown, usable by step, delivered before the end, said against a rhythm."""

from __future__ import annotations

import pytest

from analysis.maps import a_map, flow, step
from crosslane.analysis.flow import analyse
from crosslane.analysis.outlook import outlook, refined
from crosslane.analysis.rank import rank_stability
from crosslane.analysis.sayings import about, of_ten
from crosslane.analysis.telling import handing_over, through
from crosslane.model.map import Map
from crosslane.model.quantity import between
from crosslane.model.values import Calendar


def half_known() -> Map:
    """Two branches of which each has something that nobody said."""
    return a_map(
        step("s", "1h"),
        step("a", "4h"),
        step("b"),
        step("e", "1h", "ops"),
        flow("s", "a", "8h"),
        flow("s", "b", "2h"),
        flow("a", "e"),
        flow("b", "e", "1d"),
    )


def test_beside_unknown_branches_a_saving_is_up_to() -> None:
    """Also where something in its own branch is unknown: no time may be saved, or all of it."""
    figures = analyse(half_known())
    saved = figures.flows["s-a"].saved_if_removed
    assert (saved.bound, saved.value, saved.low, saved.high) == ("at-most", 8.0, None, 8.0)
    first = figures.where_time_goes.time[0]
    assert first.sentence == "s to a adds up to 1 of at least 2 days to every item. It waits 1 day."
    # Which of two costs most cannot be said while both may cost nothing.
    assert rank_stability(half_known(), figures) is None


def test_a_range_from_nothing_reads_up_to() -> None:
    """Not "no time to 1 day"."""
    assert about(between(0.0, 8.0), Calendar()) == "up to 1 day"
    assert about(between(8.0, 24.0), Calendar()) == "1 day to 3 days"


@pytest.mark.parametrize(
    ("share", "said"), [(0.996, "more than 99 of 100"), (1 - 1e-16, "10 of 10"), (0.99, "99 of 100"), (1.0, "10 of 10")]
)
def test_nearly_all_is_not_all(share: float, said: str) -> None:
    """Four in a thousand that fail are not none."""
    assert of_ten(share) == said


def test_what_the_step_says_of_its_work_comes_back_too() -> None:
    """A handoff without a share of its own has that of the step it leaves."""
    figures = analyse(a_map(step("a", "1h", pca=0.6), step("b", "1h", "ops"), flow("a", "b", "1d")))
    assert [place.sentence for place in figures.where_time_goes.comes_back] == [
        "Handoff 1 (a lane to a lane): 6 of 10 are usable as they arrive."
    ]


def test_nothing_known_of_what_comes_back_says_nothing() -> None:
    """ "At most 10 of 10" tells nobody anything."""
    map_ = a_map(step("a", "1h"), step("b", "1h", "ops"), flow("a", "b", "1d"))
    assert analyse(map_).map.rolled_pca.value == 1.0
    assert through(map_, analyse(map_)) == ""


def test_why_not_more_is_saved_before_the_value_is_delivered() -> None:
    """Passes after the delivery wait for nobody who counts; no other work runs beside it."""
    map_ = a_map(
        step("a", "1h"),
        step("b", "2h", "ops", value_delivered=True),
        step("c", "8h"),
        step("d", "1h"),
        flow("a", "b", "1d"),
        flow("b", "c", "5d"),
        flow("c", "a", "1h", type="rework", probability=0.2),
        flow("c", "d", "2h"),
    )
    sentence = analyse(map_).where_time_goes.time[0].sentence
    assert sentence.endswith(
        "It waits 1 day, 1.2 times per item. What waits after the value is delivered does not count."
    )


def test_a_wait_against_the_rhythm_is_asked_about() -> None:
    """A day was said, and the board meets every two weeks: a week on average by itself."""
    steps = [step("a", "1h"), step("b", "1h", "ops", cadence="2w")]
    codes = [(w.code, w.sentence) for w in analyse(a_map(*steps, flow("a", "b", "1d"))).warnings]
    assert codes == [
        (
            "wait-and-cadence",
            "Handoff 1: a wait of 1d was said, but it goes on every 2w, and that alone is 1 week on average. Which is it?",
        )
    ]
    for wait in (None, "3d"):
        assert not analyse(a_map(*steps, flow("a", "b", wait))).warnings


def spread_branches() -> Map:
    """Three kinds of work that spread, side by side, and nothing else; the longest takes 5.038 hours on average."""
    steps = [step("s", "0"), step("a", "1-3-10h"), step("b", "2-4-6h"), step("c", "1-2-12h"), step("e", "0")]
    return a_map(*steps, *(flow("s", id_, "0") for id_ in "abc"), *(flow(id_, "e", "0") for id_ in "abc"))


def test_where_all_is_work_the_longest_branch_is_work_too() -> None:
    """Beside one another the one that decides took longer than it does on average: by working, not by waiting."""
    figures = analyse(spread_branches())
    assert figures.map.process_time.value == pytest.approx(figures.map.lead_time.value, rel=1e-3)
    assert figures.map.flow_efficiency.value == pytest.approx(1.0, rel=1e-3)


def test_the_error_of_an_estimate_reaches_what_is_true() -> None:
    """The mean of two million draws lies within three errors of what is told."""
    figures = analyse(spread_branches())
    told = refined(figures, outlook(spread_branches(), figures)).map
    assert told.method in ("approximate", "simulated")
    assert abs((told.lead_time.value or 0.0) - 5.038) < 3 * (told.error or 0.0)


def test_how_many_pass_where_nobody_said() -> None:
    """On the shortest way nobody passes there; that is not "0 times per item"."""
    map_ = a_map(
        step("s", "1h", split="one"),
        step("a", "2h"),
        step("b", "8h"),
        flow("s", "a", "4h"),
        flow("s", "b", "1h"),
        flow("a", "e", "0"),
        flow("b", "e", "0"),
        step("e", "1h"),
    )
    said = analyse(map_).where_time_goes.time[1].sentence
    assert said.endswith("It waits 1 hour, and nobody has said yet how many pass there.")


def test_more_work_than_time_is_no_efficiency() -> None:
    """A day of work in four hours: the map asks which of the two it is, and claims no 150 %."""
    figures = analyse(a_map(step("a", "1d", lead_time="4h"), step("b", "1h"), flow("a", "b", "1h")))
    assert figures.map.flow_efficiency.bound == "unknown"
    assert [warning.code for warning in figures.warnings] == ["lead-time-too-short"]


def test_handing_over_says_about_only_where_it_is() -> None:
    """Two handoffs on the only way are twice, not about 2 times."""
    steps = [step("a", "1h"), step("b", "1h", "ops"), step("c", "1h")]
    map_ = a_map(*steps, flow("a", "b", "1h"), flow("b", "c", "1h"))
    assert handing_over(map_, analyse(map_))[0] == "Every item is handed over twice."
    back = a_map(
        *steps, flow("a", "b", "1h"), flow("b", "c", "1h"), flow("b", "a", "0", type="rework", probability=0.2)
    )
    assert handing_over(back, analyse(back))[0] == "Every item is handed over about 2.5 times."


def test_slack_says_what_is_sure_of_it() -> None:
    """Beside an unknown time it can only grow, with one in its own branch only shrink; in both nobody knows."""
    known = [
        step("s", "1h"),
        step("a", "4h"),
        step("e", "1h"),
        flow("s", "a", "1h"),
        flow("a", "e", "0"),
        flow("s", "b", "1h"),
    ]
    beside = (
        analyse(a_map(*known, step("b", "9h"), step("c"), flow("b", "c", "0"), flow("c", "e", "0"))).flows["s-a"].slack
    )
    assert (beside.value, beside.bound) == (5.0, "at-least")
    for records, bound in (
        ((step("b", "9h"), step("c"), flow("a", "c", "0"), flow("c", "e", "0"), flow("b", "e", "0")), "at-most"),
        ((step("b"), flow("b", "e", "0")), "at-least"),
    ):
        found = analyse(a_map(*(r for r in known if r.id != "a-e" or bound == "at-least"), *records)).flows["s-a"].slack
        assert found.bound == bound
    both = analyse(a_map(*(r for r in known if r.id != "s-a"), step("b"), flow("b", "e", "0"), flow("s", "a"))).flows[
        "s-a"
    ]
    assert both.slack.bound == "unknown"
