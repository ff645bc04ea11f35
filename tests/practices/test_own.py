"""A team's own knowledge: added, changed, switched off; what is wrong is told and left out, the rest goes on working."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosslane.analysis.flow import analyse
from crosslane.cli import main
from crosslane.practices.knowledge import shipped
from crosslane.practices.own import EXAMPLE, in_use, own_of, told
from crosslane.practices.suggest import advise
from crosslane.settings import resource
from practices.places import handoff

PRACTICE = EXAMPLE.split("# symptoms/")[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of own knowledge beside the library."""
    monkeypatch.setenv("CROSSLANE_HOME", str(tmp_path))
    for name in ("practices", "symptoms", "context"):
        (tmp_path / "knowledge" / name).mkdir(parents=True)
    return tmp_path / "knowledge"


def changed(path: str, old: str, new: str) -> str:
    """Return a shipped file with something in it changed."""
    text = resource("knowledge", path).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_without_a_folder_it_is_what_is_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of one's own costs nothing."""
    monkeypatch.setenv("CROSSLANE_HOME", str(tmp_path))
    assert in_use() is shipped()


def test_the_documented_example_is_a_practice(folder: Path) -> None:
    """What the help shows can be copied and works."""
    (folder / "practices" / "our-release-hour.toml").write_text(PRACTICE)
    own = own_of(folder)
    assert own.problems == ()
    assert own.added == ("our-release-hour",)
    assert in_use().practices["our-release-hour"].card == "Release together, at a fixed hour"


def test_a_symptom_of_their_own_leads_to_their_practice(folder: Path) -> None:
    """Detected by its condition, suggested with its reason, scored like any other."""
    (folder / "practices" / "our-release-hour.toml").write_text(PRACTICE)
    (folder / "symptoms" / "waits-for-the-hour.toml").write_text(
        """id = "waits-for-the-hour"
title = "It waits for a slot"
scope = "handoff"
group = "queue"
waste = "waiting"
principle = "cd"
finding = "It waits for a slot"
question = "When is the next slot?"
origin = "Our own"
wordings = ["We have to wait for a slot"]
detect = [{ level = "severe", when = "medium=='ticket'" }]
practice = [{ id = "our-release-hour", weight = 5, reason = "A slot twice a week." }]
"""
    )
    own = own_of(folder)
    assert own.problems == ()
    map_ = handoff("dev", "ops", carries="build-artefact", medium="ticket")
    (place,) = advise(map_, analyse(map_), own.knowledge).flows.values()
    assert "our-release-hour" in [s.practice for s in place.suggestions]


def test_a_changed_practice_shows_its_difference(folder: Path) -> None:
    """Field by field, before and after."""
    text = changed("practices/rollback-rehearsed.toml", 'effort = "', 'effort = "L" # "')
    (folder / "practices" / "rollback-rehearsed.toml").write_text(text)
    own = own_of(folder)
    assert own.problems == ()
    (difference,) = own.changed["rollback-rehearsed"]
    assert (difference.field, difference.after) == ("effort", "L")
    assert any("effort: " in sentence for sentence in told(own))


def test_what_is_switched_off_is_never_suggested(folder: Path) -> None:
    """The practice stays in the knowledge, so that nothing that names it breaks."""
    (folder / "disabled.toml").write_text(
        'practices = ["rollback-rehearsed"]\nsymptoms = ["fear-of-release", "no-such"]\n'
    )
    own = own_of(folder)
    assert "rollback-rehearsed" in own.knowledge.settings.never
    assert own.knowledge.symptoms["fear-of-release"].wordings == ()
    assert own.problems == ("disabled.toml: there is no practice or symptom 'no-such'; correct or remove it.",)


def test_the_names_of_files_put_nothing_in_order(folder: Path) -> None:
    """A practice may build on one whose file comes later; in a circle both are left out."""
    for id_, before in (("a-first", "z-second"), ("z-second", ""), ("hen", "egg"), ("egg", "hen")):
        text = PRACTICE.replace("our-release-hour", id_)
        needs = f'prerequisites = ["{before}"]\n' if before else ""
        (folder / "practices" / f"{id_}.toml").write_text(text.replace("effort =", f"{needs}effort ="))
    own = own_of(folder)
    assert sorted(own.added) == ["a-first", "z-second"]
    assert [problem.split(":")[0] for problem in own.problems] == [
        "practices/egg.toml is left out",
        "practices/hen.toml is left out",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('effort = "S"', 'effort = "XL"', "effort"),
        ('effort = "S"', 'effort = "S"\nprerequisites = ["no-such"]', "which is no practice"),
        ("lever = ", "levers = ", "lever"),
        ('id = "our', "id = our", "cannot be read"),
    ],
)
def test_a_wrong_file_is_told_and_left_out(folder: Path, old: str, new: str, words: str) -> None:
    """One sentence with the file and what is wrong; everything shipped goes on working."""
    (folder / "practices" / "ours.toml").write_text(PRACTICE.replace(old, new))
    own = own_of(folder)
    (problem,) = own.problems
    assert "ours.toml" in problem
    assert words in problem
    assert own.knowledge.practices == shipped().practices


def test_a_condition_that_makes_no_sense_is_told(folder: Path) -> None:
    """Conditions are read, never run."""
    text = changed("symptoms/fear-of-release.toml", "when = ", "when = \"__import__('os')\" # ")
    (folder / "symptoms" / "fear-of-release.toml").write_text(text)
    own = own_of(folder)
    assert own.problems
    assert own.knowledge.symptoms == shipped().symptoms


def test_the_command_line_checks_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 when all is well, 1 with a sentence when something is wrong."""
    (folder / "practices" / "ours.toml").write_text(PRACTICE)
    assert main(["knowledge"]) == 0
    assert "Added: our-release-hour." in capsys.readouterr().out
    (folder / "practices" / "ours.toml").write_text("id = 1")
    assert main(["knowledge"]) == 1
    assert "ours.toml" in capsys.readouterr().out
