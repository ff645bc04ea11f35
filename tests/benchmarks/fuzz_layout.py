"""A long fuzz of tidy-up and of live routes: python tests/benchmarks/fuzz_layout.py [--from 0] [--to 500] [--most 60]

Every seed is a map of its own: self loops, parallel flows, isolated parts, empty lanes, single lanes, cards and stores of
many sizes. Printed are the seeds whose drawing breaks a law, with what is wrong; the last line says how many there were.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "tests")]

from crosslane.layout.graph import Edge, LayoutGraph, Node, Options  # noqa: E402 # as above
from crosslane.layout.swimlanes import arrange  # noqa: E402 # as above
from crosslane.routing.routes import Link, Space, route_all  # noqa: E402 # as above
from layout.helpers import cut_cards, faults, on_top  # noqa: E402 # a script finds its neighbours first

SIZES = ((144, 72), (144, 72), (144, 72), (144, 104), (120, 60), (100, 80), (36, 36), (300, 140))
KINDS = ("forward", "forward", "forward", "rework", "cycle", "information")


def random_map(seed: int, most: int) -> LayoutGraph:
    """Return the map of a seed: mostly chains that keep to their lane, and some flows from anywhere to anywhere."""
    dice = random.Random(seed)
    lanes, n = dice.choice([1, 1, 2, 3, 4, 5, 6, 8]), max(1, round(most ** dice.random()))
    lane = [dice.randrange(lanes) for _ in range(n)]
    arcs = []
    for i in range(1, n):
        if dice.random() < 0.7:
            lane[i] = lane[i - 1]
        if dice.random() < 0.9:
            arcs.append((max(0, i - 1 - int(dice.expovariate(0.8))), i))
    arcs += [(dice.randrange(n), dice.randrange(n)) for _ in range(int(n * dice.choice([0, 0.1, 0.3, 0.8])))]
    arcs += [(v, v) for v in range(n) if dice.random() < 0.08]
    arcs += [arc for arc in arcs if dice.random() < 0.05]
    dice.shuffle(arcs)
    nodes = tuple(Node(f"n{i}", f"l{at}", *dice.choice(SIZES)) for i, at in enumerate(lane))
    edges = tuple(Edge(f"e{k}", f"n{a}", f"n{b}", dice.choice(KINDS)) for k, (a, b) in enumerate(arcs))  # type: ignore[arg-type] # kinds by name
    return LayoutGraph(tuple(f"l{i}" for i in range(lanes)), nodes, edges)


def found_in(graph: LayoutGraph, *, live: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the drawings of a map, and with live routes over one, as (where, what)."""
    for name, options in (("map", Options()), ("compact", Options.compact())):
        drawing = arrange(graph, options)
        yield from ((name, fault) for fault in faults(graph, drawing))
        yield from ((name, fault) for fault in on_top(graph, drawing.routes))
        if live and name == "map":
            links = [Link(e.id, e.source, e.target, e.kind) for e in graph.edges]
            borders = [top for top, _ in list(drawing.bands.values())[1:]]
            routes = route_all(links, Space(drawing.places, borders))
            yield from (("live", fault) for fault in cut_cards(graph, drawing.places, routes))


def main() -> int:
    """Run the fuzz; 1 where anything broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", type=int, default=500)
    parser.add_argument("--most", type=int, default=60)
    parser.add_argument("--live", action="store_true", help="live routes over the tidied map too")
    options = parser.parse_args()
    began, broken = time.perf_counter(), 0
    kinds: Counter[str] = Counter()
    for seed in range(options.first, options.to):
        graph = random_map(seed, options.most)
        faulty = list(found_in(graph, live=options.live))
        kinds.update(f"{where}: {what.split(' ', 1)[-1].rsplit(' ', 1)[0]}" for where, what in faulty)
        if faulty:
            broken += 1
            print(f"seed {seed}, {len(graph.nodes)} steps, {len(graph.edges)} flows: {faulty[:3]}", flush=True)
    print(
        f"{broken} of {options.to - options.first} maps broke a law, {time.perf_counter() - began:.0f} s; {dict(kinds)}"
    )
    return int(broken > 0)


if __name__ == "__main__":
    raise SystemExit(main())
