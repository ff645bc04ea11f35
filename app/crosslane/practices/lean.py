"""Which of several labels a sentence speaks for: every word speaks for where it is said oftener than elsewhere.

Naive Bayes over stems, pairs of words and groups of like words; the words of a whole story add up, however they are
spread over it. Found better than the nearest sentence alone when each situation of the knowledge is left out in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from crosslane.practices.stems import Stemmer

# Our settings, found by leaving out each situation in turn.
# A group of like words says less than the word itself; two words side by side, and small words, add a little.
KIN, PAIR, SMALL = 0.5, 0.3, 0.2
# So many words as everywhere are added to what a label says, so that a word it never used does not rule it out.
SMOOTH = 150.0

# Words with how much each counts.
Bag = dict[str, float]


def bag_of(text: str, stemmer: Stemmer) -> Bag:
    """Return what a text says: its stems, their groups, each two neighbouring words, and its small words."""
    cut = stemmer.cut(text)
    bag = dict.fromkeys(cut.stems, 1.0)
    for stem in cut.stems:
        for group in stemmer.kin(stem):
            bag.setdefault(group, KIN)
    for pair in cut.pairs:
        bag[pair] = PAIR
    for word in cut.small:
        bag["~" + word] = SMALL
    return bag


def add(bag: Bag, other: Mapping[str, float], times: float = 1.0) -> None:
    """Add to a bag another one, taken times a factor."""
    for word, value in other.items():
        bag[word] = bag.get(word, 0.0) + times * value


class Leaning:
    """Knows what is said under each label, and says which another text speaks for."""

    def __init__(self, stemmer: Stemmer, said: Mapping[str, Bag]) -> None:
        """Take for each label the bag of all that is said under it."""
        self._stemmer = stemmer
        long = {label: sum(bag.values()) for label, bag in said.items()}
        all_ = sum(long.values()) or 1.0
        self._said: dict[str, dict[str, float]] = {}
        # How often a word is expected under any label, to the amount that is added.
        self._usual: dict[str, float] = {}
        for label, bag in said.items():
            for word, value in bag.items():
                if word in self._said:
                    self._said[word][label] = value
                    self._usual[word] += value * SMOOTH / all_
                else:
                    self._said[word] = {label: value}
                    self._usual[word] = value * SMOOTH / all_
        self._quiet = {label: log(SMOOTH / (value + SMOOTH)) for label, value in long.items()}

    @property
    def labels(self) -> Iterable[str]:
        """Return all labels."""
        return self._quiet

    def speaks_for(self, text: str) -> dict[str, float]:
        """Return for each label how much a text speaks for it: the sum over its words of the logarithm of how much
        oftener the label says it than all do; 0 speaks neither for nor against.
        """
        words = {word: value for word, value in bag_of(text, self._stemmer).items() if word in self._usual}
        known = sum(words.values())
        values = {label: known * quiet for label, quiet in self._quiet.items()}
        for word, value in words.items():
            usual = self._usual[word]
            for label, times in self._said[word].items():
                values[label] += value * log((times + usual) / usual)
        return values

    def support(self, text: str, label: str) -> float:
        """Return how much the words of a text that speak for a label say, without those that speak against it."""
        found = 0.0
        for word, value in bag_of(text, self._stemmer).items():
            times = self._said.get(word, {}).get(label, 0.0)
            if times:
                usual = self._usual[word]
                found += max(0.0, value * (log((times + usual) / usual) + self._quiet[label]))
        return found
