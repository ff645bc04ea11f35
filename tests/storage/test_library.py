"""The library as its users meet it: what was done is there, what was undone can be redone, nothing is taken silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.storage.care import check
from crosslane.storage.library import open_library, search
from crosslane.storage.read import last_open
from storage.shelf import at_work, loop_map, rename, shelf


def test_a_map_is_there_after_a_restart(tmp_path: Path) -> None:
    """What was added and edited comes back whole, and is the map that the program opens first."""
    path = tmp_path / "library.db"
    with shelf(path) as library:
        id_ = library.add(loop_map())
        store, _ = at_work(library, id_)
        rename(store, "train", "Train it again")
        last = store.map
    found = last_open(path)
    assert found is not None
    assert (found.id, found.map, found.seq) == (id_, last, 2)
    assert check(path) == []


def test_undo_and_redo_survive_a_restart(tmp_path: Path) -> None:
    """After a restart undo goes back over edits of before, and redo does again what was undone before."""
    path = tmp_path / "library.db"
    with shelf(path) as library:
        id_ = library.add(loop_map())
        store, history = at_work(library, id_)
        rename(store, "train", "B")
        rename(store, "train", "C")
        assert history.undo(store)
    with shelf(path) as library:
        store, history = at_work(library, id_)
        assert store.map.step("train").name == "B"
        assert history.redo_label == "Rename to C"
        assert history.redo(store)
        assert store.map.step("train").name == "C"
        assert history.undo(store)
        assert history.undo(store)
        assert store.map == loop_map()
        assert not history.undo(store)


def test_a_gesture_stays_one_undo_step_across_a_restart(tmp_path: Path) -> None:
    """A name typed in three pauses is one step to undo, also tomorrow."""
    with shelf(tmp_path / "library.db") as library:
        id_ = library.add(loop_map())
        store, _ = at_work(library, id_)
        for name in ("D", "De", "Dep"):
            rename(store, "deploy", name, gesture="typing-1")
        store, history = at_work(library, id_)
        assert history.undo(store)
        assert store.map == loop_map()


def test_a_map_can_be_found_by_title_or_id(tmp_path: Path) -> None:
    """A title that two maps have asks for the id; a title that none has finds nothing."""
    with shelf(tmp_path / "library.db") as library:
        one = library.add(loop_map())
        found = library.find("churn MODEL")
        assert found is not None
        assert found.id == one
        two = library.duplicate(one, "Churn model")
        assert library.open_map(two).map.steps == loop_map().steps
        with pytest.raises(Problem, match=f"2 maps are called 'churn model'.*{one}"):
            library.find("churn model")
        assert library.find("nothing") is None


def test_a_removed_map_waits_in_the_trash(tmp_path: Path) -> None:
    """Removing a map loses nothing: it can be brought back with its past."""
    path = tmp_path / "library.db"
    with shelf(path) as library:
        id_ = library.add(loop_map())
        library.trash(id_)
        assert library.maps() == []
        assert search(library, "train") == []
        assert last_open(path) is None
        assert [entry.id for entry in library.maps(trashed=True)] == [id_]
        library.restore(id_)
        assert library.open_map(id_).map == loop_map()


def test_a_named_version_is_the_map_as_it_was(tmp_path: Path) -> None:
    """A version keeps its state whatever is edited later; a name is given once, and can be taken off."""
    with shelf(tmp_path / "library.db") as library:
        id_ = library.add(loop_map())
        store, _ = at_work(library, id_)
        version = library.past.name(id_, "Before the workshop")
        rename(store, "train", "Other")
        assert library.past.at(id_, version.seq) == loop_map()
        assert library.past.at(id_, 2) == store.map
        with pytest.raises(Problem, match="choose another name"):
            library.past.name(id_, "Before the workshop")
        assert [v.seq for v in library.past.versions(id_)] == [1]
        library.past.forget(id_, "Before the workshop")
        assert library.past.versions(id_) == []


@pytest.mark.parametrize("words", ["train", "mod tra", "odel", "MODEL file", "ai"])
def test_names_are_found_by_beginnings_and_parts(tmp_path: Path, words: str) -> None:
    """Beginnings of words in any order, parts of words, any case."""
    with shelf(tmp_path / "library.db") as library:
        library.add(loop_map())
        assert search(library, words)


@pytest.mark.parametrize(
    "words", ['"', "AND", "foo(", "-x", "name:zq", "*", "%", "_", "\\", '" OR "', "NEAR(a b)", "  "]
)
def test_no_search_words_do_harm(tmp_path: Path, words: str) -> None:
    """What means something to the search engine is only text to us."""
    with shelf(tmp_path / "library.db") as library:
        library.add(loop_map())
        assert search(library, words) == []


def test_a_renamed_step_is_found_by_its_new_name_only(tmp_path: Path) -> None:
    """The search follows the edits."""
    with shelf(tmp_path / "library.db") as library:
        id_ = library.add(loop_map())
        store, _ = at_work(library, id_)
        rename(store, "train", "Zap")
        assert [found[1] for found in search(library, "zap")] == ["train"]
        assert search(library, "train") == []


def test_facts_of_windows_and_teams_are_kept(tmp_path: Path) -> None:
    """Camera, selection and answers come back; what is set to nothing is forgotten."""
    path = tmp_path / "library.db"
    with shelf(path) as library:
        id_ = library.add(loop_map())
        library.facts.remember("geometry", [0, 0, 800, 600])
        library.facts.remember("camera", {"zoom": 0.5}, id_)
        library.facts.remember("draft", "Ops: Depl", id_)
        library.facts.remember("draft", None, id_)
        library.facts.keep_of_team("Search", "maturity", {"q1": 3})
    with shelf(path) as library:
        assert library.facts.session() == {"geometry": [0, 0, 800, 600]}
        assert library.open_map(id_).session == {"camera": {"zoom": 0.5}}
        assert library.facts.teams() == ["Payments", "Search"]
        assert library.facts.team("Search") == {"maturity": {"q1": 3}}


def test_a_second_window_is_told_and_may_look(tmp_path: Path) -> None:
    """The second window gets one sentence; read only it sees the maps and cannot change them."""
    path = tmp_path / "library.db"
    with shelf(path) as library:
        id_ = library.add(loop_map())
        with pytest.raises(Problem, match="open in another window"):
            open_library(path)
        looking = open_library(path, read_only=True)
        assert looking.read_only
        assert looking.open_map(id_).map == loop_map()
        with pytest.raises(Problem, match="read only"):
            looking.add(Map.of())
        assert looking.close()
    with shelf(path) as library:
        assert len(library.maps()) == 1


def test_an_unknown_map_is_named(tmp_path: Path) -> None:
    """Opening what is not there says so and says how to see what is."""
    with shelf(tmp_path / "library.db") as library, pytest.raises(Problem, match="no map 'nope'"):
        library.open_map("nope")
