"""Small maps and scenes for the drawing tests."""

from __future__ import annotations

from typing import Any

from crosslane.analysis.flow import analyse
from crosslane.drawing.kit import Kit
from crosslane.drawing.measure import FixedMeasure
from crosslane.drawing.scene import Scene
from crosslane.drawing.theme import EDITING, LIGHT, Palette, Tokens
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Calendar, Duration
from crosslane.routing.of_map import route_map

MEASURE = FixedMeasure()


def kit(tokens: Tokens = EDITING, palette: Palette = LIGHT, *, numbers: bool = True) -> Kit:
    """Return the tools of a drawing with a deterministic measure."""
    return Kit(tokens, palette, MEASURE, Calendar(), numbers=numbers)


def two_lanes(*more: Record, **flow: Any) -> Map:
    """Return AI builds a model and hands it to Ops, who run it; fields of the handoff by keyword."""
    fields = {"number": 1, "wait": Duration(text="3w"), "pca": 0.6, **flow}
    return Map.of(
        [
            MapRecord(id="map", title="Two lanes"),
            Lane(id="ai", name="AI", order="a", discipline="ai"),
            Lane(id="ops", name="Ops", order="b", discipline="ops"),
            Step(id="build", lane="ai", name="Build the model", x=0, y=32, process_time=Duration(text="1.5w")),
            Step(id="run", lane="ops", name="Predict on new data", x=208, y=32),
            Flow(id="hand", source="build", target="run", **fields),
            *more,
        ]
    )


def scene(map_: Map, heat: dict[str, int] | None = None, **changes: Any) -> Scene:
    """Return the scene of a map in the editing window, light."""
    fields = {"tokens": EDITING, "palette": LIGHT, "measure": MEASURE, **changes}
    return Scene(map_, analyse(map_), heat or {}, route_map(map_), **fields)
