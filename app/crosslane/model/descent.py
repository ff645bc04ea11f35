"""How maps follow on one another: which records may differ between two of them, without looking at all."""

from __future__ import annotations

# From how many edits ago it is still known what they touched.
REMEMBERED = 8


class Descent:
    """A state of the records: the one it was made from, and the ids that this touched."""

    __slots__ = ("parent", "touched")

    def __init__(self, parent: Descent | None = None, touched: frozenset[str] = frozenset()) -> None:
        """Follow on a parent; what lies further back than anybody asks for is forgotten."""
        self.parent, self.touched = parent, touched
        oldest: Descent | None = self
        for _ in range(REMEMBERED):
            oldest = oldest.parent if oldest is not None else None
        if oldest is not None:
            oldest.parent = None

    def differs_from(self, other: Descent) -> frozenset[str] | None:
        """Return the ids of all records that may differ between two states; None where that is not known any more."""
        if other is self:
            return frozenset()
        if other is self.parent:
            # Most are asked about right after an edit.
            return self.touched
        ours, theirs = self._line(), other._line()
        common = next((state for state in ours if state in theirs), None)
        if common is None:
            return None
        steps = [*ours[: ours.index(common)], *theirs[: theirs.index(common)]]
        return frozenset[str]().union(*(state.touched for state in steps))

    def _line(self) -> list[Descent]:
        """Return this state and those before it."""
        found, at = [self], self.parent
        while at is not None:
            found.append(at)
            at = at.parent
        return found
