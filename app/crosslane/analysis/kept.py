"""What need not be found again while only times on a map change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class Kept:
    """Results to keep from one map to the next, as long as items go the same ways on it.

    What `follows` from the ways alone is found once. What is found `at` a place stands beside everything it followed
    from: asked again with the same, the answer is the same; it is given back.
    """

    def __init__(self, before: Kept | None = None) -> None:
        """Begin with nothing, or with what followed from the ways before."""
        self._followed: dict[str, Any] = before._followed if before else {}
        self._given: dict[str, tuple[object, ...]] = {}
        self._found: dict[str, Any] = {}

    def follows(self, name: str, find: Callable[[], T]) -> T:
        """Return what follows from the ways alone, found once under this name."""
        if name not in self._followed:
            self._followed[name] = find()
        found: T = self._followed[name]
        return found

    def at(self, id_: str, given: tuple[object, ...], find: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return what `find` tells of a place, asked anew only when something `given` is another."""
        if self._given.get(id_) != given:
            self._found[id_] = find(*args, **named)
            self._given[id_] = given
        found: T = self._found[id_]
        return found
