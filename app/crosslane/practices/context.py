"""What is typical between two lanes for one thing carried: the rows that fit a flow, and what they add to a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crosslane.practices.judge import Judge
from crosslane.practices.knowledge import Remedy, Row

Rows = list[tuple[Row, float]]
# Without a row for the pair, what is typical for the receiver counts half; a row without evidence counts 3 of 10.
OTHER_SENDER, WITHOUT_EVIDENCE = 0.5, 0.3


def matching_rows(judge: Judge) -> Rows:
    """Return the rows that fit, each with its factor: those of the pair, else those of the receiver, halved."""
    if judge.facts["carries"] is None:
        return []
    all_ = judge.knowledge.rules.rows(judge.facts["carries"], judge.facts["to_lane"])
    fitting = [row for row in all_ if not row.when or judge.fires(row.when)]
    rows = [row for row in fitting if row.source in ("*", judge.facts["from_lane"])]
    special = [row for row in rows if row.when]
    if rows:
        return [(row, 1.0) for row in (special or rows)]
    return [(row, OTHER_SENDER) for row in fitting]


class Typical(NamedTuple):
    """What the best row for a practice adds to its score."""

    points: float
    row: Row
    remedy: Remedy

    def say(self, _: set[str]) -> str:
        """Say for what it is typical, and why."""
        return f"Typical for {self.row.name[:1].lower()}{self.row.name[1:]}: {self.remedy.reason}."


def points_of_context(rows: Rows, seen: Mapping[str, float]) -> dict[str, Typical]:
    """Return for each practice its best row's part of the score: more, the more of the row's troubles are seen."""
    best: dict[str, Typical] = {}
    for row, factor in rows:
        shown = sum(min(1.0, seen.get(mode, 0.0)) for mode in row.failure_modes) / max(1, len(row.failure_modes))
        for remedy in row.practices:
            points = remedy.weight * (WITHOUT_EVIDENCE + (1 - WITHOUT_EVIDENCE) * shown) * factor
            if remedy.id not in best or points > best[remedy.id].points:
                best[remedy.id] = Typical(points, row, remedy)
    return best
