"""When nobody looks for garbage."""

from __future__ import annotations

import gc
import weakref

import pytest

from crosslane.garbage import Collector


class Ring:
    """Holds itself."""

    def __init__(self) -> None:
        self.next = self


def test_the_collector_rests_until_no_reason_is_left() -> None:
    """Two reasons need two ends, in any order; one that is not there has none."""
    collector = Collector()
    collector.rest("hand")
    collector.rest("map")
    collector.go_on("hand")
    collector.go_on("other")
    assert not gc.isenabled()
    collector.go_on("map")
    assert gc.isenabled()


def test_what_came_while_it_rested_is_looked_through_when_it_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what was kept out of sight meanwhile; a little more is not worth another look."""
    collector = Collector()
    collector.rest("map")
    try:
        ring = weakref.ref(Ring())
        gc.freeze()
        monkeypatch.setattr("crosslane.garbage.WORTH", -1_000_000)
        collector.look_through()
        assert ring() is None
        monkeypatch.undo()
        another = weakref.ref(Ring())
        collector.look_through()
        assert another() is not None
    finally:
        collector.go_on("map")
        gc.unfreeze()
