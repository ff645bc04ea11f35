"""Shares of the ways out of a step brought to 10 of 10: scaled as they stand, or equal where nobody said."""

from __future__ import annotations

from crosslane.model.diff import Diff, puts
from crosslane.model.map import Map
from crosslane.model.records import Flow

_NONE_LEFT = 1e-9


def scale_shares(map_: Map, step_id: str) -> Diff:
    """Scale the written shares of the ways out of a step so that they add up to 1; nothing where none is written."""
    written = [flow for flow in _ways_out(map_, step_id) if flow.probability is not None]
    total = sum(flow.probability or 0.0 for flow in written)
    if total <= _NONE_LEFT:
        return {}
    return puts(map_, [flow.but(probability=(flow.probability or 0.0) / total) for flow in written])


def equal_shares(map_: Map, step_id: str) -> Diff:
    """Give the ways out of a step that have no share equal parts of what the written ones leave."""
    out = _ways_out(map_, step_id)
    unknown = [flow for flow in out if flow.probability is None and flow.type == "forward"]
    left = 1.0 - sum(flow.probability or 0.0 for flow in out)
    if not unknown or left <= _NONE_LEFT:
        return {}
    return puts(map_, [flow.but(probability=left / len(unknown)) for flow in unknown])


def _ways_out(map_: Map, step_id: str) -> list[Flow]:
    return [flow for flow in map_.flows_from(step_id) if flow.type in ("forward", "rework")]
