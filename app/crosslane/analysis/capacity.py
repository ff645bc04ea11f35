"""Load, utilisation and queues: computed only where demand, people and process time are all known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import inf, sqrt
from typing import NamedTuple, Protocol

from crosslane.analysis.net import Net
from crosslane.model.map import Map
from crosslane.model.quantity import UNKNOWN, Quantity, at_least, at_most, between, exact
from crosslane.model.records import Lane, Step

# Squared coefficients of variation of the service time; "none" is a fixed time, "normal" exponential. Our setting.
SPREAD = {"none": 0.0, "low": 0.25, "normal": 1.0, "high": 2.0}
# With more people than this nobody counts them one by one: the approximation says the same.
_CROWD = 10_000


class Passes(Protocol):
    """Tells how often items pass, with its bound."""

    def often(self, id_: str) -> Quantity:
        """Return how often an item passes a step."""

    def of_passes(self, hours: Mapping[str, float], *, known: bool = True) -> Quantity:
        """Return the sum of passes per item by weight; at least while not all weights are `known`."""


def erlang_c(servers: int, offered: float) -> float:
    """Return the probability that an arrival waits in an M/M/c queue (Erlang C).

    `offered` is arrival rate times service time, in servers; it must be below `servers`, else ValueError.
    """
    if not 0 <= offered < servers:
        raise ValueError("the offered load must be below the number of servers")
    # Erlang B one server after the other: no powers and factorials that outgrow what a float can hold.
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return blocked / (1 - offered / servers * (1 - blocked))


def queue_wait(servers: float, rate: float, service: float, spread: float = 1.0) -> float | None:
    """Return the mean hours in the queue before `servers` people, or None when they cannot keep up.

    Exact M/M/c (Erlang C) for exponential service and whole servers; else Sakasegawa's approximation of G/G/m,
    Wq = (ca2 + cs2)/2 * rho^(sqrt(2(m+1)) - 1) / (m (1 - rho)) * service, with Poisson arrivals (ca2 = 1).
    """
    busy = rate * service / servers
    if busy >= 1 or servers <= 0:
        return None
    if _is_exponential(servers, spread):
        count = int(servers)
        return erlang_c(count, rate * service) * service / (count - rate * service)
    crowding = float(busy ** (sqrt(2 * (servers + 1)) - 1)) / (servers * (1 - busy))
    return (1 + spread) / 2 * crowding * service


def _is_exponential(servers: float, spread: float) -> bool:
    return abs(spread - 1.0) < 1e-9 and servers == int(servers) and servers <= _CROWD


class Queue(NamedTuple):
    """The mean hours in a queue, and which theory says so."""

    hours: float
    theory: str


def _queue_of(servers: float, rate: float, service: float, spread: float) -> Queue | None:
    hours = queue_wait(servers, rate, service, spread)
    if hours is None:
        return None
    if _is_exponential(servers, spread):
        return Queue(hours, "Erlang C (M/M/c)")
    return Queue(hours, "Kingman (M/G/1)" if servers == 1 else "Sakasegawa (G/G/m)")


def servers_of(step: Step, lane: Lane | None) -> float | None:
    """Return how many people's full time a step can have: its own and its lane's, whichever is less; None unknown."""
    count = _people_of(step, lane)
    if count is None:
        return None
    available = step.availability if step.availability is not None else (lane.availability if lane else None)
    up = 1.0 if step.uptime is None else step.uptime
    return count * (1.0 if available is None else available) * up


def _people_of(step: Step, lane: Lane | None) -> float | None:
    """Return how many people a step can have: its own or its lane's, whichever are fewer; None unknown."""
    own, pool = step.people, lane.people if lane else None
    if own is None or pool is None:
        return pool if own is None else own
    return min(own, pool)


def _pool_of(lane: Lane) -> float:
    return (lane.people or 0.0) * (1.0 if lane.availability is None else lane.availability)


