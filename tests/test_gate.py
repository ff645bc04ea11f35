"""The last gate: a sentence for people, the rest for the log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosslane.gate import guarded
from crosslane.model.errors import Problem

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Problem("This is\nwrong: mend it."), 2, "crosslane: This is wrong: mend it.\n"),
        (PermissionError(13, "Permission denied", "a.db"), 2, "a.db cannot be used (Permission denied)"),
        (FileNotFoundError("The resources are missing: install again."), 2, "crosslane: The resources are missing"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_each_error_has_its_sentence_and_code(capsys: Capture, error: BaseException, code: int, said: str) -> None:
    def fail() -> int:
        raise error

    assert guarded(fail) == code
    written = capsys.readouterr().err
    assert said in written
    assert written.count("\n") == bool(said)


@pytest.mark.parametrize("home", ["home", "/proc/nowhere", "~nobody-of-that-name"])
def test_what_nobody_expected_goes_to_the_log(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str
) -> None:
    """Where there is a place for one; a place that cannot be written to is no second error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CROSSLANE_HOME", home)
    assert guarded(lambda: 1 // 0) == 2
    assert "Something went wrong inside (ZeroDivisionError)" in capsys.readouterr().err
    assert (tmp_path / "home/state/crosslane.log").exists() == (home == "home")


def test_a_start_that_fails_half_way_ends(tmp_path: Path) -> None:
    """An empty window that says nothing would be worse than none."""
    code = (
        "import crosslane.main as m\n"
        "def fail(*_, **__): raise RuntimeError('a part is missing')\n"
        "m._show_still = m._fill = fail\n"
        "raise SystemExit(m.run_window(None, None))\n"
    )
    environment = {**os.environ, "CROSSLANE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "Something went wrong inside (RuntimeError)" in done.stderr
    assert "a part is missing" in (tmp_path / "state/crosslane.log").read_text()
