"""In which ways a step among crossing branches can turn out: which arcs are taken, and how often items return before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from crosslane.analysis.net import Arc, Node

TAIL = 1e-9
Returns = tuple[tuple[Arc, float], ...]


@dataclass(frozen=True)
class Option:
    """One way a step can turn out: which arcs are taken, after how many returns, or by which return the mesh is left.

    Where `times` is the mean of all that return at `least` so often, it is more than that.
    """

    probability: float
    taken: tuple[Arc, ...]
    returns: Returns = ()
    times: float = 0.0
    left_by: Arc | None = None
    least: float = 0.0

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids of the arcs taken."""
        return frozenset(arc.id for arc in self.taken)


def ways_on(node: Node, arcs: list[Arc]) -> list[Option]:
    """Return in which ways items go on from a step over these arcs."""
    if not arcs:
        return [Option(1.0, ())]
    if node.split == "all":
        return [Option(1.0, tuple(arcs))]
    if node.split == "one":
        total = sum(arc.probability or 0.0 for arc in arcs)
        return [Option((arc.probability or 0.0) / total, (arc,)) for arc in arcs if arc.probability]
    ways = [Option(1.0, ())]
    for arc in arcs:
        p = min(arc.probability or 0.0, 1.0)
        ways = [w for way in ways for w in (Option(way.probability * p, (*way.taken, arc)), _without(way, p))]
    return [way for way in ways if way.probability > 0]


def _without(way: Option, p: float) -> Option:
    return Option(way.probability * (1 - p), way.taken)


def repeats(back: float, limit: int | None, longest: int) -> Iterator[tuple[float, float, float]]:
    """Yield how often an item returns, at least so often, with its probability; what lies beyond the longest is one mean."""
    times = 0
    while times != limit and (times < longest - 1 or limit == longest) and back**times > TAIL:
        yield times, times, back**times * (1 - back)
        times += 1
    more = back / (1 - back) if limit is None else sum(back**n for n in range(1, limit - times + 1))
    yield times + more, times, back**times
