"""The engine against processes whose distribution is known by convolution: exact means, savings as differences, honest bounds."""

from __future__ import annotations

from random import Random

import pytest

from analysis.maps import a_map, flow, step
from analysis.trees import Process, drawn, map_of
from crosslane.analysis.flow import analyse
from crosslane.analysis.ladder import strip
from crosslane.analysis.whatif import Change, changed
from crosslane.model.diff import puts
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity
from crosslane.model.records import Record
from crosslane.model.values import Duration

SEEDS = range(24)


def small(seed: int) -> Process:
    """Return the first process of a seed that is neither work alone nor too large to be followed in all its ways."""
    random = Random(seed)
    while True:
        found = drawn(random)
        if found.kind != "work" and len(map_of(found).steps) <= 32:
            return found


@pytest.mark.parametrize("seed", SEEDS)
def test_mean_and_spread_are_those_of_the_convolution(seed: int) -> None:
    """Also where the engine says that it is only close."""
    process = small(seed)
    spread = process.spread()
    total = sum(spread.values())
    mean = sum(hours * p for hours, p in spread.items()) / total
    sd = max(0.0, sum(hours**2 * p for hours, p in spread.items()) / total - mean**2) ** 0.5
    found = analyse(map_of(process)).map
    if found.method == "exact":
        assert found.lead_time.value == pytest.approx(mean, rel=1e-8)
        assert found.sd == pytest.approx(sd, rel=1e-5, abs=1e-6)
    else:
        assert found.lead_time.value == pytest.approx(mean, rel=0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strip_is_to_scale(seed: int) -> None:
    """Its pieces add up to the lead time, and those of work to the process time: who decides is who took long."""
    map_ = map_of(small(seed))
    figures = analyse(map_)
    pieces = strip(map_, figures)
    if figures.map.method == "exact":
        assert sum(piece.hours for piece in pieces) == pytest.approx(figures.map.lead_time.value)
        worked = sum(piece.hours for piece in pieces if piece.kind == "work")
        assert worked == pytest.approx(figures.map.process_time.value)


def test_what_decides_is_the_one_that_took_long() -> None:
    """7 hours beside 6, half of which begin again 4 hours later: where the second branch decides it took 26 on average."""
    map_ = a_map(
        step("s", split="all"),
        step("a", "7h"),
        step("b", "6h"),
        step("e"),
        flow("s", "a", "0"),
        flow("s", "b", "0"),
        flow("b", "b", "4h", type="rework", probability=0.5),
        flow("a", "e", "0"),
        flow("b", "e", "0"),
    )
    figures = analyse(
        map_.apply(puts(map_, [map_.step(id_).but(process_time=Duration(text="0")) for id_ in ("s", "e")]))
    )
    assert figures.map.lead_time.value == pytest.approx(0.5 * 7 + 0.5 * 26)
    # How often the wait lies on the way that decides only sampling tells; the share of the branches is exact.
    assert figures.flows["b-b"].criticality is None
    assert figures.steps["b"].criticality == figures.steps["a"].criticality == pytest.approx(0.5)


@pytest.mark.parametrize("seed", SEEDS[::6])
def test_what_is_saved_is_the_difference(seed: int) -> None:
    """Each wait removed and halved, the map analysed anew."""
    map_ = map_of(small(seed))
    before = analyse(map_)
    for id_, found in before.flows.items() if before.map.method == "exact" else ():
        for how, saved in (
            ("remove", found.saved_if_removed),
            ("halve", found.saved_if_halved),
        ):
            after = analyse(map_.apply(changed(map_, [Change(id_, how)]))).map
            if after.method == "exact":
                wanted = (before.map.lead_time.value or 0.0) - (after.lead_time.value or 0.0)
                assert saved == pytest.approx(Quantity(wanted, wanted, wanted, "exact"), abs=1e-7), (id_, how)


def without(map_: Map, random: Random) -> list[Record]:
    """Return up to three records of a map with one number each that nobody gave."""
    found = {}
    for _ in range(random.randint(1, 3)):
        flow = random.choice(map_.flows)
        share = flow.probability is not None and random.random() < 0.5
        step = random.choice(map_.steps)
        work = random.random() < 0.4
        record = step.but(process_time=None) if work else flow.but(**{"probability" if share else "wait": None})
        found[record.id] = record
    return list(found.values())


def may_be(found: Quantity, value: float) -> bool:
    """Say whether what is claimed leaves room for a value."""
    near = 1e-7 * max(1.0, abs(value))
    least = found.low if found.bound == "between" else found.value if found.bound in ("exact", "at-least") else None
    most = found.high if found.bound == "between" else found.value if found.bound in ("exact", "at-most") else None
    return (least is None or value >= least - near) and (most is None or value <= most + near)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_claimed_with_gaps_holds_without_them(seed: int) -> None:
    """A slack too: what is unknown in its own branch may take it away, and what excludes a place may come in another round."""
    map_, random = map_of(small(seed)), Random(seed)
    whole = analyse(map_)
    for _ in range(3 if whole.map.method == "exact" else 0):
        gone = without(map_, random)
        found = analyse(map_.apply(puts(map_, gone)))
        for name in ("lead_time", "process_time", "effort", "flow_efficiency"):
            assert may_be(getattr(found.map, name), getattr(whole.map, name).value), name
        for id_ in set(whole.flows) - {record.id for record in gone}:
            for name in ("saved_if_removed", "saved_if_halved", "slack"):
                value = getattr(whole.flows[id_], name).value
                assert value is None or may_be(getattr(found.flows[id_], name), value), (id_, name)
