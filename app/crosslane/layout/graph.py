"""What tidy-up knows of a map: lanes in their order, boxes in lanes, arrows between boxes. And what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crosslane.geometry import Rect
from crosslane.routing.routes import Kind, Route


@dataclass(frozen=True)
class Node:
    """A box of fixed size in a lane; x and y are its top left corner where it lies today, None if it lies nowhere."""

    id: str
    lane: str
    w: float
    h: float
    x: float | None = None
    y: float | None = None
    pinned: bool = False


@dataclass(frozen=True)
class Edge:
    """An arrow from box to box; rework and cycle close loops and never decide what comes first."""

    id: str
    source: str
    target: str
    kind: Kind = "forward"


@dataclass(frozen=True)
class LayoutGraph:
    """Lanes from top to bottom, boxes and arrows; every box names one of the lanes, every arrow two of the boxes."""

    lanes: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Options:
    """Distances in map units, and how hard to try.

    `row_grid` puts boxes on rows of that pitch (0: wherever their arrows run straight). `upright_reach` is over how
    many lanes a flow may stand upright in a column instead of leading to the next one; `pill` is how far apart upright
    pieces lie that cross the same lane border, where each carries a label. `squeeze` gives up columns and rows for
    shorter lines. `thorough` takes up to a dozen times as long for a better drawing.
    """

    column_gap: float = 64.0
    row_gap: float = 32.0
    lane_pad: float = 32.0
    lane_min: float = 136.0
    track: float = 14.0
    line_gap: float = 14.0
    clear: float = 8.0
    pill: float = 92.0
    row_grid: float = 104.0
    grid: float = 8.0
    thorough: bool = False
    aspect: float | None = None
    upright_reach: int = 1
    squeeze: bool = False

    @staticmethod
    def compact() -> Options:
        """Return the distances for diagrams without pills: as near as boxes and arrows allow."""
        return Options(
            column_gap=28, row_gap=18, lane_pad=16, lane_min=50, track=9, line_gap=9, clear=5, pill=0, row_grid=0, grid=0,
            upright_reach=99, squeeze=True,
        )  # fmt: skip


@dataclass(frozen=True)
class Score:
    """What a drawing costs its reader: crossings, bends and length, and whether anything is wrong with it."""

    crossings: int
    bends: int
    length: float

    @property
    def total(self) -> float:
        """One number to compare drawings of the same map by; a crossing weighs as much as two dozen bends."""
        return 24.0 * self.crossings + self.bends + self.length / 150.0


@dataclass(frozen=True)
class Arrangement:
    """A finished drawing: where boxes, lanes and arrows lie, and what it costs. `bands` are (from, to) per lane."""

    places: Mapping[str, Rect]
    bands: Mapping[str, tuple[float, float]]
    routes: Mapping[str, Route]
    score: Score
    seconds: float = 0.0
    columns: Mapping[str, int] = field(default_factory=dict)


def arrangement_json(arrangement: Arrangement) -> dict[str, Any]:
    """Return the arrangement as plain data: lane bands, rectangles of boxes, polylines of arrows, score, seconds."""
    score = arrangement.score
    return {
        "lanes": [{"id": id_, "from": band[0], "to": band[1]} for id_, band in arrangement.bands.items()],
        "nodes": {id_: list(rect) for id_, rect in sorted(arrangement.places.items())},
        "edges": {id_: [list(p) for p in route.points] for id_, route in sorted(arrangement.routes.items())},
        "score": {"crossings": score.crossings, "bends": score.bends, "length": round(score.length)},
        "seconds": round(arrangement.seconds, 4),
    }
