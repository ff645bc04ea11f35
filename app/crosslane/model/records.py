"""The records of a map, version 1: what is stored, and nothing derived.

`None` always means unknown, never none or zero. Sets are tuples in the order given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from crosslane.model.errors import Problem
from crosslane.model.values import (
    Agreement,
    ByHand,
    Calendar,
    Carries,
    Count,
    Discipline,
    Duration,
    FieldPatch,
    FlowType,
    Id,
    Medium,
    Name,
    Ops,
    Orientation,
    Place,
    Purpose,
    Segment,
    Share,
    Status,
    StepType,
    Stream,
    Text,
    WaitsFor,
    Why,
)

MAP_ID = "map"
# Records are frozen for everybody else.
_put = object.__setattr__


class Record(BaseModel):
    """One thing on a map. Frozen; unknown fields are refused; `but` makes a changed copy."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: Id
    kind: str

    def __eq__(self, other: object) -> bool:
        # As pydantic has it for records without anything private, in a tenth of the time: every diff asks it of every record.
        return self is other or (type(self) is type(other) and self.__dict__ == other.__dict__)

    def __hash__(self) -> int:
        return hash(self.id)

    def but(self, **changes: Any) -> Self:
        """Return a validated copy with these fields changed; raises Problem that names the field at fault."""
        # The others are valid as they are, and a field says nothing of another: a fifth of the time, for thousands of steps.
        try:
            own, kind = self.__dict__, type(self)
            valid = {name: _validated(kind, name)(value) for name, value in changes.items() if own[name] is not value}
        except (KeyError, ValidationError):
            return make(type(self), {**self.fields(), **changes})
        # As pydantic's own copy, in half of its time.
        made = kind.__new__(kind)
        _put(made, "__dict__", own | valid)
        _put(made, "__pydantic_fields_set__", self.__pydantic_fields_set__ | valid.keys())
        _put(made, "__pydantic_extra__", None)
        _put(made, "__pydantic_private__", None)
        return made

    def fields(self) -> dict[str, Any]:
        """Return all fields by name, values as they are (not as JSON)."""
        return dict(self.__dict__)


@cache
def _validated(record_type: type[Record], name: str) -> Callable[[Any], Any]:
    """Return what makes a valid value of a field."""
    adapter: TypeAdapter[Any] = TypeAdapter(record_type.model_fields[name].rebuild_annotation())
    return adapter.validator.validate_python


R = TypeVar("R", bound=Record)


class MapRecord(Record):
    """The map itself: what is followed, for whom, and how time is counted."""

    kind: Literal["map"] = "map"
    title: Name = ""
    team: Name | None = None
    story: Text | None = None
    purpose: Text | None = None
    stream: Stream = "delivery"
    item: Name | None = None
    demand: Name | None = None
    calendar: Calendar = Calendar()
    orientation: Orientation = "horizontal"
    next_number: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    numbers_hidden: bool = False
    names_hidden: bool = False
    example: bool = False

    @property
    def is_turned(self) -> bool:
        """Say whether lanes are shown from top to bottom, so that the map's x runs downwards."""
        return self.orientation == "vertical"


class Lane(Record):
    """A band of the map: one discipline or team; `order` is a key that sorts between its neighbours'."""

    kind: Literal["lane"] = "lane"
    name: Name = ""
    discipline: Discipline = "other"
    titles: tuple[Name, ...] = ()
    people: Count | None = None
    availability: Share | None = None
    order: Name = "i"
    height: Place | None = None
    collapsed: bool = False


