"""An experiment planned: when it is looked at, what it is expected to give, and whether a signal can be seen in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crosslane.analysis.figures import Figures
from crosslane.analysis.net import demand_of
from crosslane.model.durations import in_halves, read_rate
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow
from crosslane.practices.estimate import expected
from crosslane.practices.knowledge import Practice
from crosslane.practices.suggest import Suggestion

# Our settings: a fortnight is long enough to see something and short enough to stop; under three there is no signal.
DAYS = 14
ENOUGH = 3
STOP_IF = "It costs more time than it saves, or more comes back than before."


# What is looked at where too few cross until the review: the past, in the words of the lever.
_LOOKING_BACK = {
    "shorten-wait": "Go back over the last three {}: how long would each have waited?",
    "fewer-come-back": "Run the last three {} through the checks: how many would have been stopped?",
    "less-dependence": "Go back over the last three {}: how many could somebody else have done?",
    "other": "Go back over the last three {}: what would have gone differently?",
}


def planned(
    map_: Map, figures: Figures, on: str, suggestion: Suggestion, practice: Practice, today: date
) -> dict[str, Any]:
    """Return the fields of an experiment as it is proposed; all of them can be edited."""
    gives = suggestion.would_give
    return {
        "practice": practice.id,
        "start": today.isoformat(),
        "review": (today + timedelta(days=DAYS)).isoformat(),
        "signal": signal_of(map_, figures, on, practice, today),
        "stop_if": STOP_IF,
        "expected": expected(map_, figures, on, suggestion) if gives.bound != "unknown" else None,
    }


def signal_of(map_: Map, figures: Figures, on: str, practice: Practice, today: date | None = None) -> str:
    """Return what to look for until the review; where under three cross until then, a check of the last three."""
    flow, begin = map_.get(on), today or date.today()
    if isinstance(flow, Flow):
        end = begin + timedelta(days=DAYS)
        count = crossings(map_, figures, flow, begin.isoformat(), end.isoformat())
        if count is not None and count < ENOUGH:
            return _LOOKING_BACK[practice.lever if practice.counted else "other"].format(f"{map_.head.item or 'item'}s")
    return practice.signals.soon_measured


def crossings(map_: Map, figures: Figures, flow: Flow, start: str | None, review: str | None) -> float | None:
    """Return how often the handoff is crossed between two dates; None while dates or a rate are missing.

    The rate is the flow's own frequency, else the map's demand times how often an item comes by.
    """
    try:
        days = (date.fromisoformat(review or "") - date.fromisoformat(start or "")).days
        rate = read_rate(flow.frequency, map_.head.calendar)
    except (ValueError, Problem):
        return None
    if rate is None:
        demand = demand_of(map_)
        rate = demand * figures.flows[flow.id].traversals if demand is not None else None
    if rate is None or days < 0:
        return None
    calendar = map_.head.calendar
    return rate * calendar.hours_per_day * calendar.days_per_week * days / 7


def signal_in_time(count: float | None) -> str:
    """Return what the number of crossings means for the signal, in one sentence."""
    if count is None:
        return "How often this handoff is crossed is not known: say its frequency, then it is clear what can be seen."
    if count < ENOUGH:
        said = in_halves(count)
        some = f"Only {said} cross{'es' if said == '1' else ''}" if count >= 1 else "Hardly one crosses"
        return f"{some} until the review: check the last three that came by instead of waiting for new ones."
    return f"About {in_halves(count)} cross until the review: enough to see the signal."
