"""Coverage: seven principles by four Ops, from the practices in place and a team's own answers. No score of a team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crosslane.model.map import Map
from crosslane.model.records import Estimate
from crosslane.practices.knowledge import Knowledge, MaturityQuestion

# The columns; the other Ops are kin of one of them.
OPS = ("devops", "dataops", "mlops", "aiops")
KIN = {"platform": "devops", "itops": "devops", "gitops": "devops", "secops": "devops", "netops": "devops"}
HIGHEST = 4
LEVELS = tuple(str(level) for level in range(HIGHEST + 1))

Cell = tuple[str, str]


@dataclass(frozen=True)
class Covered:
    """One cell: its question with the levels, the team's answer, what is in place, and what could come next.

    `level` is what the team answered, 0 to 4, or None when it was not asked.
    """

    principle: str
    ops: str
    question: str
    levels: tuple[str, ...]
    level: int | None
    in_place: tuple[str, ...]
    next_practices: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Say whether anything is known of the cell: an answer, or a practice in place."""
        return self.level is not None or bool(self.in_place)


def field_of(cell: Cell, lane: str = "") -> str:
    """Return the field under which an answer is kept on the map: of all together, or of one lane by its id."""
    return ".".join(part for part in ("maturity", *cell, lane) if part)


def answers_of(map_: Map, lane: str = "") -> dict[Cell, int]:
    """Return the answers of all together, or of one lane, 0 to 4 by cell; what is no level is left out."""
    found: dict[Cell, int] = {}
    for record in map_.others("estimate"):
        if isinstance(record, Estimate) and record.on == "map" and record.field.startswith("maturity."):
            _, principle, ops, of = f"{record.field}...".split(".")[:4]
            if record.text in LEVELS and of == lane:
                found[principle, ops] = int(record.text)
    return found


def cover(map_: Map, knowledge: Knowledge, answers: Mapping[Cell, int] | None = None) -> dict[Cell, Covered]:
    """Return the 28 cells by (principle, Ops); `answers` are levels 0 to 4 by cell, what was not asked left out."""
    lived = practices_in_place(map_)
    given = answers or {}
    return {(q.principle, q.ops): _covered(q, knowledge, lived, given) for q in knowledge.maturity}


def weakest(cells: Mapping[Cell, Covered], most: int = 3) -> list[Covered]:
    """Return the cells that were answered lowest, those with something to try next first; unknown ones are left out."""
    asked = [cell for cell in cells.values() if cell.level is not None and cell.level < HIGHEST]
    return sorted(asked, key=lambda cell: (cell.level or 0, not cell.next_practices))[:most]


def practices_in_place(map_: Map) -> frozenset[str]:
    """Return the practices that steps and flows of a map name as in place."""
    return frozenset(p for step in map_.steps for p in step.practices) | frozenset(
        p for flow in map_.flows for p in flow.practices
    )


def column_of(ops: str) -> str:
    """Return the column that a practice's Ops belongs to."""
    return KIN.get(ops, ops)


def _covered(
    asked: MaturityQuestion, knowledge: Knowledge, lived: frozenset[str], answers: Mapping[Cell, int]
) -> Covered:
    serving = dict.fromkeys((*asked.practices, *_of_cell(asked, knowledge)))
    return Covered(
        asked.principle,
        asked.ops,
        asked.question,
        asked.levels,
        answers.get((asked.principle, asked.ops)),
        tuple(p for p in serving if p in lived),
        tuple(_easiest_first((p for p in serving if p not in lived), knowledge)),
    )


def _of_cell(asked: MaturityQuestion, knowledge: Knowledge) -> Iterable[str]:
    return (
        p.id for p in knowledge.practices.values() if p.principle == asked.principle and column_of(p.ops) == asked.ops
    )


def _easiest_first(ids: Iterable[str], knowledge: Knowledge) -> list[str]:
    """Order practices by effort, those that build on nothing first; what is never suggested is left out."""
    known = [knowledge.practices[id_] for id_ in ids if id_ in knowledge.practices]
    wanted = [p for p in known if p.id not in knowledge.settings.never]
    return [p.id for p in sorted(wanted, key=lambda p: ("SML".index(p.effort), len(p.prerequisites)))]
