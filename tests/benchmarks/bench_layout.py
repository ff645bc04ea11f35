"""Tidy-up beside its peers on lane diagrams, with the same metrics: python tests/benchmarks/bench_layout.py CASE...

A case is a JSON file with lanes, nodes (id, lane, w, h), edges (id, s, t), and perhaps "human", a drawing by a person.
dot runs where pygraphviz or the program is; elkjs, mermaid (the core of its swimlane layout) and bpmn-auto-layout (version
1 reads no lanes) where node is and --npm, CROSSLANE_BENCH_NPM or NODE_PATH names a folder with their packages. Which peers
are missing is said first; who finds nothing in time has "no result".

Seconds are told twice, in one run for all: "first" is the first layout of a process, which is what a person waits for,
once what is needed has been loaded; "seconds" is the median of --runs more in the same process, when it has warmed up.
dot has no first: every drawing of it is the first of a process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(Path(__file__).parent)]

import crosslane  # noqa: E402, F401 # before NumPy is loaded by anybody: it says how many threads that takes

# isort: split
from metrics import Case, Drawing, evaluate, stability  # noqa: E402 # a script finds its neighbours first
from peers import NODE_PEERS, missing, node_modules, run_dot, run_node  # noqa: E402 # as above

from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node, Options, arrangement_json  # noqa: E402 # as above
from crosslane.layout.swimlanes import arrange  # noqa: E402 # as above
from crosslane.layout.warm import Before  # noqa: E402 # as above

# Peers that take more than a minute beyond so many steps are not asked for more.
LARGE, SMALL = {"elkjs"}, 120
OURS = ("ours", "ours, thorough")
# The goals for diagrams drawn by people, as shares of the other engine; for seconds at every size.
TARGETS: dict[str, dict[str, float]] = {
    "human": {"crossings": 0.5, "bends": 1.0, "length": 0.9},
    "dot": {"crossings": 0.4},
    "elkjs": {"bends": 0.65, "seconds": 0.1, "first": 0.1},
}
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


def run_ours(case: Case, path: Path, runs: int, *, thorough: bool) -> Drawing:
    """Return our drawing with the median of the seconds: the first answer or the better one."""
    options = replace(Options.compact(), thorough=thorough)
    found = [seconds_of(case, options) for _ in range(runs)]
    first = None
    if not thorough:
        command = [sys.executable, __file__, "--first", str(path)]
        first = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    seconds = statistics.median(seconds for seconds, _ in found)
    return {**drawing_of(found[-1][1]), "seconds": seconds, "first": first}


def seconds_of(case: Case, options: Options) -> tuple[float, Arrangement]:
    """Lay a case out and return how long that took, and what came of it."""
    graph = graph_of(case)
    began = time.perf_counter()
    arrangement = arrange(graph, options)
    return time.perf_counter() - began, arrangement


def drawings(case: Case, path: Path, runs: int, npm: Path | None) -> Iterator[tuple[str, Drawing | None]]:
    """Yield every engine's drawing of a case."""
    if "human" in case:
        yield "human", case["human"]
    yield "ours", run_ours(case, path, runs, thorough=False)
    yield "ours, thorough", run_ours(case, path, 1, thorough=True)
    dot = run_dot(case, min(runs, 3))
    yield dot if dot else ("dot", None)
    for name, package, script in NODE_PEERS if npm is not None else ():
        if npm is not None and (npm / package).is_dir() and (package in LARGE or len(case["nodes"]) <= SMALL):
            yield name, run_node(package, script, path, npm, runs)


def report(path: Path, runs: int, npm: Path | None) -> list[dict[str, object]]:
    """Print the table of a case and return its rows."""
    case = json.loads(path.read_text(encoding="utf-8"))
    rows = []
    for name, drawing in drawings(case, path, runs, npm):
        if drawing is None or any(n["id"] not in drawing["nodes"] for n in case["nodes"]):
            print(f"{path.stem:16} {name:18} no result")
            continue
        found = evaluate(case, drawing)
        seconds, first = drawing.get("seconds"), drawing.get("first")
        rows.append({"case": path.stem, "engine": name, "seconds": seconds, "first": first, **found})
        numbers = " ".join(f"{found[column]:>9}" for column in COLUMNS)
        kept = "yes" if found["order_kept"] else "NO"
        print(f"{path.stem:16} {name:18} {numbers} {kept:>5} {_told(seconds)} {_told(first)}", flush=True)
    return rows


def _told(seconds: float | None) -> str:
    return f"{seconds:8.3f}" if seconds else f"{'-':>8}"


def sums(rows: list[dict[str, object]]) -> None:
    """Print for every other engine the sums over the cases that it finished, ours beside it, and ours as a share of it."""
    of = {(str(row["case"]), str(row["engine"])): row for row in rows}
    for engine in [e for e in dict.fromkeys(str(row["engine"]) for row in rows) if e not in OURS]:
        cases = [case for case, by in of if by == engine]
        for name in (engine, *OURS):
            chosen = [of[case, name] for case in cases if (case, name) in of]
            numbers = " ".join(f"{sum(int(str(row[column])) for row in chosen):>9}" for column in COLUMNS)
            kept = sum(bool(row["order_kept"]) for row in chosen)
            seconds, first = (sum(float(str(row[column] or 0)) for row in chosen) for column in ("seconds", "first"))
            times = f"{_told(seconds)} {_told(first)}"
            print(f"{f'sum of {len(cases)}':16} {name:18} {numbers} {kept:>3}/{len(cases)} {times}")
        print(" " * 17 + f"{'ours / ' + engine:28} " + _shares(of, cases, engine))


def _shares(of: dict[tuple[str, str], dict[str, object]], cases: list[str], engine: str) -> str:
    """Return our crossings, bends, length and seconds as shares of another engine's, with the targets that there are."""
    targets = TARGETS.get(engine.split(" ", maxsplit=1)[0], {})
    found = []
    for column in ("crossings", "bends", "length", "seconds", "first"):
        ours, theirs = (sum(float(str(of[case, by][column] or 0)) for case in cases) for by in (OURS[0], engine))
        target = f" (goal {targets[column]})" if column in targets else ""
        found.append(f"{column} {ours / theirs:.2f}{target}" if theirs else f"{column} -")
    return ", ".join(found)


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
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--npm", type=Path, default=os.environ.get("CROSSLANE_BENCH_NPM"))
    parser.add_argument("--stability", action="store_true", help="repeat the experiment of small edits too")
    parser.add_argument("--json", type=Path, help="write all rows here")
    parser.add_argument("--first", type=Path, metavar="CASE", help="print how long the first layout takes, no more")
    options = parser.parse_args()
    if options.first:
        print(seconds_of(json.loads(options.first.read_text(encoding="utf-8")), Options.compact())[0])
        return 0
    npm = node_modules(options.npm)
    for sentence in missing(npm):
        print(f"missing peer: {sentence}")
    names = " ".join(f"{column[:9]:>9}" for column in COLUMNS)
    print(f"{'case':16} {'engine':18} {names} order  seconds    first")
    rows = [row for path in options.cases for row in report(path, options.runs, npm)]
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
