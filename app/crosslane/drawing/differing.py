"""What of a scene is another than in the last one: looked for in pieces, because on a large map it may be nearly all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import compress
from operator import is_, is_not

from crosslane.drawing.picture import Layer, Picture
from crosslane.drawing.scene import Scene, is_loop
from crosslane.drawing.sight import flows_at
from crosslane.model.diff import Change, Diff, is_far, since
from crosslane.model.map import tied_to
from crosslane.model.records import Flow, Record, Step
from crosslane.routing.routes import Route
from crosslane.turns import Turns

# The flows of more steps than this are looked for among all flows.
MANY = 100
# The steps and the flows that are drawn anew, each by id.
Others = tuple[list[str], list[str]]


def differing(scene: Scene, last: Scene | None, picture: Picture, *, roughly: bool) -> Turns[Others]:
    """Return the steps and flows of which something is another than in the last scene, also those that are gone.

    Where most are others, all are taken for it if that is meant `roughly`. Nothing is drawn meanwhile.
    """
    if last is None:
        return [step.id for step in scene.map.steps], sorted(scene.routes)
    if roughly and _is_most(scene, last):
        # To look for the few that stay takes longer than to draw them.
        yield
        _ = scene.loops
        steps = [step.id for step in scene.map.steps]
        return _with_gone(picture, "cards", steps), _with_gone(picture, "flows", sorted(scene.routes))
    changed = since(last.map, scene.map)
    yield
    tied = _tied(changed)
    if len(tied) <= MANY:
        scene.__dict__["loops"] = _loops_since(last, scene, changed, tied) if tied else last.loops
    if not tied and scene.routes is last.routes:
        # No flow runs elsewhere: the leaps are those of the last scene.
        scene.__dict__["jumps"] = last.jumps
    ghosts = scene.ghosts ^ last.ghosts if scene.ghosts is not last.ghosts else frozenset()
    touched = _touched(scene, changed, ghosts)
    yield
    stale = _stale(scene, last, changed, touched, ghosts)
    yield
    return sorted(touched | _carried(scene, last)), sorted(stale)


def _with_gone(picture: Picture, layer: Layer, ids: list[str]) -> list[str]:
    return [*ids, *sorted(picture.ids(layer).difference(ids))]


def _is_most(scene: Scene, last: Scene) -> bool:
    """Say whether most of a map is another than in the last scene, or shown as a preview in only one of them."""
    most = len(scene.map) // 2
    return abs(len(scene.ghosts) - len(last.ghosts)) > most or is_far(last.map, scene.map, most)


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
        elif is_loop(old) or is_loop(new):
            ids.add(id_)
    found = (flow for id_ in sorted(ids) if isinstance(flow := map_.get(id_), Flow) and is_loop(flow))
    return tuple(flow for flow in found if all(isinstance(map_.get(end), Step) for end in (flow.source, flow.target)))


def _touched(scene: Scene, changed: Diff, ghosts: Collection[str]) -> set[str]:
    """Return the steps that are others than in the last scene, also those that are gone."""
    found = {id_ for id_, change in changed.items() if _is_of(Step, change)}
    return found | {id_ for id_ in ghosts if type(scene.map.get(id_)) is Step}


def _carried(scene: Scene, last: Scene) -> set[str]:
    """Return the steps that lie elsewhere with their lane, or are folded up in it."""
    if scene.bands == last.bands and scene.folded == last.folded:
        return set()
    folded = scene.folded ^ last.folded
    still = {id_ for id_, band in scene.bands.items() if id_ not in folded and last.bands.get(id_) == band}
    # Cards whose lane is missing lie below all lanes, and so move with any of them.
    return {step.id for step in scene.map.steps if step.lane not in still}


def _stale(scene: Scene, last: Scene, changed: Diff, touched: set[str], ghosts: Collection[str]) -> set[str]:
    """Return the flows of which line or words are others than in the last scene, also those that are gone."""
    found = {id_ for id_, change in changed.items() if _is_of(Flow, change)}
    if len(touched) > MANY:
        found.update(f.id for f in scene.map.drawn_flows if f.source in touched or f.target in touched)
    else:
        found.update(flows_at(scene.map, list(touched)))
    if scene.routes is not last.routes:
        found |= _on_other_ways(last.routes, scene.routes, found)
    found |= {id_ for id_ in {*scene.jumps, *last.jumps} if scene.jumps.get(id_) != last.jumps.get(id_)}
    return found | {id_ for id_ in ghosts if type(scene.map.get(id_)) is Flow}


def _on_other_ways(old: Mapping[str, Route], new: Mapping[str, Route], known: Collection[str]) -> set[str]:
    """Return the flows that run elsewhere than before, or no more, but for `known` ones; asked in every frame of a drag."""
    if len(old) == len(new) and all(map(is_, old, new)):
        others: Iterable[str] = compress(new, map(is_not, old.values(), new.values()))
        return {id_ for id_ in others if id_ not in known and old[id_] != new[id_]}
    found = {id_ for id_, way in new.items() if (was := old.get(id_)) is not way and id_ not in known and was != way}
    return found | (old.keys() - new.keys())
