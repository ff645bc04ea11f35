"""Times as people say them: reading them into working seconds, and saying them back.

Days, weeks and months are working time on the map's calendar; hours and minutes are literal; "elapsed" after the text
means wall clock, turned into working time by the calendar's share of the week.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from crosslane.model.errors import Problem
from crosslane.model.numbers import NUMBER, read_number
from crosslane.model.values import Calendar, Duration

Basis = Literal["working", "elapsed"]
_UNKNOWN = {"?", "", "-", "–", "—", "unknown", "tbd", "n/a", "na", "n.a.", "nan", "null", "empty"}
_INSTANT = {"0", "live", "none", "no wait", "instant", "instantly", "at once", "immediately", "real time", "realtime"}
_UNITS = {
    "s": ("s", "sec", "secs", "second", "seconds"),
    "min": ("min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": (
        "d",
        "day",
        "days",
        "working day",
        "working days",
        "workday",
        "workdays",
        "business day",
        "business days",
        "cd",
        "calendar day",
        "calendar days",
    ),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "mo": ("mo", "mos", "month", "months"),
    "q": ("q", "quarter", "quarters"),
    "y": ("y", "yr", "yrs", "year", "years"),
    "sprint": ("sprint", "sprints"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_CALENDAR_DAYS = {"cd", "calendar day", "calendar days"}
_NUMBER_WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "half a": 0.5,
    "half an": 0.5,
}
_PATTERN = re.compile(
    rf"^(?P<about>~|about |ca\.? |circa |around )?"
    rf"(?P<first>{NUMBER}|half an?|an?|one|two|three|four|five|six)?\s*(?P<first_unit>[a-z]+(?: days?)?)?"
    rf"(?:\s*(?:-|–|to)\s*(?P<second>{NUMBER})\s*(?P<second_unit>[a-z]+(?: days?)?)?)?"
    rf"(?:\s*(?:-|–|to)\s*(?P<third>{NUMBER})\s*(?P<third_unit>[a-z]+(?: days?)?)?)?$"
)
# Several units one after the other, as in "1h 30min": they are added.
_PART = rf"({NUMBER})\s*([a-z]+)"
_COMPOUND = re.compile(rf"(?P<about>~|about |ca\.? |circa |around )?{_PART}(?:\s*(?:,|and\b)?\s*{_PART})+")
_RATE = re.compile(rf"^(?P<about>~|about )?(?P<number>{NUMBER})\s*(?:/|per |a |an |each |every )\s*(?P<unit>[a-z]+)$")
_NEAR_HIGH = 1e12


@dataclass(frozen=True, slots=True)
class Span:
    """A time in working seconds: `low` and `high` are what was said at least and at most.

    `high` is None when only a rough figure was said ("~3h"): then nothing limits it. `basis` tells how it was said.
    """

    low: float
    likely: float
    high: float | None
    basis: Basis

    @property
    def mean(self) -> float:
        """The value used in sums, in seconds: the PERT mean (low + 4 likely + high) / 6, or the likely value."""
        return self.likely if self.high is None else (self.low + 4 * self.likely + self.high) / 6

    @property
    def hours(self) -> float:
        """The mean in working hours."""
        return self.mean / 3600


def read(said: Duration | str | None, calendar: Calendar) -> Span | None:
    """Return the span that was said, or None while it is unknown (nothing said, "?", or a bare "m").

    Raises Problem for text that is no time, with what to type instead.
    """
    if said is None:
        return None
    return _read((said.text if isinstance(said, Duration) else said), calendar)


def rounding(text: str, calendar: Calendar) -> float:
    """Return by how many working hours a single figure may be rounded, as its last digit says: "3d" by half a day.

    0 for ranges, for no time, and for what is no time at all: these say how far they go, or nothing.
    """
    try:
        span = _read(text, calendar)
    except Problem:
        return 0.0
    figures = re.findall(NUMBER, text)
    if span is None or len(figures) > 1 or not span.likely:
        return 0.0
    number = figures[0] if figures else "1"
    decimals = len(re.split(r"[.,]", number)[-1]) if re.search(r"[.,]", number) and read_number(number) % 1 else 0
    return span.hours / (read_number(number) or 1.0) * 0.5 * 10.0**-decimals


@lru_cache(maxsize=8192)
def is_ambiguous(text: str) -> bool:
    """Say whether a time ends in a bare "m", which may be minutes or months."""
    plain = text.strip().lower()
    return plain.endswith("m") and bool(re.fullmatch(rf"~?{NUMBER}(?:\s*-\s*{NUMBER})*\s*m", plain))


@lru_cache(maxsize=8192)
def _read(text: str, calendar: Calendar) -> Span | None:
    plain = " ".join(text.strip().lower().split())
    if plain in _UNKNOWN or is_ambiguous(plain):
        return None
    if plain in _INSTANT:
        return Span(0.0, 0.0, 0.0, "working")
    plain, basis = _basis(plain)
    compound = _COMPOUND.fullmatch(plain)
    if compound is not None:
        total = _added(re.findall(_PART, plain), text, calendar, basis)
        return Span(total, total, None if compound["about"] else total, basis)
    found = _PATTERN.match(plain)
    if found is None or not (found["first"] or found["first_unit"]):
        raise _no_time(text)
    seconds = _numbers(found, text, calendar, basis)
    if found["about"]:
        return Span(seconds[0], seconds[0], None, basis) if len(seconds) == 1 else _span(seconds, basis, text)
    return _span(seconds, basis, text)


def _added(parts: list[tuple[str, str]], text: str, calendar: Calendar, basis: Basis) -> float:
    """Return several units as one time; they must become smaller, and "m" behind hours is minutes."""
    words = [word for _, word in parts]
    words = [
        "min" if word == "m" and _UNIT_OF.get(before) == "h" else word
        for before, word in zip(["", *words], words, strict=False)
    ]
    sizes = [_seconds(word, text, calendar, basis) for word in words]
    if any(small >= large for large, small in pairwise(sizes)):
        raise _no_time(text)
    seconds = sum(read_number(number) * size for (number, _), size in zip(parts, sizes, strict=True))
    return _span([seconds], basis, text).low


def _basis(plain: str) -> tuple[str, Basis]:
    for suffix in (" elapsed", " wall clock", " calendar"):
        if plain.endswith(suffix):
            return plain.removesuffix(suffix), "elapsed"
    if re.search(r"(?:\d|\s)(?:cd|calendar days?)$", plain):
        return plain, "elapsed"
    return plain, "working"


def _numbers(found: re.Match[str], text: str, calendar: Calendar, basis: Basis) -> list[float]:
    names = [name for name in ("first", "second", "third") if name == "first" or found[name]]
    units = [found[f"{name}_unit"] for name in names]
    last = next((unit for unit in reversed(units) if unit), None)
    if last is None:
        raise Problem(f"The time {text!r} has no unit: type h, d, w or mo after it, for example {text.strip()}d.")
    return [
        _number(found[name]) * _seconds(unit or last, text, calendar, basis)
        for name, unit in zip(names, units, strict=True)
    ]


def _number(word: str | None) -> float:
    if word is None:
        return 1.0
    return float(_NUMBER_WORDS[word]) if word in _NUMBER_WORDS else read_number(word)


def _seconds(word: str, text: str, calendar: Calendar, basis: Basis) -> float:
    unit = _UNIT_OF.get(word)
    if unit is None:
        raise _no_time(text)
    if basis == "elapsed":
        days = {
            "d": 1.0,
            "w": 7.0,
            "mo": 365.25 / 12,
            "q": 365.25 / 4,
            "y": 365.25,
            "sprint": 7.0 * calendar.sprint_weeks,
        }
        working_share = calendar.hours_per_day * calendar.days_per_week / (24 * 7)
        literal = {"s": 1.0, "min": 60.0, "h": 3600.0}
        return (literal[unit] if unit in literal else days[unit] * 86400) * working_share
    day = calendar.hours_per_day * 3600
    week, month = day * calendar.days_per_week, day * calendar.days_per_month
    return {
        "s": 1.0,
        "min": 60.0,
        "h": 3600.0,
        "d": day,
        "w": week,
        "mo": month,
        "q": 3 * month,
        "y": 12 * month,
        "sprint": week * calendar.sprint_weeks,
    }[unit]


def _span(seconds: list[float], basis: Basis, text: str) -> Span:
    if any(value > _NEAR_HIGH for value in seconds):
        raise Problem(f"The time {text!r} is longer than any map needs: type a smaller number.")
    if seconds != sorted(seconds):
        raise Problem(f"The time {text!r} runs backwards: type the lowest value first, the highest last.")
    low, high = seconds[0], seconds[-1]
    likely = seconds[1] if len(seconds) == 3 else (low + high) / 2
    return Span(low, likely, high, basis)


def _no_time(text: str) -> Problem:
    return Problem(
        f"{text!r} is not read as a time: type for example 2d, 90 min, 1-3w, ~3h, 2w elapsed, or ? for unknown."
    )


@lru_cache(maxsize=2048)
def read_rate(text: str | None, calendar: Calendar) -> float | None:
    """Return how often per working hour, or None while it is unknown ("?" or nothing).

    "5/w" on the default calendar is 5 in 40 working hours: 0.125. Raises Problem for text that is no rate.
    """
    plain = " ".join((text or "").strip().lower().split())
    if plain in _UNKNOWN:
        return None
    found = _RATE.match(plain)
    unit = _UNIT_OF.get(found["unit"]) if found else None
    if found is None or unit is None:
        raise Problem(f"{text!r} is not read as a rate: type how many in which time, for example 5/w or 20/mo.")
    return read_number(found["number"]) * 3600 / _seconds(unit, plain, calendar, "working")


def echo(text: str, calendar: Calendar) -> str:
    """Return how a time was read, for the line beside its field; never raises."""
    try:
        span = _read(text, calendar)
    except Problem as problem:
        return str(problem)
    if span is None:
        return "minutes or months?" if is_ambiguous(text) else "unknown"
    if span.high is None:
        return f"about {saying(span.hours, calendar)}"
    if span.low != span.high:
        return f"{saying(span.low / 3600, calendar)} to {saying(span.high / 3600, calendar)}"
    said = saying(span.hours, calendar)
    return f"{said} of working time" if span.basis == "elapsed" else f"{said}{_perhaps(text, calendar)}"


def _perhaps(text: str, calendar: Calendar) -> str:
    """Return the question about what may have been meant otherwise: days by the clock, thousands behind a dot."""
    if re.search(r"(?<![\d.,])[1-9]\d{0,2}\.000(?!\d)", text):
        return "; a thousand? Leave out the dot"
    hours = re.fullmatch(r"\s*(\d+)\s*h(?:ours?)?\s*", text.lower())
    days = int(hours[1]) / 24 if hours else 0
    if calendar.hours_per_day == 24 or not days or days % 1:
        return ""
    return f"; {'one day' if days == 1 else f'{days:g} days'}? Type {days:g}d"


def _unit_for(hours: float, calendar: Calendar) -> tuple[float, str, str]:
    day = calendar.hours_per_day
    week, month = day * calendar.days_per_week, day * calendar.days_per_month
    # A larger unit takes over where two significant digits of the smaller one would no longer read well.
    for size, start, word, short_word in (
        (month * 12, month * 24, "year", "y"),
        (month, month * 4, "month", "mo"),
        (week, week, "week", "w"),
        (day, day, "day", "d"),
        (1.0, 1.0, "hour", "h"),
        (1 / 60, 1 / 60, "minute", "min"),
    ):
        if hours >= start * 0.98:
            return size, word, short_word
    return 1 / 3600, "second", "s"


def in_halves(number: float) -> str:
    """Return the number with at most two significant digits, halves kept below ten."""
    if number >= 100:
        return f"{round(number, -1 if number < 1000 else -len(str(int(number))) + 2):.0f}"
    if number >= 10:
        return f"{number:.0f}"
    return f"{round(number * 2) / 2:g}" if number >= 0.75 else f"{number:.1g}"


def saying(hours: float, calendar: Calendar, whole: float = 0.0) -> str:
    """Return working hours in words of at most two significant digits: "3 weeks", "1.5 days", "no time".

    Beside a `whole` in hours, what makes at least one of its unit is said in that unit, so that both can be compared.
    """
    if hours <= 0:
        return "no time"
    size, word, _ = _unit_for(hours, calendar)
    if whole > hours:
        larger, its_word, _ = _unit_for(whole, calendar)
        if hours >= larger:
            size, word = larger, its_word
    number = in_halves(hours / size)
    return f"{number} {word}" if number == "1" else f"{number} {word}s"


def short(hours: float, calendar: Calendar) -> str:
    """Return working hours for a pill or a card: "3 w", "1.5 d", "live" for none."""
    if hours <= 0:
        return "live"
    size, _, word = _unit_for(hours, calendar)
    return f"{in_halves(hours / size)} {word}"
