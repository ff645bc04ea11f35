"""The command line as people and scripts use it: output, files, exit codes, one sentence for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crosslane.cli import main
from crosslane.exchange.mapfile import read_file, write_file
from crosslane.exchange.templates import template_ids
from crosslane.model.map import Map
from crosslane.model.records import Step

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    """Run a command; returns exit code, standard output and standard error."""
    code = main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def loop(tmp_path: Path, capsys: Capture) -> Path:
    path = tmp_path / "loop.crosslane"
    assert run(capsys, "new", "--template", "loop", "-o", path)[0] == 0
    return path


def test_analyse_tells_where_time_goes(loop: Path, capsys: Capture) -> None:
    """In words, the costliest handoff first; as JSON under the promised names."""
    code, out, err = run(capsys, "analyse", loop)
    assert (code, err) == (0, "")
    assert "At least 12 weeks. Work: 3. Waiting: 9." in out
    assert "1. Handoff 6 (AI to Ops, model) adds about 5 of at least 12 weeks to every model." in out
    found = json.loads(run(capsys, "analyse", loop, "--json")[1])
    assert found["map"]["lead_time"]["bound"] == "at-least"
    assert found["where_time_goes"]["time"][0]["flow"] == "f6"


def test_suggest_gives_reasons_that_add_up(loop: Path, capsys: Capture) -> None:
    """Every score is the sum of its reasons; one handoff can be asked for."""
    found = json.loads(run(capsys, "suggest", loop, "--json")[1])
    for place in found["flows"]:
        for suggestion in place["suggestions"]:
            assert suggestion["score"] == pytest.approx(sum(r["points"] for r in suggestion["because"]), abs=0.05)
    assert found["map"]["experiment"]["flow"] == "f6"
    one = json.loads(run(capsys, "suggest", loop, "--json", "--handoff", "2")[1])
    assert [place["flow"] for place in one["flows"]] == ["f2"]
    assert one["flows"][0]["suggestions"][0]["practice"] == "data-contract"


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_pictures_carry_what_they_show(loop: Path, capsys: Capture, tmp_path: Path, suffix: str) -> None:
    """An exported picture opens again, without what was to stay out."""
    picture, back = tmp_path / f"loop.{suffix}", tmp_path / "back.crosslane"
    assert run(capsys, "export", loop, "-o", picture)[0] == 0
    assert run(capsys, "import", picture, "-o", back)[0] == 0
    again, before = read_file(back), read_file(loop)
    assert {s.id: s.name for s in again.steps} == {s.id: s.name for s in before.steps}
    assert again.flow("f6").wait == before.flow("f6").wait
    assert again.flow("f6").said == ()
    assert b"Tom" not in picture.read_bytes()


def test_a_map_without_places_is_drawn_laid_out(loop: Path, capsys: Capture, tmp_path: Path) -> None:
    """An engineer writes a map by hand: its picture is no heap, and the map inside has the places too."""
    written, svg, back = tmp_path / "hand.crosslane", tmp_path / "hand.svg", tmp_path / "back.crosslane"
    map_ = read_file(loop)
    write_file(Map.of([r.but(x=0, y=0) if isinstance(r, Step) else r for r in map_.records()]), written)
    assert run(capsys, "export", written, "-o", svg)[0] == 0
    assert run(capsys, "import", svg, "-o", back)[0] == 0
    assert len({(step.lane, step.x, step.y) for step in read_file(back).steps}) == len(map_.steps)


def test_a_bare_picture_carries_nothing(loop: Path, capsys: Capture, tmp_path: Path) -> None:
    """Without the map inside, importing says so."""
    picture = tmp_path / "loop.svg"
    assert run(capsys, "export", loop, "-o", picture, "--bare")[0] == 0
    code, _, err = run(capsys, "import", picture)
    assert code == 2
    assert "carries no map" in err


def test_the_summary_is_markdown(loop: Path, capsys: Capture, tmp_path: Path) -> None:
    """Headline, sentences, a table of handoffs."""
    path = tmp_path / "loop.md"
    run(capsys, "export", loop, "-o", path)
    text = path.read_text()
    assert text.startswith("# The data loop\n")
    assert "| 6 | AI: Build the model | Ops: Predict on new data |" in text


def test_show_and_diff(loop: Path, capsys: Capture, tmp_path: Path) -> None:
    """One flow a line; a difference names record, field, before and after, and exits with 1."""
    lines = run(capsys, "show", loop)[1].splitlines()
    assert len(lines) == 11
    assert "Ops: Predict on new data > Dev: Show the prediction | wait 1w" in "\n".join(lines)
    other = tmp_path / "other.crosslane"
    other.write_text(loop.read_text().replace('"wait": {"text": "3w"}', '"wait": {"text": "1w"}'))
    code, out, _ = run(capsys, "diff", loop, other)
    assert (code, out.strip()) == (1, "~ flow f6: wait: 3w -> 1w")
    assert run(capsys, "diff", loop, loop)[0] == 0


def test_tidy_keeps_steps_and_lanes(loop: Path, capsys: Capture, tmp_path: Path) -> None:
    """Only places change; the layout can be had as JSON."""
    tidied = tmp_path / "tidy.crosslane"
    assert run(capsys, "tidy", loop, "-o", tidied)[0] == 0
    before, after = read_file(loop), read_file(tidied)
    assert [(s.id, s.lane, s.name) for s in before.steps] == [(s.id, s.lane, s.name) for s in after.steps]
    found = json.loads(run(capsys, "tidy", loop, "--json")[1])
    assert {"lanes", "nodes", "edges", "seconds"} <= set(found)
    assert run(capsys, "tidy", loop)[0] == 2


def test_the_library_from_the_command_line(capsys: Capture, tmp_path: Path) -> None:
    """Made, listed, found by title, checked, backed up, restored."""
    assert run(capsys, "list")[1] == "The library is empty.\n"
    made = run(capsys, "new", "--template", "retraining")[1].strip()
    assert made in run(capsys, "list")[1]
    assert run(capsys, "analyse", "retraining a live model")[0] == 0
    assert run(capsys, "library", "check") == (0, "The library is in order.\n", "")
    copy = tmp_path / "copy.db"
    assert run(capsys, "library", "backup", copy)[0] == 0
    assert run(capsys, "library", "restore", copy)[0] == 0
    assert made in run(capsys, "list")[1]


def test_lint_exits_by_severity(capsys: Capture, tmp_path: Path) -> None:
    """What is to be looked at makes the command fail only from the level asked for."""
    path = tmp_path / "m.crosslane"
    path.write_text(
        '{"format": "crosslane-map", "version": 1}\n{"kind": "map", "id": "map"}\n{"kind": "lane", "id": "d"}\n'
        '{"kind": "step", "id": "a", "lane": "d", "process_time": {"text": "3m"}}\n'
    )
    code, out, _ = run(capsys, "lint", path)
    assert code == 1
    assert "minutes or months" in out
    assert run(capsys, "lint", path, "--fail-on", "error")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["analyse", "missing.crosslane"], "is not there"),
        (["show", "no such map"], "no map in the library"),
        (["new", "--template", "nothing"], "choose one of"),
        (["suggest", "LOOP", "--handoff", "99"], "no handoff 99"),
        (["export", "LOOP", "-o", "x.doc"], "is not known"),
        (["export", "LOOP", "-o", "x.png", "--scale", "500"], "smaller scale"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], part: str, loop: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, one line on standard error, nothing on standard output."""
    monkeypatch.chdir(loop.parent)
    code, out, err = run(capsys, *[str(loop) if a == "LOOP" else a for a in arguments])
    assert (code, out) == (2, "")
    assert part in err
    assert err.count("\n") == 1


