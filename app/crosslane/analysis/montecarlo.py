"""Percentiles of the lead time by seeded sampling, for maps where an item is at one place at a time."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

import numpy as np
from numpy.typing import NDArray

from crosslane.analysis.net import Net, Time
from crosslane.analysis.shares import resolve

_ROUNDS = 10_000
Hours = NDArray[np.float64]
Items = NDArray[np.intp]


@dataclass(frozen=True)
class Sampled:
    """Lead time in working hours over all sampled items; `error` is the standard error of the mean."""

    mean: float
    error: float
    sd: float
    p50: float
    p85: float
    p95: float


def sample(net: Net, count: int = 10_000, seed: int = 1) -> Sampled | None:
    """Return the sampled lead time; None where a number is missing, branches run side by side, or returns are counted.

    Three-point values are drawn from the beta-PERT distribution, ways on by their shares.
    """
    shares = resolve(net)
    if shares.open_choices or shares.open_loops or not _is_walk(shares.net):
        return None
    hours = _walk(shares.net, count, np.random.default_rng(seed))
    if hours is None:
        return None
    p50, p85, p95 = (float(p) for p in np.percentile(hours, [50, 85, 95]))
    sd = float(hours.std(ddof=1))
    return Sampled(float(hours.mean()), sd / count**0.5, sd, p50, p85, p95)


def _is_walk(net: Net) -> bool:
    """Whether all times are said and an item is never at two places at once."""
    times = [*(node.elapsed for node in net.nodes.values()), *(arc.wait for arc in net.arcs.values())]
    times += [arc.handling for arc in net.arcs.values()]
    forks = [n for n in net.nodes.values() if n.split != "one" and sum(not a.rework for a in net.out[n.id]) > 1]
    counted = any(arc.max_repeats is not None for arc in net.arcs.values())
    return len(net.starts) == 1 and not forks and not counted and all(_is_said(time) for time in times)


def _is_said(time: Time) -> bool:
    """Whether a time is known with its ends, and spread as PERT says (an interval between runs is not)."""
    return time.known and time.high is not None and isclose(time.variance, ((time.high - time.low) / 6) ** 2)


def _walk(net: Net, count: int, random: np.random.Generator) -> Hours | None:
    """Return the hours of every item; None when some do not arrive within many rounds."""
    hours = np.zeros(count)
    at: dict[str, Items] = {net.starts[0]: np.arange(count)}
    for _ in range(_ROUNDS):
        going: dict[str, list[Items]] = {}
        for id_, items in at.items():
            for target, moved in _pass(net, id_, items, hours, random):
                going.setdefault(target, []).append(moved)
        at = {id_: np.concatenate(parts) for id_, parts in going.items()}
        if not at:
            return hours
    return None


def _pass(net: Net, id_: str, items: Items, hours: Hours, random: np.random.Generator) -> list[tuple[str, Items]]:
    """Let items through one step and send them on; those that no share sends on have arrived."""
    node, moved = net.nodes[id_], []
    hours[items] += _drawn(node.elapsed, len(items), random)
    if node.delivers:
        return []
    lot, upto = random.random(len(items)), 0.0
    for arc in net.out[id_]:
        share = arc.probability or 0.0
        chosen = items[(lot >= upto) & (lot < upto + share)]
        upto += share
        if len(chosen):
            hours[chosen] += _drawn(arc.wait, len(chosen), random) + _drawn(arc.handling, len(chosen), random)
            moved.append((arc.target, chosen))
    return moved


def _drawn(time: Time, count: int, random: np.random.Generator) -> Hours:
    if time.high is None or time.high <= time.low or not time.variance:
        return np.full(count, time.mean)
    width = time.high - time.low
    lead = min(max(6 * (time.mean - time.low) / width, 1.0), 5.0)
    return time.low + width * random.beta(lead, 6 - lead, count)
