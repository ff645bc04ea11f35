"""The SVG of a map: real text, words for those who cannot see it, safe whatever the labels hold."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Box, Line, Text
from crosslane.exchange.sheet import svg_of
from crosslane.exchange.svg import Placed, write_svg
from crosslane.geometry import Point, Rect
from crosslane.model.map import Map
from crosslane.model.records import Step
from drawing.scenes import MEASURE, two_lanes
from laws.strategies import maps

NS = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def one(shape: Box | Line | Text) -> str:
    picture = Picture()
    picture.put(Element("e", "cards", Rect(0, 0, 100, 60), (shape,)))
    return write_svg([Placed(picture, Point(0, 0))], (200, 100), title="T", description="D", paper="#ffffff")


def rendered(text: str) -> QImage:
    renderer = QSvgRenderer(QByteArray(text.encode()))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def test_every_word_is_real_text() -> None:
    """Names and numbers can be found, copied and restyled; the font has a list to fall back on."""
    root = parsed(svg_of(two_lanes(), MEASURE))
    words = {element.text for element in root.iter(f"{NS}text")}
    assert {"Build the model", "3 w", "6/10", "AI", "Ops"} <= words
    assert "sans-serif" in root.attrib["font-family"]


def test_it_can_be_read_without_seeing_it() -> None:
    """Title and description say what is shown; steps and flows have names of their own."""
    root = parsed(svg_of(two_lanes(), MEASURE))
    assert root.attrib["role"] == "img"
    title, desc = root.find(f"{NS}title"), root.find(f"{NS}desc")
    assert title is not None
    assert desc is not None
    assert title.text == "Two lanes"
    assert "1 handoff" in (desc.text or "")
    named = {g.attrib["id"]: g.find(f"{NS}title") for g in root.iter(f"{NS}g")}
    step, flow = named["map-cards-run"], named["map-flows-hand"]
    assert step is not None
    assert flow is not None
    assert step.text == "Ops: Predict on new data"
    assert "waits 3w" in (flow.text or "")


def test_ids_are_unique_and_those_of_the_records() -> None:
    """What a script or a style wants to find, it finds once."""
    ids = [element.attrib["id"] for element in parsed(svg_of(two_lanes(), MEASURE)).iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))


def test_nothing_runs_and_nothing_is_fetched() -> None:
    """No script, no link, no reference to anywhere."""
    text = svg_of(two_lanes(), MEASURE, carry=False)
    assert not re.search(r"<script|<a |href|url\(|<image|<foreignObject|on\w+=", text)


def test_the_map_inside_can_be_left_out() -> None:
    """A bare picture holds nothing but what it shows."""
    assert "<metadata>" in svg_of(two_lanes(), MEASURE)
    assert "<metadata>" not in svg_of(two_lanes(), MEASURE, carry=False)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'a "b" & c', "]]>", "ünï 数据 🚦", "a\x0bb"])
def test_labels_stay_labels(name: str) -> None:
    """Whatever people type is text, never markup."""
    text = one(Text(Point(0, 10), name, 12, "#000000"))
    (label,) = parsed(text).iter(f"{NS}text")
    assert label.text == name.replace("\x0b", "")


@settings(max_examples=30)
@given(maps())
def test_any_map_becomes_a_valid_document(map_: Map) -> None:
    """Also with missing ends, empty names and strange characters."""
    assert parsed(svg_of(map_, MEASURE)).tag == f"{NS}svg"


def test_other_programs_show_what_is_drawn(qapp: object) -> None:
    """Qt's own reader paints a box, a line with its head, and text."""
    assert rendered(one(Box(Rect(0, 0, 100, 60), "#ff0000"))).pixelColor(50, 30).name() == "#ff0000"
    line = rendered(one(Line((Point(0, 20), Point(50, 20), Point(50, 80)), "#0000ff", 6, 8, "solid", 20)))
    assert line.pixelColor(20, 20).name() == line.pixelColor(50, 70).name() == "#0000ff"
    text = rendered(one(Text(Point(0, 40), "MMMM", 40, "#000000", 700)))
    assert any(text.pixelColor(x, 30).lightness() < 100 for x in range(100))


def test_dashes_and_leaps_are_written() -> None:
    """A dotted line is dotted, and a leap is an arc."""
    dotted = one(Line((Point(0, 20), Point(90, 20)), "#000000", 2, dash="dotted", jumps=(Point(40, 20),)))
    assert "stroke-dasharray" in dotted
    assert "A5 5 0 0 1 45 20" in dotted


@pytest.mark.skipif(shutil.which("rsvg-convert") is None, reason="rsvg-convert is not here")
def test_librsvg_shows_it(tmp_path: Path) -> None:
    """A reader that is not Qt's makes a picture of the right size of it."""
    (tmp_path / "a.svg").write_text(
        svg_of(two_lanes(Step(id="far", lane="ai", x=800, y=32)), MEASURE), encoding="utf-8"
    )
    subprocess.run(["rsvg-convert", "a.svg", "-o", "a.png"], cwd=tmp_path, check=True, timeout=60)
    image = QImage(str(tmp_path / "a.png"))
    assert image.width() > 800