class Step(Record):
    """Work done, a decision, a store, a start or an end, in one lane."""

    kind: Literal["step"] = "step"
    lane: Id
    name: Name = ""
    type: StepType = "activity"
    end: Literal["good", "bad"] | None = None
    title: Name | None = None
    owners: tuple[Name, ...] | Literal["none"] | None = None
    process_time: Duration | None = None
    lead_time: Duration | None = None
    pca: Share | None = None
    people: Count | None = None
    wip: Count | None = None
    availability: Share | None = None
    uptime: Share | None = None
    cadence: Duration | None = None
    batch_size: Count | None = None
    share: Share | None = None
    arrivals: Name | None = None
    variability: Literal["none", "low", "normal", "high"] | None = None
    split: Literal["one", "all", "some"] | None = None
    join: Literal["all", "any"] | None = None
    value: Literal["adds", "needed", "could-go"] | None = None
    value_delivered: bool = False
    personal_data: bool | None = None
    is_report: bool | None = None
    ops: Ops | None = None
    practices: tuple[Id, ...] = ()
    symptoms: tuple[Id, ...] = ()
    said: tuple[Text, ...] = ()
    pinned: bool = False
    x: Place = 0
    y: Place = 0
    note: Text | None = None


class Flow(Record):
    """What goes from one step to another, and what waiting for it costs; a handoff when it changes lanes."""

    kind: Literal["flow"] = "flow"
    number: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    source: Id
    target: Id
    label: Name | None = None
    type: FlowType = "forward"
    carries: Carries | None = None
    purpose: Purpose | None = None
    medium: Medium | None = None
    wait: Duration | None = None
    waits_for: tuple[WaitsFor, ...] = ()
    handling: Duration | None = None
    wip: Count | None = None
    pca: Share | None = None
    frequency: Name | None = None
    need: Name | None = None
    batch_every: Duration | None = None
    probability: Share | None = None
    max_repeats: Annotated[int, Field(ge=1, le=1000)] | None = None
    approval: Literal["none", "peer", "external"] | None = None
    contract: Literal["none", "informal", "written", "enforced"] | None = None
    schema_owner: Id | None = None
    tests: ByHand | None = None
    versioned: bool | None = None
    monitored: ByHand | None = None
    rollback: ByHand | None = None
    trigger: Literal["manual", "schedule", "event", "threshold"] | None = None
    env_parity: bool | None = None
    sla: Literal["none", "stated", "monitored"] | None = None
    personal_data: bool | None = None
    regulated: bool | None = None
    llm: bool | None = None
    labels: bool | None = None
    automated: bool | None = None
    people: Count | None = None
    practices: tuple[Id, ...] = ()
    symptoms: tuple[Id, ...] = ()
    said: tuple[Text, ...] = ()
    agreement: Agreement | None = None
    bends: tuple[tuple[Place, Place], ...] = ()
    # The way that tidy-up found, from card to card, as offsets from the middle of the source. It is followed while it
    # still fits: both cards lie to each other as they did then, and no other card is in the way.
    waypoints: tuple[tuple[Place, Place], ...] = ()


class Note(Record):
    """A sticky note, on a record or free on the map."""

    kind: Literal["note"] = "note"
    text: Text = ""
    on: Id | None = None
    x: Place = 0
    y: Place = 0


class Estimate(Record):
    """What one side or one person says of a field; the field itself holds what the team agreed."""

    kind: Literal["estimate"] = "estimate"
    on: Id
    field: Name
    text: Name
    who: Name | None = None
    side: Literal["giver", "receiver"] | None = None


class Vote(Record):
    """Votes given to one record in one ballot."""

    kind: Literal["vote"] = "vote"
    on: Id
    ballot: Name = ""
    count: Annotated[int, Field(ge=0, le=10_000)] = 1
    role: Name | None = None


class Verdict(Record):
    """What the team decided about a finding; `name_key` finds the place again after redrawing."""

    kind: Literal["verdict"] = "verdict"
    on: Id
    symptom: Id | None = None
    practice: Id | None = None
    status: Status = "open"
    why: Why | None = None
    reason: Text | None = None
    owner: Name | None = None
    ticket: Name | None = None
    date: Name | None = None
    name_key: Text | None = None


class Experiment(Record):
    """A suggestion taken on: who tries what until when, and how they will know."""

    kind: Literal["experiment"] = "experiment"
    on: Id
    practice: Id | None = None
    text: Text = ""
    owner: Name | None = None
    partner: Name | None = None
    start: Name | None = None
    review: Name | None = None
    stop_if: Text | None = None
    signal: Text | None = None
    expected: Text | None = None
    ticket: Name | None = None
    status: Literal["planned", "running", "kept", "dropped", "parked"] = "planned"
    result: Text | None = None


