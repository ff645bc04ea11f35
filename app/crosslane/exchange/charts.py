"""A map as matrix, timeline and table, and the article's picture of who does what; pictures for screen and exports."""

from __future__ import annotations

from collections.abc import Iterator

from crosslane.analysis.figures import Figures
from crosslane.analysis.heat import heat
from crosslane.analysis.sayings import about, of_ten
from crosslane.analysis.telling import CARRIES, VIA
from crosslane.analysis.usable import usable_of
from crosslane.analysis.where import amount, step_name
from crosslane.drawing.chart import Column, Entry, draw_chart, draw_table
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.palette import Palette
from crosslane.drawing.picture import Picture
from crosslane.drawing.shapes import Dash
from crosslane.exchange.documents import csv_of
from crosslane.model.durations import read, short
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from crosslane.model.values import Discipline
from crosslane.practices.article import RoleOps, Timeline, shipped_article
from crosslane.practices.coverage import OPS
from crosslane.practices.pages import PHASES

WIDTH = 900.0
# Each of the Ops has the colour of the lane that it is named after.
_COLORS: dict[str, Discipline] = {"devops": "dev", "dataops": "analytics", "mlops": "ai", "aiops": "ops"}
# What a step counts as where nobody said: by its lane.
_OPS_OF: dict[Discipline, str] = {"dev": "devops", "ops": "devops", "analytics": "dataops", "ai": "mlops"}


def ops_names() -> dict[str, str]:
    """Return what the four Ops are called, by id, in their order."""
    names = {kind.id: kind.name for kind in shipped_article().ops}
    return {id_: names[id_] for id_ in OPS}


# Lane by lane


def matrix_picture(map_: Map, figures: Figures, palette: Palette, measure: TextMeasure) -> Picture | None:
    """Return who hands to whom: in each cell the handoffs by number, what they add and how many are usable."""
    lanes = [lane for lane in map_.lanes if map_.steps_of(lane.id)]
    handoffs = [flow for flow in map_.drawn_flows if map_.is_handoff(flow) and flow.type in ("forward", "rework")]
    if not handoffs:
        return None
    at = {lane.id: n for n, lane in enumerate(lanes)}
    classes = heat(figures)
    order = sorted(handoffs, key=lambda f: (-amount(figures.flows[f.id].saved_if_removed), f.number or 0))
    entries = []
    for flow in order:
        row, column = at[map_.step(flow.source).lane], at[map_.step(flow.target).lane]
        hot = classes.get(flow.id, 0)
        # What is warm only has too little contrast under words.
        fill, ink = (palette.heat[hot], palette.on_heat) if hot > 1 else (palette.card, None)
        number = f"{flow.number} · " if flow.number is not None else ""
        words = f"{number}{_adds(map_, figures, flow)}"
        dash: Dash = "dashed" if flow.wait is None else "solid"
        entries.append(
            Entry(
                row, column, words, _more(map_, flow), flow.id, fill, ink, palette.heat[1] if hot == 1 else None, dash
            )
        )
    names = [lane.name or "A lane" for lane in lanes]
    return draw_chart(names, names, entries, WIDTH, palette, measure, corner="from ↓   to →")


def _adds(map_: Map, figures: Figures, flow: Flow) -> str:
    found = figures.flows[flow.id].saved_if_removed
    if flow.wait is None or found.bound == "unknown":
        return "?"
    return about(found, map_.head.calendar) if amount(found) > 0 else "adds nothing"


def _more(map_: Map, flow: Flow) -> str:
    carried = CARRIES[flow.carries] if flow.carries else ""
    if flow.type == "rework":
        share = f"{of_ten(flow.probability)} come back" if flow.probability else "comes back"
    else:
        usable = usable_of(map_, flow)
        share = f"{of_ten(usable)} usable" if usable is not None else ""
    return ", ".join(part for part in (carried, share) if part)


# From start to end


