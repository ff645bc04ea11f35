"""What `dev.py run` does where there is no display: the main job, done and told."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from crosslane.analysis.flow import analyse
from crosslane.analysis.sayings import headline, of_ten, work_and_wait
from crosslane.commands.making import paint
from crosslane.commands.maps import put_out
from crosslane.drawing.measure import FixedMeasure
from crosslane.exchange.sheet import svg_of
from crosslane.exchange.shown import shown
from crosslane.exchange.templates import template
from crosslane.model.map import Map
from crosslane.practices.own import in_use
from crosslane.practices.suggest import advise


def smoke(options: Namespace) -> int:
    """Do the main job without a display: the example analysed, exported three ways, its first suggestion told."""
    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    map_ = template("loop")
    figures = analyse(map_)
    advice = advise(map_, figures, in_use())
    bare = shown(map_)
    put_out(svg_of(bare, FixedMeasure()), str(folder / "loop.svg"))
    for kind in ("png", "pdf"):
        paint(bare, folder / f"loop.{kind}", kind, options)
    put_out("\n".join(_told(map_, folder)), None)
    costliest = figures.where_time_goes.time[0]
    suggestion = advice.flows[costliest.on].suggestions[0]
    efficiency = figures.map.process_time, figures.map.lead_time
    share = (efficiency[0].value or 0) / (efficiency[1].value or 1)
    calendar = map_.head.calendar
    put_out(f"Lead time: {headline(figures, calendar)}. {work_and_wait(figures, calendar)}", None)
    put_out(f"Flow efficiency: of what is known, {of_ten(share)} of the time is work.", None)
    put_out(f"Costliest: {costliest.sentence}", None)
    put_out(f"To try: {in_use().practices[suggestion.practice].card}. Because: {suggestion.because[0].sentence}", None)
    return 0


def _told(map_: Map, folder: Path) -> list[str]:
    return [
        f"{map_.head.title}: example, all numbers are invented.",
        *(f"Made {folder / name}" for name in ("loop.svg", "loop.png", "loop.pdf")),
    ]
