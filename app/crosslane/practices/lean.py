"""Which of several labels a sentence speaks for: every word speaks for where it is said oftener than elsewhere.

Naive Bayes over stems and groups of like words; the words of a whole story add up, however they are spread over it.
Found better than the nearest sentence alone when each situation of the knowledge is left out in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from crosslane.practices.stems import Stemmer

# Our settings, found by leaving out each situation in turn.
# A group of like words says less than the word itself; two words side by side, and small words, add a little.
KIN, PAIR, SMALL = 0.5, 0.3, 0.2
# So many words as everywhere are added to what a label says, so that a word it never used does not rule it out.
SMOOTH = 100.0

Text = tuple[str, str, float]


class Leaning:
    """Learns from texts with the label they speak for and how much they count, and says what another text speaks for."""

    def __init__(self, stemmer: Stemmer, texts: Iterable[Text]) -> None:
        """Count which words are said for which label."""
        self._stemmer = stemmer
        said: dict[str, dict[str, float]] = {}
        self._long: dict[str, float] = {}
        for label, text, counts in texts:
            for word, value in self._words(text).items():
                of_word = said.setdefault(word, {})
                of_word[label] = of_word.get(label, 0.0) + counts * value
                self._long[label] = self._long.get(label, 0.0) + counts * value
        all_ = sum(self._long.values()) or 1.0
        self._said: Mapping[str, Mapping[str, float]] = said
        self._share = {word: sum(by_label.values()) / all_ for word, by_label in said.items()}
        self._quiet = {label: log(SMOOTH / (long + SMOOTH)) for label, long in self._long.items()}

    def _words(self, text: str) -> dict[str, float]:
        words = dict.fromkeys(self._stemmer.stems(text), 1.0)
        for stem in tuple(words):
            for group in self._stemmer.kin(stem):
                words.setdefault(group, KIN)
        for pair in self._stemmer.pairs(text):
            words.setdefault(pair, PAIR)
        for word in self._stemmer.small_words(text):
            words.setdefault(f"~{word}", SMALL)
        return words

    @property
    def labels(self) -> Iterable[str]:
        """Return all labels."""
        return self._quiet

    def speaks_for(self, text: str) -> dict[str, float]:
        """Return for each label how much a text speaks for it: the sum over its words of the logarithm of how much
        oftener the label says it than all do; 0 speaks neither for nor against.
        """
        words = {word: value for word, value in self._words(text).items() if word in self._share}
        known = sum(words.values())
        values = {label: known * quiet for label, quiet in self._quiet.items()}
        for word, value in words.items():
            usual = SMOOTH * self._share[word]
            for label, times in self._said[word].items():
                values[label] += value * log((times + usual) / usual)
        return values

    def support(self, text: str, label: str) -> float:
        """Return how much the words of a text that speak for a label say, without those that speak against it."""
        found = 0.0
        for word, value in self._words(text).items():
            times = self._said.get(word, {}).get(label, 0.0)
            if times:
                usual = SMOOTH * self._share[word]
                found += max(0.0, value * (log((times + usual) / usual) + self._quiet[label]))
        return found
