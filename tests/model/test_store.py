"""Undo of very much comes back to the map that was there, with all that is known of it."""

from __future__ import annotations

from crosslane.model import edits
from crosslane.model.history import History
from crosslane.model.map import Map
from crosslane.model.records import Lane, Step
from crosslane.model.store import MUCH, Store


def _open() -> tuple[Store, History, list[str]]:
    ids = [f"s{n}" for n in range(MUCH + 20)]
    store = Store(
        Map.of([Lane(id="l", name="Lane"), *(Step(id=id_, lane="l", x=n * 208) for n, id_ in enumerate(ids))])
    )
    history = History()
    history.follow(store)
    return store, history, ids


def test_undo_and_redo_of_very_much_come_back_to_the_very_maps() -> None:
    """Nothing is put into groups or in order anew."""
    store, history, ids = _open()
    before = store.map
    store.commit(edits.move_steps(store.map, ids, 8, 0), "Move steps")
    moved = store.map
    assert moved != before
    for _ in range(2):
        assert history.undo(store)
        assert store.map is before
        assert history.redo(store)
        assert store.map is moved


def test_what_others_did_since_stays() -> None:
    """A map that lacks it is not the one after the undo, and neither is one where the undo of it has come between."""
    store, history, ids = _open()
    before = store.map
    store.commit(edits.move_steps(store.map, ids, 8, 0), "Move steps")
    store.commit(edits.rename(store.map, "s3", "Ours"), "Rename", origin="remote")
    assert history.undo(store)
    assert store.map is not before
    assert store.map.step("s3").name == "Ours"
    assert [step.x for step in store.map.steps] == [step.x for step in before.steps]


def test_small_edits_between_are_taken_back_too() -> None:
    """By then the map has the very same records as the one that was kept."""
    store, history, ids = _open()
    before = store.map
    store.commit(edits.move_steps(store.map, ids, 8, 0), "Move steps")
    store.commit(edits.rename(store.map, "s3", "Ours"), "Rename")
    assert history.undo(store)
    assert history.undo(store)
    assert store.map is before
