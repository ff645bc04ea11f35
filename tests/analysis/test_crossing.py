"""Rounds through crossing branches: what is called exact is, whatever comes back, dies out, or is first."""

from __future__ import annotations

import pytest
from tests.analysis.maps import a_map, step
from tests.analysis.maps import flow as flow_that_says

from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import sample_map
from crosslane.analysis.simulate import simulate_map
from crosslane.model.map import Map
from crosslane.model.quantity import at_least, at_most
from crosslane.model.records import Flow


def flow(source: str, target: str, wait: str = "0h", **fields: object) -> Flow:
    """Return a flow that waits nothing unless it says so."""
    return flow_that_says(source, target, wait, **fields)


def _lead(map_: Map) -> tuple[float, str]:
    figures = analyse(map_).map
    assert figures.lead_time.value is not None
    return figures.lead_time.value, figures.method


def _again(id_: str) -> Flow:
    return flow(id_, id_, type="rework", probability=0.1)


@pytest.mark.parametrize(("others", "method"), [("", "exact"), ("cdef", "approximate")])
def test_few_that_come_back_often_are_told_apart_or_not_called_exact(others: str, method: str) -> None:
    """Two hours, one in ten times again, beside ten: only from the fifth return on these decide."""
    records = [step("s", "0h", split="all"), step("side", "10h"), step("late", "0h"), step("end", "0h")]
    records += [flow("s", "side"), flow("side", "end")]
    for id_ in ("a", "b", *others):
        records += [step(id_, "2h" if id_ == "a" else "0h", split="all"), flow("s", id_), _again(id_)]
        records += [flow(id_, "late"), flow(id_, "side" if id_ == "b" else "end")]
    exactly = 10 + sum((2 * (n + 1) - 10) * 0.9 * 0.1**n for n in range(5, 30))
    found = _lead(a_map(*records))
    assert found == (pytest.approx(exactly, abs=1e-7 if method == "exact" else 0.01), method)


def test_one_that_comes_back_may_go_elsewhere_then() -> None:
    """By hand: an hour, then one in ten begins again and half of these end there; the others wait eight hours."""
    map_ = a_map(
        step("s", "0h", split="all"), step("t", "0h"), step("u", "0h", split="all"), step("x", "1h"), step("v", "0h"),
        step("e", "0h"), flow("s", "t"), flow("s", "u"), flow("s", "v"), flow("u", "x"), flow("u", "v"),
        flow("t", "x", probability=0.5), flow("t", "v", probability=0.5), flow("x", "e", "8h"),
        flow("x", "t", type="rework", probability=0.1),
    )  # fmt: skip
    run = simulate_map(map_, items=20_000)
    assert run is not None
    assert run.mean == pytest.approx(8.2 / 0.95, abs=run.half_width * 3)
    assert _lead(map_)[1] == "simulated"


def test_who_comes_back_does_not_wait_again_for_what_has_come() -> None:
    """What comes late from beside is there the second time: one in ten does two hours more, not ten."""
    map_ = a_map(
        step("s", "0h", split="all"), step("t", "1h"), step("u", "9h", split="all"), step("x", "1h"), step("e", "0h"),
        flow("s", "t"), flow("s", "u"), flow("t", "x"), flow("u", "x"), flow("u", "e"), flow("x", "e"),
        flow("x", "t", "0h", type="rework", probability=0.1),
    )  # fmt: skip
    sampled = sample_map(map_, analyse(map_), 20_000)
    assert sampled is not None
    assert _lead(map_)[0] == pytest.approx(10 + 2 / 9)
    assert sampled.mean == pytest.approx(10 + 2 / 9, abs=5 * sampled.error)


