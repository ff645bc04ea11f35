"""Files that are no library, are damaged, newer, older or gone: one sentence each, and nothing lost."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from crosslane.model.errors import Problem
from crosslane.storage import care
from crosslane.storage.care import backup, check, restore
from crosslane.storage.journal import transaction
from crosslane.storage.library import open_library
from crosslane.storage.read import check_header, last_open
from crosslane.storage.upgrade import Upgrade, upgrade
from storage.shelf import at_work, loop_map, rename, shelf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with shelf(path) as library:
        id_ = library.add(loop_map())
        store, _ = at_work(library, id_)
        for n in range(20):
            rename(store, "train", f"Name {n}")
    return path


def sql(path: Path, statement: str) -> None:
    db = sqlite3.connect(path)
    db.execute(statement)
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no library"), (b"hello" * 100, "no library"), (b"SQLite format 3\x00" + b"\0" * 90, "another program")],
)
def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path, content: bytes, said: str) -> None:
    """A file that is no library stays what it is, byte for byte."""
    path = tmp_path / "library.db"
    path.write_bytes(content)
    for opening in (open_library, last_open):
        with pytest.raises(Problem, match=said):
            opening(path)
    assert path.read_bytes() == content


def test_a_newer_library_is_refused_and_left_alone(path: Path) -> None:
    """A library of a newer version asks for the newer program."""
    sql(path, "pragma user_version = 9")
    before = path.read_bytes()
    with pytest.raises(Problem, match=r"version 9.*update the program"):
        open_library(path)
    assert path.read_bytes() == before


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    """Reading what is not there says so; a folder in the place of the file is no library either."""
    with pytest.raises(Problem, match="is not there"):
        check_header(tmp_path / "none.db")
    with pytest.raises(Problem, match="cannot be opened"):
        open_library(tmp_path)


def test_a_damaged_library_is_copied_aside_once(path: Path) -> None:
    """Opening a damaged library copies it aside before anything, and a second try makes no second copy."""
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 4] = b"\xa5" * (4096 * 3)
    path.write_bytes(data)
    for _ in range(2):
        with pytest.raises(Problem, match="damaged"):
            open_library(path)
    copies = list(path.parent.glob("library-damaged-*.db"))
    assert [copy.read_bytes() for copy in copies] == [bytes(data)]


def test_a_damaged_record_is_put_together_from_the_journal(path: Path) -> None:
    """A bit that changed in a record is seen by its digest, and the journal still knows what it was."""
    whole = last_open(path)
    assert whole is not None
    sql(path, "update record set body = replace(body, '3d', '9d')")
    assert check(path) != []
    mended = last_open(path)
    assert mended is not None
    assert mended.map == whole.map
    assert "put together again" in mended.remarks[0]


def test_opening_a_map_with_a_damaged_record_mends_the_library(path: Path) -> None:
    """The damaged file is copied aside, the record written anew; the next time all is well."""
    sql(path, "delete from record where id = 'train'")
    damaged = path.read_bytes()
    assert any("missing" in line for line in check(path))
    with shelf(path) as library:
        opened = library.open_map(library.maps()[0].id)
        assert opened.map.step("train").name == "Name 19"
        assert opened.remarks != ()
    assert check(path) == []
    assert [copy.read_bytes() for copy in path.parent.glob("library-damaged-*.db")] == [damaged]
    again = last_open(path)
    assert again is not None
    assert (again.map, again.remarks) == (opened.map, ())


def test_undo_begins_anew_when_the_end_of_the_journal_is_lost(path: Path) -> None:
    """Records that are whole are never taken for those of an earlier edit."""
    whole = last_open(path)
    assert whole is not None
    sql(path, "delete from journal where seq = 21")
    opened = last_open(path)
    assert opened is not None
    assert (opened.map, opened.seq, opened.rows) == (whole.map, whole.seq, ())
    assert "undo begins anew" in opened.remarks[0]


def test_a_damaged_journal_is_seen(path: Path) -> None:
    """A changed entry breaks the chain: undo stops before it, and the check names it."""
    sql(path, "update journal set changes = replace(changes, 'Name 3', 'Name 4') where seq = 5")
    assert any("damaged at entry 5" in line for line in check(path))
    opened = last_open(path)
    assert opened is not None
    assert [row.seq for row in opened.rows] == list(range(6, 22))


def test_no_flipped_bit_changes_what_is_read(path: Path) -> None:
    """Whatever single bit of the file flips: the same map, a clear sentence, or a difference that a check names."""
    whole, data, chance = last_open(path), path.read_bytes(), random.Random(5)
    assert whole is not None
    wrong = 0
    for _ in range(60):
        bit = chance.randrange(len(data) * 8)
        spoilt = bytearray(data)
        spoilt[bit // 8] ^= 1 << bit % 8
        path.write_bytes(spoilt)
        try:
            found = last_open(path)
        except Problem:
            continue
        wrong += (found is None or found.map != whole.map) and not check(path)
    assert wrong == 0


def test_a_backup_is_whole_and_comes_back(path: Path, tmp_path: Path) -> None:
    """A backup of an open library is sound; restoring it keeps what was there before aside."""
    copy = tmp_path / "copy.db"
    with shelf(path) as library:
        backup(path, copy)
        library.trash(library.maps()[0].id)
        with pytest.raises(Problem, match="another window"):
            restore(path, copy)
    with pytest.raises(Problem, match="already"):
        backup(path, copy)
    before = restore(path, copy)
    assert before is not None
    with shelf(path) as library:
        assert len(library.maps()) == 1
    with shelf(before) as library:
        assert library.maps() == []


def test_an_unsound_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    """A backup whose content changed on disk is refused, and the library stays."""
    copy = tmp_path / "copy.db"
    backup(path, copy)
    sql(copy, "update record set body = replace(body, '3d', '9d')")
    before = path.read_bytes()
    with pytest.raises(Problem, match="not sound"):
        restore(path, copy)
    assert path.read_bytes() == before


def test_an_older_library_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade changes records by steps, copies the old file aside, and ends undo with a baseline."""

    def step(kind: str, body: dict[str, object]) -> dict[str, object]:
        return {**body, "name": "Upgraded"} if kind == "step" else body

    monkeypatch.setattr(care, "VERSION", 2)
    monkeypatch.setattr(
        care, "upgrade", lambda db, found: upgrade(db, found, {1: Upgrade(step, ["alter table map add more text"])}, 2)
    )
    monkeypatch.setattr("crosslane.storage.read.VERSION", 2)
    with shelf(path) as library:
        opened = library.open_map(library.maps()[0].id)
    assert {s.name for s in opened.map.steps} == {"Upgraded"}
    assert opened.rows == ()
    assert check(path) == []
    assert len(list(path.parent.glob("library-version-1-*.db"))) == 1


