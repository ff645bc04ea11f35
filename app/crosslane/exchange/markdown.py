"""The summary of a map as Markdown: for a wiki, a ticket, a mail."""

from __future__ import annotations

import re

from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analyse
from crosslane.analysis.sayings import about, headline, of_ten, work_and_wait
from crosslane.analysis.usable import usable_of
from crosslane.analysis.where import step_name, title
from crosslane.model.map import Map
from crosslane.model.records import Experiment
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.own import in_use
from crosslane.practices.suggest import Advice, advise

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~])")


def plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def told(map_: Map) -> str:
    """Return the summary of a map with all that follows from it."""
    figures = analyse(map_)
    return summary(map_, figures, advise(map_, figures, in_use()), in_use())


def summary(map_: Map, figures: Figures, advice: Advice, knowledge: Knowledge) -> str:
    """Return headline, where time goes, the handoffs as a table, what could be tried, and what was taken on."""
    head, calendar = map_.head, map_.head.calendar
    said = [f"# {plain(head.title or 'A map')}", ""]
    said += [text for t in (head.story, head.purpose and f"To improve: {head.purpose}") if t for text in (plain(t), "")]
    if head.example:
        said += ["*Example: all numbers are invented.*", ""]
    said += [
        f"**{headline(figures, calendar)}.** {work_and_wait(figures, calendar)} {figures.map.known} of {figures.map.asked} numbers are known.",
        "",
    ]
    if figures.where_time_goes.time:
        said += [
            "## Where time goes",
            "",
            *(f"{at}. {plain(p.sentence)}" for at, p in enumerate(figures.where_time_goes.time[:5], 1)),
            "",
        ]
    said += _handoffs(map_, figures)
    said += _tries(map_, advice, knowledge)
    return "\n".join(said).rstrip() + "\n"


def _handoffs(map_: Map, figures: Figures) -> list[str]:
    flows = [map_.flow(f.id) for f in figures.flows.values() if f.handoff]
    if not flows:
        return []
    rows = ["## Handoffs", "", "| | from | to | carries | waits | usable | adds |", "|---|---|---|---|---|---|---|"]
    for flow in flows:
        source, target = (f"{_lane(map_, id_)}: {step_name(map_, id_)}" for id_ in (flow.source, flow.target))
        share = usable_of(map_, flow)
        usable = of_ten(share) if share is not None else "?"
        adds = about(figures.flows[flow.id].saved_if_removed, map_.head.calendar)
        cells = (
            str(flow.number or ""),
            source,
            target,
            flow.carries or "",
            flow.wait.text if flow.wait else "?",
            usable,
            adds,
        )
        rows.append("| " + " | ".join(plain(cell) for cell in cells) + " |")
    return [*rows, ""]


def _lane(map_: Map, step_id: str) -> str:
    lane = map_.lane_of(step_id)
    return lane.name if lane else "?"


def _tries(map_: Map, advice: Advice, knowledge: Knowledge) -> list[str]:
    said: list[str] = []
    for place in advice.flows.values():
        if not place.suggestions:
            continue
        best = place.suggestions[0]
        practice = knowledge.practices[best.practice]
        flow = map_.flow(place.on)
        numbered = map_.is_handoff(flow) and flow.number is not None
        name = f"Handoff {flow.number}" if numbered else plain(title(map_, flow))
        said.append(
            f"- **{name}:** {plain(practice.card)}. {plain(best.because[0].sentence)} This week: {plain(practice.first_step)}"
        )
    taken = [e for e in map_.others("experiment") if isinstance(e, Experiment)]
    if said:
        said = ["## What to try", "", *said, ""]
    if taken:
        said += ["## Taken on", ""]
    for each in taken:
        known = knowledge.practices.get(each.practice or "")
        name = known.card if known else each.text
        said.append(f"- {plain(name)} ({each.status}). Review: {plain(each.review or 'no date yet')}.")
    return said
