"""Published worked examples through the map file and the command line; data, sources and traps in the file beside it.

A time in `expect` is text, or a number with its unit; a plain number is a count, a share or a rate per working hour, and
null says that nothing may be claimed. Flows wait nothing unless they say otherwise.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crosslane.cli import main
from crosslane.model.durations import read
from crosslane.model.values import Calendar

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("published_cases.json").read_text(encoding="utf-8"))
TIMES = ("process_time", "lead_time", "wait", "handling", "cadence", "batch_every")


def told(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"text": value} if name in TIMES and isinstance(value, str) else value
        for name, value in fields.items()
        if value is not None
    }


def file_of(case: dict[str, Any]) -> str:
    """The case as a map file, with ids that are plain words."""
    lanes = {"work": {}, **case.get("lanes", {})}
    lines: list[dict[str, Any]] = [{"format": "crosslane-map", "version": 1}, {"kind": "map", "id": "map"}]
    lines[1].update(case.get("map", {}))
    lines += [{"kind": "lane", "id": id_, "order": str(at), **lane} for at, (id_, lane) in enumerate(lanes.items())]
    for id_, step in case["steps"].items():
        fields = {"process_time": step} if isinstance(step, str) else step
        lines.append({"kind": "step", "id": id_, "lane": "work", "name": id_, **told(fields)})
    for at, (source, target, *more) in enumerate(case["flows"], start=1):
        fields = told({"wait": "0", **(more[0] if more else {})})
        lines.append(
            {"kind": "flow", "id": f"{source}-{target}", "number": at, "source": source, "target": target, **fields}
        )
    return "".join(json.dumps(line) + "\n" for line in lines)


def found_at(results: dict[str, Any], path: str) -> Any:
    """What the results say at a path: a field of the map, or list, id and field."""
    if path == "warnings":
        return [warning["code"] for warning in results["warnings"]]
    if path == "pace":
        first = results["where_time_goes"]["pace"][0]
        return first.get("step") or first.get("lane")
    where, _, rest = path.partition(".")
    if not rest:
        return results["map"][where]
    id_, _, name = rest.rpartition(".")
    return next(entry for entry in results[where] if entry["id"] == id_)[name]


def hours(wanted: Any, calendar: Calendar) -> float:
    if isinstance(wanted, int | float):
        return wanted
    number, unit = wanted if isinstance(wanted, list) else (1.0, "")
    span = read(f"1 {unit}" if unit else wanted, calendar)
    assert span is not None
    return number * span.hours


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_example(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every number that the source prints, or that follows exactly from what it prints."""
    path = tmp_path / "case.crosslane"
    path.write_text(file_of(case), encoding="utf-8")
    assert main(["analyse", str(path), "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["map"]["method"] == "exact"
    calendar = Calendar(**case.get("map", {}).get("calendar", {}))
    for name, wanted in case["expect"].items():
        found = found_at(results, name)
        if name in ("warnings", "pace"):
            assert found == wanted, name
        elif wanted is None:
            assert found["bound"] == "unknown", name
        else:
            bound, value = (found["bound"], found["value"]) if isinstance(found, dict) else ("exact", found)
            assert (bound, value) == ("exact", pytest.approx(hours(wanted, calendar), rel=1e-7, abs=1e-9)), name
