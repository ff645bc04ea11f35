"""A tidy-up as a proposal, for the worker process: which steps would lie where, and what that does for the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from crosslane.layout.graph import Options
from crosslane.layout.scoring import Line, score_of
from crosslane.layout.tidy import score_of_map, tidied_map
from crosslane.model.diff import patch
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect
from crosslane.routing.of_map import route_map
from crosslane.routing.routes import Route

Numbers = tuple[int, int, float]
Fields = dict[str, dict[str, Any]]
# Fields to set by record id, empty when the map is tidy already; crossings, bends and length before and after. A plain
# tuple: with a type of its own, whoever unpacks it in the window would load all that lays out.
Proposal = tuple[Fields, Numbers, Numbers]
# With more steps, looking for cards on one another pair by pair would take longer than tidying.
_FEW = 400
# So many routes come in one piece of an answer.
PORTION = 120


def ready() -> None:
    """Do nothing: what a layout needs has been loaded when this is called."""


def proposed(
    map_: Map,
    only: tuple[str, ...] | None,
    thorough: bool,
    aspect: float | None = None,
    drawn: Sequence[Line] | None = None,
) -> Iterator[Proposal | dict[str, Route]]:
    """Yield what a tidy-up of a map would change, then the routes of all flows as they would be, a portion at a time.

    Nothing would change where it would be no better than what is drawn. `only` are the steps to tidy, None for all. With
    an aspect, a long process is folded to it, whatever that costs. `drawn` are the lines of all flows as they are drawn;
    where they are not known they are laid anew, which takes longer than the tidy-up of a heap.
    """
    diff = tidied_map(map_, Options(thorough=thorough, aspect=aspect), only=only)
    now = score_of_map(map_) if drawn is None else score_of(drawn)
    routes = list(route_map(map_.apply(diff)).items()) if diff else []
    then = score_of([route.points for _, route in routes])
    before = (now.crossings, now.bends, now.length)
    better = then.total < now.total - 0.5 or _is_covered(map_)
    if not diff or (only is None and aspect is None and not better):
        yield {}, before, before
        return
    fields = {id_: {name: new for name, (_, new) in patch(change).items()} for id_, change in diff.items()}
    yield fields, before, (then.crossings, then.bends, then.length)
    for begin in range(0, len(routes), PORTION):
        yield dict(routes[begin : begin + PORTION])


def _is_covered(map_: Map) -> bool:
    """Say whether cards lie on one another: no number of the drawing tells that."""
    steps = map_.steps
    if len(steps) > _FEW:
        return True
    bands = lane_bands(map_)
    rects = [step_rect(step, bands) for step in steps]
    return any(a.intersects(b) for a, b in combinations(rects, 2))
