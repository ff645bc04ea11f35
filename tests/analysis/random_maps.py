"""Random maps of everything that an item's way can be: choices, loops, branches side by side, some of them, starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.analysis.maps import a_map, flow, step

from crosslane.model.map import Map
from crosslane.model.records import Record

FIXED = ("1h", "2h", "4h", "1d")
SPREAD = (*FIXED, "1-3-10h", "2-6h", "1-2-4h")


@dataclass
class Maker:
    """Draws a map; `wild` adds returns out of anywhere and a second start."""

    random: Random
    wild: bool = False
    times: tuple[str, ...] = FIXED
    records: list[Record] = field(default_factory=list)
    ways: list[tuple[str, str]] = field(default_factory=list)
    returns: set[str] = field(default_factory=set)
    count: int = 0

    def step(self, **fields: object) -> str:
        """Add a step, return its id."""
        self.count += 1
        id_ = f"s{self.count}"
        self.records.append(step(id_, self.random.choice(self.times), self.random.choice(("dev", "ops")), **fields))
        return id_

    def flow(self, source: str, target: str, **fields: object) -> None:
        """Add a flow that waits."""
        wait = self.random.choice((*self.times, "0h"))
        self.records.append(flow(source, target, wait, id=f"f{len(self.records)}", **fields))
        if fields.get("type") != "rework":
            self.ways.append((source, target))

    def back(self, source: str, target: str) -> None:
        """Add a return, once a step."""
        if source not in self.returns:
            self.returns.add(source)
            most = self.random.choice((None, None, 1, 2))
            share = self.random.choice((0.1, 0.25, 0.5))
            self.flow(source, target, type="rework", probability=share, max_repeats=most)

    def block(self, depth: int) -> tuple[str, str]:
        """Add something with one way in and one way out, return its first and last step."""
        kind = self.random.choice(("step", "row", "choice", "all", "some", "loop")) if depth else "step"
        if kind == "step":
            only = self.step()
            return only, only
        if kind == "row":
            return self.row(2, depth - 1)
        if kind == "loop":
            first, last = self.block(depth - 1)
            end = self.step()
            self.flow(last, end)
            self.back(end, first)
            return first, end
        return self.fork(kind, depth - 1)

    def row(self, length: int, depth: int) -> tuple[str, str]:
        """Add blocks one after the other."""
        first, last = self.block(depth)
        for _ in range(length - 1):
            into, out = self.block(depth)
            self.flow(last, into)
            last = out
        return first, last

    def fork(self, kind: str, depth: int) -> tuple[str, str]:
        """Add branches between two steps."""
        split = self.step(split="one" if kind == "choice" else kind)
        join = self.step()
        shares: tuple[float | None, ...] = self.random.choice(((0.3, 0.7), (0.5, 0.25, 0.25), (0.9, 0.1)))
        for share in shares:
            given = None if kind == "all" else share
            if self.random.random() < 0.2 and (split, join) not in self.ways:
                self.flow(split, join, probability=given)
                continue
            first, last = self.block(depth)
            self.flow(split, first, probability=given)
            self.flow(last, join)
        return split, join

    def whole(self) -> Map:
        """Return a whole map."""
        first, last = self.row(self.random.randint(1, 3), 2)
        if self.wild:
            self.stray(first, last)
        return a_map(*self.records)

    def stray(self, first: str, last: str) -> None:
        """Add what does not nest: a return out of anywhere, a second start."""
        onward: dict[str, list[str]] = {}
        for source, target in self.ways:
            onward.setdefault(source, []).append(target)
        single = [id_ for id_, targets in onward.items() if len(targets) == 1 and id_ not in self.returns]
        for source in self.random.sample(single, min(len(single), self.random.randint(0, 2))):
            before = [id_ for id_ in onward if source in _behind(onward, id_)]
            if before:
                self.back(source, self.random.choice(before))
        if self.random.random() < 0.3:
            begin = self.step()
            self.flow(begin, self.random.choice([first, last]))


def _behind(onward: dict[str, list[str]], id_: str) -> set[str]:
    found, todo = {id_}, [id_]
    while todo:
        for target in onward.get(todo.pop(), ()):
            if target not in found:
                found.add(target)
                todo.append(target)
    return found


def random_map(random: Random, *, wild: bool = False, times: tuple[str, ...] = FIXED) -> Map:
    """Return a random map whose numbers are all known."""
    return Maker(random, wild, times).whole()


def messy(steps: int, seed: int) -> Map:
    """Return steps of which each leads on to one or two of the next three, every fifth with a return up to eight back."""
    draw = Random(seed)
    records: list[Record] = []
    for n in range(steps):
        records.append(step(f"s{n}", f"{draw.randint(1, 9)}h"))
        ahead = [f"s{target}" for target in range(n + 1, min(steps, n + 4))]
        targets = draw.sample(ahead, min(len(ahead), draw.choice((1, 2))))
        records += [flow(f"s{n}", target, f"{draw.randint(1, 40)}h") for target in targets]
        if n % 5 == 4:
            back = f"s{max(0, n - draw.randint(1, 8))}"
            records.append(flow(f"s{n}", back, "2h", type="rework", probability=0.1))
    return a_map(*records)
