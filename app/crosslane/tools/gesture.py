"""A gesture is a generator: press above the first yield, moves in a loop, release below it; None means release."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass

from crosslane.geometry import Point, Rect
from crosslane.tools.events import Cancel, Pointer

Gesture = Generator[None, Pointer | None, None]


@dataclass(frozen=True)
class Carried:
    """So many steps in a hand that the map follows only when it lets go, and how far (x, y) on the map they are moved."""

    ids: frozenset[str]
    by: tuple[float, float]


@dataclass
class Overlay:
    """What a gesture shows besides its draft: a rubber band, a line being drawn, the step or lane it would land on.

    `refused` says that a release here does nothing, `carried` what moves without a draft.
    """

    band: Rect | None = None
    line: tuple[Point, Point] | None = None
    target: str | None = None
    refused: bool = False
    border: float | None = None
    carried: Carried | None = None

    def clear(self) -> None:
        """Show nothing."""
        self.band = self.line = self.target = self.border = self.carried = None
        self.refused = False


class Runner:
    """Runs one gesture at a time: `start` it, `move` it, `finish` or `cancel` it."""

    def __init__(self) -> None:
        """Begin idle."""
        self._gesture: Gesture | None = None

    @property
    def busy(self) -> bool:
        """Say whether a gesture is going on."""
        return self._gesture is not None

    def start(self, gesture: Gesture) -> None:
        """Begin a gesture; one that is going on is cancelled."""
        self.cancel()
        self._gesture = gesture
        self._step(lambda: next(gesture))

    def move(self, pointer: Pointer) -> None:
        """Tell the gesture where the pointer is."""
        gesture = self._gesture
        if gesture is not None:
            self._step(lambda: gesture.send(pointer))

    def finish(self) -> None:
        """Release: the gesture does what it came to."""
        gesture = self._gesture
        if gesture is not None:
            self._step(lambda: gesture.send(None))
            self._gesture = None

    def cancel(self) -> None:
        """Escape: the gesture leaves no trace."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            with suppress(Cancel, StopIteration):
                gesture.throw(Cancel)

    def _step(self, act: Callable[[], None]) -> None:
        try:
            act()
        except StopIteration:
            self._gesture = None
        except BaseException:
            # Whatever went wrong inside has ended the generator, and its edit with it.
            self._gesture = None
            raise
