"""Results hold no circles: on a large map, where the collector rests, what is no longer needed goes by itself."""

from __future__ import annotations

import gc
from random import Random

import pytest
from tests.analysis.random_maps import messy, random_map

from crosslane.analysis.flow import analyse
from crosslane.garbage import no_collection
from crosslane.model.map import Map


def _left_by(map_: Map) -> list[object]:
    # Modules that are loaded on the way hold circles of their own.
    analyse(map_)
    gc.collect()
    with no_collection():
        analyse(map_)
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            gc.collect()
            return list(gc.garbage)
        finally:
            gc.set_debug(0)
            gc.garbage.clear()


@pytest.mark.parametrize("seed", range(2))
def test_nothing_of_results_is_left_for_the_collector(seed: int) -> None:
    """Also where branches cross one another, and rounds are followed one by one."""
    for map_ in (messy(24, seed), random_map(Random(seed), wild=True)):
        assert not _left_by(map_)
