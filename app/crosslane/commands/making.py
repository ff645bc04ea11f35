"""Commands that make something of a map: export, tidy, import, smoke; and the list of templates."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosslane.analysis.flow import analyse
from crosslane.analysis.sayings import headline, of_ten, work_and_wait
from crosslane.commands.maps import as_json, library_read, open_map, put_out
from crosslane.drawing.measure import FixedMeasure, TextMeasure
from crosslane.exchange.embedded import open_any
from crosslane.exchange.mapfile import write_file, write_text
from crosslane.exchange.markdown import summary
from crosslane.exchange.sheet import Sheet, svg_of, svg_of_sheet
from crosslane.exchange.shown import shown
from crosslane.exchange.templates import template, template_ids
from crosslane.exchange.views import VIEWS, view_sheet
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.plan import is_unplaced
from crosslane.practices.own import in_use
from crosslane.practices.suggest import advise

TEXTS = ("crosslane", "svg", "md")
FORMATS = (*TEXTS, "png", "pdf")


def templates(options: Namespace) -> int:
    """Print the ids and titles of the shipped examples."""
    put_out("\n".join(f"{id_:16} {template(id_).head.title}" for id_ in template_ids()), options.output)
    return 0


def export(options: Namespace) -> int:
    """Write a map in the format that --format or the file's suffix names; names, notes and sentences only when asked."""
    kind = options.format or Path(options.output or "").suffix.lstrip(".").lower()
    if kind not in FORMATS:
        known = ", ".join(FORMATS)
        raise Problem(f"{kind or 'No format'!r} is not known: choose one of {known} by the suffix of -o or --format.")
    if options.output is None and kind not in TEXTS:
        raise Problem(f"A {kind.upper()} goes into a file: name it with -o.")
    whole = _arranged(open_map(options.map, library_read(options)))
    if options.picture != "map":
        return _view(whole, kind, options)
    map_ = shown(whole, names=options.names, notes=options.notes, sentences=options.sentences)
    if kind in TEXTS:
        put_out(_text(map_, kind, carry=not options.bare), options.output)
    else:
        _paint(map_, Path(options.output), kind, options)
    if kind != "md" and not options.bare and map_ != whole:
        # Standard output may be the export itself.
        sys.stderr.write("The map inside leaves out what was not asked for: see --names, --notes, --sentences.\n")
    return 0


def _arranged(map_: Map) -> Map:
    """Return the map with its steps laid out, where nobody had given them places."""
    if not is_unplaced(map_):
        return map_
    # As for tidy: NumPy comes along.
    from crosslane.layout.tidy import first_places  # noqa: PLC0415  (see above)

    return map_.apply(first_places(map_))


def _view(map_: Map, kind: str, options: Namespace) -> int:
    """Write another view of the map; it carries nothing, for it is not the map."""
    if kind == "svg":
        put_out(svg_of_sheet(_sheet(map_, FixedMeasure(), options.picture)), options.output)
    elif kind in ("png", "pdf"):
        with painting():
            # As below: Qt comes with them.
            from crosslane.exchange.raster import export_sheet  # noqa: PLC0415  (see above)
            from crosslane.paint.measure import QtMeasure  # noqa: PLC0415  (see above)

            sheet = _sheet(map_, QtMeasure(), options.picture)
            export_sheet(sheet, Path(options.output), options.scale, options.page)
    else:
        raise Problem(f"The view {options.picture!r} is a picture: export it as svg, png or pdf.")
    return 0


def _sheet(map_: Map, measure: TextMeasure, name: str) -> Sheet:
    sheet = view_sheet(name, map_, measure)
    if sheet is None:
        raise Problem(f"There is nothing to draw yet. {VIEWS[name].empty}")
    return sheet


@contextmanager
def painting() -> Iterator[None]:
    """Have Qt ready for pixels and PDF, without a display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt is loaded for pixels and PDF alone: every other command starts without it.
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  (see above)

    application = QGuiApplication.instance() or QGuiApplication([])
    yield
    del application


def _text(map_: Map, kind: str, *, carry: bool) -> str:
    if kind == "crosslane":
        return write_text(map_)
    if kind == "svg":
        return svg_of(map_, FixedMeasure(), carry=carry)
    figures = analyse(map_)
    return summary(map_, figures, advise(map_, figures, in_use()), in_use())


def _paint(map_: Map, path: Path, kind: str, options: Namespace) -> None:
    with painting():
        # As above.
        from crosslane.exchange.raster import export_pdf, export_png  # noqa: PLC0415  (see above)

        if kind == "png":
            export_png(map_, path, options.scale, carry=not options.bare)
        else:
            export_pdf(map_, path, carry=not options.bare, page=options.page)


def tidy(options: Namespace) -> int:
    """Lay a map out: write it tidied, or print lane bands, step rectangles, flow polylines and seconds."""
    # Tidy-up brings NumPy along: only this command needs it.
    from crosslane.layout.graph import Options, arrangement_json  # noqa: PLC0415  (see above)
    from crosslane.layout.tidy import arranged, as_drawn, placed  # noqa: PLC0415  (see above)

    map_ = open_map(options.map, library_read(options))
    wishes = Options(thorough=options.thorough, aspect=options.aspect)
    arrangement = arranged(map_, wishes, afresh=options.afresh)
    if options.json:
        put_out(as_json(arrangement_json(as_drawn(map_, arrangement))), options.output)
        return 0
    if not options.output:
        raise Problem("Where to? Type crosslane tidy MAP -o MAP, or --json to print the layout.")
    write_file(map_.apply(placed(map_, arrangement)) if arrangement else map_, Path(options.output))
    return 0


def import_file(options: Namespace) -> int:
    """Read a map that a file holds or carries, and write it as a map file or print it."""
    map_ = open_any(Path(options.file))
    if options.output:
        write_file(map_, Path(options.output))
    else:
        put_out(write_text(map_), None)
    return 0


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
        _paint(bare, folder / f"loop.{kind}", kind, options)
    put_out("\n".join(_told(map_, folder)), None)
    costliest = figures.where_time_goes.time[0]
    suggestion = advice.flows[costliest.on].suggestions[0]
    efficiency = figures.map.process_time, figures.map.lead_time
    share = (efficiency[0].value or 0) / (efficiency[1].value or 1)
    calendar = map_.head.calendar
    put_out(f"Lead time: {headline(figures, calendar)}. {work_and_wait(figures, calendar)}", None)
    put_out(f"Flow efficiency: of what is known, {of_ten(share)} of the time is work.", None)
    put_out(f"Costliest: {costliest.sentence}", None)
    put_out(f"To try: {in_use().practices[suggestion.practice].title}. Because: {suggestion.because[0].sentence}", None)
    return 0


def _told(map_: Map, folder: Path) -> list[str]:
    return [
        f"{map_.head.title}: example, all numbers are invented.",
        *(f"Made {folder / name}" for name in ("loop.svg", "loop.png", "loop.pdf")),
    ]
