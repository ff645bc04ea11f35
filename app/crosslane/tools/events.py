"""What a hand does, in map coordinates, without a toolkit."""

from __future__ import annotations

from dataclasses import dataclass

from crosslane.drawing.picture import Spot
from crosslane.geometry import Point


@dataclass(frozen=True)
class Pointer:
    """A place of the pointer, what lies under it, and the modifier keys held."""

    at: Point
    spot: Spot | None = None
    shift: bool = False
    ctrl: bool = False
    alt: bool = False


class Cancel(Exception):  # noqa: N818  (thrown into a gesture to end it: a signal, not an error)
    """Escape was pressed: the gesture's edit rolls back."""
