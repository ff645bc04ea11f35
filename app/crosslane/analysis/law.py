"""Distributions of hours as few weighted values: enough to know which of several branches is the last.

A law is a list of atoms (hours, share, work, variance): with that share it takes so many hours, of which `work` are
active, give or take a variance that no choice explains. Shares may sum to less than 1: the rest turns out differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import erf, exp, inf, pi, sqrt

from crosslane.analysis.net import Time

Atom = tuple[float, float, float, float]
Law = list[Atom]
MOST = 48
_SAME = 1e-12
# Moments that differ beyond these digits are one: sums of the same hours in another order.
_DIGITS = 9
_POINTS = 15

AT_ONCE: Law = [(0.0, 1.0, 0.0, 0.0)]


def _normal_points() -> tuple[float, ...]:
    """Return equally likely values of the standard normal, each the mean of its slice, scaled to variance 1."""
    edges = [-1e9, *(_quantile(k / _POINTS) for k in range(1, _POINTS)), 1e9]
    density = [exp(-x * x / 2) / sqrt(2 * pi) if abs(x) < 1e8 else 0.0 for x in edges]
    points = [_POINTS * (a - b) for a, b in pairwise(density)]
    scale = sqrt(sum(x * x for x in points) / _POINTS)
    return tuple(x / scale for x in points)


def _quantile(share: float) -> float:
    low, high = -9.0, 9.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 + erf(middle / sqrt(2))) / 2 < share else (low, middle)
    return low


NORMAL = _normal_points()


def spread_of(time: Time) -> float:
    """Return the variance of a time as a branch races with it: beta-PERT of its ends, even between two of a rhythm."""
    if not time.variance or time.high is None:
        return 0.0
    if time.is_even:
        return time.variance
    return max(0.0, (time.mean - time.low) * (time.high - time.mean) / 7)


def mass(law: Iterable[Atom]) -> float:
    """Return with which share the law happens at all."""
    return sum(atom[1] for atom in law)


def moments(law: Iterable[Atom]) -> tuple[float, float, float]:
    """Return mean hours, variance and mean work, given that the law happens; zeros when it never does."""
    total = hours = square = work = 0.0
    for t, p, w, v in law:
        total += p
        hours += p * t
        square += p * (t * t + v)
        work += p * w
    if total <= 0:
        return 0.0, 0.0, 0.0
    mean = hours / total
    return mean, max(0.0, square / total - mean * mean), work / total


def moved(law: Law, hours: float, work: float = 0.0, variance: float = 0.0, share: float = 1.0) -> Law:
    """Return the law later by some hours, and happening with only a share of its weight."""
    if hours == 0.0 and work == 0.0 and variance == 0.0 and share == 1.0:
        return law
    return [(t + hours, p * share, w + work, v + variance) for t, p, w, v in law]


def trimmed(law: Law, most: int = MOST) -> tuple[Law, bool]:
    """Return the law with equal times as one and at most so many atoms, and whether nothing was lost by it."""
    ordered = sorted(law)
    merged: Law = []
    last = -inf
    for atom in ordered:
        hours = atom[0]
        if hours - last <= _SAME * (hours if hours > 1.0 else 1.0):
            atom = _together([merged.pop(), atom])  # noqa: PLW2901  (the same atom, with the one before it)
        merged.append(atom)
        last = atom[0]
    if len(merged) <= most:
        return merged, True
    binned: Law = []
    group: Law = []
    size, held = mass(merged) / most, 0.0
    for atom in merged:
        group.append(atom)
        held += atom[1]
        if held >= size * (len(binned) + 1) - 1e-15:
            binned.append(_together(group))
            group = []
    return [*binned, _together(group)] if group else binned, False


def _together(group: Sequence[Atom]) -> Atom:
    # Written out: on large maps this is called a million times.
    total = hours = work = variance = 0.0
    for t, p, w, _ in group:
        total += p
        hours += t * p
        work += p * w
    if total <= 0.0:
        return group[0][0], 0.0, group[0][2], group[0][3]
    mean, work = hours / total, work / total
    for t, p, _, v in group:
        variance += p * (v + (t - mean) ** 2)
    variance /= total
    return mean, total, work, variance


def resolved(law: Law) -> Law:
    """Return the law with its variances spelled out as values, work as the same part of each: who takes long works long."""
    out: Law = []
    for t, p, w, v in law:
        if v <= 0.0:
            out.append((t, p, w, 0.0))
        else:
            sd = sqrt(v)
            part = w / t if t > 0.0 else 0.0
            hours = [t + sd * x if t + sd * x > 0.0 else 0.0 for x in NORMAL]
            out += [(each, p / _POINTS, part * each, 0.0) for each in hours]
    return out


def is_spread(law: Law) -> bool:
    """Say whether some of its hours have a variance of their own."""
    return any(v > 0.0 for _, _, _, v in law)


def last_of(laws: Sequence[Law]) -> tuple[Law, list[float]]:
    """Return when the last of several independent laws happens, and with which share each of them is the last.

    Of equally late ones the first counts. The result happens only when all do. A law that does not take part (a
    branch that is not taken) stands at negative hours, and so does the result when none does.
    """
    if len(laws) == 1 and all(atom[0] >= 0.0 for atom in laws[0]):
        return laws[0], [mass(laws[0])]
    events = sorted(((atom, i) for i, law in enumerate(laws) for atom in resolved(law)), key=lambda e: (e[0][0], -e[1]))
    below = [0.0] * len(laws)
    decides = [0.0] * len(laws)
    out: Law = []
    for (t, p, w, _), i in events:
        share = p
        for j, other in enumerate(below):
            if j != i:
                share *= other
        below[i] += p
        if share > 0.0:
            out.append((t, share, w, 0.0))
            decides[i] += share if t >= 0.0 else 0.0
    return out, decides


def race(
    laws: Sequence[dict[str, Law]], never: Sequence[float], rank: Callable[[str], int]
) -> tuple[dict[str, Law], list[float]]:
    """Return the first event of several independent runners by its name, and with which share each of them is first.

    `never` holds with which share a runner has no event at all. Of equally early ones that of the least rank counts,
    then that of the first runner.
    """
    events = [(atom, i, name) for i, own in enumerate(laws) for name, law in own.items() for atom in resolved(law)]
    events.sort(key=lambda event: (round(event[0][0], _DIGITS), rank(event[2]), event[1]))
    above = [sum(mass(law) for law in own.values()) + out for own, out in zip(laws, never, strict=True)]
    decides = [0.0] * len(laws)
    found: dict[str, Law] = {}
    for (t, p, w, _), i, name in events:
        above[i] -= p
        share = p
        for j, other in enumerate(above):
            if j != i:
                share *= max(0.0, other)
        if share > 0.0:
            found.setdefault(name, []).append((t, share, w, 0.0))
            decides[i] += share
    return found, decides
