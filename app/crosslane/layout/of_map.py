"""A map as plain geometry: live routes that are laid anew only where something changed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from crosslane.geometry import Rect
from crosslane.layout.routes import Link, Route, Space, route_all
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect
from crosslane.model.records import Flow


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


FEW = 40


class Router:
    """Routes of the flows of one map as it changes; a flow whose ends and neighbours stand still keeps its route."""

    def __init__(self) -> None:
        """Begin without a map."""
        self._cards: dict[str, Rect] = {}
        self._links: dict[str, Link] = {}
        self._borders: list[float] = []
        self._routes: dict[str, Route] = {}
        self._displaced: set[str] = set()

    def routes(self, map_: Map) -> dict[str, Route]:
        """Return the route of every drawn flow of the map."""
        cards, borders = cards_of(map_), borders_of(map_)
        links = {flow.id: link_of(flow) for flow in map_.drawn_flows}
        if borders != self._borders or len(links) < FEW:
            self._routes = route_all(links.values(), Space(cards, borders))
        else:
            self._update(cards, links, borders)
        self._displaced = {id_ for id_, link in links.items() if link.waypoints and not self._is_followed(link, cards)}
        self._cards, self._links, self._borders = cards, links, borders
        return dict(self._routes)

    def _is_followed(self, link: Link, cards: Mapping[str, Rect]) -> bool:
        """Say whether a link is drawn as its waypoints have it."""
        center, points = cards[link.source].center, self._routes[link.id].points
        return len(points) == len(link.waypoints) and all(
            point == (center.x + dx, center.y + dy) for point, (dx, dy) in zip(points, link.waypoints, strict=True)
        )

    def _update(self, cards: dict[str, Rect], links: dict[str, Link], borders: list[float]) -> None:
        moved = {id_ for id_ in {*cards, *self._cards} if cards.get(id_) != self._cards.get(id_)}
        stale = {
            id_ for id_, link in links.items() if self._links.get(id_) != link or {link.source, link.target} & moved
        }
        for id_ in moved & set(cards):
            card = cards[id_].grown(4)
            stale |= {
                k
                for k, r in self._routes.items()
                if k in links and Rect.around(r.points).intersects(card) and _through(r, card)
            }
        if moved:
            # What gave way to a card may follow its waypoints again.
            stale |= self._displaced & set(links)
        space = Space(cards, borders)
        kept = {id_: route for id_, route in self._routes.items() if id_ in links and id_ not in stale}
        for id_, route in kept.items():
            space.lay(id_, route)
        self._routes = {**kept, **route_all([links[id_] for id_ in stale], space, "live")}


def _through(route: Route, card: Rect) -> bool:
    return any(Rect.spanning(a, b).grown(1).intersects(card) for a, b in pairwise(route.points))
