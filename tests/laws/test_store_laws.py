"""The store and its history under any sequence of edits, undos and redos."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.model.diff import puts, squash
from crosslane.model.history import History
from crosslane.model.map import Map
from crosslane.model.records import Note
from crosslane.model.store import Event, Store
from laws.strategies import diffs, maps


def opened(map_: Map) -> tuple[Store, History, list[Event]]:
    store, history, events = Store(map_), History(), []
    history.follow(store)
    store.subscribe(events.append)
    return store, history, events


@given(st.data(), maps())
def test_undo_then_redo_is_nothing(data: st.DataObject, map_: Map) -> None:
    """All the way back is the first map, all the way forward the last."""
    store, history, _ = opened(map_)
    for _ in range(4):
        store.commit(data.draw(diffs(store.map)), "edit")
    last = store.map
    while history.undo(store):
        pass
    assert store.map == map_
    while history.redo(store):
        pass
    assert store.map == last


@given(st.data(), maps())
def test_a_move_that_changes_nothing_shows_the_very_map_that_was_announced(data: st.DataObject, map_: Map) -> None:
    """A hand moves many times within one cell of the grid; what listeners know of the map still holds."""
    store, _, events = opened(map_)
    with store.edit("drag") as edit:
        for _ in range(2):
            edit.replace(data.draw(diffs(map_)))
        told, shown = len(events), store.shown
        edit.replace(dict(edit.diff))
        assert len(events) == told
        assert store.shown is shown


@given(st.data(), maps())
def test_a_cancelled_edit_leaves_no_trace(data: st.DataObject, map_: Map) -> None:
    """Escape in the middle of a gesture: same map, same history, and views that followed the drafts are back."""
    store, history, events = opened(map_)

    def dragged_then_cancelled() -> None:
        with store.edit("drag") as edit:
            edit.apply(data.draw(diffs(map_)))
            edit.apply(data.draw(diffs(edit.map)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dragged_then_cancelled()
    assert store.map == store.shown == map_
    assert history.undo_label is None
    assert all(event.draft for event in events)
    assert squash(*(event.since for event in events)) == {}


@given(st.data(), maps())
def test_views_that_follow_drafts_end_where_the_store_is(data: st.DataObject, map_: Map) -> None:
    """Adding up what each event says since the last gives the shown map at every moment."""
    store, history, events = opened(map_)
    view = map_
    for _ in range(3):
        with store.edit("edit") as edit:
            edit.apply(data.draw(diffs(edit.map)))
            edit.apply(data.draw(diffs(edit.map)))
            edit.replace(data.draw(diffs(edit.before)))
        if data.draw(st.booleans()):
            history.undo(store)
    for event in events:
        view = view.apply(event.since)
        assert view == event.map
    assert view == store.map


@given(st.data(), maps())
def test_replaying_the_finished_edits_gives_the_map(data: st.DataObject, map_: Map) -> None:
    """The journal is the map; and the history read from it knows what the living one knows."""
    store, history, events = opened(map_)
    for _ in range(data.draw(st.integers(1, 6))):
        act = data.draw(st.sampled_from(["edit", "edit", "undo", "redo", "note"]))
        if act == "edit":
            store.commit(data.draw(diffs(store.map)), "edit", gesture=data.draw(st.sampled_from([None, "field"])))
        elif act == "note":
            store.note(data.draw(diffs(store.map)), "note")
        else:
            getattr(history, act)(store)
    replayed = map_
    for event in events:
        if not event.draft:
            replayed = replayed.apply(event.diff)
    assert replayed == store.map
    reread = History(event for event in events if not event.draft)
    assert (reread.undo_label, reread.redo_label) == (history.undo_label, history.redo_label)
    while history.undo(store):
        pass
    other = Store(replayed)
    reread.follow(other)
    while reread.undo(other):
        pass
    assert other.map == store.map


def test_what_others_took_back_is_passed_over_by_undo_and_the_journal_tells_the_same() -> None:
    """Found by the law above: nothing of the newest edit is left, so the one before it is undone; read again, all agrees."""
    map_ = Map.of([Note(id="n1"), Note(id="n2")])
    store, history, events = opened(map_)
    store.commit(puts(store.map, [Note(id="n2", text="first")]), "first")
    store.commit(puts(store.map, [Note(id="n1", text="mine")]), "second")
    store.note(puts(store.map, [Note(id="n1")]), "theirs")
    assert history.undo(store)
    assert store.map == map_
    assert not history.undo(store)
    reread = History(event for event in events if not event.draft)
    assert (reread.undo_label, reread.redo_label) == (history.undo_label, history.redo_label)
    assert history.redo(store)
    assert store.map.get("n2") == Note(id="n2", text="first")


@given(st.data(), maps())
def test_one_gesture_is_one_undo_step(data: st.DataObject, map_: Map) -> None:
    """A field typed letter by letter comes back as a whole."""
    store, history, _ = opened(map_)
    for _ in range(3):
        store.commit(data.draw(diffs(store.map)), "typing", gesture="field:s1.name")
    changed = store.map != map_
    history.undo(store)
    assert store.map == map_ or not changed
