"""Reading at the start of the program: fast, without anything that is not needed, and after a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosslane.model.map import Map
from crosslane.model.records import Lane, Step
from crosslane.storage import read
from crosslane.storage.library import open_library
from crosslane.storage.read import PORTION, last_open, reading
from crosslane.storage.schema import create
from storage.shelf import at_work, loop_map, rename, shelf


def test_reading_imports_neither_sqlite_utils_nor_numpy() -> None:
    """What is read before the first paint costs no import that the first paint does not need."""
    heavy = "{'sqlite_utils', 'numpy', 'networkx', 'filelock', 'crosslane.exchange'}"
    code = f"import sys, crosslane.storage.read; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert found.stdout.strip() == "[]"


def test_an_empty_library_has_no_last_map(tmp_path: Path) -> None:
    """A library without maps opens and says that there is none."""
    create(tmp_path / "library.db")
    assert last_open(tmp_path / "library.db") is None


def test_the_map_opened_last_is_the_one_shown(tmp_path: Path) -> None:
    """Opening counts, not editing."""
    path = tmp_path / "library.db"
    with shelf(path) as library:
        one = library.add(loop_map("One"))
        library.add(loop_map("Two"))
        library.open_map(one)
    found = last_open(path)
    assert found is not None
    assert found.map.head.title == "One"


def test_undo_goes_back_a_bounded_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long journal is not read whole at the start; what is read is right."""
    monkeypatch.setattr(read, "UNDO_ROWS", 3)
    path = tmp_path / "library.db"
    with shelf(path) as library:
        id_ = library.add(loop_map())
        store, _ = at_work(library, id_)
        for n in range(6):
            rename(store, "train", f"Name {n}")
        store, history = at_work(library, id_)
        while history.undo(store):
            pass
        assert store.map.step("train").name == "Name 2"


def test_a_transaction_that_a_crash_cut_short_is_rolled_back(tmp_path: Path) -> None:
    """A process killed in the middle of writing leaves the map as it was before that edit."""
    path = tmp_path / "library.db"
    with shelf(path) as library:
        library.add(loop_map())
    code = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("pragma journal_mode = truncate")
db.execute("pragma cache_size = 1")
db.execute("begin immediate")
db.execute("update record set body = 'broken'")
db.executemany("insert into session values ('', ?, ?)", [(str(n), "x" * 4000) for n in range(200)])
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert path.with_name("library.db-journal").stat().st_size > 0
    found = last_open(path)
    assert found is not None
    assert found.map == loop_map()
    assert found.remarks == ()


def test_a_large_map_is_read_in_turns(tmp_path: Path) -> None:
    """A window that opens it listens in between, and gets what it would get at once."""
    path = tmp_path / "library.db"
    library = open_library(path, lambda _pending, _problem: None)
    steps = [Step(id=f"s{n}", lane="l", name=f"Step {n}") for n in range(4 * PORTION)]
    library.add(Map.of([Lane(id="l", name="Team"), *steps]), label="New map")
    library.close()
    turns, work = 0, reading(path)
    while True:
        try:
            next(work)
        except StopIteration as done:
            found = done.value
            break
        turns += 1
    assert turns >= 8
    assert found == last_open(path)


def test_a_library_that_is_there_is_opened_without_sqlite_utils_and_numpy(tmp_path: Path) -> None:
    """Making one needs them; they would stop the window for a fifth of a second at every start."""
    path = tmp_path / "library.db"
    open_library(path, lambda _pending, _problem: None).close()
    code = (
        "import sys\nfrom pathlib import Path\nfrom crosslane.storage.library import open_library\n"
        "open_library(Path(sys.argv[1]), lambda _pending, _problem: None).close()\n"
        "print([m for m in ('sqlite_utils', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
