"""The sheet that every picture export shows: title, map, time strip, legend."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crosslane.analysis.flow import analyse
from crosslane.drawing.shapes import Text
from crosslane.exchange.sheet import LEAST, PAD, Sheet, describe, names_of, sheet_of
from crosslane.geometry import Rect
from crosslane.model.diff import Change
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from drawing.scenes import MEASURE, two_lanes


def headed(**fields: object) -> Map:
    map_ = two_lanes()
    return map_.apply({"map": Change(map_.head, map_.head.but(**fields))})


def texts(sheet: Sheet) -> list[str]:
    found = []
    for placed in sheet.placed:
        for layer in ("cards", "headers", "pills", "flows"):
            for element in placed.picture.layer(layer):  # type: ignore[arg-type]  # names of layers
                found += [shape.text for shape in element.shapes if isinstance(shape, Text)]
    return found


def test_a_sheet_says_what_it_is_and_how_to_read_it() -> None:
    """Title, story and purpose on top; the headline below; the legend last."""
    said = texts(sheet_of(headed(story="Every model waits.", purpose="Models in days"), MEASURE))
    assert {"Two lanes", "Every model waits.", "To improve: Models in days"} <= set(said)
    assert any(text.startswith("At least") for text in said)
    assert "Made with Crosslane" in said[-1]


def test_an_example_says_that_its_numbers_are_invented() -> None:
    """Whoever meets the picture without the app knows it too."""
    assert "Example: all numbers are invented." in texts(sheet_of(headed(example=True), MEASURE))
    assert "Example: all numbers are invented." not in texts(sheet_of(headed(), MEASURE))


def test_everything_lies_on_the_sheet_and_nothing_on_top_of_each_other() -> None:
    """Heading, map, strip and foot follow each other inside the edges."""
    sheet = sheet_of(headed(story="word " * 200), MEASURE)
    areas = [Rect(p.at.x + b.x, p.at.y + b.y, b.w, b.h) for p in sheet.placed for b in [p.picture.bounds]]
    whole = Rect(0, 0, *sheet.size)
    assert all(whole.encloses(area) for area in areas)
    assert all(upper.bottom <= lower.y + 1 for upper, lower in pairwise(areas))


def test_an_empty_map_has_a_sheet() -> None:
    """Nothing drawn yet is a sheet with a title."""
    assert "A map" in texts(sheet_of(Map.of([MapRecord(id="map")]), MEASURE))


def test_hidden_numbers_are_not_printed() -> None:
    """A map that hides its handoff numbers hides them on paper."""
    assert "1" not in texts(sheet_of(headed(numbers_hidden=True), MEASURE))
    assert "1" in texts(sheet_of(headed(), MEASURE))


def test_the_description_counts_and_concludes() -> None:
    """In words: how large it is, how long it takes, where time goes."""
    map_ = two_lanes()
    words = describe(map_, analyse(map_))
    assert words.startswith("2 lanes, 2 steps, 1 handoff.")
    assert "weeks" in words


@pytest.mark.parametrize(("wait", "said"), [(None, "wait unknown"), ("5d", "waits 5d")])
def test_flows_are_named_with_their_wait(wait: str | None, said: str) -> None:
    """A screen reader says what the pill says."""
    map_ = two_lanes(
        Flow.model_validate({"id": "f2", "source": "run", "target": "build", "wait": wait and {"text": wait}})
    )
    assert said in names_of(map_)["f2"]


def test_the_lanes_of_a_small_map_are_as_wide_as_its_strip() -> None:
    """A map of one step does not leave half of its sheet empty beside short lanes."""
    map_ = Map.of([Lane(id="d", name="Dev"), Step(id="s", lane="d", name="Build", y=32)])
    sheet = sheet_of(map_, MEASURE)
    lanes = next(placed for placed in sheet.placed if placed.name == "map")
    assert lanes.picture.bounds.w == pytest.approx(LEAST - 2 * PAD)


def test_a_long_title_stays_on_the_sheet() -> None:
    """It goes on in a second line, and what is below makes room."""
    title = "A title of a map that nobody would print on one line, but a bank did"
    sheet = sheet_of(headed(title=title), MEASURE)
    short = sheet_of(headed(title="Short"), MEASURE)
    heading = sheet.placed[0].picture.get("cards", "heading")
    assert heading is not None
    lines = [shape for shape in heading.shapes if isinstance(shape, Text)]
    assert " ".join(line.text for line in lines) == title
    assert all(MEASURE.width(line.text, line.size, line.weight) <= sheet.size[0] - 2 * PAD for line in lines)
    assert sheet.placed[1].at.y > short.placed[1].at.y
