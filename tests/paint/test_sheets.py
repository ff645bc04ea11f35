"""Sheets as images, PNG and PDF."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from crosslane.drawing.draw import draw
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Text
from crosslane.geometry import Point, Rect
from crosslane.model.errors import Problem
from crosslane.paint.sheets import Placed, image_of, pdf_of, png_of
from drawing.scenes import scene, two_lanes

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (600.0, 320.0)


def words_of(reader: PdfReader) -> str:
    text = reader.pages[0].extract_text()
    assert "\t" not in text, "Inter has one glyph for space and tab; what is copied are spaces"
    return " ".join(text.split())


@pytest.fixture
def placed() -> list[Placed]:
    return [(draw(scene(two_lanes())), Point(180, 20), 1.0)]


def test_a_png_has_the_scale_asked_for_and_its_texts(placed: list[Placed]) -> None:
    """Twice the scale is twice the pixels at twice the resolution."""
    image = QImage.fromData(png_of(placed, SIZE, "#ffffff", 2.0, {"Title": "Two lanes"}))
    assert (image.width(), image.height()) == (1200, 640)
    assert image.text("Title") == "Two lanes"
    assert image.dotsPerMeterX() == pytest.approx(2 * 96 / 0.0254, rel=0.01)


def test_a_picture_too_large_for_other_programs_is_refused(placed: list[Placed]) -> None:
    """One sentence with the size, instead of a file that nobody can open."""
    with pytest.raises(Problem, match="choose a smaller scale"):
        image_of(placed, SIZE, "#ffffff", 60)
    with pytest.raises(Problem, match="40000 x 40 pixels"):
        image_of(placed, (40_000, 40), "#ffffff", 1)


def test_a_pdf_is_one_page_of_real_text(placed: list[Placed]) -> None:
    """Words can be found and copied, fonts are embedded, the map is attached."""
    reader = PdfReader(BytesIO(pdf_of(placed, SIZE, "Two lanes", '{"kind": "map"}')))
    (page,) = reader.pages
    assert "Build the model" in words_of(reader)
    assert reader.metadata is not None
    assert reader.metadata.title == "Two lanes"
    assert reader.attachments["map.crosslane"] == [b'{"kind": "map"}']
    assert float(page.mediabox.width) == pytest.approx(600 * 72 / 96, abs=1.5)


def test_every_character_of_a_pdf_is_found_again() -> None:
    """The font has another "(" before a capital, and another "x" between digits: a reader could not search for them."""
    text = "Handoff 3 (Dev to Ops), 2x3 at 10:30, A-B"
    picture = Picture()
    picture.put(Element("a", "cards", Rect(0, 0, 400, 40), (Text(Point(10, 20), text, 14, "#000000"),)))
    page = PdfReader(BytesIO(pdf_of([(picture, Point(0, 0), 1.0)], (420, 60), "T", None))).pages[0]
    assert text in page.extract_text()


@pytest.mark.parametrize(("page", "width"), [("a4", 842), ("a3", 1191)])
def test_a_pdf_can_have_a_printer_s_page(placed: list[Placed], page: str, width: float) -> None:
    """A4 or A3 across, and small text stays text."""
    reader = PdfReader(BytesIO(pdf_of(placed, SIZE, "T", None, page)))
    assert float(reader.pages[0].mediabox.width) == pytest.approx(width, abs=1.5)
    assert "Build the model" in words_of(reader)
    assert reader.attachments == {}


def test_a_large_map_keeps_its_words_on_a_small_page() -> None:
    """However small it gets, print leaves nothing out."""
    reader = PdfReader(
        BytesIO(pdf_of([(draw(scene(two_lanes())), Point(9000, 20), 1.0)], (12_000, 700), "T", None, "a4"))
    )
    assert "Predict on new" in words_of(reader)


def test_unknown_page_sizes_are_named(placed: list[Placed]) -> None:
    """One sentence that says what there is."""
    with pytest.raises(Problem, match="There is no page size a9: use a4 or a3"):
        pdf_of(placed, SIZE, "T", None, "a9")
