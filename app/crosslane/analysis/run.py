"""What both ways to simulate a net share: chance, people, and the account at the end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import log, sqrt
from random import Random
from statistics import fmean

from crosslane.analysis.net import Arc, Net, Time

Draw = Callable[[], float]
ITEMS = 4000
_BATCHES = 20


@dataclass(frozen=True)
class Plan:
    """How to simulate: items, chance, and for queues the arrivals per working hour and the people.

    `people` names for a step the pool that serves it, `pools` how many there are in each; a step without a pool takes
    everybody at once. `spread` is the squared variation of a served step's time (1 is exponential). The first share
    `warm_up` of the items is left out.
    """

    items: int = ITEMS
    seed: int = 1
    arrivals: float | None = None
    people: dict[str, str] = field(default_factory=dict)
    pools: dict[str, int] = field(default_factory=dict)
    spread: dict[str, float] = field(default_factory=dict)
    warm_up: float = 0.0


@dataclass(slots=True)
class Station:
    """A pool of people: how many are busy, who waits, and how long both were so, in working hours."""

    servers: int
    busy: int = 0
    queue: deque[tuple[float, int, int, int]] = field(default_factory=deque)
    waited: float = 0.0
    served: int = 0
    worked: float = 0.0


@dataclass(frozen=True)
class Result:
    """What came of it, in working hours; `half_width` is that of the 95 % interval of the mean.

    `percentiles` are p50, p85 and p95 of the lead time. `queue_wait`, `queue_length` and `busy` are those of the pools, `flow_wait` is the mean wait of each flow.
    """

    mean: float
    half_width: float
    sd: float
    items: int
    events: int
    queue_wait: dict[str, float]
    queue_length: dict[str, float]
    busy: dict[str, float]
    flow_wait: dict[str, float]
    percentiles: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def agrees_with(self, exact: float, errors: float = 3.0) -> bool:
        """Say whether an exact mean lies within so many standard errors."""
        return abs(self.mean - exact) <= errors * self.half_width / 1.96 + 1e-9 * max(1.0, exact)


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _sd(values: list[float]) -> float:
    """Return the standard deviation; plain floats, that of the standard library takes as long as the simulation."""
    mean = fmean(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


class Run(ABC):
    """What both ways to simulate share: chance, people, and the account at the end."""

    def __init__(self, net: Net, plan: Plan) -> None:
        self.net, self.plan, self.random = net, plan, Random(plan.seed)
        self.names = list(net.nodes)
        self.at = {id_: i for i, id_ in enumerate(self.names)}
        self.heap: list[tuple[float, int, int, int, int]] = []
        self.pools = {name: Station(servers) for name, servers in plan.pools.items()}
        self.station = [self.pools.get(plan.people.get(id_, "")) for id_ in self.names]
        self.hours = [self._draw_step(id_) for id_ in self.names]
        self.along = {arc.id: self._draw_arc(arc) for arc in net.arcs.values()}
        self.passed = dict.fromkeys(net.arcs, 0)
        self.waited = dict.fromkeys(net.arcs, 0.0)
        self.leads: list[float] = []
        self.events, self.now = 0, 0.0

    @abstractmethod
    def go(self) -> None:
        """Let all items through."""

    def arrivals(self) -> list[float]:
        """Return when each item begins: at random with the plan's rate, else all at once."""
        now, times = 0.0, []
        for _ in range(self.plan.items):
            now += self.random.expovariate(self.plan.arrivals) if self.plan.arrivals else 0.0
            times.append(now)
        return times

    def _draw(self, time: Time) -> Draw:
        mean, low, random = time.mean, time.low, self.random.random
        if time.high is None or not time.variance:
            return lambda: mean
        if time.is_even:
            reach = (12 * time.variance) ** 0.5
            return lambda: mean + reach * (random() - 0.5)
        width = time.high - low
        lead, beta = min(max(6 * (mean - low) / width, 1.0), 5.0), self.random.betavariate
        return lambda: low + width * beta(lead, 6 - lead)

    def _draw_step(self, id_: str) -> Draw:
        time = self.net.nodes[id_].elapsed
        mean, spread = time.mean, self.plan.spread.get(id_, 1.0)
        if self.plan.people.get(id_) not in self.plan.pools or mean <= 0:
            return self._draw(time)
        if not spread:
            return lambda: mean
        if spread == 1.0:
            random = self.random.random
            return lambda: -mean * log(1.0 - random())
        shape, gamma = 1 / spread, self.random.gammavariate
        return lambda: gamma(shape, mean / shape)

    def _draw_arc(self, arc: Arc) -> Draw:
        wait, handling = self._draw(arc.wait), self._draw(arc.handling)
        return (lambda: wait() + handling()) if arc.handling.mean else wait

    def result(self) -> Result:
        """Return the account."""
        leads = self.leads[int(len(self.leads) * self.plan.warm_up) :]
        pools = {name: pool for name, pool in self.pools.items() if pool.served}
        span, ordered = self.now or 1.0, sorted(leads)
        return Result(
            fmean(leads),
            1.96 * self._error(leads),
            _sd(leads),
            len(leads),
            self.events,
            {name: pool.waited / pool.served for name, pool in pools.items()},
            # Little's law over the whole run: what all have waited together, spread over the time.
            {name: pool.waited / span for name, pool in pools.items()},
            {name: pool.worked / (span * pool.servers) for name, pool in pools.items()},
            {id_: self.waited[id_] / n for id_, n in self.passed.items() if n},
            (_share(ordered, 0.5), _share(ordered, 0.85), _share(ordered, 0.95)),
        )

    def _error(self, leads: list[float]) -> float:
        """Return the standard error of the mean: from batches of items that follow one another where queues remember."""
        if not self.plan.arrivals:
            return _sd(leads) / sqrt(len(leads))
        size = max(1, len(leads) // _BATCHES)
        means = [fmean(leads[i : i + size]) for i in range(0, size * _BATCHES, size) if leads[i : i + size]]
        return _sd(means) / sqrt(len(means)) if len(means) > 1 else 0.0
