"""Straight runs: what already runs straight moves together, so that more pieces of arrows become straight.

A block is a set of vertices joined by straight pieces. Moving a whole block never bends what was straight, so every
move that straightens a piece is a gain, unless it makes other pieces much longer.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from math import ceil, floor

from crosslane.layout.levels import Levels
from crosslane.layout.ports import Sides, pieces_of

SAME = 0.5
WORTH = 280.0
MOST, MANY = 160, 6000
Piece = tuple[int, int, int]


@dataclass
class Cell:
    """The vertices of one lane in one column: their least distances summed from the first, and its free range."""

    members: list[int]
    steps: list[float]
    low: float = 0.0
    high: float = 0.0


def align(levels: Levels, sides: Sides, cells: list[list[Cell]], held: Container[int] = (), grid: float = 0.0) -> None:
    """Move blocks up and down inside their lanes, and ports along their sides, so that more pieces run straight.

    What is held stays; with a grid, blocks move by whole steps of it.
    """
    n = levels.n
    pieces = pieces_of(levels)
    blocks = _Blocks(sides.y, cells, pieces, held)
    if grid:
        _level(levels, pieces, sides, blocks)
    bent = []
    for piece in sorted(pieces, key=lambda each: abs(sides.bend(*each))):
        _, u, v = piece
        is_straight = sides.straighten(*piece) if u < n or v < n else abs(sides.y[u] - sides.y[v]) < SAME
        blocks.join(u, v) if is_straight else bent.append(piece)
    sides.spread()
    bent.sort(key=lambda each: (each[1] < n) + (each[2] < n))
    for piece in bent:
        if _moved(piece, sides, blocks, grid):
            sides.straighten(*piece)
            blocks.join(piece[1], piece[2])
    sides.spread()


def _level(levels: Levels, pieces: list[Piece], sides: Sides, blocks: _Blocks) -> None:
    """Put boxes that follow each other in a lane into one row where nobody is in the way, the nearest first."""
    y, n, lane = sides.y, levels.n, levels.lane
    near = [(abs(y[u] - y[v]), u, v) for _, u, v in pieces if u < n and v < n and lane[u] == lane[v]]
    for _, u, v in sorted(near):
        apart = y[v] - y[u]
        if blocks.of[u] == blocks.of[v]:
            continue
        choices = [(len(blocks.members[blocks.of[u]]), u, v, apart), (len(blocks.members[blocks.of[v]]), v, u, -apart)]
        if abs(apart) < SAME or any(blocks.shift(a, b, by, sides) for _, a, b, by in sorted(choices)):
            blocks.join(u, v)


def _moved(piece: Piece, sides: Sides, blocks: _Blocks, grid: float) -> bool:
    """Move the block of one end, or else of the other, to where the piece is straight; say whether one could."""
    low, high = sides.range(*piece)
    _, u, v = piece
    if low <= 0 <= high:
        return True
    if blocks.of[u] == blocks.of[v]:
        return False
    shift = low if low > 0 else high
    if grid:
        shift = ceil(low / grid) * grid if low > 0 else floor(high / grid) * grid
        if not low - 0.01 <= shift <= high + 0.01:
            return False
    choices = [(len(blocks.members[blocks.of[u]]), u, v, shift), (len(blocks.members[blocks.of[v]]), v, u, -shift)]
    return any(blocks.shift(a, b, by, sides) for _, a, b, by in sorted(choices))


class _Blocks:
    """Vertices that move together, and what stands in their way."""

    def __init__(self, y: list[float], cells: list[list[Cell]], pieces: list[Piece], held: Container[int]) -> None:
        self.y = y
        self.of = list(range(len(y)))
        self.members = [[v] for v in range(len(y))]
        self.held = held
        self.above: list[tuple[int, float]] = [(-1, 0.0)] * len(y)
        self.below: list[tuple[int, float]] = [(-1, 0.0)] * len(y)
        # How far up and down each may lie at all: beyond, those on that side would not have room.
        self.least, self.most = [0.0] * len(y), [0.0] * len(y)
        self.pieces: list[list[Piece]] = [[] for _ in y]
        for row in cells:
            for cell in row:
                self._fence(cell)
        for piece in pieces:
            self.pieces[piece[1]].append(piece)
            self.pieces[piece[2]].append(piece)

    def _fence(self, cell: Cell) -> None:
        """Note each member's neighbours with the least distance to them; outermost ones have the end of the range."""
        last = len(cell.members) - 1
        spare = 0.01 * (last + 3)
        for i, v in enumerate(cell.members):
            self.least[v], self.most[v] = cell.low + cell.steps[i] - spare, cell.high + cell.steps[i] + spare
            self.above[v] = (cell.members[i - 1], cell.steps[i] - cell.steps[i - 1]) if i else (-1, cell.low)
            end = (-1, cell.high + cell.steps[-1])
            self.below[v] = (cell.members[i + 1], cell.steps[i + 1] - cell.steps[i]) if i < last else end

    def join(self, u: int, v: int) -> None:
        """Let two blocks move together from now on."""
        one, two = self.of[u], self.of[v]
        if one == two:
            return
        if len(self.members[one]) < len(self.members[two]):
            one, two = two, one
        for w in self.members[two]:
            self.of[w] = one
        self.members[one] += self.members[two]
        self.members[two] = []

    def shift(self, v: int, but: int, by: float, sides: Sides) -> bool:
        """Move a vertex' block, and the blocks in its way, but not one; say whether that could be done and is worth it."""
        moving = self._pushed(v, self.of[but], by)
        if not moving:
            return False
        blocks = {self.of[w] for w in moving}
        longer = 0.0
        for w in moving:
            for piece in self.pieces[w]:
                k, a, b = piece
                if (self.of[a] in blocks) != (self.of[b] in blocks):
                    now = sides.bend(k, a, b)
                    longer += abs(now + (by if w == a else -by)) - abs(now)
        if longer > WORTH:
            return False
        for w in moving:
            self.y[w] += by
        return True

    def _pushed(self, v: int, but: int, by: float) -> list[int]:
        """Return all vertices that have to move with one; none if that is too many, or one of them cannot."""
        most = MOST if len(self.y) < MANY else MOST // 8
        if len(self.members[self.of[v]]) > most:
            return []
        moving = list(self.members[self.of[v]])
        taken = {self.of[v]}
        for w in moving:
            other, gap = self.below[w] if by > 0 else self.above[w]
            there = self.y[w] + by
            if w in self.held or len(moving) > most or (there > self.most[w] if by > 0 else there < self.least[w]):
                return []
            if other < 0:
                if (there - gap) * by > 0 and abs(there - gap) > 0.01:
                    return []
            elif self.of[other] not in taken and (self.y[other] - there) * (1 if by > 0 else -1) < gap - 0.01:
                if self.of[other] == but:
                    return []
                taken.add(self.of[other])
                moving += self.members[self.of[other]]
        return moving
