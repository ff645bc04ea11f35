"""Diagrams in the manner in which people draw them: nothing wrong with any of them, in the window as on the command line."""

from __future__ import annotations

import pytest

from crosslane.layout.graph import Arrangement, Options
from crosslane.layout.swimlanes import arrange
from crosslane.layout.tidy import as_drawn, graph_of, tidied_map
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from layout.diagrams import Case, all_diagrams, graph_of_case
from layout.helpers import faults, on_top

each = pytest.mark.parametrize("case", all_diagrams(), ids=lambda case: case["name"])


def map_of(case: Case) -> Map:
    """Return a case as a map, with nothing arranged."""
    lanes = [Lane(id=lane["id"], name=lane["name"], order=f"{at:02}") for at, lane in enumerate(case["lanes"])]
    steps = [Step(id=n["id"], lane=lanes[n["lane"]].id, name=n["id"]) for n in case["nodes"]]
    flows = [Flow(id=e["id"], number=k + 1, source=e["s"], target=e["t"]) for k, e in enumerate(case["edges"])]
    return Map.of([*lanes, *steps, *flows])


@each
def test_nothing_is_wrong_with_a_diagram(case: Case) -> None:
    """Lanes hold, boxes keep apart, flows keep off boxes and off each other."""
    graph = graph_of_case(case)
    drawing = arrange(graph, Options.compact())
    assert faults(graph, drawing) == []
    assert on_top(graph, drawing.routes) == []


@each
def test_a_thorough_look_is_never_worse_than_the_first(case: Case) -> None:
    """By the one score by which drawings are chosen."""
    graph = graph_of_case(case)
    first, thorough = (arrange(graph, Options(squeeze=True, thorough=longer)) for longer in (False, True))
    assert thorough.score.total <= first.score.total


@each
def test_what_the_command_line_prints_is_sound_and_what_people_see(case: Case) -> None:
    """Flows end at their cards, run level and upright only, inside the bands; a second tidy-up finds nothing to do."""
    map_ = map_of(case)
    graph = graph_of(map_)
    drawing = as_drawn(map_, arrange(graph, Options()))
    assert faults(graph, drawing) == []
    assert on_top(graph, drawing.routes) == []
    assert odd_ends(map_, drawing) == []
    after = map_.apply(tidied_map(map_))
    assert as_drawn(after, None).routes == drawing.routes
    assert tidied_map(after) == {}


@each
def test_a_diagram_folded_to_a_page_is_as_sound(case: Case) -> None:
    """No card is cut and no lane left, and a second tidy-up leaves it folded."""
    map_ = map_of(case)
    after = map_.apply(tidied_map(map_, Options(aspect=1.6)))
    assert faults(graph_of(map_), as_drawn(after, None)) == []
    assert tidied_map(after) == {}


def odd_ends(map_: Map, drawing: Arrangement) -> list[str]:
    """Return the flows that begin or end off the sides of their cards."""
    found = []
    for flow in map_.drawn_flows:
        points = drawing.routes[flow.id].points
        for point, id_ in ((points[0], flow.source), (points[-1], flow.target)):
            r = drawing.places[id_]
            at_side = min(abs(point.x - r.x), abs(point.x - r.right), abs(point.y - r.y), abs(point.y - r.bottom))
            if at_side > 1 or not r.grown(1).contains(point):
                found.append(f"{flow.id} at {id_}")
    return found
