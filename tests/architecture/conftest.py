"""What the tests of the house measure is said at the end of the run, also when all is well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SIZES = pytest.StashKey[list[str]]()


@pytest.fixture
def note_size(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return a function that keeps one line for the end of the run."""
    return request.config.stash.setdefault(SIZES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(SIZES, []):
        terminalreporter.write_line(line)
