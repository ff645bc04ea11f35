"""Tidy-up of a map: the map as a layout graph, and its arrangement as an edit.

Not imported by what the first paint needs: this pulls in NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable

from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node, Options
from crosslane.layout.swimlanes import arrange
from crosslane.model.diff import Diff
from crosslane.model.edits.arrange import place_steps
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect


def graph_of(map_: Map, only: Iterable[str] | None = None) -> LayoutGraph:
    """Return the map (or some of its steps and the flows between them) as the layouter reads it.

    Steps whose lane is missing are left out: there is no place where they belong.
    """
    bands = lane_bands(map_)
    wanted = None if only is None else set(only)
    steps = [step for step in map_.steps if step.lane in bands and (wanted is None or step.id in wanted)]
    nodes = []
    for step in steps:
        card = step_rect(step, bands)
        nodes.append(Node(step.id, step.lane, card.w, card.h, card.x, card.y, step.pinned))
    there = {step.id for step in steps}
    flows = [flow for flow in map_.drawn_flows if flow.source in there and flow.target in there]
    edges = tuple(Edge(flow.id, flow.source, flow.target, flow.type) for flow in flows)
    return LayoutGraph(tuple(bands), tuple(nodes), edges)


def placed(map_: Map, arrangement: Arrangement) -> Diff:
    """Return the edit that moves the map's steps to where the arrangement has them."""
    tops = {id_: arrangement.bands[map_.step(id_).lane][0] for id_ in arrangement.places}
    return place_steps(map_, {id_: (rect.x, rect.y - tops[id_]) for id_, rect in arrangement.places.items()})


def tidied_map(map_: Map, options: Options | None = None) -> Diff:
    """Return the edit that tidies the whole map: same steps, same lanes."""
    return placed(map_, arrange(graph_of(map_), options))
