"""Crossing branches with many returns: what a place saves is a range there, and holds what a walk for it would find."""

from __future__ import annotations

import random

import pytest

from analysis.random_maps import messy
from crosslane.analysis import bounds
from crosslane.analysis.bounds import bound_map
from crosslane.analysis.flow import analyse
from crosslane.analysis.region import Region
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration


def _crossing(steps: int, seed: int, far: int = 3) -> Map:
    """Return steps that go on to two of the next ones at once, one in five of them with a return."""
    draw = random.Random(seed)
    records: list[Record] = [MapRecord(id="map", title="Crossing", next_number=1), Lane(id="l", name="L", order="0")]
    for n in range(steps):
        records.append(Step(id=f"s{n}", lane="l", name=str(n), process_time=Duration(text="2h")))
        for target in sorted({min(steps - 1, n + 1 + draw.randrange(far)) for _ in range(2)} - {n}):
            wait = Duration(text=f"{draw.randint(1, 5)}d")
            records.append(Flow(id=f"f{n}-{target}", source=f"s{n}", target=f"s{target}", wait=wait))
    back = Duration(text="1d")
    records += [
        Flow(id=f"r{n}", source=f"s{n}", target=f"s{n - 3}", type="rework", probability=0.1, wait=back)
        for n in range(4, steps, 5)
    ]
    return Map.of(records)


@pytest.mark.parametrize("seed", range(12))
def test_a_range_holds_what_a_walk_of_its_own_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_TANGLED", 10**9)
    walked = analyse(_crossing(10, seed))
    monkeypatch.setattr(bounds, "_TANGLED", 0)
    wide = analyse(_crossing(10, seed))
    assert wide.map.lead_time == walked.map.lead_time
    for id_, flow in wide.flows.items():
        found, said = walked.flows[id_].saved_if_removed, flow.saved_if_removed
        if said.bound == "between" and found.value is not None:
            assert (said.low or 0.0) - 1e-9 <= found.value <= (said.high or 0.0) + 1e-9, id_


def test_many_returns_among_crossing_branches_give_ranges() -> None:
    figures = analyse(_crossing(40, 1, far=24))
    saved = [flow.saved_if_removed for flow in figures.flows.values()]
    assert sum(each.bound == "between" for each in saved) > len(saved) / 2
    assert figures.where_time_goes.time


def test_forks_within_forks_are_solved_once_however_often_items_come_back_into_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solved: list[str] = []
    built = Region.__init__

    def counted(self: Region, *args: object, **options: object) -> None:
        solved.append("")
        built(self, *args, **options)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(Region, "__init__", counted)
    # Sixty steps were some hundred thousand regions, and no answer within a minute.
    assert bound_map(messy(60, 1)).least.mean > 0
    assert len(solved) < 200
