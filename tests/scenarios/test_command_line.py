"""An engineer keeps a map in git and works on it without a screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crosslane.cli import main
from crosslane.exchange.mapfile import read_file, write_file
from crosslane.model.scribe import lines, read_line, reread
from crosslane.model.settle import settle

EIGHT_STEPS = (
    "Outside: Customer uses the app > Dev: Application stores data | wait live",
    "Dev: Application stores data > Analytics: ETL | wait 2d, ok 8/10, pt 6h",
    "Analytics: ETL > AI: Data lake | wait 1w, ok 7/10, pt 1d",
    "Outside: Other sources > AI: Data lake | wait 3d",
    "AI: Data lake > Build the model | wait 1w, pt 7d",
    "AI: Build the model > Ops: Predict on new data | wait 3w, ok 6/10, via file-drop, carries model, pt 4h",
    "Ops: Predict on new data > Dev: Show the prediction | wait 1w, ok 8/10, pt 12h",
    "Dev: Show the prediction > Outside: User reacts | wait 4h",
)


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The article's steps, typed line by line onto an emptied map."""
    monkeypatch.chdir(tmp_path)
    path = Path("ours.crosslane")
    assert main(["new", "--template", "loop", "-o", str(path)]) == 0
    map_ = read_file(path)
    map_ = map_.apply(settle(map_, reread(map_, "").diff))
    for line in EIGHT_STEPS:
        reading = read_line(map_, line)
        assert reading.problem is None
        map_ = map_.apply(settle(map_, reading.diff))
    write_file(map_, path)
    return path


def test_from_what_people_say_to_what_to_try(typed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Typed, analysed, the costliest handoff found, a practice with its reason, pictures written."""
    assert main(["lint", str(typed), "--fail-on", "error"]) == 0
    capsys.readouterr()
    assert main(["analyse", str(typed), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    costliest = found["where_time_goes"]["time"][0]["flow"]
    number = next(flow["number"] for flow in found["flows"] if flow["id"] == costliest)
    assert "model" in found["where_time_goes"]["time"][0]["sentence"]
    assert main(["suggest", str(typed), "--json", "--handoff", str(number)]) == 0
    (place,) = json.loads(capsys.readouterr().out)["flows"]
    assert place["suggestions"][0]["because"]
    for name in ("ours.svg", "ours.pdf", "ours.png", "ours.md"):
        assert main(["export", str(typed), "-o", name]) == 0
        assert Path(name).stat().st_size > 1000


def test_a_change_is_seen_as_what_it_is(typed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wait that became shorter is one line of difference, and the map takes less time."""
    capsys.readouterr()
    main(["analyse", str(typed), "--json"])
    before = json.loads(capsys.readouterr().out)["map"]["lead_time"]
    map_ = read_file(typed)
    changed = reread(map_, "\n".join(lines(map_)).replace("wait 3w", "wait 1w"))
    after = Path("after.crosslane")
    write_file(map_.apply(changed.diff), after)
    assert main(["diff", str(typed), str(after)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("wait: 3w -> 1w")
    main(["analyse", str(after), "--json"])
    low = json.loads(capsys.readouterr().out)["map"]["lead_time"]
    assert (before["low"], low["bound"]) == (low["low"] + 2 * 40, before["bound"])


def test_tidied_twice_is_tidied_once(typed: Path) -> None:
    """A tidied file tidied again is the same file."""
    assert main(["tidy", str(typed), "-o", "once.crosslane"]) == 0
    assert main(["tidy", "once.crosslane", "-o", "twice.crosslane"]) == 0
    assert Path("once.crosslane").read_bytes() == Path("twice.crosslane").read_bytes()
