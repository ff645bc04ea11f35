"""A map becomes a picture: lanes, cards, flows, pills and notes. Only what changed is drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crosslane.analysis.figures import Figures
from crosslane.drawing.cards import card, note
from crosslane.drawing.flows import flow_line, pill
from crosslane.drawing.lanes import lane_band, lane_header
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.picture import Element, Layer, Picture
from crosslane.drawing.theme import Palette, Tokens
from crosslane.geometry import Rect
from crosslane.layout.routes import Route
from crosslane.model.map import Map
from crosslane.model.plan import CARD_W, Band, lane_bands, step_rect
from crosslane.model.records import Note

MARGIN = 64


@dataclass(frozen=True)
class Scene:
    """All that a picture is made of. `width` is the least width of the lanes in map units; hidden things stay out."""

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
    changed: list[Rect] = field(default_factory=list)


def draw(scene: Scene, picture: Picture | None = None) -> Picture:
    """Return the picture of a scene; given the last picture, updates it and draws only what differs."""
    picture = picture or Picture()
    bands = lane_bands(scene.map)
    width = max(scene.width, max((step.x + CARD_W + MARGIN for step in scene.map.steps), default=0))
    _lanes(scene, picture, bands, width)
    _cards(scene, picture, bands)
    _flows(scene, picture)
    _notes(scene, picture)
    return picture


def _put(scene: Scene, picture: Picture, element: Element) -> None:
    old = picture.get(element.layer, element.id)
    if picture.put(element):
        scene.changed.append(element.bounds if old is None else element.bounds.united(old.bounds))


def _forget(scene: Scene, picture: Picture, layer: Layer, ids: set[str]) -> None:
    scene.changed.extend(picture.keep_only(layer, ids))


def _lanes(scene: Scene, picture: Picture, bands: dict[str, Band], width: float) -> None:
    for at, lane in enumerate(scene.map.lanes):
        key = (lane, bands[lane.id], width, at, scene.tokens, id(scene.palette))
        if not picture.known("lanes", lane.id, key):
            _put(scene, picture, lane_band(scene.tokens, scene.palette, lane, bands[lane.id], width, key))
            _put(scene, picture, lane_header(scene.tokens, scene.palette, scene.measure, lane, bands[lane.id], key))
    ids = {lane.id for lane in scene.map.lanes}
    _forget(scene, picture, "lanes", ids)
    _forget(scene, picture, "headers", ids)


def _cards(scene: Scene, picture: Picture, bands: dict[str, Band]) -> None:
    calendar = scene.map.head.calendar
    folded = {lane.id for lane in scene.map.lanes if lane.collapsed}
    for step in scene.map.steps:
        rect = step_rect(step, bands)
        key = (step, rect, calendar, scene.tokens, id(scene.palette))
        if step.lane not in folded and not picture.known("cards", step.id, key):
            _put(scene, picture, card(scene.tokens, scene.palette, scene.measure, step, rect, calendar, key))
    _forget(scene, picture, "cards", {step.id for step in scene.map.steps if step.lane not in folded})


def _flows(scene: Scene, picture: Picture) -> None:
    calendar = scene.map.head.calendar
    shown: set[str] = set()
    for flow in scene.map.drawn_flows:
        route = scene.routes.get(flow.id)
        if route is None:
            continue
        heat, handoff = scene.heat.get(flow.id, 0), scene.map.is_handoff(flow)
        key = (flow, route, heat, handoff, calendar, scene.numbers, scene.tokens, id(scene.palette))
        if not picture.known("flows", flow.id, key):
            _put(scene, picture, flow_line(scene.tokens, scene.palette, flow, route, heat, key))
            made = pill(
                scene.tokens, scene.palette, scene.measure, flow, route, heat, handoff, calendar, scene.numbers, key
            )
            if made is not None:
                _put(scene, picture, made)
        if _has_pill(scene, flow.id):
            shown.add(flow.id)
    _forget(scene, picture, "flows", {f.id for f in scene.map.drawn_flows if f.id in scene.routes})
    _forget(scene, picture, "pills", shown)


def _has_pill(scene: Scene, id_: str) -> bool:
    flow = scene.map.flow(id_)
    return has_pill(flow.type, flow.wait is not None, scene.map.is_handoff(flow), bool(flow.label), flow.probability)


def has_pill(type_: str, waits: bool, handoff: bool, labelled: bool, probability: float | None) -> bool:
    """Say whether a flow carries a pill: a handoff always, another flow when it waits, returns or has a name."""
    if type_ == "cycle":
        return labelled
    if type_ == "rework":
        return True
    return waits or handoff or labelled or probability is not None


def _notes(scene: Scene, picture: Picture) -> None:
    notes = [record for record in scene.map.others("note") if isinstance(record, Note)] if scene.notes else []
    cards = {step.id: picture.get("cards", step.id) for step in scene.map.steps}
    for each in notes:
        home = cards.get(each.on or "")
        key = (each, home.bounds if home else None, scene.tokens, id(scene.palette))
        if not picture.known("notes", each.id, key):
            _put(
                scene,
                picture,
                note(scene.tokens, scene.palette, scene.measure, each, home.bounds if home else None, key),
            )
    _forget(scene, picture, "notes", {each.id for each in notes})
