"""Documents out of a map: what two sides agree, what was decided and tried."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from crosslane.cli import main
from crosslane.exchange.documents import findings_csv, findings_markdown, page_markdown
from crosslane.exchange.mapfile import write_file
from crosslane.exchange.templates import template
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.model.values import Agreement, Duration
from crosslane.practices.agreement import OPEN, agreement_page
from crosslane.practices.knowledge import shipped


def page(map_: Map) -> str:
    """Return the agreement of handoff 6 as Markdown."""
    flow = map_.flow_numbered(6)
    assert flow is not None
    return page_markdown(agreement_page(map_, flow, shipped()))


def test_what_is_not_agreed_is_asked() -> None:
    """Nothing is made up: of seven things to agree on only what is handed over is known from the map."""
    text = page(template("loop"))
    assert text.count(OPEN) == 6
    assert "model by file drop" in text
    assert "It waits 3 weeks." in text


def test_what_is_agreed_stands_there() -> None:
    """Agreed fields and the practice taken on replace the questions; marks of Markdown stay what they are."""
    map_ = template("loop")
    agreed = Agreement(
        handed_over="Model *and* its card", checks=("Replays last month",), expected_wait=Duration(text="2d"),
        ask="Mina", way_back="To the model's owner", review="2027-01-11",
    )  # fmt: skip
    map_ = map_.apply(edits.set_fields(map_, "f6", agreement=agreed))
    map_ = map_.apply(edits.take_on(map_, "f6", practice="rollback-rehearsed", review="2027-01-11", status="planned"))
    text = page(map_)
    assert OPEN not in text
    assert "Model \\*and\\* its card" in text
    assert shipped().practices["rollback-rehearsed"].card in text


def test_the_review_of_what_is_tried_is_when_both_look_again() -> None:
    """Where no other day is agreed, the first one of several; each is said once."""
    map_ = template("loop")
    for review in ("2027-02-01", "2027-01-11"):
        map_ = map_.apply(edits.take_on(map_, "f6", text="Sit together", review=review, status="planned"))
    text = page(map_)
    assert text.count("2027-01-11") == 1
    assert "2027-02-01" not in text


@pytest.fixture
def decided() -> Map:
    """An experiment whose text a spreadsheet would run, and a practice that is not for this team."""
    map_ = template("loop")
    map_ = map_.apply(edits.take_on(map_, "f6", text="=HYPERLINK(1)", owner="Mina", signal="Minutes to go back"))
    return map_.apply(edits.decide(map_, "f7", practice="rollback-rehearsed", status="dismissed", why="not-now"))


def test_no_cell_is_run_by_a_spreadsheet(decided: Map) -> None:
    """Every row has all columns; what begins like a formula is text."""
    rows = list(csv.DictReader(io.StringIO(findings_csv(decided, shipped()))))
    assert [row["kind"] for row in rows] == ["experiment", "verdict"]
    assert rows[0]["what"] == "'=HYPERLINK(1)"
    assert rows[1]["reason"] == "not now"
    assert rows[1]["where"].startswith("Handoff 7")


def test_the_table_for_a_tracker(decided: Map) -> None:
    """The same as Markdown; an empty map says that nothing was decided."""
    assert "Minutes to go back" in findings_markdown(decided, shipped())
    assert "Nothing was decided" in findings_markdown(template("loop"), shipped())


def test_documents_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As PDF with text; owners stay out unless asked for; a handoff that is not there is one sentence."""
    path, out = tmp_path / "map.crosslane", tmp_path / "agreement.pdf"
    main(["new", "--template", "loop", "-o", str(path)])
    assert main(["agreement", str(path), "--handoff", "6", "-o", str(out)]) == 0
    reader = PdfReader(out)
    assert len(reader.pages) == 1
    assert "Handoff 6" in reader.pages[0].extract_text()
    assert main(["findings", str(path)]) == 0
    capsys.readouterr()
    assert main(["agreement", str(path), "--handoff", "99"]) == 2
    assert capsys.readouterr().err == "crosslane: There is no handoff 99 on this map.\n"


def test_findings_name_nobody_unless_asked(decided: Map, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The owner of an experiment is a name."""
    write_file(decided, tmp_path / "m.crosslane")
    main(["findings", str(tmp_path / "m.crosslane")])
    assert "Mina" not in capsys.readouterr().out
    main(["findings", str(tmp_path / "m.crosslane"), "--names"])
    assert "Mina" in capsys.readouterr().out
