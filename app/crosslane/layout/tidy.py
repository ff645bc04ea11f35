"""Tidy-up of a map: the map as a layout graph, and its arrangement as an edit.

Not imported by what the first paint needs: this pulls in NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crosslane.geometry import Rect
from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node, Options, Score
from crosslane.layout.of_map import Router
from crosslane.layout.scoring import score_of
from crosslane.layout.swimlanes import arrange
from crosslane.layout.warm import Before
from crosslane.model.diff import Diff
from crosslane.model.edits.arrange import place_steps
from crosslane.model.map import Map
from crosslane.model.plan import free_place, is_unplaced, lane_bands, snapped, step_rect

Places = Mapping[str, tuple[float, float]]


def graph_of(map_: Map, only: Iterable[str] | None = None) -> LayoutGraph:
    """Return the map (or some of its steps and the flows between them) as the layouter reads it.

    Steps whose lane is missing are left out: there is no place where they belong.
    """
    bands = lane_bands(map_)
    wanted = None if only is None else set(only)
    nodes = []
    for step in map_.steps:
        if step.lane in bands and (wanted is None or step.id in wanted):
            card = step_rect(step, bands)
            nodes.append(Node(step.id, step.lane, card.w, card.h, card.x, card.y, step.pinned))
    there = {node.id for node in nodes}
    flows = [flow for flow in map_.drawn_flows if flow.source in there and flow.target in there]
    edges = tuple(Edge(flow.id, flow.source, flow.target, flow.type) for flow in flows)
    return LayoutGraph(tuple(bands), tuple(nodes), edges)


def placed(map_: Map, arrangement: Arrangement, at_x: float = 0.0) -> Diff:
    """Return the edit that moves steps to where the arrangement has them, shifted to begin at `at_x`.

    Pinned steps and those that the arrangement does not know stay; whoever would cover one of them takes the nearest
    free place in its lane.
    """
    wishes: dict[str, tuple[float, float]] = {}
    for id_, rect in sorted(arrangement.places.items(), key=lambda item: (item[1].x, item[1].y)):
        step = map_.step(id_)
        if not step.pinned:
            wishes[id_] = (at_x + rect.x, rect.y - arrangement.bands[step.lane][0])
    if len(wishes) == len(map_.steps):
        return place_steps(map_, wishes)
    now, waiting = map_, set(wishes)
    for id_, (x, y) in wishes.items():
        lane = map_.step(id_).lane
        free = free_place(now, lane, snapped(x), snapped(y), ignore=frozenset(waiting))
        wishes[id_] = free
        waiting.discard(id_)
        now = now.apply(place_steps(now, {id_: free}))
    return place_steps(map_, wishes)


def tidied_map(
    map_: Map, options: Options | None = None, *, only: Iterable[str] | None = None, last: Places | None = None
) -> Diff:
    """Return the edit that tidies the map, or some of its steps in their place: same steps, same lanes.

    `last` says where the last tidy-up put steps (x, y from their lane's top). Those that still lie there keep their
    column and row while they are the greater part; then only the neighbourhood of what changed moves.
    """
    graph = graph_of(map_, only)
    before = _untouched(map_, last) if last is not None and only is None else None
    arrangement = arrange(graph, options, before)
    at_x = min((node.x or 0.0 for node in graph.nodes), default=0.0) if only is not None else 0.0
    return placed(map_, arrangement, at_x)


def first_places(map_: Map) -> Diff:
    """Return the edit that lays out a map which nobody has arranged yet; nothing for any other map.

    A map written by hand or by a program may leave out where its steps lie: then all of them lie on one another.
    """
    return tidied_map(map_) if is_unplaced(map_) else {}


def _untouched(map_: Map, last: Places) -> Before:
    bands = lane_bands(map_)
    still = [step for step in map_.steps if step.lane in bands and last.get(step.id) == (step.x, step.y)]
    places: dict[str, Rect] = {step.id: step_rect(step, bands) for step in still}
    return Before(places, {id_: (band.top, band.bottom) for id_, band in bands.items()})


def score_of_map(map_: Map) -> Score:
    """Return what the map costs its reader as it is drawn now: the numbers before and after a tidy-up."""
    return score_of([route.points for route in Router().routes(map_).values()])
