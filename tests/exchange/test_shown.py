"""What leaves the house in a picture: nobody's name, notes or words unless asked for."""

from __future__ import annotations

import pytest

from crosslane.exchange.mapfile import write_text
from crosslane.exchange.shown import shown
from crosslane.model.map import Map
from crosslane.model.records import Estimate, Experiment, Flow, Lane, MapRecord, Note, Step, Verdict, Vote
from crosslane.model.values import Agreement, Duration

NAMES = ("Ada", "Bob", "Cleo", "Dora", "Egon", "Finn")


def full(head: MapRecord | None = None) -> Map:
    return Map.of(
        [
            head or MapRecord(id="map", next_number=9),
            Lane(id="l", name="Ops"),
            Step(
                id="s",
                lane="l",
                owners=("Ada",),
                lead_time=Duration(text="2d", said_by="Bob"),
                said=("we wait for ages",),
                note="a note",
            ),
            Step(id="t", lane="l", owners="none"),
            Flow(
                id="f",
                number=8,
                source="s",
                target="t",
                handling=Duration(text="1h", said_by="Cleo"),
                agreement=Agreement(
                    ask="Dora", handed_over="the file", expected_wait=Duration(text="1d", said_by="Bob")
                ),
            ),
            Verdict(id="v", on="f", owner="Egon", reason="a note"),
            Experiment(id="e", on="f", owner="Ada", partner="Finn"),
            Estimate(id="g", on="f", field="wait", text="2d", who="Finn"),
            Vote(id="w", on="f", role="Finn"),
            Note(id="n", text="a note"),
        ]
    )


def test_by_default_nobody_is_named_or_quoted() -> None:
    """No name, no note, no sentence is in what an export carries; that nobody owns a step stays."""
    text = write_text(shown(full()))
    assert [name for name in (*NAMES, "a note", "for ages") if name in text] == []
    assert shown(full()).step("t").owners == "none"
    assert "the file" in text


@pytest.mark.parametrize(
    ("asked", "there"),
    [({"names": True}, "Egon"), ({"notes": True}, "a note"), ({"sentences": True}, "we wait for ages")],
)
def test_what_is_asked_for_is_shown(asked: dict[str, bool], there: str) -> None:
    """Each option brings its own and nothing else."""
    text = write_text(shown(full(), **asked))
    said = [words for words in ("Egon", "a note", "we wait for ages") if words in text]
    assert said == [there]


def test_single_answers_and_votes_never_leave() -> None:
    """Estimates and votes stay out even with names, notes and sentences."""
    kinds = {record.kind for record in shown(full(), names=True, notes=True, sentences=True).records()}
    assert kinds == {"map", "lane", "step", "flow", "verdict", "experiment", "note"}


def test_hidden_numbers_of_handoffs_stay_out() -> None:
    """A map that hides its numbers does not carry them either."""
    assert shown(full()).flow("f").number == 8
    hidden = shown(full(MapRecord(id="map", next_number=9, numbers_hidden=True)))
    assert hidden.flow("f").number is None
    assert hidden.head.next_number == 1
