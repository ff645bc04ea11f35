"""The command that tells what changed in the work from what was learned: compare."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from crosslane.analysis.compare import compare, comparison_told
from crosslane.commands.maps import as_json, library_read, open_map, painting, put_out
from crosslane.exchange.between import between_together, between_versions
from crosslane.exchange.shown import shown
from crosslane.model.map import Map


def compare_maps(options: Namespace) -> int:
    """Print what changed in the work from one map to another, apart from what is only known better now."""
    old, new = (open_map(name, library_read(options)) for name in (options.map, options.other))
    if not options.json and options.output and Path(options.output).suffix.lower() in (".svg", ".pdf", ".png"):
        _draw_comparison(old, new, Path(options.output))
        return 0
    found = compare(old, new)
    if options.json:
        facts = {
            name: [{"on": fact.on, "field": fact.field, "sentence": fact.sentence} for fact in getattr(found, name)]
            for name in ("changed", "learned")
        }
        ids = {name: list(getattr(found, name)) for name in ("added", "removed", "faster", "slower")}
        hours = {name: getattr(found, name).as_json() for name in ("improvement", "learning")}
        put_out(as_json({**facts, **ids, **hours, "sentences": list(found.sentences)}), options.output)
    else:
        put_out("\n".join(comparison_told(found)), options.output)
    return 0


def _draw_comparison(old: Map, new: Map, path: Path) -> None:
    with painting():
        # As for every picture: Qt comes with them.
        from crosslane.exchange.compared import compared_sheet  # noqa: PLC0415  (see above)
        from crosslane.exchange.raster import export_sheet  # noqa: PLC0415  (see above)
        from crosslane.paint.measure import QtMeasure  # noqa: PLC0415  (see above)

        since = f"since {old.head.title}" if old.head.title != new.head.title else "what changed"
        found = between_together(between_versions(shown(new), shown(old)))
        export_sheet(compared_sheet(shown(new), found, since, QtMeasure()), path)
