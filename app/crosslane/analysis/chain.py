"""Linear systems of items that go on by chance, solved by eliminating one state after the other.

Sparse and in plain Python: maps are long and thin, so elimination in order of fewest neighbours fills in little.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from typing import NamedTuple

Row = dict[int, float]


class NoExit(ArithmeticError):  # noqa: N818  (a finding about a map, not a fault of the program)
    """Some states can never leave; `states` names them."""

    def __init__(self, states: list[int]) -> None:
        super().__init__("states without exit")
        self.states = states


def solve(rows: list[Row], right: list[list[float]]) -> list[list[float]]:
    """Return the x with x[i] = right[i] + sum of rows[i][j] * x[j], for several right-hand sides at once.

    `rows` holds what leaves state i for state j (shares of at most 1 in sum). Raises NoExit when a state keeps all.
    """
    value = [list(r) for r in right]
    gone: list[_Gone] = []
    for step in _eliminated(rows):
        gone.append(step)
        own = value[step.state] = [v / step.stays for v in value[step.state]]
        for i, share in step.back.items():
            value[i] = [a + share * b for a, b in zip(value[i], own, strict=True)]
    for k, _, onward, _ in reversed(gone):
        value[k] = [v + sum(share * value[j][at] for j, share in onward.items()) for at, v in enumerate(value[k])]
    return value


def rounds(rows: list[Row]) -> list[float]:
    """Return how often an item that is in a state passes it, this time included: the diagonal of the inverse of I - rows.

    Only the entries of the inverse that the elimination touched are needed (Takahashi, Fagan and Chen, 1973).
    """
    inverse: dict[tuple[int, int], float] = {}
    for k, stays, onward, back in reversed(list(_eliminated(rows))):
        for j in onward:
            inverse[j, k] = sum(inverse[j, i] * share for i, share in back.items()) / stays
        for i in back:
            inverse[k, i] = sum(share * inverse[j, i] for j, share in onward.items())
        inverse[k, k] = 1.0 / stays + sum(share * inverse[j, k] for j, share in onward.items())
    return [inverse[k, k] for k in range(len(rows))]


class _Gone(NamedTuple):
    """A state taken out: what of it goes elsewhere, by which shares it leads on, and with which shares it is led to."""

    state: int
    stays: float
    onward: Row
    back: Row


def _eliminated(rows: list[Row]) -> Iterator[_Gone]:
    """Take out one state after the other, the one with the fewest neighbours first."""
    out = [dict(row) for row in rows]
    into: list[set[int]] = [set() for _ in rows]
    for i, row in enumerate(out):
        for j in row:
            into[j].add(i)
    gone = [False] * len(rows)
    queue = [(len(into[i]) * len(out[i]), i) for i in range(len(rows))]
    heapify(queue)
    while queue:
        cost, k = heappop(queue)
        if gone[k]:
            continue
        today = len(into[k]) * len(out[k])
        if today > cost:
            heappush(queue, (today, k))
            continue
        gone[k] = True
        yield _eliminate(k, out, into)


def _eliminate(k: int, out: list[Row], into: list[set[int]]) -> _Gone:
    row = out[k]
    stays = 1.0 - row.pop(k, 0.0)
    if stays <= 1e-12:
        raise NoExit([k])
    if stays != 1.0:
        for j in row:
            row[j] /= stays
    into[k].discard(k)
    for j in row:
        into[j].discard(k)
    back = {i: out[i].pop(k) for i in into[k]}
    for i, share in back.items():
        target = out[i]
        for j, onward in row.items():
            target[j] = target.get(j, 0.0) + share * onward
            into[j].add(i)
    into[k] = set()
    return _Gone(k, stays, row, back)


def transposed(rows: list[Row]) -> list[Row]:
    """Return the system read against the flow: who sends to whom."""
    turned: list[Row] = [{} for _ in rows]
    for i, row in enumerate(rows):
        for j, share in row.items():
            turned[j][i] = share
    return turned
