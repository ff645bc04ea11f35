"""Kill -9 in the middle of tidy, export and import, again and again on the same files: see README.md beside this file."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from crosslane.cli import main as crosslane
from crosslane.exchange.mapfile import write_file
from crosslane.exchange.templates import template

ROUND = (
    ("tidy", "{old}", "-o", "{map}"),
    ("export", "{map}", "-o", "{svg}"),
    ("import", "{svg}", "-o", "{copy}"),
    ("tidy", "{new}", "-o", "{map}"),
    ("export", "{map}", "-o", "{svg}"),
    ("import", "{svg}", "-o", "{copy}"),
)


def places(folder: Path) -> dict[str, str]:
    """Return where the files of the trial are."""
    kinds = {"old": "crosslane", "new": "crosslane", "map": "crosslane", "svg": "svg", "copy": "crosslane"}
    return {name: str(folder / f"{name}.{kind}") for name, kind in kinds.items()}


def prepare(folder: Path) -> dict[str, set[bytes]]:
    """Make the two maps; returns for each file of a round the whole contents it has in turn."""
    for name, id_ in (("old", "loop"), ("new", "churn-model")):
        write_file(template(id_), folder / f"{name}.crosslane")
    whole: dict[str, set[bytes]] = {"map": set(), "svg": set(), "copy": set()}
    for command in ROUND:
        run(command, folder)
        name = command[-1].strip("{}")
        whole[name].add(Path(places(folder)[name]).read_bytes())
    return whole


def run(command: tuple[str, ...], folder: Path) -> None:
    """Do one command as the command line does."""
    there = places(folder)
    if crosslane([word.format(**there) for word in command]) != 0:
        os._exit(3)


def kill_once(folder: Path, seconds: float) -> int:
    """Let a child do rounds of commands and kill it; returns its exit code, or the negative of the signal."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        while True:
            for command in ROUND:
                run(command, folder)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, half_written = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = prepare(folder)
        begun = time.monotonic()
        prepare(folder)
        one = time.monotonic() - begun
        for n in range(options.times):
            if kill_once(folder, chance.uniform(0.05, 1.5) * one) != -signal.SIGKILL:
                print(f"Kill {n + 1}: a command failed before.")
                return 1
            torn = [kind for kind, contents in whole.items() if Path(places(folder)[kind]).read_bytes() not in contents]
            if torn:
                print(f"Kill {n + 1}: {', '.join(torn)} is neither what it was nor what it was to be.")
                return 1
            drafts = [draft for draft in folder.iterdir() if draft.name.startswith(".")]
            half_written += len(drafts)
            for draft in drafts:
                draft.unlink()
    print(f"{options.times} kills, {half_written} cut while a file was written: each file is whole.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
