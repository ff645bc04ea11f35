"""All conditions of a body of knowledge, put together by what they need to know: most are ruled out by the handful."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from crosslane.practices.conditions import Answer, Facts

if TYPE_CHECKING:
    from crosslane.practices.knowledge import Knowledge, Level, Row

Check = Callable[[Facts], Answer]
T = TypeVar("T")
# Names of facts, with all conditions that go with just these.
Grouped = tuple[tuple[frozenset[str], tuple[T, ...]], ...]


class Detecting(NamedTuple):
    """A condition by which a symptom shows."""

    symptom: str
    level: Level
    check: Check


class Deciding(NamedTuple):
    """A condition that an answer may decide, and how much the symptom and its best practice would weigh then."""

    symptom: str
    weight: float
    check: Check


class Showing(NamedTuple):
    """A condition that hints at a practice by itself."""

    practice: str
    text: str
    check: Check


class Rules:
    """The conditions of one body of knowledge, compiled."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile all of them."""
        self._knowledge, condition = knowledge, knowledge.condition
        symptoms, strength = knowledge.symptoms.values(), knowledge.settings.strength
        self.detectors: Grouped[Detecting] = _grouped(
            (condition(d.when).needed, Detecting(symptom.id, d.level, condition(d.when).check))
            for symptom in symptoms
            for d in symptom.detect
        )
        # Questions are asked at handoffs.
        best = {s.id: max((remedy.weight for remedy in s.practice), default=1.0) for s in symptoms}
        self.deciding: Grouped[Deciding] = _grouped(
            (condition(d.when).names, Deciding(s.id, strength[d.level] * best[s.id], condition(d.when).check))
            for s in symptoms
            if s.scope in ("handoff", "both")
            for d in s.detect
        )
        self.shows: Grouped[Showing] = _grouped(
            (condition(text).needed, Showing(practice.id, text, condition(text).check))
            for practice in knowledge.practices.values()
            for text in practice.shows
        )
        self._rows: dict[tuple[str, str], tuple[Row, ...]] = {}

    def rows(self, carries: str, target: str) -> tuple[Row, ...]:
        """Return the rows for what is carried to a lane, from wherever it comes."""
        asked = carries, target
        if asked not in self._rows:
            fit = (r for r in self._knowledge.rows if r.carries in ("*", carries) and r.target in ("*", target))
            self._rows[asked] = tuple(fit)
        return self._rows[asked]


def _grouped(each: Iterator[tuple[frozenset[str], T]]) -> Grouped[T]:
    found: dict[frozenset[str], list[T]] = {}
    for names, one in each:
        found.setdefault(names, []).append(one)
    return tuple((names, tuple(many)) for names, many in found.items())
