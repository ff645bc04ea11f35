"""What lies between two versions of a map, in parts: what takes seconds on large maps is found beside the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crosslane.analysis.compare import Comparison, Whys, comparing, comparison_told
from crosslane.analysis.figures import Figures
from crosslane.analysis.heat import heat
from crosslane.analysis.ladder import Segment, strip
from crosslane.analysis.sayings import headline
from crosslane.analysis.whatif import effect_of, of_scenario
from crosslane.model.diff import puts
from crosslane.model.map import Map
from crosslane.model.records import Record, Scenario
from crosslane.routing.of_map import route_map
from crosslane.routing.routes import Route

NEW, GONE, FASTER, SLOWER = "new", "gone", "faster", "slower"
# So many things come at a time: about two milliseconds of unpacking.
_PORTION = 120


@dataclass(frozen=True)
class Row:
    """A time strip of one version: when it was so, its lead time in words, and where that goes."""

    when: str
    headline: str
    strip: tuple[Segment, ...]


@dataclass(frozen=True)
class Between:
    """Two versions side by side, ready to be shown.

    `told` are lines, those after an empty one are headings; `foot` sums them up. `gone` are records of the older version
    that the newer one lacks, `marks` the word on all that is otherwise by id; `heat` and `routes` are of the drawing of both.
    """

    rows: tuple[Row, ...] = ()
    told: tuple[str, ...] = ()
    foot: str = ""
    gone: tuple[Record, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    heat: Mapping[str, int] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)

    def both(self, new: Map) -> Map:
        """Return the newer version with what went."""
        return new.apply(puts(new, self.gone))


def row_of(when: str, map_: Map, figures: Figures) -> Row:
    """Return the time strip of a version."""
    return Row(when, headline(figures, map_.head.calendar), strip(map_, figures))


def between_versions(new: Map, old: Map, whys: Whys | None = None) -> Iterator[Any]:
    """Say what lies between a version and now, in portions of each field of `Between`; None while it takes."""
    found = yield from comparing(old, new, whys)
    rows = [row_of("as it was written then", old, found.recorded)]
    if found.learned:
        rows.append(row_of("what we now believe it was", found.believed, found.then))
    rows.append(row_of("today", new, found.now))
    yield from _parts(old, new, found, rows, comparison_told(found))


def between_now_and(now: Map, scenario_id: str, lanes: bool) -> Iterator[Any]:
    """Say what lies between now and a kept what-if; without `lanes` nothing is said of a whole lane. None while it takes."""
    scenario = now.get(scenario_id)
    if not isinstance(scenario, Scenario):
        return
    diff = of_scenario(now, scenario)
    then = now.apply(diff)
    found = yield from comparing(now, then)
    before, after = found.recorded, found.now
    rows = [row_of("now", now, before), row_of("how it could be", then, after)]
    facts = [fact.sentence.replace(", now ", ", then ") for fact in (*found.changed, *found.learned)]
    sentences = effect_of(now, diff, before, after, lanes=lanes).sentences
    yield from _parts(now, then, found, rows, [*sentences, "", "What would be otherwise", *facts])


def _parts(old: Map, new: Map, found: Comparison, rows: Iterable[Row], told: Iterable[str]) -> Iterator[Any]:
    for row in rows:
        yield "rows", [(row.when, row.headline)]
        for portion in _portions(row.strip):
            yield "strip", portion
    yield "foot", [found.sentences[-1]]
    gone = [record for id_ in found.removed if (record := old.get(id_)) is not None]
    both = new.apply(puts(new, gone))
    marks = {
        **dict.fromkeys(found.slower, SLOWER),
        **dict.fromkeys(found.faster, FASTER),
        **dict.fromkeys(found.added, NEW),
        **dict.fromkeys(found.removed, GONE),
    }
    classes = {**dict.fromkeys((flow.id for flow in both.drawn_flows), 0), **heat(found.now)}
    yield
    for name, many in (
        ("told", told),
        ("gone", gone),
        ("marks", marks.items()),
        ("heat", classes.items()),
        ("routes", route_map(both).items()),
    ):
        for portion in _portions(many):
            yield name, portion


def _portions(many: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(many)
    while portion := list(islice(rest, _PORTION)):
        yield portion


def between_together(parts: Iterable[Any]) -> Between:
    """Return what came in parts."""
    found = dict[str, list[Any]]()
    rows: list[tuple[str, str, list[Segment]]] = []
    for name, portion in filter(None, parts):
        if name == "rows":
            rows += [(when, said, []) for when, said in portion]
        elif name == "strip":
            rows[-1][2].extend(portion)
        else:
            found.setdefault(name, []).extend(portion)
    told, gone = (tuple(found.get(name, ())) for name in ("told", "gone"))
    marks, classes, routes = (dict(found.get(name, ())) for name in ("marks", "heat", "routes"))
    shown = tuple(Row(when, said, tuple(pieces)) for when, said, pieces in rows)
    return Between(shown, told, "".join(found.get("foot", ())), gone, marks, classes, routes)