class Scenario(Record):
    """How it could be: field values set against the current state."""

    kind: Literal["scenario"] = "scenario"
    name: Name = ""
    patches: tuple[FieldPatch, ...] = ()
    version: Annotated[int, Field(ge=0)] = 0


class Agenda(Record):
    """The segments of a workshop, and where its timer stands."""

    kind: Literal["agenda"] = "agenda"
    segments: tuple[Segment, ...] = ()
    current: Annotated[int, Field(ge=0)] = 0
    running_since: Name | None = None
    spent_minutes: Annotated[float, Field(ge=0, le=100_000)] = 0


# The order of kinds in a file: the first four as people think of a map, the others by name.
RECORD_TYPES: dict[str, type[Record]] = {
    "map": MapRecord,
    "lane": Lane,
    "step": Step,
    "flow": Flow,
    "agenda": Agenda,
    "estimate": Estimate,
    "experiment": Experiment,
    "note": Note,
    "scenario": Scenario,
    "verdict": Verdict,
    "vote": Vote,
}

# Votes, answers and timers are saved, but undo does not take them back.
OUTSIDE_UNDO = frozenset({"vote", "estimate", "agenda"})


def make(record_type: type[R], fields: Mapping[str, Any]) -> R:
    """Return a record of these fields; raises Problem with one sentence that names the field and what is wrong."""
    try:
        return record_type(**fields)
    except ValidationError as error:
        raise Problem(_sentence(record_type, fields, error)) from error


def record_from(body: Mapping[str, Any]) -> Record:
    """Return the record that a JSON object describes; raises Problem for unknown kinds, fields and values."""
    kind = body.get("kind")
    record_type = RECORD_TYPES.get(kind) if isinstance(kind, str) else None
    if record_type is None:
        raise Problem(f"The kind of record {kind!r} is not known to this version of Crosslane; update the program.")
    return make(record_type, body)


def body_of(record: Record) -> dict[str, Any]:
    """Return the record as a JSON object: kind and id first, fields in model order, defaults left out."""
    values = record.model_dump(mode="json", exclude_defaults=True)
    head = {"kind": record.kind, "id": record.id}
    return head | {name: _whole(value) for name, value in values.items() if name not in head}


def _whole(value: Any) -> Any:
    """Write 3 instead of 3.0: one number, one spelling."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sentence(record_type: type[Record], fields: Mapping[str, Any], error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    kind = record_type.__name__.removesuffix("Record").lower()
    where = f"{kind} {fields.get('id', '')}".strip()
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"The field {field!r} of {where} is not known to this Crosslane; update the program or remove it."
    if first["type"] == "missing":
        return f"The field {field!r} of {where} is missing; add it."
    said = _WRITTEN.get(_type_of(record_type, first)) or first["msg"].removeprefix("Value error, ")
    return f"The field {field!r} of {where} cannot be {_shortened(first['input'])}: {said[:1].lower()}{said[1:]}."


# How a value is written in the file, for whoever wrote it otherwise.
_WRITTEN = {
    "time": 'write a time as {"text": "2d"}',
    "share": "write a share as a number from 0 to 1, 0.6 for 6 of 10",
    "rate": 'write a rate as text, "5/w" for five a week',
}
_RATES = frozenset({"demand", "arrivals", "frequency", "need"})


def _type_of(record_type: type[Record], error: Mapping[str, Any]) -> str:
    """Return what should have been written where a validation error lies: a time, a share, a rate, or "" for the rest."""
    name = str(error["loc"][0])
    if error["type"] == "model_type" and "Duration" in error["msg"]:
        return "time"
    if name in _RATES and error["type"] == "string_type":
        return "rate"
    field = record_type.model_fields.get(name)
    return "share" if len(error["loc"]) == 1 and field is not None and Share in get_args(field.annotation) else ""


def _shortened(value: object) -> str:
    text = ascii(value) if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
