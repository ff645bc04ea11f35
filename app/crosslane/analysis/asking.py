"""Answers to what-if in parts: what takes seconds on a large map is worked out beside the window, and taken in by pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crosslane.analysis.flow import analysing
from crosslane.analysis.known import figures_of, with_diff
from crosslane.analysis.ladder import Segment, strip
from crosslane.analysis.sayings import headline
from crosslane.analysis.whatif import Best, effect_of, finding_next, of_scenario
from crosslane.model.diff import Diff
from crosslane.model.map import Map
from crosslane.model.records import Scenario

# So many pieces of a strip come at a time: about two milliseconds of unpacking.
_PORTION = 120


@dataclass(frozen=True)
class Answer:
    """What a what-if would do: in sentences, in those for a room (nothing of a whole lane), and the time strip then."""

    sentences: tuple[str, ...] = ()
    in_room: tuple[str, ...] = ()
    headline: str = ""
    strip: tuple[Segment, ...] = ()


def answering(map_: Map, diff: Diff) -> Iterator[Any]:
    """Say what a what-if does: an answer without the strip, then the strip in portions; None while it takes."""
    then = with_diff(map_, diff)
    before = yield from figures_of(map_)
    after = yield from figures_of(then)
    desk, room = (effect_of(map_, diff, before, after, lanes=lanes).sentences for lanes in (True, False))
    yield Answer(desk, room, headline(after, map_.head.calendar))
    segments = tuple(strip(then, after))
    for at in range(0, len(segments), _PORTION):
        yield segments[at : at + _PORTION]


def answered(parts: Iterable[Any]) -> Answer:
    """Return the answer that came in parts."""
    head, *portions = (part for part in parts if part is not None)
    return Answer(head.sentences, head.in_room, head.headline, tuple(each for portion in portions for each in portion))


def asking_next(map_: Map, taken: Diff) -> Iterator[Any]:
    """Find the waits that are best removed next, as `next_best` does; None while it takes."""
    here = with_diff(map_, taken)
    yield (yield from finding_next(here, (yield from figures_of(here))))


def next_found(parts: Iterable[Any]) -> tuple[Best, ...]:
    """Return the waits that came in parts."""
    return next(tuple(part) for part in parts if part is not None)


def telling_kept(map_: Map) -> Iterator[Any]:
    """Say for the id of every kept what-if what it would do, in one sentence; None while it takes."""
    kept = [record for record in map_.others("scenario") if isinstance(record, Scenario)]
    before = (yield from figures_of(map_)) if kept else None
    for scenario in kept:
        diff = of_scenario(map_, scenario)
        after = yield from analysing(map_.apply(diff))
        if before is not None:
            yield scenario.id, effect_of(map_, diff, before, after).sentences[0]


def kept_told(parts: Iterable[Any]) -> Mapping[str, str]:
    """Return the sentences that came in parts."""
    return dict(part for part in parts if part is not None)
