"""Live routes: the routes of a map as it changes, laid anew only where something changed, within a frame.

What is laid live is rough: it minds what lies there, but the other flows do not make room for it. Routes from scratch
(`of_map.route_map`) are taken over by `settle` as soon as somebody has computed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from crosslane.geometry import Rect
from crosslane.layout.of_map import borders_of, cards_of, link_of
from crosslane.layout.routes import Care, Link, Route, Space, route_all
from crosslane.model.diff import since
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect
from crosslane.model.records import Flow, Step

# With fewer flows than this, all are laid with full care at every change.
FEW = 40
# So many flows under a moving hand still mind the others; more take their first way past the cards.
MINDFUL = 4
# And with more than so many, those for which no simple way is free run straight as long as the hand moves.
PATIENT = 24
Moved = dict[str, tuple[Rect | None, Rect | None]]


class Router:
    """Routes of the flows of one map as it changes. `rough` says whether they are others than from scratch."""

    def __init__(self) -> None:
        """Begin without a map."""
        self.rough = False
        self.owed: dict[str, None] = {}
        # How many flows the last change laid anew: what a frame costs.
        self.laid = 0
        self._map = Map.of()
        self._space = Space({}, [])
        self._links: dict[str, Link] = {}
        self._of: dict[str, set[str]] = {}
        self._routes: dict[str, Route] = {}
        # Flows that run straight only because a hand was moving.
        self._hasty: set[str] = set()
        # Flows that had to leave the way that tidy-up found for them.
        self._displaced: set[str] = set()

    def routes(
        self, map_: Map, *, most: int | None = None, moving: bool = False, alone: bool = True
    ) -> dict[str, Route]:
        """Return the routes of the drawn flows of the map.

        While something is `moving`, they are rough. Who is not `alone` has the others laid from scratch elsewhere, and
        gets rough ones at once; with `most`, those of a map that was not known in portions, and the others are `owed`.
        """
        if map_ is self._map and not self.owed and (moving or not (self.rough or self._hasty)):
            return self._routes
        stale, few = self._follow(map_), len(self._links) < FEW
        if self._links and not self._routes and not self.owed:
            if alone or few:
                self._settle_all()
            else:
                self.owed = dict.fromkeys(sorted(stale))
        elif few and not moving and (stale or self.rough):
            self._settle_all()
        elif stale:
            self._lay(stale, _care_for(len(stale), moving=moving))
        if self._hasty and not moving:
            self.owed |= dict.fromkeys(sorted(self._hasty & self._links.keys()))
            self._hasty = set()
        self._pay(most)
        return self._routes

    def settle(self, map_: Map, routes: Mapping[str, Route]) -> bool:
        """Take over routes laid from scratch for a map; those of another map than now are refused."""
        if map_ is not self._map or self.owed:
            return False
        self._take(routes)
        self.rough = False
        return True

    def _take(self, routes: Mapping[str, Route]) -> None:
        """Take routes over; what is equal stays the same object, so that whoever draws sees only what differs."""
        fresh = {id_: route for id_, route in routes.items() if self._routes.get(id_) != route}
        for id_, route in fresh.items():
            self._space.lay(id_, route)
        if fresh:
            self._keep(fresh)

    def _keep(self, routes: Mapping[str, Route]) -> None:
        self._routes = {**self._routes, **routes}
        for id_, route in routes.items():
            link = self._links[id_]
            if link.waypoints and not _is_followed(link, route, self._space.cards[link.source]):
                self._displaced.add(id_)
            else:
                self._displaced.discard(id_)

    def _settle_all(self) -> None:
        self.laid, self.owed = len(self._links), {}
        self._take(
            route_all([self._links[id_] for id_ in sorted(self._links)], Space(self._space.cards, self._space.borders))
        )
        self.rough = False

    def _pay(self, most: int | None) -> None:
        if self.owed:
            portion = list(self.owed)[:most]
            for id_ in portion:
                del self.owed[id_]
            self._lay(portion, "quick")

    def _lay(self, ids: Iterable[str], care: Care) -> None:
        links = [self._links[id_] for id_ in sorted(ids)]
        ends = {end for link in links for end in (link.source, link.target)}
        sharing = {id_ for end in ends for id_ in self._of[end] if id_ in self._links}
        for link in links:
            self._space.take_up(link.id)
        found = route_all(links, self._space, care, [self._links[id_] for id_ in sharing])
        self._keep(found)
        self._hasty -= found.keys()
        if care == "hasty":
            self._hasty |= {id_ for id_, route in found.items() if route.straight}
        self.laid, self.rough = len(links), True

    def _follow(self, map_: Map) -> set[str]:
        """Bring cards and links up to date with the map; returns the flows that have to be laid anew."""
        before, self._map = self._map, map_
        changed = since(before, map_)
        flows = [id_ for id_, c in changed.items() if isinstance(c.before, Flow) or isinstance(c.after, Flow)]
        steps = {id_ for id_, c in changed.items() if isinstance(c.before, Step) or isinstance(c.after, Step)}
        self.laid = 0
        moved = self._move(map_, steps, all_=lane_bands(map_) != lane_bands(before))
        for id_ in flows:
            self._tie(id_, changed[id_].before, untie=True)
            self._tie(id_, changed[id_].after)
        tied = {id_ for step in moved for id_ in self._of.get(step, ())}
        other = {id_ for id_ in flows if id_ in tied or self._is_other(map_, id_)}
        stale = self._relink(map_, other | tied)
        stale -= self._shift(stale - other, moved)
        # What gave way to a card may follow its waypoints again.
        return stale | self._in_the_way(moved) | (self._displaced if moved else set())

    def _is_other(self, map_: Map, id_: str) -> bool:
        """Say whether a changed flow is another one for whoever lays its way: a wait is none of it."""
        flow, link = map_.get(id_), self._links.get(id_)
        return link is None or not isinstance(flow, Flow) or link_of(flow) != link

    def _tie(self, id_: str, record: object, *, untie: bool = False) -> None:
        for end in (record.source, record.target) if isinstance(record, Flow) else ():
            tied = self._of.setdefault(end, set())
            tied.discard(id_) if untie else tied.add(id_)

    def _move(self, map_: Map, steps: Iterable[str], *, all_: bool) -> Moved:
        """Place the cards anew that lie elsewhere; all of them are looked at when a lane has another height."""
        bands, cards = lane_bands(map_), self._space.cards
        if all_:
            self._space.borders = sorted(borders_of(map_))
            places: dict[str, Rect | None] = {**dict.fromkeys(cards), **cards_of(map_)}
        else:
            found = {id_: map_.get(id_) for id_ in steps}
            places = {id_: step_rect(s, bands) if isinstance(s, Step) else None for id_, s in found.items()}
        moved = {id_: (cards.get(id_), rect) for id_, rect in places.items() if cards.get(id_) != rect}
        for id_, (_, rect) in moved.items():
            self._space.place(id_, rect)
        return moved

    def _relink(self, map_: Map, ids: Iterable[str]) -> set[str]:
        """Note what became of flows; returns those that are drawn. The others lose their routes."""
        drawn, gone = set(), set()
        for id_ in ids:
            flow = map_.get(id_)
            if isinstance(flow, Flow) and flow.source in self._space.cards and flow.target in self._space.cards:
                self._links[id_] = link_of(flow)
                drawn.add(id_)
            else:
                gone.add(id_)
        for id_ in gone:
            self._links.pop(id_, None)
            self.owed.pop(id_, None)
            self._displaced.discard(id_)
            self._space.take_up(id_)
        if gone & self._routes.keys():
            self._routes = {id_: route for id_, route in self._routes.items() if id_ not in gone}
        return drawn

    def _shift(self, stale: Iterable[str], moved: Moved) -> set[str]:
        """Move the routes along whose two cards moved alike, as they do when a lane above grows; returns these."""
        by = {id_: (b.x - a.x, b.y - a.y) for id_, (a, b) in moved.items() if a is not None and b is not None}
        found = {}
        for id_ in stale:
            link, route = self._links[id_], self._routes.get(id_)
            way = by.get(link.source)
            if route is not None and way is not None and way == by.get(link.target):
                points = tuple(point.moved(*way) for point in route.points)
                found[id_] = replace(route, points=points, pill=route.pill.moved(*way))
        self._take(found)
        self.rough = self.rough or bool(found)
        return set(found)

    def _in_the_way(self, moved: Moved) -> set[str]:
        """Return the flows that run where a card has come to lie."""
        if len(moved) > len(self._space.cards) // 4:
            return set()
        areas = [rect.grown(4) for _, rect in moved.values() if rect is not None]
        met = {id_ for area in areas for id_ in self._space.flows_within(area)}
        ends = {id_: (self._links[id_].source, self._links[id_].target) for id_ in met if id_ in self._links}
        return {id_ for id_, (a, b) in ends.items() if a not in moved and b not in moved}


def _care_for(count: int, *, moving: bool) -> Care:
    if count <= MINDFUL:
        return "live"
    return "hasty" if moving and count > PATIENT else "quick"


def _is_followed(link: Link, route: Route, source: Rect) -> bool:
    """Say whether a link is drawn as its waypoints have it."""
    center, points = source.center, route.points
    return len(points) == len(link.waypoints) and all(
        point == (center.x + dx, center.y + dy) for point, (dx, dy) in zip(points, link.waypoints, strict=True)
    )
