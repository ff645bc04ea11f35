"""What is remembered of how the window looked."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosslane.ui.look import NAME, Look, read_look, write_look


@pytest.mark.parametrize("look", [Look(), Look("AdnQywAD", (168, 932, 340), True), Look(dark=False)])
def test_noted_and_read_again(tmp_path: Path, look: Look) -> None:
    write_look(tmp_path / "state", look)
    assert read_look(tmp_path / "state") == Look(look.geometry, tuple(look.columns), look.dark)


def test_a_note_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    """As Python's json wrote it."""
    (tmp_path / NAME).write_text('{"geometry": "AdnQywAD", "columns": [150, 950, 340], "dark": null}')
    assert read_look(tmp_path) == Look("AdnQywAD", (150, 950, 340), None)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"\xff\xfe\x00",
        b'{"geometry": 7}',
        b'{"columns": 7}',
        b'{"columns": [1e30, 5, 5]}',
        b'{"columns": [-4, 5, 5]}',
        b'{"columns": ["a", "b", "c"]}',
        b'{"dark": "very"}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_note_is_no_note(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / NAME).write_bytes(damaged)
    assert read_look(tmp_path) == Look()


def test_no_note_and_no_place_for_one(tmp_path: Path) -> None:
    """A missing note, a folder in its place and a place nobody can write to are no trouble."""
    assert read_look(tmp_path) == Look()
    (tmp_path / NAME).mkdir()
    assert read_look(tmp_path) == Look()
    write_look(tmp_path, Look(dark=True))
    write_look(Path("/proc/nowhere"), Look(dark=True))
