"""What is known of a map while it changes: at once where that is quick, else as soon as somebody beside has computed it.

Until then what was known stays, without what is gone; what is new is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from time import monotonic, process_time
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from crosslane.analysis.carried import carried
from crosslane.analysis.figures import AWAITED, Figures, MapFigures, WhereTimeGoes
from crosslane.analysis.flow import analyse, analysing
from crosslane.analysis.heat import heat
from crosslane.analysis.known import figures_of, keep
from crosslane.analysis.ladder import Segment, strip
from crosslane.model.diff import Diff, since
from crosslane.model.map import Map
from crosslane.practices.advice import Promotion
from crosslane.practices.own import in_use
from crosslane.practices.suggest import advise
from crosslane.routing.of_map import route_map
from crosslane.routing.routes import Route
from crosslane.turns import at_once

# Seconds of a frame. What takes longer is computed beside the window, not in it.
SLOW = 0.016
# Seconds of processor time that no stumble of the machine explains.
STUCK = 10 * SLOW
# So many seconds people wait for all that follows from an edit before a newer one takes its place, once it is known to come.
BEARABLE = 2.0
# So many returns times steps may take any time where branches cross: nobody knows before it is tried.
TANGLED = 300
# Of more steps than this nobody knows how long they take after the next edit: they never keep the window.
MANY = 60
# So many things come in one piece of an answer: about two milliseconds of unpacking.
PORTION = 120
Part = tuple[str, Any]
T = TypeVar("T")


class Aside(Protocol):
    """Asks for a job on a map beside the window: what it is called, the map, the function, what to do with its parts.

    What comes after these is handed to the function with the map.
    """

    def __call__(
        self,
        kind: str,
        map_: Map,
        function: str,
        then: Callable[[Any], object],
        *args: Any,
        failed: Callable[[str], object],
    ) -> None: ...


@dataclass(frozen=True)
class Results:
    """Figures of a map, how hot each flow is (0 to 3), and its lead time in order."""

    figures: Figures
    heat: Mapping[str, int]
    strip: Sequence[Segment]


class How(NamedTuple, Generic[T]):
    """How something follows from a map: at once, from what was known and what has changed since, and in parts by a
    "module:function" beside.

    What `may_tangle` takes any time where branches cross and come back. Of what takes long, another "module:function" may
    tell something `first`, to be put in place of what was known of that.
    """

    kind: str
    nothing: T
    compute: Callable[[Map], T]
    carry: Callable[[T, Diff, Map], T]
    function: str
    unpack: Callable[[Sequence[Part | None]], T]
    may_tangle: bool = False
    first: str = ""
    with_first: Callable[[T, Any], T] = lambda known, _: known


def results_of(map_: Map) -> Results:
    """Compute all results of a map."""
    return _results(map_, analyse(map_))


def _results(map_: Map, figures: Figures) -> Results:
    return Results(figures, heat(figures), strip(map_, figures))


def carried_on(results: Results, changed: Diff, map_: Map) -> Results:
    """Return results of a moment ago as what is known of the map of now."""
    segments, gone = results.strip, [id_ for id_, change in changed.items() if change.after is None]
    if gone:
        segments = tuple(segment for segment in segments if segment.on in map_)
    return Results(carried(results.figures, changed, map_), results.heat, segments)


class Following(Generic[T]):
    """Something that follows from a map, as the map changes. Without `aside`, which a window sets, it is computed at once."""

    def __init__(self, how: How[T], told: Callable[[], object]) -> None:
        """Begin with nothing known; `told` is called when something has come that is newer than what was given out."""
        self.aside: Aside | None = None
        self._how, self._told = how, told
        self._known: tuple[Map, T] | None = None
        # Seconds of processor time that it took the last times.
        self._took: list[float] = []
        self._asked = False
        # Whether the first of what is asked for is here, and since when it is asked for.
        self._has_first, self._since = False, 0.0

    def of(self, map_: Map) -> T:
        """Return what is known of a map."""
        known = self._known
        if known is not None and known[0] is map_:
            return known[1]
        if self.aside is None or not self._is_slow(map_):
            began = process_time()
            found = self._how.compute(map_)
            # The machine may stumble once: the quickest of three tells how much there is to do.
            self._took = [process_time() - began, *self._took[:2]]
        else:
            found = self.still(map_)
            self._ask(map_)
        self._known = map_, found
        return found

    def still(self, map_: Map) -> T:
        """Return what is known of a map, and ask for nothing."""
        if self._known is None:
            return self._how.carry(self._how.nothing, {}, map_)
        return self._how.carry(self._known[1], since(self._known[0], map_), map_)

    @property
    def is_awaited(self) -> bool:
        """Say whether something is asked for and not here yet."""
        return self._asked

    def is_quick(self, map_: Map, times: int) -> bool:
        """Say whether to compute it for so many maps like this one takes no longer than a frame."""
        return self.aside is None or (not self._is_slow(map_) and min(self._took, default=0.0) * times <= SLOW)

    def keep(self, before: Map, map_: Map) -> None:
        """Say that the same follows from a map as from the one before it: nothing that counts has changed."""
        if self._known is not None and self._known[0] is before:
            self._known = map_, self._known[1]

    def _is_slow(self, map_: Map) -> bool:
        if self._asked:
            # What is under way beside the window is not begun in it as well.
            return True
        # One edit may make branches cross that come back: what takes that long is no stumble, and nobody waits twice for it.
        if self._took and (min(self._took) > SLOW or self._took[0] > STUCK):
            return True
        return len(map_.steps) > MANY or (self._how.may_tangle and self._is_tangle(map_))

    def _is_tangle(self, map_: Map) -> bool:
        """Say whether the ways on a map are others than a moment ago, with returns enough to take any time."""
        ways = _ways(map_)
        enough = ways[1] * len(map_.steps) > TANGLED
        return enough and (self._known is None or _ways(self._known[0]) != ways)

    def _ask(self, map_: Map) -> None:
        # One at a time: what comes is newer than what is known, and what it misses is asked for then.
        if self.aside is None or (self._asked and not self._takes_long()):
            return
        how, self._asked, self._has_first, self._since = self._how, True, False, monotonic()
        if how.first:
            self.aside(f"{how.kind} first", map_, how.first, partial(self._first_came, map_), failed=lambda _: None)
        self.aside(how.kind, map_, how.function, partial(self._came, map_), failed=self._failed)

    def _takes_long(self) -> bool:
        """Say whether what is asked for, of which the first is here, may take any time: it makes room for what is newer."""
        return self._has_first and monotonic() - self._since > (BEARABLE if self._took else 0.0)

    def _first_came(self, map_: Map, first: Any) -> None:
        self._has_first = True
        now, known = self._known or (map_, self._how.nothing)
        found = self._how.with_first(known, first)
        if changed := since(map_, now):
            found = self._how.carry(found, changed, now)
            self._ask(now)
        self._known = now, found
        self._told()

    def _failed(self, _: str) -> None:
        # What is known stays; the next edit asks again.
        self._asked = self._has_first = False

    def _came(self, map_: Map, parts: Sequence[Part | None]) -> None:
        self._asked = self._has_first = False
        self._took = [took for name, took in filter(None, parts) if name == "took"]
        found, now = self._how.unpack(parts), self._known[0] if self._known is not None else map_
        if now is not map_ and (changed := since(map_, now)):
            found = self._how.carry(found, changed, now)
            self._ask(now)
        self._known = now, found
        self._told()


class Asked(Generic[T]):
    """A question about a map that is answered at once where that is quick, else as soon as somebody beside knows."""

    def __init__(
        self,
        kind: str,
        parts: Callable[..., Iterable[Any]],
        together: Callable[[Iterable[Any]], T],
        told: Callable[[], object],
    ) -> None:
        """Begin with nothing asked: `parts` finds the answer from a map and arguments, `told` is called when it has come."""
        self.aside: Aside | None = None
        self._kind, self._parts, self._together, self._told = kind, parts, together, told
        self._known: tuple[Map, tuple[Any, ...], T] | None = None
        self._asked: tuple[Map, tuple[Any, ...]] | None = None

    def of(self, map_: Map, *args: Any, quick: bool) -> T | None:
        """Return the answer to the question with these arguments; None as long as it is not known."""
        known = self._known
        if known is not None and known[0] is map_ and known[1] == args:
            return known[2]
        if quick or self.aside is None:
            found = self._together(self._parts(map_, *args))
            self._known, self._asked = (map_, args, found), None
            return found
        if self._asked is None or self._asked[0] is not map_ or self._asked[1] != args:
            self._asked = map_, args
            function = f"{self._parts.__module__}:{self._parts.__qualname__}"
            self.aside(self._kind, map_, function, partial(self._came, map_, args), *args, failed=self._failed)
        return None

    def _came(self, map_: Map, args: tuple[Any, ...], parts: Iterable[Any]) -> None:
        self._known, self._asked = (map_, args, self._together(parts)), None
        self._told()

    def _failed(self, _: str) -> None:
        # Who asks again gets it asked again.
        self._asked = None


def _ways(map_: Map) -> tuple[int, int]:
    """Return how many flows a map has, and how many of them are returns."""
    return len(map_.flows), sum(flow.type == "rework" for flow in map_.flows)


def with_lead(results: Results, lead: MapFigures) -> Results:
    """Return results of a moment ago with what is known of the map as a whole now."""
    return replace(results, figures=replace(results.figures, map=lead))


def in_parts(map_: Map) -> Iterator[Part | None]:
    """Compute all results of a map, a portion at a time, so that taking them in holds nobody up; None while it takes."""
    began = process_time()
    # Always anew: how long that takes says whether the next may be found in the window.
    figures = yield from analysing(map_)
    found = _results(map_, figures)
    yield "took", process_time() - began
    keep(map_, figures)
    where, lists = figures.where_time_goes, ("time", "pace", "comes_back", "depends_on_one")
    yield "head", replace(figures, steps={}, flows={}, warnings=(), where_time_goes=WhereTimeGoes())
    for name, many in (("steps", figures.steps), ("flows", figures.flows), ("heat", found.heat)):
        yield from ((name, portion) for portion in _portions(many.items()))
    for name in lists:
        yield from ((name, portion) for portion in _portions(getattr(where, name)))
    yield from (("warnings", portion) for portion in _portions(figures.warnings))
    yield from (("strip", portion) for portion in _portions(found.strip))


def promoted_still(promoted: Promotion | None, _: Diff, map_: Map) -> Promotion | None:
    """Return the practice to try next of a moment ago, as long as its place is there."""
    return promoted if promoted is not None and promoted.on in map_ else None


def promoted_in_parts(map_: Map) -> Iterator[Part]:
    """Find the practice to try next on a map."""
    figures = at_once(figures_of(map_))
    began = process_time()
    found = advise(map_, figures, in_use()).experiment
    yield "took", process_time() - began
    yield "promoted", found


def promoted_of(parts: Iterable[Part | None]) -> Promotion | None:
    """Return the practice that came in parts."""
    return next((found for name, found in filter(None, parts) if name == "promoted"), None)


def routes_in_parts(map_: Map) -> Iterator[Part]:
    """Lay all routes of a map from scratch, a portion at a time."""
    for portion in _portions(route_map(map_).items()):
        yield "routes", portion


def routes_together(parts: Iterable[Part]) -> dict[str, Route]:
    """Return the routes that came in parts."""
    return {id_: route for _, portion in parts for id_, route in portion}


def put_together(parts: Iterable[Part | None]) -> Results:
    """Return the results that came in parts."""
    head, found = Figures(), dict[str, list[Any]]()
    for name, portion in filter(None, parts):
        if name == "head":
            head = portion
        elif name != "took":
            found.setdefault(name, []).extend(portion)
    time, pace, comes_back, one = (tuple(found.get(n, ())) for n in ("time", "pace", "comes_back", "depends_on_one"))
    where = WhereTimeGoes(time, pace, comes_back, one)
    steps, flows, warnings = dict(found.get("steps", ())), dict(found.get("flows", ())), found.get("warnings", ())
    figures = replace(head, steps=steps, flows=flows, warnings=tuple(warnings), where_time_goes=where)
    return Results(figures, dict(found.get("heat", ())), tuple(found.get("strip", ())))


def _portions(many: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(many)
    while portion := list(islice(rest, PORTION)):
        yield portion


_AWAITED = Figures(MapFigures(method=AWAITED), awaited=True)
RESULTS = How(
    "results",
    Results(_AWAITED, {}, ()),
    results_of,
    carried_on,
    "crosslane.results:in_parts",
    put_together,
    may_tangle=True,
    first="crosslane.analysis.flow:lead_of",
    with_first=with_lead,
)
