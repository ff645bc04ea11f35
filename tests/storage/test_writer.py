"""The writer thread on disks that fail, are slow, or come back."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from crosslane.model.errors import Problem
from crosslane.storage import writer as writer_module
from crosslane.storage.schema import connect_writing, create
from crosslane.storage.writer import Writer


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(writer_module, "RETRY_SECONDS", 0.02)
    create(tmp_path / "library.db")
    return tmp_path / "library.db"


def fact(key: str) -> writer_module.Job:
    return lambda db: db.execute("insert into session values ('', ?, '1')", [key])


def kept(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    try:
        return [row[0] for row in db.execute("select key from session order by key")]
    finally:
        db.close()


def test_jobs_are_done_in_order_and_acknowledged(path: Path) -> None:
    """After a flush everything is on disk, and the last thing told is that nothing is left."""
    told: list[tuple[int, str | None]] = []
    writer = Writer(path, lambda left, problem: told.append((left, problem)))
    for key in "abc":
        writer.put(fact(key))
    assert writer.flush()
    assert kept(path) == ["a", "b", "c"]
    assert told[-1] == (0, None)
    assert writer.close()
    with pytest.raises(Problem, match="closed"):
        writer.put(fact("d"))


def test_a_slow_disk_does_not_hold_up_who_edits(path: Path) -> None:
    """Putting an edit returns at once while the one before is still being written."""
    writer, gate = Writer(path), threading.Event()
    writer.put(lambda _: gate.wait(5))
    writer.put(fact("a"))
    assert writer.pending == 2
    assert not writer.flush(0.05)
    gate.set()
    assert writer.flush()
    assert kept(path) == ["a"]
    assert writer.close()


def test_edits_wait_out_a_full_disk(path: Path) -> None:
    """A full disk is one sentence, once; the edit stays queued and is written when there is room again."""
    full, told = threading.Event(), []
    full.set()

    def job(db: sqlite3.Connection) -> None:
        if full.is_set():
            raise sqlite3.OperationalError("database or disk is full")
        fact("a")(db)

    writer = Writer(path, lambda left, problem: told.append((left, problem)))
    writer.put(job)
    writer.put(fact("b"))
    assert not writer.flush(0.2)
    assert not writer.close(0.05)
    assert kept(path) == []
    assert len(told) == 1
    assert "is full" in (told[0][1] or "")
    full.clear()
    assert writer.flush()
    assert kept(path) == ["a", "b"]
    assert writer.problem is None
    assert writer.close()


def test_a_library_held_by_another_program_is_waited_for(path: Path) -> None:
    """Another program's lock delays the edit and loses nothing."""

    def hurried(place: Path) -> sqlite3.Connection:
        db = connect_writing(place)
        db.execute("pragma busy_timeout = 10")
        return db

    writer = Writer(path, connect=hurried)
    writer.run(lambda db: db.execute("select 1").fetchone())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin exclusive")
    writer.put(fact("a"))
    assert not writer.flush(0.2)
    assert writer.problem is not None
    assert "nothing is lost" in writer.problem
    other.execute("rollback")
    other.close()
    assert writer.flush()
    assert writer.close()
    assert kept(path) == ["a"]


def test_an_answer_comes_back_and_a_failure_goes_to_who_asked(path: Path) -> None:
    """`run` returns what the job returns, raises what it raises, undoes what it did, and leaves no job behind."""

    def half_done(db: sqlite3.Connection) -> None:
        fact("x")(db)
        raise Problem("no")

    writer = Writer(path)
    assert writer.run(lambda db: db.execute("select 7").fetchone()[0]) == 7
    with pytest.raises(Problem, match=r"^no$"):
        writer.run(half_done)
    with pytest.raises(Problem, match="cannot be written"):
        writer.run(lambda db: db.execute("insert into nothing values (1)"))
    assert writer.pending == 0
    assert kept(path) == []
    assert writer.close()
