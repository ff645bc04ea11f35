"""What sampling adds to the exact results: how long most items take, what decides that, how sure the order is.

`told_of` is a job for the worker process: it gives back sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crosslane.analysis.figures import Figures, FlowFigures, StepFigures
from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import MOST_PASSES, sample_map
from crosslane.analysis.rank import Lead, rank_stability
from crosslane.analysis.simulate import simulate_map
from crosslane.analysis.where import title
from crosslane.model.durations import in_halves, saying
from crosslane.model.map import Map
from crosslane.model.records import Flow

MISSING = "How long most items take cannot be said yet: times or shares that they pass are unknown."
NO_UPPER_END = "How long most items take cannot be said yet: some times have no upper end (type 1-5d, not ~3d)."
TOO_OFTEN = (
    "How long most items take cannot be said: they come back hundreds of times. Check the shares of the returns."
)
P = TypeVar("P", StepFigures, FlowFigures)


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
        round_and_round = any(step.visits > MOST_PASSES for step in figures.steps.values())
        return Outlook(lead=lead, silent=TOO_OFTEN if round_and_round else NO_UPPER_END)
    return Outlook(sampled.p50, sampled.p85, sampled.p95, sampled.sd, sampled.critical, lead)


def refined(map_: Map, figures: Figures, found: Outlook, seed: int = 1) -> Figures:
    """Return the figures with percentiles and criticality from sampling; as they are where that would pretend to know.

    A lead time that was itself estimated gives way to the simulated one, with its error.
    """
    if found.p50 is None:
        return figures
    whole = replace(figures.map, p50=found.p50, p85=found.p85, p95=found.p95)
    run = simulate_map(map_, seed=seed) if figures.map.method != "exact" else None
    if run is not None:
        lead, (p50, p85, p95) = figures.map.lead_time._replace(value=run.mean), run.percentiles
        error = run.half_width / 1.96
        whole = replace(whole, lead_time=lead, sd=run.sd, p50=p50, p85=p85, p95=p95, method="simulated", error=error)
    steps = {id_: _decides(step, found) for id_, step in figures.steps.items()}
    flows = {id_: _decides(flow, found) for id_, flow in figures.flows.items()}
    return replace(figures, map=whole, steps=steps, flows=flows)


def _decides(place: P, found: Outlook) -> P:
    """Return the step or flow with how often it decides the lead time, where only sampling can tell."""
    return place._replace(criticality=found.critical.get(place.id, 0.0)) if place.criticality is None else place


def told_of(map_: Map) -> list[str]:
    """Return in sentences what sampling tells of a map."""
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
