"""What the records of a map give to look at, without any computation."""

from __future__ import annotations

import pytest

from crosslane.exchange.mapfile import read_file
from crosslane.model.checks import LEVELS, checks
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.settings import resource

GOOD: tuple[Record, ...] = (
    MapRecord(id="map", next_number=9),
    Lane(id="d", name="Dev", order="1"),
    Lane(id="o", name="Ops", order="2"),
    Step(id="a", lane="d", name="Build"),
    Step(id="b", lane="o", name="Deploy"),
    Flow(id="f", source="a", target="b", number=1),
)


def found(*more: Record) -> dict[str, tuple[str, ...]]:
    """Return the kinds of findings with their records, on the good map with these records put into it."""
    return {each.code: each.on for each in checks(Map.of([*GOOD, *more]))}


def test_a_good_map_has_nothing_to_look_at() -> None:
    """Nor has an empty one."""
    assert found() == {}
    assert checks(Map.of()) == ()


@pytest.mark.parametrize(
    ("record", "code", "on"),
    [
        (Lane(id="q", name="QA", order="3"), "empty-lane", ("q",)),
        (Lane(id="o", name=" ", order="2"), "lane-without-name", ("o",)),
        (Lane(id="o", name="dev", order="2"), "same-lane-twice", ("d", "o")),
        (Step(id="b", lane="o", name=""), "step-without-name", ("b",)),
        (Step(id="c", lane="o", name="Watch"), "step-alone", ("c",)),
        (Flow(id="g", source="a", target="a", number=2), "forward-to-itself", ("g",)),
        (Flow(id="g", source="a", target="b", number=2), "same-flow-twice", ("f", "g")),
        (Flow(id="g", source="b", target="a", type="rework", number=1), "number-twice", ("f", "g")),
        (Flow(id="g", source="b", target="a", type="rework", number=9), "number-to-come", ("g",)),
        (Flow(id="f", source="a", target="b", number=1, schema_owner="x"), "owner-missing", ("f",)),
        (Flow(id="g", source="b", target="a", type="rework", probability=1, number=2), "endless-rework", ("g",)),
    ],
)
def test_each_fault_is_found_where_it_is(record: Record, code: str, on: tuple[str, ...]) -> None:
    """One fault put into a good map is that one finding."""
    assert found(record) == {code: on}


@pytest.mark.parametrize(
    "record",
    [
        Step(id="c", lane="o", name="Build"),
        Flow(id="g", source="a", target="b", number=2, carries="model"),
        Flow(id="g", source="b", target="a", type="rework", probability=1, max_repeats=1, number=2),
        Flow(id="g", source="a", target="a", type="rework", number=2),
        Flow(id="g", source="a", target="gone", number=2),
    ],
)
def test_what_only_looks_alike_is_no_fault(record: Record) -> None:
    """One name in two lanes, two things between two steps, a return that ends, work done again at its place."""
    assert set(found(record)) <= {"step-alone"}


def test_the_gravest_comes_first_in_one_sentence() -> None:
    """Errors before warnings before notes; every sentence stands on one line and ends."""
    map_ = Map.of([*GOOD, Lane(id="q", name="", order="3"), Flow(id="g", source="a", target="a", number=1)])
    levels = [LEVELS.index(each.level) for each in checks(map_)]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == 3
    assert all(each.sentence.endswith(".") and "\n" not in each.sentence for each in checks(map_))


def test_the_example_is_without_fault() -> None:
    """The first map that anybody sees gives nothing to look at."""
    assert checks(read_file(resource("templates", "loop.crosslane"))) == ()
