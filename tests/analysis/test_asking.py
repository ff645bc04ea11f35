"""Answers to what-if that come in parts say what those say that come at once."""

from __future__ import annotations

import pytest
from tests.analysis.maps import a_map, flow, step

from crosslane import results
from crosslane.analysis import asking, known
from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analysing
from crosslane.analysis.ladder import strip
from crosslane.analysis.sayings import headline
from crosslane.analysis.whatif import Change, changed, effect, kept, next_best
from crosslane.model.map import Map
from crosslane.turns import Turns


def branches() -> Map:
    """Two branches side by side, one after a wait of three days."""
    steps = (step("a", "8h"), step("b", "8h", lane="ops"), step("c", "8h"), step("d", "8h"))
    return a_map(*steps, flow("a", "b", "3d"), flow("a", "c", "1d"), flow("b", "d", "1d"), flow("c", "d", "2d"))


def test_an_answer_tells_what_the_effect_tells() -> None:
    """For the desk and for the room, with the strip of the map as it would be."""
    map_ = branches()
    diff = changed(map_, [Change("a-b")])
    parts = list(asking.answering(map_, diff))
    assert None in parts, "one that is forgotten can end"
    found = asking.answered(parts)
    assert found.sentences == effect(map_, diff).sentences
    assert found.in_room == effect(map_, diff, lanes=False).sentences
    assert found.strip == tuple(strip(map_.apply(diff), effect(map_, diff).after))
    assert found.headline == headline(effect(map_, diff).after, map_.head.calendar)


def test_the_next_best_in_parts() -> None:
    map_ = branches()
    taken = changed(map_, [Change("a-b")])
    assert asking.next_found(asking.asking_next(map_, taken)) == tuple(next_best(map_, taken))


def test_what_is_kept_is_told_by_its_id() -> None:
    map_ = branches()
    map_ = map_.apply(kept(map_, changed(map_, [Change("a-b")]), "No wait"))
    (scenario,) = map_.others("scenario")
    told = asking.kept_told(asking.telling_kept(map_))
    assert told == {scenario.id: effect(map_, changed(map_, [Change("a-b")])).sentences[0]}
    assert asking.kept_told(asking.telling_kept(branches())) == {}


def test_one_map_is_analysed_once_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The effect, what is best next and what is kept begin at the results that there are; a what-if is asked on in its own."""
    map_ = branches()
    map_ = map_.apply(kept(map_, changed(map_, [Change("a-c")]), "No wait"))
    asked: list[Map] = []

    def counted(of: Map) -> Turns[Figures]:
        asked.append(of)
        return (yield from analysing(of))

    for module in (known, results):
        monkeypatch.setattr(module, "analysing", counted)
    diff = changed(map_, [Change("a-b")])
    list(results.in_parts(map_))
    list(asking.answering(map_, diff))
    list(asking.asking_next(map_, diff))
    list(asking.telling_kept(map_))
    list(asking.asking_next(map_, {}))
    list(results.promoted_in_parts(map_))
    assert [of is map_ for of in asked] == [True, False]
    list(results.in_parts(map_))
    assert len(asked) == 3, "how long they take is measured, never how long to look them up"
