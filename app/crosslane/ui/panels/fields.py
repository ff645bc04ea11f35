"""The fields of the details panel as data: name, words, how it is typed and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from crosslane.drawing.pills import share_words
from crosslane.model.durations import echo
from crosslane.model.errors import Problem
from crosslane.model.numbers import read_number
from crosslane.model.records import Record
from crosslane.model.scribe.remarks import read_share
from crosslane.model.values import ByHand, Calendar, Carries, Discipline, FlowType, Medium, StepType, WaitsFor

Kind = Literal["text", "time", "share", "count", "rate", "choice", "several", "sure", "lines", "calendar"]
SURE = {"yes": True, "no": False}


@dataclass(frozen=True)
class Field:
    """One field of a record on screen; `first` ones are shown at once, the rest folded."""

    name: str
    words: str
    kind: Kind
    first: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""


def _choice(name: str, words: str, values: Any, first: bool = False) -> Field:
    return Field(name, words, "choice", first, tuple(get_args(values)) if not isinstance(values, tuple) else values)


LANE = (
    Field("name", "Name", "text", True),
    _choice("discipline", "Discipline", Discipline, True),
    Field("titles", "Job titles, one a line", "lines", True),
    Field("people", "People", "count", True, hint="how many work here"),
    Field("availability", "Free for this", "share", False, hint="5/10"),
)
STEP = (
    Field("name", "Name", "text", True),
    Field("process_time", "Process time", "time", True, hint="2h"),
    Field("people", "People able to do it", "count", True, hint="1"),
    Field("pca", "Usable as it leaves", "share", True, hint="6/10"),
    _choice("type", "Kind of step", StepType, True),
    Field("title", "Job title", "text"),
    Field("lead_time", "From start of work to done", "time", hint="as long as the work"),
    Field("wip", "Open items", "count"),
    Field("cadence", "Comes round every", "time", hint="2w"),
    Field("batch_size", "Items at a time", "count", hint="1"),
    Field("availability", "Free for this", "share", hint="5/10"),
    Field("uptime", "Up and running", "share", hint="9/10"),
    _choice("variability", "How much its time varies", ("none", "low", "normal", "high")),
    Field("share", "Begins here", "share", hint="3/10"),
    Field("arrivals", "Arrive here", "rate", hint="5/w"),
    _choice("end", "As an end it is", ("good", "bad")),
    _choice("split", "Goes on to", ("one", "all", "some")),
    _choice("join", "Starts when", ("all", "any")),
    _choice("value", "Value", ("adds", "needed", "could-go")),
    Field("value_delivered", "Value is delivered here", "sure"),
    Field("personal_data", "Holds personal data", "sure"),
    Field("is_report", "Is a report", "sure"),
    Field("said", "What people said, one a line", "lines"),
    Field("note", "Note", "text"),
)
FLOW = (
    Field("wait", "Wait", "time", True, hint="3d, 1-2w, ~3h, ?"),
    Field("pca", "Usable as it arrives", "share", True, hint="6/10"),
    _choice("carries", "Carries", Carries, True),
    _choice("medium", "Goes by", Medium, True),
    Field("waits_for", "What is it waiting for?", "several", True, tuple(get_args(WaitsFor))),
    Field("said", "What people said, one a line", "lines", True),
    _choice("type", "Kind of flow", FlowType),
    Field("label", "Label", "text"),
    Field("probability", "Goes (or comes back) this way", "share", hint="3/10"),
    Field("max_repeats", "Comes back at most so often", "count", hint="until right"),
    Field("batch_every", "Goes in a batch every", "time", hint="1w"),
    Field("handling", "Giving and taking over", "time", hint="1h"),
    Field("wip", "Items waiting", "count"),
    Field("frequency", "Comes", "rate", hint="5/w"),
    Field("need", "Is needed", "rate", hint="20/w"),
    _choice("approval", "Approval", ("none", "peer", "external")),
    _choice("contract", "Agreement on its form", ("none", "informal", "written", "enforced")),
    _choice("tests", "Tests where it arrives", ByHand),
    _choice("monitored", "Watched", ByHand),
    _choice("rollback", "Way back", ByHand),
    _choice("trigger", "Starts by", ("manual", "schedule", "event", "threshold")),
    _choice("sla", "Service level", ("none", "stated", "monitored")),
    Field("versioned", "Versions kept", "sure"),
    Field("env_parity", "Environments alike", "sure"),
    Field("personal_data", "Personal data", "sure"),
    Field("regulated", "Regulated", "sure"),
)
MAP = (
    Field("title", "Title", "text", True),
    Field("team", "Team", "text", True),
    Field("purpose", "What should be better, and by when", "text", True),
    Field("item", "What flows", "text", True, hint="change, report, model"),
    Field("demand", "How often it is needed", "rate", True, hint="5/w"),
    Field("calendar", "Hours a day / days a week / days a month", "calendar", hint="8 / 5 / 20"),
    Field("story", "Story", "text"),
)
BY_KIND: dict[str, tuple[Field, ...]] = {"lane": LANE, "step": STEP, "flow": FLOW, "map": MAP}


def shown(field: Field, record: Record) -> str:
    """Return a field's value as it is typed; empty while unknown."""
    value = getattr(record, field.name)
    if value is None or value == ():
        return ""
    if field.kind == "time":
        return str(value.text)
    if isinstance(value, Calendar):
        return " / ".join(f"{number:g}" for number in _numbers_of(value))
    if field.kind == "share":
        return share_words(value)
    if field.kind == "count":
        return f"{value:g}"
    if field.kind == "sure":
        return "yes" if value else "no"
    if field.kind == "lines":
        return "\n".join(value)
    return " ".join(value) if isinstance(value, tuple) else str(value)


