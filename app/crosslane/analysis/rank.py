"""How sure the order of the costliest flows is: each wait drawn anew from what was said of it.

A single figure is what somebody rounded to its last digit: "3d" may be two and a half days or three and a half. Two
flows that lie within that of each other are a close call.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crosslane.analysis.figures import Figures
from crosslane.analysis.montecarlo import Dice
from crosslane.analysis.net import Time, read_net
from crosslane.model.durations import rounding
from crosslane.model.map import Map

CLEAR = 0.8  # Our setting: from this share of samples on the first place is clear.


@dataclass(frozen=True)
class Lead:
    """How sure the first place among the costliest flows is: in which share of samples it holds, and who comes next."""

    first: str
    share: float
    next: str | None

    @property
    def is_clear(self) -> bool:
        """Say whether the first place is clear, by our setting."""
        return self.next is None or self.share >= CLEAR


def rank_stability(map_: Map, figures: Figures, draws: int = 2000, seed: int = 1) -> Lead | None:
    """Return how sure the first place is, were each wait anywhere in what was said; None when nothing costs anything, or nobody knows how much.

    A single figure may be off by half of its last digit.
    """
    net = read_net(map_)
    costs = {p.on: figures.flows[p.on].saved_if_removed.value for p in figures.where_time_goes.time}
    known = {id_: cost for id_, cost in costs.items() if cost}
    if not known or figures.flows[next(iter(known))].saved_if_removed.bound == "at-most":
        # What may add as much, beside something unknown, may add nothing.
        return None
    dice = Dice(np.random.default_rng(seed))
    rows = []
    for id_, cost in known.items():
        wait, said = net.arcs[id_].wait, map_.flow(id_).wait
        reach = rounding(said.text, map_.head.calendar) if said else 0.0
        even = Time(wait.mean, wait.mean - reach, wait.mean + reach, reach**2 / 3, is_even=True)
        factor = dice.draw(even if reach else wait, draws) / wait.mean if wait.mean else 1.0
        rows.append(np.broadcast_to(np.asarray(cost * factor, dtype=np.float64), draws))
    first = np.array(rows).argmax(axis=0)
    share = np.bincount(first, minlength=len(rows)) / draws
    ids = list(known)
    others = sorted((-float(share[at]), at) for at in range(1, len(ids)) if share[at] > 0)
    return Lead(ids[0], float(share[0]), ids[others[0][1]] if others else None)
