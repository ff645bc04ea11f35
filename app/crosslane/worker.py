"""Work that takes longer than a frame: one process beside the window that does one job after the other.

A job is a function of a module with arguments that can be pickled. Nothing here blocks: `ask` hands a job over, `poll`
brings back what has come. The process starts with the first job, starts anew when it dies, and ends with whoever
started it, also when that is killed. Standard library only; the window calls `poll` from a timer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from itertools import count
from time import monotonic
from types import ModuleType
from typing import Any, Protocol

# Seconds that a job which nobody waits for any more may still run: to start anew, and to learn a large map again, costs more.
GRACE = 2.0
# Seconds that one `poll` takes at most in: the rest waits for the next, so that a frame is never late for it.
BUDGET = 0.004
PART, PARTS = "part", "parts"
LOST = "The helper process ended twice before it was done."
Then = Callable[[Any], object]
Failed = Callable[[str], object]
# A function of a module, or its name ("package.module:function") where its module has no business in the window.
Function = Callable[..., Any] | str


class _Pipe(Protocol):
    def send(self, obj: object, /) -> None: ...
    def recv(self) -> Any: ...
    def poll(self) -> bool: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class _Job:
    kind: str
    then: Then
    failed: Failed
    function: Function
    args: tuple[Any, ...]
    tries: int = 0
    parts: list[Any] = field(default_factory=list)


class Worker:
    """A process that does jobs in the order in which their kinds were asked for."""

    def __init__(self) -> None:
        """Nothing is started before the first job."""
        self._waiting: dict[str, _Job] = {}
        self._running: _Job | None = None
        self._given_up: float | None = None
        self._process: Any = None
        self._pipe: _Pipe | None = None
        self._ready = False
        # How many jobs the process was given.
        self._sent = 0

    @property
    def busy(self) -> bool:
        """Say whether anything is waiting or running, so that `poll` has something to bring."""
        return self._running is not None or bool(self._waiting)

    @property
    def pid(self) -> int | None:
        """The process, or None while there is none."""
        return self._process.pid if self._process is not None else None

    def ask(
        self,
        kind: str,
        then: Then,
        function: Function,
        *args: Any,
        failed: Failed = lambda _sentence: None,
    ) -> None:
        """Have a function called in the process; `poll` later calls `then` with its result, or `failed` with a sentence.

        An older job of the same kind is forgotten: neither of its callbacks is called. What a function yields comes
        over one by one, None apart; `then` gets the list of it. One that is forgotten while it runs ends where it yields.
        """
        self._forget_running(kind)
        self._waiting.pop(kind, None)
        self._waiting[kind] = _Job(kind, then, failed, function, args)
        self._go_on()

    def cancel(self, kind: str) -> None:
        """Forget the job of a kind, at once: when it is running, its process is ended."""
        self._waiting.pop(kind, None)
        if self._running is not None and self._running.kind == kind:
            self._end_process()
            self._go_on()

    def poll(self) -> bool:
        """Bring back what has come, never waiting; returns whether anything is still under way."""
        until = monotonic() + BUDGET
        while self._pipe is not None and self._pipe.poll():
            try:
                message = self._pipe.recv()
            except (EOFError, OSError):
                self._died()
                break
            self._heard(*message)
            if monotonic() > until:
                break
        if self._given_up is not None and monotonic() - self._given_up > GRACE:
            self._end_process()
        self._go_on()
        return self.busy

    def close(self) -> None:
        """Forget all jobs and end the process."""
        self._waiting.clear()
        self._end_process()

    def _forget_running(self, kind: str) -> None:
        if self._running is not None and self._running.kind == kind and self._given_up is None:
            self._given_up = monotonic()
            if self._pipe is not None:
                # What yields stops there; only what does not in time is ended with its process.
                with suppress(OSError):
                    self._pipe.send(self._sent - 1)

    def _heard(self, done: bool | str | None, found: Any) -> None:
        """Take a message: None is "ready for the first job", PART a part of an answer, else how a job went."""
        job, wanted = self._running, self._given_up is None
        if done == PART:
            if job is not None:
                job.parts.append(found)
            return
        self._ready, self._running, self._given_up = True, None, None
        self._go_on()
        if job is not None and wanted and done is not None:
            call: Callable[[Any], object] = job.then if done else job.failed
            call(job.parts if done == PARTS else found)

    def _died(self) -> None:
        """The process ended by itself: another one tries what it was at once more; what ends two of them is lost."""
        job = self._running if self._given_up is None else None
        if self._running is None and self._waiting:
            job = self._waiting.pop(next(iter(self._waiting)))
        self._end_process()
        if job is not None and job.tries:
            job.failed(LOST)
        elif job is not None:
            self._waiting = {job.kind: replace(job, tries=1, parts=[]), **self._waiting}

    def _go_on(self) -> None:
        if self._running is not None or not self._waiting:
            return
        if self._process is None:
            self._start()
        if not self._ready or self._pipe is None:
            return
        kind = next(iter(self._waiting))
        job = self._waiting[kind]
        try:
            self._pipe.send((job.function, job.args))
        except (BrokenPipeError, ConnectionError):
            # It died while it had nothing to do: another one takes the job.
            self._end_process()
            self._start()
            return
        self._sent += 1
        self._running = self._waiting.pop(kind)

    def _start(self) -> None:
        # Nothing of it is needed before the first job.
        from multiprocessing import get_context  # noqa: PLC0415  (see above)

        # Spawned, not forked: a copy of a process with a window in it would be neither.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._sent = 0
        self._process = context.Process(target=serve, args=(theirs,), name="crosslane-worker", daemon=True)
        main = sys.modules["__main__"]
        # It needs nothing of the program that was started, and would otherwise run its text again.
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            self._process.start()
        finally:
            sys.modules["__main__"] = main
        theirs.close()

    def _end_process(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = self._running = self._given_up = None
        self._ready = False
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join(1.0)


def serve(pipe: _Pipe) -> None:
    """Do jobs until the pipe closes: what the process runs."""
    import signal  # noqa: PLC0415  (only the process itself needs these)
    from queue import SimpleQueue  # noqa: PLC0415  (as above)
    from threading import Thread  # noqa: PLC0415  (as above)

    # Ctrl+C in a terminal is for the window.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs: SimpleQueue[tuple[Function, tuple[Any, ...]]] = SimpleQueue()
    # The jobs, counted from 0, that nobody waits for any more.
    given_up: set[int] = set()
    Thread(target=_listen, args=(pipe, jobs.put, given_up.add), daemon=True).start()
    pipe.send((None, None))
    for at in count():
        function, args = jobs.get()
        pipe.send(_answer(pipe, function, args, partial(given_up.__contains__, at)))


def _answer(
    pipe: _Pipe, function: Function, args: tuple[Any, ...], is_given_up: Callable[[], bool]
) -> tuple[bool | str, Any]:
    """Do a job, sending what it yields, and return how it went."""
    try:
        found = _named(function)(*args)
        if not isinstance(found, Iterator):
            return True, found
        for part in found:
            if is_given_up():
                break
            if part is not None:
                pipe.send((PART, part))
    except Exception as error:  # noqa: BLE001  (whatever goes wrong in a job is told, and the next one is done)
        return False, str(error) or type(error).__name__
    return PARTS, None


def _named(function: Function) -> Callable[..., Any]:
    if not isinstance(function, str):
        return function
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def _listen(pipe: _Pipe, put: Callable[[Any], object], give_up: Callable[[int], object]) -> None:
    """Take jobs in, and the number of one that is given up; when the pipe closes nobody is there any more, so the process
    ends, whatever it is doing.
    """
    try:
        while True:
            message = pipe.recv()
            if isinstance(message, int):
                give_up(message)
            else:
                put(message)
    finally:
        os._exit(0)
