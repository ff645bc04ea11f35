"""Any number of random maps, three ways each: exact, sampled, simulated. Prints every disagreement with its seed.

    python tests/benchmarks/fuzz_chance.py --maps 300 [--first 0] [--wild] [--spread]

Exits with 1 when a result that calls itself exact differs by more than five standard errors from one of the others.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "app")]

from tests.analysis.random_maps import FIXED, SPREAD, random_map  # noqa: E402  (found by the line above)

from crosslane.analysis.flow import analyse  # noqa: E402  (as above)
from crosslane.analysis.montecarlo import sample_map  # noqa: E402  (as above)
from crosslane.analysis.simulate import simulate_map  # noqa: E402  (as above)

ERRORS = 5.0


def differences(seed: int, *, wild: bool, spread: bool) -> tuple[str, list[str]]:
    """Return how the map of a seed was solved, and what differs."""
    map_ = random_map(Random(seed), wild=wild, times=SPREAD if spread else FIXED)
    figures = analyse(map_)
    lead, method = figures.map.lead_time.value or 0.0, figures.map.method
    sampled, run = sample_map(map_, figures, 10_000), simulate_map(map_, items=3000)
    if sampled is None or run is None:
        return method, ["not sampled or not simulated"]
    found = []
    for name, mean, error in (("sampled", sampled.mean, sampled.error), ("simulated", run.mean, run.half_width / 1.96)):
        if abs(mean - lead) > ERRORS * error + 1e-6 * max(1.0, lead):
            found.append(f"{name} {mean:.3f} +- {error:.3f}, {method} {lead:.3f}")
    return method, found


def main() -> int:
    """Try them all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--maps", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--wild", action="store_true", help="with returns out of anywhere and second starts")
    parser.add_argument("--spread", action="store_true", help="with times that spread")
    asked = parser.parse_args()
    wrong, solved = 0, {"exact": 0}
    for seed in range(asked.first, asked.first + asked.maps):
        method, found = differences(seed, wild=asked.wild, spread=asked.spread)
        solved[method] = solved.get(method, 0) + 1
        for line in found:
            print(f"seed {seed}: {line}")
        wrong += bool(found) and method == "exact"
    print(f"{asked.maps} maps, {solved}: {wrong} called exact and were not.")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
