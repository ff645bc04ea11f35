"""The process beside the window: jobs in order, newer for older, and no trace of it after whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from crosslane import worker as module
from crosslane.worker import LOST, Worker

PATIENCE = 20.0


def double(number: int) -> int:
    """A short job."""
    return 2 * number


def doze(seconds: float) -> str:
    """A long job."""
    sleep(seconds)
    return "awake"


def for_ever() -> Iterator[int | None]:
    """A job that yields, and never ends by itself."""
    yield 1
    while True:
        sleep(0.01)
        yield None


def counted(number: int) -> Iterator[int | None]:
    """A job that yields so many parts, and nothing in between."""
    for each in range(number):
        yield each
        yield None


def fail(text: str) -> None:
    """A job that cannot be done."""
    raise ValueError(text)


def crash() -> None:
    """A job that takes its process along."""
    os._exit(3)


def settle(worker: Worker) -> None:
    """Poll until nothing is under way."""
    until = monotonic() + PATIENCE
    while worker.poll():
        assert monotonic() < until, "the worker never answered"
        sleep(0.005)


def is_alive(pid: int) -> bool:
    """Say whether a process runs (one that only waits to be counted does not)."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def wait_for_end(pid: int) -> bool:
    until = monotonic() + PATIENCE
    while is_alive(pid) and monotonic() < until:
        sleep(0.02)
    return not is_alive(pid)


@pytest.fixture
def worker() -> Iterator[Worker]:
    found = Worker()
    yield found
    found.close()


def test_nothing_runs_before_the_first_job(worker: Worker) -> None:
    """A window that asks for nothing starts no second process."""
    assert worker.pid is None
    assert not worker.poll()


def test_jobs_come_back_in_order(worker: Worker) -> None:
    """Kinds are served in the order in which they were asked for, in one process."""
    came: list[Any] = []
    worker.ask("a", came.append, double, 1)
    worker.ask("b", came.append, double, 2)
    worker.ask("c", came.append, os.getpid)
    settle(worker)
    assert came == [2, 4, worker.pid]
    assert worker.pid != os.getpid()


def test_a_newer_job_replaces_the_older(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits or runs of the same kind is forgotten; one that runs for long is ended."""
    monkeypatch.setattr(module, "GRACE", 0.1)
    came: list[Any] = []
    worker.ask("nap", came.append, doze, 60.0)
    while worker._running is None:
        worker.poll()
        sleep(0.005)
    first = worker.pid
    for number in range(5):
        worker.ask("nap", came.append, double, number)
    settle(worker)
    assert came == [8]
    assert worker.pid != first
    assert first is not None
    assert wait_for_end(first)


def test_a_forgotten_short_job_is_let_finish(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting anew costs more than a moment's patience; its answer is dropped all the same."""
    monkeypatch.setattr("crosslane.worker.GRACE", 60.0)
    came: list[Any] = []
    worker.ask("nap", came.append, doze, 0.05)
    while worker._running is None:
        worker.poll()
        sleep(0.005)
    first = worker.pid
    worker.ask("nap", came.append, double, 4)
    settle(worker)
    assert came == [8]
    assert worker.pid == first


def test_a_forgotten_job_that_yields_ends_there(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process keeps what it knows and goes on with the next job, which is not mistaken for the forgotten one."""
    monkeypatch.setattr("crosslane.worker.GRACE", 60.0)
    came: list[Any] = []
    worker.ask("long", came.append, for_ever)
    while worker._running is None:
        worker.poll()
        sleep(0.005)
    first = worker.pid
    worker.ask("long", came.append, double, 4)
    worker.ask("sum", came.append, counted, 3)
    settle(worker)
    assert came == [8, [0, 1, 2]]
    assert worker.pid == first


def test_a_cancelled_job_is_ended_and_others_go_on(worker: Worker) -> None:
    """Cancelling ends what runs at once; other kinds get a new process."""
    came: list[Any] = []
    worker.ask("nap", came.append, doze, 60.0)
    worker.ask("sum", came.append, double, 21)
    while worker._running is None:
        worker.poll()
        sleep(0.005)
    worker.cancel("nap")
    settle(worker)
    assert came == [42]


def test_a_job_that_fails_says_why(worker: Worker) -> None:
    """What a function raises comes back as its sentence, and the process lives on."""
    came: list[Any] = []
    worker.ask("a", came.append, fail, "The map has no steps.", failed=lambda text: came.append(("failed", text)))
    worker.ask("b", came.append, double, 3)
    settle(worker)
    assert came == [("failed", "The map has no steps."), 6]


def test_a_crash_is_survived(worker: Worker) -> None:
    """What ends its process twice is lost, and told so; other jobs get a new process, also when it died idle."""
    came: list[Any] = []
    worker.ask("a", came.append, crash, failed=came.append)
    worker.ask("b", came.append, double, 3)
    settle(worker)
    assert came == [LOST, 6]
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    assert wait_for_end(worker.pid)
    worker.ask("c", came.append, double, 5, failed=came.append)
    settle(worker)
    assert came == [LOST, 6, 10]


def test_an_answer_may_ask_again(worker: Worker) -> None:
    """Callbacks may hand over the next job of their kind."""
    came: list[int] = []

    def again(number: int) -> None:
        came.append(number)
        if number < 20:
            worker.ask("a", again, double, number)

    worker.ask("a", again, double, 3)
    settle(worker)
    assert came == [6, 12, 24]


def test_closing_ends_the_process(worker: Worker) -> None:
    """After closing nothing is left, and nothing more is told."""
    came: list[Any] = []
    worker.ask("a", came.append, double, 3)
    settle(worker)
    pid = worker.pid
    assert pid is not None
    worker.ask("b", came.append, doze, 60.0)
    worker.close()
    assert not worker.poll()
    assert wait_for_end(pid)
    assert came == [6]


ORPHAN = """
import sys, time
from crosslane.worker import Worker
worker = Worker()
worker.ask("nap", print, time.sleep, 600)
while worker._running is None:
    worker.poll()
    time.sleep(0.005)
print(worker.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_no_orphan_stays_when_the_window_is_killed() -> None:
    """Killed with -9 in the middle of a job, the window takes its helper along."""
    parent = subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_for_end(pid)


PLAIN = """
from crosslane.worker import Worker
print("begun")
worker, came = Worker(), []
worker.ask("a", came.append, "math:sqrt", 9.0)
while worker.poll():
    pass
print(came)
"""


def test_a_script_that_opens_a_window_is_not_run_again(tmp_path: Path) -> None:
    """The process takes nothing from the program that was started, guarded or not; jobs may be named."""
    script = tmp_path / "plain.py"
    script.write_text(PLAIN)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stdout.split("\n") == ["begun", "[3.0]", ""]
