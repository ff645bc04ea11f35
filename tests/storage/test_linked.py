"""Files open in the window: written whole, merged when somebody else changed them, never overwritten unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosslane.exchange.mapfile import read_file, write_file
from crosslane.model.errors import Problem
from crosslane.model.history import History
from crosslane.model.map import Map
from crosslane.model.store import Store
from crosslane.storage.library import Library
from crosslane.storage.linked import Linked, open_linked
from storage.shelf import loop_map, rename, shelf


def renamed(map_: Map, step: str, name: str) -> Map:
    return Map.of([*map_.records(), map_.step(step).but(name=name)])


def opened(library: Library, path: Path) -> tuple[Store, History, Linked, str]:
    """Open a file as the window does, what changed outside taken over as an edit of its own."""
    was, linked, merge = open_linked(library, path)
    store, history = Store(was.map, was.seq), History(was.rows)
    history.follow(store)
    store.subscribe(lambda event: library.save(was.id, event))
    if merge:
        store.commit(merge.diff, "Changed outside")
    return store, history, linked, merge.sentence if merge else ""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_file(loop_map(), tmp_path / "loop.crosslane")
    return tmp_path / "loop.crosslane"


def test_an_edit_reaches_the_file_and_its_past_the_library(path: Path, tmp_path: Path) -> None:
    """The file holds the map after the edit; opened again, undo still goes back; opening changes no byte."""
    with shelf(tmp_path / "library.db") as library:
        before = path.read_bytes()
        store, _, linked, _ = opened(library, path)
        assert linked.save(store.map, store.seq) is None
        assert path.read_bytes() == before
        rename(store, "train", "New")
        assert linked.save(store.map, store.seq) is None
        assert read_file(path) == store.map
    with shelf(tmp_path / "library.db") as library:
        store, history, _, said = opened(library, path)
        assert said == ""
        assert len(library.maps()) == 1
        assert history.undo(store)
        assert store.map == loop_map()


def test_changes_from_outside_are_merged_as_one_undoable_edit(path: Path, tmp_path: Path) -> None:
    """Ours and theirs are both in the map and then in the file; one undo takes theirs back."""
    with shelf(tmp_path / "library.db") as library:
        store, history, linked, _ = opened(library, path)
        rename(store, "train", "Ours")
        write_file(renamed(loop_map(), "deploy", "Theirs"), path)
        merge = linked.save(store.map, store.seq)
        assert merge is not None
        assert merge.sentence == "loop.crosslane was changed outside. 1 thing taken over. Ctrl+Z takes it back."
        assert read_file(path).step("deploy").name == "Theirs"
        store.commit(merge.diff, "Changed outside")
        assert {step.name for step in store.map.steps} == {"Ours", "Theirs"}
        assert linked.save(store.map, store.seq) is None
        assert read_file(path) == store.map
        assert history.undo(store)
        assert store.map == renamed(loop_map(), "train", "Ours")


def test_a_field_that_both_changed_stays_ours_and_is_said(path: Path, tmp_path: Path) -> None:
    """Nothing is taken over in silence, and nothing of theirs is overwritten without a sentence."""
    with shelf(tmp_path / "library.db") as library:
        store, _, linked, _ = opened(library, path)
        rename(store, "train", "Ours")
        write_file(renamed(loop_map(), "train", "Theirs"), path)
        merge = linked.save(store.map, store.seq)
        assert merge is not None
        assert merge.diff == {}
        assert "Both sides changed 1 field: yours stayed." in merge.sentence
        assert linked.save(store.map, store.seq) is None
        assert read_file(path).step("train").name == "Ours"


def test_changes_made_while_the_program_was_closed_are_merged(path: Path, tmp_path: Path) -> None:
    """The library remembers what file and map last agreed on, so that only what changed since is taken over."""
    with shelf(tmp_path / "library.db") as library:
        store, _, linked, _ = opened(library, path)
        rename(store, "train", "Ours")
        linked.save(store.map, store.seq)
        rename(store, "train", "Ours, not yet in the file")
    write_file(renamed(read_file(path), "deploy", "Theirs"), path)
    with shelf(tmp_path / "library.db") as library:
        store, _, _, said = opened(library, path)
        assert "1 thing taken over" in said
        assert {step.name for step in store.map.steps} == {"Ours, not yet in the file", "Theirs"}


def test_a_spoilt_file_is_not_written_over(path: Path, tmp_path: Path) -> None:
    """A file that somebody spoilt stays as it is, with a sentence; the map is safe in the library."""
    with shelf(tmp_path / "library.db") as library:
        store, _, linked, _ = opened(library, path)
        rename(store, "train", "Ours")
        path.write_bytes(b"<<<<<<< HEAD\n")
        with pytest.raises(Problem, match="changed outside and cannot be read"):
            linked.save(store.map, store.seq)
        assert path.read_bytes() == b"<<<<<<< HEAD\n"


def test_a_file_that_is_gone_is_written_anew(path: Path, tmp_path: Path) -> None:
    """The library still has the map, so the next save brings the file back."""
    with shelf(tmp_path / "library.db") as library:
        store, _, linked, _ = opened(library, path)
        path.unlink()
        assert linked.save(store.map, store.seq) is None
        assert read_file(path) == store.map


def test_a_file_that_is_no_map_does_not_enter_the_library(tmp_path: Path) -> None:
    """A wrong file is one sentence and leaves no trace."""
    (tmp_path / "x.crosslane").write_text("hello")
    with shelf(tmp_path / "library.db") as library:
        for name in ("x.crosslane", "missing.crosslane"):
            with pytest.raises(Problem, match=name):
                open_linked(library, tmp_path / name)
        assert library.maps() == []
