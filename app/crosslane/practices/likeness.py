"""How like two sentences are: their words weighed by rarity, like words counted once and for a little less.

A root is a word of a text with the groups of like words it stands in; of a root only the best match counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

from crosslane.practices.stems import Stemmer

# Our settings, found by leaving out each wording in turn.
# A group of like words says a little less than the word itself.
KIN = 0.9
# A second and third like wording add a little.
NEIGHBOURS = (0.6, 0.24, 0.16)
# Shared words of this much weight, two or three rare ones, are enough; less makes less sure, and one word alone half.
PLENTY, ALONE = 7.5, 0.5
# A word that is used nowhere makes a sentence less like any.
STRANGE = 3.0

Root = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Weighed:
    """A text as weighed roots, with its length."""

    roots: tuple[Root, ...]
    length: float


class Scale:
    """Weighs the words of texts by how rare they are in a body of texts."""

    def __init__(self, stemmer: Stemmer, texts: Iterable[str]) -> None:
        """Count in how many texts each word and group stands."""
        self._stemmer = stemmer
        self._texts = [self._features(text) for text in texts]
        spread: dict[str, int] = {}
        for features in self._texts:
            for feature in {name for root in features for name, _ in root}:
                spread[feature] = spread.get(feature, 0) + 1
        self._rarity = {name: log(1 + len(self._texts) / count) for name, count in spread.items()}

    def weighed(self) -> list[Weighed]:
        """Return the texts of the body, weighed, in their order."""
        return [self._weigh(features) for features in self._texts]

    def weigh(self, text: str) -> Weighed:
        """Return another text, weighed by the same scale."""
        return self._weigh(self._features(text))

    def _weigh(self, features: Iterable[Root]) -> Weighed:
        roots = [tuple((n, v * self._rarity[n]) for n, v in root if n in self._rarity) for root in features]
        known = tuple(root for root in roots if root)
        strange = len(roots) - len(known)
        squares = sum(max(weight for _, weight in root) ** 2 for root in known)
        return Weighed(known, sqrt(squares + STRANGE * strange) or 1.0)

    def _features(self, text: str) -> list[Root]:
        stems = dict.fromkeys(self._stemmer.stems(text))
        return [((stem, 1.0), *((group, KIN) for group in self._stemmer.kin(stem))) for stem in stems]


class Index:
    """Texts with the label they speak for, searched by likeness."""

    def __init__(self, labels: list[str], texts: list[Weighed]) -> None:
        """Take the texts with their labels, in the same order."""
        self._labels = labels
        self._lengths = [text.length for text in texts]
        found: dict[str, dict[int, float]] = {}
        for at, text in enumerate(texts):
            for root in text.roots:
                for name, weight in root:
                    found.setdefault(name, {})[at] = weight
        self._found: Mapping[str, Mapping[int, float]] = found

    def nearest(self, text: Weighed) -> dict[str, float]:
        """Return for each label how near its nearest texts are, between 0 and 1."""
        near: dict[int, float] = {}
        shared: dict[int, float] = {}
        hits: dict[int, int] = {}
        for root in text.roots:
            for at, (value, weight) in self._best(root).items():
                near[at] = near.get(at, 0.0) + value
                shared[at] = shared.get(at, 0.0) + weight
                hits[at] = hits.get(at, 0) + 1
        by_label: dict[str, list[float]] = {}
        for at, value in near.items():
            enough = min(1.0, shared[at] / PLENTY) * (ALONE if hits[at] == 1 else 1.0)
            by_label.setdefault(self._labels[at], []).append(value / (text.length * self._lengths[at]) * enough)
        return {label: _joined(values) for label, values in by_label.items()}

    def _best(self, root: Root) -> dict[int, tuple[float, float]]:
        """Return for each text its best match with a root: likeness, and the weight of what is shared."""
        best: dict[int, tuple[float, float]] = {}
        for name, weight in root:
            for at, other in self._found.get(name, {}).items():
                value = weight * other
                if at not in best or value > best[at][0]:
                    best[at] = value, weight
        return best


def _joined(values: list[float]) -> float:
    return sum(n * v for n, v in zip(NEIGHBOURS, sorted(values, reverse=True), strict=False))
