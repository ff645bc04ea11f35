"""Times as people say them: read into working seconds, echoed, said back in two digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.model.durations import echo, in_halves, is_ambiguous, read, read_rate, saying, short
from crosslane.model.errors import Problem
from crosslane.model.values import Calendar, Duration

WEEK = Calendar()
SHORT = Calendar(hours_per_day=7.5)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2d", 16), ("2 d", 16), ("two days", 16), ("1w", 40), ("a week", 40), ("1mo", 160), ("90 min", 1.5), ("24h", 24), ("30s", 30 / 3600),
        ("a sprint", 80), ("half a day", 4), ("1,5 h", 1.5), ("1,000h", 1000), ("1,250.5 h", 1250.5), ("0,125h", 0.125), ("1,25h", 1.25), ("1,0005h", 1.0005), ("1,000-2,000h", 1500), (".5h", 0.5), ("1h 30min", 1.5), ("1 hour and 30 minutes", 1.5), ("2d 4h", 20), ("1h 30m", 1.5), ("1w 2d elapsed", 9 * 24 * 40 / 168), ("2 business days", 16), ("12,500,000s", 12_500_000 / 3600), ("1.5d", 12), ("0", 0), ("live", 0), ("at once", 0), ("1-5d", 24), ("1d-2w", 44),
        ("1-3-10d", (8 + 4 * 24 + 80) / 6), ("2w elapsed", 80), ("168h elapsed", 40), ("7 cd", 40), ("~3h", 3), ("about 2 weeks", 80),
    ],
)  # fmt: skip
def test_what_people_say(text: str, hours: float) -> None:
    """Days, weeks and months are working time, hours and minutes literal, elapsed is wall clock."""
    span = read(text, WEEK)
    assert span is not None
    assert span.hours == pytest.approx(hours)


@pytest.mark.parametrize("text", ["?", "", "unknown", "3m", "~2m"])
def test_unknown_stays_unknown(text: str) -> None:
    """A question mark is no zero, and a bare m is asked about."""
    assert read(text, WEEK) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("5", "no unit"),
        ("soon", "not read"),
        ("5-1d", "backwards"),
        ("9999999999999w", "longer"),
        ("3 fortnights", "not read"),
    ],
)
def test_what_is_no_time_says_what_to_type(text: str, part: str) -> None:
    """One sentence with an example, never a guess."""
    with pytest.raises(Problem, match=part):
        read(text, WEEK)


def test_the_calendar_is_the_maps_own() -> None:
    """Changing the calendar re-reads the text; nothing derived is stored."""
    assert read("2d", SHORT).hours == 15
    assert read(Duration(text="2d"), WEEK).hours == 16
    assert read(None, WEEK) is None


def test_three_values_and_about() -> None:
    """Low, likely, high; "about" has no upper end."""
    span = read("1-3-10d", WEEK)
    assert (span.low / 3600, span.likely / 3600, span.high / 3600) == (8, 24, 80)
    assert read("~3h", WEEK).high is None


def test_rates() -> None:
    """How often, per working hour."""
    assert read_rate("5/w", WEEK) == pytest.approx(0.125)
    assert read_rate("20 per month", WEEK) == pytest.approx(0.125)
    assert read_rate("?", WEEK) is None
    with pytest.raises(Problem, match="not read as a rate"):
        read_rate("often", WEEK)


@pytest.mark.parametrize(
    ("hours", "words", "brief"),
    [
        (0, "no time", "live"),
        (0.1, "6 minutes", "6 min"),
        (1, "1 hour", "1 h"),
        (8, "1 day", "1 d"),
        (12, "1.5 days", "1.5 d"),
        (480, "12 weeks", "12 w"),
        (700, "4.5 months", "4.5 mo"),
    ],
)
def test_said_back(hours: float, words: str, brief: str) -> None:
    """At most two significant digits, halves allowed."""
    assert (saying(hours, WEEK), short(hours, WEEK)) == (words, brief)


def test_the_echo_never_raises() -> None:
    """The line beside the field says how a text was read, or why not."""
    assert echo("a sprint", WEEK) == "2 weeks"
    assert echo("24h", WEEK) == "3 days; one day? Type 1d"
    assert echo("3m", WEEK) == "minutes or months?"
    assert echo("2w elapsed", WEEK) == "2 weeks of working time"
    assert "not read" in echo("soon", WEEK)
    assert is_ambiguous("3 m")


@given(st.text(max_size=20))
def test_any_text_is_read_or_explained(text: str) -> None:
    """No text makes it stumble."""
    try:
        span = read(text, WEEK)
    except Problem:
        return
    assert span is None or span.low <= span.likely <= (span.high or span.likely)


@given(st.floats(0.001, 5000))
def test_two_digits_are_enough(number: float) -> None:
    """What is said is near what is meant."""
    assert float(in_halves(number)) == pytest.approx(number, rel=0.35, abs=0.26)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("24h", "3 days; one day? Type 1d"),
        ("48 hours", "1 week; 2 days? Type 2d"),
        ("8h", "1 day"),
        ("1.000h", "1 hour; a thousand? Leave out the dot"),
        ("12.000 h", "1.5 days; a thousand? Leave out the dot"),
        ("1.750h", "2 hours"),
        ("0.000h", "no time"),
        ("1,000h", "6 months"),
    ],
)
def test_the_echo_asks_where_something_else_may_be_meant(text: str, said: str) -> None:
    """A day by the clock is three of work; a dot is a decimal sign, and in some countries one of thousands."""
    assert echo(text, Calendar()) == said