def timeline_picture(map_: Map, _: Figures, palette: Palette, measure: TextMeasure) -> Picture | None:
    """Return what each lane does from start to end, one column a step of the way, coloured by Ops."""
    lanes = [lane for lane in map_.lanes if map_.steps_of(lane.id)]
    if not lanes:
        return None
    place = _columns(map_)
    entries = [
        _doing(map_, row, lane, step, place, palette)
        for row, lane in enumerate(lanes)
        for step in _in_order(map_, lane, place)
    ]
    count = max(place.values()) + 1
    names = [lane.name or "A lane" for lane in lanes]
    heads = [str(n + 1) for n in range(count)]
    shown = dict.fromkeys(ops_of(lane, step) for lane in lanes for step in map_.steps_of(lane.id))
    called = ops_names()
    legend = [(palette.lanes[_COLORS[id_]], called[id_]) for id_ in called if id_ in shown]
    return draw_chart(heads, names, entries, max(WIDTH, 150 + 124.0 * count), palette, measure, legend=legend)


def ops_of(lane: Lane, step: Step) -> str:
    """Return the Ops of a step: as said, else that of its lane; "" outside of all."""
    return step.ops or _OPS_OF.get(lane.discipline, "")


def _in_order(map_: Map, lane: Lane, place: dict[str, int]) -> list[Step]:
    return sorted(map_.steps_of(lane.id), key=lambda step: (place[step.id], step.y))


def _doing(map_: Map, row: int, lane: Lane, step: Step, place: dict[str, int], palette: Palette) -> Entry:
    ops = ops_of(lane, step)
    color = _COLORS.get(ops)
    span = read(step.process_time, map_.head.calendar) if step.process_time else None
    said = short(span.hours, map_.head.calendar) if span is not None and span.hours > 0 else ""
    under = " · ".join(part for part in (ops_names().get(ops, ""), said) if part)
    fill, bar = (palette.heads[color], palette.lanes[color]) if color else (palette.card, palette.card_edge)
    return Entry(row, place[step.id], step_name(map_, step.id), under, step.id, fill, palette.text, bar)


def _columns(map_: Map) -> dict[str, int]:
    """Return for each step how many steps come before it on the longest way, returns and loops left out."""
    into: dict[str, list[str]] = {step.id: [] for step in map_.steps}
    for flow in map_.drawn_flows:
        if flow.type == "forward" and flow.source != flow.target:
            into[flow.target].append(flow.source)
    found: dict[str, int] = {}
    for step in sorted(map_.steps, key=lambda s: (s.x, s.y)):
        _depth(step.id, into, found, set())
    return found


def _depth(id_: str, into: dict[str, list[str]], found: dict[str, int], on_the_way: set[str]) -> int:
    stack = [id_]
    while stack:
        here = stack[-1]
        on_the_way.add(here)
        open_ = [s for s in into[here] if s not in found and s not in on_the_way]
        if open_:
            stack.append(open_[0])
            continue
        found.setdefault(here, max((found[s] + 1 for s in into[here] if s in found), default=0))
        on_the_way.discard(here)
        stack.pop()
    return found[id_]


# Who does what, as the article has it


def roles_picture(_: Map, __: Figures, palette: Palette, measure: TextMeasure) -> Picture:
    """Return the article's roles by Ops: takes part, sometimes, or not."""
    article, names = shipped_article(), ops_names()
    entries = [
        entry for row, role in enumerate(article.role_ops) for entry in _taking_part(row, role, list(names), palette)
    ]
    return draw_chart(list(names.values()), [r.role for r in article.role_ops], entries, WIDTH, palette, measure)


def _taking_part(row: int, role: RoleOps, ops: list[str], palette: Palette) -> Iterator[Entry]:
    for column, id_ in enumerate(ops):
        taken = getattr(role, id_)
        if taken:
            color = _COLORS[id_]
            full = taken == "yes"
            fill = palette.heads[color] if full else None
            words = "takes part" if full else "sometimes"
            yield Entry(
                row, column, words, "", "", fill, palette.text, palette.lanes[color], "solid" if full else "dashed"
            )


