"""The results of a map, as plain values; `figures_json` writes them in the shape of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from crosslane.model.quantity import UNKNOWN, Quantity

# In place of a method: nothing is computed yet, and what is unknown may well be known.
AWAITED = "awaited"


@dataclass(frozen=True)
class MapFigures:
    """Results for one item on its whole way; times in working hours, shares between 0 and 1.

    `error` is the standard error of a simulated lead time in hours, or the sentence that says why there is none.
    """

    lead_time: Quantity = UNKNOWN
    sd: float | None = None
    p50: float | None = None
    p85: float | None = None
    p95: float | None = None
    process_time: Quantity = UNKNOWN
    effort: Quantity = UNKNOWN
    flow_efficiency: Quantity = UNKNOWN
    rolled_pca: Quantity = UNKNOWN
    handoffs_per_item: Quantity = UNKNOWN
    wip: Quantity = UNKNOWN
    capacity: Quantity = UNKNOWN
    known: int = 0
    asked: int = 0
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    ask_next: str | None = None
    method: str = "exact"
    error: float | str | None = None


class StepFigures(NamedTuple):
    """Results for one step, per item; load in hours of work per working hour, utilisation as a share.

    `predicted_by` names the theory behind the predicted wait.
    """

    id: str
    visits: float = 0.0
    reached: float = 0.0
    load: Quantity = UNKNOWN
    utilisation: Quantity = UNKNOWN
    predicted_wait: Quantity = UNKNOWN
    slack: Quantity = UNKNOWN
    criticality: float | None = None
    saved_if_halved: Quantity = UNKNOWN
    only_person: bool = False
    predicted_by: str | None = None


class FlowFigures(NamedTuple):
    """Results for one flow, per item; `saved_if_removed` is what its wait adds to the lead time."""

    id: str
    number: int | None = None
    handoff: bool = False
    traversals: float = 0.0
    wait: Quantity = UNKNOWN
    saved_if_removed: Quantity = UNKNOWN
    saved_if_halved: Quantity = UNKNOWN
    loss: Quantity = UNKNOWN
    slack: Quantity = UNKNOWN
    criticality: float | None = None


@dataclass(frozen=True)
class LaneFigures:
    """Results for one lane, per item; `busy` is a share of its people's time, rework counts returns."""

    id: str
    waiting_in: Quantity = UNKNOWN
    waiting_out: Quantity = UNKNOWN
    busy: Quantity = UNKNOWN
    rework_sent: Quantity = UNKNOWN
    rework_received: Quantity = UNKNOWN


@dataclass(frozen=True)
class LanePair:
    """What goes from one lane to another, per item; lanes by id."""

    source: str
    target: str
    handoffs: int
    traversals: float
    wait: Quantity


@dataclass(frozen=True)
class Place:
    """One entry of a list under "Where time goes": a flow or step, its number, and the sentence people read."""

    on: str
    amount: Quantity
    sentence: str
    kind: str = "flow"


@dataclass(frozen=True)
class WhereTimeGoes:
    """Four lists, never blended into one score."""

    time: tuple[Place, ...] = ()
    pace: tuple[Place, ...] = ()
    comes_back: tuple[Place, ...] = ()
    depends_on_one: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Warning:
    """Something about the map that people should look at: where, and what to do."""

    code: str
    on: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Figures:
    """All results of a map."""

    map: MapFigures = MapFigures()
    steps: dict[str, StepFigures] = field(default_factory=dict)
    flows: dict[str, FlowFigures] = field(default_factory=dict)
    lanes: dict[str, LaneFigures] = field(default_factory=dict)
    matrix: tuple[LanePair, ...] = ()
    where_time_goes: WhereTimeGoes = WhereTimeGoes()
    warnings: tuple[Warning, ...] = ()
    # Whether nothing is known yet but, at most, of the map as a whole.
    awaited: bool = False


def figures_json(figures: Figures) -> dict[str, Any]:
    """Return the results as JSON takes them, under the names of the command line."""
    where = figures.where_time_goes
    return {
        "map": _plain(figures.map),
        "steps": [_plainly(step._asdict()) for step in figures.steps.values()],
        "flows": [_plainly(flow._asdict()) for flow in figures.flows.values()],
        "lanes": [_plain(lane) for lane in figures.lanes.values()],
        "matrix": [_plain(pair) for pair in figures.matrix],
        "where_time_goes": {f.name: _places(getattr(where, f.name)) for f in fields(where)},
        "warnings": [_plain(warning) for warning in figures.warnings],
    }


def _places(places: Sequence[Place]) -> list[dict[str, Any]]:
    return [{p.kind: p.on, "saved": p.amount.as_json(), "sentence": p.sentence} for p in places]


def _plain(value: Any) -> dict[str, Any]:
    return _plainly({f.name: getattr(value, f.name) for f in fields(value)})


def _plainly(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Quantity):
        return value.as_json()
    return list(value) if isinstance(value, tuple) else value
