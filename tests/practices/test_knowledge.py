"""The shipped knowledge is whole, and a fault in a file is told in one sentence."""

from __future__ import annotations

import dataclasses
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crosslane.model.errors import Problem
from crosslane.practices.compiled import read_counted
from crosslane.practices.compiling import compiled_texts
from crosslane.practices.knowledge import Knowledge, load, shipped
from crosslane.practices.linting import faults
from crosslane.practices.schema import schema_text
from crosslane.practices.words import tellings
from crosslane.settings import resource


def test_the_shipped_knowledge_has_no_fault() -> None:
    """Ids, circles, reach, all 28 cells, conditions, wording."""
    assert faults(shipped()) == []


def test_all_of_it_is_there() -> None:
    """90 practices, the 59 symptoms and those found in cases, 28 cells, every lane pair."""
    knowledge = shipped()
    assert len(knowledge.practices) == 90
    assert len(knowledge.symptoms) >= 59
    assert len(knowledge.maturity) == 28
    lanes = ("dev", "ops", "analytics", "ai")
    pairs = {(row.source, row.target) for row in knowledge.rows}
    assert {(a, b) for a in lanes for b in lanes} <= pairs


def test_a_file_is_named_by_its_id() -> None:
    """So that it is found by what people read."""
    for kind in ("practices", "symptoms"):
        for path in resource("knowledge", kind).glob("*.toml"):
            assert tomllib.loads(path.read_text(encoding="utf-8"))["id"] == path.stem


def test_the_shipped_schema_is_that_of_the_models() -> None:
    """A change of a model shows here: write `schema_text()` into the file again."""
    assert resource("schema", "knowledge.schema.json").read_text(encoding="utf-8") == schema_text()


def test_what_is_put_together_is_what_the_files_say() -> None:
    """A change of a file of the knowledge shows here: run `python3 dev.py knowledge`."""
    for name, text in compiled_texts(resource("knowledge")).items():
        assert resource("compiled", name).read_text(encoding="utf-8") == text, name
    assert shipped() == load(resource("knowledge"))


def test_a_word_counted_before_is_counted_the_same_anew() -> None:
    """Looked up in the file or counted now, first and last word too; a source that has changed is counted anew."""
    knowledge = shipped()
    anew, before = tellings(knowledge), tellings(knowledge, read_counted())
    assert before.long == pytest.approx(anew.long)
    assert not before.said
    words = sorted(anew.said)
    for word in (*words[:3], *words[:: len(words) // 500], *words[-3:], "ticket", "nobody knows"):
        assert before.of(word) == pytest.approx(anew.of(word)), word
    assert before.of("") == before.of("no such word") == before.of("zzzz") == {}
    changed = knowledge.practices["data-contract"].model_copy(update={"situations": ("The quokka is loose.",)})
    other = dataclasses.replace(knowledge, practices={**knowledge.practices, "data-contract": changed})
    mixed = tellings(other, read_counted())
    assert mixed.of("quokka") == {"situations:data-contract": 1.0}
    assert mixed.of("ticket") == pytest.approx(tellings(other).of("ticket"))


def test_another_language_is_not_looked_up_in_what_was_counted() -> None:
    """With other words to cut by, everything is counted anew."""
    words = shipped().words.model_copy(update={"forms": {"queue": ("ticket",)}})
    other = dataclasses.replace(shipped(), words=words)
    assert tellings(other, read_counted()).said == tellings(other).said
    assert tellings(other).of("queu") != tellings(shipped()).of("queu")


def test_nothing_machine_like_is_left_in_the_texts() -> None:
    """People read these: no placeholders, no old field names."""
    for practice in shipped().practices.values():
        text = f"{practice.what} {practice.first_step} {practice.experiment} {practice.not_if}"
        assert "seed" not in text.lower().split()
        assert "TODO" not in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the knowledge that a test may spoil."""
    return Path(shutil.copytree(resource("knowledge"), tmp_path / "knowledge"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("practices/small-batches.toml", 'effort = "S"', 'effort = "XS"', "effort"),
        ("practices/small-batches.toml", 'effort = "S"', 'colour = "red"\neffort = "S"', "colour"),
        ("symptoms/ticket-queue.toml", 'level = "watch"', 'level = "awful"', "level"),
        ("settings.toml", "min_score = 3.0", "min_score = [", "settings.toml"),
    ],
)
def test_a_wrong_field_is_told_in_one_sentence(folder: Path, file: str, old: str, new: str, told: str) -> None:
    """Which file, which field."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem) as told_of:
        load(folder)
    assert told in str(told_of.value)
    assert path.name in str(told_of.value)
    assert "\n" not in str(told_of.value).strip()


def _with_practice(**changes: Any) -> Knowledge:
    knowledge = shipped()
    practice = knowledge.practices["small-batches"].model_copy(update=changes)
    return dataclasses.replace(knowledge, practices={**knowledge.practices, "small-batches": practice})


def _with_symptom(**changes: Any) -> Knowledge:
    knowledge = shipped()
    symptom = knowledge.symptoms["ticket-queue"].model_copy(update=changes)
    return dataclasses.replace(knowledge, symptoms={**knowledge.symptoms, "ticket-queue": symptom})


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (lambda: _with_practice(prerequisites=("no-such",)), "no-such, which is no practice"),
        (lambda: _with_practice(prerequisites=("small-batches",)), "builds on itself"),
        (lambda: _with_practice(sources=("NOWHERE",)), "NOWHERE, which is not listed"),
        (lambda: _with_practice(card="x" * 99), "longer than"),
        (lambda: _with_practice(what="They are lazy."), "accuses"),
        (lambda: _with_practice(situations=()), "0 situations"),
        (lambda: _with_symptom(finding="Nobody cares."), "fact and a question"),
        (lambda: _with_symptom(wordings=("One.",)), "only 1 wordings"),
        (lambda: _with_symptom(practice=()), "Nothing helps"),
        (lambda: _with_symptom(handled="moon == 'full'"), "moon, which is no fact"),
        (lambda: _with_symptom(handled="print(1)"), "not allowed"),
    ],
)
def test_the_linter_finds_a_fault(spoilt: Any, told: str) -> None:
    """Each check has been seen to fail."""
    assert any(told in fault for fault in faults(spoilt()))
