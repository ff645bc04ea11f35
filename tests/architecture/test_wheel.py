"""What is installed from a wheel is whole: it runs in a folder that knows nothing of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*line: object, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, line)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
def test_an_installed_wheel_does_the_whole_job_elsewhere(tmp_path: Path) -> None:
    """Built, installed and started in another folder, it finds its resources and makes the three exports."""
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT, folder=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    run(*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel, folder=tmp_path)
    site = str(tmp_path / "site")
    place = run("-c", "import crosslane.settings as s; print(s.resources())", folder=tmp_path, PYTHONPATH=site)
    assert Path(place.strip()) == tmp_path / "site" / "crosslane" / "resources"
    told = run("-m", "crosslane", "smoke", folder=tmp_path, PYTHONPATH=site, QT_QPA_PLATFORM="offscreen")
    assert "Lead time" in told
    made = {path.suffix for path in (tmp_path / "crosslane-demo").iterdir() if path.stat().st_size > 1000}
    assert made == {".svg", ".pdf", ".png"}
