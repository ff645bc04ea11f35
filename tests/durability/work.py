"""The work whose durability is tried: edits and undos of one map, each acknowledged when the library says it is on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crosslane.model.errors import Problem
from crosslane.model.history import History
from crosslane.model.map import Map
from crosslane.model.records import Lane, MapRecord, Step
from crosslane.model.store import Store
from crosslane.storage.care import check
from crosslane.storage.library import open_library
from crosslane.storage.read import last_open

STEPS = 12
# Every so many-th change takes the one before it back.
UNDO = 3


def prepare(path: Path) -> None:
    """Make a library with one map, whose steps say by their name after which edit they are."""
    library = open_library(path)
    steps = [Step(id=f"s{n}", lane="l", name="1") for n in range(STEPS)]
    library.add(Map.of([MapRecord(id="map", title="Tried"), Lane(id="l", name="Ops"), *steps]))
    library.close()


def said_after(seq: int) -> str:
    """Return what the steps say after that change: the number of the edit that stands."""
    return str(seq - 2 if seq % UNDO == 0 else seq)


def work(path: Path, edits: int, acknowledge: Callable[[int], None]) -> None:
    """Edit all steps again and again, each edit gives each of them its number; every third change is an undo."""
    library = open_library(path)
    id_ = library.maps()[0].id
    opened = library.open_map(id_)
    store, history = Store(opened.map, opened.seq), History(opened.rows)
    history.follow(store)
    store.subscribe(lambda event: library.save(id_, event))
    for _ in range(edits):
        if (store.seq + 1) % UNDO == 0:
            history.undo(store)
        else:
            with store.edit("Number the steps") as edit:
                edit.put(*(step.but(name=str(store.seq + 1)) for step in store.map.steps))
        library.settle()
        acknowledge(store.seq)
    library.close()


def faults(path: Path, acknowledged: int) -> str | None:
    """Say what is wrong with what is left of a library, or None."""
    try:
        wrong = check(path)
        opened = last_open(path)
    except Problem as problem:
        return str(problem)
    if wrong:
        return wrong[0]
    if opened is None:
        return "the map is gone"
    names = {step.name for step in opened.map.steps}
    if opened.seq < acknowledged:
        return f"change {acknowledged} was acknowledged, {opened.seq} is the last"
    if names != {said_after(opened.seq)} or opened.remarks:
        return f"after change {opened.seq} the steps say {sorted(names)}"
    store, history = Store(opened.map, opened.seq), History(opened.rows)
    # What an undo took back is not taken back again: the edit before it is.
    before = opened.seq - (UNDO if opened.seq % UNDO == 0 else 1)
    if before > 0 and not (history.undo(store) and {step.name for step in store.map.steps} == {said_after(before)}):
        return "undo does not go back"
    return None
