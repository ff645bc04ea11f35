"""Maps as PNG and PDF: the one place in exchange that paints."""

from __future__ import annotations

from pathlib import Path

from crosslane.exchange.mapfile import replace_file, write_text
from crosslane.exchange.markdown import told
from crosslane.exchange.sheet import Sheet, sheet_of, svg_of, svg_of_sheet
from crosslane.exchange.shown import Wish, shown
from crosslane.model.map import Map
from crosslane.paint.headless import begin_without_screen
from crosslane.paint.measure import QtMeasure
from crosslane.paint.sheets import Device, Placed, paint_page, pdf_of, png_of

CHUNK = "crosslane-map"


def _placed(sheet: Sheet) -> list[Placed]:
    return [(p.picture, p.at, p.scale) for p in sheet.placed]


def png_bytes(map_: Map, scale: float = 2.0, *, carry: bool = True) -> bytes:
    """Return the map as PNG at a scale; raises Problem for one that is too large."""
    sheet = sheet_of(map_, QtMeasure())
    texts = {"Title": sheet.title, "Description": sheet.description, "Software": "Crosslane"}
    if carry:
        texts[CHUNK] = write_text(map_)
    return png_of(_placed(sheet), sheet.size, sheet.palette.paper, scale, texts)


def export_png(map_: Map, path: Path, scale: float = 2.0, *, carry: bool = True) -> None:
    """Write the map as PNG."""
    replace_file(path, png_bytes(map_, scale, carry=carry))


def export_pdf(map_: Map, path: Path, *, carry: bool = True, page: str | None = None) -> None:
    """Write the map as PDF, one page that fits, or "a4" or "a3"."""
    sheet = sheet_of(map_, QtMeasure())
    carried = write_text(map_) if carry else None
    replace_file(path, pdf_of(_placed(sheet), sheet.size, sheet.title, carried, page))


def export_as(map_: Map, wish: Wish, path: Path) -> None:
    """Write what somebody wishes of a map, in a process with a window or in one beside it; raises Problem."""
    begin_without_screen()
    bare = shown(map_, names=wish.names, notes=wish.notes, sentences=wish.sentences)
    if wish.format == "svg":
        replace_file(path, svg_of(bare, QtMeasure(), carry=wish.carry).encode())
    elif wish.format == "png":
        export_png(bare, path, wish.scale, carry=wish.carry)
    elif wish.format == "pdf":
        export_pdf(bare, path, carry=wish.carry)
    else:
        replace_file(path, told(bare).encode())


def copied_picture(map_: Map) -> tuple[bytes, str]:
    """Return a map as PNG and SVG for the clipboard, without names of people, notes and sentences; raises Problem."""
    begin_without_screen()
    bare = shown(map_)
    return png_bytes(bare, carry=False), svg_of(bare, QtMeasure())


def export_sheet(sheet: Sheet, path: Path, scale: float = 2.0, page: str | None = None) -> None:
    """Write a sheet as SVG, PDF or PNG, by the suffix of the path."""
    if path.suffix.lower() == ".svg":
        replace_file(path, svg_of_sheet(sheet).encode())
    elif path.suffix.lower() == ".pdf":
        replace_file(path, pdf_of(_placed(sheet), sheet.size, sheet.title, None, page))
    else:
        texts = {"Title": sheet.title, "Description": sheet.description, "Software": "Crosslane"}
        replace_file(path, png_of(_placed(sheet), sheet.size, sheet.palette.paper, scale, texts))


def paint_map(map_: Map, device: Device) -> None:
    """Paint the map on one page of a printer, as large as it fits."""
    sheet = sheet_of(map_, QtMeasure())
    paint_page(device, _placed(sheet), sheet.size)
