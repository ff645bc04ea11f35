"""The map file: the same bytes for the same map, and one clear sentence for whatever else lies in a file."""

from __future__ import annotations

import json
import os
import time
from fnmatch import fnmatch
from pathlib import Path

import pytest

from crosslane.exchange import mapfile
from crosslane.exchange.mapfile import (
    DRAFT,
    LEFT_BEHIND,
    read_bytes,
    read_file,
    read_text,
    replace_file,
    write_file,
    write_text,
)
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step, Vote
from crosslane.model.values import Duration
from crosslane.settings import resource

HEAD = '{"format": "crosslane-map", "version": 1}\n'
EMPTY = HEAD + '{"kind": "map", "id": "map"}\n'
STEP = '{"kind": "step", "id": "s", "lane": "l", "name": "Train"}\n'
FILES = Path(__file__).parents[1] / "files"


def test_lines_come_in_the_order_people_think() -> None:
    """Map, lanes, steps, flows, then the others; each kind by id, defaults left out, kind and id first."""
    map_ = Map.of(
        [
            Vote(id="a", on="f"),
            Flow(id="f", source="s", target="s", wait=Duration(text="1-2w"), pca=0.5, probability=1.0),
            Step(id="s", lane="l", name="Zähle", x=480, y=24),
            Lane(id="m"),
            Lane(id="l", name="AI"),
            MapRecord(id="map", title="T"),
        ]
    )
    assert write_text(map_).splitlines() == [
        '{"format": "crosslane-map", "version": 1}',
        '{"kind": "map", "id": "map", "title": "T"}',
        '{"kind": "lane", "id": "l", "name": "AI"}',
        '{"kind": "lane", "id": "m"}',
        '{"kind": "step", "id": "s", "lane": "l", "name": "Zähle", "x": 480, "y": 24}',
        '{"kind": "flow", "id": "f", "source": "s", "target": "s", "wait": {"text": "1-2w"}, "pca": 0.5, "probability": 1}',
        '{"kind": "vote", "id": "a", "on": "f"}',
    ]


def test_the_example_of_the_description_opens() -> None:
    """Plain words as ids, missing ends, only what is known: all that is a map."""
    text = (
        HEAD + '{"kind": "map", "id": "map", "title": "Churn model to production", "item": "model version"}\n'
        '{"kind": "lane", "id": "ai-7f2k", "name": "AI", "discipline": "ai", "order": "a2"}\n'
        '{"kind": "step", "id": "train-9c4m", "lane": "ai-7f2k", "name": "Train model", "process_time": {"text": "3d"}, '
        '"x": 480, "y": 24}\n'
        '{"kind": "flow", "id": "f-3kq8", "number": 7, "source": "train-9c4m", "target": "deploy-x2p1", '
        '"carries": "model", "medium": "ticket", "wait": {"text": "1-2w"}, "pca": 0.6}\n'
    )
    map_ = read_text(text)
    assert [record.id for record in map_.orphans] == ["f-3kq8"]
    assert write_text(map_) == text


@pytest.mark.parametrize(
    "path", sorted([*resource("templates").glob("*.crosslane"), *FILES.glob("*.crosslane")]), ids=str
)
def test_every_shipped_and_released_file_opens_and_is_written_as_it_was(path: Path) -> None:
    """Saving an unchanged map changes no byte; samples of all released versions open for ever."""
    assert write_text(read_file(path)).encode() == path.read_bytes()


def test_other_people_s_editors_do_no_harm() -> None:
    """A byte order mark, CRLF, empty lines and another order of lines and fields are read as the same map."""
    plain = read_text(EMPTY + STEP)
    odd = (
        "\ufeff"
        + HEAD
        + "\n"
        + '{"name": "Train", "lane": "l", "id": "s", "kind": "step"}\n  \n'
        + '{"id":"map","kind":"map"}'
    )
    assert read_bytes(odd.replace("\n", "\r\n").encode()) == plain


