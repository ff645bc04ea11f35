"""Start-up against a bare QGraphicsView window: fresh processes, side by side, until the first paint of each.

python tests/benchmarks/bench_startup.py [RUNS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

BARE = """
import time
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView
class View(QGraphicsView):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.perf_counter(), flush=True)
        app.quit()
app = QApplication([]); scene = QGraphicsScene(); view = View(scene); view.resize(1440, 860); view.show(); app.exec()
"""
# As the installed command begins; the process is ended as soon as it is known what we came for.
OURS = """
import os, time
def told():
    print(time.perf_counter(), flush=True)
    os._exit(0)
from crosslane.__main__ import prepare
prepare()
from crosslane.main import start
"""
SIGNALS = {
    "chrome painted": "app, shell = start(None, {library}); shell.painted.connect(told); app.exec()",
    "map painted": "app, shell = start(None, {library}); shell.map_painted.connect(told); app.exec()",
    "map takes edits": "app, shell = start(None, {library}, lambda w: w.canvas.painted.connect(told)); app.exec()",
}
# A session before, until it has left what a closed window leaves behind for the next start, however slow the computer.
SESSION = """
import sys
from PySide6.QtCore import QTimer
from crosslane.first_picture import kept_still
from crosslane.main import start
app, shell = start(None, sys.argv[1])
look = QTimer(interval=100)
look.timeout.connect(lambda: kept_still().exists() and shell.close())
look.start()
app.exec()
"""
NEW_LIBRARY = """
import sys
from pathlib import Path
from crosslane.exchange.templates import template
from crosslane.storage.library import open_library
library = open_library(Path(sys.argv[1]), lambda pending, problem: None)
library.open_map(library.add({map}, label="New map"))
library.close()
"""
LOOP = 'template("loop")'
LARGE = f"(sys.path.insert(0, {str(Path(__file__).parent)!r}), __import__('bench_gestures').large_map(2000))[1]"


def environment(home: str) -> dict[str, str]:
    """Return the surroundings of a computer where it is installed: modules are compiled once, not at every start."""
    made = {**os.environ, "CROSSLANE_HOME": home, "PYTHONPYCACHEPREFIX": str(Path(home) / "compiled")}
    made.pop("PYTHONDONTWRITEBYTECODE", None)
    made.setdefault("QT_QPA_PLATFORM", "offscreen")
    return made


def leave(code: str, library: str, home: str) -> None:
    """Run something that leaves files behind."""
    subprocess.run([sys.executable, "-c", code, library], env=environment(home), check=True, stderr=subprocess.DEVNULL)


def first_paint(code: str, home: str) -> float:
    """Return the seconds from the start of a fresh process to its first paint, as it tells them itself."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(home),
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return float(done.stdout.split()[0]) - began


def library_of(map_: str, home: str) -> str:
    """Make a library with one map and let a session leave what it leaves; returns its place."""
    library = str(Path(home) / "team.db")
    leave(NEW_LIBRARY.format(map=map_), library, home)
    leave(SESSION, library, home)
    return library


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as other:
        library, large = library_of(LOOP, home), library_of(LARGE, other)
        cases = {"bare window": (BARE, home)}
        for name, code in SIGNALS.items():
            cases[f"{name}, first start"] = OURS + code.format(library=None), home
            cases[f"{name}, from a library"] = OURS + code.format(library=repr(library)), home
            cases[f"{name}, 2,000 steps"] = OURS + code.format(library=repr(large)), other
        times: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(runs + 1):
            for name, (code, folder) in cases.items():
                times[name].append(first_paint(code, folder))
    base = median(times["bare window"][1:])
    for name, found in times.items():
        # The first round warms the disk.
        rest = found[1:]
        print(
            f"{name:34} median {median(rest) * 1000:5.0f} ms   min {min(rest) * 1000:5.0f} ms   "
            f"{median(rest) / base:4.2f} x bare"
        )
    for name in SIGNALS:
        steps, loop = (median(times[f"{name}, {where}"][1:]) for where in ("2,000 steps", "from a library"))
        print(f"{name}: a map of 2,000 steps takes {(steps - loop) * 1000:.0f} ms more than the loop")


if __name__ == "__main__":
    main()
