"""The command that says where time goes: analyse."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from crosslane.analysis.flow import Figures, analyse
from crosslane.analysis.outlook import outlook, outlook_told, refined
from crosslane.analysis.sayings import headline, work_and_wait
from crosslane.analysis.telling import handing_over, through
from crosslane.analysis.where import question_for, said_again
from crosslane.commands import chance
from crosslane.commands.maps import as_json, library_read, open_map, put_out
from crosslane.model.map import Map


def analyse_map(options: Namespace) -> int:
    """Print the results, in words or as JSON."""
    map_ = open_map(options.map, library_read(options))
    figures = analyse(map_)
    found = outlook(map_, figures)
    figures = said_again(map_, refined(figures, found))
    simulation = chance.simulated(map_, options.items, options.seed) if options.simulate else None
    if options.json:
        told = chance.refined_json(figures, found)
        text = as_json({**told, "simulation": simulation} if options.simulate else told)
    else:
        said = ["", "Simulation", *(f"  {s}" for s in chance.simulation_told(map_, simulation))]
        text = "\n".join([*results(map_, figures, outlook_told(map_, found)), *(said if options.simulate else [])])
    put_out(text, options.output)
    return 0


def results(map_: Map, figures: Figures, chances: Sequence[str] = ()) -> list[str]:
    """Return the results as lines of text; `chances` are the sentences that sampling adds."""
    calendar = map_.head.calendar
    said = [
        f"{map_.head.title or 'A map'}",
        f"{headline(figures, calendar)}. {work_and_wait(figures, calendar)}".strip(),
    ]
    said.append(
        f"{figures.map.known} of {figures.map.asked} numbers are known."
        + (f" Ask next: {question_for(map_, figures.map.ask_next)}" if figures.map.ask_next else "")
    )
    said += chances if figures.map.asked else ()
    where = figures.where_time_goes
    for heading, entries, whole in (
        ("Where time goes", where.time, ""),
        ("What sets the pace", where.pace, ""),
        ("What comes back", where.comes_back, through(map_, figures)),
        ("What depends on one person", where.depends_on_one, ""),
    ):
        if entries:
            said += ["", heading, *(f"  {at}. {place.sentence}" for at, place in enumerate(entries, start=1))]
            said += [f"  {whole}"] if whole else []
    handed = handing_over(map_, figures)
    if handed:
        said += ["", "Who hands to whom", *(f"  - {sentence}" for sentence in handed)]
    if figures.warnings:
        said += ["", "To look at", *(f"  - {warning.sentence}" for warning in figures.warnings)]
    return said
