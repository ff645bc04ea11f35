"""Tidy-up of a map: the map as a layout graph, and its arrangement as an edit.

Not imported by what the first paint needs: this pulls in NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import ceil

from crosslane.geometry import Rect
from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node, Options, Score
from crosslane.layout.of_map import Router, cards_of
from crosslane.layout.scoring import score_of
from crosslane.layout.swimlanes import arrange
from crosslane.layout.warm import Before
from crosslane.layout.waypoints import waypoints_of
from crosslane.model.diff import Diff, squash
from crosslane.model.edits.arrange import lay_flows, place_steps
from crosslane.model.map import Map
from crosslane.model.plan import free_place, is_unplaced, lane_bands, snapped, step_rect

NEAR_BORDER = 6.0
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
    free place in its lane. Flows take the arrangement's ways where both of their steps got their places.
    """
    diff = _steps_placed(map_, arrangement, at_x)
    return squash(diff, _ways_laid(map_.apply(diff), arrangement, at_x))


def as_drawn(map_: Map, arrangement: Arrangement) -> Arrangement:
    """Return an arrangement as the map shows it once it is placed there: its cards, bands and routes, and their score."""
    after = map_.apply(placed(map_, arrangement))
    routes = Router().routes(after)
    bands = {id_: (band.top, band.bottom) for id_, band in lane_bands(after).items()}
    score = score_of([route.points for route in routes.values()])
    return Arrangement(cards_of(after), bands, routes, score, arrangement.seconds)


def _steps_placed(map_: Map, arrangement: Arrangement, at_x: float) -> Diff:
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


def _ways_laid(map_: Map, arrangement: Arrangement, at_x: float) -> Diff:
    """Return the edit that gives flows the arrangement's ways, and lanes the height that passing flows need."""
    heights = _heights_for_ways(map_, arrangement)
    tall = map_.apply(lay_flows(map_, {}, heights))
    bands = lane_bands(tall)
    shifts = [(low, high, bands[lane].top - low) for lane, (low, high) in arrangement.bands.items() if lane in bands]
    exact = set()
    for id_, rect in arrangement.places.items():
        step = map_.step(id_)
        if (step.x, step.y) == (round(at_x + rect.x), round(rect.y - arrangement.bands[step.lane][0])):
            exact.add(id_)
    ways = {}
    for id_, route in arrangement.routes.items():
        flow = map_.flow(id_)
        if flow.source in exact and flow.target in exact:
            ways[id_] = waypoints_of(route.points, arrangement.places[flow.source], shifts)
    return lay_flows(map_, ways, heights)


def _heights_for_ways(map_: Map, arrangement: Arrangement) -> dict[str, int]:
    """Return the heights of lanes in which flows pass below the last card, where the lanes would be too low."""
    bands = lane_bands(map_)
    level = [a.y for route in arrangement.routes.values() for a, b in pairwise(route.points) if abs(a.y - b.y) < 1]
    found = {}
    for lane, (low, high) in arrangement.bands.items():
        height = bands[lane].height
        if high - low > height + 1 and any(low + height - NEAR_BORDER < y < high for y in level):
            found[lane] = ceil(high - low)
    return found


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
