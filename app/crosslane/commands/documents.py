"""Commands that write documents: the agreement of a handoff; what was decided and tried."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from crosslane.commands.maps import library_read, open_map, painting, put_out
from crosslane.exchange.documents import findings_csv, findings_markdown, page_markdown, page_sheet
from crosslane.exchange.shown import shown
from crosslane.model.errors import Problem
from crosslane.practices.agreement import agreement_page
from crosslane.practices.own import in_use


def agreement(options: Namespace) -> int:
    """Write the agreement of a handoff as Markdown or PDF, by the suffix; names only when asked."""
    map_ = shown(open_map(options.map, library_read(options)), names=options.names)
    flow = map_.flow_numbered(options.handoff)
    if flow is None:
        raise Problem(f"There is no handoff {options.handoff} on this map.")
    page = agreement_page(map_, flow, in_use())
    suffix = Path(options.output or "").suffix.lower()
    if suffix != ".pdf":
        put_out(page_markdown(page), options.output)
        return 0
    with painting():
        # Qt is loaded for the PDF alone.
        from crosslane.exchange.raster import export_sheet  # noqa: PLC0415  (see above)
        from crosslane.paint.measure import QtMeasure  # noqa: PLC0415  (see above)

        export_sheet(page_sheet(page, map_, QtMeasure()), Path(options.output), page="a4 upright")
    return 0


def findings(options: Namespace) -> int:
    """Write what was decided and tried, as CSV or Markdown by the suffix; names only when asked."""
    map_ = shown(open_map(options.map, library_read(options)), names=options.names, notes=True)
    is_csv = Path(options.output or "").suffix.lower() == ".csv"
    put_out((findings_csv if is_csv else findings_markdown)(map_, in_use()), options.output)
    return 0
