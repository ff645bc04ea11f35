"""One order of boxes and arrows that depends on the shape of the graph, not on names or on who was drawn first."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from crosslane.layout.graph import Edge, LayoutGraph, Node

# How far boxes may be joined alike and still be told apart: long rings differ far from where one looks.
ROUNDS = 24


def canonical(graph: LayoutGraph) -> tuple[list[Node], list[Edge]]:
    """Return boxes and arrows ordered by lane, size and neighbourhood; only what looks alike keeps its given order."""
    lanes = {id_: at for at, id_ in enumerate(graph.lanes)}
    at = {v.id: i for i, v in enumerate(graph.nodes)}
    many = len(graph.nodes)
    # A neighbour and how it is joined as one number: the kind leads.
    kinds = {kind: rank * many for rank, kind in enumerate(sorted({edge.kind for edge in graph.edges}))}
    out: list[list[tuple[int, int]]] = [[] for _ in at]
    into: list[list[tuple[int, int]]] = [[] for _ in at]
    for edge in graph.edges:
        source, target = at[edge.source], at[edge.target]
        out[source].append((kinds[edge.kind], target))
        into[target].append((kinds[edge.kind], source))
    colour = _ranked([(lanes[v.lane], v.w, v.h, v.pinned) for v in graph.nodes])
    for _ in range(ROUNDS):
        classes = len(set(colour))
        colour = _ranked(
            [
                (
                    here,
                    tuple(sorted([kind + colour[w] for kind, w in after])),
                    tuple(sorted([kind + colour[w] for kind, w in before])),
                )
                for here, after, before in zip(colour, out, into, strict=True)
            ]
        )
        if len(set(colour)) in (classes, many):
            break
    nodes = [v for _, v in sorted(zip(colour, graph.nodes, strict=True), key=itemgetter(0))]
    at = {v.id: i for i, v in enumerate(nodes)}
    edges = sorted(graph.edges, key=lambda e: (at[e.source], at[e.target], e.kind))
    return nodes, edges


def _ranked(keys: Sequence[tuple[Any, ...]]) -> list[int]:
    ranks = {key: at for at, key in enumerate(sorted(set(keys)))}
    return [ranks[key] for key in keys]