def read(field: Field, text: str) -> Any:
    """Return what a field's text means; None for an empty one. Raises Problem for text it cannot hold."""
    plain = text.strip()
    if field.kind == "lines":
        return tuple(line.strip() for line in plain.splitlines() if line.strip())
    if field.kind == "several":
        return tuple(plain.split())
    readers: dict[Kind, Callable[[str], Any]] = {"share": read_share, "count": _count, "sure": SURE.__getitem__}
    if field.kind == "calendar":
        return _calendar(plain)
    if not plain:
        return {"name": "", "type": None, "value_delivered": False}.get(field.name)
    return readers.get(field.kind, str)(plain)


def _count(text: str) -> float:
    try:
        return read_number(text)
    except ValueError:
        raise Problem(f"{text!r} is not a number: type for example 3.") from None


def _numbers_of(calendar: Calendar) -> tuple[float, ...]:
    usual = (calendar.hours_per_day, calendar.days_per_week, calendar.days_per_month)
    return usual if calendar.sprint_weeks == Calendar().sprint_weeks else (*usual, calendar.sprint_weeks)


def _calendar(text: str) -> Calendar:
    """Return working time from "8 / 5 / 20", a fourth number being the weeks of a sprint; the usual one for no text."""
    numbers = [_count(part.strip()) for part in text.split("/")] if text else list(_numbers_of(Calendar()))
    names = ("hours_per_day", "days_per_week", "days_per_month", "sprint_weeks")
    if len(numbers) not in (3, 4):
        raise Problem("Type hours a day, days a week and days a month: 8 / 5 / 20.")
    try:
        return Calendar.model_validate(dict(zip(names, numbers, strict=False)))
    except ValueError:
        raise Problem(
            "A day has up to 24 hours, a week up to 7 days, a month up to 31: type for example 8 / 5 / 20."
        ) from None


def said_back(field: Field, text: str, calendar: Calendar) -> str:
    """Return how a time was read, for the line below its field."""
    return echo(text, calendar) if field.kind == "time" and text.strip() else ""
