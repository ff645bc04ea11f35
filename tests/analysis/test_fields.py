"""Each field alone, as sparse and as odd as people and other programs write it: the documented meaning, never a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.analysis.test_published_table import file_of

from crosslane.cli import main

TWO: dict[str, Any] = {"a": "1h", "b": "1h"}
THREE: dict[str, Any] = {"a": "1h", "b": "1h", "c": "9h"}


def results(tmp_path: Path, capsys: pytest.CaptureFixture[str], **case: Any) -> dict[str, Any]:
    path = tmp_path / "case.crosslane"
    path.write_text(file_of(case), encoding="utf-8")
    assert main(["analyse", str(path), "--json", "--simulate"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def codes(found: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in found["warnings"]]


BACK = {"type": "rework"}


@pytest.mark.parametrize(
    ("steps", "flows", "bound", "value", "said"),
    [
        ({}, [], "unknown", None, []),
        ({"a": {}}, [], "at-least", 0.0, []),
        (TWO, [], "exact", 1.0, []),
        (TWO, [["a", "b", {"wait": None}]], "at-least", 2.0, []),
        ({"a": "?", "b": "NA"}, [["a", "b", {"wait": "EMPTY"}]], "at-least", 0.0, []),
        ({"a": "soon", "b": "1h"}, [["a", "b", {"wait": "inf"}]], "at-least", 1.0, ["not-a-time", "not-a-time"]),
        ({"a": "5-1d", "b": "1-10-3d"}, [["a", "b"]], "at-least", 0.0, ["not-a-time", "not-a-time"]),
        ({"a": ".5d", "b": "1h"}, [["a", "b", {"wait": "3m"}]], "at-least", 5.0, ["minutes-or-months"]),
        (THREE, [["a", "b", {"probability": 0.4}], ["a", "c", {"probability": 0.4}]], "exact", 6.0, ["shares-not-one"]),
        (THREE, [["a", "b", {"probability": 0}], ["a", "c", {"probability": 0}]], "exact", 1.0, ["shares-not-one"]),
        (THREE, [["a", "b", {"probability": 0.6}], ["a", "c"]], "exact", 5.2, []),
        (THREE, [["a", "b"], ["a", "c"]], "exact", 10.0, []),
        (TWO, [["a", "b"], ["b", "a", BACK]], "at-least", 2.0, ["loop-without-share"]),
        (TWO, [["a", "b"], ["b", "a", {**BACK, "probability": 1}]], "unknown", None, ["loop-without-exit"]),
        (TWO, [["a", "b"], ["b", "a", {**BACK, "probability": 1, "max_repeats": 1}]], "exact", 4.0, []),
        (TWO, [["a", "b"], ["b", "a", {**BACK, "probability": 0.5, "max_repeats": 2}]], "exact", 3.5, []),
        (TWO, [["a", "a", {"probability": 0.5}], ["a", "b", {"probability": 0.5}]], "exact", 3.0, []),
        (TWO, [["a", "a"], ["a", "b"]], "at-least", 2.0, ["loop-without-share"]),
        (TWO, [["a", "b"], ["b", "a"]], "unknown", None, ["loop-without-exit"]),
        (TWO, [["a", "b"], ["b", "a", {"type": "cycle", "wait": "4w"}]], "exact", 2.0, []),
        (TWO, [["a", "b"], ["b", "gone"]], "exact", 2.0, ["orphan"]),
        (TWO, [["a", "b", {"wait": None, "batch_every": "1w"}]], "exact", 22.0, []),
        (TWO, [["a", "b", {"wait": None, "wip": 10}]], "at-least", 2.0, []),
        (TWO, [["a", "b", {"wait": None, "wip": 10, "frequency": "5/w"}]], "exact", 82.0, []),
        (TWO, [["a", "b", {"type": "information", "wait": "3d"}]], "exact", 1.0, []),
    ],
)
def test_a_sparse_map_means_what_the_documentation_says(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    steps: dict[str, Any],
    flows: list[list[Any]],
    bound: str,
    value: float | None,
    said: list[str],
) -> None:
    """The lead time with its bound, and the warnings, nothing else; simulated as well, without a fault."""
    found = results(tmp_path, capsys, steps=steps, flows=flows)
    lead = found["map"]["lead_time"]
    assert lead["bound"] == bound
    assert lead["value"] == (None if value is None else pytest.approx(value))
    assert codes(found) == said


def test_two_flows_may_join_the_same_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both at once: the later one decides; as a choice: the mean."""
    both = [["a", "b", {"wait": "1h"}], ["a", "b", {"wait": "5h", "id": "second"}]]
    assert results(tmp_path, capsys, steps=TWO, flows=both)["map"]["lead_time"]["value"] == pytest.approx(7)
    chosen = [["a", "b", {"probability": 0.5, **both[0][2]}], ["a", "b", {"probability": 0.5, **both[1][2]}]]
    assert results(tmp_path, capsys, steps=TWO, flows=chosen)["map"]["lead_time"]["value"] == pytest.approx(5)


