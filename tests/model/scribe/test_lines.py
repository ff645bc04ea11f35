"""A map said back: lines that mean what is drawn."""

from __future__ import annotations

from crosslane.exchange.mapfile import read_file
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.model.scribe import line_of, lines
from crosslane.settings import resource
from model.scribe.walls import wall


def test_one_flow_a_line_then_lonely_steps_then_empty_lanes() -> None:
    """In the order of the numbers; what is said of a step stands where it is told first."""
    map_ = wall("Dev: A | pt 1h > Ops: B | wait 2d, ok 60, pt 3h > Dev: A | rework, p 10", "AI: Lonely", "QA:")
    assert lines(map_) == [
        "Dev: A | pt 1h > Ops: B | wait 2d, ok 60%, pt 3h",
        "Ops: B > Dev: A | rework, p 10%",
        "AI: Lonely",
        "QA:",
    ]


def test_names_with_marks_are_quoted() -> None:
    """So that they read back as one name."""
    assert lines(wall('"Dev | Ops": "a, b > c"')) == ['"Dev | Ops": "a, b > c"']


def test_namesakes_get_a_number() -> None:
    """Two steps of one name in one lane are told apart; in two lanes they need no number."""
    map_ = Map.of(
        [
            MapRecord(id="map"),
            Lane(id="d", name="Dev", order="1"),
            Lane(id="o", name="Ops", order="2"),
            Step(id="a", lane="d", name="Review"),
            Step(id="b", lane="d", name="review"),
            Step(id="c", lane="o", name="Review"),
            Flow(id="f", source="a", target="b", number=1),
            Flow(id="g", source="b", target="c", number=2),
        ]
    )
    assert lines(map_) == ["Dev: Review > Dev: review (2)", "Dev: review (2) > Ops: Review"]


def test_a_line_of_its_own_says_all() -> None:
    """The line of one flow, as the scribe line starts from it, holds what is said of both steps."""
    map_ = wall("Dev: A | pt 1h > Ops: B | pt 2h", "Ops: B > Dev: C | wait 1d, for date, for yes")
    assert line_of(map_, map_.flow_numbered(2)) == "Ops: B | pt 2h > Dev: C | wait 1d, for date, for yes"


def test_the_example_is_told_in_eleven_lines() -> None:
    """One for each of its flows."""
    said = lines(read_file(resource("templates", "loop.crosslane")))
    assert len(said) == 11
    assert said[5].startswith("AI: Build the model | pt 7d, people 2 > Ops: Predict on new data | wait 3w")
