"""How fast the analysis is, beside peers in the same run. Run as a program; prints, never fails by the clock.

Each row is one function of `ROWS`. Targets: the chain at most 5, 0.15 and 0.03 times what dense NumPy takes at 100, 1,000
and 5,000 steps; the exact result of 100 steps within 20 ms and of 1,000 within 100 ms, 95th percentile, both as numbers
are typed and anew, of a map of which nothing was known before.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from random import Random
from statistics import median
from time import perf_counter, process_time

import numpy as np

from crosslane.__main__ import GARBAGE
from crosslane.analysis.course import Course, State, Way
from crosslane.analysis.flow import analyse
from crosslane.model.diff import Change
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.model.values import Duration

Row = tuple[str, str, str]


def chain(count: int, seed: int = 1) -> list[State]:
    """Return states one after the other; some leap ahead, some lead back a few, each with work and waits."""
    random = Random(seed)
    states = []
    for i in range(count):
        ways = [Way(i + 1 if i + 1 < count else None, 1.0, random.randint(0, 30), name=f"f{i}")]
        if random.random() < 0.3 and i + 6 < count:
            leap = Way(i + random.randint(2, 5), 0.3, random.randint(0, 30), name=f"g{i}")
            ways = [ways[0]._replace(share=0.7), leap]
        if random.random() < 0.2 and i > 5:
            ways = [way._replace(share=way.share * 0.8) for way in ways]
            ways.append(Way(i - random.randint(1, 5), 0.2, 5.0, name=f"r{i}", back=True))
        states.append(State(random.randint(1, 9), ways=ways))
    return states


def dense(states: list[State]) -> tuple[float, float, float]:
    """Return mean, variance and visits in all as dense NumPy finds them: three solves of the whole matrix."""
    count = len(states)
    away = np.zeros((count, count))
    hours = np.array([float(state.hours) for state in states])
    spent = hours.copy()
    for i, state in enumerate(states):
        for way in state.ways:
            spent[i] += way.share * way.hours
            if way.target is not None:
                away[i, way.target] += way.share
    matrix = np.eye(count) - away
    mean = np.linalg.solve(matrix, spent)
    square = np.zeros(count)
    for i, state in enumerate(states):
        for way in state.ways:
            took = hours[i] + way.hours
            square[i] += way.share * (took**2 + 2 * took * (mean[way.target] if way.target is not None else 0.0))
    moment = np.linalg.solve(matrix, square)
    visits = np.linalg.solve(matrix.T, np.eye(1, count)[0])
    return float(mean[0]), float(moment[0] - mean[0] ** 2), float(visits.sum())


def best(action: Callable[[], object], times: int) -> float:
    """Return the least seconds of some runs: the figure that other work on the machine disturbs least."""
    took = []
    for _ in range(times):
        start = perf_counter()
        action()
        took.append(perf_counter() - start)
    return min(took)


def chain_beside_numpy() -> Iterator[Row]:
    """Mean, variance and visits of a chain: ours beside dense NumPy."""
    for count, target, times in ((100, 5.0, 30), (1000, 0.15, 5), (5000, 0.03, 1)):
        states = chain(count)
        ours, theirs = best(lambda: Course(states, 0), times), best(lambda: dense(states), times)  # noqa: B023  (run at once)
        course, (mean, variance, visits) = Course(states, 0), dense(states)
        apart = max(
            abs(course.value[0] / mean - 1), abs(course.variance / variance - 1), abs(sum(course.visits) / visits - 1)
        )
        said = f"{ours * 1e3:8.2f} ms, NumPy {theirs * 1e3:8.2f} ms, apart by {apart:.0e}"
        yield f"chain of {count:,} steps", said, f"{ours / theirs:.3f} (at most {target})"


def mixed_map(count: int, seed: int = 1) -> Map:
    """Return a map of sequences, branches at the same time, choices and returns in five lanes, with people and demand."""
    random = Random(seed)
    lanes = [Lane(id=f"l{at}", order=str(at), people=5) for at in range(5)]
    steps = [
        Step(
            id=f"s{i}", lane=f"l{random.randrange(5)}", name=f"s{i}", pca=random.choice([0.8, 0.9, 1.0]),
            process_time=Duration(text=f"{random.randint(1, 9)}h"),
        )
        for i in range(count)
    ]  # fmt: skip
    flows: list[Flow] = []

    def join(a: int, b: int, **fields: object) -> None:
        number = len(flows) + 1
        wait = Duration(text=f"{random.randint(0, 30)}h")
        plain = Flow(id=f"f{number}", number=number, source=f"s{a}", target=f"s{b}", wait=wait)
        flows.append(plain.but(**fields) if fields else plain)

    i = 0
    while i < count - 5:
        kind = random.random()
        if kind < 0.5:
            join(i, i + 1)
            i += 1
        elif kind < 0.85:
            shares = ({}, {}) if kind < 0.7 else ({"probability": 0.3}, {"probability": 0.7})
            join(i, i + 1, **shares[0])
            join(i, i + 2, **shares[1])
            join(i + 1, i + 3)
            join(i + 2, i + 3)
            i += 3
        else:
            join(i, i + 1)
            join(i + 1, i + 2)
            join(i + 2, i, type="rework", probability=0.2)
            i += 2
    for at in range(i, count - 1):
        join(at, at + 1)
    return Map.of([MapRecord(id="map", demand="5/w"), *lanes, *steps, *flows])


def many_starts(count: int, seed: int = 1) -> Map:
    """Return a map whose branches cross one another, with many places where a round begins at once."""
    random = Random(seed)
    steps = [
        Step(id=f"s{i}", lane=f"l{i % 3}", process_time=Duration(text=f"{random.randint(1, 9)}h")) for i in range(count)
    ]
    flows = []
    for i in range(1, count):
        for chance in (0.8, 0.4):
            if random.random() < chance:
                source, wait = random.randint(max(0, i - 12), i - 1), Duration(text=f"{random.randint(0, 30)}h")
                number = len(flows) + 1
                flows.append(Flow(id=f"f{number}", number=number, source=f"s{source}", target=f"s{i}", wait=wait))
    return Map.of([*(Lane(id=f"l{at}", order=str(at)) for at in range(3)), *steps, *flows])


def edited(map_: Map, hours: int, seen: Map) -> float:
    """Return the seconds of processor time that all results take after one number has changed, `seen` analysed last."""
    flow = map_.flow("f3")
    after = map_.apply({"f3": Change(flow, flow.but(wait=Duration(text=f"{hours}h")))})
    analyse(seen)
    start = process_time()
    analyse(after)
    return process_time() - start


def exact_results() -> Iterator[Row]:
    """All exact results of a map: after a number was typed, and of a map of which nothing was known before."""
    for name, made in (("mixed", mixed_map), ("many starts", many_starts)):
        for count, target, times in ((100, "20 ms", 60), (1000, "100 ms", 60), (2000, "-", 20)):
            map_ = made(count)
            for how, seen in (("typed", map_), ("anew", made(10))):
                took = sorted(edited(map_, n, seen) * 1e3 for n in range(times))
                late = took[min(times - 1, int(times * 0.95))]
                yield (
                    f"exact, {name}, {count:,} steps, {how}",
                    f"p50 {median(took):7.1f} ms, p95 {late:7.1f} ms",
                    f"(at most {target})",
                )


ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "chain": chain_beside_numpy,
    "exact": exact_results,
}


def main() -> None:
    """Print the rows named on the command line, or all."""
    # As the program does when it starts: nobody looks through the modules again, nor through all new things so often.
    gc.set_threshold(*GARBAGE)
    gc.freeze()
    for name, rows in ROWS.items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            for what, said, ratio in rows():
                print(f"{what:38} {said:58} {ratio}", flush=True)


if __name__ == "__main__":
    main()
