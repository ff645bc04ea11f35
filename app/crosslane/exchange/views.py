"""Other views of a map on a sheet of their own, for screen and exports alike: by name, so that commands and dialogs list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analyse
from crosslane.analysis.heat import heat
from crosslane.analysis.ladder import Segment, rungs
from crosslane.analysis.sayings import about, headline, of_ten
from crosslane.analysis.where import step_name, title
from crosslane.drawing.grid import Cell, draw_grid
from crosslane.drawing.ladder import Bar, Rung, draw_bars, draw_ladder, draw_spread
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.palette import LIGHT, Palette
from crosslane.drawing.picture import Picture
from crosslane.exchange.charts import (
    matrix_picture,
    ops_names,
    roles_picture,
    table_picture,
    tasks_picture,
    timeline_picture,
)
from crosslane.exchange.sheet import Sheet, sheet_around
from crosslane.model.durations import saying
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity
from crosslane.model.records import Flow
from crosslane.practices.article import shipped_article
from crosslane.practices.coverage import Covered, answers_of, cover
from crosslane.practices.knowledge import Knowledge, shipped

_WIDTH = 900.0
_BINS = 40
NO_TIMES = "No times yet: say how long something takes or waits."
NO_SPREAD = (
    "How lead times spread can be told once every wait and process time is known, best as low, likely and high: 1-2-5d."
)


@dataclass(frozen=True)
class View:
    """A view of a map: its name on a tab, the picture, what is said where there is nothing to draw, and its foot."""

    name: str
    draw: Callable[[Map, Figures, Palette, TextMeasure], Picture | None]
    foot: str
    empty: str = ""


# The ladder


def ladder_picture(map_: Map, figures: Figures, palette: Palette, measure: TextMeasure) -> Picture | None:
    """Return the ladder of the way that decides the lead time; None without any times."""
    pieces = [_rung(map_, piece) for piece in _together(rungs(map_, figures))]
    return draw_ladder(pieces, list(_totals(map_, figures)), palette, measure) if pieces else None


def _together(pieces: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the pieces, work and handling of the same step as one."""
    held: Segment | None = None
    for piece in pieces:
        if held and (held.kind, held.on, held.known) == ("work", piece.on, piece.known) and piece.kind == "work":
            held = replace(held, hours=held.hours + piece.hours)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _rung(map_: Map, piece: Segment) -> Rung:
    record = map_.get(piece.on)
    if isinstance(record, Flow):
        numbered = map_.is_handoff(record) and record.number is not None
        name = f"Handoff {record.number}" if numbered else title(map_, record)
    else:
        name = step_name(map_, piece.on) + (", waiting" if piece.kind == "wait" else "")
    said = saying(piece.hours, map_.head.calendar) if piece.known else "?"
    return Rung(piece.kind, name, said, piece.on, piece.heat, piece.known)


def _totals(map_: Map, figures: Figures) -> Iterator[tuple[str, str]]:
    calendar, whole = map_.head.calendar, figures.map
    yield "Lead time", headline(figures, calendar)
    if whole.process_time.value:
        yield "Work (process time)", about(whole.process_time, calendar).capitalize()
    if whole.flow_efficiency.value is not None:
        bound = {"at-least": "At least ", "at-most": "At most "}.get(whole.flow_efficiency.bound, "")
        yield "Work in it (flow efficiency)", f"{bound}{of_ten(whole.flow_efficiency.value)}"


# What each handoff adds


def bars_picture(map_: Map, figures: Figures, palette: Palette, measure: TextMeasure) -> Picture | None:
    """Return what each flow adds to the lead time, most first; dashed as far as it is not sure."""
    classes = heat(figures)
    bars = []
    for place in figures.where_time_goes.time:
        low, high = _ends(place.amount)
        words = about(place.amount, map_.head.calendar)
        bars.append(Bar(title(map_, map_.flow(place.on)), words, place.on, low, high, classes.get(place.on, 0)))
    return draw_bars(bars, _WIDTH, palette, measure) if bars else None


def _ends(saved: Quantity) -> tuple[float, float]:
    if saved.bound == "at-most":
        return 0.0, saved.value or 0.0
    if saved.value is None:
        return saved.low or 0.0, saved.high or saved.low or 0.0
    return saved.value, saved.value


# How lead times spread


