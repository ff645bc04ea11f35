"""Kill -9 in the middle of writing, again and again on one library: see README.md beside this file."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from work import faults, prepare, work


def kill_once(path: Path, seconds: float) -> int:
    """Let a child write and kill it; returns the last edit that it was told to be on disk."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(path, 10**9, lambda seq: os.write(writing, seq.to_bytes(8, "big")) and None)
        os._exit(0)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    whole = len(told) // 8 * 8
    return int.from_bytes(told[whole - 8 : whole], "big") if whole else 0


def seconds_of_one(path: Path) -> float:
    """Return how long this computer takes, as busy as it is, to open the library and finish one change."""
    begun = time.monotonic()
    work(path, 1, lambda _: None)
    return time.monotonic() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, acknowledged, hot = random.Random(options.seed), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lib.db"
        prepare(path)
        one = seconds_of_one(path)
        for n in range(options.times):
            acknowledged = max(acknowledged, kill_once(path, chance.uniform(0.3, 3) * one))
            hot += Path(f"{path}-journal").stat().st_size > 0 if Path(f"{path}-journal").exists() else 0
            fault = faults(path, acknowledged)
            if fault:
                print(f"Kill {n + 1}: {fault}.")
                return 1
    print(
        f"{options.times} kills, {acknowledged} edits and undos, {hot} cut in the middle of a transaction: none lost."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
