"""Vertical lanes: the same drawing with x and y exchanged, so that nothing else has to know about them."""

from __future__ import annotations

from dataclasses import replace

from crosslane.geometry import Point, Rect
from crosslane.layout.graph import Arrangement, LayoutGraph
from crosslane.layout.routes import Route
from crosslane.layout.warm import Before


def mirrored_graph(graph: LayoutGraph) -> LayoutGraph:
    """Return the graph with x and y exchanged."""
    nodes = tuple(replace(node, w=node.h, h=node.w, x=node.y, y=node.x) for node in graph.nodes)
    return replace(graph, nodes=nodes)


def mirrored_before(before: Before) -> Before:
    """Return the last drawing with x and y exchanged."""
    lines = {id_: [(y, x) for x, y in line] for id_, line in before.lines.items()}
    return replace(before, places={id_: _rect(rect) for id_, rect in before.places.items()}, lines=lines)


def mirrored(drawing: Arrangement) -> Arrangement:
    """Return the drawing with x and y exchanged; bands then say from where to where lanes reach along x."""
    return replace(
        drawing,
        places={id_: _rect(rect) for id_, rect in drawing.places.items()},
        routes={id_: _route(route) for id_, route in drawing.routes.items()},
    )


def _rect(rect: Rect) -> Rect:
    return Rect(rect.y, rect.x, rect.h, rect.w)


def _route(route: Route) -> Route:
    points = tuple(Point(p.y, p.x) for p in route.points)
    return replace(route, points=points, pill=Point(route.pill.y, route.pill.x))
