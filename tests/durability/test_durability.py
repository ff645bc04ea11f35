"""A short run of the two durability commands; the long ones are in README.md beside this file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ENV = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def run(script: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / script), *options]
    return subprocess.run(command, env=ENV, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_no_acknowledged_edit_is_lost_to_a_kill() -> None:
    """Killed in the middle of writing, every acknowledged edit is there and undo goes back."""
    done = run("kill.py", "--times", "12")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_no_file_is_torn_by_a_kill() -> None:
    """Killed in the middle of tidy, export or import, each file is what it was or what it was to be."""
    done = run("kill_files.py", "--times", "5")
    assert done.returncode == 0, done.stdout + done.stderr


needs_recorder = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not shutil.which("cc"), reason="needs Linux and cc"
)


@needs_recorder
def test_no_acknowledged_edit_is_lost_to_a_power_cut() -> None:
    """Whatever of the unsynced writes reached the disk, every acknowledged edit is there."""
    done = run("power.py", "--cuts", "120", "--edits", "20")
    assert done.returncode == 0, done.stdout + done.stderr


@needs_recorder
def test_a_disk_that_does_not_sync_is_found_out() -> None:
    """The trial can fail: with a disk that forgets what it was told to keep, losses are seen."""
    done = run("power.py", "--cuts", "60", "--edits", "10", "--lying-disk")
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.startswith("Cut ")
