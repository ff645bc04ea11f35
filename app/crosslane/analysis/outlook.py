"""What sampling adds to the exact results: how long most items take, what decides that, how sure the order is.

`told_of` is a job for the worker process: it takes records and gives back sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import sample_map
from crosslane.analysis.rank import Lead, rank_stability
from crosslane.analysis.where import title
from crosslane.model.durations import in_halves, saying
from crosslane.model.map import Map
from crosslane.model.records import Flow, Record

MISSING = "How long most items take cannot be said yet: times or shares that they pass are unknown."
NO_UPPER_END = "How long most items take cannot be said yet: some times have no upper end (type 1-5d, not ~3d)."


@dataclass(frozen=True)
class Outlook:
    """Percentiles of the lead time in working hours, None with the reason in `silent`; steps and flows that decide it.

    `critical` is the share of items for which a step or flow lies on the way that decides their lead time.
    """

    p50: float | None = None
    p85: float | None = None
    p95: float | None = None
    sd: float | None = None
    critical: Mapping[str, float] = field(default_factory=dict)
    lead: Lead | None = None
    silent: str = ""


def outlook(map_: Map, figures: Figures, seed: int = 1) -> Outlook:
    """Return what sampling tells of a map whose exact results are given; the same for the same map and seed."""
    lead = rank_stability(map_, figures, seed=seed)
    if figures.map.lead_time.bound != "exact":
        return Outlook(lead=lead, silent=MISSING)
    sampled = sample_map(map_, figures, seed=seed)
    if sampled is None:
        return Outlook(lead=lead, silent=NO_UPPER_END)
    return Outlook(sampled.p50, sampled.p85, sampled.p95, sampled.sd, sampled.critical, lead)


def told_of(records: Iterable[Record]) -> list[str]:
    """Return in sentences what sampling tells of the map that consists of these records."""
    map_ = Map.of(records)
    figures = analyse(map_)
    return outlook_told(map_, outlook(map_, figures)) if figures.map.known else []


def outlook_told(map_: Map, found: Outlook) -> list[str]:
    """Return it in sentences: how long most items take or why that cannot be said, and how sure the order is."""
    said = [found.silent] if found.silent else []
    calendar = map_.head.calendar
    if found.p50 is not None and found.p85 is not None and found.p50 < found.p85:
        half, most = saying(found.p50, calendar), saying(found.p85, calendar)
        said.append(f"Half of all {_items(map_)} take at most {half}, 85 of 100 at most {most}.")
    if found.lead is not None:
        said += _sureness(map_, found.lead)
    return said


def _items(map_: Map) -> str:
    return f"{map_.head.item}s" if map_.head.item else "items"


def _sureness(map_: Map, lead: Lead) -> Iterator[str]:
    first, other = map_.get(lead.first), map_.get(lead.next or "")
    if isinstance(first, Flow) and isinstance(other, Flow):
        words = "Clear" if lead.is_clear else f"A close call with {title(map_, other)}"
        yield f"{words}: {title(map_, first)} costs most in {in_halves(lead.share * 100)} of 100 draws of what was said."
