"""All that a picture is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from crosslane.analysis.figures import Figures
from crosslane.drawing.flows import MOST_FOR_JUMPS, find_jumps
from crosslane.drawing.kit import Kit
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.picture import Key
from crosslane.drawing.theme import Palette, Tokens
from crosslane.geometry import Point, Rect
from crosslane.model.map import Map
from crosslane.model.plan import CARD_W, Band, lane_bands
from crosslane.model.records import Flow
from crosslane.routing.routes import Route

MARGIN = 40
_LOOPS = frozenset({"rework", "cycle"})


@dataclass(frozen=True)
class Scene:
    """All that a picture is made of.

    `width` is the least width of the lanes in map units; hidden things stay out; `pins` are for who edits; `ghosts` are the
    records that a preview would add or change. What lies in `sight`, in picture units, comes first where not all is drawn
    at once, and all of it while a hand is `moving` something.
    After drawing, `changed` holds the areas that have to be painted anew, and `left` what is another than before, with the
    areas where it was.
    """

    map: Map
    figures: Figures
    heat: Mapping[str, int]
    routes: Mapping[str, Route]
    tokens: Tokens
    palette: Palette
    measure: TextMeasure
    width: float = 0.0
    notes: bool = True
    numbers: bool = True
    pins: bool = False
    ghosts: frozenset[str] = frozenset()
    sight: Rect | None = None
    moving: bool = False
    changed: list[Rect] = field(default_factory=list)
    left: dict[Key, list[Rect]] = field(default_factory=dict)

    def follow(self, last: Scene) -> None:
        """Take over what the last scene knows of the same map."""
        if last.map is self.map:
            known = vars(last)
            names = ("bands", "folded", "loops", *(("breadth",) if last.width == self.width else ()))
            vars(self).update({name: known[name] for name in names if name in known})

    @cached_property
    def kit(self) -> Kit:
        """The tools of this drawing."""
        return Kit(self.tokens, self.palette, self.measure, self.map.head.calendar, self.notes, self.numbers, self.pins)

    @cached_property
    def bands(self) -> dict[str, Band]:
        """Where the lanes lie."""
        return lane_bands(self.map)

    @cached_property
    def breadth(self) -> float:
        """How far the lanes reach, in map units."""
        return max(self.width, max(map(attrgetter("x"), self.map.steps), default=-CARD_W) + CARD_W + MARGIN)

    @cached_property
    def folded(self) -> frozenset[str]:
        """The lanes that show only their strip."""
        return frozenset(lane.id for lane in self.map.lanes if lane.collapsed)

    @cached_property
    def jumps(self) -> dict[str, tuple[Point, ...]]:
        """Where flows leap over others; nowhere on a map with very many."""
        drawn = self.map.drawn_flows
        return {} if max(len(drawn), len(self.routes)) > MOST_FOR_JUMPS else find_jumps(drawn, self.routes)

    @cached_property
    def loops(self) -> tuple[Flow, ...]:
        """The returns and loops, by id: few, and their labels look for room among all others."""
        return tuple(flow for flow in self.map.drawn_flows if flow.type in _LOOPS)


def is_loop(flow: Flow) -> bool:
    """Say whether a flow leads back or around: its label looks for room among all others."""
    return flow.type in _LOOPS
