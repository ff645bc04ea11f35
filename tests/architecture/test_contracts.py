"""The import contracts hold, and each has been seen to fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BREACHES = {
    "floors": ("crosslane/model/breach.py", '"""Breach."""\nimport crosslane.editor\n'),
    "qt": ("crosslane/model/breach.py", '"""Breach."""\nimport PySide6.QtCore\n'),
    "numbers": ("crosslane/drawing/breach.py", '"""Breach."""\nimport numpy\n'),
    "ui": ("crosslane/ui/canvas/breach.py", '"""Breach."""\nimport crosslane.ui.panels.where\n'),
}


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_seen(contract: str, tmp_path: Path) -> None:
    """A copy of the program with one wrong import breaks just the contract that forbids it."""
    shutil.copytree(ROOT / "app" / "crosslane", tmp_path / "crosslane", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    name, code = BREACHES[contract]
    (tmp_path / name).write_text(code)
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--contract",
        contract,
        "--no-cache",
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "breach" in done.stdout