@pytest.mark.parametrize(
    ("fields", "demand", "busy", "most", "said"),
    [
        ({"people": 1}, "20/mo", 0.125, 1.0, []),
        ({"people": 1}, "1000/y", 1000 / 1920, 1.0, []),
        ({"people": 2, "availability": 0.5}, "0.5/h", 0.5, 1.0, []),
        ({"people": 1, "uptime": 0.5}, "0.5/h", 1.0, 0.5, []),
        ({"people": 1}, "2/h", 2.0, 1.0, ["cannot-keep-up"]),
        ({"people": 0}, "1/h", None, 0.0, ["cannot-keep-up"]),
        ({"people": 1, "availability": 0}, "1/h", None, 0.0, ["cannot-keep-up"]),
        ({"people": 1, "uptime": 0}, "1/h", None, 0.0, ["cannot-keep-up"]),
        ({"people": 1}, "lots", None, 1.0, ["not-a-rate"]),
        ({"people": 1}, "0/w", None, 1.0, []),
        ({"people": 1e9}, "1/h", 1e-9, 1e9, []),
        ({}, "1/h", None, None, []),
    ],
)
def test_people_and_demand(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    fields: dict[str, Any],
    demand: str,
    busy: float | None,
    most: float | None,
    said: list[str],
) -> None:
    """Utilisation only where all of it is known, no queue where they cannot keep up, what limits the map."""
    steps = {"a": {"process_time": "1h", **fields}, "b": {"type": "end"}}
    found = results(tmp_path, capsys, steps=steps, flows=[["a", "b"]], map={"demand": demand})
    step = found["steps"][0]
    assert step["utilisation"]["value"] == (None if busy is None else pytest.approx(busy))
    assert found["map"]["capacity"]["value"] == (None if most is None else pytest.approx(most))
    assert codes(found) == said
    if busy is None or busy >= 1:
        assert step["predicted_wait"]["bound"] == "unknown"


def test_load_is_a_bound_where_the_passes_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A return without a share: busy at least so much. An open choice: between the ends. Capacity follows."""
    people = {name: {"process_time": "1h", "people": 1} for name in ("a", "b")}
    back = results(tmp_path, capsys, steps=people, flows=[["a", "b"], ["b", "a", BACK]], map={"demand": "0.5/h"})
    assert [step["utilisation"]["bound"] for step in back["steps"]] == ["at-least", "at-least"]
    assert [step["predicted_wait"]["bound"] for step in back["steps"]] == ["at-least", "at-least"]
    assert (back["map"]["capacity"]["bound"], back["map"]["capacity"]["value"]) == ("at-most", pytest.approx(1))
    steps = {**people, "c": {"process_time": "4h", "people": 1}, "a": {**people["a"], "type": "decision"}}
    choice = results(tmp_path, capsys, steps=steps, flows=[["a", "b"], ["a", "c"]], map={"demand": "0.2/h"})
    busy = {step["id"]: step["utilisation"] for step in choice["steps"]}
    assert (busy["a"]["bound"], busy["a"]["value"]) == ("exact", pytest.approx(0.2))
    assert (busy["c"]["bound"], busy["c"]["low"], busy["c"]["high"]) == ("between", 0.0, pytest.approx(0.8))
    assert (choice["map"]["capacity"]["low"], choice["map"]["capacity"]["high"]) == pytest.approx((0.25, 1.0))


def test_what_goes_round_for_ever_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A return of almost all: the exact mean, and a sentence instead of percentiles, within moments."""
    flows = [["a", "b"], ["b", "a", {**BACK, "probability": 0.9999999}]]
    found = results(tmp_path, capsys, steps=TWO, flows=flows)
    assert found["map"]["lead_time"]["value"] == pytest.approx(2e7, rel=1e-6)
    assert found["map"]["p50"] is None
    assert "hundreds of times" in found["no_percentiles"]
    assert found["simulation"] is None
