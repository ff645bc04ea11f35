"""The Markdown summary: the findings as text, safe and without names."""

from __future__ import annotations

from crosslane.analysis.flow import analyse
from crosslane.exchange.mapfile import read_file
from crosslane.exchange.markdown import plain, summary
from crosslane.model.map import Map
from crosslane.model.records import Experiment, MapRecord
from crosslane.practices.knowledge import shipped
from crosslane.practices.suggest import advise
from crosslane.settings import resource
from drawing.scenes import two_lanes


def written(map_: Map) -> str:
    figures = analyse(map_)
    return summary(map_, figures, advise(map_, figures, shipped()), shipped())


def test_it_begins_with_the_answer() -> None:
    """Title, then how long it takes and what of it is work."""
    lines = written(two_lanes()).splitlines()
    assert lines[0] == "# Two lanes"
    assert lines[2].startswith("**At least")
    assert "numbers are known" in lines[2]


def test_handoffs_are_a_table() -> None:
    """One row for every handoff, with what was said of it."""
    row = next(line for line in written(two_lanes()).splitlines() if line.startswith("| 1 |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1:3] == ["AI: Build the model", "Ops: Predict on new data"]
    assert cells[4:6] == ["3w", "6 of 10"]


def test_unknown_is_a_question_mark() -> None:
    """Nobody said: a question mark, never a zero."""
    row = next(line for line in written(two_lanes(wait=None, pca=None)).splitlines() if line.startswith("| 1 |"))
    assert [cell.strip() for cell in row.strip("|").split("|")][4:6] == ["?", "?"]


def test_the_loop_says_what_could_be_tried() -> None:
    """The example leaves with suggestions, each with its reason, and says that its numbers are invented."""
    text = written(read_file(resource("templates", "loop.crosslane")))
    assert "## Where time goes" in text
    assert "## What to try" in text
    assert "all numbers are invented" in text
    assert "None" not in text


def test_handoffs_without_a_number_are_named() -> None:
    """Where numbers are hidden, a suggestion names the handoff in words."""
    assert "Handoff None" not in written(two_lanes(number=None, symptoms=("waits-weeks",)))


def test_what_was_taken_on_is_listed_without_its_owner() -> None:
    """What, how far, and when it is looked at again; nobody's name."""
    trial = Experiment(id="e", on="hand", text="Pair on the next model", owner="Ana", status="running")
    text = written(two_lanes(trial))
    assert "Pair on the next model" in text
    assert "Ana" not in text


def test_an_empty_map_is_a_short_summary() -> None:
    """No headings without content."""
    text = written(Map.of([MapRecord(id="map")]))
    assert text.startswith("# A map")
    assert "##" not in text


def test_names_cannot_break_the_table() -> None:
    """What means something to Markdown is shown as it is."""
    assert plain("a|b *c* [d](e)\n<f>") == r"a\|b \*c\* \[d\]\(e\) \<f\>"


def test_what_goes_on_within_a_lane_is_called_no_handoff() -> None:
    """A flow between two steps of one lane is named by them, as it is everywhere else."""
    map_ = read_file(resource("templates", "churn-model.crosslane"))
    tries = [line for line in written(map_).splitlines() if line.startswith("- **Handoff ")]
    handoffs = {f"- **Handoff {flow.number}:" for flow in map_.drawn_flows if map_.is_handoff(flow)}
    assert tries
    assert all(line.split("**")[1].rstrip(":") in {name[4:].rstrip(":") for name in handoffs} for line in tries)