def test_the_demo_without_a_display(capsys: Capture, tmp_path: Path) -> None:
    """The main job in one go: three pictures, lead time, the costliest handoff and what could be tried."""
    code, out, _ = run(capsys, "smoke", tmp_path / "demo")
    assert code == 0
    assert {p.name for p in (tmp_path / "demo").iterdir()} == {"loop.svg", "loop.png", "loop.pdf"}
    for words in ("Lead time: At least 12 weeks", "Flow efficiency", "Costliest: Handoff 6", "To try: ", "Because: "):
        assert words in out


@pytest.mark.parametrize(
    "command",
    ["show", "analyse", "suggest", "lint", "diff", "new", "templates", "list", "export", "import", "tidy", "library"],
)
def test_every_command_answers_help(command: str, capsys: Capture) -> None:
    """Help is there for every command, and the README names it."""
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert command in capsys.readouterr().out
    assert command in (Path(__file__).parents[2] / "README.md").read_text()


def test_percentiles_where_they_can_be_drawn(capsys: Capture, tmp_path: Path) -> None:
    """A chain with three-point values has them, the same every time; beside a missing number they stay null."""
    path = tmp_path / "chain.crosslane"
    head = '{"format": "crosslane-map", "version": 1}\n{"kind": "map", "id": "map"}\n{"kind": "lane", "id": "d"}\n'
    steps = '{"kind": "step", "id": "a", "lane": "d", "process_time": {"text": "1-2-6d"}}\n{"kind": "step", "id": "b", "lane": "d", "process_time": {"text": "1d"}}\n'
    path.write_text(
        head + steps + '{"kind": "flow", "id": "f", "source": "a", "target": "b", "wait": {"text": "1-3d"}}\n'
    )
    first = json.loads(run(capsys, "analyse", path, "--json")[1])["map"]
    assert first["p50"] < first["p85"] < first["p95"]
    assert first["p50"] == pytest.approx(first["lead_time"]["value"], rel=0.1)
    assert json.loads(run(capsys, "analyse", path, "--json")[1])["map"] == first
    path.write_text(path.read_text().replace(', "wait": {"text": "1-3d"}', ""))
    assert json.loads(run(capsys, "analyse", path, "--json")[1])["map"]["p50"] is None


