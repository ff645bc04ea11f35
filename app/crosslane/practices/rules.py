"""All conditions of a body of knowledge, numbered, so that those that hold at a place are found by comparing numbers.

Every fact has a bit that says it is known, every comparison one that says it holds and one that says it does not. What
is known of a place is one number then, and so is each set of comparisons that decides a condition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from crosslane.practices.conditions import Answer, Atom, Facts, Sets

if TYPE_CHECKING:
    from crosslane.practices.knowledge import Knowledge, Level, Row

# Values of facts whose bits are remembered: there are a few words and many numbers.
REMEMBERED = 4000
# Sets of comparisons, each as the bits that have to be there.
Numbers = tuple[int, ...]
T = TypeVar("T")
# Such sets with what goes with each, under a bit that all of them need: most are ruled out by the handful.
Sorted = tuple[tuple[int, tuple[tuple[int, T], ...]], ...]


class Bits:
    """Numbers facts and comparisons as it meets them, and says what is known of a place."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._next = 1
        self._known: dict[str, int] = {}
        self._atoms: dict[Atom, int] = {}
        # By the one fact that they speak of; those of several facts, with the bits of these.
        self._of_one: dict[str, list[tuple[Atom, int]]] = {}
        self._of_more: list[tuple[int, Atom, int]] = []
        self._seen: dict[tuple[str, object], int] = {}
        self.facts: dict[int, str] = {}
        # How many are numbered: what was said of a place before there were more is short of these.
        self.count = 0

    def known(self, names: Iterable[str]) -> int:
        """Return the bits that say that facts are known."""
        bits = 0
        for name in names:
            if name not in self._known:
                self.count += 1
                self._known[name] = self._next
                self.facts[self._next] = name
                self._next <<= 1
            bits |= self._known[name]
        return bits

    def numbers(self, sets: Sets) -> Numbers:
        """Return for each set of comparisons the bits that have to be there."""
        return tuple(sum(self._atom(atom) << (not wanted) for atom, wanted in literals) for literals in sets)

    def _atom(self, atom: Atom) -> int:
        """Return the bit that says that a comparison holds; the next says that it does not."""
        if atom not in self._atoms:
            self.count += 1
            known = self.known(atom.names)
            bit = self._atoms[atom] = self._next
            self._next <<= 2
            self._seen.clear()
            if len(atom.names) == 1:
                self._of_one.setdefault(atom.names[0], []).append((atom, bit))
            else:
                self._of_more.append((known, atom, bit))
        return self._atoms[atom]

    def on(self, fact: int) -> int:
        """Return the bits of all comparisons that speak of a fact, given its own."""
        atoms = (bit for atom, bit in self._atoms.items() if self.facts[fact] in atom.names)
        return sum(bit | bit << 1 for bit in atoms)

    def of(self, facts: Facts) -> int:
        """Return all that is known of a place."""
        bits = 0
        for name, value in facts.items():
            if value is not None and name in self._known:
                bits |= self._of_value(name, value, facts)
        for known, atom, bit in self._of_more:
            if known & bits == known:
                bits |= bit if atom.holds(facts) else bit << 1
        return bits

    def _of_value(self, name: str, value: object, facts: Facts) -> int:
        seen = self._seen.get((name, value))
        if seen is None:
            seen = self._known[name]
            for atom, bit in self._of_one.get(name, ()):
                seen |= bit if atom.holds(facts) else bit << 1
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            self._seen[name, value] = seen
        return seen


class Sides(NamedTuple):
    """The numbers of a condition: what it speaks of, and what decides for it and against it."""

    names: int
    yes: Numbers
    no: Numbers

    def answer(self, known: int) -> Answer:
        """Return True, False, or None while what is known does not decide it."""
        for bits in self.yes:
            if bits & known == bits:
                return True
        for bits in self.no:
            if bits & known == bits:
                return False
        return None


class Deciding(NamedTuple):
    """A condition that an answer may decide, and how much the symptom and its best practice would weigh then.

    It is past deciding unless `first` is known: what the answer cannot make up for.
    """

    symptom: str
    weight: float
    sides: Sides
    first: int


def fulfilled(sets: Numbers, known: int) -> bool:
    """Say whether one of the sets is there."""
    return any(bits & known == bits for bits in sets)


def _single(bits: int) -> list[int]:
    """Return each bit by itself."""
    found: list[int] = []
    while bits:
        found.append(bits & -bits)
        bits &= bits - 1
    return found


def _sorted(sets: Iterable[tuple[int, T]]) -> Sorted[T]:
    """Put sets of bits under one bit that they need, under which most of those left can be put."""
    left = list(sets)
    often = Counter(bit for bits, _ in left for bit in _single(bits))
    found: list[tuple[int, tuple[tuple[int, T], ...]]] = []
    while left:
        # What needs nothing stands under no bit.
        common = max((bit for bit in often if often[bit]), key=lambda bit: (often[bit], -bit), default=0)
        taken = tuple(one for one in left if one[0] & common == common)
        found.append((common, taken))
        left = [one for one in left if one[0] & common != common]
        often.subtract(bit for bits, _ in taken for bit in _single(bits))
    return tuple(found)


