"""The story's clock."""

from __future__ import annotations

import pytest

from crosslane.analysis.story import Frame, clock
from crosslane.model.values import Calendar


@pytest.mark.parametrize(
    ("worked", "waited", "said"),
    [
        (0.0, 0.0, ""),
        (0.0, 100.0, "Waiting 2.5 weeks"),
        (8.0, 0.0, "Work 1 day"),
        (8.0, 100.0, "Work 1 day · Waiting 2.5 weeks"),
    ],
)
def test_the_clock_says_what_is_known(worked: float, waited: float, said: str) -> None:
    """Work that nobody has told is not said to be none."""
    assert clock(Frame(None, "", worked, waited), Calendar()) == said
