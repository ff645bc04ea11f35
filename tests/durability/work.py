"""The work whose durability is tried: edits of one map, each acknowledged when the library says it is on disk."""

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


def prepare(path: Path) -> None:
    """Make a library with one map, whose steps say by their name after which edit they are."""
    library = open_library(path)
    steps = [Step(id=f"s{n}", lane="l", name="1") for n in range(STEPS)]
    library.add(Map.of([MapRecord(id="map", title="Tried"), Lane(id="l", name="Ops"), *steps]))
    library.close()


def work(path: Path, edits: int, acknowledge: Callable[[int], None]) -> None:
    """Edit all steps again and again; every edit gives each of them the number of the edit."""
    library = open_library(path)
    id_ = library.maps()[0].id
    opened = library.open_map(id_)
    store = Store(opened.map, opened.seq)
    store.subscribe(lambda event: library.save(id_, event))
    for _ in range(edits):
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
        return f"edit {acknowledged} was acknowledged, {opened.seq} is the last"
    if names != {str(opened.seq)} or opened.remarks:
        return f"after edit {opened.seq} the steps say {sorted(names)}"
    store, history = Store(opened.map, opened.seq), History(opened.rows)
    if opened.seq > 1 and not (history.undo(store) and {s.name for s in store.map.steps} == {str(opened.seq - 1)}):
        return "undo does not go back"
    return None
