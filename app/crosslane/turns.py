"""Work in turns: a generator that yields where whoever drives it may do something else, such as listen to a hand."""

from __future__ import annotations

from collections.abc import Generator
from time import thread_time
from typing import TypeVar

T = TypeVar("T")
Turns = Generator[None, None, T]


def at_once(work: Turns[T]) -> T:
    """Do all of the work now, and return what it comes to."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            found: T = done.value
            return found


def by_the_clock(work: Turns[T], seconds: float) -> Turns[T]:
    """Do pieces of the work until so many seconds of the thread's own time have gone, and so on in each turn."""
    until = thread_time() + seconds
    while True:
        try:
            next(work)
        except StopIteration as done:
            found: T = done.value
            return found
        if thread_time() > until:
            yield
            until = thread_time() + seconds
