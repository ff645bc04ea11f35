"""Live routes: the routes of a map as it changes, laid anew only where something changed, within a frame.

What is laid live is rough: it minds what lies there, but the other flows do not make room for it. Routes from scratch
(`of_map.route_map`) are taken over by `settle` as soon as somebody has computed them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from time import thread_time
from typing import NamedTuple

from crosslane.geometry import Rect
from crosslane.model.diff import since
from crosslane.model.map import Map
from crosslane.model.plan import Band, lane_bands, step_rect
from crosslane.model.records import Flow, Step
from crosslane.routing.bending import Moving, Sinking, is_one_order, stretched
from crosslane.routing.of_map import borders_of, cards_of, link_of
from crosslane.routing.routes import Care, Link, Route, Space, route_all
from crosslane.turns import Turns

# With fewer flows than this, all are laid with full care at every change.
FEW = 40
# So many flows under a moving hand mind the others.
MINDFUL = 4
# And so many are looked for together; those of a larger hub follow their card as they lie, until it is their turn.
HANDFUL = 4
# With so many changed or moved at once, what they entail begins with the next frame; and a part of so many cards is put
# into the space before the clock is looked at.
PLACED, PART = 100, 20
# And of so many flows, or of the steps of lanes, it is noted what became of them.
LINKED = 1000
# Seconds of the thread that giving and looking for ways takes of one frame, where it may take several: long detours take as long each.
SHARE = 0.003
# And under a moving hand, which has what has moved drawn and painted in the same frame.
HASTY_SHARE = 0.0015
Moved = dict[str, tuple[Rect | None, Rect | None]]


class Taken(NamedTuple):
    """The flows that changed, the steps that lie elsewhere, and those that lie elsewhere with their lanes.

    The last is None where all lanes are where they were.
    """

    flows: list[str]
    moved: Moved
    carried: set[str] | None


class Router:
    """Routes of the flows of one map as it changes. `rough` says whether they are others than from scratch.

    Flows that are `owed` a way have an old one, which may be as good, or none, until it is their turn.
    """

    def __init__(self) -> None:
        """Begin without a map."""
        self.rough = False
        # Whether ways from scratch are to come from elsewhere; until then only what is in sight is looked for here.
        self.awaited = False
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
        # What owed flows get: ways from scratch, or the old way moved along with lanes or cards; all others are laid.
        self._coming: dict[str, Route] = {}
        self._riding: dict[str, Sinking | Moving] = {}
        # Cards that lie elsewhere, of which the space does not know yet.
        self._unplaced: dict[str, Rect] = {}
        # Whether more changed last than is looked at in one frame.
        self._is_much = False
        # What is being looked into, a piece at a time, what of it has to be laid anew, and what is to be adopted first.
        self._following: Turns[None] | None = None
        self._stale: set[str] = set()
        self._adopted: tuple[Map, Mapping[str, Route]] | None = None
        # Whether the next question gives more owed flows their way.
        self._has_more = False

    @property
    def is_behind(self) -> bool:
        """Say whether flows have no way yet that the next questions give them."""
        return bool(self.owed) and self._has_more

    def has_followed(self, map_: Map) -> bool:
        """Say whether it is known what a map entails for the ways."""
        return self._map is map_ and self._following is None and self._adopted is None

    def known(self, map_: Map) -> Mapping[str, Route] | None:
        """Return the ways of all flows of a map, where they are those from scratch."""
        is_known = self.has_followed(map_) and not (self.rough or self.awaited or self.owed)
        return self._routes if is_known else None

    def follow(self, map_: Map) -> bool:
        """Look into a piece of what a map entails for the ways; returns whether there is more to look into.

        Whoever asks for ways meanwhile has all of it looked into at once.
        """
        if self.has_followed(map_):
            return False
        if self._following is None:
            adopted, self._adopted = self._adopted, None
            self._following = self._adopting(*adopted) if adopted is not None else self._looking(map_)
        if next(self._following, True):
            self._following = None
        return not self.has_followed(map_)

    def _looking(self, map_: Map) -> Turns[None]:
        self._stale |= yield from self._follow(map_)

    def _adopting(self, map_: Map, routes: Mapping[str, Route]) -> Turns[None]:
        before = self._map
        taken = yield from self._take_in(map_)
        yield
        flows = {*taken.flows, *self._tied_to_new(taken.moved)}
        if any(_is_drawn(map_, id_) for id_ in (self._links.keys() | flows) - routes.keys()):
            self._stale |= yield from self._entailed(before, map_, taken)
            return
        yield from self._relink(map_, flows)
        yield
        self._hasty = set()
        self._expect(routes)

    def preparing(self, map_: Map) -> Turns[None]:
        """Get to know a map in turns, before the first ways are asked for."""
        cards, links = list(cards_of(map_).items()), self._links
        self._map, self._space.borders, self.rough = map_, sorted(borders_of(map_)), True
        for at in range(0, len(cards), PLACED):
            yield
            for id_, rect in cards[at : at + PLACED]:
                self._space.place(id_, rect)
        drawn = {flow.id for flow in map_.drawn_flows}
        for at in range(0, len(map_.flows), PLACED):
            yield
            for flow in map_.flows[at : at + PLACED]:
                self._tie(flow.id, flow)
                if flow.id in drawn:
                    links[flow.id] = link_of(flow)

    def routes(
        self,
        map_: Map,
        *,
        most: int | None = None,
        moving: bool = False,
        alone: bool = True,
        first: Callable[[], Iterable[str]] = tuple,
    ) -> dict[str, Route]:
        """Return the routes of the drawn flows of the map.

        While something is `moving`, they are rough. Who is not `alone` has the others laid from scratch elsewhere, and
        gets rough ones at once; with `most`, what takes many flows comes in portions, those asked for `first` at once,
        and the others are `owed`.
        """
        is_followed = self.has_followed(map_)
        if is_followed and not (self.owed or self._stale) and (moving or not (self.rough or self._hasty)):
            return self._routes
        known, self.laid = bool(self._routes or self.owed), 0
        while self.follow(map_):
            pass
        stale, self._stale, few = self._stale & self._links.keys(), set(), len(self._links) < FEW
        if self._links and not known:
            if alone or few:
                self._settle_all()
            else:
                self._place()
                self.owed, self.awaited, self.rough = dict.fromkeys(sorted(self._links)), True, True
        elif few and not moving and (stale or self.rough):
            self._settle_all()
        elif len(stale) > HANDFUL and (moving or most is not None):
            self.owed |= dict.fromkeys(sorted(stale))
        elif stale:
            self._lay(stale, _care_for(len(stale), moving=moving), _until(moving=moving) if most is not None else None)
        if self._hasty and not moving:
            self.owed |= dict.fromkeys(sorted(self._hasty & self._links.keys()))
            self._hasty = set()
        if known and self._is_much and not is_followed and most is not None and not moving:
            # What so many changes entail begins with the next question: to see what they are takes its turn.
            self._has_more = True
            return self._routes
        self._pay(most, first, moving=moving)
        return self._routes

    def settle(self, map_: Map, routes: Mapping[str, Route]) -> bool:
        """Take over routes laid from scratch for a map; those of another map than now are refused."""
        if not self.has_followed(map_) or (self.owed and not self.awaited):
            return False
        self._expect(routes)
        return True

    def adopt(self, map_: Map, routes: Mapping[str, Route]) -> None:
        """Go over to a map of which the routes of all flows are known, as laid from scratch; some alone are of no use."""
        self._adopted = map_, routes

    def _expect(self, routes: Mapping[str, Route]) -> None:
        # Which are others is seen when it is their turn: to compare thousands takes longer than a frame.
        self._coming, self._riding = dict(routes), {}
        self.owed = dict.fromkeys(self._coming)
        self.rough = self.awaited = False

    def _expect_no_more(self) -> None:
        """What is expected was laid for cards that lie elsewhere now: only who has a better way coming is owed one."""
        coming, self._coming = self._coming, {}
        for id_, route in coming.items():
            if self._routes.get(id_) == route and id_ not in self._riding:
                self.owed.pop(id_, None)
        self.rough = True

    def _keep(self, routes: Mapping[str, Route]) -> None:
        if routes:
            self._routes = {**self._routes, **routes}
        for id_, route in routes.items():
            link = self._links[id_]
            source = self._unplaced.get(link.source) or self._space.cards[link.source]
            if link.waypoints and not _is_followed(link, route, source):
                self._displaced.add(id_)
            else:
                self._displaced.discard(id_)

    def _settle_all(self) -> None:
        self.laid, self.owed, self._coming, self._riding = len(self._links), {}, {}, {}
        self.awaited = False
        self._place()
        links = [self._links[id_] for id_ in sorted(self._links)]
        found = route_all(links, Space(self._space.cards, self._space.borders))
        # What is equal stays the same object, so that whoever draws sees only what differs.
        others = {id_: route for id_, route in found.items() if self._routes.get(id_) != route}
        for id_, route in others.items():
            self._space.lay(id_, route)
        self._keep(others)
        self.rough = False

    def _place(self, most: int | None = None) -> None:
        """Let the space know of cards that lie elsewhere."""
        for id_ in list(self._unplaced)[:most]:
            self._space.place(id_, self._unplaced.pop(id_))

    def _pay(self, most: int | None, first: Callable[[], Iterable[str]], *, moving: bool) -> None:
        """Give owed flows their ways: those that are known, and what can be looked for in the share of a frame."""
        until = _until(moving=moving)
        while self._unplaced and most is not None and not moving:
            self._place(PART)
            if thread_time() > until:
                break
        self._has_more = True
        if not self.owed:
            return
        wanted = [id_ for id_ in first() if id_ in self.owed] if moving or most is not None else []
        self._give([id_ for id_ in wanted if id_ in self._coming or id_ in self._riding])
        may_look = moving or most is None or not self._unplaced
        wanted = [id_ for id_ in wanted if id_ in self.owed] if may_look else []
        # Under a hand one at a time: each has what stays painted anew where it lay.
        together = 1 if moving else HANDFUL if most is not None else None
        self._look_for(wanted, together, until, moving=moving)
        while self._coming or self._riding:
            self._give(list(islice(chain(self._coming, self._riding), most)))
            if most is not None and thread_time() > until:
                break
        rest = list(self.owed) if may_look and not (self._coming or self._riding or self.awaited) else []
        if rest and (not wanted or thread_time() < until):
            self._look_for(rest, together, until, moving=moving)
        is_any_wanted = may_look and not self.owed.keys().isdisjoint(wanted)
        self._has_more = bool(is_any_wanted or self._coming or self._riding) or not self.awaited

    def _give(self, ids: Iterable[str]) -> None:
        """Give flows the ways that are known; what has to be looked for after all stays owed."""
        found = dict[str, Route]()
        for id_ in ids:
            rule, way, now = self._riding.pop(id_, None), self._coming.pop(id_, None), self._routes.get(id_)
            if way is None and rule is not None and now is not None:
                way = rule.sunk(now)
            if way is not None:
                self.owed.pop(id_, None)
            # What is equal stays the same object, so that whoever draws sees only what differs.
            if way is not None and way is not now and way != now:
                self._space.lay(id_, way)
                found[id_] = way
        self._keep(found)

    def _look_for(self, ids: list[str], together: int | None, until: float, *, moving: bool) -> None:
        """Lay flows, so many together, until their time is over; some in any case."""
        for at in range(0, len(ids), together or len(ids) or 1):
            self._lay(ids[at : at + together] if together else ids, "hasty" if moving else "quick")
            if together is not None and thread_time() > until:
                break

    def _lay(self, ids: Iterable[str], care: Care, until: float | None = None) -> None:
        self._place()
        links = [self._links[id_] for id_ in sorted(ids)]
        ends = {end for link in links for end in (link.source, link.target)}
        sharing = {id_ for end in ends for id_ in self._of[end] if id_ in self._links}
        for link in links:
            self._space.take_up(link.id)
            self._forget(link.id)
        found = route_all(links, self._space, care, [self._links[id_] for id_ in sharing], until)
        self._keep(found)
        self._hasty -= found.keys()
        if care == "hasty":
            self._hasty |= {id_ for id_, route in found.items() if route.straight}
        self.laid, self.rough = self.laid + len(links), True

    def _forget(self, id_: str) -> None:
        """Nothing is owed to a flow any more."""
        for owed in (self.owed, self._coming, self._riding):
            owed.pop(id_, None)

    def _follow(self, map_: Map) -> Turns[set[str]]:
        """Bring cards and links up to date with the map; returns the flows that have to be laid anew.

        What moves along with its lane, and flows that cannot be laid in one frame, are owed their way.
        """
        before = self._map
        taken = yield from self._take_in(map_)
        yield
        return (yield from self._entailed(before, map_, taken))

    def _entailed(self, before: Map, map_: Map, taken: Taken) -> Turns[set[str]]:
        """Return the flows that have to be laid anew for what was taken in."""
        flows, moved, carried = taken
        riding = self._ride(lane_bands(before), lane_bands(map_), carried) if carried is not None else set()
        yield
        tied = {id_ for step in moved for id_ in self._of.get(step, ())}
        other = {id_ for id_ in flows if id_ in tied or self._is_other(map_, id_)}
        yield
        stale = yield from self._relink(map_, other | self._tied_to_new(moved))
        stale |= (tied | riding) & self._links.keys()
        yield
        stale -= self._follow_hand(stale - other, moved)
        if (moved or carried) and self._coming:
            self._expect_no_more()
        # What gave way to a card may follow its waypoints again.
        return stale | self._in_the_way(moved) | (self._displaced if moved else set())

    def _tied_to_new(self, moved: Moved) -> set[str]:
        """Return the flows of steps that have come or gone."""
        return {id_ for step, places in moved.items() if None in places for id_ in self._of.get(step, ())}

    def _take_in(self, map_: Map) -> Turns[Taken]:
        """Bring cards and ties up to date with the map."""
        before, self._map = self._map, map_
        changed = since(before, map_)
        yield
        # Not by isinstance, which takes ten times as long to say no.
        flows = [id_ for id_, (one, other) in changed.items() if Flow in (type(one), type(other))]
        steps = [id_ for id_, (one, other) in changed.items() if Step in (type(one), type(other))]
        bands, old = lane_bands(map_), lane_bands(before)
        yield
        moved = self._move(map_, steps)
        yield
        carried = (yield from self._carry(map_, old, bands)) if bands != old and len(before) else None
        self._is_much = bool(changed) and max(len(changed), len(self._unplaced)) > PLACED
        if not len(before):
            self._space.borders, self.rough = sorted(borders_of(map_)), True
        for id_ in flows:
            one, other = changed[id_]
            if _ends_of(one) != _ends_of(other):
                self._tie(id_, one, untie=True)
                self._tie(id_, other)
        return Taken(flows, moved, carried)

    def _carry(self, map_: Map, before: dict[str, Band], bands: dict[str, Band]) -> Turns[set[str]]:
        """Lanes lie elsewhere; returns the steps that lie elsewhere with them."""
        cards, self._space.borders, found = self._space.cards, sorted(borders_of(map_)), set[str]()
        still = {id_ for id_, band in bands.items() if before.get(id_) == band}
        for at in range(0, len(map_.steps), LINKED):
            some = map_.steps[at : at + LINKED]
            places = {step.id: step_rect(step, bands) for step in some if step.lane not in still}
            places = {id_: rect for id_, rect in places.items() if self._unplaced.get(id_, cards.get(id_)) != rect}
            self._unplaced |= places
            found |= places.keys()
            yield
        return found

    def _follow_hand(self, ids: Iterable[str], moved: Moved) -> set[str]:
        """Let flows follow their cards as they lie; returns those that have moved as a whole, and need no other way."""
        by = {id_: (b.x - a.x, b.y - a.y) for id_, (a, b) in moved.items() if a is not None and b is not None}
        found, alike, by_way = {}, set(), dict[tuple[float, float], Moving]()
        for id_ in ids:
            link, route, rule = self._links[id_], self._routes.get(id_), self._riding.pop(id_, None)
            source, target = by.get(link.source, (0.0, 0.0)), by.get(link.target, (0.0, 0.0))
            if route is None or not (any(source) or any(target)):
                continue
            if source == target and not isinstance(rule, Sinking):
                before = rule.way if rule is not None else (0.0, 0.0)
                way = before[0] + source[0], before[1] + source[1]
                # Where all steps move, all flows move in one way.
                self._riding[id_] = by_way.get(way) or by_way.setdefault(way, Moving(way))
                self.owed[id_] = None
                alike.add(id_)
            else:
                found[id_] = stretched(route, source, target)
        if found:
            self._routes = {**self._routes, **found}
        self.rough = self.rough or bool(found) or bool(alike)
        return alike

    def _is_other(self, map_: Map, id_: str) -> bool:
        """Say whether a changed flow is another one for whoever lays its way: a wait is none of it."""
        flow, link = map_.get(id_), self._links.get(id_)
        return link is None or not isinstance(flow, Flow) or link_of(flow) != link

    def _tie(self, id_: str, record: object, *, untie: bool = False) -> None:
        for end in (record.source, record.target) if isinstance(record, Flow) else ():
            tied = self._of.setdefault(end, set())
            tied.discard(id_) if untie else tied.add(id_)

    def _move(self, map_: Map, steps: Iterable[str]) -> Moved:
        """Place the cards of changed steps anew; returns those that lie elsewhere."""
        bands = lane_bands(map_)
        found = {id_: map_.get(id_) for id_ in steps}
        places = {id_: step_rect(s, bands) if isinstance(s, Step) else None for id_, s in found.items()}
        cards, moved = self._space.cards, {}
        for id_, rect in places.items():
            was = self._unplaced.pop(id_, None) or cards.get(id_)
            if was != rect:
                moved[id_] = was, rect
            if rect is not None and len(places) > PLACED:
                self._unplaced[id_] = rect
            elif cards.get(id_) != rect:
                self._space.place(id_, rect)
        return moved

    def _ride(self, before: dict[str, Band], bands: dict[str, Band], carried: Iterable[str]) -> set[str]:
        """Flows sink with their lanes; returns those that have to be laid anew for it."""
        self.rough = True
        if not is_one_order(before, bands):
            return {id_ for step in carried for id_ in self._of.get(step, ())}
        rule = Sinking(before, bands)
        sinking = [id_ for id_, route in self._routes.items() if not rule.is_still_above(route.lowest)]
        # What has sunk before and has not been moved yet has an older rule.
        anew = self._riding.keys() & sinking
        self._riding.update(dict.fromkeys(sinking, rule))
        self.owed.update(dict.fromkeys(sinking))
        return anew

    def _relink(self, map_: Map, ids: Iterable[str]) -> Turns[set[str]]:
        """Note what became of flows; returns those that are drawn. The others lose their routes."""
        drawn, gone = set(), set()
        for at, id_ in enumerate(ids, 1):
            if at % LINKED == 0:
                yield
            flow = map_.get(id_)
            if isinstance(flow, Flow) and _is_drawn(map_, id_):
                self._links[id_] = link_of(flow)
                drawn.add(id_)
            else:
                gone.add(id_)
        for id_ in gone:
            self._links.pop(id_, None)
            self._forget(id_)
            self._displaced.discard(id_)
            self._space.take_up(id_)
        if gone & self._routes.keys():
            self._routes = {id_: route for id_, route in self._routes.items() if id_ not in gone}
        return drawn

    def _in_the_way(self, moved: Moved) -> set[str]:
        """Return the flows that run where a card has come to lie."""
        if len(moved) > len(self._space.cards) // 4:
            return set()
        areas = [rect.grown(4) for _, rect in moved.values() if rect is not None]
        met = {id_ for area in areas for id_ in self._space.flows_within(area)}
        ends = {id_: (self._links[id_].source, self._links[id_].target) for id_ in met if id_ in self._links}
        return {id_ for id_, (a, b) in ends.items() if a not in moved and b not in moved}


def _is_drawn(map_: Map, id_: str) -> bool:
    # By the map and not by the space, which learns of many cards in portions.
    flow = map_.get(id_)
    return isinstance(flow, Flow) and all(isinstance(map_.get(end), Step) for end in (flow.source, flow.target))


def _ends_of(record: object) -> tuple[str, str] | None:
    return (record.source, record.target) if isinstance(record, Flow) else None


def _until(*, moving: bool) -> float:
    """Return until when, by the thread's clock, ways are given and looked for in a frame that begins now."""
    return thread_time() + (HASTY_SHARE if moving else SHARE)


def _care_for(count: int, *, moving: bool) -> Care:
    if count <= MINDFUL:
        return "live"
    return "hasty" if moving else "quick"


def _is_followed(link: Link, route: Route, source: Rect) -> bool:
    """Say whether a link is drawn as its waypoints have it."""
    center, points = source.center, route.points
    return len(points) == len(link.waypoints) and all(
        point == (center.x + dx, center.y + dy) for point, (dx, dy) in zip(points, link.waypoints, strict=True)
    )
