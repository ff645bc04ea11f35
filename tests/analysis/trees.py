"""Random structured processes whose whole distribution of lead times is known without the engine: by convolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from random import Random
from typing import NamedTuple, TypeAlias

from tests.analysis.maps import a_map, flow, step

from crosslane.model.map import Map
from crosslane.model.records import Record

Spread: TypeAlias = dict[float, float]


class Way(NamedTuple):
    """A branch of a split, with the wait into it and out of it; `share` is 1 where all are taken."""

    process: Process
    share: float
    into: int
    out: int


@dataclass(frozen=True)
class Process:
    """Work; processes in a row with a `wait` between them; a split; or a loop with the share that returns."""

    kind: str
    hours: int = 0
    row: tuple[Process, ...] = ()
    ways: tuple[Way, ...] = ()
    share: float = 0.0
    wait: int = 0
    most: int | None = None

    def spread(self) -> Spread:
        """Return how likely each number of hours is."""
        if self.kind == "work":
            return {float(self.hours): 1.0}
        if self.kind == "row":
            return reduce(lambda a, b: _after(a, b, self.wait), (part.spread() for part in self.row))
        if self.kind == "loop":
            return self._rounds()
        each = [{h + way.into + way.out: p for h, p in way.process.spread().items()} for way in self.ways]
        shares = [way.share for way in self.ways]
        if self.kind == "one":
            return _mixed(zip(shares, each, strict=True))
        return reduce(
            _later, [_mixed([(s, hours), (1 - s, {0.0: 1.0})]) for s, hours in zip(shares, each, strict=True)]
        )

    def _rounds(self) -> Spread:
        once = now = self.row[0].spread()
        ends, left, times = list[tuple[float, Spread]](), 1.0, 0
        while left > 1e-11:
            last = self.most is not None and times == self.most
            ends.append((left if last else left * (1 - self.share), now))
            left = 0.0 if last else left * self.share
            now, times = _after(now, once, self.wait), times + 1
        return _mixed(ends)


def _after(first: Spread, then: Spread, wait: float) -> Spread:
    return _mixed((p, {h + wait + other: q for other, q in then.items()}) for h, p in first.items())


def _later(one: Spread, other: Spread) -> Spread:
    return _mixed((p, {max(h, more): q for more, q in _same(other, h)}) for h, p in one.items())


def _same(other: Spread, least: float) -> Iterable[tuple[float, float]]:
    """Yield what is later, and all that is not as one."""
    yield least, sum(q for h, q in other.items() if h <= least)
    yield from ((h, q) for h, q in other.items() if h > least)


def _mixed(parts: Iterable[tuple[float, Spread]]) -> Spread:
    found: defaultdict[float, float] = defaultdict(float)
    for share, spread in parts:
        for hours, p in spread.items():
            found[hours] += share * p
    return {hours: p for hours, p in found.items() if p > 1e-15}


def drawn(random: Random, depth: int = 3, *, again: bool = False) -> Process:
    """Draw a process. Within a loop all others go on until right: "at most twice" counts over the whole way of an item."""
    kind = random.choice(("work", "row", "row", "one", "all", "some", "loop")) if depth else "work"
    if kind == "work":
        return Process(kind, random.randint(0, 5))
    if kind == "row":
        row = tuple(drawn(random, depth - 1, again=again) for _ in range(random.randint(2, 3)))
        return Process(kind, row=row, wait=random.randint(0, 6))
    if kind == "loop":
        inner = drawn(random, depth - 1, again=True)
        most = None if again else random.choice((None, 1, 2))
        return Process(kind, row=(inner,), share=random.choice((0.1, 0.25, 0.5)), wait=random.randint(0, 6), most=most)
    count = random.randint(2, 3)
    weights = [random.randint(1, 5) for _ in range(count)]
    shares = {
        "one": [w / sum(weights) for w in weights],
        "all": [1.0] * count,
        "some": [1.0, *(random.choice((0.3, 0.5, 0.8)) for _ in weights[1:])],
    }[kind]
    ways = (Way(drawn(random, depth - 1, again=again), s, random.randint(0, 6), random.randint(0, 6)) for s in shares)
    return Process(kind, ways=tuple(ways))


@dataclass
class _Drawing:
    records: list[Record] = field(default_factory=list)

    def step(self, hours: int = 0, **fields: object) -> str:
        id_ = f"s{len(self.records)}"
        self.records.append(step(id_, f"{hours}h", **fields))
        return id_

    def flow(self, source: str, target: str, wait: int, **fields: object) -> None:
        self.records.append(flow(source, target, f"{wait}h", id=f"f{len(self.records)}", **fields))

    def add(self, process: Process) -> tuple[str, str]:
        """Draw a process, return where it begins and ends."""
        if process.kind == "work":
            return (id_ := self.step(process.hours)), id_
        if process.kind == "row":
            ends = [self.add(part) for part in process.row]
            for (_, last), (first, _) in pairwise(ends):
                self.flow(last, first, process.wait)
            return ends[0][0], ends[-1][1]
        if process.kind == "loop":
            begin, end = self.add(process.row[0])
            check = self.step()
            self.flow(end, check, 0)
            self.flow(check, begin, process.wait, type="rework", probability=process.share, max_repeats=process.most)
            return begin, check
        split, join = self.step(split=process.kind), self.step()
        for way in process.ways:
            begin, end = self.add(way.process)
            self.flow(split, begin, way.into, probability=None if process.kind == "all" else way.share)
            self.flow(end, join, way.out)
        return split, join


def map_of(process: Process) -> Map:
    """Return the process between a start and an end."""
    drawing = _Drawing()
    start = drawing.step(type="start")
    begin, end = drawing.add(process)
    drawing.flow(start, begin, 0)
    drawing.flow(end, drawing.step(type="end"), 0)
    return a_map(*drawing.records)
