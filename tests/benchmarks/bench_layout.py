"""Tidy-up beside its peers on lane diagrams, with the same metrics: python tests/benchmarks/bench_layout.py CASE...

A case is a JSON file with lanes, nodes (id, lane, w, h), edges (id, s, t), and perhaps "human", a drawing by a person.
dot runs where pygraphviz or the program is; elkjs where node is and --npm (or CROSSLANE_BENCH_NPM) names a folder with
node_modules. Mermaid's and bpmn.io's lane layouts need a browser or an unpublished version and are not run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(Path(__file__).parent)]

from metrics import Case, Drawing, evaluate, stability  # noqa: E402 # a script finds its neighbours first
from peers import run_dot, run_elk  # noqa: E402 # as above

from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node, Options, arrangement_json  # noqa: E402 # as above
from crosslane.layout.swimlanes import arrange  # noqa: E402 # as above
from crosslane.layout.warm import Before  # noqa: E402 # as above

COLUMNS = ("crossings", "bends", "length", "overlap_bad", "touch", "node_hits", "node_overlaps", "lane_violations")


def graph_of(case: Case) -> LayoutGraph:
    """Return a case as the layouter reads it."""
    lanes = [lane["id"] for lane in case["lanes"]]
    nodes = tuple(Node(n["id"], lanes[n["lane"]], n["w"], n["h"]) for n in case["nodes"])
    return LayoutGraph(tuple(lanes), nodes, tuple(Edge(e["id"], e["s"], e["t"]) for e in case["edges"]))


def drawing_of(arrangement: Arrangement) -> Drawing:
    """Return an arrangement as the metrics read it."""
    found = arrangement_json(arrangement)
    lanes = [[lane["from"], lane["to"]] for lane in found["lanes"]]
    return {"nodes": found["nodes"], "edges": found["edges"], "lanes": lanes}


def run_ours(case: Case, runs: int, *, thorough: bool) -> Drawing:
    """Return our drawing with the median of the seconds: the first answer or the better one."""
    seconds = []
    options = replace(Options.compact(), thorough=thorough)
    for _ in range(runs):
        began = time.perf_counter()
        arrangement = arrange(graph_of(case), options)
        seconds.append(time.perf_counter() - began)
    return {**drawing_of(arrangement), "seconds": statistics.median(seconds)}


def drawings(case: Case, path: Path, runs: int, npm: Path | None) -> Iterator[tuple[str, Drawing | None]]:
    """Yield every engine's drawing of a case."""
    if "human" in case:
        yield "human", case["human"]
    yield "ours", run_ours(case, runs, thorough=False)
    yield "ours, thorough", run_ours(case, 1, thorough=True)
    dot = run_dot(case, min(runs, 3))
    yield dot if dot else ("dot", None)
    if npm is not None:
        yield "elkjs", run_elk(path, npm, runs)


def report(path: Path, runs: int, npm: Path | None) -> list[dict[str, object]]:
    """Print the table of a case and return its rows."""
    case = json.loads(path.read_text(encoding="utf-8"))
    rows = []
    for name, drawing in drawings(case, path, runs, npm):
        if drawing is None or any(n["id"] not in drawing["nodes"] for n in case["nodes"]):
            print(f"{path.stem:16} {name:18} no result")
            continue
        found = evaluate(case, drawing)
        seconds = drawing.get("seconds")
        rows.append({"case": path.stem, "engine": name, "seconds": seconds, **found})
        numbers = " ".join(f"{found[column]:>9}" for column in COLUMNS)
        print(
            f"{path.stem:16} {name:18} {numbers} {'yes' if found['order_kept'] else 'NO':>5} {seconds or 0:8.3f}",
            flush=True,
        )
    return rows


def sums(rows: list[dict[str, object]]) -> None:
    """Print the sums of every engine over the cases that all engines finished."""
    engines = list(dict.fromkeys(str(row["engine"]) for row in rows))
    finished = {e: {row["case"] for row in rows if row["engine"] == e} for e in engines}
    common = set.intersection(*finished.values()) if finished else set()
    for engine in engines:
        chosen = [row for row in rows if row["engine"] == engine and row["case"] in common]
        numbers = " ".join(f"{sum(int(str(row[column])) for row in chosen):>9}" for column in COLUMNS)
        kept = sum(bool(row["order_kept"]) for row in chosen)
        seconds = sum(float(str(row["seconds"] or 0)) for row in chosen)
        print(f"{f'sum of {len(common)}':16} {engine:18} {numbers} {kept:>3}/{len(common)} {seconds:8.3f}")


def edited(case: Case, seed: int) -> Iterator[Case]:
    """Yield a case after six small edits, each for itself: a flow less, or a step with two flows more."""
    dice = random.Random(seed)
    for turn in range(6):
        nodes, edges = list(case["nodes"]), list(case["edges"])
        if turn % 2 == 0:
            edges.pop(dice.randrange(len(edges)))
        else:
            a, b = dice.sample([n["id"] for n in nodes], 2)
            nodes.append({"id": "new", "lane": dice.randrange(len(case["lanes"])), "w": 100, "h": 60})
            edges += [{"id": "new-in", "s": a, "t": "new"}, {"id": "new-out", "s": "new", "t": b}]
        yield {**case, "nodes": nodes, "edges": edges}


def report_stability(path: Path) -> None:
    """Print what six small edits, each followed by a tidy-up that knows the drawing before, do to a drawing."""
    case = json.loads(path.read_text(encoding="utf-8"))
    first = arrange(graph_of(case), Options.compact())
    found, warm, cold, began = [], 0, 0, 0.0
    for after in edited(case, 5):
        start = time.perf_counter()
        then = arrange(graph_of(after), Options.compact(), Before.of(first))
        began += time.perf_counter() - start
        found.append(stability(after, drawing_of(first), drawing_of(then)))
        warm += then.score.crossings
        cold += arrange(graph_of(after), Options.compact()).score.crossings
    means = {name: statistics.mean(each[name] for each in found) for name in found[0]}
    print(
        f"{path.stem:16} flipped {means['flipped']:.4f} displaced {means['displaced']:.4f} moved {means['moved']:.3f} "
        f"crossings {warm / 6:.1f} (afresh {cold / 6:.1f}) seconds {began / 6:.3f}",
        flush=True,
    )


def main() -> int:
    """Run the benchmark over the case files of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--npm", type=Path, default=os.environ.get("CROSSLANE_BENCH_NPM"))
    parser.add_argument("--stability", action="store_true", help="repeat the experiment of small edits too")
    parser.add_argument("--json", type=Path, help="write all rows here")
    options = parser.parse_args()
    names = " ".join(f"{column[:9]:>9}" for column in COLUMNS)
    print(f"{'case':16} {'engine':18} {names} order  seconds")
    rows = [row for path in options.cases for row in report(path, options.runs, options.npm)]
    sums(rows)
    if options.stability:
        print("\nsix small edits, then tidied again: means")
        for path in options.cases:
            report_stability(path)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
