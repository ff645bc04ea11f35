"""Sheets as pixels and as PDF pages."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QColor, QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from crosslane.drawing.picture import Picture
from crosslane.geometry import Point
from crosslane.model.errors import Problem
from crosslane.paint.fonts import load_fonts
from crosslane.paint.painter import paint_picture

Image = QImage
Device = QPagedPaintDevice
MOST_PIXELS, MOST_SIDE = 100_000_000, 32_000
_MM_PER_UNIT = 25.4 / 96
_MARGIN_MM = 10.0
_PAGES = {"a4": QPageSize.PageSizeId.A4, "a3": QPageSize.PageSizeId.A3}
# Inter has one glyph for space and tab. In the table that turns glyphs back into text Qt names the tab; what is copied
# from a page should be spaces. Both names are equally long, so every offset in the file stays true.
_TEXT_TABLE = re.compile(rb"beginbfrange\n.{1,20000}?endbfrange", re.DOTALL)
Placed = tuple[Picture, Point, float]


def _paint(painter: QPainter, placed: list[Placed]) -> None:
    for picture, at, scale in placed:
        painter.save()
        painter.translate(at.x, at.y)
        painter.scale(scale, scale)
        paint_picture(painter, picture, detail="paper")
        painter.restore()


def image_of(placed: list[Placed], size: tuple[float, float], paper: str, scale: float) -> QImage:
    """Return the sheet in pixels; raises Problem when the scale makes it larger than any program opens."""
    load_fonts()
    w, h = round(size[0] * scale), round(size[1] * scale)
    if w * h > MOST_PIXELS or max(w, h) > MOST_SIDE:
        raise Problem(
            f"At scale {scale:g} the picture would have {w} x {h} pixels, more than most programs open: choose a smaller scale."
        )
    image = QImage(max(w, 1), max(h, 1), QImage.Format.Format_RGB32)
    image.fill(QColor(paper))
    image.setDotsPerMeterX(round(96 * scale / 0.0254))
    image.setDotsPerMeterY(round(96 * scale / 0.0254))
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint(painter, placed)
    painter.end()
    return image


def png_of(placed: list[Placed], size: tuple[float, float], paper: str, scale: float, texts: dict[str, str]) -> bytes:
    """Return the sheet as PNG, with texts such as its title inside."""
    image = image_of(placed, size, paper, scale)
    for key, text in texts.items():
        image.setText(key, text)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes for the format, Qt takes str
    return bytes(data.data())


def pdf_of(
    placed: list[Placed], size: tuple[float, float], title: str, carried: str | None, page: str | None = None
) -> bytes:
    """Return the sheet as a PDF of one page: vector, font embedded, the map attached when it is `carried`.

    The page fits the sheet, or is "a4" or "a3" across ("a4 upright" otherwise) with the sheet fitted into 10 mm margins.
    """
    load_fonts()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Crosslane")
    writer.setResolution(96)
    _set_page(writer, size, page)
    if carried is not None:
        writer.addFileAttachment("map.crosslane", QByteArray(carried.encode()), "application/x-crosslane")
    paint_page(writer, placed, size)
    buffer.close()
    return _TEXT_TABLE.sub(lambda table: table[0].replace(b"<0009>", b"<0020>"), bytes(data.data()))


def paint_page(device: QPagedPaintDevice, placed: list[Placed], size: tuple[float, float]) -> None:
    """Paint the sheet on one page, as large as it fits."""
    load_fonts()
    painter = QPainter(device)
    scale = min(device.width() / size[0], device.height() / size[1])
    painter.scale(scale, scale)
    _paint(painter, placed)
    painter.end()


def _set_page(writer: QPdfWriter, size: tuple[float, float], page: str | None) -> None:
    if page is None:
        mm = QSizeF(size[0] * _MM_PER_UNIT, size[1] * _MM_PER_UNIT)
        writer.setPageSize(QPageSize(mm, QPageSize.Unit.Millimeter))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        return
    name, _, turned = page.partition(" ")
    if name not in _PAGES or turned not in ("", "upright"):
        raise Problem(f"There is no page size {page}: use {' or '.join(_PAGES)}, or none for a page that fits the map.")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    across = QPageLayout.Orientation.Portrait if turned else QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(QPageSize(_PAGES[name]), across, margins, QPageLayout.Unit.Millimeter))
