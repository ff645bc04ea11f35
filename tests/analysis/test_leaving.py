"""When items leave a course, in the mean, is what their whole distribution says."""

from __future__ import annotations

from random import Random

import pytest

from analysis.random_maps import messy, random_map
from crosslane.analysis.bounds import bound_map
from crosslane.analysis.distribution import laws_of
from crosslane.analysis.law import mass
from crosslane.analysis.part import Stuck


def test_means_by_the_way_out_are_those_of_the_laws() -> None:
    compared = loops = 0
    for seed in range(60):
        for map_ in (messy(8, seed), random_map(Random(seed), wild=True)):
            try:
                region = bound_map(map_).least.lead
            except Stuck:
                continue
            for inside in [region, *(entered.inside for entered in region.entered.values())]:
                course = getattr(inside, "course", None)
                left = course.leaving() if course else None
                if course is None or left is None:
                    continue
                compared += 1
                loops += any(len(part) > 1 for part in course.parts)
                laws, _ = laws_of(course)
                for name, (share, hours) in left.items():
                    law = laws.get(name, [])
                    assert share == pytest.approx(mass(law), abs=1e-6)
                    assert hours == pytest.approx(sum(t * p for t, p, _, _ in law), rel=1e-6, abs=1e-6)
    assert compared > 60
    assert loops > 10
