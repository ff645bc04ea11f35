"""Sampling and simulation beside SimPy (and Ciw where it is installed), in one run. Run as a program.

Targets: 10,000 items over 100 steps sampled at least 100 times faster than SimPy; at least 6 times SimPy's events per
second, 20 times Ciw's. SimPy is timed on fewer items and scaled. Prints medians; never fails by the clock.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from time import perf_counter
from typing import Any

import simpy

from crosslane.analysis.montecarlo import sample
from crosslane.analysis.net import read_net
from crosslane.analysis.run import Plan
from crosslane.analysis.shares import resolve
from crosslane.analysis.simulate import simulate
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration

ITEMS, STEPS, STATIONS, RUNS = 10_000, 100, 10, 3


def a_chain(steps: int, time: str, wait: str) -> Map:
    """Return steps in a row, each followed by a wait."""
    lane = Lane(id="dev", name="Dev", order="a")
    row = [Step(id=f"s{n}", lane="dev", process_time=Duration(text=time)) for n in range(steps)]
    flows: list[Record] = [
        Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}", wait=Duration(text=wait)) for n in range(steps - 1)
    ]
    return Map.of([MapRecord(id="map"), lane, *row, *flows])


def simpy_walk(items: int) -> None:
    """Let items through the same steps and waits in SimPy, drawing each from its beta-PERT distribution."""
    world = simpy.Environment()

    def item() -> Generator[Any, Any, None]:
        for at in range(STEPS):
            yield world.timeout(1 + 9 * random.betavariate(13 / 9, 41 / 9))
            if at < STEPS - 1:
                yield world.timeout(1 + 9 * random.betavariate(13 / 9, 41 / 9))

    for _ in range(items):
        world.process(item())
    world.run()


def simpy_queues(items: int) -> int:
    """Let items queue at stations of two in SimPy; returns how many ends of work and arrivals that were."""
    world = simpy.Environment()
    stations = [simpy.Resource(world, 2) for _ in range(STATIONS)]

    def item() -> Generator[Any, Any, None]:
        for station in stations:
            with station.request() as turn:
                yield turn
                yield world.timeout(random.expovariate(1.0))

    def source() -> Generator[Any, Any, None]:
        for _ in range(items):
            world.process(item())
            yield world.timeout(random.expovariate(1.6))

    world.process(source())
    world.run()
    return items * (STATIONS + 1)


def our_queues(items: int) -> int:
    """Let items queue at the same stations; returns how many ends of work and arrivals that were."""
    net = resolve(read_net(a_chain(STATIONS, "1h", "0h"))).net
    people = {f"s{n}": f"s{n}" for n in range(STATIONS)}
    run = simulate(net, Plan(items, 1, 1.6, people, dict.fromkeys(people, 2)))
    assert run.items == items
    assert run.events >= items * STATIONS
    return items * (STATIONS + 1)


def ciw_queues(items: int) -> int:
    """Let items queue at the same stations in Ciw; returns how many ends of work and arrivals that were."""
    ciw = import_module("ciw")
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1.6), *[None] * (STATIONS - 1)],
        service_distributions=[ciw.dists.Exponential(1.0)] * STATIONS,
        routing=[[float(to == at + 1) for to in range(STATIONS)] for at in range(STATIONS)],
        number_of_servers=[2] * STATIONS,
    )
    ciw.Simulation(network).simulate_until_max_customers(items, method="Finish")
    return items * (STATIONS + 1)


def timed(do: Callable[[], object]) -> float:
    """Return the median seconds of a few runs."""
    took = []
    for _ in range(RUNS):
        began = perf_counter()
        do()
        took.append(perf_counter() - began)
    return median(took)


def main() -> None:
    """Print all of it."""
    net = read_net(a_chain(STEPS, "1-2-10h", "1-2-10h"))
    sampled = sample(net, ITEMS)
    assert sampled is not None
    assert abs(sampled.mean - (2 * STEPS - 1) * 19 / 6) < 5 * sampled.error
    ours = timed(lambda: sample(net, ITEMS))
    theirs = timed(lambda: simpy_walk(200)) * ITEMS / 200
    print(
        f"sampling {ITEMS} items x {STEPS} steps: {ours * 1000:.0f} ms, SimPy {theirs:.1f} s: {theirs / ours:.0f} times"
    )
    count = 5000
    peers = {"SimPy": simpy_queues, **({"Ciw": ciw_queues} if find_spec("ciw") else {})}
    for name, peer in peers.items():
        # Side by side, so that other work on the machine disturbs both.
        pairs = [(timed(lambda: our_queues(count)), timed(lambda peer=peer: peer(count))) for _ in range(RUNS)]  # type: ignore[misc]  # a default argument binds the loop's value
        ours, theirs = (median(column) for column in zip(*pairs, strict=True))
        rate, other = (count * (STATIONS + 1) / seconds / 1000 for seconds in (ours, theirs))
        print(f"simulation: {rate:.0f} thousand events/s, {name} {other:.0f}: {theirs / ours:.1f} times")
    if "Ciw" not in peers:
        print("Ciw is not installed: left out.")


if __name__ == "__main__":
    main()
