"""Lane diagrams in the manner in which people draw them, by name and seed; plain data in the format of the benchmark cases.

Collaborations with a process in each lane and messages between them, handoffs with returns, stores that many share, hubs,
separate parts, empty lanes, a single lane, flows from a step to itself and twice between the same steps.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from crosslane.layout.graph import Edge, LayoutGraph, Node

Case = dict[str, Any]
TASK, EVENT, GATEWAY, STORE = (100, 80), (36, 36), (50, 50), (50, 50)


class Sketch:
    """A diagram being drawn: boxes in lanes, and flows between them."""

    def __init__(self, name: str, lanes: int) -> None:
        """Begin with empty lanes."""
        self.case: Case = {
            "name": name,
            "lanes": [{"id": f"L{i}", "name": f"Lane {i}"} for i in range(lanes)],
            "nodes": [],
            "edges": [],
        }

    def box(self, lane: int, size: tuple[int, int] = TASK) -> str:
        """Add a box and return its id."""
        id_ = f"n{len(self.case['nodes'])}"
        self.case["nodes"].append({"id": id_, "lane": lane, "w": size[0], "h": size[1]})
        return id_

    def flow(self, a: str, b: str) -> None:
        """Add a flow."""
        self.case["edges"].append({"id": f"e{len(self.case['edges'])}", "s": a, "t": b})

    def chain(self, ids: list[str]) -> list[str]:
        """Join boxes one after the other."""
        for a, b in pairwise(ids):
            self.flow(a, b)
        return ids


def process(sketch: Sketch, dice: random.Random, lane: int, steps: int) -> list[str]:
    """Add a start, tasks with gateways that split, join and lead back, and one or two ends, all in a lane."""
    ids = [sketch.box(lane, EVENT)]
    while len(ids) < steps:
        turn = dice.random()
        if turn < 0.25 and len(ids) + 4 <= steps:
            split, a, b, join = (
                sketch.box(lane, GATEWAY),
                sketch.box(lane),
                sketch.box(lane),
                sketch.box(lane, GATEWAY),
            )
            sketch.flow(ids[-1], split)
            for branch in (a, b):
                sketch.chain([split, branch, join])
            ids += [split, a, b, join]
        elif turn < 0.4 and len(ids) > 3:
            gateway = sketch.box(lane, GATEWAY)
            sketch.flow(ids[-1], gateway)
            sketch.flow(gateway, ids[dice.randrange(max(1, len(ids) - 5), len(ids))])
            ids.append(gateway)
        else:
            ids.append(sketch.box(lane))
            sketch.flow(ids[-2], ids[-1])
    end = sketch.box(lane, EVENT)
    sketch.flow(ids[-1], end)
    return [*ids, end]


def collaboration(seed: int) -> Case:
    """Return two to five processes with messages that go forth and back between them."""
    dice = random.Random(seed)
    lanes = 2 + seed % 4
    sketch = Sketch(f"collaboration-{seed}", lanes)
    rows = [process(sketch, dice, lane, 4 + dice.randrange(7)) for lane in range(lanes)]
    for _ in range(lanes * 2):
        a, b = dice.sample(range(lanes), 2)
        share = dice.random()
        source, target = rows[a][int(share * (len(rows[a]) - 1))], rows[b][int(share * (len(rows[b]) - 1))]
        sketch.flow(source, target)
    return sketch.case


def handoffs(seed: int) -> Case:
    """Return one process that wanders over three to eight lanes, with long returns across them and skips."""
    dice = random.Random(100 + seed)
    lanes, n = 3 + seed % 6, 10 + (seed * 7) % 40
    sketch = Sketch(f"handoffs-{seed}", lanes)
    lane, ids = 0, []
    for _ in range(n):
        if dice.random() < 0.4:
            lane = min(lanes - 1, max(0, lane + dice.choice([-2, -1, 1, 1, 2])))
        ids.append(sketch.box(lane, GATEWAY if dice.random() < 0.2 else TASK))
    sketch.chain(ids)
    for _ in range(n // 6):
        i = dice.randrange(3, n)
        sketch.flow(ids[i], ids[dice.randrange(0, i - 1)])
    for _ in range(n // 5):
        i = dice.randrange(0, n - 3)
        sketch.flow(ids[i], ids[dice.randrange(i + 2, min(n, i + 6))])
    return sketch.case


def shared_stores(seed: int) -> Case:
    """Return steps in three lanes that write to and read from two stores in the lane below."""
    dice = random.Random(200 + seed)
    sketch = Sketch(f"stores-{seed}", 4)
    stores = [sketch.box(3, STORE) for _ in range(2)]
    for lane in range(3):
        ids = sketch.chain([sketch.box(lane) for _ in range(4 + seed % 4)])
        for id_ in ids:
            store = dice.choice(stores)
            if dice.random() < 0.5:
                sketch.flow(id_, store)
            else:
                sketch.flow(store, id_)
    return sketch.case


def hub(seed: int) -> Case:
    """Return a step that dozens of others in five lanes lead to and come from."""
    sketch = Sketch(f"hub-{seed}", 5)
    middle = sketch.box(2)
    for i in range(18 + 10 * (seed % 3)):
        spoke = sketch.box(i % 5)
        sketch.flow(*((spoke, middle) if i % 2 else (middle, spoke)))
    return sketch.case


def oddities(seed: int) -> Case:
    """Return separate parts, loose steps, an empty lane, flows to oneself, and flows twice between the same steps."""
    dice = random.Random(300 + seed)
    sketch = Sketch(f"oddities-{seed}", 1 if seed % 4 == 0 else 5)
    last = len(sketch.case["lanes"])
    free = [lane for lane in range(last) if last == 1 or lane != 2]
    for _ in range(3):
        ids = sketch.chain([sketch.box(dice.choice(free)) for _ in range(3 + dice.randrange(5))])
        sketch.flow(ids[1], ids[1])
        sketch.flow(ids[0], ids[1])
        sketch.flow(ids[-1], ids[0])
    for _ in range(3):
        sketch.box(dice.choice(free), STORE)
    return sketch.case


KINDS: tuple[tuple[Callable[[int], Case], int], ...] = (
    (collaboration, 10),
    (handoffs, 12),
    (shared_stores, 4),
    (hub, 3),
    (oddities, 6),
)


def all_diagrams() -> list[Case]:
    """Return all of them, always the same."""
    return [kind(seed) for kind, count in KINDS for seed in range(count)]


def graph_of_case(case: Case) -> LayoutGraph:
    """Return a diagram as the layouter reads it."""
    lanes = [lane["id"] for lane in case["lanes"]]
    nodes = tuple(Node(n["id"], lanes[n["lane"]], n["w"], n["h"]) for n in case["nodes"])
    return LayoutGraph(tuple(lanes), nodes, tuple(Edge(e["id"], e["s"], e["t"]) for e in case["edges"]))
