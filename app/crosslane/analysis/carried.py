"""Results of a moment ago on the map of now, for the blink until a large map is computed anew: nothing is made up."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from crosslane.analysis.figures import Figures, FlowFigures, Place, StepFigures
from crosslane.model.diff import Diff
from crosslane.model.map import Map, tied_to
from crosslane.model.records import Flow, Step


def carried(figures: Figures, changed: Diff, map_: Map) -> Figures:
    """Return the figures without what is gone, given what has changed since; what is new is unknown."""
    if not figures.steps and not figures.flows:
        return _unknown(figures, map_)
    gone = {id_ for id_, change in changed.items() if change.after is None}
    steps, flows = dict(figures.steps), dict(figures.flows)
    # A step that comes back may have flows that waited for it.
    ends = [id_ for id_, (before, after) in changed.items() if isinstance(after, Step) and not isinstance(before, Step)]
    for id_ in chain(changed, *(tied_to(map_, end) for end in ends)):
        record = map_.get(id_)
        if isinstance(record, Step):
            steps.setdefault(id_, StepFigures(id_))
        else:
            steps.pop(id_, None)
        if isinstance(record, Flow):
            flows.setdefault(id_, FlowFigures(id_, record.number))
        else:
            flows.pop(id_, None)
    kept = replace(figures, map=replace(figures.map, missing=(), ask_next=None), steps=steps, flows=flows)
    return _without(kept, gone) if gone else kept


def _unknown(figures: Figures, map_: Map) -> Figures:
    """Return figures with every step and flow of a map, unknown: at once, because a large map is opened with it."""
    steps = {step.id: StepFigures(step.id) for step in map_.steps}
    return replace(figures, steps=steps, flows={flow.id: FlowFigures(flow.id, flow.number) for flow in map_.flows})


def _without(figures: Figures, gone: set[str]) -> Figures:
    """Return the figures without what is said of records that are gone."""
    where = figures.where_time_goes
    return replace(
        figures,
        lanes={id_: lane for id_, lane in figures.lanes.items() if id_ not in gone},
        matrix=tuple(pair for pair in figures.matrix if pair.source not in gone and pair.target not in gone),
        where_time_goes=replace(
            where,
            time=_without_places(where.time, gone),
            pace=_without_places(where.pace, gone),
            comes_back=_without_places(where.comes_back, gone),
            depends_on_one=_without_places(where.depends_on_one, gone),
        ),
        warnings=tuple(warning for warning in figures.warnings if gone.isdisjoint(warning.on)),
    )


def _without_places(places: tuple[Place, ...], gone: set[str]) -> tuple[Place, ...]:
    return tuple(place for place in places if place.on not in gone)