BAD = [
    (b"", "not a Crosslane map"),
    (b"hello", r"Line 1 .*no map file"),
    (b"\xff\xfe\x00", "Byte 0 is not UTF-8"),
    (b'{"format": "other", "version": 1}', "not a Crosslane map"),
    (b"[]", "not a Crosslane map"),
    (HEAD.replace("1}", "2}").encode(), "version 2, this Crosslane reads up to 1"),
    (HEAD.replace("1}", "0}").encode(), "version 0"),
    (HEAD.replace("1}", "true}").encode(), "version True"),
    (HEAD.replace("1}", '1, "by": "me"}').encode(), "unknown field 'by'"),
    (HEAD.encode(), "record of the map itself is missing"),
    ((EMPTY + STEP + STEP).encode(), "Line 4 repeats the id 's'"),
    ((EMPTY + '{"kind": "step", "id": "s", "id": "t", "lane": "l"}').encode(), "Line 3 has the field 'id' twice"),
    ((EMPTY + '{"kind": "step", "id": "s", "lane": "l", "colour": "red"}').encode(), "Line 3: .*'colour' of step s"),
    ((EMPTY + '{"kind": "ghost", "id": "s"}').encode(), "Line 3: .*'ghost'"),
    ((EMPTY + '{"kind": {}, "id": "s"}').encode(), "Line 3"),
    ((EMPTY + '{"kind": "step", "id": "s"}').encode(), "Line 3: .*'lane' of step s is missing"),
    ((EMPTY + '{"kind": "step", "id": "map", "lane": "l"}').encode(), "Line 3: the id 'map' belongs"),
    ((EMPTY + STEP.replace("Train", "a\\u0000b")).encode(), r"Line 3: .*U\+0000"),
    ((EMPTY + STEP.replace("Train", "\\ud800")).encode(), "Line 3"),
    ((EMPTY + STEP.replace('"Train"', "NaN")).encode(), "Line 3"),
    ((EMPTY + STEP.replace('"Train"', "7")).encode(), "Line 3: .*'name' of step s"),
    ((EMPTY + STEP.replace("Train", "x" * 201)).encode(), "Line 3: .*'name' of step s"),
    ((EMPTY + STEP[:-2] + ', "pca": 1.5}').encode(), "Line 3: .*'pca'"),
    ((EMPTY + STEP[:-2] + ', "pca": "60%"}').encode(), "Line 3: .*'pca' of step s cannot be '60%': write a share as"),
    ((EMPTY + STEP[:-2] + ', "pca": 60}').encode(), "Line 3: .*write a share as a number from 0 to 1, 0.6 for 6 of 10"),
    ((EMPTY + STEP[:-2] + ', "process_time": "2d"}').encode(), "Line 3: .*write a time as {"),
    ((EMPTY + STEP[:-2] + ', "arrivals": 5}').encode(), "Line 3: .*write a rate as text"),
    ((EMPTY + STEP[:-2] + ', "pca": Infinity}').encode(), "Line 3 cannot be read"),
    ((EMPTY + STEP[:-2] + ', "x": 1e400}').encode(), "Line 3: .*'x'"),
    ((EMPTY + STEP[:-2] + ', "x": ' + "9" * 5000 + "}").encode(), "Line 3"),
    ((EMPTY + "[" * 100_000).encode(), "Line 3 cannot be read"),
    ((EMPTY + '{"a":' * 100_000).encode(), "Line 3 cannot be read"),
    ((EMPTY + "[]").encode(), "Line 3 is not a record"),
    ((EMPTY + "<<<<<<< HEAD").encode(), "Line 3 cannot be read"),
]


@pytest.mark.parametrize(("data", "said"), BAD, ids=range(len(BAD)))
def test_what_is_no_map_is_told_in_one_sentence(data: bytes, said: str) -> None:
    """The sentence names the line and what is wrong, and is short enough to read."""
    with pytest.raises(Problem, match=said) as told:
        read_bytes(data)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 300


