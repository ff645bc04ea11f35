"""The command that lays a map out: tidy."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from crosslane.commands.maps import as_json, library_read, open_map, put_out
from crosslane.exchange.mapfile import write_file
from crosslane.layout.graph import Options, arrangement_json
from crosslane.layout.tidy import arranged, as_drawn, placed
from crosslane.model.errors import Problem


def tidy(options: Namespace) -> int:
    """Lay a map out: write it tidied, or print lane bands, step rectangles, flow polylines and seconds."""
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
