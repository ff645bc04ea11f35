"""Steps on their way under a hand, without their map: what moves with them as it is, and the flows that give."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from crosslane.drawing.flows import flow_line
from crosslane.drawing.picture import Element, Key, Layer, Picture
from crosslane.drawing.pills import pill
from crosslane.drawing.scene import Scene
from crosslane.geometry import Rect
from crosslane.model.plan import step_rect
from crosslane.model.records import Flow, Note
from crosslane.routing.bending import stretched

_OF_FLOW: tuple[Layer, ...] = ("flows", "pills")


@dataclass(frozen=True)
class Load:
    """What of a picture moves along with some steps as it is, and the flows of which one end does; `keys` are both."""

    steps: Set[str]
    along: frozenset[Key]
    giving: tuple[Flow, ...]
    keys: frozenset[Key]


def load_of(scene: Scene, steps: Set[str]) -> Load:
    """Return what moves with steps: flows between them with their pills, and the notes on any of these."""
    drawn = [flow for flow in scene.map.drawn_flows if flow.id in scene.routes]
    flows = [flow for flow in drawn if flow.source in steps or flow.target in steps]
    whole = [flow for flow in flows if flow.source in steps and flow.target in steps]
    along: set[Key] = {("cards", id_) for id_ in steps} | _keys(whole)
    ids = {id_ for _, id_ in along}
    along |= {("notes", each.id) for each in scene.map.others("note") if isinstance(each, Note) and each.on in ids}
    giving = tuple(flow for flow in flows if (flow.source in steps) != (flow.target in steps))
    return Load(steps, frozenset(along), giving, frozenset(along | _keys(giving)))


def _keys(flows: Iterable[Flow]) -> set[Key]:
    return {(layer, flow.id) for flow in flows for layer in _OF_FLOW}


def giving_way(scene: Scene, picture: Picture, load: Load, by: tuple[float, float], sight: Rect) -> list[Element]:
    """Return the lines and pills in sight of the flows that give, with the steps moved by so much on the map.

    They keep their shape as far as they can; nothing is looked for.
    """
    on_picture = scene.tokens.point(by)
    found: list[Element] = []
    for flow in load.giving:
        line = picture.get("flows", flow.id)
        if line is not None and line.bounds.united(line.bounds.moved(*on_picture)).intersects(sight):
            found += _given(scene, load, flow, by)
    return found


def _given(scene: Scene, load: Load, flow: Flow, by: tuple[float, float]) -> Iterable[Element]:
    ways = [by if end in load.steps else (0.0, 0.0) for end in (flow.source, flow.target)]
    cards = [step_rect(scene.map.step(end), scene.bands) for end in (flow.source, flow.target)]
    route, heat = stretched(scene.routes[flow.id], ways[0], ways[1]), scene.heat.get(flow.id, 0)
    yield flow_line(scene.kit, flow, route, heat)
    ends = cards[0].moved(*ways[0]), cards[1].moved(*ways[1])
    made = pill(scene.kit, flow, route.pill, heat, scene.map.is_handoff(flow), ends)
    if made is not None:
        yield made