class Capacity:
    """How busy steps and lanes are at today's demand, and how much the map can carry."""

    def __init__(self, map_: Map, net: Net, visits: Mapping[str, float], passes: Passes, demand: float | None) -> None:
        """Read the map; `visits` are passes per item and `passes` their bounds, `demand` items per working hour."""
        self.map, self.demand, self.visits, self._passes = map_, demand, visits, passes
        self.work = {id_: node.work.mean for id_, node in net.nodes.items() if node.work.known}
        self._lanes = {lane.id: lane for lane in map_.lanes}
        self._servers = {step.id: servers_of(step, self._lanes.get(step.lane)) for step in map_.steps}
        self._shared: dict[str, list[Step]] = {}
        self._passed: dict[str, Quantity] = {}
        self._sure: dict[str, bool] = {}
        self._worked: dict[str, float | None] = {}
        self._pooled: dict[str, tuple[Queue | None, bool]] = {}
        self._queues: dict[str, Queue | None] = {}

    def _often(self, id_: str) -> Quantity:
        found = self._passed.get(id_)
        if found is None:
            found = self._passed[id_] = self._passes.often(id_)
        return found

    def load(self, step: Step) -> Quantity:
        """Return the hours of work per working hour that a step causes."""
        if self.demand is None or step.id not in self.work:
            return UNKNOWN
        return self._often(step.id).times(self.demand * self.work[step.id])

    def utilisation(self, step: Step, load: Quantity) -> Quantity:
        """Return the share of its people's time that the load of a step takes; above 1 they cannot keep up."""
        servers = self._servers[step.id]
        return load.times(1 / servers) if servers else UNKNOWN

    def is_deserted(self, step: Step, load: Quantity) -> bool:
        """Say whether there is work at a step and nobody to do it."""
        return self._servers[step.id] == 0 and bool(load.value)

    def growth(self, busy: float, step: Step) -> float:
        """Return by how many items a week the queue before a step grows that is busy more than all of the time."""
        return self.growth_of_lane(busy) * self.visits.get(step.id, 0.0)

    def growth_of_lane(self, busy: float) -> float:
        """Return how many items a week more arrive than the people of a lane can do who are busy more than all of the time."""
        calendar = self.map.head.calendar
        return (self.demand or 0.0) * (1 - 1 / busy) * calendar.hours_per_day * calendar.days_per_week

    def predicted_wait(self, step: Step) -> Quantity:
        """Return the mean queue in hours that theory predicts before a step; unknown when it cannot keep up.

        People who do several steps of a lane have one queue: its wait is that of all these steps. Batches are no queue
        of single items, so nothing is predicted for them.
        """
        queue = self.queue(step)
        if queue is None:
            return UNKNOWN
        sure = self._often(step.id).known and self._is_sure(step.lane)
        return exact(queue.hours) if sure else at_least(queue.hours)

    def _is_sure(self, lane_id: str) -> bool:
        """Say whether it is known how often items pass all steps whose people do the work of a whole lane."""
        if lane_id not in self._sure:
            lane = self._lanes.get(lane_id)
            sharing = self._sharing(lane) if lane and lane.people is not None else []
            self._sure[lane_id] = all(self._often(step.id).known for step in sharing)
        return self._sure[lane_id]

    def queue(self, step: Step) -> Queue | None:
        """Return the predicted queue before a step, read once."""
        if step.id not in self._queues:
            batch = step.batch_size is not None and step.batch_size > 1
            self._queues[step.id] = None if batch or self.demand is None else self._queue(step)
        return self._queues[step.id]

    def shared_queue(self, step: Step) -> tuple[Queue | None, bool] | None:
        """Return the wait for the people of the whole lane, and whether it is sure; None where a step has its own."""
        if self.demand is None or step.id not in self._pools:
            return None
        found = self._pooled.get(step.lane)
        if found is None:
            found = self._pooled[step.lane] = self._pools[step.id], self._is_sure(step.lane)
        return found

    def _queue(self, step: Step) -> Queue | None:
        lane = self._lanes.get(step.lane)
        shared = lane is not None and step.id in self._pools and len(self._sharing(lane)) > 1
        if shared and step.people is None:
            return self._pools[step.id]
        own = self._own_wait(step, lane)
        if not shared:
            return own
        pool = self._pools[step.id]
        return max(own, pool) if own and pool else None

    @cached_property
    def _pools(self) -> dict[str, Queue | None]:
        """The wait before each step whose people do the work of a whole lane, read once for all of them."""
        found: dict[str, Queue | None] = {}
        for lane in self.map.lanes:
            shared = self._sharing(lane) if lane.people is not None else []
            if shared:
                found.update(dict.fromkeys((step.id for step in shared), self._pool_wait(lane, shared)))
        return found

    def _sharing(self, lane: Lane) -> list[Step]:
        if lane.id not in self._shared:
            steps = self.map.steps_of(lane.id)
            self._shared[lane.id] = [s for s in steps if self.work.get(s.id) and self.visits.get(s.id)]
        return self._shared[lane.id]

    def _own_wait(self, step: Step, lane: Lane | None) -> Queue | None:
        people, full, service = _people_of(step, lane), self._servers[step.id], self.work.get(step.id, 0.0)
        if people is None or not service or self.demand is None or not full:
            return None
        # People who are there part of the time serve more slowly: the same count, a longer service.
        count = max(1.0, people)
        rate = self.demand * self.visits.get(step.id, 0.0)
        return _queue_of(count, rate, service * count / full, SPREAD[step.variability or "normal"])

    def _pool_wait(self, lane: Lane, steps: list[Step]) -> Queue | None:
        if self.demand is None or not lane.people:
            return None
        rates = {step.id: self.demand * self.visits[step.id] for step in steps}
        total = sum(rates.values())
        service = sum(rates[step.id] * self.work[step.id] for step in steps) / total
        spread = sum(rates[step.id] * self.work[step.id] * SPREAD[step.variability or "normal"] for step in steps)
        available = 1.0 if lane.availability is None else lane.availability
        return _queue_of(lane.people, total, service / available, spread / (total * service)) if available else None

    def busy(self, lane: Lane) -> Quantity:
        """Return the share of a lane's pooled people that its steps take together."""
        if lane.people is None or self.demand is None:
            return UNKNOWN
        steps = self.map.steps_of(lane.id)
        known = {step.id: self.work[step.id] for step in steps if step.id in self.work}
        pool = _pool_of(lane)
        if not known or not pool:
            return UNKNOWN
        weights = {id_: self.demand * hours / pool for id_, hours in known.items()}
        return self._passes.of_passes(weights, known=len(known) == len(steps))

    def limits(self) -> list[tuple[float, str, str]]:
        """Return (items per working hour, kind, id) of everything that limits the map, tightest first."""
        return self._limits

    @cached_property
    def _limits(self) -> list[tuple[float, str, str]]:
        found = []
        for step in self.map.steps:
            servers = self._servers[step.id]
            hours = self.visits.get(step.id, 0.0) * self.work.get(step.id, 0.0)
            if servers is not None and hours > 0:
                found.append((servers / hours, "step", step.id))
        for lane in (lane for lane in self.map.lanes if lane.people is not None):
            hours = sum(self.visits.get(s.id, 0.0) * self.work.get(s.id, 0.0) for s in self.map.steps_of(lane.id))
            if hours > 0:
                found.append((_pool_of(lane) / hours, "lane", lane.id))
        return sorted(found, key=lambda limit: limit[0])

    def capacity(self) -> Quantity:
        """Return the items per working hour that the map can carry; at most, while some steps' people are unknown."""
        limits = self.limits()
        if not limits:
            return UNKNOWN
        # What takes no work of anybody's limits nothing: ends, stores, and steps of no time.
        working = {step.id: self._often(step.id) for step in self.map.steps if self._works(step)}
        unsure = {id_: passes for id_, passes in working.items() if not passes.known}
        if any(passes.bound == "unknown" for passes in unsure.values()):
            return UNKNOWN
        most = limits[0][0]
        for id_, passes in working.items():
            if (id_ not in self.work or self._servers[id_] is None) and passes.high != 0.0:
                return at_most(most)
        least = min(most, *(self._least(passes, id_) for id_, passes in unsure.items() if passes.high != 0.0), inf)
        return exact(most) if least >= most * (1 - 1e-9) else between(least, most) if least else at_most(most)

    def _least(self, often: Quantity, id_: str) -> float:
        """Return how many items a step can carry, and the people it shares, when it is passed most often."""
        lane = self._lanes.get(self.map.step(id_).lane)
        own = (self._servers[id_] or 0.0) / (often.high * self.work[id_]) if often.high else 0.0
        busy = self._shared_work(lane) if lane and lane.people is not None else None
        return own if busy is None else min(own, _pool_of(lane) / busy if lane and busy else 0.0)

    def _shared_work(self, lane: Lane) -> float | None:
        """Return the hours of a lane's work per item at most; None where nothing limits it."""
        if lane.id not in self._worked:
            steps = [step.id for step in self.map.steps_of(lane.id) if step.id in self.work]
            self._worked[lane.id] = self._passes.of_passes({id_: self.work[id_] for id_ in steps}).high
        return self._worked[lane.id]

    def _works(self, step: Step) -> bool:
        return self.work.get(step.id, 1.0) > 0
