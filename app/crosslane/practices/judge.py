"""What the facts of one place say to every condition, answered once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from crosslane.practices.conditions import Answer
from crosslane.practices.facts import Facts
from crosslane.practices.knowledge import LEVELS, Knowledge, Level, Remedy, Symptom
from crosslane.practices.rules import Deciding


class Judge:
    """Answers conditions over the facts of one place, and remembers the answers."""

    def __init__(self, knowledge: Knowledge, facts: Facts) -> None:
        """Take the facts."""
        self.knowledge, self.facts = knowledge, facts
        self._known = frozenset(name for name, value in facts.items() if value is not None)
        self._condition = knowledge.condition

    def holds(self, text: str) -> Answer:
        """Say whether a condition holds here; None while what is known does not decide it."""
        return self._condition(text).holds(self.facts)

    def fires(self, text: str) -> bool:
        """Say whether a condition is known to hold here: it cannot while a fact that it needs is unknown."""
        condition = self._condition(text)
        return condition.needed <= self._known and condition.check(self.facts) is True

    def level(self, symptom: Symptom) -> Level | None:
        """Return how strongly the drawing shows a symptom; None when it does not, or says that it is handled."""
        return self.levels.get(symptom.id)

    @cached_property
    def levels(self) -> dict[str, Level]:
        """How strongly the drawing shows each symptom, those left out that it does not show or says are handled."""
        found: dict[str, Level] = {}
        for needed, detectors in self.knowledge.rules.detectors:
            if needed <= self._known:
                for symptom, level, check in detectors:
                    if check(self.facts) is True:
                        found[symptom] = max(level, found.get(symptom, level), key=LEVELS.index)
        symptoms = self.knowledge.symptoms
        return {id_: level for id_, level in found.items() if not self._is_handled(symptoms[id_])}

    def _is_handled(self, symptom: Symptom) -> bool:
        return bool(symptom.handled) and self.fires(symptom.handled)

    def shown(self) -> dict[str, list[str]]:
        """Return the practices at which recorded fields hint by themselves, each with the conditions that hold."""
        found: dict[str, list[str]] = {}
        for needed, conditions in self.knowledge.rules.shows:
            if needed <= self._known:
                for practice, text, check in conditions:
                    if check(self.facts) is True:
                        found.setdefault(practice, []).append(text)
        return found

    def open_facts(self) -> Iterator[tuple[str, tuple[Deciding, ...]]]:
        """Yield the unknown facts, each with conditions that speak of nothing else that is unknown."""
        for names, conditions in self.knowledge.rules.deciding:
            unknown = names - self._known
            if len(unknown) == 1:
                (name,) = unknown
                yield name, conditions

    def ruled_out(self, symptom: Symptom) -> bool:
        """Say whether the drawing excludes everything by which the symptom would show."""
        return bool(symptom.detect) and all(self.holds(detector.when) is False for detector in symptom.detect)

    def helps(self, remedy: Remedy) -> bool:
        """Say whether a practice may help here: not where its condition is known not to hold."""
        return not remedy.when or self.holds(remedy.when) is not False
