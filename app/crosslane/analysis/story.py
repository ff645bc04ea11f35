"""The flow told as a story: step by step along the lead time, with a clock of work and waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from crosslane.analysis.figures import Figures
from crosslane.analysis.ladder import Segment
from crosslane.analysis.sayings import headline
from crosslane.analysis.where import step_name, title
from crosslane.model.durations import saying
from crosslane.model.map import Map
from crosslane.model.values import Calendar


@dataclass(frozen=True)
class Frame:
    """One moment of the story: where it is, what is said, and the hours of work and of waiting so far."""

    on: str | None
    sentence: str
    worked: float = 0.0
    waited: float = 0.0


def tell(map_: Map, figures: Figures, segments: Sequence[Segment]) -> tuple[Frame, ...]:
    """Return the story: the title, every piece of the lead time in order, and what adds most.

    Where nobody said a time yet, it walks the steps from left to right.
    """
    frames = [Frame(None, map_.head.title or "A map")]
    frames += _pieces(map_, segments) if segments else _steps(map_)
    frames.append(_end(map_, figures, frames[-1]))
    return tuple(frames)


def _pieces(map_: Map, segments: Sequence[Segment]) -> list[Frame]:
    calendar = map_.head.calendar
    worked = waited = 0.0
    found = []
    for (on, kind), group in groupby(segments, key=lambda segment: (segment.on, segment.kind)):
        hours = sum(segment.hours for segment in group)
        worked, waited = (worked + hours, waited) if kind == "work" else (worked, waited + hours)
        said = f"{_place(map_, on)}: {saying(hours, calendar)} of {'work' if kind == 'work' else 'waiting'}"
        found.append(Frame(on, said, worked, waited))
    return found


def _steps(map_: Map) -> list[Frame]:
    steps = sorted(map_.steps, key=lambda step: (step.x, step.id))
    return [Frame(step.id, step_name(map_, step.id)) for step in steps]


def _place(map_: Map, on: str) -> str:
    flow = next((flow for flow in map_.drawn_flows if flow.id == on), None)
    return title(map_, flow) if flow is not None else step_name(map_, on)


def _end(map_: Map, figures: Figures, last: Frame) -> Frame:
    top = figures.where_time_goes.time
    if not top:
        return Frame(None, "Nobody said yet how long it takes", last.worked, last.waited)
    said = f"{headline(figures, map_.head.calendar)}. {top[0].sentence}"
    return Frame(top[0].on, said, last.worked, last.waited)


def clock(frame: Frame, calendar: Calendar) -> str:
    """Return the clock of a moment: work and waiting so far; what nobody has told yet is not there."""
    parts = (("Work", frame.worked), ("Waiting", frame.waited))
    return " · ".join(f"{word} {saying(hours, calendar)}" for word, hours in parts if hours)
