"""Which of several labels a sentence speaks for: every word speaks for where it is said oftener than elsewhere.

Naive Bayes over stems, pairs of words and groups of like words; the words of a whole story add up, however they are
spread over it. Found better than the nearest sentence alone when each situation of the knowledge is left out in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log

from crosslane.practices.compiled import Counted, digest_of
from crosslane.practices.stems import Stemmer

# Our settings, found by leaving out each situation in turn.
# A group of like words says less than the word itself; two words side by side, and small words, add a little.
KIN, PAIR, SMALL = 0.5, 0.3, 0.2
# So many words as everywhere are added to what a label says, so that a word it never used does not rule it out.
SMOOTH = 150.0
# Texts are asked about label by label; so many are kept cut.
REMEMBERED = 500


def bag_of(text: str, stemmer: Stemmer) -> dict[str, float]:
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


class Tellings:
    """All texts there are, counted once: how often each word is said in each source, such as one file of tellings.

    What was counted before is looked up; only a source that has changed since is counted anew.
    """

    def __init__(self, stemmer: Stemmer, counted: Counted | None = None) -> None:
        """Begin with nothing, or with what was counted before by the same stemmer."""
        self.stemmer = stemmer
        self._before = counted if counted is not None and counted.stemmer == stemmer.digest else Counted()
        self.said: dict[str, dict[str, float]] = {}
        self.long: dict[str, float] = {}
        self.digests: dict[str, str] = {}
        self._known_before: set[str] = set()

    def add(self, source: str, texts: Sequence[str]) -> None:
        """Take all texts of a source."""
        digest = self.digests[source] = digest_of(texts)
        if self._before.digests.get(source) == digest:
            self._known_before.add(source)
            self.long[source] = self._before.long[source]
            return
        said: dict[str, float] = {}
        for text in texts:
            for word, value in bag_of(text, self.stemmer).items():
                said[word] = said.get(word, 0.0) + value
        for word, value in said.items():
            self.said.setdefault(word, {})[source] = value
        self.long[source] = sum(said.values())

    def of(self, word: str) -> dict[str, float]:
        """Return the sources that say a word, with how often."""
        before = {name: many for name, many in self._before.of(word).items() if name in self._known_before}
        return {**before, **self.said.get(word, {})}


# For each source the labels for which it speaks, and how much it counts there.
Mix = Mapping[str, Iterable[tuple[str, float]]]


class Leaning:
    """Knows which sources speak for which label, and says which label another text speaks for."""

    def __init__(self, tellings: Tellings, mix: Mix, *, small: float = 1.0, pair: float = 1.0) -> None:
        """Take all tellings, and the labels for which each source of them speaks; small words and pairs of words may
        count so many times as much as they do else.
        """
        self._tellings, self._mix, self._small, self._pair = tellings, mix, small, pair
        long: dict[str, float] = {}
        for source, labels in mix.items():
            for label, counts in labels:
                long[label] = long.get(label, 0.0) + counts * tellings.long.get(source, 0.0)
        self._all = sum(long.values()) or 1.0
        self._quiet = {label: log(SMOOTH / (value + SMOOTH)) for label, value in long.items()}
        # Words asked for so far: what each label says of it, and how often it is expected in the amount that is added.
        self._known: dict[str, tuple[dict[str, float], float]] = {}
        self._cut: dict[str, list[tuple[float, dict[str, float], float]]] = {}

    def _words(self, text: str) -> list[tuple[float, dict[str, float], float]]:
        """Return the words of a text, each with its value, what the labels say of it, and how often it is expected."""
        if text not in self._cut:
            if len(self._cut) >= REMEMBERED:
                self._cut.clear()
            bag = bag_of(text, self._tellings.stemmer)
            self._cut[text] = [(value * self._times(word), *self._word(word)) for word, value in bag.items()]
        return self._cut[text]

    def _word(self, word: str) -> tuple[dict[str, float], float]:
        if word not in self._known:
            labels: dict[str, float] = {}
            for source, value in self._tellings.of(word).items():
                for label, counts in self._mix.get(source, ()):
                    labels[label] = labels.get(label, 0.0) + counts * value * self._times(word)
            self._known[word] = labels, SMOOTH * sum(labels.values()) / self._all
        return self._known[word]

    def _times(self, word: str) -> float:
        return self._small if word.startswith("~") else self._pair if " " in word else 1.0

    @property
    def labels(self) -> Iterable[str]:
        """Return all labels."""
        return self._quiet

    def speaks_for(self, text: str) -> dict[str, float]:
        """Return for each label how much a text speaks for it: the sum over its words of the logarithm of how much
        oftener the label says it than all do; 0 speaks neither for nor against.
        """
        said = self._words(text)
        known = sum(value for value, labels, _ in said if labels)
        values = {label: known * quiet for label, quiet in self._quiet.items()}
        for value, labels, usual in said:
            for label, times in labels.items():
                values[label] += value * log((times + usual) / usual)
        return values

    def support(self, text: str, label: str) -> float:
        """Return how much the words of a text that speak for a label say, without those that speak against it."""
        found = 0.0
        for value, labels, usual in self._words(text):
            if times := labels.get(label):
                found += max(0.0, value * (log((times + usual) / usual) + self._quiet[label]))
        return found