def test_a_failed_upgrade_leaves_the_old_library(path: Path) -> None:
    """An upgrade that fails half way leaves no trace."""
    db, before = sqlite3.connect(path, isolation_level=None), path.read_bytes()
    with pytest.raises(Problem):
        upgrade(db, 1, {1: Upgrade(lambda _kind, body: {**body, "kind": "ghost"}, ["drop table team"])}, 2)
    db.close()
    assert path.read_bytes()[:24] == before[:24]
    with shelf(path) as library:
        assert library.facts.teams() == ["Payments"]


def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    """All or nothing."""
    db = sqlite3.connect(path, isolation_level=None)

    def half_done() -> None:
        with transaction(db):
            db.execute("delete from map")
            db.execute("nonsense")

    with pytest.raises(sqlite3.OperationalError):
        half_done()
    assert db.execute("select count(*) from map").fetchone() == (1,)
    db.close()


def test_a_library_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full half way, or a draft of a start that was killed: the folder is as it was, then it works."""
    place = tmp_path / "library.db"
    (tmp_path / ".library.db.new-journal").write_bytes(b"left by a start that was killed")
    with monkeypatch.context() as broken:
        broken.setattr("sqlite_utils.Database", lambda _db: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            open_library(place)
    assert [file.name for file in tmp_path.iterdir() if not file.name.endswith(".lock")] == []
    open_library(place).close()
    assert check(place) == []
