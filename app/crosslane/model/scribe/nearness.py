"""Is it a new name, or a known one with a slip of the finger?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from crosslane.model.scribe.lines import folded

# Our setting: lanes are few and short, so that a name not quite right is a slip; names of steps differ by less.
_LANE_NEAR = 0.7
_STEP_NEAR = 0.88
_SHORTEST_WORD = 4


def near_lane(typed: str, known: Iterable[str]) -> str | None:
    """Return the known lane that was probably meant, or None when the name is known or a new one.

    "Team A" beside "Team B" is no slip.
    """
    by_fold = {folded(name): name for name in known}
    if folded(typed) in by_fold:
        return None
    near = get_close_matches(folded(typed), sorted(by_fold), 3, _LANE_NEAR)
    return next((by_fold[name] for name in near if not _is_counted(folded(typed), name)), None)


def near_step(typed: str, known: Iterable[str]) -> str | None:
    """Return the known step that was probably meant, or None.

    "Test A" beside "Test B" is no slip, nor "Load 2" beside "Load 1", nor "Retrain" beside "Train": only longer
    words that begin alike are.
    """
    by_fold = {folded(name): name for name in known}
    if folded(typed) in by_fold:
        return None
    close = get_close_matches(folded(typed), sorted(by_fold), 3, _STEP_NEAR)
    return next((by_fold[name] for name in close if _is_slip(folded(typed), name)), None)


def _is_slip(typed: str, known: str) -> bool:
    ours, theirs = typed.split(), known.split()
    if len(ours) != len(theirs):
        return typed.replace(" ", "") == known.replace(" ", "")
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return all(
        min(len(a), len(b)) >= _SHORTEST_WORD
        and a[0] == b[0]
        and not any(char.isdigit() for char in a + b)
        and SequenceMatcher(None, a, b).ratio() >= _LANE_NEAR
        for a, b in apart
    )


def _is_counted(typed: str, known: str) -> bool:
    """Say whether two names differ in nothing but a letter or a number of their own: A and B, 1 and 2."""
    ours, theirs = typed.split(), known.split()
    if len(ours) != len(theirs):
        return False
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return all((len(a) == 1 and len(b) == 1) or (a + b).isdigit() for a, b in apart)
