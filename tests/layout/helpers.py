"""Graphs for the tests of layout, and what must hold of every drawing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import combinations, pairwise
from pathlib import Path

from crosslane.geometry import Rect
from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node
from crosslane.routing.routes import Route

CASES = Path(__file__).parents[1] / "files" / "layout"


def graph(
    lanes: int, boxes: list[int], arrows: list[tuple[int, int]], *, kinds: dict[int, str] | None = None
) -> LayoutGraph:
    """Return a graph of equal boxes: `boxes` names the lane of each, `arrows` their ends."""
    nodes = tuple(Node(f"n{i}", f"l{lane}", 144, 72) for i, lane in enumerate(boxes))
    edges = tuple(
        Edge(f"e{k}", f"n{a}", f"n{b}", (kinds or {}).get(k, "forward"))  # type: ignore[arg-type] # tests name kinds in words
        for k, (a, b) in enumerate(arrows)
    )
    return LayoutGraph(tuple(f"l{i}" for i in range(lanes)), nodes, edges)


def case(name: str) -> LayoutGraph:
    """Return a diagram drawn by people, from tests/files/layout (its source is named in the file, or it is bare structure)."""
    data = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    lanes = [lane["id"] for lane in data["lanes"]]
    nodes = tuple(Node(n["id"], lanes[n["lane"]], n["w"], n["h"]) for n in data["nodes"])
    return LayoutGraph(tuple(lanes), nodes, tuple(Edge(e["id"], e["s"], e["t"]) for e in data["edges"]))


def faults(graph: LayoutGraph, drawing: Arrangement) -> list[str]:
    """Return what is wrong with a drawing, in words: nothing for a sound one."""
    return [*_lane_faults(graph, drawing), *_box_faults(drawing), *_arrow_faults(graph, drawing)]


def _lane_faults(graph: LayoutGraph, drawing: Arrangement) -> list[str]:
    found = []
    bands = [drawing.bands[id_] for id_ in graph.lanes]
    if any(a[1] > b[0] + 0.01 for a, b in pairwise(bands)):
        found.append("lanes overlap or changed their order")
    for node in graph.nodes:
        top, bottom = drawing.bands[node.lane]
        rect = drawing.places[node.id]
        if rect.y < top or rect.bottom > bottom:
            found.append(f"{node.id} leaves its lane")
    return found


def _box_faults(drawing: Arrangement) -> list[str]:
    return [f"{a} covers {b}" for (a, r), (b, s) in combinations(drawing.places.items(), 2) if r.intersects(s)]


def _arrow_faults(graph: LayoutGraph, drawing: Arrangement) -> list[str]:
    found = []
    for edge in graph.edges:
        points = drawing.routes[edge.id].points
        found += [f"{edge.id} runs askew" for a, b in pairwise(points) if abs(a.x - b.x) > 0.5 and abs(a.y - b.y) > 0.5]
        for end, box in ((points[0], edge.source), (points[-1], edge.target)):
            if not drawing.places[box].grown(0.5).contains(end) or drawing.places[box].grown(-0.5).contains(end):
                found.append(f"{edge.id} does not end at the edge of {box}")
    return found + cut_cards(graph, drawing.places, drawing.routes)


def cut_cards(graph: LayoutGraph, places: Mapping[str, Rect], routes: Mapping[str, Route]) -> list[str]:
    """Return which flows run through which foreign cards; what is drawn straight and marked is no lie."""
    return [
        f"{edge.id} runs through {box}"
        for edge in graph.edges
        for box, rect in places.items()
        if box not in (edge.source, edge.target)
        and not routes[edge.id].straight
        and _runs_into(routes[edge.id].points, rect.grown(-2))
    ]


def on_top(graph: LayoutGraph, routes: Mapping[str, Route]) -> list[str]:
    """Return which flows without a common end run on top of each other, over how many units."""
    found = []
    pieces = [
        (edge, min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))
        for edge in graph.edges
        for a, b in pairwise(routes[edge.id].points)
    ]
    for (e, *p), (f, *q) in combinations(pieces, 2):
        if {e.source, e.target} & {f.source, f.target}:
            continue
        wide, high = min(p[2], q[2]) - max(p[0], q[0]), min(p[3], q[3]) - max(p[1], q[1])
        if (wide > 1 and -1 < high <= 0.5) or (high > 1 and -1 < wide <= 0.5):
            found.append(f"{e.id} runs on top of {f.id} over {max(wide, high):.0f}")
    return found


def _runs_into(points: tuple[tuple[float, float], ...], rect: Rect) -> bool:
    return any(Rect.spanning(a, b).grown(0.01).intersects(rect) for a, b in pairwise(points))
