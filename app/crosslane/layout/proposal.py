"""A tidy-up as a proposal, for the worker process: which steps would lie where, and what that does for the reader."""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

from crosslane.layout.graph import Options
from crosslane.layout.tidy import score_of_map, tidied_map
from crosslane.model.diff import patch
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands, step_rect

Numbers = tuple[int, int, float]
Fields = dict[str, dict[str, Any]]
# With more steps, looking for cards on one another pair by pair would take longer than tidying.
_FEW = 400


class Proposal(NamedTuple):
    """Fields to set by record id, empty when the map is tidy already; crossings, bends and length before and after."""

    fields: Fields
    before: Numbers
    after: Numbers


def ready() -> None:
    """Do nothing: what a layout needs has been loaded when this is called."""


def proposed(
    map_: Map,
    only: tuple[str, ...] | None,
    thorough: bool,
    aspect: float | None = None,
) -> Proposal:
    """Return what a tidy-up of a map would change; nothing where it would be no better than what is drawn.

    `only` are the steps to tidy, None for all. With an aspect, a long process is folded to it, whatever that costs.
    """
    diff = tidied_map(map_, Options(thorough=thorough, aspect=aspect), only=only)
    now, then = score_of_map(map_), score_of_map(map_.apply(diff))
    before, after = (now.crossings, now.bends, now.length), (then.crossings, then.bends, then.length)
    better = then.total < now.total - 0.5 or _is_covered(map_)
    if not diff or (only is None and aspect is None and not better):
        return Proposal({}, before, before)
    fields = {id_: {name: new for name, (_, new) in patch(change).items()} for id_, change in diff.items()}
    return Proposal(fields, before, after)


def _is_covered(map_: Map) -> bool:
    """Say whether cards lie on one another: no number of the drawing tells that."""
    steps = map_.steps
    if len(steps) > _FEW:
        return True
    bands = lane_bands(map_)
    rects = [step_rect(step, bands) for step in steps]
    return any(a.intersects(b) for a, b in combinations(rects, 2))