@pytest.mark.parametrize(("late", "method"), [("1h", "simulated"), ("0h", "exact")])
def test_where_nothing_arrives_nothing_starts(late: str, method: str) -> None:
    """Each of two leads on half the time; where neither does, the ten hours behind them are not spent."""
    map_ = a_map(
        step("s", "0h", split="all"), step("a", "0h", split="some"), step("b", late, split="some"), step("j", "10h"),
        flow("s", "a"), flow("s", "b"), flow("a", "b", probability=0.5), flow("a", "j", probability=0.5),
        flow("b", "j", probability=0.5),
    )  # fmt: skip
    figures = analyse(map_)
    sampled = sample_map(map_, figures, 20_000)
    assert sampled is not None
    assert figures.map.method == method
    assert figures.steps["j"].visits == pytest.approx(0.75)
    assert sampled.mean == pytest.approx(figures.map.lead_time.value, abs=5 * sampled.error)
    if method == "exact":
        assert figures.map.lead_time.value == pytest.approx(7.5)


def test_what_is_sent_back_after_the_first_came_ends_nothing() -> None:
    """The end begins with the first, after an hour: what would come back after five goes no further."""
    map_ = a_map(
        step("z", "3h"), step("s", "0h", split="all"), step("a", "1h", split="all"), step("b", "1h"),
        step("e", "2h", join="any"), flow("z", "s"), flow("s", "a"), flow("s", "b", "3h"), flow("a", "b"),
        flow("a", "e"), flow("b", "e"), flow("b", "z", type="rework", probability=0.3),
    )  # fmt: skip
    sampled, run = sample_map(map_, analyse(map_), 1000), simulate_map(map_, items=1000)
    assert sampled is not None
    assert run is not None
    assert (*_lead(map_), sampled.mean, run.mean) == (pytest.approx(6.0), "exact", pytest.approx(6), pytest.approx(6))


def test_what_is_not_first_ends_nothing() -> None:
    """Nobody waits for who works on what another was first with: by the rule that the others are ignored from then on."""
    map_ = a_map(
        step("s", "0h", split="all"), step("a", "1h", split="all"), step("b", "9h"), step("e", "2h", join="any"),
        step("f", "4h"), flow("s", "a"), flow("s", "b"), flow("a", "e"), flow("a", "f"),
        flow("b", "e", probability=0.5), flow("b", "f", probability=0.5),
    )  # fmt: skip
    sampled, run = sample_map(map_, analyse(map_), 4000), simulate_map(map_, items=4000)
    assert sampled is not None
    assert run is not None
    assert _lead(map_) == (pytest.approx(0.5 * 5 + 0.5 * 13), "exact")
    assert sampled.mean == pytest.approx(9, abs=5 * sampled.error)
    assert run.mean == pytest.approx(9, abs=3 * run.half_width)


def test_what_dies_out_after_the_only_other_one_is_not_called_exact() -> None:
    """By hand: four in ten take the hour, and it is last then, whether or not it leads on."""
    map_ = a_map(
        step("s", "0h", split="some"), step("a", "0h", split="some"), step("e", "0h"),
        flow("s", "a", "1h", probability=0.4), flow("s", "e", probability=0.4), flow("a", "e", probability=0.2),
    )  # fmt: skip
    run = simulate_map(map_, items=20_000)
    assert run is not None
    assert run.mean == pytest.approx(0.4, abs=run.half_width * 3)
    assert _lead(map_)[1] == "simulated"


def test_what_lies_behind_two_splits_saves_what_it_does_behind_both() -> None:
    """A third each come to it by one of two splits, and a third not at all: its hour is worth two thirds of one."""
    map_ = a_map(
        step("s", "0h"), step("a", "0h", split="all"), step("b", "0h"), step("c", "0h", split="all"), step("d", "0h"),
        step("e", "0h"), flow("s", "a", probability=1 / 3), flow("s", "b", probability=1 / 3),
        flow("s", "c", probability=1 / 3), flow("a", "b"), flow("a", "d"), flow("c", "d"), flow("c", "e"),
        flow("d", "e", "1h"),
    )  # fmt: skip
    saved = analyse(map_).flows["d-e"]
    assert saved.saved_if_removed.value == pytest.approx(2 / 3)
    assert saved.saved_if_halved.value == pytest.approx(1 / 3)


