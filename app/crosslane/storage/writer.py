"""The writer thread: it alone writes to the library, so that a slow disk never costs a frame."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from crosslane.model.errors import Problem
from crosslane.storage.journal import transaction
from crosslane.storage.schema import connect_writing

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], Any]
# Called in the writer thread with how many edits are not on disk yet, and the sentence of a failing disk or None.
Told = Callable[[int, str | None], None]
RETRY_SECONDS = 1.0


@dataclass
class _Queued:
    job: Job
    result: Future[Any] = field(default_factory=Future)
    keep: bool = True


class Writer:
    """A queue of jobs and the one thread that does them, each in a transaction of its own, in order."""

    def __init__(self, path: Path, told: Told | None = None, connect: Callable[[Path], Any] = connect_writing) -> None:
        """Start the thread; it opens its own connection to the library at `path`."""
        self._path, self._told, self._connect = path, told, connect
        self._queue: deque[_Queued] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._problem: str | None = None
        self._thread = threading.Thread(target=self._work, name="library writer", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """How many jobs are not on disk yet."""
        return len(self._queue)

    @property
    def problem(self) -> str | None:
        """Why the last attempt to write failed, as a sentence, or None."""
        return self._problem

    def put(self, job: Job) -> None:
        """Do the job soon; it stays queued and is tried again while the disk refuses it."""
        self._add(_Queued(job))

    def run(self, job: Callable[[sqlite3.Connection], T], timeout: float = 30.0) -> T:
        """Do the job after those queued before it and return its result.

        Raises Problem when the disk refuses it; it is then not tried again.
        """
        queued = _Queued(job, keep=False)
        self._add(queued)
        try:
            result: T = queued.result.result(timeout)
        except TimeoutError:
            queued.result.cancel()
            raise Problem(self._problem or "The library does not answer: look whether its disk still does.") from None
        return result

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until everything is on disk; returns False when it is not after `timeout` seconds."""
        with self._wake:
            self._wake.notify_all()
            return self._wake.wait_for(lambda: not self._queue, timeout)

    def close(self, timeout: float = 10.0) -> bool:
        """Flush and end the thread; returns False, and goes on trying, when something is not on disk yet."""
        if not self.flush(timeout):
            return False
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout)
        return True

    def _add(self, queued: _Queued) -> None:
        with self._wake:
            if self._closing:
                raise Problem("The library is closed: open it again.")
            self._queue.append(queued)
            self._wake.notify_all()

    def _work(self) -> None:
        db = None
        while (queued := self._next()) is not None:
            try:
                db = db or self._connect(self._path)
                with transaction(db):
                    result = queued.job(db)
            except sqlite3.Error as error:
                self._failed(queued, error)
            except Exception as error:  # noqa: BLE001  (whatever went wrong belongs to the caller of `run`)
                self._done(queued, error=error)
            else:
                self._done(queued, result=result)
        if db is not None:
            db.close()

    def _next(self) -> _Queued | None:
        with self._wake:
            self._wake.wait_for(lambda: self._queue or self._closing)
            return self._queue[0] if self._queue else None

    def _done(self, queued: _Queued, result: Any = None, error: Exception | None = None) -> None:
        if queued.result.set_running_or_notify_cancel():
            if error is not None:
                queued.result.set_exception(error)
            else:
                queued.result.set_result(result)
        kept_and_lost = error is not None and queued.keep
        self._problem = f"An edit could not be written ({error}): save the map as a file." if kept_and_lost else None
        with self._wake:
            self._queue.popleft()
            self._wake.notify_all()
        self._tell()

    def _failed(self, queued: _Queued, error: sqlite3.Error) -> None:
        sentence = _sentence(self._path, error)
        if not queued.keep:
            self._done(queued, error=Problem(sentence))
            return
        if self._problem != sentence:
            self._problem = sentence
            self._tell()
        with self._wake:
            self._wake.wait(RETRY_SECONDS)

    def _tell(self) -> None:
        if self._told is not None:
            self._told(self.pending, self._problem)


def _sentence(path: Path, error: sqlite3.Error) -> str:
    said = str(error)
    if "full" in said:
        return f"The disk with {path} is full: make room, or save the map as a file elsewhere; nothing is lost so far."
    if "locked" in said:
        return f"Another program holds the library {path}: close it; your edits wait and nothing is lost so far."
    return f"The library {path} cannot be written ({said}): save the map as a file elsewhere; nothing is lost so far."
