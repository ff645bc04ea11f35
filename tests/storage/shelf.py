"""A library on a shelf of its own, and maps and edits to put there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosslane.model.history import History
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.model.store import Store
from crosslane.model.values import Duration
from crosslane.storage.library import Library, open_library


def loop_map(title: str = "Churn model") -> Map:
    return Map.of(
        [
            MapRecord(id="map", title=title, team="Payments", next_number=2),
            Lane(id="ai", name="AI", discipline="ai"),
            Lane(id="ops", name="Ops", discipline="ops", order="j"),
            Step(id="train", lane="ai", name="Train model", process_time=Duration(text="3d")),
            Step(id="deploy", lane="ops", name="Deploy model"),
            Flow(id="f", number=1, source="train", target="deploy", wait=Duration(text="2w"), label="the model file"),
        ]
    )


@contextmanager
def shelf(path: Path) -> Iterator[Library]:
    library = open_library(path)
    try:
        yield library
    finally:
        assert library.close()


def at_work(library: Library, id_: str) -> tuple[Store, History]:
    """Open a map as the window does: the store saves what it finishes, the history reads the journal."""
    opened = library.open_map(id_)
    store, history = Store(opened.map, opened.seq), History(opened.rows)
    history.follow(store)
    store.subscribe(lambda event: library.save(id_, event))
    return store, history


def rename(store: Store, step: str, name: str, gesture: str | None = None) -> None:
    with store.edit(f"Rename to {name}", gesture=gesture) as edit:
        edit.put(store.map.step(step).but(name=name))
