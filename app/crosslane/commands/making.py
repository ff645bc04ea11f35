"""The command that writes a map in another format: export."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from crosslane.commands.maps import library_read, open_map, painting, put_out
from crosslane.drawing.measure import FixedMeasure, TextMeasure
from crosslane.exchange.mapfile import write_text
from crosslane.exchange.sheet import Sheet, svg_of, svg_of_sheet
from crosslane.exchange.shown import shown
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.plan import is_unplaced

TEXTS = ("crosslane", "svg", "md")
FORMATS = (*TEXTS, "png", "pdf")


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
        paint(map_, Path(options.output), kind, options)
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
    # The map itself is drawn without them.
    from crosslane.exchange.views import VIEWS, view_sheet  # noqa: PLC0415  (see above)

    sheet = view_sheet(name, map_, measure)
    if sheet is None:
        raise Problem(f"There is nothing to draw yet. {VIEWS[name].empty}")
    return sheet


def _text(map_: Map, kind: str, *, carry: bool) -> str:
    if kind == "crosslane":
        return write_text(map_)
    if kind == "svg":
        return svg_of(map_, FixedMeasure(), carry=carry)
    # The summary alone tells what could be tried.
    from crosslane.exchange.markdown import told  # noqa: PLC0415  (see above)

    return told(map_)


def paint(map_: Map, path: Path, kind: str, options: Namespace) -> None:
    """Write a map as PNG or PDF."""
    with painting():
        # As above.
        from crosslane.exchange.raster import export_pdf, export_png  # noqa: PLC0415  (see above)

        if kind == "png":
            export_png(map_, path, options.scale, carry=not options.bare)
        else:
            export_pdf(map_, path, carry=not options.bare, page=options.page)
