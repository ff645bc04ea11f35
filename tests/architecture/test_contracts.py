"""The import contracts hold, and each has been seen to fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BREACHES = [
    # from below to above, sideways between neighbours, and a module that stands on no floor
    ("floors", "crosslane/model/breach.py", "import crosslane.editor"),
    ("floors", "crosslane/storage/breach.py", "import crosslane.tools.events"),
    ("floors", "crosslane/breach.py", "import json"),
    ("qt", "crosslane/model/breach.py", "import PySide6.QtCore"),
    ("numbers", "crosslane/drawing/breach.py", "import numpy"),
    ("numbers", "crosslane/geometry/breach.py", "import sqlite_utils"),
    ("ui", "crosslane/ui/canvas/breach.py", "import crosslane.ui.panels.where"),
]


@pytest.mark.parametrize(("contract", "name", "code"), BREACHES)
def test_a_breach_is_seen(contract: str, name: str, code: str, tmp_path: Path) -> None:
    """A copy of the program with one wrong import breaks just the contract that forbids it."""
    shutil.copytree(ROOT / "app" / "crosslane", tmp_path / "crosslane", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / name).write_text(f'"""Breach."""\n{code}\n')
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