def test_deep_values_are_refused_in_one_sentence() -> None:
    """A scenario's value may be any JSON, yet not a tower that overflows whoever walks it."""
    deep = "[" * 900 + "]" * 900
    patch = f'{{"on": "s", "field": "name", "value": {deep}}}'
    with pytest.raises(Problem, match="Line 3"):
        read_text(EMPTY + f'{{"kind": "scenario", "id": "c", "patches": [{patch}]}}\n')


def test_files_that_cannot_be_opened_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, a folder, too large, spoilt: the sentence begins with the file."""
    (tmp_path / "bad.crosslane").write_text("hello")
    with pytest.raises(Problem, match=r"none\.crosslane is not there"):
        read_file(tmp_path / "none.crosslane")
    with pytest.raises(Problem, match="cannot be read"):
        read_file(tmp_path)
    with pytest.raises(Problem, match=r"^bad\.crosslane: Line 1"):
        read_file(tmp_path / "bad.crosslane")
    monkeypatch.setattr(mapfile, "MAX_BYTES", 3)
    with pytest.raises(Problem, match=r"bad\.crosslane is larger"):
        read_file(tmp_path / "bad.crosslane")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails the old file is there and nothing is left lying about; mode and links stay."""
    path, link = tmp_path / "a.crosslane", tmp_path / "link.crosslane"
    write_file(read_text(EMPTY), path)
    path.chmod(0o600)
    link.symlink_to(path)
    write_file(read_text(EMPTY + STEP), link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mapfile.os, "fsync", full)
    with pytest.raises(Problem, match="No space left"):
        write_file(read_text(EMPTY), path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.crosslane", "link.crosslane"]


def test_a_line_is_json_of_its_own() -> None:
    """Names with line separators stay on their line, so that two people's edits merge."""
    map_ = Map.of([MapRecord(id="map", title="a\u2028b\nc\x85d\u2029")])
    text = write_text(map_)
    assert text.count("\n") == 2
    assert json.loads(text.split("\n")[1])["title"] == "a\u2028b\nc\x85d\u2029"
    assert read_text(text) == map_


@pytest.mark.skipif(os.name == "nt", reason="pipes with names are for POSIX systems")
def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    """So that `-o /dev/stdout` prints, and no device is turned into a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_file(pipe, b"a map")
        assert os.read(reading, 100) == b"a map"
        assert pipe.is_fifo()
    finally:
        os.close(reading)


def test_drafts_that_a_killed_process_left_are_cleared_away(tmp_path: Path) -> None:
    """Ours and old ones only: a young one may still be written, and what only looks alike is somebody else's."""
    left, young = (tmp_path / f".map.pdf.{name}{DRAFT}" for name in ("a1b2c3d4", "e5f6g7h8"))
    foreign = [tmp_path / name for name in (".map.pdf.a1b2c3d4", f"map.pdf.a1b2c3d4{DRAFT}", f".draft{DRAFT}")]
    past = time.time() - 2 * LEFT_BEHIND
    for path in (left, young, *foreign):
        path.write_bytes(b"half")
        os.utime(path, (past, past) if path is not young else None)
    replace_file(tmp_path / "other.svg", b"whole")
    assert not left.exists()
    assert all(path.exists() for path in (young, *foreign))


def test_a_draft_says_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can be told from files of others when its process is killed; names as long as the system allows work."""
    drafts: list[str] = []

    def killed(self: Path, _: Path) -> None:
        drafts.append(self.name)
        raise OSError(9, "killed")

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(Problem):
        replace_file(tmp_path / f"{'n' * 240}.pdf", b"whole")
    assert fnmatch(drafts[0], f".*.????????{DRAFT}")
    assert len(drafts[0]) < 255


def test_a_full_device_is_one_sentence() -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("this system has no full device")
    with pytest.raises(Problem, match="cannot be written"):
        replace_file(Path("/dev/full"), b"x")
    assert Path("/dev/full").is_char_device()
