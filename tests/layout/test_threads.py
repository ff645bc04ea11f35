"""How many threads NumPy's products take: a laying out under load must not wait for threads that wait for each other."""

from __future__ import annotations

import os
import subprocess
import sys

COUNTING = """
import os, sys
import crosslane.layout.swimlanes, numpy as np
one = np.ones((600, 600))
one @ one
print(os.environ["OPENBLAS_NUM_THREADS"], len(os.listdir("/proc/self/task")) if sys.platform == "linux" else 1)
"""


def counted(**env: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-c", COUNTING],
        env={**{k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.split()


def test_products_take_one_thread() -> None:
    assert counted() == ["1", "1"]


def test_who_asks_for_more_threads_gets_them() -> None:
    assert counted(OPENBLAS_NUM_THREADS="2")[0] == "2"
