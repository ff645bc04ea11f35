"""Numbers in words: at most two significant digits, and the bound never lost on the way."""

from __future__ import annotations

from crosslane.analysis.figures import AWAITED, Figures
from crosslane.model.durations import in_halves, saying
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity
from crosslane.model.values import Calendar

# From here on a number is said without its half.
WHOLE_ONES = 10
BEFORE = {"exact": "about", "at-least": "at least", "at-most": "up to"}


def about(quantity: Quantity, calendar: Calendar, whole: float = 0.0) -> str:
    """Return hours with their bound in words: "about 4 weeks", "at least 2 days", "up to 3 hours" (also for a range
    from nothing), "2 to 5 days".

    Beside a `whole` in hours they are said in its unit, as `saying` does.
    """
    if quantity.bound == "unknown":
        return "an unknown time"
    if quantity.value is None:
        high = saying(quantity.high or 0.0, calendar, whole)
        return f"{saying(quantity.low, calendar, whole)} to {high}" if quantity.low else f"up to {high}"
    return f"{BEFORE[quantity.bound]} {saying(quantity.value, calendar, whole)}"


def lead_time_of(figures: Figures, calendar: Calendar) -> str:
    """Return the whole that something is a part of: "of 12 weeks", "of at least 12 weeks"."""
    lead = figures.map.lead_time
    if lead.value is None:
        return f"of {about(lead, calendar)}"
    return f"of {'at least ' if lead.bound == 'at-least' else ''}{saying(lead.value, calendar)}"


def part_of_lead(quantity: Quantity, figures: Figures, calendar: Calendar) -> str:
    """Return hours as a part of the lead time, in its unit where it is at least one: "about 4 of at least 12 weeks"."""
    whole = lead_time_of(figures, calendar)
    size = _size(whole, calendar)
    if quantity.value is None or size is None or quantity.value < size * 0.95:
        return f"{about(quantity, calendar)} {whole}"
    return f"{BEFORE.get(quantity.bound, 'about')} {in_halves(quantity.value / size)} {whole}"


def _size(said: str, calendar: Calendar) -> float | None:
    """Return the hours of the unit that a time is said in, None where it is said in none."""
    day = calendar.hours_per_day
    return {
        "year": day * calendar.days_per_month * 12,
        "month": day * calendar.days_per_month,
        "week": day * calendar.days_per_week,
        "day": day,
        "hour": 1.0,
        "minute": 1 / 60,
    }.get(said.rsplit(" ", 1)[-1].rstrip("s"))


def to_each(map_: Map) -> str:
    """Return to what something is added, in the map's own word for what flows."""
    return f"to every {map_.head.item or 'item'}"


def of_ten(share: float) -> str:
    """Return a share as people say it: "6 of 10", finer below one in ten or above nine."""
    tenths = share * 10
    if 0.995 <= share < 1 - 1e-9:
        return "more than 99 of 100"
    if 0 < tenths < 0.95 or 9.05 < tenths < 9.95:
        return f"{in_halves(share * 100)} of 100"
    return f"{in_halves(tenths) if tenths >= 0.75 else f'{tenths:.0f}'} of 10"


def headline(figures: Figures, calendar: Calendar) -> str:
    """Return the lead time as the headline of the time strip: "At least 12 weeks", and whether it is only estimated."""
    is_estimated = figures.map.method == "simulated" and figures.map.lead_time.bound == "exact"
    return lead_time_said(figures, calendar) + (" (estimated)" if is_estimated else "")


def lead_time_said(figures: Figures, calendar: Calendar, whole: float = 0.0) -> str:
    """Return the lead time with its bound, as a sentence begins: "At least 12 weeks"; in the unit of a `whole` in hours."""
    lead = figures.map.lead_time
    if figures.map.method == AWAITED:
        return "One moment…"
    if lead.bound == "unknown" and figures.map.known:
        # As where items that go round never come out: times may well have been told.
        return "Not known yet"
    if lead.bound == "unknown" or (not lead.value and not lead.high):
        return "No times yet"
    if lead.value is None:
        return f"{saying(lead.low or 0.0, calendar, whole)} to {saying(lead.high or 0.0, calendar, whole)}"
    return f"{'At least' if lead.bound == 'at-least' else 'About'} {saying(lead.value, calendar, whole)}"


def work_and_wait(figures: Figures, calendar: Calendar) -> str:
    """Return how the lead time divides, in one unit: "Work: 3. Waiting: 9." """
    lead, work = figures.map.lead_time, figures.map.process_time
    if not lead.value or work.value is None:
        return ""
    size = _size(saying(lead.value, calendar), calendar) or 1.0
    whole, part = lead.value / size, work.value / size
    if work.value == 0 and work.bound == "at-least":
        return f"Work: not known yet. Waiting: {in_halves(whole)}."
    # The two are rounded as the whole is, so that what is read aloud adds up to it.
    step = 1.0 if whole >= WHOLE_ONES else 0.5
    said = min(_rounded(part, step), _rounded(whole, step))
    if work.value > 0 and said == 0:
        return f"Work: {saying(work.value, calendar)}. Waiting: {in_halves(_rounded(whole, step))}."
    return f"Work: {in_halves(said)}. Waiting: {in_halves(_rounded(whole, step) - said)}."


def adding_up(less: Quantity, was: float, now: float, calendar: Calendar) -> Quantity:
    """Return by how much a time became less so that it is the difference of what is said of both, where all three have one unit."""
    size = _size(saying(max(was, now), calendar), calendar)
    if size is None or less.value is None or min(less.value, was, now) < size:
        return less
    said = [_rounded(hours / size, 1.0 if hours / size >= WHOLE_ONES else 0.5) for hours in (was, now)]
    return less._replace(value=abs(said[0] - said[1]) * size or less.value)


def _rounded(value: float, step: float) -> float:
    return round(value / step) * step
