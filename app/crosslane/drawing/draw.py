"""A map becomes a picture: lanes, cards, flows, pills and notes. Only what changed is drawn anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain, islice, pairwise
from time import thread_time

from crosslane.drawing.apart import Places, Words
from crosslane.drawing.cards import card, note
from crosslane.drawing.differing import differing
from crosslane.drawing.flows import flow_line
from crosslane.drawing.lanes import lane_band, lane_header
from crosslane.drawing.picture import Element, Key, Layer, Picture
from crosslane.drawing.pills import pill, place_of_pill, size_of
from crosslane.drawing.scene import Scene, is_loop
from crosslane.drawing.sight import flows_at, steps_in_sight
from crosslane.geometry import Point, Rect, is_level
from crosslane.model.plan import step_rect
from crosslane.model.records import Flow, Note, Record, Step
from crosslane.turns import Turns, at_once

# Of so many pills each is looked at in every drawing, so that none lies on another.
MOST_APART = 60
# More changes than so many portions are only looked through by the drawing that learns of them.
VERY_MANY = 6
# Of what is drawn until a time of the thread's clock, so much is drawn in any case, and so much at most in sight, and beside it.
LEAST, MOST_AT_ONCE = 8, 400


def draw(scene: Scene, picture: Picture | None = None, most: int | None = None, until: float | None = None) -> Picture:
    """Return the picture of a scene; given the last picture, updates it and draws only what differs.

    With `most`, what is more than so many elements comes in portions, those in sight first; the rest is `owed`, and comes
    when the same scene is drawn again. A portion is so many, or, but for the first, what is drawn `until` a time of the
    thread's clock. What one change moved is `awaited` and should be seen at one moment.
    """
    return at_once(drawing(scene, picture, most, until))


def drawing(
    scene: Scene, picture: Picture | None = None, most: int | None = None, until: float | None = None
) -> Turns[Picture]:
    """Draw in pieces: with the last of them, and not before, the picture is another. What is not done to the end is not done."""
    picture = picture or Picture()
    last = picture.source if isinstance(picture.source, Scene) and picture.source.kit == scene.kit else None
    if last is not None:
        scene.follow(last)
    steps, flows = yield from differing(scene, last, picture, roughly=most is not None)
    yield
    cards: list[Key] = [("cards", id_) for id_ in steps]
    keys: dict[Key, None] = dict.fromkeys([*cards, *(("flows", id_) for id_ in flows)])
    is_much = most is not None and (last is None or len(keys) > most)
    yield
    coming = _coming(scene) if is_much and not scene.moving else []
    yield
    picture.is_by_id = True
    _lanes(scene, picture, last)
    if last is None:
        _owe(picture, dict.fromkeys((*coming, *keys)))
        picture.awaited = set()
    elif not is_much and until is not None and scene.map is last.map and not scene.moving:
        # Ways that came: each is as good as the one before, until it is its turn.
        _owe_in_front(scene, picture, keys)
    elif not is_much:
        _draw(scene, picture, keys)
    else:
        _owe(picture, picture.owed | keys)
        if scene.moving:
            _draw(scene, picture, list(_owed_in_sight(scene, picture)))
        else:
            picture.awaited.update(keys)
            picture.coming = [key for key in coming if key in picture.awaited]
    if last is not None and scene.heat is not last.heat:
        _owe(picture, picture.owed | _otherwise_hot(scene, last))
    if last is None or most is None or scene.moving or len(keys) <= VERY_MANY * most:
        # To see what so many are takes its turn: they are drawn from the next one on.
        _draw_portion(scene, picture, most, until)
    _apart(scene, picture, flows)
    _notes(scene, picture)
    picture.source = scene
    return picture


def _draw_portion(scene: Scene, picture: Picture, most: int | None, until: float | None) -> None:
    """Draw what is drawn now of what is owed."""
    owed = picture.owed
    if not owed:
        return
    seen = {} if most is None or (len(owed) <= most and until is None) else _owed_in_sight(scene, picture)
    if until is None or picture.source is None:
        _draw(scene, picture, list(islice(dict.fromkeys(chain(seen, islice(owed, most))), most)))
        return
    # Under a hand all that is in sight has been drawn, which may be more than a frame has room for.
    least = 0 if scene.moving else LEAST
    for at, key in enumerate(dict.fromkeys(chain(islice(seen, MOST_AT_ONCE), islice(owed, MOST_AT_ONCE)))):
        if at >= least and thread_time() > until:
            break
        _draw(scene, picture, [key])


def _owe(picture: Picture, keys: dict[Key, None]) -> None:
    picture.owed, picture.in_front = keys, None


def _owe_in_front(scene: Scene, picture: Picture, keys: dict[Key, None]) -> None:
    """Owe a few more that come right after what is in sight: nothing is looked for anew."""
    seen = _owed_in_sight(scene, picture) if picture.owed else {}
    picture.owed |= keys
    picture.in_front = (scene.sight, seen | keys) if scene.sight is not None else None


def _coming(scene: Scene) -> list[Key]:
    """Return the cards that lie in sight, wherever they were drawn, and their flows."""
    steps = steps_in_sight(scene.map, scene.tokens, scene.sight) if scene.sight is not None else []
    seen: list[Key] = [("cards", id_) for id_ in steps]
    return seen + [("flows", id_) for id_ in flows_at(scene.map, steps) if id_ in scene.routes]


def _owed_in_sight(scene: Scene, picture: Picture) -> dict[Key, None]:
    """Return what is owed of what is in sight, or will be: looked for anew where it is more, or the sight is another."""
    if scene.sight is None:
        return {}
    if picture.in_front is None or picture.in_front[0] != scene.sight:
        layers: tuple[Layer, ...] = ("cards", "flows")
        seen: list[Key] = [(layer, element.id) for layer in layers for element in picture.within(layer, scene.sight)]
        owed = dict.fromkeys(key for key in (*seen, *picture.coming) if key in picture.owed)
        picture.in_front = scene.sight, owed
    return picture.in_front[1]


def _draw(scene: Scene, picture: Picture, keys: Collection[Key]) -> None:
    in_front = picture.in_front[1] if picture.in_front is not None else {}
    for key in keys:
        picture.owed.pop(key, None)
        in_front.pop(key, None)
    picture.awaited.difference_update(keys)
    _cards(scene, picture, [id_ for layer, id_ in keys if layer == "cards"])
    _flows(scene, picture, [id_ for layer, id_ in keys if layer == "flows"])


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


def _otherwise_hot(scene: Scene, last: Scene) -> dict[Key, None]:
    """Return the flows that are hotter or colder than in the last scene."""
    old, new = last.heat, scene.heat
    return {("flows", id_): None for id_ in sorted(scene.routes) if old.get(id_, 0) != new.get(id_, 0)}


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


def _apart(scene: Scene, picture: Picture, anew: Collection[str]) -> None:
    """Move pills and labels along and beside their lines to where they hide no card, no other and nobody else's line.

    Where all stand follows from the map alone, so each is looked at anew: the labels of returns and loops, which are long
    and few, before the pills, and pills with little choice, as in narrow gaps, before those of long lines. Under a moving
    hand only those of lines that are drawn anew are moved, and of very many pills each stays where it is.
    """
    loops = dict.fromkeys(flow.id for flow in scene.loops)
    few = not picture.owed and picture.count("pills") - len(loops) <= MOST_APART
    ids = [*loops, *(flow.id for flow in (scene.map.drawn_flows if few else ()) if not is_loop(flow))]
    drawn = {id_: made for id_ in ids if id_ in scene.routes and (made := picture.get("pills", id_)) is not None}
    places = {id_: made.bounds.grown(-1) for id_, made in drawn.items()}
    words = {id_: _words(scene, picture, id_, drawn[id_]) for id_ in drawn if not scene.moving or id_ in anew}
    places |= {id_: each.rect_at(each.first) for id_, each in words.items()}
    kept: Places = picture.memo.setdefault("places", Places())
    pills = sorted((id_ for id_ in words if id_ not in loops), key=lambda id_: words[id_].room)
    waiting = dict.fromkeys([*(id_ for id_ in loops if id_ in words), *pills])
    for id_ in list(waiting):
        del places[id_], waiting[id_]
        # Pills make room for labels, and who is looked at later for who is looked at before.
        firm = loops if id_ in loops else places.keys() - waiting.keys()
        taken = [rect for other, rect in places.items() if other in firm]
        yielding = [] if id_ in loops else [(places[other], words[other].clinging) for other in waiting]
        at, places[id_] = kept.least_bad(picture, words[id_], taken, yielding)
        if any(abs(a - b) > 0.01 for a, b in zip(places[id_].grown(1), drawn[id_].bounds, strict=True)):
            _put_pill(scene, picture, scene.map.flow(id_), scene.tokens.back(at))


def _words(scene: Scene, picture: Picture, id_: str, made: Element) -> Words:
    """Return the pill or label of a flow as what looks for its place."""
    flow, line, first = scene.map.flow(id_), picture.get("flows", id_), scene.tokens.point(scene.routes[id_].pill)
    cards = [scene.tokens.rect(step_rect(scene.map.step(end), scene.bands)) for end in (flow.source, flow.target)]
    ends, path = (cards[0], cards[1]), line.path if line is not None else ()
    w, h = size = size_of(made)
    if is_loop(flow):
        return Words(id_, path, ends, size, first, lambda at: Rect(at.x - w / 2, at.y - h / 2, w, h), is_label=True)
    is_across = bool(path) and is_level(path[0], path[-1]) == scene.tokens.turned
    return Words(id_, path, ends, size, first, lambda at: place_of_pill(scene.kit, size, at, ends), is_across)


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
