"""The fields of the details: what the analysis reads can be typed, and is read back as it was typed."""

from __future__ import annotations

import pytest

from crosslane.model.errors import Problem
from crosslane.model.records import MapRecord
from crosslane.model.values import Calendar
from crosslane.ui.panels.fields import BY_KIND, Field, read, shown


def field(kind: str, name: str) -> Field:
    """Return a field of a kind of record."""
    return next(found for found in BY_KIND[kind] if found.name == name)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("step", {"cadence", "batch_size", "availability", "uptime", "variability", "share", "arrivals", "end"}),
        ("flow", {"max_repeats", "batch_every", "probability", "handling", "wip"}),
        ("map", {"demand", "calendar"}),
    ],
)
def test_what_the_analysis_reads_can_be_typed(kind: str, names: set[str]) -> None:
    """Nothing that changes a result is only to be had by a file."""
    assert names <= {found.name for found in BY_KIND[kind]}


def test_the_calendar_is_one_line() -> None:
    """Hours, days, days; a fourth number is a sprint. Empty is the usual one."""
    calendar = field("map", "calendar")
    assert shown(calendar, MapRecord(id="map")) == "8 / 5 / 20"
    short = read(calendar, "7,5/5 / 20")
    assert short == Calendar(hours_per_day=7.5)
    assert shown(calendar, MapRecord(id="map", calendar=short)) == "7.5 / 5 / 20"
    assert read(calendar, "8/5/20/3") == Calendar(sprint_weeks=3)
    assert read(calendar, "") == Calendar()


@pytest.mark.parametrize("text", ["8", "8/5", "25/5/20", "8/8/20", "a/b/c"])
def test_a_calendar_that_cannot_be_is_asked_about(text: str) -> None:
    """One sentence that says what to type."""
    with pytest.raises(Problem, match=r"type for example|Type hours"):
        read(field("map", "calendar"), text)
