"""Other views of a map, exported as pictures of their own."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from crosslane.cli import main
from crosslane.drawing.measure import FixedMeasure
from crosslane.exchange.templates import template
from crosslane.exchange.views import VIEWS, svg_of_sheet
from crosslane.model import edits


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_what_it_is(name: str) -> None:
    """The title of the map and the name of the view stand on it, and it explains its marks."""
    svg = svg_of_sheet(VIEWS[name](template("loop"), FixedMeasure()))
    words = " ".join(ElementTree.fromstring(svg).itertext())
    assert f"The data loop: {name}" in words
    assert "Made with Crosslane." in words


def test_answers_show_as_full_bars() -> None:
    """Three of four bars are full after the answer 3."""
    map_ = template("loop")
    before = svg_of_sheet(VIEWS["coverage"](map_, FixedMeasure()))
    answered = map_.apply(edits.answer(map_, "map", "maturity.testing.mlops", "3"))
    after = svg_of_sheet(VIEWS["coverage"](answered, FixedMeasure()))
    assert after.count("#0b57d0") - before.count("#0b57d0") == 3


def test_the_command_line_writes_views(tmp_path: Path) -> None:
    """As PDF with text; as Markdown it is refused in one sentence."""
    path = tmp_path / "map.crosslane"
    assert main(["new", "--template", "loop", "-o", str(path)]) == 0
    out = tmp_path / "coverage.pdf"
    assert main(["export", str(path), "-o", str(out), "--picture", "coverage"]) == 0
    assert "Reproducibility" in PdfReader(out).pages[0].extract_text()
    assert main(["export", str(path), "-o", str(tmp_path / "c.md"), "--picture", "coverage"]) == 2
