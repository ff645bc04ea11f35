"""What need not be found again while only times on a map change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

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
        self._places: dict[str, tuple[tuple[object, ...], Any]] = {}

    def follows(self, name: str, find: Callable[[], T]) -> T:
        """Return what follows from the ways alone, found once under this name."""
        if name not in self._followed:
            self._followed[name] = find()
        return cast(T, self._followed[name])

    def at(self, id_: str, given: tuple[object, ...], find: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return what `find` tells of a place, asked anew only when something `given` is another."""
        known = self._places.get(id_)
        if known is None or known[0] != given:
            known = self._places[id_] = given, find(*args, **named)
        return cast(T, known[1])
