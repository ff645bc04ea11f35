"""What sampling adds to the exact results: how long most items take, what decides that, how sure the order is.

`told_of` is a job for the worker process: it gives back sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import hypot
from typing import TypeVar

from crosslane.analysis.figures import Figures, FlowFigures, MapFigures, StepFigures
from crosslane.analysis.flow import analyse
from crosslane.analysis.montecarlo import MOST_PASSES, Sampled, sample_map
from crosslane.analysis.rank import Lead, rank_stability
from crosslane.analysis.simulate import simulate_map
from crosslane.analysis.where import title
from crosslane.model.durations import in_halves, saying
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity, exact
from crosslane.model.records import Flow

MISSING = "How long most items take cannot be said yet: times or shares that they pass are unknown."
NO_UPPER_END = "How long most items take cannot be said yet: some times have no upper end (type 1-5d, not ~3d)."
TOO_OFTEN = (
    "How long most items take cannot be said: they come back hundreds of times. Check the shares of the returns."
)
# Standard errors of the sampled mean within which a computed one counts as close.
_NEAR_ERRORS = 3.0
_NEAR = 1e-9
P = TypeVar("P", StepFigures, FlowFigures)


@dataclass(frozen=True)
class Outlook:
    """Percentiles of the lead time in working hours, None with the reason in `silent`; steps and flows that decide it.

    `critical` is the share of items for which a step or flow lies on the way that decides their lead time. Where that
    is not exact, `mean` is what came out by following items, with its standard `error`; `replaces` the computed one.
    """

    p50: float | None = None
    p85: float | None = None
    p95: float | None = None
    sd: float | None = None
    critical: Mapping[str, float] = field(default_factory=dict)
    lead: Lead | None = None
    silent: str = ""
    mean: float | None = None
    error: float | None = None
    replaces: bool = False


def outlook(map_: Map, figures: Figures, seed: int = 1) -> Outlook:
    """Return what sampling tells of a map whose exact results are given; the same for the same map and seed."""
    lead = rank_stability(map_, figures, seed=seed)
    if figures.map.lead_time.bound != "exact":
        return Outlook(lead=lead, silent=MISSING)
    sampled = sample_map(map_, figures, seed=seed)
    if sampled is None:
        round_and_round = any(step.visits > MOST_PASSES for step in figures.steps.values())
        return Outlook(lead=lead, silent=TOO_OFTEN if round_and_round else NO_UPPER_END)
    found = Outlook(sampled.p50, sampled.p85, sampled.p95, sampled.sd, sampled.critical, lead)
    return found if figures.map.method == "exact" else _followed(map_, figures.map, sampled, found, seed)


def _followed(map_: Map, whole: MapFigures, sampled: Sampled, found: Outlook, seed: int) -> Outlook:
    """Return the outlook with the mean of items that were followed, where the computed one is close or less.

    Sampling walks what was computed, so it only tells how close that is; what was left out there shows when items are
    followed one by one. A mean that lies within a few errors of the computed one confirms it, else it takes its place.
    """
    run = simulate_map(map_, seed=seed) if whole.method == "simulated" else None
    if run is not None:
        p50, p85, p95 = run.percentiles
        found = replace(found, p50=p50, p85=p85, p95=p95, sd=run.sd)
    mean, error = (run.mean, run.half_width / 1.96) if run is not None else (sampled.mean, sampled.error)
    lead = whole.lead_time.value or 0.0
    return replace(found, mean=mean, error=error, replaces=abs(mean - lead) > _NEAR_ERRORS * error + _NEAR * lead)


def refined(figures: Figures, found: Outlook) -> Figures:
    """Return the figures with percentiles and criticality from sampling; as they are where that would pretend to know.

    A lead time that could not be computed closely gives way to the simulated one; both come with its standard error.
    """
    if found.p50 is None:
        return figures
    whole = replace(figures.map, p50=found.p50, p85=found.p85, p95=found.p95)
    if found.mean is not None:
        # What stays as it was computed is off by as much as the two differ, besides the error of the sample.
        off = 0.0 if found.replaces else found.mean - (whole.lead_time.value or 0.0)
        whole = replace(whole, sd=found.sd, error=hypot(found.error or 0.0, off), method="approximate")
    if found.mean is not None and found.replaces:
        whole = replace(whole, lead_time=_replaced(whole.lead_time, found.mean), method="simulated")
    steps = {id_: _decides(step, found) for id_, step in figures.steps.items()}
    flows = {id_: _decides(flow, found) for id_, flow in figures.flows.items()}
    return replace(figures, map=whole, steps=steps, flows=flows)


def _replaced(lead: Quantity, mean: float) -> Quantity:
    """Return the lead time with another mean; its ends stay those of the times that were said, if these have ends."""
    if lead.low is None or lead.high is None or lead.low == lead.high:
        return exact(mean)
    return lead._replace(value=mean, low=min(lead.low, mean), high=max(lead.high, mean))


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
    if found.mean is not None and found.error:
        mean, give = saying(found.mean, calendar), saying(1.96 * found.error, calendar)
        said.append(f"Simulated, {_items(map_)} take {mean} on average, give or take {give}.")
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
