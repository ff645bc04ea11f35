"""A map becomes a picture: lanes, cards, flows, pills and notes. Only what changed is drawn anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, compress, islice, pairwise
from operator import attrgetter, is_, is_not

from crosslane.analysis.figures import Figures
from crosslane.drawing.apart import Places, Words
from crosslane.drawing.cards import card, note
from crosslane.drawing.flows import MOST_FOR_JUMPS, find_jumps, flow_line
from crosslane.drawing.kit import Kit
from crosslane.drawing.lanes import lane_band, lane_header
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.picture import Element, Key, Layer, Picture
from crosslane.drawing.pills import pill, place_of_pill, size_of
from crosslane.drawing.sight import flows_at, steps_in_sight
from crosslane.drawing.theme import Palette, Tokens
from crosslane.geometry import Point, Rect
from crosslane.layout.routes import Route
from crosslane.model.diff import Change, Diff, since
from crosslane.model.map import Map, tied_to
from crosslane.model.plan import CARD_W, Band, lane_bands, step_rect
from crosslane.model.records import Flow, Note, Record, Step

MARGIN = 40
# Of so many pills each is looked at in every drawing, so that none lies on another.
MOST_APART = 60
# The flows of more steps than this are looked for among all flows.
MANY = 100
# More changes than so many portions are only looked through by the drawing that learns of them.
VERY_MANY = 6


@dataclass(frozen=True)
class Scene:
    """All that a picture is made of.

    `width` is the least width of the lanes in map units; hidden things stay out; `pins` are for who edits; `ghosts` are the
    records that a preview would add or change. What lies in `sight`, in picture units, comes first where not all is drawn
    at once, and all of it while a hand is `moving` something.
    After drawing, `changed` holds the areas that have to be painted anew, and `left` what is another than before, with the
    areas where it was.
    """

    map: Map
    figures: Figures
    heat: Mapping[str, int]
    routes: Mapping[str, Route]
    tokens: Tokens
    palette: Palette
    measure: TextMeasure
    width: float = 0.0
    notes: bool = True
    numbers: bool = True
    pins: bool = False
    ghosts: frozenset[str] = frozenset()
    sight: Rect | None = None
    moving: bool = False
    changed: list[Rect] = field(default_factory=list)
    left: dict[Key, list[Rect]] = field(default_factory=dict)

    @cached_property
    def kit(self) -> Kit:
        """The tools of this drawing."""
        return Kit(self.tokens, self.palette, self.measure, self.map.head.calendar, self.notes, self.numbers, self.pins)

    @cached_property
    def bands(self) -> dict[str, Band]:
        """Where the lanes lie."""
        return lane_bands(self.map)

    @cached_property
    def breadth(self) -> float:
        """How far the lanes reach, in map units."""
        return max(self.width, max(map(attrgetter("x"), self.map.steps), default=-CARD_W) + CARD_W + MARGIN)

    @cached_property
    def folded(self) -> frozenset[str]:
        """The lanes that show only their strip."""
        return frozenset(lane.id for lane in self.map.lanes if lane.collapsed)

    @cached_property
    def jumps(self) -> dict[str, tuple[Point, ...]]:
        """Where flows leap over others; nowhere on a map with very many."""
        return {} if len(self.routes) > MOST_FOR_JUMPS else find_jumps(self.map.drawn_flows, self.routes)

    @cached_property
    def loops(self) -> tuple[Flow, ...]:
        """The returns and loops, by id: few, and their labels look for room among all others."""
        return tuple(flow for flow in self.map.drawn_flows if _is_loop(flow))


def draw(scene: Scene, picture: Picture | None = None, most: int | None = None) -> Picture:
    """Return the picture of a scene; given the last picture, updates it and draws only what differs.

    With `most`, what is more than so many elements comes in portions, those in sight first; the rest is `owed`, and comes
    when the same scene is drawn again. What one change moved is `awaited` and should be seen at one moment.
    """
    picture = picture or Picture()
    picture.is_by_id = True
    last = picture.source if isinstance(picture.source, Scene) and picture.source.kit == scene.kit else None
    changed = since(last.map, scene.map) if last is not None else {}
    if last is not None:
        tied = _tied(changed)
        if len(tied) <= MANY:
            scene.__dict__["loops"] = _loops_since(last, scene, changed, tied) if tied else last.loops
        if not tied and scene.routes is last.routes:
            # No flow runs elsewhere: the leaps are those of the last scene.
            scene.__dict__["jumps"] = last.jumps
    _lanes(scene, picture, last)
    if last is not None and most is not None and _is_most(scene, last, changed):
        # To look for the few that stay takes longer than to draw them.
        touched, stale = {step.id for step in scene.map.steps} | picture.ids("cards"), set(scene.routes)
        stale |= picture.ids("flows")
    else:
        touched = _touched(scene, last, changed)
        stale = _stale(scene, last, changed, touched)
    carried = _carried(scene, last)
    keys: list[Key] = [("cards", id_) for id_ in sorted(touched | carried)]
    keys += [("flows", id_) for id_ in sorted(stale)]
    if last is None:
        picture.owed, picture.awaited = dict.fromkeys(keys if most is None else _in_sight_first(scene, keys)), set()
    elif most is not None and len(keys) > most:
        picture.owed |= dict.fromkeys(keys)
        if scene.moving:
            _draw(scene, picture, _owed_in_sight(scene, picture))
        else:
            picture.awaited |= set(keys)
            picture.coming = [key for key in _coming(scene) if key in picture.awaited]
    else:
        _draw(scene, picture, keys)
    if last is not None and scene.heat is not last.heat:
        picture.owed |= dict.fromkeys(("flows", id_) for id_ in sorted(_otherwise_hot(scene, last)))
    if last is None or most is None or scene.moving or len(keys) <= VERY_MANY * most:
        # To see what so many are takes its turn: they are drawn from the next one on.
        _draw(scene, picture, _portion(scene, picture, most))
    _apart(scene, picture, stale)
    _notes(scene, picture)
    picture.source = scene
    return picture


def _is_most(scene: Scene, last: Scene, changed: Diff) -> bool:
    """Say whether most of a map is another than in the last scene, or shown as a preview in only one of them."""
    return max(len(changed), abs(len(scene.ghosts) - len(last.ghosts))) > len(scene.map) // 2


def _tied(changed: Diff) -> list[str]:
    """Return the changed flows, and the steps that have come or gone: what flows are drawn depends on them."""
    return [id_ for id_, change in changed.items() if _is_of(Flow, change) or (_is_of(Step, change) and None in change)]


def _is_of(record_type: type[Record], change: Change) -> bool:
    # Not by isinstance, which takes ten times as long to say no: it is asked of thousands.
    return type(change[0]) is record_type or type(change[1]) is record_type


def _loops_since(last: Scene, scene: Scene, changed: Diff, tied: list[str]) -> tuple[Flow, ...]:
    """Return the returns and loops, given those of the last scene and what they depend on that has changed."""
    map_, ids = scene.map, {flow.id for flow in last.loops}
    for id_ in tied:
        old, new = changed[id_]
        if type(old) is not Flow or type(new) is not Flow:
            ids.update((id_, *tied_to(map_, id_)))
        elif _is_loop(old) or _is_loop(new):
            ids.add(id_)
    found = (flow for id_ in sorted(ids) if isinstance(flow := map_.get(id_), Flow) and _is_loop(flow))
    return tuple(flow for flow in found if all(isinstance(map_.get(end), Step) for end in (flow.source, flow.target)))


def _is_loop(flow: Flow) -> bool:
    return flow.type in ("rework", "cycle")


def _portion(scene: Scene, picture: Picture, most: int | None) -> list[Key]:
    """Return what is drawn now of what is owed."""
    owed = picture.owed
    seen = [] if most is None or len(owed) <= most else _owed_in_sight(scene, picture)
    return list(islice(dict.fromkeys(chain(seen, islice(owed, most))), most))


def _in_sight_first(scene: Scene, keys: list[Key]) -> list[Key]:
    """Return what is not drawn yet, what will be in sight in front."""
    return [*_coming(scene), *keys]


def _coming(scene: Scene) -> list[Key]:
    """Return the cards that lie in sight, wherever they were drawn, and their flows."""
    steps = steps_in_sight(scene.map, scene.tokens, scene.sight) if scene.sight is not None else []
    seen: list[Key] = [("cards", id_) for id_ in steps]
    return seen + [("flows", id_) for id_ in flows_at(scene.map, steps) if id_ in scene.routes]


def _owed_in_sight(scene: Scene, picture: Picture) -> list[Key]:
    if scene.sight is None:
        return []
    layers: tuple[Layer, ...] = ("cards", "flows")
    seen: list[Key] = [(layer, element.id) for layer in layers for element in picture.within(layer, scene.sight)]
    return [key for key in dict.fromkeys((*seen, *picture.coming)) if key in picture.owed]


def _draw(scene: Scene, picture: Picture, keys: Collection[Key]) -> None:
    for key in keys:
        picture.owed.pop(key, None)
    picture.awaited.difference_update(keys)
    _cards(scene, picture, [id_ for layer, id_ in keys if layer == "cards"])
    _flows(scene, picture, [id_ for layer, id_ in keys if layer == "flows"])


def _touched(scene: Scene, last: Scene | None, changed: Diff) -> set[str]:
    """Return the steps that are others than in the last scene, also those that are gone."""
    if last is None:
        return {step.id for step in scene.map.steps}
    found = {id_ for id_, change in changed.items() if _is_of(Step, change)}
    found |= {id_ for id_ in scene.ghosts ^ last.ghosts if type(scene.map.get(id_)) is Step}
    return found


def _carried(scene: Scene, last: Scene | None) -> set[str]:
    """Return the steps that lie elsewhere with their lane, or are folded up in it."""
    if last is None or (scene.bands == last.bands and scene.folded == last.folded):
        return set()
    return {step.id for step in scene.map.steps if _has_moved(scene, last, step.lane)}


def _has_moved(scene: Scene, last: Scene, lane: str) -> bool:
    # Cards whose lane is missing lie below all lanes, and so move with any of them.
    band = scene.bands.get(lane)
    return band is None or last.bands.get(lane) != band or (lane in scene.folded) != (lane in last.folded)


def _put(scene: Scene, picture: Picture, element: Element) -> None:
    old = picture.get(element.layer, element.id)
    if picture.put(element) is not None:
        _leave(scene, element.layer, element.id, areas_of(old) if old is not None else [])
        scene.changed.extend(areas_of(element))


def _leave(scene: Scene, layer: Layer, id_: str, areas: list[Rect]) -> None:
    scene.left.setdefault((layer, id_), areas)
    scene.changed.extend(areas)


def areas_of(element: Element) -> list[Rect]:
    """Return where an element is painted: of a line its pieces, because most of what is around it is not touched."""
    if not element.path:
        return [element.bounds]
    reach = Rect.around(element.path).x - element.bounds.x
    return [Rect.spanning(a, b).grown(reach) for a, b in pairwise(element.path)]


def _drop(scene: Scene, picture: Picture, layer: Layer, id_: str) -> None:
    gone = picture.drop(layer, id_)
    if gone is not None:
        _leave(scene, layer, id_, [gone])


def _keep_only(scene: Scene, picture: Picture, layer: Layer, ids: Iterable[str]) -> None:
    for id_ in picture.ids(layer).difference(ids):
        _drop(scene, picture, layer, id_)


def _lanes(scene: Scene, picture: Picture, last: Scene | None) -> None:
    for lane in scene.map.lanes:
        same = last is not None and last.breadth == scene.breadth and last.bands.get(lane.id) == scene.bands[lane.id]
        if same and last is not None and last.map.get(lane.id) is lane:
            continue
        _put(scene, picture, lane_band(scene.kit, lane, scene.bands[lane.id], scene.breadth))
        _put(scene, picture, lane_header(scene.kit, lane, scene.bands[lane.id]))
    ids = [lane.id for lane in scene.map.lanes]
    _keep_only(scene, picture, "lanes", ids)
    _keep_only(scene, picture, "headers", ids)


def _cards(scene: Scene, picture: Picture, ids: Iterable[str]) -> None:
    for id_ in ids:
        step = scene.map.get(id_)
        if isinstance(step, Step) and step.lane not in scene.folded:
            rect = step_rect(step, scene.bands)
            _put(scene, picture, card(scene.kit, step, rect, ghost=id_ in scene.ghosts))
        else:
            _drop(scene, picture, "cards", id_)


def _flows(scene: Scene, picture: Picture, ids: Iterable[str]) -> None:
    for id_ in ids:
        flow = scene.map.get(id_)
        if isinstance(flow, Flow) and id_ in scene.routes:
            _draw_flow(scene, picture, flow)
        else:
            _drop(scene, picture, "flows", id_)
            _drop(scene, picture, "pills", id_)


def _stale(scene: Scene, last: Scene | None, changed: Diff, touched: set[str]) -> set[str]:
    """Return the flows of which line or words are others than in the last scene, also those that are gone."""
    if last is None:
        return set(scene.routes)
    found = {id_ for id_, change in changed.items() if _is_of(Flow, change)}
    if len(touched) > MANY:
        found.update(f.id for f in scene.map.drawn_flows if f.source in touched or f.target in touched)
    else:
        found.update(flows_at(scene.map, list(touched)))
    if scene.routes is not last.routes:
        found |= _on_other_ways(last.routes, scene.routes, found)
    found |= {id_ for id_ in {*scene.jumps, *last.jumps} if scene.jumps.get(id_) != last.jumps.get(id_)}
    return found | {id_ for id_ in scene.ghosts ^ last.ghosts if type(scene.map.get(id_)) is Flow}


def _on_other_ways(old: Mapping[str, Route], new: Mapping[str, Route], known: Collection[str]) -> set[str]:
    """Return the flows that run elsewhere than before, or no more, but for `known` ones; asked in every frame of a drag."""
    if len(old) == len(new) and all(map(is_, old, new)):
        others: Iterable[str] = compress(new, map(is_not, old.values(), new.values()))
        return {id_ for id_ in others if id_ not in known and old[id_] != new[id_]}
    found = {id_ for id_, way in new.items() if (was := old.get(id_)) is not way and id_ not in known and was != way}
    return found | (old.keys() - new.keys())


def _otherwise_hot(scene: Scene, last: Scene) -> set[str]:
    """Return the flows that are hotter or colder than in the last scene."""
    old, new = last.heat, scene.heat
    return {id_ for id_ in scene.routes if old.get(id_, 0) != new.get(id_, 0)}


def _draw_flow(scene: Scene, picture: Picture, flow: Flow) -> None:
    route, heat, ghost = scene.routes[flow.id], scene.heat.get(flow.id, 0), flow.id in scene.ghosts
    _put(scene, picture, flow_line(scene.kit, flow, route, heat, scene.jumps.get(flow.id, ()), ghost=ghost))
    _put_pill(scene, picture, flow, route.pill)


def _put_pill(scene: Scene, picture: Picture, flow: Flow, at: Point) -> None:
    source, target = (step_rect(scene.map.step(id_), scene.bands) for id_ in (flow.source, flow.target))
    heat, ghost = scene.heat.get(flow.id, 0), flow.id in scene.ghosts
    made = pill(scene.kit, flow, at, heat, scene.map.is_handoff(flow), (source, target), ghost=ghost)
    if made is not None:
        _put(scene, picture, made)
    else:
        _drop(scene, picture, "pills", flow.id)


def _apart(scene: Scene, picture: Picture, anew: set[str]) -> None:
    """Move pills and labels along and beside their lines to where they hide no card, no other and nobody else's line.

    Where all stand follows from the map alone, so each is looked at anew: the labels of returns and loops, which are long
    and few, before the pills. Under a moving hand only those of lines that are drawn anew are moved, and of very many
    pills each stays where it is.
    """
    loops = dict.fromkeys(flow.id for flow in scene.loops)
    few = not picture.owed and picture.count("pills") - len(loops) <= MOST_APART
    ids = [*loops, *(flow.id for flow in (scene.map.drawn_flows if few else ()) if not _is_loop(flow))]
    drawn = {id_: made for id_ in ids if id_ in scene.routes and (made := picture.get("pills", id_)) is not None}
    places = {id_: made.bounds.grown(-1) for id_, made in drawn.items()}
    words = {id_: _words(scene, picture, id_, drawn[id_]) for id_ in drawn if not scene.moving or id_ in anew}
    places |= {id_: each.rect_at(each.first) for id_, each in words.items()}
    kept: Places = picture.memo.setdefault("places", Places())
    for id_, each in words.items():
        del places[id_]
        # Pills make room for labels.
        among = loops if id_ in loops else places
        at, places[id_] = kept.least_bad(picture, each, [places[other] for other in among if other in places])
        if any(abs(a - b) > 0.01 for a, b in zip(places[id_].grown(1), drawn[id_].bounds, strict=True)):
            _put_pill(scene, picture, scene.map.flow(id_), scene.tokens.back(at))


def _words(scene: Scene, picture: Picture, id_: str, made: Element) -> Words:
    """Return the pill or label of a flow as what looks for its place."""
    flow, line, first = scene.map.flow(id_), picture.get("flows", id_), scene.tokens.point(scene.routes[id_].pill)
    cards = [scene.tokens.rect(step_rect(scene.map.step(end), scene.bands)) for end in (flow.source, flow.target)]
    ends, path = (cards[0], cards[1]), line.path if line is not None else ()
    w, h = size = size_of(made)
    if _is_loop(flow):
        return Words(id_, path, ends, size, first, lambda at: Rect(at.x - w / 2, at.y - h / 2, w, h), is_label=True)
    return Words(id_, path, ends, size, first, lambda at: place_of_pill(scene.kit, size, at, ends))


def _notes(scene: Scene, picture: Picture) -> None:
    """Draw the notes; they are few, and lie where their record lies, so each is drawn anew."""
    found: tuple[Record, ...] = scene.map.others("note") if scene.notes else ()
    taken: list[Rect] = []

    def hides(rect: Rect) -> int:
        others = picture.count("cards", rect) + picture.count("pills", rect)
        return others + sum(other.intersects(rect) for other in taken)

    for each in found:
        if isinstance(each, Note):
            home = picture.get("cards", each.on or "") or picture.get("pills", each.on or "")
            made = note(scene.kit, each, home.bounds if home else None, hides, ghost=each.id in scene.ghosts)
            taken.append(made.bounds)
            _put(scene, picture, made)
    _keep_only(scene, picture, "notes", [record.id for record in found])
