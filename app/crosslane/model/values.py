"""Values inside records: durations as said, the calendar, agreements, and the words a field may hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Discipline = Literal["dev", "ops", "analytics", "ai", "external", "other"]
Stream = Literal["delivery", "recovery"]
Orientation = Literal["horizontal", "vertical"]
StepType = Literal["activity", "decision", "store", "start", "end"]
FlowType = Literal["forward", "rework", "cycle", "information"]
Carries = Literal[
    "code", "build-artefact", "raw-data", "dataset", "feature-set", "model", "prediction", "report", "alert", "request"
]
Purpose = Literal[
    "environment", "resource", "access", "takeover", "schema-change", "erasure", "question", "fix", "order"
]
Medium = Literal[
    "git-pr",
    "pipeline",
    "registry",
    "api",
    "event-stream",
    "shared-db",
    "file-drop",
    "spreadsheet",
    "ticket",
    "email",
    "chat",
    "meeting",
    "dashboard",
    "verbal",
]
WaitsFor = Literal["person", "date", "yes", "missing", "unnoticed", "machine"]
ByHand = Literal["none", "manual", "automated"]
Source = Literal["said", "measured", "assumed"]
Ops = Literal["devops", "dataops", "mlops", "aiops"]
Status = Literal["open", "in-discussion", "accepted", "in-progress", "done", "dismissed"]
Why = Literal["in-place", "tried", "not-ours", "not-now"]

NAME_MAX = 200
TEXT_MAX = 4000
_LAYOUT = {"\n", "\t"}


def _plain(text: str) -> str:
    """Refuse characters that nobody can see and that break files: control characters and lone surrogates."""
    if text.isprintable():
        return text
    for char in text:
        code = ord(char)
        if (code < 32 and char not in _LAYOUT) or code == 127 or 0xD800 <= code <= 0xDFFF:
            raise ValueError(f"the text contains the control character U+{code:04X}; remove it")
    return text


Name = Annotated[str, Field(max_length=NAME_MAX), AfterValidator(_plain)]
Text = Annotated[str, Field(max_length=TEXT_MAX), AfterValidator(_plain)]
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\s\x00-\x1f\"]+$"), AfterValidator(_plain)]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Count = Annotated[float, Field(ge=0.0, le=1e9, allow_inf_nan=False)]
Place = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class Value(BaseModel):
    """A part of a record: frozen, and it refuses fields it does not know."""

    # Built when first used: most maps hold few kinds, and the first paint should not wait for the others.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Duration(Value):
    """A time as somebody said it; `durations.read` derives seconds from it, nothing derived is stored."""

    text: Name
    source: Source = "said"
    said_by: Name | None = None


class Calendar(Value):
    """Working time: hours of a day, days of a week and of a month; a sprint in weeks."""

    hours_per_day: Annotated[float, Field(gt=0, le=24)] = 8
    days_per_week: Annotated[float, Field(gt=0, le=7)] = 5
    days_per_month: Annotated[float, Field(gt=0, le=31)] = 20
    sprint_weeks: Annotated[float, Field(gt=0, le=52)] = 2


class Agreement(Value):
    """What the two sides of a handoff agreed."""

    handed_over: Text | None = None
    checks: tuple[Text, ...] = ()
    expected_wait: Duration | None = None
    ask: Name | None = None
    way_back: Text | None = None
    review: Name | None = None


class FieldPatch(Value):
    """One field of one record set to another value, as part of a scenario; `value` is the field's JSON form."""

    on: Id
    field: Name
    value: object = None
    base: object = None


class Segment(Value):
    """One part of an agenda."""

    name: Name
    minutes: Annotated[float, Field(ge=0, le=1440)]
    question: Text | None = None
