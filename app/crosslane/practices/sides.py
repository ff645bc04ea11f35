"""How far apart giver and receiver see a handoff: shown only when both have answered."""

from __future__ import annotations

from crosslane.analysis.sayings import of_ten
from crosslane.model.durations import read, saying
from crosslane.model.edits.sides import said_by
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow
from crosslane.model.scribe.remarks import read_share

# Our settings: from two of ten apart, or twice as long, it is worth a talk.
SHARE_APART, WAIT_APART = 0.2, 2.0
FIELDS = ("wait", "pca")


def shares_apart(map_: Map, flow: Flow) -> float | None:
    """Return by how much more the giver believes usable than the receiver; None until both have said."""
    shares = _shares(map_, flow)
    return None if shares is None else round(shares[0] - shares[1], 6)


def gaps(map_: Map, flow: Flow) -> list[str]:
    """Return in sentences how the two sides see the handoff; empty until both have answered a question."""
    said = []
    waits = _waits(map_, flow)
    if waits is not None:
        first, other = (saying(hours, map_.head.calendar) for hours in waits)
        low, high = min(waits), max(waits)
        end = " What happens in between?" if high > low * WAIT_APART or (high and not low) else ""
        said.append(f"The wait, seen from both sides: {first} · {other}.{end}")
    shares = _shares(map_, flow)
    if shares is not None:
        end = " What does the receiver see?" if abs(shares[0] - shares[1]) >= SHARE_APART - 1e-9 else ""
        said.append(f"Seen from both sides: {of_ten(shares[0])} · {of_ten(shares[1])}.{end}")
    return said


def _waits(map_: Map, flow: Flow) -> tuple[float, float] | None:
    said = said_by(map_, flow.id, "wait")
    try:
        spans = [read(said[side], map_.head.calendar) for side in ("giver", "receiver")]
    except (KeyError, Problem):
        return None
    first, other = spans
    return None if first is None or other is None else (first.hours, other.hours)


def _shares(map_: Map, flow: Flow) -> tuple[float, float] | None:
    said = said_by(map_, flow.id, "pca")
    try:
        return read_share(said["giver"]), read_share(said["receiver"])
    except (KeyError, Problem):
        return None
