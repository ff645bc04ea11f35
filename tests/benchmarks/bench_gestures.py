"""Frames of the real canvas on a map of 2,000 steps and 4,000 flows: pan, zoom, drag, and one edit with all results.

python tests/benchmarks/bench_gestures.py [STEPS]
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from crosslane.editor import Editor
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.theme import apply_theme


def large_map(steps: int) -> Map:
    """Return a map of so many steps in six lanes, two flows each, mostly to neighbours."""
    draw = random.Random(1)
    records: list[Record] = [MapRecord(id="map", next_number=2 * steps + 1)]
    records += [Lane(id=f"l{i}", name=f"Lane {i}", order=str(i)) for i in range(6)]
    for n in range(steps):
        column, row = divmod(n, 12)
        records.append(
            Step(
                id=f"s{n}",
                lane=f"l{row % 6}",
                name=f"Step {n}",
                x=column * 208,
                y=32 + row // 6 * 104,
                process_time=Duration(text="2h"),
            )
        )
        for k in range(2):
            target = min(steps - 1, n + 1 + draw.randrange(24))
            if target > n:
                records.append(
                    Flow(
                        id=f"f{n}-{k}",
                        number=2 * n + k + 1,
                        source=f"s{n}",
                        target=f"s{target}",
                        wait=Duration(text="1d"),
                        probability=0.5,
                    )
                )
    return Map.of(records)


def told(name: str, times: list[float]) -> None:
    """Print median and 95th percentile in milliseconds."""
    print(f"{name:28} median {median(times) * 1000:6.1f} ms   p95 {quantiles(times, n=20)[-1] * 1000:6.1f} ms")


def timed(app: QApplication, act: Callable[[int], object], count: int = 40) -> list[float]:
    """Return the seconds of each act with its repaint."""
    found = []
    for n in range(count):
        began = time.perf_counter()
        act(n)
        app.processEvents()
        found.append(time.perf_counter() - began)
    return found[2:]


def main() -> None:
    app = QApplication([])
    apply_theme(app, dark=False)
    began = time.perf_counter()
    editor = Editor(large_map(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
    canvas = Canvas(editor)
    canvas.resize(1600, 900)
    canvas.show()
    app.processEvents()
    print(f"first picture {time.perf_counter() - began:.2f} s")
    bar = canvas.horizontalScrollBar()
    for zoom in (1.0, 0.5):
        canvas.set_zoom(zoom)
        canvas.refresh()
        told(f"pan at {zoom:.0%}", timed(app, lambda n: bar.setValue(bar.minimum() + n * 30)))
    canvas.fit()
    told("repaint, whole map", timed(app, lambda _: canvas.viewport().update()))
    canvas.set_zoom(1.0)
    canvas.refresh()
    with editor.store.edit("Drag") as edit:
        told(
            "drag a step at 100%",
            timed(app, lambda n: edit.replace(edits.move_steps(edit.before, ["s40"], n * 4, n * 2))),
        )
    editor.later = lambda _: None
    told("one edit, its frame", timed(app, lambda n: editor.set("f41-0", "Set wait", wait=f"{n + 1}h"), 12))
    editor.later = None
    told("one edit, all results", timed(app, lambda n: editor.set("f40-0", "Set wait", wait=f"{n + 1}h"), 12))


if __name__ == "__main__":
    main()