@pytest.mark.parametrize("unknown", ["b-e", "g-e"])
def test_what_lies_behind_two_splits_saves_at_most_what_it_takes_beside_an_unknown_wait(unknown: str) -> None:
    """Half come to its hour by each of two splits. Beside it, behind either, a wait nobody said: with 0h it saves an hour."""
    map_ = a_map(
        step("s", "0h"), step("a", "0h", split="all"), step("b", "0h"), step("c", "0h", split="all"), step("d", "0h"),
        step("g", "0h"), step("e", "0h"), flow("s", "a", probability=0.5), flow("s", "c", probability=0.5),
        flow("a", "b"), flow("a", "d"), flow("c", "d"), flow("c", "g"), flow("d", "e", "1h"),
        *(flow_that_says(*id_.split("-"), None if id_ == unknown else "0h") for id_ in ("b-e", "g-e")),
    )  # fmt: skip
    found = analyse(map_).flows["d-e"]
    assert found.saved_if_removed == at_most(1.0)
    assert found.saved_if_halved == at_most(0.5)
    assert found.slack == at_least(0.0)


def test_what_may_die_out_before_the_first_is_not_called_exact() -> None:
    """By hand: half begin the end after five hours, and nobody waits for the other then; else it takes thirteen or ends there."""
    map_ = a_map(
        step("s", "0h", split="all"), step("a", "13h", split="some"), step("b", "5h"), step("c", "0h"),
        step("e", "0h", join="any"), flow("s", "a"), flow("s", "b"), flow("a", "e", probability=0.6),
        flow("b", "c", probability=0.5), flow("b", "e", probability=0.5),
    )  # fmt: skip
    run = simulate_map(map_, items=20_000)
    assert run is not None
    assert run.mean == pytest.approx(0.5 * 5 + 0.5 * 13, abs=run.half_width * 3)
    assert _lead(map_)[1] == "simulated"


def test_what_is_first_before_that_is_known_is_not_called_exact() -> None:
    """By hand: what waits for a began at once where a leads on without it, and was first after three hours, when a still worked.

    That a leads nowhere is known after eight hours only: whether these count, as in the simulation, no rule says.
    """
    map_ = a_map(
        step("s", "0h", split="all"), step("a", "8h", split="some"), step("c", "0h"), step("e", "0h", join="any"),
        flow("s", "a"), flow("s", "c"), flow("a", "c", probability=0.5), flow("a", "e", "9h", probability=0.5),
        flow("c", "e", "3h"),
    )  # fmt: skip
    run = simulate_map(map_, items=20_000)
    assert run is not None
    assert run.mean == pytest.approx(0.5 * 11 + 0.25 * 3 + 0.25 * 8, abs=run.half_width * 3)
    assert _lead(map_)[1] == "simulated"


@pytest.mark.parametrize("quick", ["2h", "0h"])
def test_what_comes_back_at_the_very_moment_of_the_first_goes_before(quick: str) -> None:
    """By hand: after three hours one in five begins again while two others come to the end, whichever of these set out first."""
    map_ = a_map(
        step("s", "0h", split="all"), step("b", "3h"), step("c", quick, split="some"), step("e", "0h", join="any"),
        flow("s", "e", "3h"), flow("s", "b"), flow("s", "c", "1h" if quick == "2h" else "3h"), flow("b", "e"),
        flow("c", "e", probability=0.5), flow("c", "s", type="rework", probability=0.2),
    )  # fmt: skip
    run = simulate_map(map_, items=20_000)
    assert run is not None
    assert _lead(map_) == (pytest.approx(3 / 0.8), "exact")
    assert run.mean == pytest.approx(3 / 0.8, abs=run.half_width * 3)
