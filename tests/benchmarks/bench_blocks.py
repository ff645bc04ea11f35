"""The longest time for which the window does not listen, on a large map: opening, paste, moves, removal, tidy-up, and undo of these.

Each turn of the event loop is timed in processor time of the window's thread, from the key to rest; beside the worst
stands how many took longer than one and two frames of 60 a second. On a screen: QT_QPA_PLATFORM=xcb.

python tests/benchmarks/bench_blocks.py [STEPS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable

from bench_gestures import Bench, large_map, yard
from PySide6.QtWidgets import QPushButton

from crosslane.__main__ import prepare
from crosslane.model import edits
from crosslane.ui.tidying import BUSY
from crosslane.ui.window import Window

FRAME = 1 / 60


def measure(steps: int, folder: str) -> dict[str, list[float]]:
    """Open a map in a window, do what touches much of it, and return how long each turn took."""
    os.environ["CROSSLANE_HOME"] = folder
    bench = Bench(large_map(steps), folder, (1600, 900))
    found = {"open": list(bench.blocked)}
    window, editor = bench.window, bench.window.editor
    ids = [step.id for step in editor.map.steps]
    bench.look_at("s40", 1.0)
    bench.settle()
    commands: dict[str, Callable[[], object]] = {
        "select 200": lambda: editor.select(ids[:200]),
        "copy 200": lambda: window.do("copy"),
        "paste 200": lambda: window.do("paste"),
        "undo of it": editor.undo,
        "select all": lambda: editor.select(ids),
        "move all": lambda: editor.run("Move steps", edits.move_steps, ids, 8, 0),
        "undo of the move": editor.undo,
        "redo of it": editor.redo,
        "select one": lambda: editor.select(ids[40:41]),
        "arrow key": lambda: editor.run("Move steps", edits.move_steps, ids[40:41], 8, 0),
        "undo of its move": editor.undo,
        "remove it": lambda: window.do("remove"),
        "undo of the removal": editor.undo,
        "tidy up, shown": lambda: (editor.select([]), window.do("tidy")),
        "tidy up, taken": lambda: _first_answer(window).click(),
        "undo of the tidy-up": editor.undo,
    }
    for name, act in commands.items():
        bench.blocked.clear()
        began = time.thread_time()
        act()
        bench.blocked.append(time.thread_time() - began)
        bench.settle()
        while window.message.label.text() == BUSY:
            bench.settle()
        found[name] = list(bench.blocked)
    window.shell.close()
    return found


def _first_answer(window: Window) -> QPushButton:
    return next(button for button in window.message.findChildren(QPushButton) if button.isVisible())


def main(steps: int) -> None:
    """Print the table."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(steps, folder)
    print(f"\n{steps} steps; one plain layer takes {yard() * 1000:.0f} ms here")
    print(f"{'':20} {'worst':>8} {'yards':>6} {'> 17 ms':>8} {'> 33 ms':>8}")
    for name, turns in found.items():
        one, two = (sum(turn > frames * FRAME for turn in turns) for frames in (1, 2))
        print(f"{name:20} {max(turns) * 1000:5.0f} ms {max(turns) / yard():6.1f} {one:8} {two:8}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
