"""Heights: every vertex gets a y inside its lane, so that as many arrows as possible run straight.

Within a column and lane the order is fixed; the heights nearest to the wishes are an isotonic regression, solved by
pooling neighbours (pool adjacent violators) with weighted medians.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crosslane.layout.align import Cell, align
from crosslane.layout.graph import Options
from crosslane.layout.levels import Levels, Problem
from crosslane.layout.ports import Port, Sides, reach, slide_ports
from crosslane.layout.warm import Held

HELD = 1000.0
# A height with its weight; and a neighbour with what is to be added to its height, and the weight of that.
Pull = tuple[float, float]
Wish = tuple[int, float, float]


@dataclass
class Heights:
    """The y of every vertex' middle, the band of every lane, and where arrows leave and enter boxes.

    `leaving` and `entering` hold offsets from the middle of the right and of the left side, by (vertex, arrow).
    """

    y: list[float]
    bands: list[tuple[float, float]]
    leaving: dict[Port, float] = field(default_factory=dict)
    entering: dict[Port, float] = field(default_factory=dict)


def heights_of(levels: Levels, problem: Problem, options: Options, sweeps: int, held: Held | None = None) -> Heights:
    """Return heights and ports of an ordered layered graph; what is held stays where nothing pushes it."""
    half = [h / 2 for h in problem.h] + [0.0] * (levels.size - levels.n)
    cells = _cells(levels, half, options)
    bands = _bands(levels, cells, half, options, held.lane_heights if held else ())
    heights = Heights([0.0] * levels.size, bands)
    _spread_ports(levels, problem, heights)
    _begin_in_the_middle(cells, heights.y)
    rows = {v: bands[levels.lane[v]][0] + row for v, row in held.rows.items()} if held else {}
    heights.y[:] = [rows.get(v, y) for v, y in enumerate(heights.y)]
    sides = Sides(problem.h, heights.y, heights.leaving, heights.entering, levels.backward())
    _Straightener(levels, sides, cells, rows).run(sweeps)
    if options.row_grid or options.grid:
        _onto_rows(levels, cells, heights, half, options, held)
        _range_cells(levels, cells, half, heights.bands, options.lane_pad)
    align(levels, sides, cells, rows, options.grid)
    slide_ports(levels, sides)
    return heights


def _cells(levels: Levels, half: Sequence[float], options: Options) -> list[list[Cell]]:
    """Return for every layer its cells; the distance of two neighbours depends on what they are."""
    found: list[list[Cell]] = []
    for layer in levels.layers:
        row: list[Cell] = []
        for v in layer:
            if row and levels.lane[row[-1].members[-1]] == levels.lane[v]:
                cell = row[-1]
                gap = _gap(levels.n, cell.members[-1], v, options)
                cell.steps.append(cell.steps[-1] + half[cell.members[-1]] + half[v] + gap)
                cell.members.append(v)
            else:
                row.append(Cell([v], [0.0]))
        found.append(row)
    return found


def _gap(n: int, a: int, b: int, options: Options) -> float:
    if a < n and b < n:
        return options.row_gap
    return options.line_gap if (a < n) != (b < n) else options.track


def _bands(
    levels: Levels, cells: list[list[Cell]], half: Sequence[float], options: Options, held: Sequence[float]
) -> list[tuple[float, float]]:
    need = [max(0.0, options.lane_min - 2 * options.lane_pad)] * levels.lanes
    for row in cells:
        for cell in row:
            lane = levels.lane[cell.members[0]]
            need[lane] = max(need[lane], half[cell.members[0]] + cell.steps[-1] + half[cell.members[-1]])
    bands = []
    top = 0.0
    for lane, height in enumerate(need):
        # A lane that was there before gives up half of its margin before it pushes those below.
        full = height + 2 * options.lane_pad
        bands.append((top, top + (max(held[lane], full - options.lane_pad) if held else full)))
        top = bands[-1][1]
    _range_cells(levels, cells, half, bands, options.lane_pad)
    return bands


def _range_cells(
    levels: Levels, cells: list[list[Cell]], half: Sequence[float], bands: list[tuple[float, float]], pad: float
) -> None:
    for row in cells:
        for cell in row:
            top, bottom = bands[levels.lane[cell.members[0]]]
            cell.low = top + pad + half[cell.members[0]]
            cell.high = max(cell.low, bottom - pad - half[cell.members[-1]] - cell.steps[-1])


def _begin_in_the_middle(cells: list[list[Cell]], y: list[float]) -> None:
    for row in cells:
        for cell in row:
            start = (cell.low + cell.high) / 2
            for v, step in zip(cell.members, cell.steps, strict=True):
                y[v] = start + step


def _spread_ports(levels: Levels, problem: Problem, heights: Heights) -> None:
    """Spread the arrows of a side evenly along it, in the order of their other ends."""
    place = {v: at for layer in levels.layers for at, v in enumerate(layer)}
    leaving: dict[int, list[tuple[int, int]]] = {}
    entering: dict[int, list[tuple[int, int]]] = {}
    for k, chain in enumerate(levels.chains):
        if levels.layer[chain[0]] != levels.layer[chain[-1]]:
            leaving.setdefault(chain[0], []).append((place[chain[1]], k))
            entering.setdefault(chain[-1], []).append((place[chain[-2]], k))
    for ports, by_box in ((heights.leaving, leaving), (heights.entering, entering)):
        for box, arrows in by_box.items():
            for at, (_, k) in enumerate(sorted(arrows)):
                ports[box, k] = problem.h[box] * ((at + 1) / (len(arrows) + 1) - 0.5)


class _Straightener:
    """Sweeps over the columns; every cell moves to the weighted median of what its neighbours pull it to."""

    def __init__(self, levels: Levels, sides: Sides, cells: list[list[Cell]], rows: Mapping[int, float]) -> None:
        self.y = sides.y
        self.rows = rows
        self.cells = cells
        self.left: list[list[Wish]] = [[] for _ in range(levels.size)]
        self.right: list[list[Wish]] = [[] for _ in range(levels.size)]
        leaving, entering = reach(sides.out), reach(sides.into)
        n = levels.n
        for k, chain in enumerate(levels.chains):
            for u, v in itertools.pairwise(chain):
                if levels.layer[u] == levels.layer[v]:
                    continue
                weight = 8.0 if u >= n and v >= n else 2.0 if u >= n or v >= n else 1.0
                near, far = leaving.get((u, k), (0.0, 0.0)), entering.get((v, k), (0.0, 0.0))
                low, high = far[0] - near[1], far[1] - near[0]
                # Anywhere in the range is as good: half of the pull to either end of it.
                for by, much in ((low, weight), (high, weight)) if low != high else ((low, 2 * weight),):
                    self.right[u].append((v, by, much))
                    self.left[v].append((u, -by, much))
        self.both = [left + right for left, right in zip(self.left, self.right, strict=True)]
        # Of every vertex its cell, told by its first member; and of which cells the neighbours on both sides have moved.
        self.cell = [0] * levels.size
        for cell in itertools.chain.from_iterable(cells):
            for v in cell.members:
                self.cell[v] = cell.members[0]
        self.is_news = [True] * levels.size

    def run(self, sweeps: int) -> None:
        """Sweep forth and back; the last two sweeps look at both sides, the first one never does."""
        for turn in range(sweeps):
            both = turn >= max(1, sweeps - 2)
            for rows, near in ((self.cells, self.left), (reversed(self.cells), self.right)):
                for cell in itertools.chain.from_iterable(rows):
                    if not both:
                        self._settle(cell, near)
                    elif self.is_news[cell.members[0]]:
                        self._settle_between(cell)

    def _settle_between(self, cell: Cell) -> None:
        """Settle a cell between both sides, and note what its moves are news for."""
        before = [self.y[v] for v in cell.members]
        self.is_news[cell.members[0]] = False
        self._settle(cell, self.both)
        for v, y in zip(cell.members, before, strict=True):
            if self.y[v] != y:
                for u, _, _ in self.both[v] or ((v, 0.0, 0.0),):
                    self.is_news[self.cell[u]] = True

    def _settle(self, cell: Cell, near: list[list[Wish]]) -> None:
        y, rows = self.y, self.rows
        wishes: list[list[Pull]] = []
        for v, step in zip(cell.members, cell.steps, strict=True):
            if rows and v in rows:
                wishes.append([(rows[v] - step, HELD)])
            else:
                wishes.append([(y[u] - step + by, weight) for u, by, weight in near[v]] or [(y[v] - step, 0.1)])
        if len(wishes) == 1:
            y[cell.members[0]] = min(max(_weighted_median(wishes[0]), cell.low), cell.high)
            return
        at = 0
        for wish, count in _pooled(wishes):
            start = min(max(wish, cell.low), cell.high)
            for i in range(at, at + count):
                y[cell.members[i]] = start + cell.steps[i]
            at += count


def _pooled(wishes: list[list[Pull]]) -> list[tuple[float, int]]:
    """Return blocks of (height, members): rising heights with the least weighted distance to the wishes."""
    blocks: list[tuple[float, list[Pull], int]] = []
    for pulls in wishes:
        block = (_weighted_median(pulls), pulls, 1)
        while blocks and blocks[-1][0] > block[0]:
            _, before, count = blocks.pop()
            joined = before + block[1]
            block = (_weighted_median(joined), joined, count + block[2])
        blocks.append(block)
    return [(height, count) for height, _, count in blocks]


def _weighted_median(pulls: list[Pull]) -> float:
    if len(pulls) == 1:
        return pulls[0][0]
    if len(pulls) == 2:
        (low, weight), (high, more) = sorted(pulls)
        return low if weight >= (weight + more) / 2 - 1e-9 else high
    ordered = sorted(pulls)
    half = sum([weight for _, weight in ordered]) / 2 - 1e-9
    passed = 0.0
    for height, weight in ordered:
        passed += weight
        if passed >= half:
            return height
    return ordered[-1][0]


def _onto_rows(
    levels: Levels,
    cells: list[list[Cell]],
    heights: Heights,
    half: Sequence[float],
    options: Options,
    held: Held | None,
) -> None:
    """Put boxes on the rows of their lane and passing points on the grid, keeping all distances; lanes may grow.

    Boxes that are held keep their height in the lane if there is room.
    """
    known = held.rows if held else {}
    lowest = [top for top, _ in heights.bands]
    for row in cells:
        for cell in row:
            lane = levels.lane[cell.members[0]]
            top = heights.bands[lane][0] + options.lane_pad
            before = top - 1e9
            for i, v in enumerate(cell.members):
                least = before + (cell.steps[i] - cell.steps[i - 1] if i else 0.0)
                pitch = options.row_grid if v < levels.n and v not in known and options.row_grid else options.grid
                wish = _nearest(heights.y[v] - half[v] - top, pitch) + half[v] + top
                if wish < least - 1e-6:
                    wish = top + half[v] - _nearest(top + half[v] - least - options.grid / 2 + 0.01, options.grid)
                heights.y[v] = before = max(wish, top + half[v])
            lowest[lane] = max(lowest[lane], before + half[cell.members[-1]] + options.lane_pad)
    _restack(levels, heights, lowest, options, held.lane_heights if held else ())


def _nearest(value: float, pitch: float) -> float:
    return round(value / pitch) * pitch if pitch else value


def _restack(levels: Levels, heights: Heights, lowest: list[float], options: Options, held: Sequence[float]) -> None:
    """Let every lane be as high as its content, or as it was if that is enough, and move the lanes below it."""
    shifts = []
    top = 0.0
    bands = []
    for lane, ((old, _), low) in enumerate(zip(heights.bands, lowest, strict=True)):
        shifts.append(top - old)
        height = max(options.lane_min, low - old)
        # As in the first bands: half of the margin goes before the lanes below have to.
        bands.append((top, top + (max(held[lane], height - options.lane_pad / 2) if held else height)))
        top = bands[-1][1]
    heights.bands[:] = bands
    for v in range(levels.size):
        heights.y[v] += shifts[levels.lane[v]]