@pytest.mark.parametrize("template", template_ids())
def test_every_example_simulates_to_its_exact_mean(template: str, capsys: Capture, tmp_path: Path) -> None:
    """Two ways to the same number that share no code but the reading of the map; the error is told with the mean."""
    path = tmp_path / "example.crosslane"
    run(capsys, "new", "--template", template, "-o", path)
    code, out, _ = run(capsys, "analyse", path, "--simulate", "--items", "2000", "--json")
    simulation = json.loads(out)["simulation"]
    assert code == 0
    assert simulation["agrees"] is not False
    text = run(capsys, "analyse", path, "--simulate", "--items", "200")[1]
    assert "Simulated mean of 200 items" in text
    assert "give or take" in text or "every item the same" in text


COUNTER = """{"format": "crosslane-map", "version": 1}
{"kind": "map", "id": "map", "title": "Counter", "demand": "4/d"}
{"kind": "lane", "id": "l", "name": "L"}
{"kind": "step", "id": "a", "lane": "l", "name": "Come", "type": "start"}
{"kind": "step", "id": "b", "lane": "l", "name": "Serve", "process_time": {"text": "1h"}, "people": 1}
{"kind": "flow", "id": "f", "number": 1, "source": "a", "target": "b"}
"""


def test_a_simulated_queue_stands_beside_the_predicted_one(capsys: Capture, tmp_path: Path) -> None:
    """One person, busy half of the time with one hour each: theory says that an item waits one hour (M/M/1)."""
    path = tmp_path / "counter.crosslane"
    path.write_text(COUNTER)
    found = json.loads(run(capsys, "analyse", path, "--simulate", "--items", "20000", "--json")[1])["simulation"]
    (queue,) = found["queues"]
    assert queue["predicted_wait"] == pytest.approx(1.0)
    assert queue["wait"] == pytest.approx(1.0, rel=0.1)
    assert queue["busy"] == pytest.approx(0.5, rel=0.05)
    assert "Erlang C" in queue["theory"]


def test_without_shares_nothing_is_simulated(capsys: Capture, tmp_path: Path) -> None:
    """A choice of which nobody said how often: the sentence says what is missing."""
    path = tmp_path / "open.crosslane"
    more = '{"kind": "step", "id": "c", "lane": "l", "name": "C"}\n{"kind": "flow", "id": "g", "source": "a", "target": "c"}\n'
    path.write_text(COUNTER.replace('"type": "start"', '"type": "decision"') + more)
    assert "Nothing can be simulated yet" in run(capsys, "analyse", path, "--simulate")[1]


def test_the_order_is_clear_or_a_close_call(capsys: Capture, tmp_path: Path) -> None:
    """Two handoffs whose waits overlap: which of them costs more depends on what was meant."""
    path = tmp_path / "close.crosslane"
    path.write_text(
        """{"format": "crosslane-map", "version": 1}
{"kind": "map", "id": "map", "next_number": 3}
{"kind": "lane", "id": "l", "name": "L", "order": "a"}
{"kind": "lane", "id": "m", "name": "M", "order": "b"}
{"kind": "step", "id": "a", "lane": "l", "name": "A"}
{"kind": "step", "id": "b", "lane": "m", "name": "B"}
{"kind": "step", "id": "c", "lane": "l", "name": "C"}
{"kind": "flow", "id": "f", "number": 1, "source": "a", "target": "b", "wait": {"text": "1-5-9d"}}
{"kind": "flow", "id": "g", "number": 2, "source": "b", "target": "c", "wait": {"text": "2-4-9d"}}
"""
    )
    rank = json.loads(run(capsys, "analyse", path, "--json")[1])["rank"]
    assert (rank["flow"], rank["next"], rank["clear"]) == ("f", "g", False)
    assert "A close call with Handoff 2" in run(capsys, "analyse", path)[1]


def test_the_report_holds_every_handoff_of_all_examples(capsys: Capture) -> None:
    """For reading in full: each example with its handoffs, each suggestion with its reasons and first step."""
    code, out, _ = run(capsys, "report")
    assert code == 0
    assert out.count("# ") == len(template_ids())
    assert "Handoff 6 (AI to Ops, model)" in out
    assert out.count("because:") > 100