def tasks_picture(_: Map, __: Figures, palette: Palette, measure: TextMeasure) -> Picture:
    """Return the article's timeline: what each role does from plan to run, coloured by Ops."""
    article, names = shipped_article(), ops_names()
    entries = [
        Entry(
            row,
            column,
            "",
            ", ".join(tasks),
            "",
            palette.heads[_COLORS[line.ops]],
            palette.text,
            palette.lanes[_COLORS[line.ops]],
        )
        for row, line in enumerate(article.timeline)
        for column, phase in enumerate(PHASES)
        if (tasks := _tasks(line, phase))
    ]
    used = dict.fromkeys(line.ops for line in article.timeline)
    legend = [(palette.lanes[_COLORS[id_]], names[id_]) for id_ in names if id_ in used]
    heads = [phase.capitalize() for phase in PHASES]
    rows = [line.role for line in article.timeline]
    return draw_chart(heads, rows, entries, WIDTH, palette, measure, legend=legend)


def _tasks(line: Timeline, phase: str) -> tuple[str, ...]:
    tasks: tuple[str, ...] = getattr(line, phase)
    return tasks


# As a table


_COLUMNS = (
    Column("", 0.5, right=True),
    Column("From", 2.5),
    Column("To", 2.5),
    Column("Carries", 1.2),
    Column("Goes", 1.6),
    Column("Waits", 0.8, right=True),
    Column("Usable", 1.6, right=True),
    Column("Adds", 1.5, right=True),
)


def table_picture(map_: Map, figures: Figures, palette: Palette, measure: TextMeasure) -> Picture | None:
    """Return every flow as a row, by number, and below them the steps that no flow touches."""
    flows = sorted(map_.drawn_flows, key=lambda f: (f.number or 0, f.id))
    if not flows and not map_.steps:
        return None
    classes = heat(figures)
    rows = [(flow.id, _row(map_, figures, flow)) for flow in flows]
    touched = {id_ for flow in flows for id_ in (flow.source, flow.target)}
    rows += [
        (step.id, ("", _where(map_, step.id), "", "", "", "", "", "")) for step in map_.steps if step.id not in touched
    ]
    marks = {flow.id: palette.heat[classes.get(flow.id, 0)] for flow in flows if classes.get(flow.id, 0)}
    return draw_table(_COLUMNS, rows, WIDTH + 120, palette, measure, marks)


def table_csv(map_: Map, figures: Figures) -> str:
    """Return the table of flows as CSV, with its head."""
    flows = sorted(map_.drawn_flows, key=lambda f: (f.number or 0, f.id))
    head = ("Number", *(column.name for column in _COLUMNS[1:]))
    return csv_of(head, (_row(map_, figures, flow) for flow in flows))


def _row(map_: Map, figures: Figures, flow: Flow) -> tuple[str, ...]:
    share = usable_of(map_, flow) if map_.is_handoff(flow) else flow.pca
    usable = of_ten(share) if share is not None else ""
    if flow.type == "rework" and flow.probability:
        usable = f"{of_ten(flow.probability)} come back"
    adds = figures.flows[flow.id].saved_if_removed if flow.id in figures.flows else None
    return (
        str(flow.number) if flow.number is not None and map_.is_handoff(flow) else "",
        _where(map_, flow.source),
        _where(map_, flow.target),
        CARRIES[flow.carries] if flow.carries else "",
        VIA[flow.medium] if flow.medium else "",
        flow.wait.text if flow.wait else "?" if flow.type in ("forward", "rework") else "",
        usable,
        about(adds, map_.head.calendar) if adds is not None and amount(adds) > 0 else "",
    )


def _where(map_: Map, step_id: str) -> str:
    lane = map_.lane_of(step_id)
    return f"{lane.name}: {step_name(map_, step_id)}" if lane and lane.name else step_name(map_, step_id)
