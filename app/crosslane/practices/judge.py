"""What the facts of one place say to every condition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from crosslane.practices.conditions import Answer
from crosslane.practices.facts import Facts
from crosslane.practices.knowledge import LEVELS, Knowledge, Level, Remedy, Symptom
from crosslane.practices.rules import Deciding, Sorted, T, fulfilled

_RANK = {level: at for at, level in enumerate(LEVELS)}


class Judge:
    """Answers conditions over the facts of one place."""

    def __init__(self, knowledge: Knowledge, facts: Facts) -> None:
        """Take the facts."""
        self.knowledge, self.facts, self.rules = knowledge, facts, knowledge.rules
        self._counted = -1

    @property
    def known(self) -> int:
        """What is known of the place, as bits: of all comparisons that were asked for so far."""
        if self._counted != self.rules.bits.count:
            self._known = self.rules.bits.of(self.facts)
            self._counted = self.rules.bits.count
        return self._known

    def holds(self, text: str) -> Answer:
        """Say whether a condition holds here; None while what is known does not decide it."""
        sides = self.rules.sides(text)
        return sides.answer(self.known)

    def fires(self, text: str) -> bool:
        """Say whether a condition is known to hold here."""
        return fulfilled(self.rules.sides(text).yes, self.known)

    def level(self, symptom: Symptom) -> Level | None:
        """Return how strongly the drawing shows a symptom; None when it does not, or says that it is handled."""
        return self.levels.get(symptom.id)

    @cached_property
    def levels(self) -> dict[str, Level]:
        """How strongly the drawing shows each symptom, those left out that it does not show or says are handled."""
        found: dict[str, Level] = {}
        for symptom, level in self._fulfilled(self.rules.detectors):
            if symptom not in found or _RANK[level] > _RANK[found[symptom]]:
                found[symptom] = level
        symptoms = self.knowledge.symptoms
        return {id_: level for id_, level in found.items() if not self._is_handled(symptoms[id_])}

    def _is_handled(self, symptom: Symptom) -> bool:
        return bool(symptom.handled) and self.fires(symptom.handled)

    def shown(self) -> dict[str, list[str]]:
        """Return the practices at which recorded fields hint by themselves, each with the conditions that hold."""
        found: dict[str, list[str]] = {}
        for practice, text in self._fulfilled(self.rules.shows):
            texts = found.setdefault(practice, [])
            texts.extend([text] if text not in texts else [])
        return found

    def _fulfilled(self, sets: Sorted[T]) -> list[T]:
        """Return what goes with the sets of comparisons that hold here."""
        known = self.known
        return [found for need, many in sets if need & known == need for bits, found in many if bits & known == bits]

    def open_facts(self) -> Iterator[tuple[str, Deciding]]:
        """Yield the unknown facts, each with a condition that its answer may fulfil and nothing else decides."""
        deciding, facts = self.rules.deciding, self.rules.bits.facts
        known = self.known
        for names, conditions in deciding:
            unknown = names & ~known
            if unknown in conditions:
                for one in conditions[unknown]:
                    if one.first & known == one.first:
                        yield facts[unknown], one

    def ruled_out(self, symptom: str) -> bool:
        """Say whether the drawing excludes everything by which the symptom would show."""
        detectors = self.rules.against.get(symptom, ())
        known = self.known
        return bool(detectors) and all(fulfilled(sides.no, known) for sides in detectors)

    def helps(self, remedy: Remedy) -> bool:
        """Say whether a practice may help here: not where its condition is known not to hold."""
        return not remedy.when or self.holds(remedy.when) is not False
