"""The time strip is drawn to scale."""

from __future__ import annotations

import pytest

from crosslane.analysis.ladder import Segment
from crosslane.drawing.picture import Picture
from crosslane.drawing.shapes import Box, Text
from crosslane.drawing.strip import EDITING_STRIP, PORTION, ROOM_STRIP, StripSizes, draw_strip, drawing_strip
from crosslane.drawing.theme import DARK, LIGHT, Palette
from crosslane.turns import at_once
from drawing.scenes import MEASURE

SEGMENTS = (
    Segment("work", 10, "build"),
    Segment("wait", 30, "hand", 6, 3),
    Segment("wait", 0.01, "tiny", 7, 1),
)


def strip(
    sizes: StripSizes = EDITING_STRIP, palette: Palette = LIGHT, segments: tuple[Segment, ...] = SEGMENTS
) -> Picture:
    return draw_strip(segments, "At least 12 weeks", "Work: 3.", 1200, sizes, palette, MEASURE)


@pytest.mark.parametrize("sizes", [EDITING_STRIP, ROOM_STRIP], ids=["editing", "room"])
def test_width_is_time(sizes: StripSizes) -> None:
    """Three times the hours are three times as wide; the whole fills what the words leave."""
    work, wait, _ = strip(sizes).layer("flows")
    assert wait.bounds.w / work.bounds.w == pytest.approx(3, rel=0.02)
    assert strip(sizes).bounds.right == pytest.approx(1200, abs=2)


def test_work_is_dark_and_waits_are_heat() -> None:
    """Only waiting is coloured."""
    colors = [e.shapes[0].fill for e in strip().layer("flows") if isinstance(e.shapes[0], Box)]
    assert colors == [LIGHT.work, LIGHT.heat[3], LIGHT.heat[1]]


def test_numbers_stand_where_they_fit() -> None:
    """A wait carries its handoff's number, unless it is too narrow."""
    numbers = [s.text for e in strip(palette=DARK).layer("flows") for s in e.shapes if isinstance(s, Text)]
    assert numbers == ["6"]


def test_a_click_finds_the_place() -> None:
    """Every piece knows the step or flow that it stands for."""
    _, wait, _ = strip().layer("flows")
    spot = strip().at(wait.bounds.center)
    assert spot is not None
    assert spot.id.split(":", 1)[1] == "hand"


def test_without_times_there_are_words_only() -> None:
    """A map without numbers has its words and no bar."""
    assert list(strip(segments=()).layer("flows")) == []
    assert list(strip(segments=()).layer("cards")) != []


def test_long_words_keep_clear_of_the_bar() -> None:
    """The bar begins beside the longer of the two sentences, and keeps most of the width."""
    made = draw_strip(
        SEGMENTS, "Between 3 and about 12 weeks, at most", "Work: not known yet.", 900, EDITING_STRIP, LIGHT, MEASURE
    )
    texts = [shape for element in made.layer("cards") for shape in element.shapes if isinstance(shape, Text)]
    ends = max(MEASURE.width(text.text, text.size, text.weight) for text in texts)
    begins = min(element.bounds.x for element in made.layer("flows"))
    assert ends < begins <= 900 * 0.4


def test_a_long_strip_is_drawn_in_turns() -> None:
    """None of them is long, and together they are the strip."""
    segments = [Segment("work", 1.0 + n % 7, f"s{n}") for n in range(2 * PORTION + 1)]
    arguments = (segments, "1 d", "", 1200.0, EDITING_STRIP, LIGHT, MEASURE)
    turns = drawing_strip(*arguments)
    assert sum(1 for _ in turns) == 2
    assert list(at_once(drawing_strip(*arguments)).layer("flows")) == list(draw_strip(*arguments).layer("flows"))
    assert draw_strip(*arguments).count("flows") == len(segments)
