"""Where arrows leave and enter the sides of boxes: in a fixed order, and straight across wherever both sides allow.

An arrow that runs straight fixes its two ports; the others give way and spread between the fixed ones. Where a side has
too many for all of them to be told apart, those that leave the box share places, and so do those that reach it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from itertools import chain, groupby, pairwise
from operator import itemgetter

from crosslane.layout.levels import Levels

Port = tuple[int, int]
INSET, APART = 4.0, 6.0
# Nearer than this, ports cannot be told apart.
LEAST = 4.0
# Where arrows that pass a column can slide.
NOWHERE = 0.0, 0.0


def by_box(ports: Mapping[Port, float]) -> dict[int, list[int]]:
    """Return the arrows of every box' side from top to bottom."""
    found: dict[int, list[int]] = {}
    for (box, k), _ in sorted(ports.items(), key=itemgetter(1)):
        found.setdefault(box, []).append(k)
    return found


def reach(sides: Mapping[int, Side]) -> dict[Port, tuple[float, float]]:
    """Return from where to where each port can slide along its side while the others make room."""
    return {(box, k): side.room(k) for box, side in sides.items() for k in side.index}


class Side:
    """The ports of one side of a box, from top to bottom, some of them fixed; offsets are from its middle.

    Several arrows have one port where there would be less than `LEAST` for each.
    """

    def __init__(self, arrows: Sequence[int], height: float, turned: Container[int] = ()) -> None:
        """Begin with all ports free."""
        self.end = max(0.0, height / 2 - INSET)
        self.ports = _shared(arrows, 1 + int(2 * self.end / LEAST), turned)
        self.apart = min(APART, 2 * self.end / len(self.ports))
        self.index = {k: i for i, port in enumerate(self.ports) for k in port}
        self.free()

    def free(self) -> None:
        """Let all ports be free."""
        end, apart, many = self.end, self.apart, len(self.ports)
        self.at: list[float | None] = [None] * many
        # From where to where each can slide: between the fixed ones, with room for those between.
        self.low = [-end + apart * i for i in range(many)]
        self.high = [end - apart * (many - 1 - i) for i in range(many)]

    def room(self, k: int) -> tuple[float, float]:
        """Return from where to where a port can slide: between the fixed ones, with room for those between."""
        i = self.index[k]
        return self.low[i], self.high[i]

    def fix(self, k: int, offset: float) -> None:
        """Fix a port."""
        i, at, apart = self.index[k], self.at, self.apart
        at[i] = self.low[i] = self.high[i] = offset
        for j in range(i - 1, -1, -1):
            if at[j] is not None:
                break
            self.high[j] = offset - apart * (i - j)
        for j in range(i + 1, len(at)):
            if at[j] is not None:
                break
            self.low[j] = offset + apart * (j - i)

    def spread(self) -> dict[int, float]:
        """Return the offset of every arrow's port, the free ones evenly between the fixed ones."""
        found: dict[int, float] = {}
        i, low = -1, -self.end - INSET
        for j, high in enumerate([*self.at, self.end + INSET]):
            if high is not None:
                for between, port in enumerate(self.ports[i + 1 : j + 1], 1):
                    offset = low + (high - low) * between / (j - i)
                    for k in port:
                        found[k] = offset
                i, low = j, high
        return found


def _shared(arrows: Sequence[int], most: int, turned: Container[int]) -> list[list[int]]:
    """Return the arrows by port, from top to bottom: each its own, or so many ports at most.

    Arrows that leave the box never share a port with those that reach it, whatever that costs in crossings.
    """
    if len(arrows) <= most:
        return [[k] for k in arrows]
    runs = [list(run) for _, run in groupby(arrows, key=lambda k: k in turned)]
    if len(runs) > most:
        first = arrows[0] in turned
        runs = [
            run for run in ([k for k in arrows if (k in turned) == is_first] for is_first in (first, not first)) if run
        ]
    found = []
    for run in runs:
        size = -(-len(run) // max(1, most * len(run) // len(arrows)))
        found += [run[at : at + size] for at in range(0, len(run), size)]
    return found


class Sides:
    """All sides of all boxes where arrows leave (right) and enter (left), and the heights of all vertices."""

    def __init__(
        self,
        heights: Sequence[float],
        y: list[float],
        leaving: dict[Port, float],
        entering: dict[Port, float],
        turned: Container[int] = (),
    ) -> None:
        """Begin with all ports free; `heights` are those of the boxes, `y` the middles of all vertices."""
        self.y, self.leaving, self.entering = y, leaving, entering
        self.out = {box: Side(arrows, heights[box], turned) for box, arrows in by_box(leaving).items()}
        self.into = {box: Side(arrows, heights[box], turned) for box, arrows in by_box(entering).items()}

    def bend(self, k: int, u: int, v: int) -> float:
        """Return how far apart a piece leaves u and reaches v, as ports lie now."""
        return self.y[u] + self.leaving.get((u, k), 0.0) - self.y[v] - self.entering.get((v, k), 0.0)

    def range(self, k: int, u: int, v: int) -> tuple[float, float]:
        """Return by how much u may lie lower than now (at least, at most) for the piece to run straight."""
        y, z, (a, b), (c, d) = self.y[u], self.y[v], self._out(k, u), self._into(k, v)
        return z + c - y - b, z + d - y - a

    def straighten(self, k: int, u: int, v: int) -> bool:
        """Fix both ports of a piece at one height if both sides allow one; say whether they do."""
        y, z, (a, b), (c, d) = self.y[u], self.y[v], self._out(k, u), self._into(k, v)
        low, high = max(y + a, z + c), min(y + b, z + d)
        if low > high + 0.01:
            return False
        leaves = y + self.leaving.get((u, k), 0.0)
        reaches = z + self.entering.get((v, k), 0.0)
        height = min(max((leaves + reaches) / 2, low), high)
        if u in self.out:
            self.out[u].fix(k, height - y)
        if v in self.into:
            self.into[v].fix(k, height - z)
        return True

    def free(self) -> None:
        """Let all ports be free."""
        for side in chain(self.out.values(), self.into.values()):
            side.free()

    def spread(self) -> None:
        """Write down where all ports have come to lie."""
        for ports, sides in ((self.leaving, self.out), (self.entering, self.into)):
            for box, side in sides.items():
                for k, offset in side.spread().items():
                    ports[box, k] = offset

    def _out(self, k: int, u: int) -> tuple[float, float]:
        side = self.out.get(u)
        return side.room(k) if side else NOWHERE

    def _into(self, k: int, v: int) -> tuple[float, float]:
        side = self.into.get(v)
        return side.room(k) if side else NOWHERE


def pieces_of(levels: Levels) -> list[tuple[int, int, int]]:
    """Return (arrow, from, to) for every piece of an arrow between two columns."""
    return [
        (k, u, v)
        for k, chain in enumerate(levels.chains)
        for u, v in pairwise(chain)
        if levels.layer[u] != levels.layer[v]
    ]


def slide_ports(levels: Levels, sides: Sides) -> None:
    """Move ports along their sides so that as many pieces as possible run straight, the nearly straight ones first."""
    n = levels.n
    sides.free()
    pieces = [piece for piece in pieces_of(levels) if piece[1] < n or piece[2] < n]
    for k, u, v in sorted(pieces, key=lambda piece: abs(sides.bend(*piece))):
        sides.straighten(k, u, v)
    sides.spread()
