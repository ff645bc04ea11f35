"""Start-up against a bare QGraphicsView window, in fresh processes side by side until the example is painted.

python tests/benchmarks/bench_startup.py [RUNS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

BARE = """
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView
app = QApplication([]); scene = QGraphicsScene(); view = QGraphicsView(scene); view.resize(1440, 860); view.show(); app.processEvents()
"""
MAP = """
import sys
from crosslane.main import start
app, window = start(None, None)
window.canvas.painted.connect(app.quit)
app.exec()
"""


def seconds(code: str, home: str) -> float:
    """Return the wall time of a fresh process that runs the code."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "CROSSLANE_HOME": home,
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as home:
        times: dict[str, list[float]] = {"bare window": [], "loop map painted": []}
        for _ in range(runs):
            times["bare window"].append(seconds(BARE, home))
            times["loop map painted"].append(seconds(MAP, home))
    base = median(times["bare window"])
    for name, found in times.items():
        print(
            f"{name:18} median {median(found) * 1000:6.0f} ms   min {min(found) * 1000:6.0f} ms   {median(found) / base:4.2f} x bare"
        )


if __name__ == "__main__":
    main()