def spread_picture(map_: Map, figures: Figures, palette: Palette, measure: TextMeasure) -> Picture | None:
    """Return the distribution of the lead time with its percentiles; None where it would pretend to know."""
    # Sampling brings NumPy along; the other views do without.
    from crosslane.analysis.montecarlo import sample_map  # noqa: PLC0415  (see above)

    sampled = sample_map(map_, figures)
    if sampled is None or sampled.hours[0] == sampled.hours[-1]:
        return None
    calendar = map_.head.calendar
    # The slowest one in a hundred would press all others to the left.
    low, high = float(sampled.hours[0]), float(sampled.hours[int(len(sampled.hours) * 0.99)])
    reach = (high - low) or 1.0
    counts = [0] * _BINS
    for hours in sampled.hours:
        if hours <= high:
            counts[min(_BINS - 1, int((hours - low) / reach * _BINS))] += 1
    # Of shares that take as long, the largest says it all.
    longest = {sampled.p50: 50, sampled.p85: 85, sampled.p95: 95}
    marks = [
        ((hours - low) / reach, f"{share} of 100 take at most {saying(hours, calendar)}")
        for hours, share in longest.items()
        if hours <= high
    ]
    shares = [count / len(sampled.hours) for count in counts]
    return draw_spread(shares, marks, (saying(low, calendar), saying(high, calendar)), _WIDTH, palette, measure)


# Coverage


def names_of_cells() -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of the principles, in order, and of the four Ops, by id."""
    return {p.id: p.name for p in shipped_article().principle}, ops_names()


def coverage_picture(
    map_: Map, knowledge: Knowledge, width: float, palette: Palette, measure: TextMeasure, lane: str = ""
) -> Picture:
    """Return principles by Ops as a grid, as all together answered or one lane by its id.

    The element "row,column" is the cell of that principle and Ops.
    """
    principles, ops = names_of_cells()
    covered = cover(map_, knowledge, answers_of(map_, lane))
    cells = {
        (row, column): _cell(covered[principle, kind])
        for row, principle in enumerate(principles)
        for column, kind in enumerate(ops)
        if (principle, kind) in covered
    }
    return draw_grid(list(ops.values()), list(principles.values()), cells, width, palette, measure)


def _cell(covered: Covered) -> Cell:
    count = len(covered.in_place)
    words = f"{count} practice{'' if count == 1 else 's'} in place" if count else ""
    return Cell(covered.level, words)


def _coverage(map_: Map, _: Figures, palette: Palette, measure: TextMeasure) -> Picture:
    return coverage_picture(map_, shipped(), _WIDTH, palette, measure)


VIEWS: dict[str, View] = {
    "ladder": View(
        "Ladder",
        ladder_picture,
        "Above: waiting, below: work, on the way that decides the lead time; every pass counts. Dashed: nobody said yet.",
        NO_TIMES,
    ),
    "bars": View(
        "What handoffs add",
        bars_picture,
        "What the lead time would lose if it waited nothing there. Dashed: up to so much. They do not add up: what one hides shows when it is gone.",
        NO_TIMES,
    ),
    "spread": View(
        "Lead time",
        spread_picture,
        "10,000 items drawn from what was said; the slowest one in a hundred is left out of the picture.",
        NO_SPREAD,
    ),
    "matrix": View(
        "Matrix",
        matrix_picture,
        "From the lane at the left to the lane above: each handoff by its number, and what it adds. Dashed: nobody said yet.",
        "No handoffs yet: connect two steps of different lanes.",
    ),
    "timeline": View(
        "Timeline",
        timeline_picture,
        "What each lane does from start to end; the edge is coloured by Ops, as said for a step, else as usual in its lane.",
        "No steps yet: type who, a colon, and what happens.",
    ),
    "coverage": View(
        "Coverage",
        _coverage,
        "Bars: how far the team says it is, 0 to 4. Dashed: not asked. Practices: in place on this map. No score of a team.",
    ),
    "roles": View(
        "Roles",
        roles_picture,
        "Which role takes part in which of the Ops, as the article has it. Dashed: sometimes. Principles before job titles.",
    ),
    "tasks": View(
        "Tasks",
        tasks_picture,
        "What each role does from plan to run, as the article has it; coloured by Ops.",
    ),
    "table": View(
        "Table",
        table_picture,
        "Every handoff and flow by number. The edge says what it adds; a question mark: nobody said yet.",
        "Nothing to list yet: type who, a colon, and what happens.",
    ),
}
# These say nothing of the map's times.
_NO_TIMES = ("coverage", "roles", "tasks", "timeline")


def view_sheet(name: str, map_: Map, measure: TextMeasure) -> Sheet | None:
    """Return a view of the map as a sheet; None where there is nothing to draw, for the reason that the view gives."""
    view, figures = VIEWS[name], analyse(map_)
    picture = view.draw(map_, figures, LIGHT, measure)
    if picture is None:
        return None
    said = [place.sentence for place in figures.where_time_goes.time[:3]] if name not in _NO_TIMES else []
    description = " ".join([f"{view.name}.", *said])
    return sheet_around(map_, view.name, picture, description, view.foot, measure)
