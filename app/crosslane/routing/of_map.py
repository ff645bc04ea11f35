"""A map as plain geometry: its cards, links and lane borders, and all routes from scratch."""

from __future__ import annotations

from crosslane.geometry import Rect
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect
from crosslane.model.records import Flow
from crosslane.routing.routes import Link, Route, Space, route_all


def cards_of(map_: Map) -> dict[str, Rect]:
    """Return the card of every step."""
    bands = lane_bands(map_)
    return {step.id: step_rect(step, bands) for step in map_.steps}


def link_of(flow: Flow) -> Link:
    """Return a flow as what the router needs of it."""
    return Link(flow.id, flow.source, flow.target, flow.type, flow.bends, flow.waypoints)


def borders_of(map_: Map) -> list[float]:
    """Return the heights of the borders between lanes."""
    return [band.top for band in lane_bands(map_).values()][1:]


def route_map(map_: Map) -> dict[str, Route]:
    """Return the route of every drawn flow of a map, laid from scratch."""
    return route_all([link_of(flow) for flow in map_.drawn_flows], Space(cards_of(map_), borders_of(map_)))
