"""Documents out of a map: the agreement of a handoff, and what was decided and tried, for a tracker."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from crosslane.analysis.where import step_name, title
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.palette import LIGHT
from crosslane.drawing.text_page import Section, draw_text_page
from crosslane.exchange.markdown import plain
from crosslane.exchange.sheet import PAD, Sheet
from crosslane.exchange.svg import Placed
from crosslane.geometry import Point
from crosslane.model.map import Map
from crosslane.model.records import Experiment, Flow, Verdict
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.pages import Page, markdown_of

COLUMNS = (
    "kind", "where", "what", "status", "reason", "owner", "partner", "start", "review", "stop if", "signal", "expected",
    "result", "ticket",
)  # fmt: skip
# A spreadsheet would run what begins so.
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def page_sheet(page: Page, map_: Map, measure: TextMeasure) -> Sheet:
    """Return a page of text as a sheet."""
    sections = [Section(part.heading, part.paragraphs, part.items) for part in page.parts]
    picture = draw_text_page(page.title, " · ".join(page.labels), sections, LIGHT, measure)
    size = (picture.bounds.w + 2 * PAD, picture.bounds.h + 2 * PAD)
    return Sheet((Placed(picture, Point(PAD, PAD), name="page"),), size, page.title, page.title, LIGHT, map_)


def page_markdown(page: Page) -> str:
    """Return a page as Markdown in which a map's text is shown as it is."""
    parts = (
        replace(part, paragraphs=tuple(map(plain, part.paragraphs)), items=tuple(map(plain, part.items)))
        for part in page.parts
    )
    return markdown_of(Page(plain(page.title), tuple(map(plain, page.labels)), tuple(parts)))


def findings_csv(map_: Map, knowledge: Knowledge) -> str:
    """Return what was decided and tried as CSV with a heading; no cell is run by a spreadsheet."""
    return csv_of(COLUMNS, _rows(map_, knowledge))


def csv_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV with a heading; no cell is run by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def findings_markdown(map_: Map, knowledge: Knowledge) -> str:
    """Return what was decided and tried as a Markdown table."""
    rows = list(_rows(map_, knowledge))
    lines = [f"# {plain(map_.head.title or 'A map')}: decided and tried", ""]
    if not rows:
        return "\n".join([*lines, "Nothing was decided or taken on yet.", ""])
    lines += ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    lines += ["| " + " | ".join(plain(cell) for cell in row) + " |" for row in rows]
    return "\n".join([*lines, ""])


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_RUNS) else cell


def _rows(map_: Map, knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    for each in map_.others("experiment"):
        if isinstance(each, Experiment):
            known = knowledge.practices.get(each.practice or "")
            yield (
                "experiment", _where(map_, each.on), known.card if known else each.text, each.status, "",
                *(text or "" for text in (each.owner, each.partner, each.start, each.review)),
                *(text or "" for text in (each.stop_if, each.signal, each.expected, each.result, each.ticket)),
            )  # fmt: skip
    for verdict in map_.others("verdict"):
        if isinstance(verdict, Verdict):
            why = " ".join(part for part in ((verdict.why or "").replace("-", " "), verdict.reason or "") if part)
            yield (
                "verdict", _where(map_, verdict.on), _what(verdict, knowledge), verdict.status.replace("-", " "), why,
                verdict.owner or "", "", verdict.date or "", "", "", "", "", "", verdict.ticket or "",
            )  # fmt: skip


def _what(verdict: Verdict, knowledge: Knowledge) -> str:
    practice = knowledge.practices.get(verdict.practice or "")
    symptom = knowledge.symptoms.get(verdict.symptom or "")
    if practice:
        return practice.card
    return symptom.title if symptom else verdict.practice or verdict.symptom or ""


def _where(map_: Map, on: str) -> str:
    record = map_.get(on)
    if isinstance(record, Flow):
        return title(map_, record)
    return step_name(map_, on) if record is not None else "no longer on the map"
