"""Linear systems of items that go on by chance, solved by eliminating one state after the other.

Sparse and in plain Python: maps are long and thin, so elimination in order of fewest neighbours fills in little.
"""

from __future__ import annotations

from functools import cached_property
from heapq import heapify, heappop, heappush

Row = dict[int, float]


class NoExit(ArithmeticError):  # noqa: N818  (a finding about a map, not a fault of the program)
    """Some states can never leave; `states` names them."""

    def __init__(self, states: list[int]) -> None:
        super().__init__("states without exit")
        self.states = states


class Eliminated:
    """A system x[i] = right[i] + sum of rows[i][j] * x[j], eliminated once and solved for any right-hand side.

    `rows` holds what leaves state i for state j (shares of at most 1 in sum). Raises NoExit when a state keeps all.
    """

    def __init__(self, rows: list[Row]) -> None:
        """Eliminate one state after the other, always one with few neighbours."""
        self._out = [dict(row) for row in rows]
        self._into: list[set[int]] = [set() for _ in rows]
        for i, row in enumerate(self._out):
            for j in row:
                self._into[j].add(i)
        # For each state when its turn came: what it kept from itself, and what still led into it.
        self._stays = [1.0] * len(rows)
        self._from: list[list[tuple[int, float]]] = [[] for _ in rows]
        self._order: list[int] = []
        self._eliminate_all()

    def _eliminate_all(self) -> None:
        out, into = self._out, self._into
        queue = [(len(into[i]) * len(out[i]), i) for i in range(len(out))]
        heapify(queue)
        gone = [False] * len(out)
        while queue:
            cost, k = heappop(queue)
            if gone[k]:
                continue
            today = len(into[k]) * len(out[k])
            if today > cost:
                heappush(queue, (today, k))
                continue
            gone[k] = True
            self._order.append(k)
            self._eliminate(k)

    def _eliminate(self, k: int) -> None:
        out, into = self._out, self._into
        row = out[k]
        stays = self._stays[k] = 1.0 - row.pop(k, 0.0)
        if stays <= 1e-12:
            raise NoExit([k])
        if stays != 1.0:
            for j in row:
                row[j] /= stays
        into[k].discard(k)
        for j in row:
            into[j].discard(k)
        for i in into[k]:
            target = out[i]
            share = target.pop(k)
            self._from[k].append((i, share))
            for j, onward in row.items():
                target[j] = target.get(j, 0.0) + share * onward
                into[j].add(i)
        into[k] = set()

    def ahead(self, right: list[float]) -> list[float]:
        """Return x for a right-hand side: what lies ahead of each state."""
        value = list(right)
        for k in self._order:
            value[k] /= self._stays[k]
            for i, share in self._from[k]:
                value[i] += share * value[k]
        for k in reversed(self._order):
            for j, share in self._out[k].items():
                value[k] += share * value[j]
        return value

    def along(self, start: list[float]) -> list[float]:
        """Return how often each state is passed by what starts at these states."""
        passes = list(start)
        for k in self._order:
            for j, share in self._out[k].items():
                passes[j] += share * passes[k]
        for k in reversed(self._order):
            for i, share in self._from[k]:
                passes[k] += share * passes[i]
            passes[k] /= self._stays[k]
        return passes

    @cached_property
    def again(self) -> dict[tuple[int, int], float]:
        """How often state i is passed from state j on, for each j that i leads to and for i itself, as [j, i].

        Read off against the order of elimination (selected inversion), at the cost of the elimination itself.
        """
        known: dict[tuple[int, int], float] = {}
        for k in reversed(self._order):
            row, stays = self._out[k], self._stays[k]
            for j in row:
                known[j, k] = sum(share * known[j, i] for i, share in self._from[k]) / stays
            for i, _ in self._from[k]:
                known[k, i] = sum(share * known[j, i] for j, share in row.items())
            known[k, k] = 1.0 / stays + sum(share * known[j, k] for j, share in row.items())
        return known


def solve(rows: list[Row], right: list[list[float]]) -> list[list[float]]:
    """Return the x with x[i] = right[i] + sum of rows[i][j] * x[j], for several right-hand sides at once."""
    system = Eliminated(rows)
    columns = [system.ahead(list(column)) for column in zip(*right, strict=True)]
    return [list(values) for values in zip(*columns, strict=True)]


def rounds(rows: list[Row]) -> list[float]:
    """Return how often an item that is in a state passes it, this time included: the diagonal of the inverse of I - rows."""
    again = Eliminated(rows).again
    return [again[k, k] for k in range(len(rows))]
