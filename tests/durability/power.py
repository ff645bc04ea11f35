"""What a power cut at any moment would leave on disk: see README.md beside this file."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from work import faults, prepare, work

LIBRARY, ACK = "lib.db", "acknowledged"
_HEAD = struct.Struct("<c31sQQ")
_SECTOR = 512


class Act(NamedTuple):
    """One entry of the record: Write, Sync, Truncate or Unlink."""

    what: str
    name: str
    offset: int
    data: bytes


@dataclass
class File:
    """What surely is on disk, and what was done since the last sync."""

    synced: bytearray
    since: list[Act] = field(default_factory=list)


def record(folder: Path, edits: int) -> list[Act]:
    """Let another process work in the folder and return what it did there."""
    recorder, log = folder.parent / "recorder.so", folder.parent / "log"
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", recorder, source, "-ldl"], check=True)
    tried = {"TRIED_FOLDER": str(folder), "TRIED_LOG": str(log), "LD_PRELOAD": str(recorder)}
    subprocess.run(
        [sys.executable, __file__, "--work", str(folder), "--edits", str(edits)],
        env={**os.environ, **tried},
        check=True,
    )
    data, at, acts = log.read_bytes(), 0, []
    while at < len(data):
        what, name, offset, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        acts.append(Act(what.decode(), name.rstrip(b"\0").decode(), offset, data[at : at + length]))
        at += length if what == b"W" else 0
    return acts


def do_work(folder: Path, edits: int) -> None:
    """Work in the folder, with each acknowledgement written where the recorder sees it."""
    place = os.open(folder / ACK, os.O_CREAT | os.O_WRONLY)
    work(folder / LIBRARY, edits, lambda seq: os.pwrite(place, str(seq).encode(), 0) and None)


def done(file: bytearray, act: Act, length: int) -> None:
    """Do a write of so many bytes, or a truncation, to the bytes of a file."""
    end = act.offset + length if act.what == "W" else act.offset
    if len(file) < (act.offset if act.what == "W" else end):
        file.extend(bytes(act.offset - len(file)))
    if act.what == "W":
        file[act.offset : end] = act.data[:length]
    else:
        del file[end:]


def cut(acts: list[Act], start: bytes, moment: int, chance: random.Random) -> tuple[dict[str, bytearray], int]:
    """Return the files that a cut at the moment may leave, and the last edit acknowledged before it."""
    there = {LIBRARY: File(bytearray(start))}
    names_synced, acknowledged = dict(there), 0
    for act in acts[:moment]:
        if act.name == ACK:
            acknowledged = int(act.data) if act.what == "W" else acknowledged
        elif act.name == ".":
            names_synced = dict(there)
        elif act.what == "U":
            there.pop(act.name, None)
        elif act.what == "S":
            file = there.setdefault(act.name, File(bytearray()))
            for earlier in file.since:
                done(file.synced, earlier, len(earlier.data))
            file.since = []
        else:
            there.setdefault(act.name, File(bytearray())).since.append(act)
    left: dict[str, bytearray] = {}
    for name in sorted({*there, *names_synced}):
        found = (there if chance.random() < 0.5 else names_synced).get(name)
        if found is not None:
            left[name] = torn(found, chance)
    return left, acknowledged


def torn(file: File, chance: random.Random) -> bytearray:
    """Return what is synced, with a random half of what is not; some writes reach the disk in part."""
    bytes_ = bytearray(file.synced)
    for act in file.since:
        if chance.random() < 0.5:
            sectors = chance.randint(0, len(act.data) // _SECTOR) if chance.random() < 0.3 else None
            done(bytes_, act, len(act.data) if sectors is None else sectors * _SECTOR)
    return bytes_


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=600)
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--lying-disk", action="store_true", help="ignore what was synced: must find losses")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        do_work(options.work, options.edits)
        return 0
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as home:
        folder, after = Path(home) / "w", Path(home) / "cut"
        folder.mkdir()
        prepare(folder / LIBRARY)
        start = (folder / LIBRARY).read_bytes()
        acts = record(folder, options.edits)
        syncs = sum(act.what == "S" for act in acts)
        if syncs < options.edits:
            print(f"Only {syncs} syncs were recorded for {options.edits} edits: the recorder does not see them.")
            return 2
        if options.lying_disk:
            acts = [act for act in acts if act.what != "S"]
        for n in range(options.cuts):
            moment = chance.randrange(len(acts) + 1)
            left, acknowledged = cut(acts, start, moment, chance)
            shutil.rmtree(after, ignore_errors=True)
            after.mkdir()
            for name, data in left.items():
                (after / name).write_bytes(data)
            fault = faults(after / LIBRARY, acknowledged)
            if fault:
                print(f"Cut {n + 1}, after {moment} of {len(acts)} acts: {fault}.")
                return 1
    print(f"{options.cuts} power cuts in {options.edits} edits ({len(acts)} acts, {syncs} syncs): none lost.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
