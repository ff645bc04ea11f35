"""Where no window can open, one sentence says so."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosslane.ui import screen
from crosslane.ui.screen import why_no_screen


def started(tmp_path: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Start the program as people do; returns its exit code and what it said on standard error."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "crosslane", *arguments],
        env={**kept, "CROSSLANE_HOME": str(tmp_path / "home"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "There is no screen here to open a window on"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "QT_QPA_PLATFORM asks for 'nonsense', which this Qt does not have"),
        ({"DISPLAY": ":7654"}, ""),
        ({"QT_QPA_PLATFORM": "offscreen", "CROSSLANE_HOME": "~nobody-of-that-name"}, "Where your home folder is"),
    ],
)
def test_a_start_that_cannot_be_is_one_sentence(tmp_path: Path, environment: dict[str, str], sentence: str) -> None:
    """No page of Qt's, no core dump, no traceback."""
    code, said = started(tmp_path, **environment)
    assert code == 2
    assert said.count("\n") == 1
    assert said.startswith(f"crosslane: {sentence}")


@pytest.mark.parametrize(
    ("heard", "sentence"),
    [
        ("could not connect to display :7 ... libxcb-cursor0 is needed", "The screen :7 does not answer"),
        ("Something else.", "Qt cannot open a window here (Something else.)"),
    ],
)
def test_what_qt_says_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, heard: str, sentence: str) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert sentence in why_no_screen(heard)


def test_the_system_libraries_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt says the same of all of them, and who installs that one would hear it again."""
    there = dict.fromkeys(screen._LIBRARIES, "libc.so.6")
    there["libxcb-keysyms.so.1"] = there["libxcb-icccm.so.4"] = "nowhere.so.1"
    load = ctypes.CDLL
    monkeypatch.setattr(ctypes, "CDLL", lambda name: load(there[name]))
    said = why_no_screen("xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin")
    assert said == (
        "No window can open without the system's libxcb-icccm4, libxcb-keysyms1: install that, then start again."
    )


def test_pictures_need_no_screen(tmp_path: Path) -> None:
    """Even where the windows of a computer would go to a screen that is away."""
    picture = tmp_path / "loop.png"
    assert started(tmp_path, "new", "--template", "loop", "-o", str(tmp_path / "loop.crosslane"))[0] == 0
    code, said = started(
        tmp_path, "export", str(tmp_path / "loop.crosslane"), "-o", str(picture), QT_QPA_PLATFORM="xcb", DISPLAY=":7654"
    )
    assert (code, picture.read_bytes()[:4]) == (0, b"\x89PNG"), said
