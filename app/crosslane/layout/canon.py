"""One order of boxes and arrows that depends on the shape of the graph, not on names or on who was drawn first."""

from __future__ import annotations

from typing import Any

from crosslane.layout.graph import Edge, LayoutGraph, Node

# How far boxes may be joined alike and still be told apart: long rings differ far from where one looks.
ROUNDS = 24


def canonical(graph: LayoutGraph) -> tuple[list[Node], list[Edge]]:
    """Return boxes and arrows ordered by lane, size and neighbourhood; only what looks alike keeps its given order."""
    lanes = {id_: at for at, id_ in enumerate(graph.lanes)}
    colour: dict[str, int] = _ranked({v.id: (lanes[v.lane], v.w, v.h, v.pinned) for v in graph.nodes})
    out: dict[str, list[tuple[str, str]]] = {v.id: [] for v in graph.nodes}
    into: dict[str, list[tuple[str, str]]] = {v.id: [] for v in graph.nodes}
    for edge in graph.edges:
        out[edge.source].append((edge.kind, edge.target))
        into[edge.target].append((edge.kind, edge.source))
    for _ in range(ROUNDS):
        classes = len(set(colour.values()))
        colour = _ranked(
            {
                id_: (
                    colour[id_],
                    tuple(sorted((kind, colour[w]) for kind, w in out[id_])),
                    tuple(sorted((kind, colour[w]) for kind, w in into[id_])),
                )
                for id_ in colour
            }
        )
        if len(set(colour.values())) in (classes, len(colour)):
            break
    nodes = sorted(graph.nodes, key=lambda v: colour[v.id])
    at = {v.id: i for i, v in enumerate(nodes)}
    edges = sorted(graph.edges, key=lambda e: (at[e.source], at[e.target], e.kind))
    return nodes, edges


def _ranked(keys: dict[str, tuple[Any, ...]]) -> dict[str, int]:
    ranks = {key: at for at, key in enumerate(sorted(set(keys.values())))}
    return {id_: ranks[key] for id_, key in keys.items()}
