"""Results of a moment ago on the map of now, for the blink until a large map is computed anew: nothing is made up."""

from __future__ import annotations

from dataclasses import replace

from crosslane.analysis.figures import Figures, FlowFigures, Place, StepFigures, WhereTimeGoes
from crosslane.model.map import Map


def carried(figures: Figures, map_: Map) -> Figures:
    """Return the figures without what is gone; what is new is unknown."""
    where = figures.where_time_goes
    return replace(
        figures,
        map=replace(figures.map, missing=(), ask_next=None),
        steps={step.id: figures.steps.get(step.id) or StepFigures(step.id) for step in map_.steps},
        flows={flow.id: figures.flows.get(flow.id) or FlowFigures(flow.id, flow.number) for flow in map_.flows},
        lanes={id_: lane for id_, lane in figures.lanes.items() if id_ in map_},
        matrix=tuple(pair for pair in figures.matrix if pair.source in map_ and pair.target in map_),
        where_time_goes=WhereTimeGoes(
            _still(where.time, map_),
            _still(where.pace, map_),
            _still(where.comes_back, map_),
            _still(where.depends_on_one, map_),
        ),
        warnings=tuple(warning for warning in figures.warnings if all(id_ in map_ for id_ in warning.on)),
    )


def _still(places: tuple[Place, ...], map_: Map) -> tuple[Place, ...]:
    return tuple(place for place in places if place.on in map_)
