"""Tidy-up of a map: the map as a layout graph, and its arrangement as an edit.

Not imported by what the first paint needs: this pulls in NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import ceil

from crosslane.geometry import GridIndex, Point, Rect
from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node, Options, Score
from crosslane.layout.scoring import score_of
from crosslane.layout.swimlanes import arrange
from crosslane.layout.warm import Before
from crosslane.model.diff import Diff, squash
from crosslane.model.edits.arrange import lay_flows, place_steps
from crosslane.model.map import Map
from crosslane.model.plan import free_place, is_unplaced, lane_bands, snapped, step_rect
from crosslane.routing.of_map import borders_of, cards_of, link_of, route_map
from crosslane.routing.routes import Space, through
from crosslane.routing.waypoints import way_of, waypoints_of

NEAR_BORDER = 6.0


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


def as_drawn(map_: Map, arrangement: Arrangement | None) -> Arrangement:
    """Return an arrangement as the map shows it once it is placed there: its cards, bands and routes, and their score.

    Without one, the map as it is.
    """
    after = map_.apply(placed(map_, arrangement)) if arrangement else map_
    routes = route_map(after)
    bands = {id_: (band.top, band.bottom) for id_, band in lane_bands(after).items()}
    score = score_of([route.points for route in routes.values()])
    return Arrangement(cards_of(after), bands, routes, score, arrangement.seconds if arrangement else 0.0)


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
    map_: Map, options: Options | None = None, *, only: Iterable[str] | None = None, afresh: bool = False
) -> Diff:
    """Return the edit that tidies the map, or some of its steps in their place: same steps, same lanes.

    What was tidied before and not touched since stays where it is, and what is new finds a place around it, while that
    is the greater part; nothing is changed where all is tidy. `afresh` lays everything out anew.
    """
    arrangement = arranged(map_, options, only=only, afresh=afresh)
    if arrangement is None:
        return {}
    graph = graph_of(map_, only)
    at_x = min((node.x or 0.0 for node in graph.nodes), default=0.0) if only is not None else 0.0
    return placed(map_, arrangement, at_x)


def first_places(map_: Map) -> Diff:
    """Return the edit that lays out a map which nobody has arranged yet; nothing for any other map.

    A map written by hand or by a program may leave out where its steps lie: then all of them lie on one another.
    """
    return tidied_map(map_) if is_unplaced(map_) else {}


def arranged(
    map_: Map, options: Options | None = None, *, only: Iterable[str] | None = None, afresh: bool = False
) -> Arrangement | None:
    """Return the arrangement that `tidied_map` puts into effect; None where nothing was touched since the last one."""
    folds = options is not None and options.aspect is not None
    before = _untouched(map_) if only is None and not afresh and not folds else None
    if before and len(before.places) == len(map_.steps) and len(before.lines) == len(map_.drawn_flows):
        return None
    return arrange(graph_of(map_, only), options, before)


def _untouched(map_: Map) -> Before | None:
    """Return what still lies as tidy-up left it: flows that follow their waypoints or somebody's bends, and their steps.

    Loose steps and pinned ones lie well where they cover nobody. None where less than half of the flows are as left.
    """
    bands, cards = lane_bands(map_), cards_of(map_)
    fitting = _ways(map_, cards, {})
    joined = {id_ for flow in map_.drawn_flows for id_ in (flow.source, flow.target)}
    settled = {id_ for flow in map_.drawn_flows if flow.id in fitting for id_ in (flow.source, flow.target)}
    settled |= {step.id for step in map_.steps if step.pinned or step.id not in joined}
    # What is new, or was dragged away, may lie anywhere: it is in nobody's way.
    lines = _ways(map_, cards, {id_: card for id_, card in cards.items() if id_ in settled})
    if not any(flow.waypoints for flow in map_.drawn_flows if flow.id in lines):
        return None
    if 2 * len(lines) < len(map_.drawn_flows):
        return None
    places: GridIndex[str] = GridIndex(256)
    for step in sorted(map_.steps, key=lambda step: (step.id not in joined, not step.pinned)):
        card = cards[step.id]
        if step.lane in bands and step.id in settled:
            if not any(cards[id_].intersects(card) for id_ in places.within(card)):
                places.put(step.id, card)
            else:
                settled.discard(step.id)
    lying = {id_: card for id_, card in cards.items() if id_ in settled and map_.step(id_).lane in bands}
    return Before(lying, {id_: (band.top, band.bottom) for id_, band in bands.items()}, None, lines)


def _ways(map_: Map, cards: Mapping[str, Rect], in_the_way: Mapping[str, Rect]) -> dict[str, tuple[Point, ...]]:
    """Return the ways of flows that fit their cards and keep off some others."""
    space = Space(in_the_way, borders_of(map_))
    found = {}
    for flow in map_.drawn_flows:
        ends = cards[flow.source], cards[flow.target]
        way = through(*ends, flow.bends) if flow.bends else way_of(link_of(flow), space, ends)
        if way:
            found[flow.id] = way
    return found


def score_of_map(map_: Map) -> Score:
    """Return what the map costs its reader as it is drawn now: the numbers before and after a tidy-up."""
    return score_of([route.points for route in route_map(map_).values()])
