"""The window's start: the one place that knows everybody."""

from __future__ import annotations


def run_window(name: str | None, library: str | None) -> int:
    """Open the window on a map; returns the exit code."""
    raise NotImplementedError((name, library))
