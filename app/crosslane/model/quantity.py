"""A derived number that says how much of it is known."""

from __future__ import annotations

from typing import Literal, NamedTuple

Bound = Literal["exact", "at-least", "at-most", "between", "unknown"]


class Quantity(NamedTuple):
    """A number with its bound; times are in working hours, shares between 0 and 1.

    `value` is None for "between" and "unknown". `low` and `high` say how far the number may lie, None where nothing
    limits it: the high of "at-least" and the low of "at-most" are None unless three-point values give them.
    """

    value: float | None
    low: float | None
    high: float | None
    bound: Bound

    @property
    def known(self) -> bool:
        """Say whether the number is exact."""
        return self.bound == "exact"

    def times(self, factor: float) -> Quantity:
        """Return the number scaled by a factor of at least 0, bound and ends with it."""
        value, low, high = self.value, self.low, self.high
        if value is not None and value == low == high and self.bound == "exact":
            return exact(value * factor)
        return Quantity(
            None if value is None else value * factor,
            None if low is None else low * factor,
            None if high is None else high * factor,
            self.bound,
        )

    def as_json(self) -> dict[str, float | str | None]:
        """Return the four fields as JSON takes them."""
        return {"value": self.value, "low": self.low, "high": self.high, "bound": self.bound}


UNKNOWN = Quantity(None, None, None, "unknown")


# A number that is fully known, and nothing.
NOTHING = Quantity(0.0, 0.0, 0.0, "exact")


def exact(value: float, low: float | None = None, high: float | None = None) -> Quantity:
    """Return a number that is fully known; `low` and `high` are its three-point range, by default itself."""
    # Past the constructor by names, which takes as long again: a map of a thousand steps has ten thousand of these.
    return tuple.__new__(Quantity, (value, value if low is None else low, value if high is None else high, "exact"))


def at_least(value: float, low: float | None = None) -> Quantity:
    """Return a number that can only be larger."""
    return Quantity(value, value if low is None else low, None, "at-least")


def at_most(value: float, high: float | None = None) -> Quantity:
    """Return a number that can only be smaller."""
    return Quantity(value, None, value if high is None else high, "at-most")


def between(low: float, high: float | None) -> Quantity:
    """Return a number known only to lie in a range; without a `high` it is at least `low`."""
    return at_least(low) if high is None else Quantity(None, low, high, "between")
