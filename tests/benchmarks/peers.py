"""Other layout engines on the same cases: Graphviz dot with a cluster for each lane, and what runs in node."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from metrics import Case, Drawing

LIMIT = 60


def dot_source(case: Case) -> str:
    """Return the case for dot: lanes as clusters, kept in order as well as dot can by chains of invisible ends."""
    at = {n["id"]: f"n{i}" for i, n in enumerate(case["nodes"])}
    lines = [
        "digraph {",
        'newrank=true; rankdir=LR; splines=ortho; ranksep=0.4; nodesep=0.25; node [shape=box, fixedsize=true, label=""];',
    ]
    lanes = range(len(case["lanes"]))
    for lane in lanes:
        members = [
            f"{at[n['id']]} [width={n['w'] / 72:.3f}, height={n['h'] / 72:.3f}];"
            for n in case["nodes"]
            if n["lane"] == lane
        ]
        ends = f"head{lane} [style=invis, width=0.1, height=0.1]; tail{lane} [style=invis, width=0.1, height=0.1];"
        lines.append(f"subgraph cluster_{lane} {{ {ends} {' '.join(members)} }}")
    for side, rank in (("head", "min"), ("tail", "max")):
        names = [f"{side}{lane}" for lane in lanes]
        lines.append(f"{{ rank={rank}; {'; '.join(names)}; {' -> '.join(names)} [style=invis, weight=100]; }}")
    lines += [f'{at[e["s"]]} -> {at[e["t"]]} [id="{i}"];' for i, e in enumerate(case["edges"])]
    return "\n".join([*lines, "}"])


def run_dot(case: Case, runs: int) -> tuple[str, Drawing] | None:
    """Return the name of the dot that ran and its drawing; None where there is none, or none in time."""
    name, command = _dot_command()
    seconds, text = [], ""
    for _ in range(runs if command else 0):
        began = time.perf_counter()
        try:
            text = subprocess.run(
                command, input=dot_source(case), capture_output=True, text=True, timeout=LIMIT, check=True
            ).stdout
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return None
        taken = time.perf_counter() - began
        if name != "dot":
            told, _, text = text.partition("\n")
            taken = float(told)
        seconds.append(taken)
    return (name, {**_drawing(case, json.loads(text)), "seconds": statistics.median(seconds)}) if command else None


def _dot_command() -> tuple[str, list[str]]:
    """Return the dot that there is and how it is called: a process, since it knows no limit of time."""
    if find_spec("pygraphviz") is not None:
        return "dot (pygraphviz)", [sys.executable, __file__]
    program = shutil.which("dot")
    return "dot", [program, "-Tjson"] if program else []


def _draw_with_pygraphviz() -> None:
    """Print the seconds that drawing what comes in takes, on a line of their own, and then the drawing."""
    import pygraphviz

    source = sys.stdin.read()
    began = time.perf_counter()
    text = pygraphviz.AGraph(string=source).draw(format="json", prog="dot").decode()
    print(time.perf_counter() - began)
    print(text)


def _drawing(case: Case, found: dict[str, Any]) -> Drawing:
    at = {f"n{i}": n for i, n in enumerate(case["nodes"])}
    nodes, lanes = {}, {}
    for thing in found.get("objects", []):
        if thing["name"] in at and "pos" in thing:
            n = at[thing["name"]]
            x, y = (float(v) for v in thing["pos"].split(","))
            nodes[n["id"]] = [x - n["w"] / 2, -y - n["h"] / 2, n["w"], n["h"]]
        elif thing["name"].startswith("cluster_") and "bb" in thing:
            _, low, _, high = (float(v) for v in thing["bb"].split(","))
            lanes[int(thing["name"][8:])] = [-high, -low]
    edges = {}
    for edge in found.get("edges", []):
        if edge.get("id") and "pos" in edge:
            edges[case["edges"][int(edge["id"])]["id"]] = _polyline(edge["pos"])
    # Without a band for every lane, the lanes are judged by where their boxes lie.
    bands = [lanes[k] for k in sorted(lanes)] if len(lanes) == len(case["lanes"]) else None
    return {"nodes": nodes, "edges": edges, "lanes": bands}


def _polyline(pos: str) -> list[list[float]]:
    """Return the corners of an orthogonal spline: every third control point, then the tip of the arrow head."""
    points, tip = [], None
    for part in pos.split():
        if part.startswith("e,"):
            tip = part[2:]
        elif not part.startswith("s,"):
            points.append(part)
    chosen = points[::3] + ([tip] if tip else [])
    return [[float(p.split(",")[0]), -float(p.split(",")[1])] for p in chosen]


# What runs in node: the name in the table, the package and the script beside this file.
NODE_PEERS = (
    ("elkjs (no lanes)", "elkjs", "peer_elk.mjs"),
    ("mermaid swimlane", "mermaid", "peer_mermaid.mjs"),
    ("bpmn-auto-layout", "bpmn-auto-layout", "peer_bpmn.mjs"),
)


def node_modules(folder: Path | None) -> Path | None:
    """Return the folder of node packages: the given one or its node_modules, or what NODE_PATH names."""
    for place in (folder, *(Path(part) for part in os.environ.get("NODE_PATH", "").split(os.pathsep) if part)):
        if place is not None and (place / "node_modules").is_dir():
            return place / "node_modules"
        if place is not None and place.is_dir():
            return place
    return None


def missing(folder: Path | None) -> list[str]:
    """Return, in words, which peers cannot run here and why."""
    found = [] if _dot_command()[1] else ["dot: neither pygraphviz nor the program dot is here"]
    if shutil.which("node") is None:
        return [*found, "elkjs, mermaid, bpmn-auto-layout: node is not here"]
    if folder is None:
        return [*found, "elkjs, mermaid, bpmn-auto-layout: no folder of node packages is named (--npm or NODE_PATH)"]
    return found + [
        f"{package}: not in {folder.name}" for _, package, _ in NODE_PEERS if not (folder / package).is_dir()
    ]


def run_node(package: str, script: str, path: Path, folder: Path, runs: int) -> Drawing | None:
    """Return the drawing of a case file by a node package; None without it, or when it fails or takes too long."""
    node = shutil.which("node")
    if node is None or not (folder / package).is_dir():
        return None
    program = Path(__file__).with_name(script)
    try:
        done = subprocess.run(
            [node, str(program), str(folder.resolve()), str(path), str(runs)],
            capture_output=True, text=True, timeout=LIMIT, check=True,
        )  # fmt: skip
        drawing: Drawing = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, json.JSONDecodeError):
        return None
    return drawing


if __name__ == "__main__":
    _draw_with_pygraphviz()
