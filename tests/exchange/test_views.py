"""Other views of a map, exported as pictures of their own."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from tests.analysis.maps import a_map, flow, step

from crosslane.analysis.flow import analyse
from crosslane.cli import main
from crosslane.drawing.measure import FixedMeasure
from crosslane.exchange.charts import table_csv
from crosslane.exchange.sheet import svg_of_sheet
from crosslane.exchange.templates import template
from crosslane.exchange.views import VIEWS, view_sheet
from crosslane.model import edits
from crosslane.model.map import Map

# What adds up to so much beside a branch with an unknown wait; a chain with an unknown wait.
UNSURE = {
    "bars": template("loop"),
    "ladder": a_map(
        step("a", "2h"), step("b", "1h", lane="ops"), step("c", "1h"), flow("a", "b", "3d"), flow("b", "c")
    ),
}


def words_of(name: str, map_: Map) -> list[str]:
    """Return the texts of a view as SVG."""
    sheet = view_sheet(name, map_, FixedMeasure())
    assert sheet is not None
    return [text for text in ElementTree.fromstring(svg_of_sheet(sheet)).itertext() if text.strip()]


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_what_it_is(name: str) -> None:
    """The title of the map and the name of the view stand on it, and it explains its marks."""
    words = words_of(name, template("churn-model"))
    assert f"Churn model to production: {VIEWS[name].name.lower()}" in words
    assert any("Made with Crosslane." in text for text in words)


def test_the_ladder_holds_every_wait_and_its_totals() -> None:
    """A 2 h, 3 days, B 1 h with its handling: the durations in order, then the totals; handling joins the work."""
    map_ = a_map(step("a", "2h"), step("b", "1h", lane="ops"), flow("a", "b", "3d", handling="1h"))
    words = words_of("ladder", map_)
    assert [text for text in words if text in ("3 hours", "Handoff 1", "3 days", "1 hour")].count("3 days") == 1
    assert words.index("3 hours") < words.index("3 days") < words.index("1 hour")
    assert {"Lead time", "Work (process time)", "Work in it (flow efficiency)"} <= set(words)
    assert "About 3.5 days" in words


def test_an_unknown_wait_is_dashed_in_its_place() -> None:
    """Nobody said how long the second handoff waits: its rung shows a question mark."""
    map_ = a_map(step("a", "2h"), step("b", "1h", lane="ops"), step("c", "1h"), flow("a", "b", "3d"), flow("b", "c"))
    words = words_of("ladder", map_)
    assert "?" in words
    assert "At least 3.5 days" in words


def test_what_is_not_sure_is_seen_dashed() -> None:
    """A bar that may be so long has an outline as long as it may be; so has a rung that nobody gave a time for."""
    for name, least in (("bars", 40.0), ("ladder", 100.0)):
        sheet = view_sheet(name, UNSURE[name], FixedMeasure())
        assert sheet is not None
        boxes = ElementTree.fromstring(svg_of_sheet(sheet)).iter("{http://www.w3.org/2000/svg}rect")
        dashed = [float(box.get("width", 0)) for box in boxes if box.get("stroke-dasharray")]
        assert dashed, name
        assert max(dashed) > least, name


def test_bars_say_what_each_handoff_adds() -> None:
    """The bar of a wait beside a shorter branch is as long as what would be saved, not as the wait."""
    branches = (flow("a", "b", "4h"), flow("a", "c", "1h"))
    words = words_of(
        "bars", a_map(step("a", "1h"), step("b", "1h", lane="ops"), step("c", "1h", lane="ops"), *branches)
    )
    assert "about 3 hours" in words


def test_the_spread_names_its_percentiles_or_says_why_not() -> None:
    """Three-point values spread; where a wait is missing, or nothing spreads, there is no picture but a reason."""
    spread = a_map(step("a", "1-2-9d"), step("b", "1d"), flow("a", "b", "1-3d"))
    assert sum("of 100 take at most" in text for text in words_of("spread", spread)) == 3
    assert view_sheet("spread", a_map(step("a", "1h"), step("b"), flow("a", "b")), FixedMeasure()) is None
    assert view_sheet("spread", a_map(step("a", "1h"), step("b", "1h"), flow("a", "b", "1h")), FixedMeasure()) is None


def test_an_empty_map_has_no_ladder() -> None:
    """Nothing is drawn where nothing was said."""
    assert view_sheet("ladder", a_map(), FixedMeasure()) is None
    assert view_sheet("bars", a_map(), FixedMeasure()) is None


def test_the_matrix_names_each_handoff_once() -> None:
    """In the cell of its two lanes: number and what it adds, returns too; an unknown wait is a question."""
    words = words_of("matrix", template("loop"))
    assert "6 · about 5 weeks" in words
    assert "4 · ?" in words
    numbers = [text.split(" ", 1)[0] for text in words if " · " in text]
    assert sorted(numbers, key=int) == [*(str(n) for n in range(1, 9)), "11"]
    assert "a model, 4 of 10" in words


def test_the_timeline_puts_every_step_behind_what_it_needs() -> None:
    """Eight columns for the eight steps of the loop's longest way; a return draws nobody back."""
    words = words_of("timeline", template("loop"))
    assert {"1", "8", "DevOps", "DataOps", "MLOps"} <= set(words)
    assert "9" not in words


def test_the_timeline_of_a_ring_ends() -> None:
    """Where every step waits for another, there is still an order."""
    steps = step("a", "1h"), step("b", "1h"), step("c", "1h")
    ring = a_map(*steps, flow("a", "b", "1h"), flow("b", "c", "1h"), flow("c", "a", "1h"))
    assert {"a", "b", "c"} <= set(words_of("timeline", ring))


def test_a_table_has_every_flow_and_no_formula() -> None:
    """As CSV one row a flow under a head; what a spreadsheet would run is text."""
    map_ = a_map(step("a").but(name="=1+1"), step("b", lane="ops"), flow("a", "b", "3d"))
    rows = list(csv.reader(table_csv(map_, analyse(map_)).splitlines()))
    assert rows[0][:3] == ["Number", "From", "To"]
    assert rows[1][0] == "1"
    assert rows[1][1].startswith("'=")
    assert rows[1][5] == "3d"


def test_answers_show_as_full_bars() -> None:
    """Three of four bars are full after the answer 3."""
    map_ = template("loop")
    before = view_sheet("coverage", map_, FixedMeasure())
    answered = map_.apply(edits.answer(map_, "map", "maturity.testing.mlops", "3"))
    after = view_sheet("coverage", answered, FixedMeasure())
    assert before
    assert after
    assert svg_of_sheet(after).count("#0b57d0") - svg_of_sheet(before).count("#0b57d0") == 3


def test_the_command_line_writes_views(tmp_path: Path) -> None:
    """As PDF with text; as Markdown it is refused in one sentence."""
    path = tmp_path / "map.crosslane"
    assert main(["new", "--template", "loop", "-o", str(path)]) == 0
    out = tmp_path / "coverage.pdf"
    assert main(["export", str(path), "-o", str(out), "--picture", "coverage"]) == 0
    assert "Reproducibility" in PdfReader(out).pages[0].extract_text()
    assert main(["export", str(path), "-o", str(tmp_path / "c.md"), "--picture", "coverage"]) == 2
    assert main(["export", str(path), "-o", str(tmp_path / "s.svg"), "--picture", "spread"]) == 2
