"""What the facts of one place say to every condition, answered once."""

from __future__ import annotations

from crosslane.practices.conditions import Answer
from crosslane.practices.facts import Facts
from crosslane.practices.knowledge import LEVELS, Knowledge, Level, Remedy, Symptom


class Judge:
    """Answers conditions over the facts of one place, and remembers the answers."""

    def __init__(self, knowledge: Knowledge, facts: Facts) -> None:
        """Take the facts."""
        self.knowledge, self.facts = knowledge, facts
        self._unknown = frozenset(name for name, value in facts.items() if value is None)
        self._answers: dict[str, Answer] = {}
        self._levels: dict[str, Level | None] = {}

    def holds(self, text: str) -> Answer:
        """Say whether a condition holds here; None while what is known does not decide it."""
        if text not in self._answers:
            self._answers[text] = self.knowledge.condition(text).holds(self.facts)
        return self._answers[text]

    def fires(self, text: str) -> bool:
        """Say whether a condition is known to hold here: it cannot while a fact that it needs is unknown."""
        return self.knowledge.condition(text).needed.isdisjoint(self._unknown) and self.holds(text) is True

    def level(self, symptom: Symptom) -> Level | None:
        """Return how strongly the drawing shows a symptom; None when it does not, or says that it is handled."""
        if symptom.id not in self._levels:
            self._levels[symptom.id] = self._level(symptom)
        return self._levels[symptom.id]

    def _level(self, symptom: Symptom) -> Level | None:
        held = [detector.level for detector in symptom.detect if self.fires(detector.when)]
        if not held or (symptom.handled and self.fires(symptom.handled)):
            return None
        return max(held, key=LEVELS.index)

    def ruled_out(self, symptom: Symptom) -> bool:
        """Say whether the drawing excludes everything by which the symptom would show."""
        return bool(symptom.detect) and all(self.holds(detector.when) is False for detector in symptom.detect)

    def helps(self, remedy: Remedy) -> bool:
        """Say whether a practice may help here: not where its condition is known not to hold."""
        return not remedy.when or self.holds(remedy.when) is not False

    def deciding(self, text: str) -> str | None:
        """Return the one unknown fact on which a condition depends; None once it is decided, or hangs on several."""
        unknown = [name for name in self.knowledge.condition(text).names if self.facts.get(name) is None]
        return unknown[0] if len(unknown) == 1 and self.holds(text) is None else None