class Rules:
    """The conditions of one body of knowledge, numbered when they are first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Begin with none of them."""
        self._knowledge = knowledge
        self.bits = Bits()
        self._sides: dict[str, Sides] = {}
        self._rows: dict[tuple[str, str], tuple[Row, ...]] = {}

    def sides(self, text: str) -> Sides:
        """Return the numbers of a condition; raises Problem when it cannot be read."""
        if text not in self._sides:
            condition = self._knowledge.condition(text)
            self._sides[text] = Sides(
                self.bits.known(condition.names), self.bits.numbers(condition.yes), self.bits.numbers(condition.no)
            )
        return self._sides[text]

    @cached_property
    def order(self) -> dict[str, int]:
        """The symptoms, each with its place in the knowledge."""
        return {id_: at for at, id_ in enumerate(self._knowledge.symptoms)}

    @cached_property
    def detectors(self) -> Sorted[tuple[str, Level]]:
        """What shows a symptom, and how strongly."""
        return _sorted(
            (bits, (symptom.id, detector.level))
            for symptom in self._knowledge.symptoms.values()
            for detector in symptom.detect
            for bits in self.sides(detector.when).yes
        )

    @cached_property
    def against(self) -> dict[str, tuple[Sides, ...]]:
        """All by which a symptom would show; where it has nothing, nothing rules it out."""
        symptoms = self._knowledge.symptoms.values()
        return {s.id: tuple(self.sides(detector.when) for detector in s.detect) for s in symptoms if s.detect}

    @cached_property
    def evidence(self) -> dict[tuple[str, Level], tuple[str, ...]]:
        """The facts by which a symptom is seen, by its level."""
        named: dict[tuple[str, Level], dict[str, None]] = {}
        for symptom in self._knowledge.symptoms.values():
            for detector in symptom.detect:
                facts = named.setdefault((symptom.id, detector.level), {})
                facts |= dict.fromkeys(self._knowledge.condition(detector.when).in_order)
        return {seen: tuple(facts) for seen, facts in named.items()}

    @cached_property
    def deciding(self) -> tuple[tuple[int, dict[int, tuple[Deciding, ...]]], ...]:
        """Conditions that an answer at a handoff may decide: by the facts of which they speak, and the unknown one."""
        strength = self._knowledge.settings.strength
        found: dict[int, list[tuple[str, float, Sides]]] = {}
        for symptom in self._knowledge.symptoms.values():
            best = max((remedy.weight for remedy in symptom.practice), default=1.0)
            for detector in symptom.detect if symptom.scope in ("handoff", "both") else ():
                sides = self.sides(detector.when)
                found.setdefault(sides.names, []).append((symptom.id, strength[detector.level] * best, sides))
        return tuple(
            (names, {bit: tuple(Deciding(*one, self._first(one[2], bit)) for one in many) for bit in _single(names)})
            for names, many in found.items()
        )

    def _first(self, sides: Sides, unknown: int) -> int:
        """Return what all sets for a condition ask of the facts other than one."""
        first = -1
        for bits in sides.yes:
            first &= bits
        return first & ~self.bits.on(unknown)

    @cached_property
    def shows(self) -> Sorted[tuple[str, str]]:
        """What hints at a practice by itself, with the condition."""
        return _sorted(
            (bits, (practice.id, text))
            for practice in self._knowledge.practices.values()
            for text in practice.shows
            for bits in self.sides(text).yes
        )

    @cached_property
    def signs(self) -> tuple[tuple[str, tuple[Numbers, ...]], ...]:
        """What makes a practice likelier where people say something like it."""
        return tuple(
            (practice.id, tuple(self.sides(sign).yes for sign in (*practice.shows, *practice.signs)))
            for practice in self._knowledge.practices.values()
            if practice.shows or practice.signs
        )

    @cached_property
    def about(self) -> tuple[tuple[str, Numbers], ...]:
        """Where a practice does not belong."""
        return tuple((p.id, self.sides(p.about).no) for p in self._knowledge.practices.values() if p.about)

    @cached_property
    def in_place(self) -> tuple[tuple[str, Numbers], ...]:
        """What shows a practice to be there."""
        return tuple((p.id, self.sides(p.in_place).yes) for p in self._knowledge.practices.values() if p.in_place)

    @cached_property
    def effort(self) -> dict[str, float]:
        """What a practice's points are taken times by its effort."""
        factors = self._knowledge.settings.effort_factor
        return {practice.id: factors[practice.effort] for practice in self._knowledge.practices.values()}

    @cached_property
    def general(self) -> dict[str, float]:
        """The same for what helps everywhere, and therefore counts less."""
        settings = self._knowledge.settings
        return {id_: self.effort[id_] * settings.generic_factor for id_ in settings.generic if id_ in self.effort}

    def rows(self, carries: str, target: str) -> tuple[Row, ...]:
        """Return the rows for what is carried to a lane, from wherever it comes."""
        asked = carries, target
        if asked not in self._rows:
            fit = (r for r in self._knowledge.rows if r.carries in ("*", carries) and r.target in ("*", target))
            self._rows[asked] = tuple(fit)
        return self._rows[asked]
