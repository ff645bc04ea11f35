"""A map in the worker process: what was handed over is what is there, and what was lost is handed over again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crosslane import mirror as module
from crosslane.exchange.templates import template
from crosslane.mirror import Mirror
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.worker import Worker


class Process:
    """The other side, without a process: jobs are done in order when `work` is called."""

    def __init__(self) -> None:
        self.jobs: dict[str, tuple[Callable[[Any], object], str, tuple[Any, ...], Callable[[str], object]]] = {}
        self.sent: list[int] = []

    def ask(
        self, kind: str, then: Callable[[Any], object], function: Any, *args: Any, failed: Callable[[str], object]
    ) -> None:
        self.jobs.pop(kind, None)
        self.jobs[kind] = (then, function, args, failed)
        if function.endswith(":hold"):
            self.sent.append(len(args[2]))

    def work(self) -> None:
        while self.jobs:
            then, function, args, _ = self.jobs.pop(next(iter(self.jobs)))
            then((module.hold if function.endswith(":hold") else module.derived)(*args))

    def die(self) -> None:
        module._held.clear()


def as_it_is(map_: Map, *more: str) -> tuple[Any, ...]:
    """Return the records of the map: what a job sees of it."""
    return (sorted(map_.records(), key=lambda r: r.id), *more)


@pytest.fixture
def process() -> Process:
    module._held.clear()
    return Process()


JOB = f"{__name__}:as_it_is"


def expected(map_: Map, *more: str) -> tuple[Any, ...]:
    return as_it_is(map_, *more)


@pytest.mark.parametrize("portion", [1, 5, 1000])
def test_a_job_sees_the_map_it_was_asked_for(process: Process, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after edits that add, change and take away, in whatever portions they go over."""
    monkeypatch.setattr(module, "PORTION", portion)
    mirror, map_ = Mirror(process.ask), template("loop")
    came: list[Any] = []
    mirror.ask("job", map_, JOB, came.append, "more")
    process.work()
    after = map_.apply(edits.remove(map_, [map_.steps[0].id]))
    after = after.apply(edits.add_step(after, after.lanes[0].id, name="New"))
    mirror.ask("job", after, JOB, came.append)
    process.work()
    assert came == [expected(map_, "more"), expected(after)]


def test_only_what_changed_is_handed_over(process: Process) -> None:
    """One wait is one record."""
    mirror, map_ = Mirror(process.ask), template("loop")
    mirror.ask("job", map_, JOB, lambda _: None)
    process.work()
    process.sent.clear()
    mirror.ask("job", map_.apply(edits.set_fields(map_, map_.flows[0].id, wait="9w")), JOB, lambda _: None)
    assert process.sent == [1]


def test_what_was_lost_is_handed_over_again(process: Process) -> None:
    """A process that died takes the map along; two jobs that find it gone both get their answer."""
    mirror, map_ = Mirror(process.ask), template("loop")
    mirror.ask("first", map_, JOB, lambda _: None)
    process.work()
    process.die()
    came: list[Any] = []
    after = map_.apply(edits.set_fields(map_, map_.flows[0].id, wait="9w"))
    mirror.ask("one", after, JOB, came.append)
    mirror.ask("two", after, JOB, came.append, "two")
    process.work()
    assert sorted(came, key=len) == [expected(after), expected(after, "two")]


def test_it_works_with_a_process_too() -> None:
    """The real one, with what it yields in parts."""
    worker = Worker()
    came: list[Any] = []
    try:
        Mirror(worker.ask).ask("routes", template("loop"), "crosslane.results:routes_in_parts", came.append)
        while worker.poll():
            pass
    finally:
        worker.close()
    (parts,) = came
    assert {id_ for _, portion in parts for id_, _ in portion} == {f.id for f in template("loop").drawn_flows}
