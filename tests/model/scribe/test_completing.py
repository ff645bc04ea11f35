"""What the scribe line offers at the cursor."""

from __future__ import annotations

import pytest

from crosslane.model.scribe import complete
from model.scribe.walls import wall

MAP = ("Dev: Write code > Ops: Deploy", "Dev: Review", "Ops: Review", 'Dev: "a > b"')


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("D", ("Dev: ", "Deploy", "Dev: Review")),
        ("Dev: W", ("Write code",)),
        ("Ops: ", ("Deploy", "Review")),
        ("Dev: Write code > o", ("Ops: ", "Ops: Review")),
        ("Dev: co", ("Write code",)),
        ("Dev: a", ('"a > b"',)),
        ("Nobody: W", ()),
        ("A > B | w", ("wait",)),
        ("A > B | wait 3d, v", ("via",)),
        ("A > B | via ti", ("ticket",)),
        ("A > B | carries mod", ("model",)),
        ("A > B | for m", ("missing", "machine")),
        ("A > B | via ticket", ()),
        ("A > B | wait 1d > Ops: De", ("Deploy",)),
    ],
)
def test_what_fits_the_place(text: str, offered: tuple[str, ...]) -> None:
    """Lanes first, steps of the lane after its colon, keywords after the bar, their words after them."""
    assert complete(wall(*MAP), text).texts == offered


def test_the_replaced_part_begins_after_the_mark() -> None:
    """What is chosen replaces just the word at the cursor."""
    text = "Dev: Write code > Ops: De | wait 3d"
    cursor = text.index(" | ")
    found = complete(wall(*MAP), text, cursor)
    assert text[: found.start] + found.texts[0] + text[cursor:] == "Dev: Write code > Ops: Deploy | wait 3d"


def test_namesakes_are_offered_with_their_lane() -> None:
    """A name that stands in two lanes is ambiguous without."""
    assert {"Dev: Review", "Ops: Review"} <= set(complete(wall(*MAP), "rev").texts)
