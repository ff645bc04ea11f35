"""What all tests share: no display, no real library, laws tried often enough and not for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first QApplication

settings.register_profile("suite", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own library is touched by a test."""
    monkeypatch.setenv("CROSSLANE_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _one_application(qapp: QApplication) -> None:
    """Commands that paint make an application of their own; in one process of tests all share the window's."""
