"""How hard tidy-up tries, by how much there is to do: a first answer at once, a better one while people look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """How much is tried.

    Orientations are those that follow the flow after `levellings` numbers of rounds, and with `shuffles` those from the
    sources and so many by chance besides, each with `starts` orders, of which all get a first look, but only `looks` of
    them (None: all) where these are tangled. The `kept` best of them are improved by `sweeps` and up to `settling` rounds of swaps,
    then long flows look up to `passes` times for better ways; `wide` tries upright flows and both ways of passing
    lanes. In the `aside` best of these, flows that cross are moved apart in one of up to `ways`, up to as many times.
    Of all of them, `drawn` get heights (in `straightenings` sweeps) and channels; of `rerouted` of them the crossed
    flows are rerouted, and of `finished` of those all flows, in `rounds`, each of up to `most` flows (None: of all).
    The best is gone over up to `again` times.
    """

    levellings: int = 4
    shuffles: int | None = None
    looks: int | None = None
    starts: int = 1
    kept: int = 1000
    sweeps: int = 8
    settling: int = 20
    wide: bool = True
    drawn: int = 1
    rerouted: int = 1
    finished: int = 1
    straightenings: int = 3
    rounds: int = 0
    again: int = 0
    passes: int = 2
    aside: int = 0
    ways: int = 12
    most: int | None = None


# Maps that people draw have fewer crossings than so many a step or flow after a first look. Each beyond them is as much to do as
# so many steps: all that comes later weighs crossed flows against each other.
USUAL, EACH = 0.2, 2.0
# Up to so much to do, tangled maps get the effort of larger ones.
LITTLE = 200

# The first number is up to how many steps and flows together the effort is made.
QUICK = (
    (
        60,
        Effort(
            shuffles=12,
            looks=24,
            kept=16,
            sweeps=4,
            aside=3,
            drawn=2,
            rerouted=2,
            straightenings=2,
            rounds=1,
            most=20,
            again=1,
        ),
    ),
    (
        110,
        Effort(shuffles=16, looks=24, kept=6, sweeps=4, aside=2, drawn=2, straightenings=2, rounds=2, most=25, again=1),
    ),
    (200, Effort(shuffles=2, kept=2, sweeps=4, settling=6, aside=1, straightenings=2, rounds=2, most=55)),
    (400, Effort(levellings=2, kept=1, sweeps=6, settling=6, rounds=1, passes=1, most=40)),
    (900, Effort(levellings=2, kept=1, sweeps=6, settling=6, wide=False, rounds=1, passes=1, most=20)),
    (2000, Effort(sweeps=6, settling=8, wide=False, straightenings=2)),
    (None, Effort(levellings=1, sweeps=3, settling=3, wide=False, straightenings=1, passes=1)),
)
# Where maps are small, to move flows apart saves more than to order others or to reroute more of them. Beyond these sizes, the
# effort is small as it is.
TANGLED = (
    (LITTLE, Effort(kept=1, sweeps=6, settling=6, aside=1, rounds=1, passes=1, most=26)),
    (400, Effort(kept=1, sweeps=6, settling=6, straightenings=2, rounds=1, passes=1, most=28)),
    *[each for each in QUICK if each[0] is None or each[0] > 400],
)
THOROUGH = (
    (
        200,
        Effort(
            shuffles=60,
            starts=2,
            kept=40,
            aside=8,
            ways=24,
            sweeps=16,
            drawn=12,
            rerouted=8,
            finished=3,
            rounds=4,
            again=2,
        ),
    ),
    (400, Effort(shuffles=8, kept=20, aside=4, ways=24, sweeps=12, drawn=8, rerouted=4, rounds=3, again=3)),
    (900, Effort(shuffles=8, kept=8, sweeps=12, drawn=3, rerouted=2, rounds=2, again=1)),
    (2000, Effort(shuffles=2, kept=3, sweeps=12, settling=12, wide=False, rounds=1)),
    (None, Effort(levellings=1, sweeps=8, settling=8, wide=False)),
)


def effort_for(size: int, *, thorough: bool, crossings: int = 0) -> Effort:
    """Return the effort for a map of so many steps and flows together, with so many crossings after a first look.

    A thorough look, for which nobody waits, minds no crossings.
    """
    if thorough:
        return _up_to(THOROUGH, size)
    work = size + tangle(size, crossings)
    return _up_to(QUICK, work) if work == size or work <= LITTLE else _up_to(TANGLED, size)


def tangle(size: int, crossings: int) -> float:
    """Return as how many steps the crossings count that are beyond the usual for so many steps and flows."""
    return EACH * max(0.0, crossings - USUAL * size)


def _up_to(efforts: Sequence[tuple[int | None, Effort]], work: float) -> Effort:
    return next(effort for most, effort in efforts if most is None or work <= most)
