"""Linear systems of items that go on by chance, solved by eliminating one state after the other.

Sparse and in plain Python: maps are long and thin, so elimination in order of fewest neighbours fills in little.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

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
    out = [dict(row) for row in rows]
    into: list[set[int]] = [set() for _ in rows]
    for i, row in enumerate(out):
        for j in row:
            into[j].add(i)
    value = [list(r) for r in right]
    order: list[int] = []
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
        order.append(k)
        _eliminate(k, out, into, value)
    for k in reversed(order):
        row = out[k]
        value[k] = [v + sum(share * value[j][at] for j, share in row.items()) for at, v in enumerate(value[k])]
    return value


def _eliminate(k: int, out: list[Row], into: list[set[int]], value: list[list[float]]) -> None:
    row = out[k]
    stays = 1.0 - row.pop(k, 0.0)
    if stays <= 1e-12:
        raise NoExit([k])
    if stays != 1.0:
        for j in row:
            row[j] /= stays
        value[k] = [v / stays for v in value[k]]
    into[k].discard(k)
    for j in row:
        into[j].discard(k)
    for i in into[k]:
        share = out[i].pop(k)
        target, values = out[i], value[i]
        for j, onward in row.items():
            target[j] = target.get(j, 0.0) + share * onward
            into[j].add(i)
        value[i] = [a + share * b for a, b in zip(values, value[k], strict=True)]
    into[k] = set()


def transposed(rows: list[Row]) -> list[Row]:
    """Return the system read against the flow: who sends to whom."""
    turned: list[Row] = [{} for _ in rows]
    for i, row in enumerate(rows):
        for j, share in row.items():
            turned[j][i] = share
    return turned
